//! What can complete the filter of the orders.

use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::index::{Scope, Survey};
use crate::app::query::{Completion, Now, complete};
use crate::app::state::AppState;

impl AppState {
    /// What can stand where the caret of the filter is.
    pub(crate) fn order_completion(&self) -> Option<Completion> {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &self.orders_pane;
        let scope = Scope {
            orders: &self.orders,
            now: &now,
            marked: &pane.marked,
        };
        let mut survey = Survey::new(&pane.index, scope);
        let (text, caret) = (pane.filter.text(), pane.filter.caret());
        complete(text, caret, &ORDER_SCHEMA, &now, &mut survey)
    }
}
