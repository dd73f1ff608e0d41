//! Completing the filter: candidates from what the rows hold.
//!
//! They are counted when they are asked for; a refresh changes neither them nor the text.

use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::filter::Typed;
use crate::app::index::{Scope, Survey};
use crate::app::query::{Completion, Now, complete};
use crate::app::state::AppState;

impl AppState {
    /// Offers what can stand where the caret is; the only candidate is put there at once.
    pub(super) fn complete_filter(&mut self) {
        let Some(completion) = self.completion() else {
            let why = "nothing here completes what is typed";
            return self.notices.info(self.now, why);
        };
        let filter = &mut self.orders_pane.filter;
        if completion.candidates.len() > 1 || completion.left_out > 0 {
            return filter.offer(completion);
        }
        if completion.apply(0).0 == filter.text() {
            return self.notices.info(self.now, "it is complete as it is");
        }
        filter.take(&completion, 0);
        self.completed_filter(!completion.is_value());
    }

    /// A candidate was put into the text. After the name of a field its values are worth a look.
    pub(super) fn completed_filter(&mut self, is_name: bool) {
        self.refilter_orders();
        if is_name && let Some(values) = self.completion() {
            self.orders_pane.filter.offer(values);
        }
    }

    /// Takes a candidate, as a click on it does.
    pub(super) fn click_candidate(&mut self, place: usize) {
        if let Some(Typed::Taken { is_name }) = self.orders_pane.filter.take_offered(place) {
            self.completed_filter(is_name);
        }
    }

    fn completion(&self) -> Option<Completion> {
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
