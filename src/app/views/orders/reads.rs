//! What the Orders pane reads, and what the answers do to it.
//!
//! Never decides what is shown: it keeps entities and index true and says what to ask for next.

use chrono::{DateTime, Utc};

use crate::app::effect::Effect;
use crate::app::entities::orders::{CELL_MARK, Part, RowId, Taken};
use crate::app::gauges::Login;
use crate::app::refresh::gather::Then;
use crate::app::refresh::parts::{Flight, Pending, REST, Wants, read};
use crate::app::refresh::sweep::After;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::OrderRef;
use crate::domain::order::{OrderDetail, OrderRequest, OrderSummary};
use crate::domain::request::{Cursor as RequestCursor, Lane, Page, Read, Reply, RequestId};
use crate::domain::text::Text;

impl AppState {
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
        // A move that lies ahead was made before the clock was set back.
        let is_at_rest = self.now >= pane.moved_at + REST || self.now < pane.moved_at;
        Wants {
            rested: pane.cursor.row().filter(|_| is_at_rest),
            open: self.open_part(),
            is_at_rest,
            visible: pane.window(self.room.list),
            interval: pane.interval,
            has_spare_budget: self.has_spare_budget(),
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
        self.plan_load(effects);
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

    /// Whether the budget has room for what nobody waits for.
    pub(crate) fn has_spare_budget(&self) -> bool {
        let gauges = &self.gauges;
        gauges.waiting == 0
            && gauges.slowed.is_none()
            && gauges.offline.is_none()
            && gauges.used * 2 < gauges.cap
    }

    /// Whether nothing may be asked until a person acts.
    pub(crate) fn is_login_stuck(&self) -> bool {
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
    pub(super) fn hurry_sweep(&mut self, effects: &mut Effects) {
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
        let differ = self.orders.clock_set_back(self.now);
        self.reindex(&differ);
        self.notices.clock_set_back(self.now);
        self.writes_clock_set_back();
    }

    pub(super) fn submit_part(
        &mut self,
        pending: Pending,
        read: Read,
        effects: &mut Effects,
    ) -> RequestId {
        let id = self.next_request();
        self.orders.begin_part(pending.row, pending.part);
        self.orders_pane.reads.submitted(id, pending);
        effects.push(Effect::Submit {
            id,
            read,
            lane: pending.lane,
        });
        id
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
        } else if let Some(flight) = self.orders_pane.reads.answered(id) {
            let is_loaded = self.is_loaded(id, result.is_ok());
            self.take_part(flight, result, is_loaded, effects);
            effects.dirty();
        }
    }

    /// The request engine was started anew: no answer to what was asked before will come.
    pub(crate) fn orders_unanswered(&mut self) {
        self.orders_pane.load = None;
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
        self.seek_nearest();
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
        let (after, is_news) = self.orders_pane.sweep.fail_aloud(failure, self.now);
        if let Some(after) = after {
            self.sweep_ended(after);
        }
        if is_news {
            self.notices
                .problem(self.now, format!("order list: {}", failure.line()));
        }
    }

    fn take_part(
        &mut self,
        flight: Flight,
        result: &Result<Reply, Failure>,
        is_loaded: bool,
        effects: &mut Effects,
    ) {
        let Pending { row, part, lane } = flight.pending;
        // Of many answers none is news by itself.
        let is_asked = lane == Lane::User && !is_loaded;
        let now = self.now;
        let selection = self.selection();
        self.orders_pane.preview.raw.outdate(row, part);
        let mut is_changed = false;
        match (part, result) {
            (Part::Detail, Ok(Reply::Order(detail))) => {
                let detail = (**detail).clone();
                is_changed = self.orders.take_detail(row, detail, now, &self.zone);
            }
            (Part::Historic, Ok(Reply::Historic(historic))) => {
                let historic = historic.clone();
                is_changed = self.orders.take_historic(row, historic, now, &self.zone);
            }
            (Part::Documents, Ok(Reply::Documents(documents))) => {
                self.orders.take_documents(row, documents.clone(), now);
            }
            (Part::Requests, Ok(Reply::OrderRequests(page, raw))) => {
                if self.take_requests(flight, page, raw, effects) {
                    return;
                }
            }
            (part, Ok(_)) => self.orders.abandon_part(row, part),
            (part, Err(failure)) => {
                self.orders.fail_part(row, part, failure.clone(), now);
                if is_asked {
                    self.notices.problem(now, failure.line());
                }
            }
        }
        self.select_again(selection.as_ref());
        if is_changed {
            self.note_change(row);
        } else if is_asked && result.is_ok() {
            self.notices.info(now, "read anew");
        }
        if !part.is_on_demand() {
            self.reindex(&[row]);
        }
    }

    /// Takes in a page of requests; true when another one was asked for.
    fn take_requests(
        &mut self,
        mut flight: Flight,
        page: &Page<OrderRequest>,
        raw: &Text,
        effects: &mut Effects,
    ) -> bool {
        let Pending { row, lane, .. } = flight.pending;
        let Some(order) = self.orders.get(row) else {
            return false;
        };
        let reference = order.summary.reference.clone();
        match flight.gathered.take(page, raw, &reference) {
            Then::More(cursor) => {
                let id = self.next_request();
                self.orders_pane.reads.continued(id, flight);
                let read = Read::OrderRequests(Some(reference), cursor);
                effects.push(Effect::Submit { id, read, lane });
                true
            }
            Then::Whole(requests) => {
                self.orders.take_requests(row, requests, self.now);
                false
            }
        }
    }

    /// Reads an order and the requests on it anew, on behalf of a write that changed it.
    pub(crate) fn reread_order(&mut self, reference: &OrderRef, effects: &mut Effects) {
        let Some(row) = self.orders.find(reference) else {
            return;
        };
        for part in [Part::Detail, Part::Historic, Part::Requests] {
            let pending = Pending {
                row,
                part,
                lane: Lane::User,
            };
            self.submit_part(pending, read(part, reference.clone()), effects);
        }
    }

    /// An order was read on behalf of a write or of the dialog before one.
    pub(crate) fn order_told(&mut self, order: &OrderDetail) {
        if let Some(row) = self.orders.find(&order.reference) {
            let is_changed = self
                .orders
                .take_detail(row, order.clone(), self.now, &self.zone);
            if is_changed {
                self.note_change(row);
            }
            self.reindex(&[row]);
        }
    }

    pub(super) fn refresh_row(&mut self, effects: &mut Effects) {
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
        let parts = [Part::Historic, Part::Detail].into_iter();
        for part in parts.chain(self.open_part()) {
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
}
