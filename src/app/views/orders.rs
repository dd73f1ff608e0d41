//! The Orders pane: filter, list, preview, and the reads that feed them.
//!
//! Invariants: a refresh moves neither the cursor's row nor the scroll nor half-typed text; nothing is submitted that
//! nobody could see or ask for.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::entities::orders::{Order, Part, RowId, Taken};
use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::filter::{FilterRow, Typed};
use crate::app::gauges::Login;
use crate::app::index::{OrderIndex, Scope, Sort};
use crate::app::keymap::Chord;
use crate::app::query::{Now, Query};
use crate::app::refresh::parts::{PartReads, Pending, REST, Wants, read};
use crate::app::refresh::sweep::{After, Sweep};
use crate::app::state::AppState;
use crate::app::table::{Cursor, Move};
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderSummary;
use crate::domain::request::{Cursor as RequestCursor, Lane, Page, Read, Reply, RequestId};

/// How long a changed cell stays marked.
const CELL_MARK: TimeDelta = TimeDelta::seconds(2);
const NO_ROW: &str = "there is no row here";
/// A sweep that takes longer than this shows its progress.
const SHOW_PROGRESS_AFTER: TimeDelta = TimeDelta::seconds(2);

/// State of the Orders pane.
#[derive(Debug)]
pub struct OrdersPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Which rows are shown, in order.
    pub index: OrderIndex,
    /// Cursor and window.
    pub cursor: Cursor,
    /// Rows a person marked.
    pub marked: HashSet<RowId>,
    /// Where keys go.
    pub focus: Focus,
    /// Whether the preview shows the answers as they came instead of the timeline.
    pub shows_raw: bool,
    /// First line of the preview shown.
    pub preview_scroll: usize,
    /// The sweep through the order list.
    pub sweep: Sweep<OrderRef>,
    /// Number of the last sweep that saw the whole list.
    whole_sweep: u32,
    interval: TimeDelta,
    reads: PartReads,
    moved_at: DateTime<Utc>,
    /// Until when some changed cell is marked.
    marked_until: Option<DateTime<Utc>>,
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    List,
    /// The preview.
    Preview,
}

