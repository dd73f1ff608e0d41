//! The filter of the Quotes pane: from text to query to the rows shown.

use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteScope};
use crate::app::query::{Now, Query};
use crate::app::state::AppState;

use super::columns::QuoteSort;

impl AppState {
    /// Makes the list anew from what is known.
    pub(super) fn relist_quotes(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &mut self.quotes_pane;
        let scope = QuoteScope::new(&self.quotes, &pane.cards, &pane.marks, &now);
        pane.list.make(scope, &self.zone);
        self.fit_quotes();
    }

    /// The day changed: days left and every word of the query that speaks of time mean something else.
    pub(crate) fn rebuild_quotes(&mut self) {
        self.quotes_pane.cards.take_all(&self.quotes, &self.zone);
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let text = self.quotes_pane.list.query().map(Query::text);
        let query = text.and_then(|text| Query::parse(text, &QUOTE_SCHEMA, &now).ok());
        self.quotes_pane.list.set_query(query);
        self.relist_quotes();
    }

    /// Reads the filter text anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_quotes_filter(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &mut self.quotes_pane;
        let filter = &mut pane.filter;
        let text = if filter.is_off { "" } else { filter.text() };
        match Query::parse(text, &QUOTE_SCHEMA, &now) {
            Ok(query) => {
                filter.error = None;
                pane.list.set_query((!query.is_empty()).then_some(query));
                self.relist_quotes();
            }
            Err(error) => filter.error = Some(error),
        }
    }

    /// Sorts another way.
    pub(crate) fn sort_quotes(&mut self, sort: QuoteSort) {
        self.quotes_pane.list.set_sort(sort);
        self.relist_quotes();
    }
}
