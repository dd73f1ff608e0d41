//! What the Eligibility pane reads, and what the answers do to it.
//!
//! The lists are swept every interval, behind the orders: in the background while another pane is shown, and then only the
//! requests, until the pane was opened once. A request or a site that anybody asked for is taken in here, whoever it was.

use chrono::{DateTime, Utc};

use crate::app::effect::Effect;
use crate::app::entities::Listed;
use crate::app::entities::eligibility::{Asked, EligibilityNews, EligibilityRow};
use crate::app::entities::orders::{CELL_MARK, RowId};
use crate::app::pane::Pane;
use crate::app::refresh::eligibility::{Wants, read, teller};
use crate::app::refresh::parts::REST;
use crate::app::refresh::reads::Pending;
use crate::app::refresh::sweep::After;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::eligibility::{Item, ItemFilter, Qualification, QualificationFilter};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Cursor, Lane, Page, Read, Reply, RequestId};
use crate::domain::write::Write;

/// A list that is swept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Requests,
    Items,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Requests => "eligibility requests",
            Self::Items => "eligibility items",
        }
    }

    fn read(self, cursor: Cursor) -> Read {
        match self {
            Self::Requests => Read::Qualifications(QualificationFilter::default(), cursor),
            Self::Items => Read::Items(ItemFilter::default(), cursor),
        }
    }

    /// What stands for an answer that is no page of it.
    fn odd(self) -> Failure {
        Failure::new(FailureKind::Internal, self.read(Cursor::First).path())
    }
}

impl AppState {
    fn is_eligibility_on_screen(&self) -> bool {
        self.pane == Pane::Eligibility
    }

    /// When the pane wants to be woken.
    pub(crate) fn eligibility_wake(&self) -> Option<DateTime<Utc>> {
        let pane = &self.eligibility_pane;
        let marked = pane.marked_until.filter(|until| *until > self.now);
        if self.is_login_stuck() {
            return marked;
        }
        let sweeps = [List::Requests, List::Items].map(|list| self.eligibility_list_due(list));
        let rest = Some(pane.moved_at + REST);
        let rest = rest.filter(|at| *at > self.now && self.is_eligibility_on_screen());
        let parts = pane.reads.due(&self.eligibility, &self.eligibility_wants());
        let parts = parts.filter(|_| self.gauges.offline.is_none());
        let others = [marked, rest, parts].into_iter();
        others.chain(sweeps).flatten().min()
    }

    /// When a page of a list is to be asked for; `None` while an answer is awaited or nobody wants one.
    fn eligibility_list_due(&self, list: List) -> Option<DateTime<Utc>> {
        let pane = &self.eligibility_pane;
        let is_next = self.is_eligibility_next();
        let is_wanted = self.is_eligibility_on_screen() || is_next;
        match list {
            List::Requests if is_wanted => pane.requests_sweep.due(self.now),
            List::Items if is_wanted && pane.was_opened => pane.items_sweep.due(self.now),
            _ => None,
        }
    }

    /// Whether orders and quotes have what they need, and the budget has room.
    fn is_eligibility_next(&self) -> bool {
        self.orders_pane.sweep.last().is_some()
            && self.quotes_pane.lines_sweep.last().is_some()
            && self.has_spare_budget()
    }

