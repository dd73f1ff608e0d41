//! From an accepted line to its order: the answer to an accept names a session and an order line, not an order (Q14).
//!
//! The details of orders that appear after the accept are read until one names the line. Bounded in number and in time;
//! then it is said that none was seen yet.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::entities::orders::RowId;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::ids::{LineId, OrderRef};
use crate::domain::order::OrderDetail;
use crate::domain::request::{Lane, Read, Reply, RequestId};

/// How long an order is looked for.
const FOR: TimeDelta = TimeDelta::minutes(30);
/// Details that are read for one line at most.
const DETAILS: usize = 40;
/// An order may bear the date of the day before: another clock, another zone.
const DAY_BEFORE: Days = Days::new(1);
/// Details on their way at once.
const AT_ONCE: usize = 2;

/// The orders that accepted lines became, or will.
#[derive(Debug, Default)]
pub(super) struct Follows {
    lines: HashMap<LineId, Follow>,
    flights: HashMap<RequestId, (LineId, OrderRef)>,
}

#[derive(Debug)]
struct Follow {
    name: String,
    until: DateTime<Utc>,
    /// When the line was accepted.
    since: DateTime<Utc>,
    /// Rows below this number were looked through for candidates.
    seen: usize,
    /// Rows that appeared after the accept, and may be its order.
    candidates: Vec<RowId>,
    asked: HashSet<OrderRef>,
    state: Followed,
}

/// How far the way from an accepted line to its order was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// New orders are looked at.
    Looking,
    /// This one is it.
    Found(OrderRef),
    /// None of the new orders was it, and it is looked for no longer.
    NotSeen,
}

impl Follows {
    /// What was asked will not be answered: it is asked anew.
    pub(super) fn unanswered(&mut self) {
        for (_, (line, order)) in self.flights.drain() {
            if let Some(follow) = self.lines.get_mut(&line) {
                follow.asked.remove(&order);
            }
        }
    }
}

impl AppState {
    /// How far the way from a line that was accepted in this run to its order was followed.
    pub fn followed(&self, line: &LineId) -> Option<&Followed> {
        self.writes
            .follows
            .lines
            .get(line)
            .map(|follow| &follow.state)
    }

    /// The order a line became, as far as any order that was read tells.
    pub fn order_of_line(&self, line: &LineId) -> Option<OrderRef> {
        if let Some(Followed::Found(order)) = self.followed(line) {
            return Some(order.clone());
        }
        let is_it = |row: &RowId| self.is_order_of(*row, line);
        let row = self.orders.iter().map(|(row, _)| row).find(is_it)?;
        Some(self.orders.get(row)?.summary.reference.clone())
    }

    fn is_order_of(&self, row: RowId, line: &LineId) -> bool {
        let order = self.orders.get(row);
        let detail = order.and_then(|order| order.detail()?.value());
        detail.is_some_and(|detail| names(detail, line))
    }

    /// Looks for the order of a line that was accepted just now.
    pub(super) fn follow(&mut self, line: &LineId, name: String, effects: &mut Effects) {
        effects.dirty();
        self.orders_pane.sweep.hurry(self.now);
        let follow = Follow {
            name,
            until: self.now + FOR,
            since: self.now,
            seen: self.orders.len(),
            candidates: Vec::new(),
            asked: HashSet::new(),
            state: Followed::Looking,
        };
        let known = self
            .writes
            .follows
            .lines
            .entry(line.clone())
            .or_insert(follow);
        if known.state == Followed::NotSeen {
            known.state = Followed::Looking;
            known.until = self.now + FOR;
        }
    }

    /// When a search is given up.
    pub(super) fn follows_wake(&self) -> Option<DateTime<Utc>> {
        let follows = self.writes.follows.lines.values();
        let looking = follows.filter(|follow| follow.state == Followed::Looking);
        looking.map(|follow| follow.until).min()
    }

    /// Reads the details of orders that appeared, and gives up what takes too long.
    pub(super) fn plan_follows(&mut self, effects: &mut Effects) {
        let lines: Vec<_> = self
            .writes
            .follows
            .lines
            .iter()
            .filter(|(_, follow)| follow.state == Followed::Looking)
            .map(|(line, _)| line.clone())
            .collect();
        for line in lines {
            self.plan_follow(&line, effects);
        }
    }

