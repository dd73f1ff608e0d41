//! The index as completion and facets ask it: which values rows hold, counted among the rows of any query.

use crate::app::entities::orders::RowId;
use crate::app::facts::orders::OrderField;
use crate::app::facts::tally::spelled;
use crate::app::facts::view::Present;
use crate::app::query::{Held, Query, Scratch, Source, Verdict};

use super::columns::Judge;
use super::{OrderIndex, Scope};

/// The rows of an index and what they are judged against.
#[derive(Clone, Copy, Debug)]
pub struct Survey<'a> {
    index: &'a OrderIndex,
    scope: Scope<'a>,
    present: Present,
}

impl<'a> Survey<'a> {
    /// Of an index, with the scope it was last told.
    pub fn new(index: &'a OrderIndex, scope: Scope<'a>) -> Self {
        Self {
            index,
            scope,
            present: Present::new(scope.now),
        }
    }

    /// The verdicts of all rows under any query; what the index knows of its own query helps.
    fn verdicts(&self, query: &Query<OrderField>) -> Vec<Verdict> {
        let judge = Judge::new(&self.index.cards, &self.scope, self.present);
        let mut verdicts = Vec::new();
        let mut columns = self.index.columns.clone();
        columns.ask(query, judge, &mut Scratch::default(), &mut verdicts);
        verdicts
    }
}

impl Source<OrderField> for Survey<'_> {
    fn held(&self, field: OrderField, among: &Query<OrderField>) -> Held<'_> {
        let Scope { orders, marked, .. } = self.scope;
        let cards = &self.index.cards;
        cards.tally(field, &self.verdicts(among), |row| {
            cards.facts(row, orders, self.present, marked)
        })
    }

    fn spelled(&self, field: OrderField, row: u32) -> [&str; 2] {
        let order = self.scope.orders.get(RowId(row));
        order.map_or(["", ""], |order| spelled(field, &order.summary))
    }
}
