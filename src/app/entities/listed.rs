//! What the tables of short lists share: how a list row came in, and putting answers together.

use chrono::{DateTime, Utc};

use super::orders::{RowId, Taken};

/// How a list row came in.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Number of the sweep that held it.
    pub sweep: u32,
    /// False while the first sweep fills the table.
    pub counts_as_new: bool,
    /// When.
    pub at: DateTime<Utc>,
}

impl Taken {
    /// The row, if anything shown or filtered by differs.
    pub fn other(self) -> Option<RowId> {
        match self {
            Self::New(row) | Self::Changed(row) => Some(row),
            Self::Same(_) => None,
        }
    }
}

/// Replaces what is known if there is something new.
pub(super) fn fill<T>(known: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *known = new;
    }
}

/// The first eight characters of a key: enough to tell one from another.
pub(super) fn beginning(key: &str) -> &str {
    key.char_indices()
        .nth(8)
        .map_or(key, |(end, _)| &key[..end])
}
