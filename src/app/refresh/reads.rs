//! Reads of single rows that are under way, and those that a person asked for together: for lists whose rows have one
//! detail each. Which row is worth a read, and when, the planner of each list says.
//!
//! Invariants: few reads are under way at a time; a read for nobody in particular holds up nobody.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::loadable::{Attempt, Loadable};
use crate::domain::request::{Lane, RequestId};

/// Reads of rows on screen that are under way at once.
const VISIBLE_AT_ONCE: usize = 4;
/// Reads that a person asked for together and that are under way at once.
const WANTED_AT_ONCE: usize = 4;
/// Reads that a person asks for by one press at most.
pub const AT_MOST: usize = 20;
/// A failed read is tried again after this long, unless a person asks.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);

/// A read that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending<K> {
    /// Whose.
    pub row: K,
    /// Who waits.
    pub lane: Lane,
    /// Whether it is one of many that a person asked for together: of those none is news by itself.
    pub is_of_many: bool,
}

impl<K> Pending<K> {
    /// A read that is asked for by itself.
    pub fn alone(row: K, lane: Lane) -> Self {
        Self {
            row,
            lane,
            is_of_many: false,
        }
    }

    /// Whether a person asked for just this one.
    pub fn is_asked(&self) -> bool {
        self.lane == Lane::User && !self.is_of_many
    }
}

/// The reads under way, and what is to come.
#[derive(Clone, Debug)]
pub struct Reads<K> {
    pending: HashMap<RequestId, Pending<K>>,
    wanted: VecDeque<K>,
    /// Before this moment the background has nothing to do; `None` until it is known.
    background: Option<Rest>,
}

