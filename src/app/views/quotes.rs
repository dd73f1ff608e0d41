//! The Quotes pane: baskets, lines and the offers of a line.
//!
//! Invariants: a refresh moves neither the cursor's row nor the scroll nor the offer that is meant; nothing is read that
//! nobody could see or ask for.

mod ability;
mod actions;
pub mod columns;
mod complete;
mod filter;
pub mod list;
mod list_pane;
mod marks;
mod offers;
mod pointer;
pub mod preview;
pub mod reading;
mod reads;
mod saved;
mod visit;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine, QuoteRow};
use crate::app::facts::quotes::QuoteCards;
use crate::app::filter::FilterRow;
use crate::app::news::NewsPlaces;
use crate::app::pane::Focus;
use crate::app::refresh::quotes::QuoteReads;
use crate::app::refresh::sweep::Sweep;
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::domain::ids::{BasketId, LineId};

pub use marks::{MarkedOffer, Marks};

use list::QuoteList;
use offers::Picked;
use preview::QuotePreview;

/// Time between two sweeps over the quotes, unless configured.
pub const EVERY: TimeDelta = TimeDelta::minutes(5);
/// How long a row that vanished stays to be seen.
const GONE_SHOWN_FOR: TimeDelta = TimeDelta::days(7);

/// State of the Quotes pane.
#[derive(Debug)]
pub struct QuotesPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// Cursor and window.
    pub cursor: Cursor,
    /// Which rows are shown, in order.
    pub list: QuoteList,
    /// Lines and offers a person marked.
    pub marks: Marks,
    /// The preview: its tab and how far it is scrolled.
    pub preview: QuotePreview,
    /// The sweep through the list of lines.
    pub lines_sweep: Sweep<LineId>,
    /// The sweep through the list of baskets.
    pub baskets_sweep: Sweep<BasketId>,
    /// Numbers of the last sweeps that saw the whole list.
    whole_lines: u32,
    whole_baskets: u32,
    reads: QuoteReads,
    cards: QuoteCards,
    picked: Option<Picked>,
    news: NewsPlaces,
    /// Whether it was ever on screen: before that only the lines are read.
    was_opened: bool,
    moved_at: DateTime<Utc>,
    /// Until when some changed cell is marked.
    marked_until: Option<DateTime<Utc>>,
    interval: TimeDelta,
}

impl QuotesPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta, now: DateTime<Utc>) -> Self {
        Self {
            filter: FilterRow::default(),
            focus: Focus::default(),
            cursor: Cursor::default(),
            list: QuoteList::default(),
            marks: Marks::default(),
            preview: QuotePreview::default(),
            lines_sweep: Sweep::new(interval),
            baskets_sweep: Sweep::new(interval),
            whole_lines: 0,
            whole_baskets: 0,
            reads: QuoteReads::default(),
            cards: QuoteCards::default(),
            picked: None,
            news: NewsPlaces::default(),
            was_opened: false,
            moved_at: now,
            marked_until: None,
            interval,
        }
    }

    /// A pane whose lists were read and held nothing, for stories of other panes.
    #[cfg(test)]
    pub(crate) fn swept(interval: TimeDelta, now: DateTime<Utc>) -> Self {
        use crate::domain::request::RequestId;
        let mut pane = Self::new(interval, now);
        pane.lines_sweep.ask(RequestId(0), now);
        pane.lines_sweep.take(&nothing::<LineId>(), None, now);
        pane.baskets_sweep.ask(RequestId(0), now);
        pane.baskets_sweep.take(&nothing::<BasketId>(), None, now);
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
    pub fn quote_row_under_cursor(&self) -> Option<&QuoteRow> {
        self.quotes.row(self.quotes_pane.cursor.row()?)
    }

    /// The line under the cursor.
    pub fn line_under_cursor(&self) -> Option<&QuoteLine> {
        self.quotes.line_at(self.quotes_pane.cursor.row()?)
    }

    /// The basket under the cursor, or the one of the line under it, where that is known.
    pub fn basket_under_cursor(&self) -> Option<&QuoteBasket> {
        match self.quote_row_under_cursor()? {
            QuoteRow::Basket(basket) => self.quotes.basket(basket),
            QuoteRow::Line(line) => {
                let basket = self.quotes.line(line)?.basket.as_ref()?;
                self.quotes.basket(basket)
            }
        }
    }

    /// Brings cursor, window and the offer that is meant in line with the rows and the room there is.
    pub(crate) fn fit_quotes(&mut self) {
        let pane = &mut self.quotes_pane;
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
        let places = self.quotes.news().filter_map(|row| list.place(row));
        pane.news.set(places);
        self.settle_offer();
    }

    /// Some rows differ: they are judged and placed anew.
    pub(crate) fn reindex_quotes(&mut self, touched: &[RowId]) {
        if touched.is_empty() {
            return;
        }
        let pane = &mut self.quotes_pane;
        pane.cards.take(touched, &self.quotes, &self.zone);
        self.relist_quotes();
        self.recount_quote_views(touched);
    }

    /// The cursor left a row: what was new about it has been seen.
    pub(crate) fn leave_quote(&mut self, row: Option<RowId>) {
        self.quotes_pane.moved_at = self.now;
        self.quotes_pane.preview.rewind();
        if let Some(row) = row {
            self.see_quote(row);
        }
        self.fit_quotes();
    }

    /// A person looked at a row.
    pub(crate) fn see_quote(&mut self, row: RowId) {
        if self.quotes.see(row) {
            self.reindex_quotes(&[row]);
        }
    }
}

#[cfg(test)]
pub(super) fn nothing<T>() -> crate::domain::request::Page<T> {
    crate::domain::request::Page {
        rows: Vec::new(),
        next: None,
        count: Some(0),
        page_size: None,
    }
}
