//! Every eligibility request and item known, merged from list rows, create answers and details (E3, E4).
//!
//! Invariants: a row's number never changes and belongs to one request or one item; an item knows its request as soon as
//! any request's detail, or the answer that created it, named it (E17); an answer that does not hold a field never takes
//! away what another one told.

mod item;
mod priced;
mod request;

use std::collections::HashMap;

use crate::app::entities::orders::RowId;
use crate::domain::ids::{QualificationId, QualificationItemId};

pub use item::KnownItem;
pub use priced::{OfferKey, Priced, Prices, Source};
pub use request::{Asked, KnownRequest};

/// What a row of the Eligibility pane is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EligibilityRow {
    /// An eligibility request.
    Request(QualificationId),
    /// An eligibility item: a site of a request.
    Item(QualificationItemId),
}

/// Eligibility requests and items.
#[derive(Clone, Debug, Default)]
pub struct Eligibility {
    rows: Vec<EligibilityRow>,
    numbers: HashMap<EligibilityRow, RowId>,
    requests: HashMap<QualificationId, KnownRequest>,
    items: HashMap<QualificationItemId, KnownItem>,
}

impl Eligibility {
    /// What a row number stands for.
    pub fn row(&self, row: RowId) -> Option<&EligibilityRow> {
        self.rows.get(row.0 as usize)
    }

    /// The number of a row.
    pub fn number(&self, row: &EligibilityRow) -> Option<RowId> {
        self.numbers.get(row).copied()
    }

    /// A request.
    pub fn request(&self, id: &QualificationId) -> Option<&KnownRequest> {
        self.requests.get(id)
    }

    /// An item.
    pub fn item(&self, id: &QualificationItemId) -> Option<&KnownItem> {
        self.items.get(id)
    }

    /// The request of a row; `None` for an item's.
    pub fn request_at(&self, row: RowId) -> Option<&KnownRequest> {
        match self.row(row)? {
            EligibilityRow::Request(id) => self.request(id),
            EligibilityRow::Item(_) => None,
        }
    }

    /// The item of a row; `None` for a request's.
    pub fn item_at(&self, row: RowId) -> Option<&KnownItem> {
        match self.row(row)? {
            EligibilityRow::Item(id) => self.item(id),
            EligibilityRow::Request(_) => None,
        }
    }

    /// Every row with its number.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &EligibilityRow)> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, row)| (RowId::at(at), row))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows are new or changed since a person last saw them.
    pub fn news_count(&self) -> usize {
        0
    }
}