impl<K> Default for Reads<K> {
    fn default() -> Self {
        Self {
            pending: HashMap::new(),
            wanted: VecDeque::new(),
            background: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Until(DateTime<Utc>),
    /// Until something comes in.
    ForNow,
}

impl<K: Clone + PartialEq> Reads<K> {
    /// A read was submitted under `id`.
    pub fn submitted(&mut self, id: RequestId, pending: Pending<K>) {
        self.pending.insert(id, pending);
    }

    /// The read `id` was answered; `None` when it is not one of these.
    pub fn answered(&mut self, id: RequestId) -> Option<Pending<K>> {
        self.pending.remove(&id)
    }

    /// Whether a row is being read for somebody.
    pub fn is_pending(&self, row: &K) -> bool {
        self.pending.values().any(|pending| pending.row == *row)
    }

    /// Something came in: the background may have something to do.
    pub fn came_in(&mut self) {
        self.background = None;
    }

    /// A person asked for these together.
    pub fn want(&mut self, rows: impl IntoIterator<Item = K>) {
        self.wanted.extend(rows);
    }

    /// How many of those are still to come.
    pub fn wanted(&self) -> usize {
        self.wanted.len() + self.wanted_under_way()
    }

    fn wanted_under_way(&self) -> usize {
        let is_of_many = |pending: &&Pending<K>| pending.is_of_many;
        self.pending.values().filter(is_of_many).count()
    }

    /// A person wants no more of those.
    pub fn want_no_more(&mut self) -> bool {
        let is_any = !self.wanted.is_empty();
        self.wanted.clear();
        is_any
    }

    /// Gives up every read under way; returns them.
    pub fn forget(&mut self) -> impl Iterator<Item = K> + use<K> {
        self.wanted.clear();
        self.background = None;
        let all = std::mem::take(&mut self.pending);
        all.into_values().map(|pending| pending.row)
    }

    /// Reads for rows that left the screen, to be cancelled.
    pub fn take_stale(&mut self, is_on_screen: impl Fn(&K) -> bool) -> Vec<(RequestId, K)> {
        let is_stale =
            |pending: &Pending<K>| pending.lane == Lane::Visible && !is_on_screen(&pending.row);
        let stale: Vec<_> = self
            .pending
            .iter()
            .filter(|(_, pending)| is_stale(pending))
            .map(|(id, pending)| (*id, pending.row.clone()))
            .collect();
        for (id, _) in &stale {
            self.pending.remove(id);
        }
        stale
    }

    /// The next of what a person asked for together, as far as there is room; `is_due` says what is still worth a call.
    pub(super) fn plan_wanted(&mut self, is_due: impl Fn(&K) -> bool) -> Vec<Pending<K>> {
        let under_way = self.wanted_under_way();
        let mut planned = Vec::new();
        while under_way + planned.len() < WANTED_AT_ONCE
            && let Some(row) = self.wanted.pop_front()
        {
            // What another read settled meanwhile costs no call.
            if is_due(&row) {
                planned.push(Pending {
                    row,
                    lane: Lane::User,
                    is_of_many: true,
                });
            }
        }
        planned
    }

    /// The next rows on screen, most worth first, as far as there is room; each comes with the age it is read anew at.
    pub(super) fn plan_visible(
        &self,
        on_screen: impl Iterator<Item = (K, TimeDelta)>,
        is_due: impl Fn(&K, TimeDelta) -> bool,
        planned: &mut Vec<Pending<K>>,
    ) {
        let mut room = VISIBLE_AT_ONCE.saturating_sub(self.count(Lane::Visible));
        for (row, age) in on_screen {
            if room == 0 {
                return;
            }
            let is_wanted = is_due(&row, age) || self.is_left_to_background(&row);
            if is_wanted && planned.iter().all(|other| other.row != row) {
                planned.push(Pending::alone(row, Lane::Visible));
                room -= 1;
            }
        }
    }

    /// The next of rows that somebody waits for who does not look at them, as far as there is room.
    pub(super) fn plan_beside(
        &self,
        at_once: usize,
        due: impl Iterator<Item = K>,
        planned: &mut Vec<Pending<K>>,
    ) {
        let room = at_once.saturating_sub(self.count(Lane::Background));
        for row in due.take(room) {
            if planned.iter().all(|other| other.row != row) {
                planned.push(Pending::alone(row, Lane::Background));
            }
        }
    }

    /// The next read that nobody waits for, one at a time: the first of `dues` whose moment has come.
    pub(super) fn plan_background(
        &mut self,
        now: DateTime<Utc>,
        dues: impl FnOnce() -> Option<(DateTime<Utc>, K)>,
    ) -> Option<Pending<K>> {
        let is_resting = match self.background {
            None => false,
            Some(Rest::Until(at)) => at > now,
            Some(Rest::ForNow) => true,
        };
        if is_resting || self.count(Lane::Background) > 0 {
            return None;
        }
        match dues() {
            Some((due, row)) if due <= now => Some(Pending::alone(row, Lane::Background)),
            first => {
                self.background = Some(first.map_or(Rest::ForNow, |(due, _)| Rest::Until(due)));
                None
            }
        }
    }

    /// When the background is to be planned again although nothing happens.
    pub(super) fn background_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.background {
            Some(Rest::Until(at)) if self.count(Lane::Background) == 0 => Some(at.max(now)),
            _ => None,
        }
    }

    /// Whether a read is under way for nobody in particular, and thus behind everything that somebody waits for. A second
    /// wish in a better lane lifts the first.
    fn is_left_to_background(&self, row: &K) -> bool {
        let mut lanes = self
            .pending
            .values()
            .filter(|pending| pending.row == *row)
            .map(|pending| pending.lane)
            .peekable();
        lanes.peek().is_some() && lanes.all(|lane| lane == Lane::Background)
    }

    fn count(&self, lane: Lane) -> usize {
        let pending = self.pending.values();
        pending.filter(|pending| pending.lane == lane).count()
    }
}

/// When a detail is to be read that grows old at an age; a moment that is past for what was never read.
pub(super) fn due_of(
    detail: &Loadable<()>,
    is_outdated: bool,
    age: TimeDelta,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wanted_at = match detail.read_at() {
        _ if is_outdated => DateTime::<Utc>::MIN_UTC,
        // Read in the future: the clock was set back since, and nothing can be said about its age.
        Some(read_at) if read_at <= now => read_at.checked_add_signed(age)?,
        _ => DateTime::<Utc>::MIN_UTC,
    };
    match detail.attempt() {
        Attempt::Loading => None,
        Attempt::Idle => Some(wanted_at),
        Attempt::Failed(_, at) => Some(wanted_at.max(*at.min(&now) + RETRY_AFTER)),
    }
}
