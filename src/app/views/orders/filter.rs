//! The filter of the Orders pane: from text to query to the rows shown.

use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::index::OrderIndex;
use crate::app::query::{Now, Query};
use crate::app::state::AppState;

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
}
