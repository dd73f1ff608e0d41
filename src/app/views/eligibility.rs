//! The Eligibility pane: requests, their items (sites) and the offers found for a site.
//!
//! Invariants: a refresh moves neither the cursor's row nor the scroll; nothing is read that nobody could see or ask for.

mod ability;
mod actions;
mod asking;
mod filter;
mod list_pane;
pub mod offers;
mod pointer;
pub mod preview;
mod reads;

use chrono::TimeDelta;

use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest};
use crate::app::filter::FilterRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Cursor;

use asking::OfferReads;
use preview::EligibilityPreview;

/// Time between two sweeps over requests and items, unless configured.
pub const EVERY: TimeDelta = TimeDelta::minutes(2);

/// What the list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Eligibility requests.
    #[default]
    Requests,
    /// Eligibility items: sites.
    Items,
}

impl Facet {
    /// From left to right.
    pub const ALL: [Self; 2] = [Self::Requests, Self::Items];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Items => "sites",
        }
    }
}

/// State of the Eligibility pane.
#[derive(Debug, Default)]
pub struct EligibilityPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// What the list holds.
    pub facet: Facet,
    /// Cursor and window.
    pub cursor: Cursor,
    /// The preview: its tab and how far it is scrolled.
    pub preview: EligibilityPreview,
    offer_reads: OfferReads,
    #[expect(dead_code, reason = "the sweeps come next")]
    interval: TimeDelta,
}

impl EligibilityPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta) -> Self {
        Self {
            interval,
            ..Self::default()
        }
    }
}

impl AppState {
    /// What the row under the cursor is.
    pub fn eligibility_row_under_cursor(&self) -> Option<&EligibilityRow> {
        self.eligibility.row(self.eligibility_pane.cursor.row()?)
    }

    /// The request under the cursor, or the one of the item under it, where that is known.
    pub fn request_under_cursor(&self) -> Option<&KnownRequest> {
        match self.eligibility_row_under_cursor()? {
            EligibilityRow::Request(id) => self.eligibility.request(id),
            EligibilityRow::Item(id) => {
                let item = self.eligibility.item(id)?;
                self.eligibility.request(item.request.as_ref()?)
            }
        }
    }

    /// The item under the cursor; of a request with one site, that site.
    pub fn item_under_cursor(&self) -> Option<&KnownItem> {
        match self.eligibility_row_under_cursor()? {
            EligibilityRow::Item(id) => self.eligibility.item(id),
            EligibilityRow::Request(id) => match self.eligibility.request(id)?.items.as_slice() {
                [only] => self.eligibility.item(only),
                _ => None,
            },
        }
    }

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_eligibility(&mut self) {}
}
