//! Every order known, merged from list rows, details and historics (O6).
//!
//! Invariants: a row's number never changes; a reference stands in exactly one row; what is derived (step, due date)
//! always follows from what was read last.

mod parts;

pub use parts::Part;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::loadable::{Attempt, Known, Loadable};
use crate::domain::date::Zone;
use crate::domain::failure::Failure;
use crate::domain::ids::OrderRef;
use crate::domain::order::{Documents, OrderDetail, OrderRequests, OrderState, OrderSummary};
use crate::domain::schedule::Due;
use crate::domain::timeline::{Historic, ProductionStep, current_step, current_step_since};

use parts::Reads;

/// How long a changed cell stays marked.
pub const CELL_MARK: TimeDelta = TimeDelta::seconds(2);

/// Number of an order's row; stable for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

impl RowId {
    /// The row at an index of the table.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "four thousand million orders do not fit in memory"
    )]
    pub(crate) fn at(index: usize) -> Self {
        Self(index as u32)
    }
}

/// The orders.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    rows: Vec<Order>,
    by_reference: HashMap<OrderRef, RowId>,
    /// Rows that are new or changed; kept, because every frame tells how many and where.
    news: HashSet<RowId>,
    /// Rows that are gone and have not left; some may have come back since.
    gone: Vec<RowId>,
}

/// One order and how well it is known.
#[derive(Clone, Debug)]
pub struct Order {
    /// The list row, as last read.
    pub summary: OrderSummary,
    /// When the list row was last read.
    pub read_at: DateTime<Utc>,
    /// Sweep that last held it; an older number after a whole sweep means it vanished from the list.
    pub sweep: u32,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
    /// What is worth a person's eye.
    pub news: News,
    /// When `modification_date` was last seen to move: a part read before that is worth re-reading.
    pub hinted_at: Option<DateTime<Utc>>,
    /// The current production step and since when, from the historic.
    pub step: Option<(ProductionStep, Option<DateTime<Utc>>)>,
    /// The delivery day: stated in the detail, else estimated from the list row.
    pub due: Option<Due>,
    /// What a person knew of it before it changed; `None` while there is nothing they have not seen.
    pub seen: Option<Box<Seen>>,
    /// What was read beyond the list row. Boxed: most rows of a large list have none.
    reads: Option<Box<Reads>>,
}

/// Whether a row differs from what a person last saw of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// It appeared after the first whole sweep.
    pub is_new: bool,
    /// State, step or due date changed, and when last.
    pub changed_at: Option<DateTime<Utc>>,
    /// Which cells changed last.
    pub cells: Cells,
}

impl News {
    /// Whether there is anything to see.
    pub fn is_any(self) -> bool {
        self.is_new || self.changed_at.is_some()
    }
}

/// Cells of a row that changed, marked on screen for two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "one flag per kind of cell")]
pub struct Cells {
    pub state: bool,
    pub due: bool,
}

/// What was known of an order when a person last looked at it; only what has changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The state.
    pub state: Option<OrderState>,
    /// The step, or that it had none.
    pub step: Option<Option<ProductionStep>>,
    /// The delivery day, or that it had none.
    pub due: Option<Option<Due>>,
}

impl Order {
    /// The detail, as far as it is known.
    pub fn detail(&self) -> Option<&Loadable<OrderDetail>> {
        self.reads.as_ref().map(|reads| &reads.detail)
    }

    /// The historic, as far as it is known.
    pub fn historic(&self) -> Option<&Loadable<Historic>> {
        self.reads.as_ref().map(|reads| &reads.historic)
    }

    /// The documents, as far as they are known; `None` when nobody asked.
    pub fn documents(&self) -> Option<&Loadable<Documents>> {
        self.reads.as_ref()?.documents.as_deref()
    }

    /// The requests, as far as they are known; `None` when nobody asked.
    pub fn requests(&self) -> Option<&Loadable<OrderRequests>> {
        self.reads.as_ref()?.requests.as_deref()
    }

