//! The filter of the Orders pane: from text to query to the rows shown.

use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::filter::{FilterRow, Typed};
use crate::app::index::OrderIndex;
use crate::app::keymap::Chord;
use crate::app::query::{Now, Query};
use crate::app::state::AppState;
use crate::app::table::Move;

use super::OrdersPane;

impl AppState {
    /// The day changed: every word of the query that speaks of time means something else.
    pub(crate) fn rebuild_orders(&mut self) {
        self.age_query();
        self.with_index(OrderIndex::rebuild);
        self.reread_views();
    }

    /// A minute passed: rows may match now that did not, and the other way round.
    pub(crate) fn age_orders(&mut self) {
        if self.orders_pane.index.query().is_some_and(Query::is_timely) {
            self.age_query();
        }
    }

    /// Parses the query in force anew. The text being typed may be another one, or none that can be read.
    fn age_query(&mut self) {
        let Some(query) = self.orders_pane.index.query() else {
            return;
        };
        let now = Now::new(self.now, &self.zone, &self.session.me);
        if let Ok(query) = Query::parse(query.text(), &ORDER_SCHEMA, &now) {
            self.with_index(|index, scope| index.set_query(Some(query), scope));
            self.seek_nearest();
        }
    }

    /// Reads the filter text anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_orders_filter(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let filter = &mut self.orders_pane.filter;
        let text = if filter.is_off { "" } else { filter.text() };
        match Query::parse(text, &ORDER_SCHEMA, &now) {
            Ok(query) => {
                filter.error = None;
                let query = (!query.is_empty()).then_some(query);
                self.with_index(|index, scope| index.set_query(query, scope));
            }
            Err(error) => filter.error = Some(error),
        }
        self.seek_nearest();
    }

    /// A person changed the filter: as [`Self::apply_orders_filter`], and a cursor whose row is not among the results
    /// goes to the first of them.
    pub(crate) fn refilter_orders(&mut self) {
        let row = self.orders_pane.cursor.row();
        self.apply_orders_filter();
        let OrdersPane { index, cursor, .. } = &mut self.orders_pane;
        if cursor.is_placed() && row.is_some_and(|row| index.position(row).is_none()) {
            cursor.go(Move::First, index.rows(), self.room.list);
        }
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn orders_filter_key(&mut self, chord: Chord) -> bool {
        match self.orders_pane.filter.key(chord) {
            Typed::Text => self.refilter_orders(),
            Typed::Done => {
                self.refilter_orders();
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
    pub(crate) fn set_orders_filter(&mut self, text: &str) {
        self.orders_pane.filter = FilterRow::with_text(text);
        self.refilter_orders();
    }
}