    fn plan_follow(&mut self, line: &LineId, effects: &mut Effects) {
        self.find_candidates(line);
        let Some(follow) = self.writes.follows.lines.get(line) else {
            return;
        };
        let until = follow.until;
        let mut rows = follow.candidates.iter().copied();
        if let Some(row) = rows.find(|row| self.is_order_of(*row, line)) {
            if let Some(order) = self.orders.get(row) {
                let reference = order.summary.reference.clone();
                self.order_found(line, reference, effects);
            }
            return;
        }
        if until <= self.now {
            return self.order_not_seen(line, effects);
        }
        let flights = self.writes.follows.flights.values();
        let on_their_way = flights.filter(|(of, _)| of == line).count();
        let next: Vec<OrderRef> = follow
            .candidates
            .iter()
            .filter_map(|row| self.orders.get(*row))
            .map(|order| order.summary.reference.clone())
            .filter(|reference| !follow.asked.contains(reference))
            .take(AT_ONCE.saturating_sub(on_their_way))
            .take(DETAILS.saturating_sub(follow.asked.len()))
            .collect();
        for order in next {
            self.ask_order(line, order, effects);
        }
    }

    /// Orders that were not there when the line was accepted. The list may be read for the first time just then: what is
    /// older than the accept is none of them.
    fn find_candidates(&mut self, line: &LineId) {
        let (orders, zone) = (&self.orders, &self.zone);
        let Some(follow) = self.writes.follows.lines.get_mut(line) else {
            return;
        };
        let earliest = zone.local(follow.since).date_naive() - DAY_BEFORE;
        for row in (follow.seen..orders.len()).map(RowId::at) {
            let Some(order) = orders.get(row) else {
                continue;
            };
            let ordered = order.summary.order_date.as_ref();
            let is_old = ordered
                .and_then(|date| date.day(zone))
                .is_some_and(|day| day < earliest);
            if !is_old && order.summary.broken.is_none() {
                follow.candidates.push(row);
            }
        }
        follow.seen = orders.len();
    }

    fn ask_order(&mut self, line: &LineId, order: OrderRef, effects: &mut Effects) {
        let id = self.next_request();
        let follows = &mut self.writes.follows;
        if let Some(follow) = follows.lines.get_mut(line) {
            follow.asked.insert(order.clone());
        }
        follows.flights.insert(id, (line.clone(), order.clone()));
        effects.push(Effect::Submit {
            id,
            read: Read::Order(order),
            lane: Lane::Visible,
        });
    }

    /// Takes in the detail of a new order; false when it was not asked for here.
    pub(super) fn follow_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) -> bool {
        let Some((line, order)) = self.writes.follows.flights.remove(&id) else {
            return false;
        };
        match result {
            Ok(Reply::Order(detail)) if names(detail, &line) => {
                self.order_found(&line, order, effects);
            }
            // The pane reads the details of new orders too, in its own time: those are looked at as well.
            _ => {}
        }
        true
    }

    fn order_found(&mut self, line: &LineId, order: OrderRef, effects: &mut Effects) {
        effects.dirty();
        let Some(follow) = self.writes.follows.lines.get_mut(line) else {
            return;
        };
        if follow.state == Followed::Found(order.clone()) {
            return;
        }
        let jump = self.keymap.shown(Action::Jump);
        let text = format!(
            "{} became order {}: {jump} on the line jumps to it",
            follow.name,
            order.text().line()
        );
        follow.state = Followed::Found(order);
        self.notices.lasting(self.now, text);
    }

    fn order_not_seen(&mut self, line: &LineId, effects: &mut Effects) {
        effects.dirty();
        if let Some(follow) = self.writes.follows.lines.get_mut(line) {
            follow.state = Followed::NotSeen;
            let text = format!("{}: its order was not seen yet", follow.name);
            self.notices.lasting(self.now, text);
        }
    }
}

fn names(detail: &OrderDetail, line: &LineId) -> bool {
    let named = detail.quote_item_id.as_ref();
    named.is_some_and(|named| named.wire() == line.wire())
}
