//! The store as it is at this moment: with a file, or with a reason why not.
//!
//! Everything here may wait for the disk: it runs on the worker's thread and nowhere else. A file that fails is given
//! up, with the reason in the journal's `off`, and tried anew every ten seconds. An outcome that could not be committed
//! is owed, and tried again until it could.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use super::batches;
use super::db::{Db, Fault};
use super::error::StoreError;
use super::jobs;
use super::journal::{self, Context};
use super::latch::{self, FingerprintKey, Gate, LoginKey};
use super::owner::Owner;
use super::rates::{self, Kept, RateKey};
use crate::domain::batch::{BatchId, Change, Kept as KeptBatch, NewBatch};
use crate::domain::job::{Job, JobId, JobState, NewJob, Progress};
use crate::domain::journal::{Account, Entry, Journal, JournalId, Look, Refusal, Settled};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome};

/// Ticks between two tries to use a file that failed.
const RETRY_EVERY: u64 = 10;
/// Ticks between two looks at the processes of entries that are being sent.
const RECOVER_EVERY: u64 = 5;

/// Where the store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this file.
    File(PathBuf),
    /// In memory: it ends with the process. For the demo.
    Memory,
    /// Nowhere; why, safe for one line.
    Nowhere(String),
}

/// The clocks that times are taken from.
#[derive(Clone)]
pub struct Clocks {
    /// The date.
    pub wall: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Time since boot: the same for all processes, suspended time included, never set.
    pub boot: Arc<dyn Fn() -> Duration + Send + Sync>,
}

impl fmt::Debug for Clocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clocks").finish_non_exhaustive()
    }
}

/// The owner of the file.
#[derive(Debug)]
pub struct Keeper {
    place: Place,
    clocks: Clocks,
    me: Owner,
    db: Option<Db>,
    /// Why nothing can be kept.
    off: Option<StoreError>,
    owed: BTreeMap<JournalId, Outcome>,
    shown: watch::Sender<Journal>,
    /// The state of the file that is shown.
    version: Option<(i64, i64)>,
    ticks: u64,
}

impl Keeper {
    /// Opens the store; what dead processes left in sending becomes unknown. Never fails: see [`Journal::off`].
    pub fn open(place: Place, clocks: Clocks, shown: watch::Sender<Journal>) -> Self {
        let mut keeper = Self {
            place,
            clocks,
            me: Owner::of_process(),
            db: None,
            off: None,
            owed: BTreeMap::new(),
            shown,
            version: None,
            ticks: 0,
        };
        keeper.reopen();
        keeper
    }

    /// Why nothing can be kept, with the way out; safe for one line.
    pub fn off(&self) -> Option<String> {
        self.off.as_ref().map(ToString::to_string)
    }

    /// See [`StoreHandle::open`](super::StoreHandle::open).
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn open_intent(
        &mut self,
        intent: &Intent,
        account: &Account,
        supersedes: Option<JournalId>,
    ) -> Result<Entry, Refusal> {
        let opened =
            self.write(|tx, context| journal::open(tx, context, intent, account, supersedes));
        self.show();
        opened.unwrap_or_else(|error| Err(Refusal::NotDurable(error.to_string())))
    }

