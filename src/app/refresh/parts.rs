//! Which parts of which orders to read next.
//!
//! Order of worth: what a person asked for, the row under a resting cursor, rows on screen, rows whose
//! `modification_date` moved, and last the rows in production in rotation, because nothing promises that a step moves
//! that date. The last two use spare budget only. Documents and requests are read for the row under the cursor alone,
//! while their tab is open; they do not grow old by themselves.
//!
//! Invariants: few reads are submitted at a time, so that what is on screen now never waits behind what was on screen
//! a moment ago; nor does it wait because the background happened to ask first.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::orders::{Order, Orders, Part, RowId};
use crate::app::refresh::gather::Gathered;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderState;
use crate::domain::request::{Cursor, Lane, Read, RequestId};

/// How long the cursor rests on a row before its detail is read: holding `j` must cost nothing.
pub const REST: TimeDelta = TimeDelta::milliseconds(300);
/// Reads of rows on screen that are under way at once.
const VISIBLE_AT_ONCE: usize = 4;
/// Background reads under way at once.
const BACKGROUND_AT_ONCE: usize = 2;
/// Rows looked at per step of the rotation, to keep a step cheap however long the list is.
const ROTATION_STRIDE: usize = 4_096;
/// A failed part is asked for again after this long, unless a person asks.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);
/// Rows on screen are re-read this many intervals after their last read; the cursor's row after one.
const VISIBLE_INTERVALS: i32 = 4;
/// Rows in production that are not on screen are re-read this many intervals after their last read.
const ROTATION_INTERVALS: i32 = 15;

/// A read that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Whose.
    pub row: RowId,
    /// Which part.
    pub part: Part,
    /// Who waits.
    pub lane: Lane,
}

/// A read under way with the pages that came before it.
#[derive(Clone, Debug)]
pub struct Flight {
    /// What is read for whom.
    pub pending: Pending,
    /// Pages of a list that is read page by page; none for the others.
    pub gathered: Gathered,
}

/// The reads of parts under way, and what is to come.
#[derive(Clone, Debug, Default)]
pub struct PartReads {
    pending: HashMap<RequestId, Flight>,
    hinted: VecDeque<RowId>,
    rotation: u32,
    rotated_at: Option<DateTime<Utc>>,
}

/// What the planner is to know of the moment.
#[derive(Clone, Copy, Debug)]
pub struct Wants<'a> {
    /// The row under the cursor, if it has rested there long enough.
    pub rested: Option<RowId>,
    /// What the open tab shows of that row beyond detail and historic.
    pub open: Option<Part>,
    /// Rows on screen, top to bottom. They are read while the cursor rests, too: scrolling through must cost nothing.
    pub visible: &'a [RowId],
    /// The refresh interval of the list.
    pub interval: TimeDelta,
    /// Whether the budget has room for what nobody waits for.
    pub has_spare_budget: bool,
    /// Whether the cursor rests.
    pub is_at_rest: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A read to submit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Whose part it is.
    pub pending: Pending,
    /// What to ask.
    pub read: Read,
}

impl PartReads {
    /// The row's `modification_date` moved: its parts are worth re-reading.
    pub fn hint(&mut self, row: RowId) {
        if !self.hinted.contains(&row) {
            self.hinted.push_back(row);
        }
    }

