//! One connection to `state.db`, as safe as SQLite can be made.
//!
//! Invariants: every change is one `BEGIN IMMEDIATE` transaction, on the disk before it returns; a file of a newer
//! program is read and never written.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::{self, StoreError};
use super::place::{self, Usable};

/// The longest wait for another copy of the program; no change takes as long.
const BUSY: Duration = Duration::from_secs(2);
/// Numbered from 1: the version of the file is how many of them it has.
const MIGRATIONS: [&str; 2] = [
    include_str!("migrations/0001_state.sql"),
    include_str!("migrations/0002_batches.sql"),
];

/// An open file.
#[derive(Debug)]
pub(super) struct Db {
    pub(super) connection: Connection,
    /// How messages name the file.
    shown: String,
    /// Why nothing may be written to it.
    pub(super) off: Option<String>,
    identity: Option<(u64, u64)>,
}

/// What ends a transaction early.
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Db {
    /// Opens the file, made if it is missing, and brings it up to date.
    ///
    /// # Errors
    /// Why not even reading is possible.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let usable = place::prepare(path).map_err(StoreError::Unusable)?;
        let (access, off) = match usable {
            Usable::Wholly => (OpenFlags::SQLITE_OPEN_READ_WRITE, None),
            Usable::ToRead(why) => (OpenFlags::SQLITE_OPEN_READ_ONLY, Some(why)),
        };
        let shown = place::shown(path);
        let connection =
            Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(|error| error::of_sqlite(&error, &shown))?;
        let identity = place::identity(path);
        Self::begin(connection, shown, off, identity)
    }

    /// A database that lives and dies with this value.
    pub(super) fn in_memory() -> Result<Self, StoreError> {
        let shown = "the journal in memory".to_owned();
        let connection =
            Connection::open_in_memory().map_err(|error| error::of_sqlite(&error, &shown))?;
        Self::begin(connection, shown, None, None)
    }

    fn begin(
        connection: Connection,
        shown: String,
        off: Option<String>,
        identity: Option<(u64, u64)>,
    ) -> Result<Self, StoreError> {
        let mut db = Self {
            connection,
            shown,
            off,
            identity,
        };
        db.configure().map_err(|error| db.error(&error))?;
        let health = db
            .connection
            .pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0));
        if health.map_err(|error| db.error(&error))? != "ok" {
            return Err(StoreError::Unusable(error::damaged(&db.shown)));
        }
        db.migrate()?;
        Ok(db)
    }

    fn configure(&self) -> rusqlite::Result<()> {
        let it = &self.connection;
        it.busy_timeout(BUSY)?;
        if self.off.is_none() {
            it.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        }
        it.pragma_update(None, "synchronous", "FULL")?;
        // What macOS calls fsync is none.
        it.pragma_update(None, "fullfsync", true)?;
        it.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))
            .or_else(empty)?;
        it.pragma_update(None, "foreign_keys", true)?;
        it.pragma_update(None, "trusted_schema", false)
    }

    /// Brings the schema up to date; a file of a newer program is left as it is.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let wanted = MIGRATIONS.len();
        let have = version(&self.connection).map_err(|error| self.error(&error))?;
        if have > wanted {
            let shown = &self.shown;
            self.off = Some(format!(
                "{shown} was written by a newer version of this program: use that one to write"
            ));
        }
        if have >= wanted || self.off.is_some() {
            return Ok(());
        }
        self.write(|tx| {
            // Another copy may have been quicker.
            for migration in MIGRATIONS.iter().skip(version(tx)?) {
                tx.execute_batch(migration)?;
            }
            let version = i64::try_from(wanted).unwrap_or(i64::MAX);
            Ok(tx.pragma_update(None, "user_version", version)?)
        })
    }

    /// Does `act` in a transaction that no other process can come between; durable when this returns.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it happened.
    pub(super) fn write<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if let Some(why) = &self.off {
            return Err(StoreError::Unusable(why.clone()));
        }
        let act = |connection: &mut Connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = act(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        act(&mut self.connection).map_err(|fault| match fault {
            Fault::Sqlite(error) => self.error(&error),
            Fault::Store(error) => error,
        })
    }

    /// Reads.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) fn read<T>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        act(&self.connection).map_err(|error| self.error(&error))
    }

    /// A number that changes when another connection changed the file.
    pub(super) fn data_version(&self) -> Result<i64, StoreError> {
        self.read(|it| it.pragma_query_value(None, "data_version", |row| row.get(0)))
    }

    /// Whether the file at its path is still the one that is open. One that was deleted takes writes nobody finds again.
    pub(super) fn is_in_place(&self, path: &Path) -> bool {
        place::identity(path) == self.identity
    }

    fn error(&self, error: &rusqlite::Error) -> StoreError {
        error::of_sqlite(error, &self.shown)
    }
}

/// A pragma that answers with no row where it has nothing to say.
fn empty(error: rusqlite::Error) -> rusqlite::Result<()> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
