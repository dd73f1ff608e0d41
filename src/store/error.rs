//! What can go wrong with the file, in words for people.

use rusqlite::{Error, ErrorCode};

use crate::domain::text::Text;

/// Why the store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be used: why and what to do, safe for one line.
    #[error("{0}")]
    Unusable(String),
    /// Another copy of the program kept the file for itself, longer than anything honest takes.
    #[error("another copy of the program is busy with the journal; try again")]
    Busy,
    /// There is no such entry, or it is settled or of another process.
    #[error("no such open entry in the journal")]
    NotOpen,
    /// The program is ending.
    #[error("the program is ending")]
    Ended,
}

/// What SQLite says of the file at `path`.
pub(super) fn of_sqlite(error: &Error, path: &str) -> StoreError {
    let words = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => return StoreError::Busy,
        Some(ErrorCode::DiskFull) => format!("no room left for {path}: free some space"),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(path),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            format!("{path} cannot be written: make its directory writable, or set XDG_STATE_HOME")
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!("the disk does not take {path}: check it and the system's log")
        }
        _ => format!("{path}: {}", Text::new(error.to_string()).line()),
    };
    StoreError::Unusable(words)
}

/// What to do about a file that is no database any more.
pub(super) fn damaged(path: &str) -> String {
    format!(
        "{path} is damaged: check at Covage what you wrote last, then move it away with `mv {path} {path}.damaged`"
    )
}
