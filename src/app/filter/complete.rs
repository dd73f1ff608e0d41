//! Completing the filter of the pane on screen: candidates from what its rows hold.
//!
//! They are counted when they are asked for; a refresh changes neither them nor the text.

use crate::app::filter::Typed;
use crate::app::pane::Pane;
use crate::app::query::Completion;
use crate::app::state::AppState;

impl AppState {
    /// Offers what can stand where the caret is; the only candidate is put there at once.
    pub(crate) fn complete_filter(&mut self) {
        let Some(completion) = self.completion() else {
            let why = match self.pane {
                Pane::Activity => "plain words are searched here: there is nothing to complete",
                _ => "nothing here completes what is typed",
            };
            return self.notices.info(self.now, why);
        };
        let filter = self.list_pane_mut().filter_mut();
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
    pub(crate) fn completed_filter(&mut self, is_name: bool) {
        self.refilter(self.pane);
        if is_name && let Some(values) = self.completion() {
            self.list_pane_mut().filter_mut().offer(values);
        }
    }

    /// Takes a candidate, as a click on it does.
    pub(crate) fn click_candidate(&mut self, place: usize) {
        let taken = self.list_pane_mut().filter_mut().take_offered(place);
        if let Some(Typed::Taken { is_name }) = taken {
            self.completed_filter(is_name);
        }
    }

    fn completion(&self) -> Option<Completion> {
        match self.pane {
            Pane::Orders => self.order_completion(),
            Pane::Quotes => self.quote_completion(),
            Pane::Eligibility => self.eligibility_completion(),
            Pane::Activity => None,
        }
    }
}
