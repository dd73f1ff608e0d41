//! The columns of the list: which, in what order, and how far they are scrolled.

use crate::app::columns::Column;
use crate::app::state::AppState;

impl AppState {
    /// Scrolls by one column; whether there is one to scroll to was asked before.
    pub(super) fn scroll_columns(&mut self, to_the_right: bool) {
        let columns = &mut self.orders_pane.columns;
        let ahead = self.room.columns_ahead;
        let skipped = columns.skipped().min(ahead);
        columns.skip(if to_the_right {
            (skipped + 1).min(ahead)
        } else {
            skipped.saturating_sub(1)
        });
    }

    /// Why the columns cannot be scrolled further to one side.
    pub(super) fn why_no_scroll(&self, to_the_right: bool) -> Option<&'static str> {
        let ahead = self.room.columns_ahead;
        let skipped = self.orders_pane.columns.skipped().min(ahead);
        match to_the_right {
            _ if ahead == 0 => Some("there are no more columns to show here"),
            true if skipped == ahead => Some("the last column is on screen"),
            false if skipped == 0 => Some("the first column is on screen"),
            _ => None,
        }
    }

    /// Shows a column or leaves it out.
    pub(crate) fn toggle_column(&mut self, column: Column) {
        self.orders_pane.columns.toggle(column);
    }

    /// Moves a column.
    pub(crate) fn shift_column(&mut self, column: Column, to_the_right: bool) {
        self.orders_pane.columns.shift(column, to_the_right);
    }

    /// Back to the columns the program began with.
    pub(crate) fn reset_columns(&mut self) {
        self.orders_pane.columns.reset();
    }
}
