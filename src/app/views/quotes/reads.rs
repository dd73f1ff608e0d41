//! What the Quotes pane reads, and what the answers do to it.
//!
//! The lists are swept every interval, behind the orders: in the background while another pane is shown, and then only
//! the lines, until the pane was opened once. A line or basket that anybody asked for is taken in here, whoever it was.

use chrono::{DateTime, Utc};

use crate::app::effect::Effect;
use crate::app::entities::orders::{CELL_MARK, RowId, Taken};
use crate::app::entities::quotes::{Listed, QuoteLine, QuoteRow};
use crate::app::pane::Pane;
use crate::app::refresh::parts::REST;
use crate::app::refresh::quotes::{Wants, read};
use crate::app::refresh::reads::Pending;
use crate::app::refresh::sweep::After;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::quote::{Basket, Line, LineFilter};
use crate::domain::request::{Cursor, Lane, Page, Read, Reply, RequestId};

use super::preview::Tab;

/// A list that is swept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Lines,
    Baskets,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            Self::Lines => "quote lines",
            Self::Baskets => "quote baskets",
        }
    }

    fn read(self, cursor: Cursor) -> Read {
        match self {
            Self::Lines => Read::Lines(LineFilter::default(), cursor),
            Self::Baskets => Read::Baskets(None, cursor),
        }
    }
}

impl AppState {
    fn is_quotes_on_screen(&self) -> bool {
        self.pane == Pane::Quotes
    }

    /// When the pane wants to be woken.
    pub(crate) fn quotes_wake(&self) -> Option<DateTime<Utc>> {
        let pane = &self.quotes_pane;
        let marked = pane.marked_until.filter(|until| *until > self.now);
        if self.is_login_stuck() {
            return marked;
        }
        let sweeps = [List::Lines, List::Baskets].map(|list| self.list_due(list));
        let rest = Some(pane.moved_at + REST);
        let rest = rest.filter(|at| *at > self.now && self.is_quotes_on_screen());
        let parts = pane.reads.due(&self.quotes, &self.quote_wants());
        let others = [marked, rest, parts].into_iter();
        others.chain(sweeps).flatten().min()
    }

    /// When a page of a list is to be asked for; `None` while an answer is awaited or nobody wants one.
    fn list_due(&self, list: List) -> Option<DateTime<Utc>> {
        let pane = &self.quotes_pane;
        let is_next = self.orders_pane.sweep.last().is_some() && self.has_spare_budget();
        let is_wanted = self.is_quotes_on_screen() || is_next;
        match list {
            List::Lines if is_wanted => pane.lines_sweep.due(self.now),
            List::Baskets if is_wanted && pane.was_opened => pane.baskets_sweep.due(self.now),
            _ => None,
        }
    }

    /// Somebody is about to choose a basket: they are read although the pane was never opened.
    pub(crate) fn want_baskets(&mut self) {
        self.quotes_pane.was_opened = true;
    }

    /// Whether the list of baskets was read.
    pub fn are_baskets_read(&self) -> bool {
        self.quotes_pane.baskets_sweep.last().is_some()
    }