    /// The state that was read last, in the list row or in the detail.
    pub fn state_as_last_read(&self) -> &OrderState {
        let detail = self
            .detail()
            .and_then(|detail| Some((detail.value()?, detail.read_at()?)));
        match detail {
            Some((detail, read_at)) if read_at > self.read_at => &detail.state,
            _ => &self.summary.state,
        }
    }

    fn known(&self, part: Part) -> Option<Known<'_>> {
        self.reads.as_ref()?.known(part)
    }

    /// When a part was last read.
    pub fn part_read_at(&self, part: Part) -> Option<DateTime<Utc>> {
        self.known(part)?.read_at
    }

    /// Whether an answer for a part is awaited.
    pub fn is_part_loading(&self, part: Part) -> bool {
        self.known(part)
            .is_some_and(|known| *known.attempt == Attempt::Loading)
    }

    /// The failure of the newest attempt on a part, and when that was.
    fn part_failed(&self, part: Part) -> Option<(&Failure, DateTime<Utc>)> {
        match self.known(part)?.attempt {
            Attempt::Failed(failure, at) => Some((failure, *at)),
            Attempt::Idle | Attempt::Loading => None,
        }
    }

    /// The failure of the newest attempt on a part.
    pub fn part_failure(&self, part: Part) -> Option<&Failure> {
        self.part_failed(part).map(|(failure, _)| failure)
    }

    /// When the newest attempt on a part failed.
    pub fn part_failed_at(&self, part: Part) -> Option<DateTime<Utc>> {
        self.part_failed(part).map(|(_, at)| at)
    }

    /// Whether a part was read before the order was last seen to change.
    pub fn is_outdated(&self, part: Part) -> bool {
        self.part_read_at(part)
            .zip(self.hinted_at)
            .is_some_and(|(read_at, hinted_at)| read_at < hinted_at)
    }

    fn derive(&mut self, zone: &Zone) {
        let historic = self.reads.as_ref().and_then(|reads| reads.historic.value());
        self.step = historic.and_then(|historic| {
            let since = current_step_since(&historic.entries).and_then(|date| date.moment(zone));
            current_step(&historic.entries).map(|step| (step, since))
        });
        let stated = self
            .reads
            .as_ref()
            .and_then(|reads| reads.detail.value()?.estimated_delivery_date.as_ref());
        let (ordered, lead_time) = (
            self.summary.order_date.as_ref(),
            self.summary.delivery_lead_time.as_ref(),
        );
        self.due = Due::of(stated, ordered, lead_time, zone);
    }

    /// Applies `change`, derives anew, and marks the cells that differ afterwards.
    fn change(&mut self, at: DateTime<Utc>, zone: &Zone, change: impl FnOnce(&mut Self)) -> bool {
        let step_was = self.step.map(|(step, _)| step);
        let knew_step = self.part_read_at(Part::Historic).is_some();
        let (due_was, knew_due) = (self.due, self.part_read_at(Part::Detail).is_some());
        let state_was = self.summary.state.clone();
        change(self);
        self.derive(zone);
        let cells = Cells {
            // Learning a value for the first time is not a change of it.
            state: state_was != self.summary.state
                || (knew_step && step_was != self.step.map(|(step, _)| step)),
            due: knew_due && due_was != self.due,
        };
        if cells == Cells::default() {
            return false;
        }
        let is_fresh = |was: DateTime<Utc>| at < was + CELL_MARK;
        let was = self.news.cells;
        // Two answers about one change come one after the other: the mark of the first is not to go out early.
        self.news.cells = if self.news.changed_at.is_some_and(is_fresh) {
            Cells {
                state: was.state || cells.state,
                due: was.due || cells.due,
            }
        } else {
            cells
        };
        self.news.changed_at = Some(at);
        let seen = self.seen.get_or_insert_default();
        if state_was != self.summary.state {
            seen.state.get_or_insert(state_was);
        }
        if knew_step && step_was != self.step.map(|(step, _)| step) {
            seen.step.get_or_insert(step_was);
        }
        if cells.due {
            seen.due.get_or_insert(due_was);
        }
        true
    }
}