    /// The clock was set back to `now`: nothing waits for a moment beyond it.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        self.rotated_at = self.rotated_at.map(|at| at.min(now));
    }

    /// A read was submitted under `id`.
    pub fn submitted(&mut self, id: RequestId, pending: Pending) {
        let gathered = Gathered::default();
        self.continued(id, Flight { pending, gathered });
    }

    /// The next page of a list was asked for under `id`.
    pub fn continued(&mut self, id: RequestId, flight: Flight) {
        self.pending.insert(id, flight);
    }

    /// The read `id` was answered; `None` when it is not one of these.
    pub fn answered(&mut self, id: RequestId) -> Option<Flight> {
        self.pending.remove(&id)
    }

    fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values().map(|flight| &flight.pending)
    }

    /// Whether a part is being read for somebody.
    pub fn is_pending(&self, row: RowId, part: Part) -> bool {
        self.pending()
            .any(|pending| (pending.row, pending.part) == (row, part))
    }

    /// Whether a part is under way for nobody in particular, and thus behind everything that somebody waits for. A second
    /// wish in a better lane lifts the first.
    fn is_left_to_background(&self, row: RowId, part: Part) -> bool {
        let mut lanes = self
            .pending()
            .filter(|pending| (pending.row, pending.part) == (row, part))
            .map(|pending| pending.lane)
            .peekable();
        lanes.peek().is_some() && lanes.all(|lane| lane == Lane::Background)
    }

    /// Gives up every read under way; returns them.
    pub fn forget(&mut self) -> impl Iterator<Item = Pending> + use<> {
        let all = std::mem::take(&mut self.pending);
        all.into_values().map(|flight| flight.pending)
    }

    /// Reads for rows that left the screen, to be cancelled.
    pub fn take_stale(
        &mut self,
        visible: &[RowId],
        rested: Option<RowId>,
    ) -> Vec<(RequestId, Pending)> {
        let is_stale = |pending: &Pending| {
            pending.lane == Lane::Visible
                && !visible.contains(&pending.row)
                && rested != Some(pending.row)
        };
        let stale: Vec<_> = self
            .pending
            .iter()
            .map(|(id, flight)| (*id, flight.pending))
            .filter(|(_, pending)| is_stale(pending))
            .collect();
        for (id, _) in &stale {
            self.pending.remove(id);
        }
        stale
    }

    /// The next reads to submit.
    pub fn plan(&mut self, orders: &Orders, wants: &Wants<'_>) -> Vec<Planned> {
        let mut planned = Vec::new();
        let max_age = |row: RowId| {
            if wants.rested == Some(row) {
                wants.interval
            } else {
                wants.interval * VISIBLE_INTERVALS
            }
        };
        let mut room = VISIBLE_AT_ONCE.saturating_sub(self.count(Lane::Visible));
        let rested = wants.rested.into_iter();
        let on_screen = wants.visible.iter().copied().filter(|_| wants.is_at_rest);
        for row in rested.chain(on_screen) {
            let Some(order) = orders.get(row) else {
                continue;
            };
            for part in wants.parts_of(row, order) {
                if room == 0 {
                    break;
                }
                if self.is_left_to_background(row, part)
                    || is_wanted(order, part, max_age(row), wants.now)
                {
                    let pending = Pending {
                        row,
                        part,
                        lane: Lane::Visible,
                    };
                    if !planned
                        .iter()
                        .any(|other: &Planned| other.pending == pending)
                    {
                        planned.push(Planned {
                            pending,
                            read: read(part, order.summary.reference.clone()),
                        });
                        room -= 1;
                    }
                }
            }
        }
        if planned.is_empty() && wants.has_spare_budget {
            self.plan_background(orders, wants, &mut planned);
        }
        planned
    }

    /// When to plan again although nothing happens.
    pub fn due(&self, orders: &Orders, wants: &Wants<'_>) -> Option<DateTime<Utc>> {
        let part_due = |order: &Order, part: Part, intervals: i32| {
            if order.is_part_loading(part) {
                return None;
            }
            let failed = order.part_failed_at(part).map(|at| at + RETRY_AFTER);
            let aged = || Some(order.part_read_at(part)? + wants.interval * intervals);
            failed.or_else(|| aged().filter(|_| !part.is_on_demand()))
        };
        let row_due = |row: RowId, intervals: i32| {
            let order = orders.get(row)?;
            wants
                .parts_of(row, order)
                .filter_map(|part| part_due(order, part, intervals))
                .min()
        };
        let visible = wants
            .visible
            .iter()
            .filter_map(|row| row_due(*row, VISIBLE_INTERVALS))
            .min();
        let rested = wants.rested.and_then(|row| row_due(row, 1));
        let rotation = match self.rotated_at {
            _ if !wants.has_spare_budget
                || orders.is_empty()
                || self.count(Lane::Background) > 0 =>
            {
                None
            }
            Some(at) => Some(at + wants.interval),
            None => Some(wants.now),
        };
        let soonest = wants.now + TimeDelta::seconds(1);
        [visible, rested, rotation]
            .into_iter()
            .flatten()
            .min()
            .map(|due| due.max(soonest))
    }

    fn plan_background(&mut self, orders: &Orders, wants: &Wants<'_>, planned: &mut Vec<Planned>) {
        let mut room = BACKGROUND_AT_ONCE.saturating_sub(self.count(Lane::Background));
        // A row has two parts that are read by themselves.
        while room > 1 {
            let Some(row) = self.next_background(orders, wants) else {
                return;
            };
            let Some(order) = orders.get(row) else {
                continue;
            };
            let max_age = wants.interval * ROTATION_INTERVALS;
            for part in parts_worth_reading(order, false)
                .filter(|part| is_wanted(order, *part, max_age, wants.now))
            {
                let pending = Pending {
                    row,
                    part,
                    lane: Lane::Background,
                };
                planned.push(Planned {
                    pending,
                    read: read(part, order.summary.reference.clone()),
                });
                room = room.saturating_sub(1);
            }
        }
    }

    fn next_background(&mut self, orders: &Orders, wants: &Wants<'_>) -> Option<RowId> {
        if let Some(row) = self.hinted.pop_front() {
            return Some(row);
        }
        // A whole turn that found nothing rests for an interval before the next one.
        if self
            .rotated_at
            .is_some_and(|at| at <= wants.now && wants.now < at + wants.interval)
        {
            return None;
        }
        self.rotated_at = None;
        let len = u32::try_from(orders.len()).unwrap_or(u32::MAX);
        let max_age = wants.interval * ROTATION_INTERVALS;
        for _ in 0..ROTATION_STRIDE.min(orders.len()) {
            if self.rotation >= len {
                self.rotation = 0;
                self.rotated_at = Some(wants.now);
                return None;
            }
            let row = RowId(self.rotation);
            self.rotation += 1;
            let is_due = |order: &Order| {
                order.summary.state == OrderState::InProgress
                    && parts_worth_reading(order, false)
                        .any(|part| is_wanted(order, part, max_age, wants.now))
            };
            if orders.get(row).is_some_and(is_due) {
                return Some(row);
            }
        }
        None
    }

    fn count(&self, lane: Lane) -> usize {
        self.pending()
            .filter(|pending| pending.lane == lane)
            .count()
    }
}

