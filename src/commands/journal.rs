//! `covage-tui journal`: every write that was ever attempted from here, and what became of it.
//!
//! Reads `state.db` and nothing else: no server, no configuration, no password. What processes left that died while
//! sending is found and told as unknown, as at any start of the program.

mod row;

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use tokio::sync::watch;

use super::rows::table::{self, Shape};
use super::rows::{self, Look};
use crate::cli::{Exit, Format, JournalArgs};
use crate::config::{Environment, Paths, SettingsError};
use crate::domain::date::Zone;
use crate::domain::journal::{Entry, Journal};
use crate::runtime::clock::Clock;
use crate::runtime::store::{FILE, clocks};
use crate::runtime::terminal::stdout_columns;
use crate::runtime::zone;
use crate::store::keeper::Keeper;
use crate::store::{Place, StoreError};
use row::{DROPPED_FIRST, FIELDS, TITLES, cells, values};

/// Why the journal was not printed.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// There is no place for one, or the environment cannot be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// It is there and cannot be read.
    #[error("cannot read the journal: {0}")]
    Unreadable(#[from] StoreError),
    /// It could not be written out.
    #[error("cannot write the rows: {0}")]
    Output(#[from] io::Error),
}

impl JournalError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Settings(_) => Exit::Usage,
            Self::Unreadable(_) | Self::Output(_) => Exit::Failed,
        }
    }
}

/// Writes the journal to `out`, newest first. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`JournalError`].
pub fn run(args: &JournalArgs, out: &mut impl Write) -> Result<Exit, JournalError> {
    let clock = Clock::system();
    let is_plain = args.ascii || Environment::of_process()?.not_utf8.is_some();
    let look = Look {
        format: args.format,
        // A script gets the text as it is, whatever its locale; what is drawn must suit the terminal.
        is_ascii: is_plain && (args.format != Format::Tsv || io::stdout().is_terminal()),
        width: stdout_columns().map_or(rows::WIDTH, usize::from),
    };
    let mut entries = entries(&Paths::of_user()?.state_dir.join(FILE), &clock)?;
    if args.pending {
        entries.retain(Entry::is_open);
    }
    match print(out, &entries, &look, &zone::local(&clock)).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    Ok(if args.pending && !entries.is_empty() {
        Exit::OpenWrite
    } else {
        Exit::Done
    })
}

/// Every entry, newest first. Where there is no file nothing was ever written, and none is made.
fn entries(file: &Path, clock: &Clock) -> Result<Vec<Entry>, StoreError> {
    if matches!(file.try_exists(), Ok(false)) {
        return Ok(Vec::new());
    }
    let shown = watch::Sender::new(Journal::default());
    Keeper::open(Place::File(file.to_owned()), clocks(clock), shown).all()
}

fn print(out: &mut impl Write, entries: &[Entry], look: &Look, zone: &Zone) -> io::Result<()> {
    if look.format == Format::Table {
        let lines: Vec<_> = entries
            .iter()
            .map(|entry| cells(entry, look, zone).to_vec())
            .collect();
        let shape = Shape {
            titles: &TITLES,
            dropped_first: &DROPPED_FIRST,
            hidden: &[],
        };
        return table::print(out, shape, &lines, look);
    }
    rows::heading(out, &FIELDS, look)?;
    entries
        .iter()
        .try_for_each(|entry| rows::row(out, &FIELDS, &values(entry), look))
}

#[cfg(test)]
mod tests;
