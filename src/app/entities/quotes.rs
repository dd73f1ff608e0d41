//! Every quote basket and line known, merged from list rows, create answers and details (Q5, Q6).
//!
//! Invariants: a row's number never changes and belongs to one basket or one line; a line knows its basket as soon as any
//! basket detail named it (Q4); an answer that does not hold a field never takes away what another one told.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::app::entities::orders::RowId;
use crate::app::loadable::Loadable;
use crate::domain::ids::{BasketId, LineId};
use crate::domain::quote::{Basket, Line};
use crate::domain::write::LineKey;

/// What a row of the Quotes pane is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QuoteRow {
    /// A basket.
    Basket(BasketId),
    /// A line.
    Line(LineId),
}

/// Baskets and lines.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    rows: Vec<QuoteRow>,
    numbers: HashMap<QuoteRow, RowId>,
    baskets: HashMap<BasketId, QuoteBasket>,
    lines: HashMap<LineId, QuoteLine>,
}

/// A basket and how well it is known.
#[derive(Clone, Debug)]
pub struct QuoteBasket {
    /// As last told, merged; its lines stand in the table of lines.
    pub basket: Basket,
    /// Its lines in the server's order, from its detail.
    pub lines: Vec<LineId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail was read.
    pub detail: Loadable<()>,
}

/// A line and how well it is known.
#[derive(Clone, Debug)]
pub struct QuoteLine {
    /// As last told, merged.
    pub line: Line,
    /// Its basket, once a basket's detail named it.
    pub basket: Option<BasketId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with the offers, was read.
    pub detail: Loadable<()>,
}

impl QuoteLine {
    /// What paths that need the basket take (Q4).
    pub fn key(&self) -> Option<LineKey> {
        Some(LineKey {
            basket: self.basket.clone()?,
            line: self.line.id.clone(),
        })
    }

    /// What people call it: its reference, else its key.
    pub fn name(&self) -> &str {
        let reference = self.line.reference.as_ref();
        reference.unwrap_or(self.line.id.text()).line()
    }
}

impl Quotes {
    /// What a row number stands for.
    pub fn row(&self, row: RowId) -> Option<&QuoteRow> {
        self.rows.get(row.0 as usize)
    }

    /// The number of a row.
    pub fn number(&self, row: &QuoteRow) -> Option<RowId> {
        self.numbers.get(row).copied()
    }

    /// A basket.
    pub fn basket(&self, id: &BasketId) -> Option<&QuoteBasket> {
        self.baskets.get(id)
    }

    /// A line.
    pub fn line(&self, id: &LineId) -> Option<&QuoteLine> {
        self.lines.get(id)
    }

    /// Every row with its number.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &QuoteRow)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(at, row)| (RowId::at(at), row))
    }
}