impl OrdersPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta, filter: &str, now: DateTime<Utc>) -> Self {
        Self {
            filter: FilterRow::with_text(filter),
            index: OrderIndex::new(),
            cursor: Cursor::default(),
            marked: HashSet::new(),
            focus: Focus::List,
            shows_raw: false,
            preview_scroll: 0,
            sweep: Sweep::new(interval),
            whole_sweep: 0,
            interval,
            reads: PartReads::default(),
            moved_at: now,
            marked_until: None,
        }
    }

    /// The rows on screen when `height` of them fit.
    pub fn window(&self, height: usize) -> &[RowId] {
        let rows = self.index.rows();
        let top = self.cursor.top(rows.len(), height);
        &rows[top..rows.len().min(top + height)]
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

    /// When the pane wants to be woken.
    pub(crate) fn orders_wake(&self) -> Option<DateTime<Utc>> {
        let pane = &self.orders_pane;
        let is_logged_in = !self.is_login_stuck();
        let sweep = pane.sweep.due(self.now).filter(|_| is_logged_in);
        let rest = Some(pane.moved_at + REST).filter(|at| *at > self.now);
        let marked = pane.marked_until.filter(|until| *until > self.now);
        let parts = is_logged_in
            .then(|| pane.reads.due(&self.orders, &self.wants()))
            .flatten();
        [sweep, rest, marked, parts].into_iter().flatten().min()
    }

    fn wants(&self) -> Wants<'_> {
        let pane = &self.orders_pane;
        let gauges = &self.gauges;
        // A move that lies ahead was made before the clock was set back.
        let is_at_rest = self.now >= pane.moved_at + REST || self.now < pane.moved_at;
        Wants {
            rested: pane.cursor.row().filter(|_| is_at_rest),
            is_at_rest,
            visible: pane.window(self.room.list),
            interval: pane.interval,
            has_spare_budget: gauges.waiting == 0
                && gauges.slowed.is_none()
                && gauges.offline.is_none()
                && gauges.used * 2 < gauges.cap,
            now: self.now,
        }
    }

    /// Submits what is due. Called after every event.
    pub(crate) fn plan_orders(&mut self, effects: &mut Effects) {
        if self.is_login_stuck() {
            return;
        }
        if self
            .orders_pane
            .sweep
            .due(self.now)
            .is_some_and(|due| due <= self.now)
        {
            // The list is what is on screen: behind the details of its rows it would grow stale while they are read.
            self.submit_page(Lane::Visible, effects);
        }
        let mut reads = std::mem::take(&mut self.orders_pane.reads);
        let wants = self.wants();
        for (id, pending) in reads.take_stale(wants.visible, wants.rested) {
            effects.push(Effect::Cancel(id));
            if !reads.is_pending(pending.row, pending.part) {
                self.orders.abandon_part(pending.row, pending.part);
            }
        }
        let planned = reads.plan(&self.orders, &self.wants());
        self.orders_pane.reads = reads;
        for planned in planned {
            self.submit_part(planned.pending, planned.read, effects);
        }
    }

    /// Whether nothing may be asked until a person acts.
    fn is_login_stuck(&self) -> bool {
        matches!(self.gauges.login, Login::Refused | Login::NoPassword)
    }

    fn submit_page(&mut self, lane: Lane, effects: &mut Effects) {
        let id = self.next_request();
        let cursor = self.orders_pane.sweep.ask(id, self.now);
        effects.push(Effect::Submit {
            id,
            read: Read::Orders(cursor),
            lane,
        });
    }

    /// A person asked for the list: it is due, and where the login is stuck this one page is the next attempt.
    fn hurry_sweep(&mut self, effects: &mut Effects) {
        self.orders_pane.sweep.hurry(self.now);
        if self.is_login_stuck() && self.orders_pane.sweep.due(self.now).is_some() {
            self.submit_page(Lane::User, effects);
        }
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn clock_set_back(&mut self) {
        let pane = &mut self.orders_pane;
        pane.sweep.clock_set_back(self.now);
        pane.reads.clock_set_back(self.now);
        pane.moved_at = pane.moved_at.min(self.now);
        pane.marked_until = pane
            .marked_until
            .map(|until| until.min(self.now + CELL_MARK));
        self.orders.clock_set_back(self.now);
        self.notices.clock_set_back(self.now);
    }

    fn submit_part(&mut self, pending: Pending, read: Read, effects: &mut Effects) {
        let id = self.next_request();
        self.orders.begin_part(pending.row, pending.part);
        self.orders_pane.reads.submitted(id, pending);
        effects.push(Effect::Submit {
            id,
            read,
            lane: pending.lane,
        });
    }

    /// Takes an answer if it is one of the pane's.
    pub(crate) fn orders_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        if self.orders_pane.sweep.awaits(id) {
            match result {
                Ok(Reply::Orders(page)) => self.take_page(page),
                // Or the sweep would wait for this page for ever.
                Ok(_) => self.sweep_failed(&Failure::new(
                    FailureKind::Internal,
                    Read::Orders(RequestCursor::First).path(),
                )),
                Err(failure) => self.sweep_failed(failure),
            }
            effects.dirty();
        } else if let Some(pending) = self.orders_pane.reads.answered(id) {
            self.take_part(pending, result);
            effects.dirty();
        }
    }

    /// The request engine was started anew: no answer to what was asked before will come.
    pub(crate) fn orders_unanswered(&mut self) {
        for pending in self.orders_pane.reads.forget() {
            self.orders.abandon_part(pending.row, pending.part);
        }
        self.orders_pane.sweep.fail(
            Failure::new(FailureKind::Internal, "/api/v1/order/"),
            self.now,
        );
    }

    fn take_page(&mut self, page: &Page<OrderSummary>) {
        let sweep = self.orders_pane.sweep.number();
        let counts_as_new = self.orders_pane.sweep.last().is_some();
        let mut touched = Vec::with_capacity(page.rows.len());
        for summary in &page.rows {
            match self.orders.take_summary(
                summary.clone(),
                sweep,
                counts_as_new,
                self.now,
                &self.zone,
            ) {
                Taken::New(row) => touched.push(row),
                Taken::Changed(row) => {
                    touched.push(row);
                    self.note_change(row);
                }
                Taken::Same(_) => {}
            }
        }
        let first = page.rows.first().map(|row| row.reference.clone());
        let after = self.orders_pane.sweep.take(page, first, self.now);
        self.reindex(&touched);
        self.sweep_ended(after);
    }

    /// Rows that two whole sweeps in a row did not hold are gone; a single one may have missed a row that changed pages
    /// meanwhile. After the first sweep the cursor belongs to its row.
    fn sweep_ended(&mut self, after: After) {
        if after == After::More {
            return;
        }
        self.orders_pane.cursor.place();
        if after == After::Whole {
            let this = self.orders_pane.sweep.number();
            let before = std::mem::replace(&mut self.orders_pane.whole_sweep, this);
            let gone = self.orders.mark_gone(before, self.now);
            self.reindex(&gone);
        }
    }

    fn note_change(&mut self, row: RowId) {
        let Some(order) = self.orders.get(row) else {
            return;
        };
        if order.hinted_at == Some(self.now) {
            self.orders_pane.reads.hint(row);
        }
        if order.news.changed_at == Some(self.now) {
            self.orders_pane.marked_until = Some(self.now + CELL_MARK);
        }
    }

    fn sweep_failed(&mut self, failure: &Failure) {
        let had_same = self.orders_pane.sweep.failure() == Some(failure);
        if let Some(after) = self.orders_pane.sweep.fail(failure.clone(), self.now) {
            self.sweep_ended(after);
        }
        if !had_same && self.orders_pane.sweep.failure().is_some() {
            self.notices
                .problem(self.now, format!("order list: {}", failure.line()));
        }
    }

    fn take_part(&mut self, pending: Pending, result: &Result<Reply, Failure>) {
        let Pending { row, part, .. } = pending;
        let now = self.now;
        let is_changed = match (part, result) {
            (Part::Detail, Ok(Reply::Order(detail))) => {
                self.orders
                    .take_detail(row, (**detail).clone(), now, &self.zone)
            }
            (Part::Historic, Ok(Reply::Historic(historic))) => {
                self.orders
                    .take_historic(row, historic.clone(), now, &self.zone)
            }
            (part, Ok(_)) => {
                self.orders.abandon_part(row, part);
                false
            }
            (part, Err(failure)) => {
                self.orders.fail_part(row, part, failure.clone(), now);
                if pending.lane == Lane::User {
                    self.notices.problem(now, failure.line());
                }
                false
            }
        };
        if is_changed {
            self.note_change(row);
        } else if pending.lane == Lane::User && result.is_ok() {
            self.notices.info(now, "read anew");
        }
        self.reindex(&[row]);
    }

    fn reindex(&mut self, touched: &[RowId]) {
        if !touched.is_empty() {
            self.with_index(|index, scope| index.apply(touched, scope));
        }
    }

    /// The day changed: every word of the query that speaks of time means something else.
    pub(crate) fn rebuild_orders(&mut self) {
        self.age_query();
        self.with_index(OrderIndex::rebuild);
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
            pane.preview_scroll = 0;
        }
        if cursor.row().is_none() {
            pane.focus = Focus::List;
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
    }

    /// A person changed the filter: as [`Self::apply_orders_filter`], and a cursor whose row is not among the results
    /// goes to the first of them.
    pub(crate) fn refilter_orders(&mut self) {
        let row = self.orders_pane.cursor.row();
        self.apply_orders_filter();
        let OrdersPane { index, cursor, .. } = &mut self.orders_pane;
        if cursor.is_placed() && row.is_some_and(|row| index.position(row).is_none()) {
            cursor.go(Move::First, index.rows(), self.room.list);
        }
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn orders_filter_key(&mut self, chord: Chord) -> bool {
        match self.orders_pane.filter.key(chord) {
            Typed::Text | Typed::Done => self.refilter_orders(),
            Typed::Caret => {}
            Typed::NotMine => return false,
        }
        true
    }

    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_orders(&mut self, action: Action, effects: &mut Effects) -> bool {
        let is_in_preview = self.orders_pane.focus == Focus::Preview;
        let movement = match action {
            Action::Down => Move::By(1),
            Action::Up => Move::By(-1),
            Action::First => Move::First,
            Action::Last => Move::Last,
            Action::PageDown => Move::Pages(1),
            Action::PageUp => Move::Pages(-1),
            Action::HalfPageDown => Move::HalfPages(1),
            Action::HalfPageUp => Move::HalfPages(-1),
            Action::PreviewDown | Action::PreviewUp if self.room.preview == 0 => {
                let why = if self.orders_pane.cursor.row().is_some() {
                    "the preview is not on screen: Enter shows it"
                } else {
                    NO_ROW
                };
                self.notices.info(self.now, why);
                return true;
            }
            Action::PreviewDown => return self.scroll_preview(1),
            Action::PreviewUp => return self.scroll_preview(-1),
            Action::Back if is_in_preview => {
                self.orders_pane.focus = Focus::List;
                return true;
            }
            Action::Back => return false,
            other => {
                self.act_on_pane(other, effects);
                return true;
            }
        };
        if is_in_preview {
            let page = self.room.preview.max(1).cast_signed();
            return self.scroll_preview(match movement {
                Move::By(lines) => lines,
                Move::Pages(pages) => pages * page,
                Move::HalfPages(halves) => halves * (page / 2).max(1),
                Move::First => isize::MIN,
                Move::Last => isize::MAX,
            });
        }
        let OrdersPane { index, cursor, .. } = &mut self.orders_pane;
        let left = cursor.row();
        if cursor.go(movement, index.rows(), self.room.list) {
            self.leave_row(left);
        }
        true
    }

    fn act_on_pane(&mut self, action: Action, effects: &mut Effects) {
        match action {
            Action::Enter if self.orders_pane.cursor.row().is_some() => {
                self.orders_pane.focus = Focus::Preview;
            }
            Action::Enter | Action::Mark if self.orders_pane.cursor.row().is_none() => {
                self.notices.info(self.now, NO_ROW);
            }
            Action::Filter => {
                self.orders_pane.focus = Focus::List;
                self.orders_pane.filter.edit();
                self.apply_orders_filter();
            }
            Action::ToggleFilter if self.orders_pane.filter.text().trim().is_empty() => {
                self.orders_pane.filter.is_off = false;
                self.notices
                    .info(self.now, "there is no filter to switch off");
            }
            Action::ToggleFilter if self.orders_pane.filter.error.is_some() => {
                self.notices
                    .problem(self.now, "the filter cannot be read: mend it with / first");
            }
            Action::ToggleFilter => {
                self.orders_pane.filter.is_off = !self.orders_pane.filter.is_off;
                self.refilter_orders();
            }
            Action::Mark => {
                self.mark_row();
                self.act_on_orders(Action::Down, effects);
            }
            Action::UnmarkAll if self.orders_pane.marked.is_empty() => {
                self.notices.info(self.now, "nothing is marked");
            }
            Action::UnmarkAll => self.unmark_all(),
            Action::Sort => self.sort_by(self.orders_pane.index.sort().next_column()),
            Action::Reverse => self.sort_by(self.orders_pane.index.sort().reversed()),
            Action::RefreshRow => self.refresh_row(effects),
            Action::Raw if self.orders_pane.cursor.row().is_none() => {
                self.notices.info(self.now, "there is no order to show");
            }
            Action::Raw => {
                self.orders_pane.shows_raw = !self.orders_pane.shows_raw;
                self.orders_pane.preview_scroll = 0;
            }
            Action::RefreshView => {
                effects.push(Effect::TryNow);
                self.hurry_sweep(effects);
                self.notices.info(self.now, "reading the list anew");
            }
            _ => {}
        }
    }

    fn sort_by(&mut self, sort: Sort) {
        self.orders_pane.index.set_sort(sort);
        self.fit_orders();
    }

    fn mark_row(&mut self) {
        let Some(row) = self.orders_pane.cursor.row() else {
            return;
        };
        if !self.orders_pane.marked.remove(&row) {
            self.orders_pane.marked.insert(row);
        }
        self.reindex(&[row]);
    }

    fn unmark_all(&mut self) {
        let marked: Vec<_> = self.orders_pane.marked.drain().collect();
        self.reindex(&marked);
    }

    fn refresh_row(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        if self.orders_pane.sweep.failure().is_some() || self.is_login_stuck() {
            self.hurry_sweep(effects);
        }
        let Some(row) = self.orders_pane.cursor.row() else {
            self.notices.info(self.now, "trying again");
            return;
        };
        let Some(order) = self.orders.get(row) else {
            return;
        };
        if order.summary.broken.is_some() {
            self.notices.problem(
                self.now,
                "this row could not be read, so there is nothing to ask for",
            );
            return;
        }
        let reference = order.summary.reference.clone();
        for part in [Part::Historic, Part::Detail] {
            let pending = Pending {
                row,
                part,
                lane: Lane::User,
            };
            self.submit_part(pending, read(part, reference.clone()), effects);
        }
        if let Some(next_at) = self.gauges.next_at.filter(|at| *at > self.now) {
            self.notices.info(
                self.now,
                format!("queued, {}s", (next_at - self.now).num_seconds() + 1),
            );
        }
    }

    fn scroll_preview(&mut self, lines: isize) -> bool {
        let scroll = self
            .orders_pane
            .preview_scroll
            .saturating_add_signed(lines)
            .min(self.room.preview_hidden);
        self.orders_pane.preview_scroll = scroll;
        true
    }

    /// The cursor left a row: what was new about it has been seen.
    fn leave_row(&mut self, row: Option<RowId>) {
        self.orders_pane.moved_at = self.now;
        self.orders_pane.preview_scroll = 0;
        if let Some(row) = row
            && self.orders.see(row)
        {
            self.reindex(&[row]);
        }
    }
}
