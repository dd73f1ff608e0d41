//! The filter of the Eligibility pane: from text to query to the rows shown.

use crate::app::facts::eligibility::{ELIGIBILITY_SCHEMA, EligibilityScope, EligibilitySurvey};
use crate::app::query::{Completion, Now, Query, complete};
use crate::app::state::AppState;

use super::columns::EligibilitySort;

impl AppState {
    /// What rows are judged against at a moment.
    pub(crate) fn eligibility_scope(&self, now: &Now<'_>) -> EligibilityScope<'_> {
        let pane = &self.eligibility_pane;
        EligibilityScope::new(&self.eligibility, &pane.cards, &pane.marks, now)
    }

    /// Makes the list anew from what is known.
    pub(super) fn relist_eligibility(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &mut self.eligibility_pane;
        let scope = EligibilityScope::new(&self.eligibility, &pane.cards, &pane.marks, &now);
        pane.list.make(pane.facet, scope);
        self.fit_eligibility();
    }

    /// The day changed: days left and every word of the query that speaks of time mean something else.
    pub(crate) fn rebuild_eligibility(&mut self) {
        let today = self.today();
        let cards = &mut self.eligibility_pane.cards;
        cards.take_all(&self.eligibility, (&self.zone, today));
        self.age_eligibility_query();
    }

    /// A minute passed: rows may match now that did not, and the other way round.
    pub(crate) fn age_eligibility(&mut self) {
        let query = self.eligibility_pane.list.query();
        if query.is_some_and(Query::is_timely) {
            self.age_eligibility_query();
        }
    }

    /// Parses the query in force anew. The text being typed may be another one, or none that can be read.
    fn age_eligibility_query(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let text = self.eligibility_pane.list.query().map(Query::text);
        let query = text.and_then(|text| Query::parse(text, &ELIGIBILITY_SCHEMA, &now).ok());
        self.eligibility_pane.list.set_query(query);
        self.relist_eligibility();
    }

    /// Reads the filter text anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_eligibility_filter(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &mut self.eligibility_pane;
        let filter = &mut pane.filter;
        let text = if filter.is_off { "" } else { filter.text() };
        match Query::parse(text, &ELIGIBILITY_SCHEMA, &now) {
            Ok(query) => {
                filter.error = None;
                pane.list.set_query((!query.is_empty()).then_some(query));
                self.relist_eligibility();
            }
            Err(error) => filter.error = Some(error),
        }
    }

    /// What can stand where the caret of the filter is.
    pub(crate) fn eligibility_completion(&self) -> Option<Completion> {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &self.eligibility_pane;
        let mut survey = EligibilitySurvey(self.eligibility_scope(&now), pane.facet);
        let (text, caret) = (pane.filter.text(), pane.filter.caret());
        complete(text, caret, &ELIGIBILITY_SCHEMA, &now, &mut survey)
    }

    /// Sorts another way.
    pub(crate) fn sort_eligibility(&mut self, sort: EligibilitySort) {
        self.eligibility_pane.list.set_sort(sort);
        self.relist_eligibility();
    }
}
