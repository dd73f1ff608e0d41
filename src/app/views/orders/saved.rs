//! What views say of the order list: its sort and its columns.

use crate::app::columns::Column;
use crate::app::index::Sort;
use crate::app::pane::Pane;
use crate::app::state::AppState;

impl AppState {
    /// Whether the list is sorted so, in these columns where some are told.
    pub(crate) fn are_orders_arranged(&self, sort: Sort, columns: Option<&[Column]>) -> bool {
        let pane = &self.orders_pane;
        let shown = || pane.columns.columns();
        pane.index.sort() == sort
            && columns.is_none_or(|columns| shown().eq(columns.iter().copied()))
    }

    /// Sorts the list, in columns. A view that says nothing of columns keeps those in force, unless they came with the
    /// view that is left.
    pub(crate) fn arrange_orders(&mut self, sort: Sort, columns: Option<&[Column]>) {
        let left = self.views.current(Pane::Orders);
        let left = left.and_then(|left| left.view.columns());
        let shown = &mut self.orders_pane.columns;
        match columns {
            Some(wanted) => shown.choose(wanted),
            None if left.is_some_and(|left| shown.columns().eq(left.iter().copied())) => {
                shown.reset();
            }
            None => {}
        }
        self.orders_pane.index.set_sort(sort);
    }
}