    /// Notes the outcome of a write of this process. One that cannot be committed now is committed as soon as it can.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn end(&mut self, id: JournalId, outcome: &Outcome) -> Result<Entry, StoreError> {
        let ended = self.write(|tx, context| journal::end(tx, context, id, outcome));
        match &ended {
            Err(StoreError::Unusable(_) | StoreError::Busy) => {
                self.owed.insert(id, outcome.clone());
            }
            _ => {
                self.owed.remove(&id);
            }
        }
        self.show();
        ended
    }

    /// Notes a read-back that settled nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn look(&mut self, id: JournalId, look: &Look) -> Result<Entry, StoreError> {
        let looked = self.write(|tx, context| journal::look(tx, context, id, look));
        self.show();
        looked
    }

    /// Settles an entry of unknown outcome; what is settled stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn settle(&mut self, id: JournalId, settled: &Settled) -> Result<Entry, StoreError> {
        let settled = self.write(|tx, context| journal::settle(tx, context, id, settled));
        self.show();
        settled
    }

    /// The journal as it is in the file now.
    pub fn list(&mut self) -> Journal {
        self.version = None;
        self.show();
        self.shown.borrow().clone()
    }

    /// Every write that was ever attempted, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn all(&self) -> Result<Vec<Entry>, StoreError> {
        self.read(|it| journal::all(it, &self.me))
    }

    /// Reads and changes what is kept of a rate class, with nobody in between. `act` gets it and the boot time, and
    /// tells whether it is to be kept.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub fn rate<T>(
        &mut self,
        key: &RateKey,
        act: impl FnOnce(&mut Kept, Duration) -> (T, bool),
    ) -> Result<T, StoreError> {
        let (boot, clock) = (self.me.boot.clone(), Arc::clone(&self.clocks.boot));
        self.write(move |tx, _| {
            // Asked for inside: whoever comes later has the later time.
            let now = clock();
            let mut kept = rates::load(tx, key, &boot, now)?;
            let (done, is_changed) = act(&mut kept, now);
            if is_changed {
                rates::save(tx, key, &boot, now, &kept)?;
            }
            Ok(done)
        })
    }

    /// The key of fingerprints; `candidate` becomes it if there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn fingerprint_key(
        &mut self,
        candidate: &FingerprintKey,
    ) -> Result<FingerprintKey, StoreError> {
        self.write(|tx, _| Ok(latch::key(tx, candidate)?))
    }

    /// Asks whether a password may be sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn enter_login(&mut self, key: &LoginKey) -> Result<Gate, StoreError> {
        self.write(|tx, context| Ok(latch::enter(tx, context, key)?))
    }

    /// Remembers that a password was refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn refuse_login(&mut self, key: &LoginKey, words: &Text) -> Result<(), StoreError> {
        self.write(|tx, context| Ok(latch::refuse(tx, context, key, words)?))
    }

    /// The try of a password is over, and it was not refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn leave_login(&mut self, key: &LoginKey) -> Result<(), StoreError> {
        self.write(|tx, _| Ok(latch::leave(tx, key)?))
    }

    /// A person acted: every password of the account may be tried again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn reset_logins(&mut self, token_url: &str, username: &str) -> Result<(), StoreError> {
        self.write(|tx, _| Ok(latch::reset(tx, token_url, username)?))
    }

    /// Remembers a job that begins.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_job(&mut self, job: &NewJob) -> Result<Job, StoreError> {
        self.write(|tx, context| jobs::open(tx, context, job))
    }

    /// Notes how a job stands; it is this process's from now on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn update_job(
        &mut self,
        id: JobId,
        state: &JobState,
        progress: Progress,
    ) -> Result<Job, StoreError> {
        self.write(|tx, context| jobs::update(tx, context, id, state, progress))
    }

    /// Jobs that are not over and the latest others, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        let context = self.context();
        self.read(|it| jobs::list(it, &context))
    }

    /// Remembers a batch that begins.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_batch(&mut self, batch: &NewBatch) -> Result<BatchId, StoreError> {
        self.write(|tx, context| batches::open(tx, context, batch))
    }

    /// Notes how a batch of this process came on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn note_batch(&mut self, id: BatchId, change: &Change) -> Result<(), StoreError> {
        self.write(|tx, context| batches::note(tx, context, id, change))
    }

    /// Takes over a batch that no living process runs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn claim_batch(&mut self, id: BatchId) -> Result<KeptBatch, StoreError> {
        self.write(|tx, context| batches::claim(tx, context, id))
    }

    /// Batches of an account that have not ended, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn batches(&self, account: &Account) -> Result<Vec<KeptBatch>, StoreError> {
        let context = self.context();
        self.read(|it| batches::unfinished(it, &context, account))
    }

    /// Called once a second: shows what other processes changed, tries again what failed.
    pub fn tick(&mut self) {
        let Place::File(path) = &self.place else {
            return;
        };
        self.ticks += 1;
        let is_due = self.ticks.is_multiple_of(RETRY_EVERY) || self.off == Some(StoreError::Busy);
        let is_replaced = self.db.as_ref().is_some_and(|db| !db.is_in_place(path));
        if is_replaced || (self.off.is_some() && is_due) {
            self.reopen();
        }
        for (id, outcome) in self.owed.clone() {
            // Whoever waited for it was told; the rest is ours.
            let _ = self.end(id, &outcome);
        }
        if self.ticks.is_multiple_of(RECOVER_EVERY) {
            self.recover();
        }
        self.show();
    }

    fn context(&self) -> Context {
        Context {
            now: (self.clocks.wall)(),
            me: self.me.clone(),
        }
    }

    fn reopen(&mut self) {
        // Before the next one: two connections of a process to one file must not overlap.
        self.db = None;
        self.version = None;
        let opened = match &self.place {
            Place::File(path) => Db::open(path),
            Place::Memory => Db::in_memory(),
            Place::Nowhere(why) => Err(StoreError::Unusable(why.clone())),
        };
        self.off = match opened {
            Ok(db) => {
                let off = db.off.clone().map(StoreError::Unusable);
                self.db = Some(db);
                off
            }
            Err(error) => Some(error),
        };
        self.recover();
        self.show();
    }

    /// Makes the entries that dead processes left in sending unknown.
    fn recover(&mut self) {
        let context = self.context();
        if self.read(|it| journal::has_abandoned(it, &context)) == Ok(true) {
            // Shown as sending until it works; tried again with the next tick.
            let _ = self.write(|tx, context| journal::recover(tx, context));
        }
    }

    fn write<T>(
        &mut self,
        act: impl FnOnce(&rusqlite::Transaction<'_>, &Context) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if let Place::File(path) = &self.place
            && self.db.as_ref().is_some_and(|db| !db.is_in_place(path))
        {
            self.reopen();
        }
        if let Some(why) = &self.off {
            return Err(why.clone());
        }
        let context = self.context();
        // Where there is no file there is a reason.
        let db = self.db.as_mut().ok_or(StoreError::Ended)?;
        let done = db.write(|tx| act(tx, &context));
        if let Err(why @ StoreError::Unusable(_)) = &done {
            self.off = Some(why.clone());
            self.show();
        }
        done
    }

    fn read<T>(
        &self,
        act: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let why = || self.off.clone().unwrap_or(StoreError::Ended);
        self.db.as_ref().ok_or_else(why)?.read(act)
    }

    /// Shows the journal, if it is not what is shown.
    fn show(&mut self) {
        let version = self.db.as_ref().and_then(|db| {
            let seen = self.version;
            let data = db.data_version().ok()?;
            // Our own changes leave the first number as it is; only the second one costs a look into the file.
            let revision = db.read(journal::revision).ok()?;
            Some((data, revision)).filter(|now| seen.is_none_or(|seen| seen.1 != now.1))
        });
        let entries = version.and_then(|version| {
            let entries = self.read(|it| journal::list(it, &self.me)).ok()?;
            self.version = Some(version);
            Some(entries)
        });
        let off = self.off();
        self.shown.send_if_modified(|journal| {
            let mut is_changed = false;
            if let Some(entries) = entries.filter(|entries| *entries != journal.entries) {
                journal.entries = entries;
                is_changed = true;
            }
            if journal.off != off {
                journal.off = off;
                is_changed = true;
            }
            is_changed
        });
    }
}

#[cfg(test)]
mod tests;
