//! `covage-tui orders`: every order, from its list row; details and historics are read where the filter asks for them.

mod cells;
mod row;

use std::collections::HashSet;
use std::io::Write;

use chrono::{DateTime, Utc};

use super::chosen::{Chosen, ChosenError};
use super::listing::problem::{Gap, Gaps, Means, Missing, RowsError};
use super::listing::reader::{List, Readable, Reader, still_in_doubt, unreadable};
use super::listing::{self, Columns, Present, Table};
use super::rows::{Look, Value};
use crate::app::entities::orders::{Order, Orders, Part, RowId};
use crate::app::facts::orders::OrderField;
use crate::app::index::{OrderIndex, Scope, Sort};
use crate::app::pane::Pane;
use crate::app::query::{Now, Query, Verdict};
use crate::app::refresh::parts::read;
use crate::cli::{Exit, Format, RowsArgs};
use crate::domain::failure::Failure;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderSummary;
use crate::domain::request::{Cursor, Page, Read, Reply};

/// Reads the orders and writes those that match to `out`. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`RowsError`]; the rows are written before it is returned where there are any.
pub async fn run(args: &RowsArgs, out: &mut impl Write) -> Result<Exit, RowsError> {
    listing::run::<OrderTable>(args, out).await
}

/// The orders.
#[derive(Debug)]
struct OrderTable {
    orders: Orders,
    index: OrderIndex,
    present: Present,
}

/// The list of orders.
struct All;

impl List for All {
    type Row = OrderSummary;
    type Key = OrderRef;
    const ROWS: &'static str = "orders";

    fn read(cursor: Cursor) -> Read {
        Read::Orders(cursor)
    }

    fn page(reply: Reply) -> Option<Page<OrderSummary>> {
        match reply {
            Reply::Orders(page) => Some(page),
            _ => None,
        }
    }

    fn key(row: &OrderSummary) -> OrderRef {
        row.reference.clone()
    }
}

impl Table for OrderTable {
    const PANE: Pane = Pane::Orders;
    const NAME: &'static str = All::ROWS;
    const COLUMNS: Columns = Columns {
        fields: &row::FIELDS,
        titles: &cells::TITLES,
        dropped_first: &cells::DROPPED_FIRST,
    };
    type Asked = (Query<OrderField>, Sort);

    fn ask(chosen: &Chosen, now: &Now<'_>) -> Result<Self::Asked, ChosenError> {
        chosen.orders(now)
    }

    fn new(present: Present) -> Self {
        Self {
            orders: Orders::default(),
            index: OrderIndex::new(),
            present,
        }
    }

    async fn list(&mut self, reader: &mut Reader) -> Result<Option<Missing>, Failure> {
        let (orders, zone) = (&mut self.orders, &self.present.zone);
        let take = |rows: Vec<OrderSummary>, sweep, at| {
            for row in rows {
                orders.take_summary(row, sweep, false, at, zone);
            }
            orders.len()
        };
        let swept = reader.list::<All>(take).await?;
        if swept.missing.is_none() {
            self.orders.mark_gone(swept.number, swept.at);
        }
        Ok(swept.missing)
    }

    fn judge(&mut self, (query, sort): Self::Asked, present: Present) {
        self.present = present;
        let scope = Scope {
            orders: &self.orders,
            now: &self.present.now(),
            marked: &HashSet::new(),
        };
        self.index.rebuild(&scope);
        self.index.set_query(Some(query), &scope);
        self.index.set_sort(sort);
    }

    async fn settle(&mut self, reader: &mut Reader, _: Format) -> Gaps {
        let mut failures = Vec::new();
        for part in parts_in_order(self.index.query()) {
            let rows = self.rows().into_iter();
            let asks: Vec<_> = rows.map(|(row, _)| (row, part)).collect();
            let asks = asks.into_iter().filter(|(row, _)| self.is_asked(*row));
            let asks: Vec<_> = asks.collect();
            failures.push(reader.each("reading orders in doubt", asks, self).await);
        }
        let doubt = |(row, _): (RowId, Verdict)| {
            let order = self.orders.get(row)?;
            let failed = failures.iter().flatten();
            let mut failed = failed.filter(|((failed, _), _)| *failed == row);
            let failure = match (&order.summary.broken, failed.next()) {
                (Some(broken), _) => unreadable(&broken.problem),
                (None, Some((_, failure))) => failure.clone(),
                (None, None) => still_in_doubt(),
            };
            Some(Gap {
                means: Means::Doubt,
                name: order.summary.reference.text().line().to_owned(),
                failure,
            })
        };
        let rows = self.rows().into_iter();
        let rows = rows.filter(|(_, verdict)| *verdict == Verdict::Maybe);
        Gaps {
            rows: rows.filter_map(doubt).collect(),
            ..Gaps::default()
        }
    }

    /// One that an earlier try of the sweep held and the whole sweep did not is gone.
    fn rows(&self) -> Vec<(RowId, Verdict)> {
        let is_there = |row| {
            self.orders
                .get(row)
                .is_some_and(|it| it.gone_since.is_none())
        };
        let rows = self.index.rows().iter().filter(|row| is_there(**row));
        rows.filter_map(|row| Some((*row, self.index.verdict(*row)?)))
            .collect()
    }

    fn values(&self, row: RowId, verdict: Verdict) -> Vec<Value<'_>> {
        let order = self.orders.get(row);
        let today = self.present.today();
        order.map_or_else(Vec::new, |it| row::values(it, verdict, today).into())
    }

    fn cells(&self, row: RowId, verdict: Verdict, look: &Look) -> Vec<String> {
        let order = self.orders.get(row);
        order.map_or_else(Vec::new, |order| {
            cells::cells(order, verdict, &self.present, look).into()
        })
    }
}

impl OrderTable {
    /// Whether reading a row further may tell whether it matches. One that could not be read has nothing to ask by.
    fn is_asked(&self, row: RowId) -> bool {
        let is_readable = |order: &Order| order.summary.broken.is_none();
        self.index.verdict(row) == Some(Verdict::Maybe)
            && self.orders.get(row).is_some_and(is_readable)
    }
}

impl Readable for OrderTable {
    type Ask = (RowId, Part);

    fn read(&self, (row, part): &Self::Ask) -> Option<Read> {
        let order = self.orders.get(*row)?;
        Some(read(*part, order.summary.reference.clone()))
    }

    fn take(&mut self, (row, _): &Self::Ask, reply: Reply, at: DateTime<Utc>) -> bool {
        let zone = &self.present.zone;
        match reply {
            Reply::Order(detail) => self.orders.take_detail(*row, *detail, at, zone),
            Reply::Historic(historic) => self.orders.take_historic(*row, historic, at, zone),
            _ => return false,
        };
        let scope = Scope {
            orders: &self.orders,
            now: &self.present.now(),
            marked: &HashSet::new(),
        };
        self.index.apply(&[*row], &scope);
        true
    }
}

/// Which half of an order to read first: the one the filter asks for. The other is read only where that did not decide.
fn parts_in_order(query: Option<&Query<OrderField>>) -> [Part; 2] {
    let is_of_historic = |field: OrderField| field.part() == Some(Part::Historic);
    if query.is_some_and(|query| query.asks(is_of_historic)) {
        [Part::Historic, Part::Detail]
    } else {
        [Part::Detail, Part::Historic]
    }
}

#[cfg(test)]
mod tests;