/// What taking in a page did to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was not known before.
    New(RowId),
    /// Something shown or filtered by differs.
    Changed(RowId),
    /// Nothing differs but when it was read.
    Same(RowId),
}

impl Orders {
    /// How many are known.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One order; `None` for a number this table never gave out.
    pub fn get(&self, row: RowId) -> Option<&Order> {
        self.rows.get(row.0 as usize)
    }

    /// The row of a reference.
    pub fn find(&self, reference: &OrderRef) -> Option<RowId> {
        self.by_reference.get(reference).copied()
    }

    /// Every order with its row number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (RowId, &Order)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(index, order)| (RowId::at(index), order))
    }

    /// Takes in one row of a list page. `counts_as_new` is false while the first sweep fills the table.
    pub fn take_summary(
        &mut self,
        summary: OrderSummary,
        sweep: u32,
        counts_as_new: bool,
        at: DateTime<Utc>,
        zone: &Zone,
    ) -> Taken {
        let Some(row) = self.find(&summary.reference) else {
            let row = RowId::at(self.rows.len());
            self.by_reference.insert(summary.reference.clone(), row);
            if counts_as_new {
                self.news.insert(row);
            }
            let mut order = Order {
                summary,
                read_at: at,
                sweep,
                gone_since: None,
                has_left: false,
                news: News {
                    is_new: counts_as_new,
                    ..News::default()
                },
                hinted_at: None,
                step: None,
                due: None,
                seen: None,
                reads: None,
            };
            order.derive(zone);
            self.rows.push(order);
            return Taken::New(row);
        };
        let order = &mut self.rows[row.0 as usize];
        let was_gone = order.gone_since.take().is_some();
        order.has_left = false;
        order.read_at = at;
        order.sweep = sweep;
        if order.summary == summary {
            return if was_gone {
                Taken::Changed(row)
            } else {
                Taken::Same(row)
            };
        }
        if order.summary.modification_date != summary.modification_date {
            order.hinted_at = Some(at);
        }
        self.change(row, at, zone, |order| order.summary = summary);
        Taken::Changed(row)
    }

    /// How many rows are new or changed since a person last saw them.
    pub fn news_count(&self) -> usize {
        self.news.len()
    }

    /// The rows that are new or changed, in no particular order.
    pub fn news(&self) -> impl Iterator<Item = RowId> {
        self.news.iter().copied()
    }

    /// The clock was set back to `now`: no read and no hint may lie beyond it, or a part would look outdated however
    /// often it is read. Returns the rows that may no longer be stale by that.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) -> Vec<RowId> {
        let clamp = |at: &mut Option<DateTime<Utc>>| *at = at.map(|at| at.min(now));
        let mut differ = Vec::new();
        for (index, order) in self.rows.iter_mut().enumerate() {
            // Which of two times that both lay ahead was the later one is forgotten.
            if order.hinted_at > Some(now) {
                differ.push(RowId::at(index));
            }
            order.read_at = order.read_at.min(now);
            clamp(&mut order.hinted_at);
            clamp(&mut order.gone_since);
            clamp(&mut order.news.changed_at);
            if let Some(reads) = &mut order.reads {
                reads.clock_set_back(now);
            }
        }
        differ
    }

    /// Marks the rows that no sweep since `sweep` held, itself included; returns them.
    pub fn mark_gone(&mut self, sweep: u32, at: DateTime<Utc>) -> Vec<RowId> {
        let mut gone = Vec::new();
        for (index, order) in self.rows.iter_mut().enumerate() {
            if order.sweep < sweep && order.gone_since.is_none() {
                order.gone_since = Some(at);
                gone.push(RowId::at(index));
            }
        }
        self.gone.extend(&gone);
        gone
    }

    /// Lets the rows leave that have been gone since `at` or longer; returns them. They are news no longer.
    pub fn drop_gone(&mut self, at: DateTime<Utc>) -> Vec<RowId> {
        let mut left = Vec::new();
        let rows = &mut self.rows;
        self.gone.retain(|row| {
            let Some(order) = rows.get_mut(row.0 as usize) else {
                return false;
            };
            order.has_left = order.gone_since.is_some_and(|since| since <= at);
            if order.has_left {
                left.push(*row);
            }
            order.gone_since.is_some() && !order.has_left
        });
        for row in &left {
            self.see(*row);
        }
        left
    }

    /// A part of an order was asked for.
    pub fn begin_part(&mut self, row: RowId, part: Part) {
        self.with_reads(row, |reads| reads.slot(part).begin());
    }

    /// A part that was asked for will not come.
    pub fn abandon_part(&mut self, row: RowId, part: Part) {
        self.with_reads(row, |reads| reads.slot(part).abandon());
    }

    /// A part could not be read; its last good value stays.
    pub fn fail_part(&mut self, row: RowId, part: Part, failure: Failure, at: DateTime<Utc>) {
        self.with_reads(row, |reads| reads.slot(part).fail(failure, at));
    }

    /// The documents were read.
    pub fn take_documents(&mut self, row: RowId, documents: Documents, at: DateTime<Utc>) {
        self.with_reads(row, |reads| {
            let known = reads.documents.get_or_insert_default();
            known.succeed(documents, at);
        });
    }

    /// The requests were read, all pages of them.
    pub fn take_requests(&mut self, row: RowId, requests: OrderRequests, at: DateTime<Utc>) {
        self.with_reads(row, |reads| {
            let known = reads.requests.get_or_insert_default();
            known.succeed(requests, at);
        });
    }

    /// A detail was read; returns whether a marked cell changed.
    pub fn take_detail(
        &mut self,
        row: RowId,
        detail: OrderDetail,
        at: DateTime<Utc>,
        zone: &Zone,
    ) -> bool {
        self.take_part(row, at, zone, |reads| reads.detail.succeed(detail, at))
    }

    /// A historic was read; returns whether a marked cell changed.
    pub fn take_historic(
        &mut self,
        row: RowId,
        historic: Historic,
        at: DateTime<Utc>,
        zone: &Zone,
    ) -> bool {
        self.take_part(row, at, zone, |reads| reads.historic.succeed(historic, at))
    }

    /// A person looked at the row: it is news no longer.
    pub fn see(&mut self, row: RowId) -> bool {
        let Some(order) = self.rows.get_mut(row.0 as usize) else {
            return false;
        };
        order.news = News::default();
        order.seen = None;
        self.news.remove(&row)
    }

    /// Applies `change` to a row and keeps count of the news; returns whether a marked cell changed.
    fn change(
        &mut self,
        row: RowId,
        at: DateTime<Utc>,
        zone: &Zone,
        change: impl FnOnce(&mut Order),
    ) -> bool {
        let Some(order) = self.rows.get_mut(row.0 as usize) else {
            return false;
        };
        let is_changed = order.change(at, zone, change);
        if order.news.is_any() {
            self.news.insert(row);
        }
        is_changed
    }

    fn with_reads(&mut self, row: RowId, act: impl FnOnce(&mut Reads)) {
        if let Some(order) = self.rows.get_mut(row.0 as usize) {
            act(order.reads.get_or_insert_default());
        }
    }

    fn take_part(
        &mut self,
        row: RowId,
        at: DateTime<Utc>,
        zone: &Zone,
        take: impl FnOnce(&mut Reads),
    ) -> bool {
        self.change(row, at, zone, |order| {
            take(order.reads.get_or_insert_default());
        })
    }
}
