//! The filter of the Quotes pane: from text to query to the rows shown.

use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteScope};
use crate::app::filter::{FilterRow, Typed};
use crate::app::keymap::Chord;
use crate::app::query::{Now, Query};
use crate::app::state::AppState;
use crate::app::table::Move;

use super::QuotesPane;
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

    /// A person changed the filter: as [`Self::apply_quotes_filter`], and a cursor whose row is not among the results
    /// goes to the first of them.
    pub(crate) fn refilter_quotes(&mut self) {
        let row = self.quotes_pane.cursor.row();
        self.apply_quotes_filter();
        let QuotesPane { list, cursor, .. } = &mut self.quotes_pane;
        if cursor.is_placed() && row.is_some_and(|row| list.place(row).is_none()) {
            cursor.go(Move::First, list.rows(), self.room.list);
            self.fit_quotes();
        }
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn quotes_filter_key(&mut self, chord: Chord) -> bool {
        match self.quotes_pane.filter.key(chord) {
            Typed::Text => self.refilter_quotes(),
            Typed::Done => {
                self.refilter_quotes();
                self.leave_view_without_filter();
            }
            Typed::Complete => self.complete_filter(),
            Typed::Taken { is_name } => self.completed_filter(is_name),
            Typed::Caret => {}
            Typed::NotMine => return false,
        }
        true
    }

    /// Puts another filter text in force.
    pub(crate) fn set_quotes_filter(&mut self, text: &str) {
        self.quotes_pane.filter = FilterRow::with_text(text);
        self.refilter_quotes();
    }

    /// Sorts another way.
    pub(crate) fn sort_quotes(&mut self, sort: QuoteSort) {
        self.quotes_pane.list.set_sort(sort);
        self.relist_quotes();
    }
}
