//! The index as completion and facets ask it: which values rows hold, counted among the rows of any query.

use crate::app::entities::orders::RowId;
use crate::app::facts::orders::OrderField;
use crate::app::facts::tally::spelled;
use crate::app::facts::view::Present;
use crate::app::query::{Held, Query, Scratch, Source};

use super::columns::{Columns, Judge};
use super::{OrderIndex, Scope, rule_out};

/// The rows of an index and what they are judged against. What the index knows of its own query helps with others.
#[derive(Debug)]
pub struct Survey<'a> {
    index: &'a OrderIndex,
    scope: Scope<'a>,
    present: Present,
    columns: Columns,
}

impl<'a> Survey<'a> {
    /// Of an index, with the scope it was last told.
    pub fn new(index: &'a OrderIndex, scope: Scope<'a>) -> Self {
        Self {
            index,
            scope,
            present: Present::new(scope.now),
            columns: index.columns.clone(),
        }
    }
}

impl<'a> Source<'a, OrderField> for Survey<'a> {
    fn held(&mut self, field: OrderField, among: &Query<OrderField>) -> Held<'a> {
        let Scope { orders, marked, .. } = self.scope;
        let cards = &self.index.cards;
        let judge = Judge::new(cards, &self.scope, self.present);
        let mut verdicts = Vec::new();
        self.columns
            .ask(among, judge, &mut Scratch::default(), &mut verdicts);
        rule_out(&self.index.left, &mut verdicts);
        cards.tally(field, &verdicts, |row| {
            cards.facts(row, orders, self.present, marked)
        })
    }

    fn spelled(&self, field: OrderField, row: u32) -> [&'a str; 2] {
        let order = self.scope.orders.get(RowId(row));
        order.map_or(["", ""], |order| spelled(field, &order.summary))
    }
}
