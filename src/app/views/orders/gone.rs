//! Rows that Covage's list no longer holds: shown as gone for a week, then they leave.

use chrono::TimeDelta;

use crate::app::state::AppState;

/// How long a row that vanished stays to be seen.
const SHOWN_FOR: TimeDelta = TimeDelta::days(7);

impl AppState {
    /// A minute passed: rows that have been gone for long leave, and their marks with them.
    pub(crate) fn drop_gone_orders(&mut self) {
        let left = self.orders.drop_gone(self.now - SHOWN_FOR);
        for row in &left {
            self.orders_pane.marked.remove(row);
        }
        self.reindex(&left);
    }
}
