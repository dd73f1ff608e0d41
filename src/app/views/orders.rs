//! The Orders pane: filter, list, preview, and the reads that feed them.
//!
//! Invariants: a refresh moves neither the cursor's row nor the scroll nor half-typed text; nothing is submitted that
//! nobody could see or ask for.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

pub mod ability;
mod actions;
mod columns;
mod complete;
mod filter;
mod gone;
mod items;
mod list_pane;
mod marks;
pub mod nearest;
mod pointer;
pub mod preview;
pub mod raw;
pub mod reading;
mod reads;
mod saved;

use crate::app::columns::{Chosen, Column};
use crate::app::entities::orders::{CELL_MARK, Order, RowId};
use crate::app::filter::FilterRow;
use crate::app::index::{OrderIndex, Scope};
use crate::app::marks::OpenRange;
use crate::app::news::NewsPlaces;
use crate::app::pane::{Focus, Pane};
use crate::app::query::Now;
use crate::app::refresh::load::Load;
use crate::app::refresh::parts::PartReads;
use crate::app::refresh::sweep::Sweep;
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::domain::ids::OrderRef;

use nearest::Nearest;
use preview::Preview;

/// A sweep that takes longer than this shows its progress.
const SHOW_PROGRESS_AFTER: TimeDelta = TimeDelta::seconds(2);

/// State of the Orders pane.
#[derive(Debug)]
pub struct OrdersPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Which rows are shown, in order.
    pub index: OrderIndex,
    nearest: Option<Nearest>,
    /// The columns of the list.
    pub columns: Chosen,
    /// Cursor and window.
    pub cursor: Cursor,
    /// Rows a person marked.
    pub marked: HashSet<RowId>,
    pub(crate) range: OpenRange,
    hidden_marks: usize,
    news: NewsPlaces,
    /// Where keys go.
    pub focus: Focus,
    /// The preview: its tab, its place and how far it is scrolled.
    pub preview: Preview,
    /// The sweep through the order list.
    pub sweep: Sweep<OrderRef>,
    /// Number of the last sweep that saw the whole list.
    whole_sweep: u32,
    interval: TimeDelta,
    reads: PartReads,
    /// What a person asked to read for the filter.
    load: Option<Load>,
    moved_at: DateTime<Utc>,
    /// Until when some changed cell is marked.
    marked_until: Option<DateTime<Utc>>,
}

impl OrdersPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta, filter: &str, columns: &[Column], now: DateTime<Utc>) -> Self {
        Self {
            filter: FilterRow::with_text(filter),
            index: OrderIndex::new(),
            nearest: None,
            columns: Chosen::new(columns),
            cursor: Cursor::default(),
            marked: HashSet::new(),
            range: OpenRange::default(),
            hidden_marks: 0,
            news: NewsPlaces::default(),
            focus: Focus::List,
            preview: Preview::default(),
            sweep: Sweep::new(interval),
            whole_sweep: 0,
            interval,
            reads: PartReads::default(),
            load: None,
            moved_at: now,
            marked_until: None,
        }
    }

    /// Place of the first row on screen when `height` of them fit.
    pub fn top(&self, height: usize) -> usize {
        self.cursor.top(self.index.rows().len(), height)
    }

    /// How many rows with news lie above and below the window when `height` rows fit.
    pub fn news_beyond(&self, height: usize) -> (usize, usize) {
        self.news.beyond(self.top(height), height)
    }

    /// The rows on screen when `height` of them fit.
    pub fn window(&self, height: usize) -> &[RowId] {
        self.cursor.window(self.index.rows(), height)
    }
}

impl AppState {
    /// The order under the cursor.
    pub fn order_under_cursor(&self) -> Option<&Order> {
        self.orders_pane
            .cursor
            .row()
            .and_then(|row| self.orders.get(row))
    }

    /// Whether the changed cells of an order are still marked.
    pub fn is_cell_marked(&self, order: &Order) -> bool {
        order
            .news
            .changed_at
            .is_some_and(|at| self.now < at + CELL_MARK)
    }

    /// Whether a row was read longer ago than two intervals; a row that is gone is not read any more.
    pub fn is_stale(&self, order: &Order) -> bool {
        let age = self.now - order.read_at;
        order.gone_since.is_none() && age > self.orders_pane.sweep.paced_interval() * 2
    }

    /// Whether a countdown in seconds is on screen.
    pub fn is_counting_down(&self) -> bool {
        let gauges = &self.gauges;
        gauges
            .offline
            .is_some_and(|offline| offline.next_try.is_some())
            || gauges.slowed.is_some()
            || (gauges.waiting > 0 && gauges.next_at.is_some())
            || self.shows_progress()
            || self.writes.is_counting_down()
            || self.dialog_counts()
            || self.is_job_counting_down()
            || self.is_check_counting()
    }

    /// Whether the sweep has run long enough to show how far it is; not while nothing can come in.
    pub fn shows_progress(&self) -> bool {
        let is_held_up = self.orders_pane.sweep.failure().is_some()
            || self.gauges.offline.is_some()
            || self.is_login_stuck();
        if is_held_up {
            return false;
        }
        let is_first = self.orders_pane.sweep.last().is_none();
        self.orders_pane.sweep.progress().is_some_and(|progress| {
            is_first
                || progress
                    .since
                    .is_some_and(|since| self.now - since > SHOW_PROGRESS_AFTER)
        })
    }

    fn with_index(&mut self, act: impl FnOnce(&mut OrderIndex, &Scope<'_>)) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let pane = &mut self.orders_pane;
        let scope = Scope {
            orders: &self.orders,
            now: &now,
            marked: &pane.marked,
        };
        act(&mut pane.index, &scope);
        self.fit_orders();
    }

    pub(crate) fn marks_faded(&self, was: DateTime<Utc>) -> bool {
        self.orders_pane
            .marked_until
            .is_some_and(|until| was < until && self.now >= until)
    }

    fn reindex(&mut self, touched: &[RowId]) {
        if !touched.is_empty() {
            self.with_index(|index, scope| index.apply(touched, scope));
            self.recount_views(Pane::Orders, touched);
        }
    }

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_orders(&mut self) {
        let pane = &mut self.orders_pane;
        let was = pane.cursor.row();
        let (index, cursor) = (&pane.index, &mut pane.cursor);
        cursor.follow(index.rows(), |row| index.position(row), self.room.list);
        if cursor.row() != was {
            // Another row came under it: as after a move, that one is read once things are at rest.
            pane.moved_at = self.now;
            pane.preview.rewind();
        }
        if cursor.row().is_none() {
            pane.focus = Focus::List;
        }
        let index = &pane.index;
        let places = self.orders.news().filter_map(|row| index.position(row));
        pane.news.set(places);
        if pane.settle_marks() {
            let why = "the row the range began at left the list: begin anew with v";
            self.notices.info(self.now, why);
        }
    }

    /// The cursor left a row: what was new about it has been seen.
    pub(crate) fn leave_order(&mut self, row: Option<RowId>) {
        self.orders_pane.moved_at = self.now;
        self.orders_pane.preview.rewind();
        if let Some(row) = row {
            self.see_order(row);
        }
    }

    /// A person looked at a row.
    pub(crate) fn see_order(&mut self, row: RowId) {
        if self.orders.see(row) {
            self.reindex(&[row]);
        }
    }
}
