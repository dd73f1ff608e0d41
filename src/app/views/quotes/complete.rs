//! What can complete the filter of the quotes, and what their lines are judged by.

use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteScope, QuoteSurvey};
use crate::app::query::{Completion, Now, complete};
use crate::app::state::AppState;

impl AppState {
    /// What lines are judged against at a moment.
    pub(crate) fn quote_scope(&self, now: &Now<'_>) -> QuoteScope<'_> {
        let pane = &self.quotes_pane;
        QuoteScope::new(&self.quotes, &pane.cards, &pane.marks, now)
    }

    /// What can stand where the caret of the filter is.
    pub(crate) fn quote_completion(&self) -> Option<Completion> {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let mut survey = QuoteSurvey(self.quote_scope(&now));
        let filter = &self.quotes_pane.filter;
        let (text, caret) = (filter.text(), filter.caret());
        complete(text, caret, &QUOTE_SCHEMA, &now, &mut survey)
    }
}
