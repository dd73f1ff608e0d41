//! Rows a person marked.

use crate::app::state::AppState;

impl AppState {
    pub(super) fn mark_row(&mut self) {
        let Some(row) = self.orders_pane.cursor.row() else {
            return;
        };
        if !self.orders_pane.marked.remove(&row) {
            self.orders_pane.marked.insert(row);
        }
        self.reindex(&[row]);
    }

    pub(super) fn unmark_all(&mut self) {
        let marked: Vec<_> = self.orders_pane.marked.drain().collect();
        self.reindex(&marked);
    }
}
