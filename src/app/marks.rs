//! What marking is in every list: rows that are turned together, and a range that lies between the row it began at and
//! the cursor, in the order of the list.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::app::entities::orders::RowId;
use crate::app::pane::ListPane;

/// The open range: its rows look marked while it is open and are marked when it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenRange {
    from: Option<RowId>,
}

impl OpenRange {
    /// The row it began at.
    pub fn began_at(self) -> Option<RowId> {
        self.from
    }

    /// Begins at a row.
    pub(crate) fn begin(&mut self, row: Option<RowId>) {
        self.from = row;
    }

    /// Closes without marking; false when it was not open.
    pub(crate) fn leave(&mut self) -> bool {
        self.from.take().is_some()
    }

    /// Closes where the row it began at is in the list no more; true if it did.
    pub(crate) fn leave_without(&mut self, is_shown: impl Fn(RowId) -> bool) -> bool {
        self.from.take_if(|row| !is_shown(*row)).is_some()
    }

    /// Places of its rows in a list.
    pub(crate) fn places(self, pane: &impl ListPane) -> Option<RangeInclusive<usize>> {
        let from = pane.place(self.from?)?;
        let to = pane.place(pane.row()?)?;
        Some(from.min(to)..=from.max(to))
    }
}

/// Marks rows; if they all are, takes their marks. Returns whether they are marked now.
pub(crate) fn turn(marked: &mut HashSet<RowId>, rows: &[RowId]) -> bool {
    let is_on = rows.iter().any(|row| !marked.contains(row));
    if is_on {
        marked.extend(rows);
    } else {
        for row in rows {
            marked.remove(row);
        }
    }
    is_on
}