    fn eligibility_wants(&self) -> Wants<'_> {
        let pane = &self.eligibility_pane;
        // A move that lies ahead was made before the clock was set back.
        let is_at_rest = self.now >= pane.moved_at + REST || self.now < pane.moved_at;
        let is_looked_at = is_at_rest && self.is_eligibility_on_screen();
        Wants {
            rested: pane.cursor.row().filter(|_| is_looked_at),
            visible: if is_looked_at {
                pane.window(self.room.list)
            } else {
                &[]
            },
            wants_details: pane.was_opened,
            has_spare_budget: self.is_eligibility_next(),
            now: self.now,
        }
    }

    /// Submits what is due. Called after every event.
    pub(crate) fn plan_eligibility(&mut self, effects: &mut Effects) {
        if self.is_eligibility_on_screen() {
            self.eligibility_pane.was_opened = true;
            if self.eligibility_pane.requests_sweep.last().is_some() {
                // Somebody looks: from now on it belongs to its row.
                self.eligibility_pane.cursor.place();
            }
        } else {
            self.eligibility_pane.awaited = None;
        }
        if self.is_login_stuck() {
            return;
        }
        let lane = if !self.is_eligibility_on_screen() {
            Lane::Background
        } else if self.eligibility_pane.requests_sweep.last().is_none() {
            // A person looks at an empty screen.
            Lane::User
        } else {
            Lane::Visible
        };
        for list in [List::Requests, List::Items] {
            if self
                .eligibility_list_due(list)
                .is_some_and(|due| due <= self.now)
            {
                self.submit_eligibility_list(list, lane, effects);
            }
        }
        let mut reads = std::mem::take(&mut self.eligibility_pane.reads);
        let stale = reads.take_off_screen(&self.eligibility, &self.eligibility_wants());
        for (id, row) in stale {
            effects.push(Effect::Cancel(id));
            if !reads.is_pending(&row) {
                self.eligibility.abandon(&row);
            }
        }
        let planned = if self.gauges.offline.is_none() {
            reads.plan(&self.eligibility, &self.eligibility_wants())
        } else {
            Vec::new()
        };
        self.eligibility_pane.reads = reads;
        for pending in planned {
            self.submit_eligibility(pending, effects);
        }
    }

    fn submit_eligibility_list(&mut self, list: List, lane: Lane, effects: &mut Effects) {
        let id = self.next_request();
        let pane = &mut self.eligibility_pane;
        let cursor = match list {
            List::Requests => pane.requests_sweep.ask(id, self.now),
            List::Items => pane.items_sweep.ask(id, self.now),
        };
        let read = list.read(cursor);
        effects.push(Effect::Submit { id, read, lane });
    }

    fn submit_eligibility(&mut self, pending: Pending<EligibilityRow>, effects: &mut Effects) {
        let id = self.next_request();
        self.eligibility.begin(&pending.row);
        let (read, lane) = (read(&pending.row), pending.lane);
        self.eligibility_pane.reads.submitted(id, pending);
        effects.push(Effect::Submit { id, read, lane });
    }

    /// Takes in an answer, if the pane asked for it; a request or a site, whoever did.
    pub(crate) fn eligibility_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let pane = &mut self.eligibility_pane;
        let pending = pane.reads.answered(id);
        if pane.requests_sweep.awaits(id) {
            match result {
                Ok(Reply::Qualifications(rows)) => self.take_request_rows(rows),
                Ok(_) => self.eligibility_list_failed(List::Requests, &List::Requests.odd()),
                Err(failure) => self.eligibility_list_failed(List::Requests, failure),
            }
        } else if pane.items_sweep.awaits(id) {
            match result {
                Ok(Reply::Items(rows)) => self.take_item_rows(rows),
                Ok(_) => self.eligibility_list_failed(List::Items, &List::Items.odd()),
                Err(failure) => self.eligibility_list_failed(List::Items, failure),
            }
        } else if let Ok(reply @ (Reply::Qualification(_) | Reply::Item(_))) = result {
            self.take_eligibility(reply);
            if pending.is_some_and(|it| it.is_asked()) {
                self.notices.info(self.now, "read anew");
            }
        } else if let Some(pending) = pending {
            self.eligibility_failed(&pending, result);
        } else {
            return;
        }
        effects.dirty();
    }

    fn take_eligibility(&mut self, reply: &Reply) {
        let counts_as_new = self.eligibility_pane.requests_sweep.last().is_some();
        let touched = match reply {
            Reply::Qualification(request) => {
                let request = (**request).clone();
                self.eligibility
                    .take_request(request, counts_as_new, self.now)
            }
            Reply::Item(item) => {
                let item = (**item).clone();
                self.eligibility.take_item(item, self.now)
            }
            _ => Vec::new(),
        };
        self.eligibility_taken(touched);
    }

    fn eligibility_failed(
        &mut self,
        pending: &Pending<EligibilityRow>,
        result: &Result<Reply, Failure>,
    ) {
        let Err(failure) = result else {
            return self.eligibility.abandon(&pending.row);
        };
        self.eligibility.fail(&pending.row, failure, self.now);
        if pending.is_asked() {
            self.notices.problem(self.now, failure.line());
        }
    }

    fn take_request_rows(&mut self, page: &Page<Qualification>) {
        let sweep = &self.eligibility_pane.requests_sweep;
        let listed = Listed {
            sweep: sweep.number(),
            counts_as_new: sweep.last().is_some(),
            at: self.now,
        };
        let rows = page.rows.iter().cloned();
        let touched: Vec<_> = rows
            .flat_map(|request| self.eligibility.take_listed_request(request, listed))
            .collect();
        let first = page.rows.first().map(|request| request.id.clone());
        let sweep = &mut self.eligibility_pane.requests_sweep;
        let after = sweep.take(page, first, self.now);
        self.eligibility_taken(touched);
        self.eligibility_list_ended(List::Requests, after);
    }

    fn take_item_rows(&mut self, page: &Page<Item>) {
        let sweep = &self.eligibility_pane.items_sweep;
        let listed = Listed {
            sweep: sweep.number(),
            counts_as_new: sweep.last().is_some(),
            at: self.now,
        };
        let rows = page.rows.iter().cloned();
        let touched: Vec<_> = rows
            .flat_map(|item| self.eligibility.take_listed_item(item, listed))
            .collect();
        let first = page.rows.first().map(|item| item.id.clone());
        let sweep = &mut self.eligibility_pane.items_sweep;
        let after = sweep.take(page, first, self.now);
        self.eligibility_taken(touched);
        self.eligibility_list_ended(List::Items, after);
    }

    fn eligibility_taken(&mut self, mut touched: Vec<RowId>) {
        self.eligibility_pane.reads.came_in();
        touched.extend(self.claim_eligibility(&touched.clone()));
        self.eligibility_touched(&touched);
    }

    /// What the journal says that this program sent is known again (E5).
    fn claim_eligibility(&mut self, touched: &[RowId]) -> Vec<RowId> {
        let mut claims = Vec::new();
        for request in touched
            .iter()
            .filter_map(|row| self.eligibility.request_at(*row))
        {
            if request.asked.is_some() || request.request.external_id.is_none() {
                continue;
            }
            let sent = self.writes.journal.entries.iter().find_map(|entry| {
                let intent = entry.intent.as_ref().ok()?;
                match &intent.write {
                    Write::Qualify(sent) if request.may_be(sent, entry.staged_at) => {
                        Some((sent.clone(), entry.staged_at))
                    }
                    _ => None,
                }
            });
            claims.extend(sent.map(|sent| (request.request.id.clone(), sent)));
        }
        claims
            .into_iter()
            .flat_map(|(id, (qualify, at))| self.eligibility.claim(&id, Asked { qualify, at }))
            .collect()
    }

    pub(super) fn eligibility_touched(&mut self, touched: &[RowId]) {
        let changed_now = |row: &RowId| {
            let news = self.eligibility.news_of(*row);
            news.is_some_and(|news| news.cells_at == Some(self.now))
        };
        if touched.iter().any(changed_now) {
            self.eligibility_pane.marked_until = Some(self.now + CELL_MARK);
        }
        self.reindex_eligibility(touched);
        self.settle_eligibility_offer();
    }

    /// Rows that two whole sweeps in a row did not hold are gone; a single one may have missed a row that changed pages
    /// meanwhile.
    fn eligibility_list_ended(&mut self, list: List, after: After) {
        if after != After::Whole {
            return;
        }
        let pane = &mut self.eligibility_pane;
        let gone = match list {
            List::Requests => {
                let this = pane.requests_sweep.number();
                let before = std::mem::replace(&mut pane.whole_requests, this);
                self.eligibility.mark_gone_requests(before, self.now)
            }
            List::Items => {
                let this = pane.items_sweep.number();
                let before = std::mem::replace(&mut pane.whole_items, this);
                self.eligibility.mark_gone_items(before, self.now)
            }
        };
        self.eligibility_touched(&gone);
    }

    fn eligibility_list_failed(&mut self, list: List, failure: &Failure) {
        let pane = &mut self.eligibility_pane;
        let (after, is_news) = match list {
            List::Requests => pane.requests_sweep.fail_aloud(failure, self.now),
            List::Items => pane.items_sweep.fail_aloud(failure, self.now),
        };
        if let Some(after) = after {
            self.eligibility_list_ended(list, after);
        }
        if is_news {
            let said = format!("{}: {}", list.name(), failure.line());
            self.notices.problem(self.now, said);
        }
    }

    /// The request engine was started anew: no answer to what was asked before will come.
    pub(crate) fn eligibility_unanswered(&mut self) {
        for row in self.eligibility_pane.reads.forget() {
            self.eligibility.abandon(&row);
        }
        let pane = &mut self.eligibility_pane;
        pane.requests_sweep.fail(List::Requests.odd(), self.now);
        pane.items_sweep.fail(List::Items.odd(), self.now);
    }

    /// A person wants the lists now, or the connection is back.
    pub(crate) fn hurry_eligibility(&mut self) {
        self.eligibility_pane.requests_sweep.hurry(self.now);
        self.eligibility_pane.items_sweep.hurry(self.now);
    }

    /// `r`: the row under the cursor anew, or another try after trouble.
    pub(super) fn refresh_eligibility_row(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        if self.eligibility_pane.requests_sweep.failure().is_some() || self.is_login_stuck() {
            self.hurry_eligibility_lists(effects);
        }
        if self.ask_offer_detail(Lane::User, effects) {
            return;
        }
        let row = self.eligibility_row_under_cursor();
        let Some(row) = row.and_then(|row| teller(&self.eligibility, row)) else {
            return self.notices.info(self.now, "trying again");
        };
        self.submit_eligibility(Pending::alone(row, Lane::User), effects);
        if let Some(next_at) = self.gauges.next_at.filter(|at| *at > self.now) {
            let secs = (next_at - self.now).num_seconds() + 1;
            self.notices.info(self.now, format!("queued, {secs}s"));
        }
    }

    /// The lists are due, and where the login is stuck this one page is the next attempt.
    pub(super) fn hurry_eligibility_lists(&mut self, effects: &mut Effects) {
        self.hurry_eligibility();
        if self.is_login_stuck() && self.eligibility_pane.requests_sweep.due(self.now).is_some() {
            self.submit_eligibility_list(List::Requests, Lane::User, effects);
        }
    }

    /// A minute passed: rows that have been gone for long leave, and their marks with them.
    pub(crate) fn drop_gone_eligibility(&mut self) {
        let left = self.eligibility.drop_gone(self.now - super::GONE_SHOWN_FOR);
        for row in &left {
            self.eligibility_pane.marks.rows.remove(row);
        }
        self.reindex_eligibility(&left);
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn eligibility_clock_set_back(&mut self) {
        let pane = &mut self.eligibility_pane;
        pane.requests_sweep.clock_set_back(self.now);
        pane.items_sweep.clock_set_back(self.now);
        pane.reads.came_in();
        pane.moved_at = pane.moved_at.min(self.now);
        let latest = self.now + CELL_MARK;
        pane.marked_until = pane.marked_until.map(|until| until.min(latest));
        self.eligibility.clock_set_back(self.now);
    }

    /// Whether the marks of changed cells went out since `was`.
    pub(crate) fn eligibility_marks_faded(&self, was: DateTime<Utc>) -> bool {
        let until = self.eligibility_pane.marked_until;
        until.is_some_and(|until| was < until && self.now >= until)
    }

    /// Whether the changed cells of a row are still marked.
    pub fn is_eligibility_cell_marked(&self, news: &EligibilityNews) -> bool {
        news.is_marked(self.now)
    }

    /// Whether a row was read longer ago than two intervals; a row that is gone is not read any more.
    pub fn is_eligibility_stale(&self, read_at: Option<DateTime<Utc>>, is_gone: bool) -> bool {
        let interval = self.eligibility_pane.requests_sweep.paced_interval();
        !is_gone && read_at.is_some_and(|at| self.now - at > interval * 2)
    }
}
