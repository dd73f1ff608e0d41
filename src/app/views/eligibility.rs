//! The Eligibility pane: requests, their items (sites) and the offers found for a site.
//!
//! Invariants: a refresh moves neither the cursor's row nor the scroll; nothing is read that nobody could see or ask for.

mod ability;
mod actions;
mod asked;
mod asking;
pub mod columns;
mod filter;
pub mod list;
mod list_pane;
mod marks;
pub mod offers;
mod pointer;
pub mod preview;
mod reading;
mod reads;
mod visit;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::EligibilityCards;
use crate::app::filter::FilterRow;
use crate::app::news::NewsPlaces;
use crate::app::pane::{Focus, Pane};
use crate::app::refresh::eligibility::EligibilityReads;
use crate::app::refresh::sweep::Sweep;
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::write::SiteAsked;

pub use marks::Marks;

use asking::OfferReads;
use list::EligibilityList;
use preview::EligibilityPreview;

/// Time between two sweeps over requests and items, unless configured.
pub const EVERY: TimeDelta = TimeDelta::minutes(2);
/// How long a row that vanished stays to be seen.
const GONE_SHOWN_FOR: TimeDelta = TimeDelta::days(7);

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

    /// The one that lists a row.
    pub fn of(row: &EligibilityRow) -> Self {
        match row {
            EligibilityRow::Request(_) => Self::Requests,
            EligibilityRow::Item(_) => Self::Items,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Requests => Self::Items,
            Self::Items => Self::Requests,
        }
    }
}

/// State of the Eligibility pane.
#[derive(Debug)]
pub struct EligibilityPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// What the list holds.
    pub facet: Facet,
    /// Cursor and window.
    pub cursor: Cursor,
    /// Which rows are shown, in order.
    pub list: EligibilityList,
    /// Requests and sites a person marked.
    pub marks: Marks,
    /// The preview: its tab and how far it is scrolled.
    pub preview: EligibilityPreview,
    /// The sweep through the list of requests.
    pub requests_sweep: Sweep<QualificationId>,
    /// The sweep through the list of items.
    pub items_sweep: Sweep<QualificationItemId>,
    /// Numbers of the last sweeps that saw the whole list.
    whole_requests: u32,
    whole_items: u32,
    reads: EligibilityReads,
    offer_reads: OfferReads,
    cards: EligibilityCards,
    news: NewsPlaces,
    /// Whether it was ever on screen: before that only the requests are read.
    was_opened: bool,
    moved_at: DateTime<Utc>,
    /// Until when some changed cell is marked.
    marked_until: Option<DateTime<Utc>>,
    /// The sites of a check whose answer a person waits for here, and since when.
    awaited: Option<(Vec<SiteAsked>, DateTime<Utc>)>,
}

impl EligibilityPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta, now: DateTime<Utc>) -> Self {
        Self {
            filter: FilterRow::default(),
            focus: Focus::default(),
            facet: Facet::default(),
            cursor: Cursor::default(),
            list: EligibilityList::default(),
            marks: Marks::default(),
            preview: EligibilityPreview::default(),
            requests_sweep: Sweep::new(interval),
            items_sweep: Sweep::new(interval),
            whole_requests: 0,
            whole_items: 0,
            reads: EligibilityReads::default(),
            offer_reads: OfferReads::default(),
            cards: EligibilityCards::default(),
            news: NewsPlaces::default(),
            was_opened: false,
            moved_at: now,
            marked_until: None,
            awaited: None,
        }
    }

    /// A pane whose lists were read and held nothing, for stories of other panes.
    #[cfg(test)]
    pub(crate) fn swept(interval: TimeDelta, now: DateTime<Utc>) -> Self {
        use crate::app::views::quotes::nothing;
        use crate::domain::request::RequestId;
        let mut pane = Self::new(interval, now);
        pane.requests_sweep.ask(RequestId(0), now);
        pane.requests_sweep
            .take(&nothing::<QualificationId>(), None, now);
        pane.items_sweep.ask(RequestId(0), now);
        pane.items_sweep
            .take(&nothing::<QualificationItemId>(), None, now);
        pane
    }

    /// Place of the first row on screen when `height` of them fit.
    pub fn top(&self, height: usize) -> usize {
        self.cursor.top(self.list.rows().len(), height)
    }

    /// How many rows with news lie above and below the window when `height` rows fit.
    pub fn news_beyond(&self, height: usize) -> (usize, usize) {
        self.news.beyond(self.top(height), height)
    }

    /// The rows on screen when `height` of them fit.
    pub fn window(&self, height: usize) -> &[RowId] {
        self.cursor.window(self.list.rows(), height)
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

    /// How many rows of the facet on screen are new or changed, shown or not.
    pub(crate) fn eligibility_news(&self) -> usize {
        match self.eligibility_pane.facet {
            Facet::Requests => self.eligibility.news_count(),
            Facet::Items => self.eligibility.item_news_count(),
        }
    }

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_eligibility(&mut self) {
        let pane = &mut self.eligibility_pane;
        let was = pane.cursor.row();
        let list = &pane.list;
        pane.cursor
            .follow(list.rows(), |row| list.place(row), self.room.list);
        if pane.cursor.row() != was {
            // Another row came under it: as after a move, that one is read once things are at rest.
            pane.moved_at = self.now;
            pane.preview.rewind();
        }
        if pane.cursor.row().is_none() {
            pane.focus = Focus::List;
        }
        let list = &pane.list;
        let places = self.eligibility.news().filter_map(|row| list.place(row));
        pane.news.set(places);
        pane.marks
            .range
            .leave_without(|row| list.place(row).is_some());
    }

    /// Some rows differ: they are judged and placed anew.
    pub(crate) fn reindex_eligibility(&mut self, touched: &[RowId]) {
        if touched.is_empty() {
            return;
        }
        let today = self.today();
        let pane = &mut self.eligibility_pane;
        pane.cards
            .take(touched, &self.eligibility, (&self.zone, today));
        self.relist_eligibility();
        self.recount_views(Pane::Eligibility, touched);
    }

    /// The cursor left a row: what was new about it has been seen.
    pub(crate) fn leave_eligibility(&mut self, row: Option<RowId>) {
        let pane = &mut self.eligibility_pane;
        pane.moved_at = self.now;
        pane.awaited = None;
        pane.preview.rewind();
        if let Some(row) = row {
            self.see_eligibility(row);
        }
        self.fit_eligibility();
    }

    /// A person looked at a row.
    pub(crate) fn see_eligibility(&mut self, row: RowId) {
        let seen = self.eligibility.see(row);
        self.reindex_eligibility(&seen);
    }
}