    fn quote_wants(&self) -> Wants<'_> {
        let pane = &self.quotes_pane;
        // A move that lies ahead was made before the clock was set back.
        let is_at_rest = self.now >= pane.moved_at + REST || self.now < pane.moved_at;
        let is_looked_at = is_at_rest && self.is_quotes_on_screen();
        Wants {
            rested: pane.cursor.row().filter(|_| is_looked_at),
            shows_basket: pane.preview.tab == Tab::Basket && self.room.preview > 0,
            visible: if is_looked_at {
                pane.window(self.room.list)
            } else {
                &[]
            },
            wants_baskets: pane.was_opened,
            interval: pane.interval,
            has_spare_budget: self.has_spare_budget() && self.orders_pane.sweep.last().is_some(),
            now: self.now,
        }
    }

    /// Submits what is due. Called after every event.
    pub(crate) fn plan_quotes(&mut self, effects: &mut Effects) {
        if self.is_quotes_on_screen() {
            self.quotes_pane.was_opened = true;
            if self.quotes_pane.lines_sweep.last().is_some() {
                // Somebody looks: from now on it belongs to its row.
                self.quotes_pane.cursor.place();
            }
        }
        if self.is_login_stuck() {
            return;
        }
        let lane = if !self.is_quotes_on_screen() {
            Lane::Background
        } else if self.quotes_pane.lines_sweep.last().is_none() {
            // A person looks at an empty screen.
            Lane::User
        } else {
            Lane::Visible
        };
        for list in [List::Lines, List::Baskets] {
            if self.list_due(list).is_some_and(|due| due <= self.now) {
                self.submit_list(list, lane, effects);
            }
        }
        let mut reads = std::mem::take(&mut self.quotes_pane.reads);
        for (id, row) in reads.take_off_screen(&self.quotes, &self.quote_wants()) {
            effects.push(Effect::Cancel(id));
            if !reads.is_pending(&row) {
                self.quotes.abandon(&row);
            }
        }
        let planned = reads.plan(&self.quotes, &self.quote_wants());
        self.quotes_pane.reads = reads;
        for pending in planned {
            self.submit_quote(pending, effects);
        }
    }

    fn submit_list(&mut self, list: List, lane: Lane, effects: &mut Effects) {
        let id = self.next_request();
        let pane = &mut self.quotes_pane;
        let cursor = match list {
            List::Lines => pane.lines_sweep.ask(id, self.now),
            List::Baskets => pane.baskets_sweep.ask(id, self.now),
        };
        let read = list.read(cursor);
        effects.push(Effect::Submit { id, read, lane });
    }

    pub(super) fn submit_quote(&mut self, pending: Pending<QuoteRow>, effects: &mut Effects) {
        let id = self.next_request();
        self.quotes.begin(&pending.row);
        let (read, lane) = (read(&pending.row), pending.lane);
        self.quotes_pane.reads.submitted(id, pending);
        effects.push(Effect::Submit { id, read, lane });
    }

    /// Takes in an answer, if the pane asked for it; a line or a basket, whoever did.
    pub(crate) fn quotes_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let pane = &mut self.quotes_pane;
        let pending = pane.reads.answered(id);
        if pane.lines_sweep.awaits(id) {
            match result {
                Ok(Reply::Lines(rows)) => self.take_lines(rows),
                other => self.list_failed(List::Lines, &failure_of(other)),
            }
        } else if pane.baskets_sweep.awaits(id) {
            match result {
                Ok(Reply::Baskets(rows)) => self.take_baskets(rows),
                other => self.list_failed(List::Baskets, &failure_of(other)),
            }
        } else if let Ok(reply @ (Reply::Line(_) | Reply::Basket(_))) = result {
            self.take_quote(reply);
            let is_asked = pending.is_some_and(|it| it.is_asked());
            if is_asked {
                self.notices.info(self.now, "read anew");
            }
        } else if let Some(pending) = pending {
            self.quote_failed(&pending, result);
        } else {
            return;
        }
        effects.dirty();
    }

    fn take_quote(&mut self, reply: &Reply) {
        let counts_as_new = self.quotes_pane.lines_sweep.last().is_some();
        let taken = match reply {
            Reply::Line(line) => {
                let line = (**line).clone();
                vec![self.quotes.take_line(line, counts_as_new, self.now)]
            }
            Reply::Basket(basket) => {
                let basket = (**basket).clone();
                self.quotes.take_basket(basket, counts_as_new, self.now)
            }
            _ => Vec::new(),
        };
        self.quotes_taken(&taken);
    }

    fn quote_failed(&mut self, pending: &Pending<QuoteRow>, result: &Result<Reply, Failure>) {
        let Err(failure) = result else {
            return self.quotes.abandon(&pending.row);
        };
        self.quotes.fail(&pending.row, failure, self.now);
        if pending.is_asked() {
            self.notices.problem(self.now, failure.line());
        }
    }

    fn take_lines(&mut self, page: &Page<Line>) {
        let sweep = &self.quotes_pane.lines_sweep;
        let listed = Listed {
            sweep: sweep.number(),
            counts_as_new: sweep.last().is_some(),
            at: self.now,
        };
        let rows = page.rows.iter().cloned();
        let taken: Vec<_> = rows
            .map(|line| self.quotes.take_listed_line(line, listed))
            .collect();
        let first = page.rows.first().map(|line| line.id.clone());
        let after = self.quotes_pane.lines_sweep.take(page, first, self.now);
        self.quotes_taken(&taken);
        self.list_ended(List::Lines, after);
    }

    fn take_baskets(&mut self, page: &Page<Basket>) {
        let sweep = &self.quotes_pane.baskets_sweep;
        let listed = Listed {
            sweep: sweep.number(),
            counts_as_new: sweep.last().is_some(),
            at: self.now,
        };
        let rows = page.rows.iter().cloned();
        let taken: Vec<_> = rows
            .map(|basket| self.quotes.take_listed_basket(basket, listed))
            .collect();
        let first = page.rows.first().map(|basket| basket.id.clone());
        let after = self.quotes_pane.baskets_sweep.take(page, first, self.now);
        self.quotes_taken(&taken);
        self.list_ended(List::Baskets, after);
    }

    fn quotes_taken(&mut self, taken: &[Taken]) {
        self.quotes_pane.reads.came_in();
        let touched: Vec<_> = taken.iter().filter_map(|taken| taken.other()).collect();
        self.quotes_touched(&touched);
    }

    fn quotes_touched(&mut self, touched: &[RowId]) {
        let changed_now = |row: &RowId| {
            let line = self.quotes.line_at(*row);
            line.is_some_and(|line| line.news.changed_at == Some(self.now))
        };
        if touched.iter().any(changed_now) {
            self.quotes_pane.marked_until = Some(self.now + CELL_MARK);
        }
        self.reindex_quotes(touched);
        self.settle_offer();
    }

    /// Rows that two whole sweeps in a row did not hold are gone; a single one may have missed a row that changed pages
    /// meanwhile.
    fn list_ended(&mut self, list: List, after: After) {
        if after != After::Whole {
            return;
        }
        let pane = &mut self.quotes_pane;
        let gone = match list {
            List::Lines => {
                let this = pane.lines_sweep.number();
                let before = std::mem::replace(&mut pane.whole_lines, this);
                self.quotes.mark_gone_lines(before, self.now)
            }
            List::Baskets => {
                let this = pane.baskets_sweep.number();
                let before = std::mem::replace(&mut pane.whole_baskets, this);
                self.quotes.mark_gone_baskets(before, self.now)
            }
        };
        self.quotes_touched(&gone);
    }

    fn list_failed(&mut self, list: List, failure: &Failure) {
        let pane = &mut self.quotes_pane;
        let (after, is_news) = match list {
            List::Lines => pane.lines_sweep.fail_aloud(failure, self.now),
            List::Baskets => pane.baskets_sweep.fail_aloud(failure, self.now),
        };
        if let Some(after) = after {
            self.list_ended(list, after);
        }
        if is_news {
            let said = format!("{}: {}", list.name(), failure.line());
            self.notices.problem(self.now, said);
        }
    }

    /// The request engine was started anew: no answer to what was asked before will come.
    pub(crate) fn quotes_unanswered(&mut self) {
        for row in self.quotes_pane.reads.forget() {
            self.quotes.abandon(&row);
        }
        for list in [List::Lines, List::Baskets] {
            let failure = internal(list.read(Cursor::First).path());
            match list {
                List::Lines => self.quotes_pane.lines_sweep.fail(failure, self.now),
                List::Baskets => self.quotes_pane.baskets_sweep.fail(failure, self.now),
            };
        }
    }

    /// A person wants the lists now.
    pub(crate) fn hurry_quotes(&mut self) {
        self.quotes_pane.lines_sweep.hurry(self.now);
        self.quotes_pane.baskets_sweep.hurry(self.now);
    }

    /// `r`: the row under the cursor anew, or another try after trouble.
    pub(super) fn refresh_quote(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        if self.quotes_pane.lines_sweep.failure().is_some() || self.is_login_stuck() {
            self.hurry_quote_lists(effects);
        }
        let Some(row) = self.quote_row_under_cursor().cloned() else {
            return self.notices.info(self.now, "trying again");
        };
        let basket = self.line_under_cursor().and_then(|it| it.basket.clone());
        let basket = basket.filter(|_| self.quotes_pane.preview.tab == Tab::Basket);
        for row in [Some(row), basket.map(QuoteRow::Basket)]
            .into_iter()
            .flatten()
        {
            self.submit_quote(Pending::alone(row, Lane::User), effects);
        }
        if let Some(next_at) = self.gauges.next_at.filter(|at| *at > self.now) {
            let secs = (next_at - self.now).num_seconds() + 1;
            self.notices.info(self.now, format!("queued, {secs}s"));
        }
    }

    /// The lists are due, and where the login is stuck this one page is the next attempt.
    pub(super) fn hurry_quote_lists(&mut self, effects: &mut Effects) {
        self.hurry_quotes();
        if self.is_login_stuck() && self.quotes_pane.lines_sweep.due(self.now).is_some() {
            self.submit_list(List::Lines, Lane::User, effects);
        }
    }

    /// A minute passed: rows that have been gone for long leave, and their marks with them.
    pub(crate) fn drop_gone_quotes(&mut self) {
        let left = self.quotes.drop_gone(self.now - super::GONE_SHOWN_FOR);
        for row in &left {
            self.quotes_pane.marks.lines.remove(row);
        }
        self.reindex_quotes(&left);
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn quotes_clock_set_back(&mut self) {
        let pane = &mut self.quotes_pane;
        pane.lines_sweep.clock_set_back(self.now);
        pane.baskets_sweep.clock_set_back(self.now);
        pane.reads.came_in();
        pane.moved_at = pane.moved_at.min(self.now);
        let latest = self.now + CELL_MARK;
        pane.marked_until = pane.marked_until.map(|until| until.min(latest));
        self.quotes.clock_set_back(self.now);
    }

    /// Whether the marks of changed cells went out since `was`.
    pub(crate) fn quote_marks_faded(&self, was: DateTime<Utc>) -> bool {
        let until = self.quotes_pane.marked_until;
        until.is_some_and(|until| was < until && self.now >= until)
    }

    /// Whether the changed cells of a line are still marked.
    pub fn is_quote_cell_marked(&self, line: &QuoteLine) -> bool {
        let changed_at = line.news.changed_at;
        changed_at.is_some_and(|at| self.now < at + CELL_MARK)
    }

    /// Whether a row was read longer ago than two intervals; a row that is gone is not read any more.
    pub fn is_quote_stale(&self, read_at: Option<DateTime<Utc>>, is_gone: bool) -> bool {
        let interval = self.quotes_pane.lines_sweep.paced_interval();
        !is_gone && read_at.is_some_and(|at| self.now - at > interval * 2)
    }
}

/// The failure of an answer that is not the page that was asked for: the sweep must not wait for it for ever.
fn failure_of(result: &Result<Reply, Failure>) -> Failure {
    match result {
        Err(failure) => failure.clone(),
        Ok(_) => internal(Read::Baskets(None, Cursor::First).path()),
    }
}

fn internal(path: &'static str) -> Failure {
    Failure::new(FailureKind::Internal, path)
}