impl Wants<'_> {
    /// The parts of a row that are worth reading; more of them for the row that is in the preview.
    fn parts_of(&self, row: RowId, order: &Order) -> impl Iterator<Item = Part> + use<> {
        let is_in_preview = self.rested == Some(row);
        let is_readable = order.summary.broken.is_none() && order.gone_since.is_none();
        let open = self.open.filter(|_| is_in_preview && is_readable);
        open.into_iter()
            .chain(parts_worth_reading(order, is_in_preview))
    }
}

/// The call that reads a part.
pub fn read(part: Part, reference: OrderRef) -> Read {
    match part {
        Part::Detail => Read::Order(reference),
        Part::Historic => Read::Historic(reference),
        Part::Documents => Read::Documents(reference),
        Part::Requests => Read::OrderRequests(Some(reference), Cursor::First),
    }
}

/// The historic first: the step is what people look for. Outside the preview an order that awaits no delivery has
/// nothing to add to its list row.
fn parts_worth_reading(order: &Order, is_in_preview: bool) -> impl Iterator<Item = Part> + use<> {
    let is_worth = order.summary.broken.is_none()
        && order.gone_since.is_none()
        && (is_in_preview || order.summary.state.is_awaiting_delivery());
    [Part::Historic, Part::Detail]
        .into_iter()
        .filter(move |_| is_worth)
}

fn is_wanted(order: &Order, part: Part, max_age: TimeDelta, now: DateTime<Utc>) -> bool {
    if order.is_part_loading(part)
        || order
            .part_failed_at(part)
            .is_some_and(|at| at <= now && now - at < RETRY_AFTER)
    {
        return false;
    }
    match order.part_read_at(part) {
        None => true,
        // Read in the future: the clock was set back since, and nothing can be said about its age.
        Some(read_at) => {
            // What does not grow old is wanted again only when the last attempt came to nothing.
            let is_old = if part.is_on_demand() {
                order.part_failed_at(part).is_some()
            } else {
                now - read_at >= max_age
            };
            order.is_outdated(part) || is_old || read_at > now
        }
    }
}
