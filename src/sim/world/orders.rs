//! The orders of the simulator's world and the moves that tests and the live play make on them.
//!
//! Invariants: `Order::state` always agrees with the order's history; numbers run without gaps, so a reference leads to its
//! order without a search; orders are stored oldest first and listed newest first.

use chrono::{DateTime, Duration, Utc};

use super::super::calendar::shift;
use super::super::dice::Dice;
use super::course::{Entry, Mark, State};
use super::facts::Facts;
use super::order::{FIRST_NUMBER, Order};

/// How far back the oldest order of a new world lies.
const OLDEST_DAYS: u64 = 620;
const PURPOSE_AGE: u64 = 0xA6E;

/// The orders.
#[derive(Debug)]
pub struct Orders {
    seed: u64,
    step_moves_modification_date: bool,
    rows: Vec<Order>,
}

impl Orders {
    /// `count` orders as they stand at `now`.
    pub fn new(
        seed: u64,
        count: usize,
        step_moves_modification_date: bool,
        now: DateTime<Utc>,
    ) -> Self {
        let total = u64::try_from(count).unwrap_or(u64::MAX);
        let rows = (0..total)
            .map(|index| {
                let created = now - age(seed, index, total);
                Order::grown(seed, FIRST_NUMBER + index, created, now)
            })
            .collect();
        Self {
            seed,
            step_moves_modification_date,
            rows,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True for a world without orders.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The orders as the list shows them: newest first.
    pub fn listed(&self) -> impl ExactSizeIterator<Item = &Order> {
        self.rows.iter().rev()
    }

    /// The order behind a reference such as `CMD_X_00009444`.
    pub fn get(&self, reference: &str) -> Option<&Order> {
        self.position(reference).and_then(|at| self.rows.get(at))
    }

    /// What never changes about an order.
    pub fn facts(&self, order: &Order) -> Facts {
        match &order.origin {
            Some(facts) => (**facts).clone(),
            None => Facts::draw(self.seed, order.number),
        }
    }

    /// Seed of the world, for details drawn on demand.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Places an order at `now` and returns its reference.
    pub fn place(&mut self, now: DateTime<Utc>) -> String {
        let number = FIRST_NUMBER + u64::try_from(self.rows.len()).unwrap_or(0);
        let order = Order::placed(self.seed, number, now);
        let reference = order.reference();
        self.rows.push(order);
        reference
    }

    /// Places an order for something that was quoted and returns its reference.
    pub fn place_from(&mut self, mut facts: Facts, now: DateTime<Utc>) -> String {
        let (seed, reference) = (self.seed, self.place(now));
        if let Some(order) = self.order_mut(&reference) {
            facts.lead_weeks = Facts::lead_weeks(seed, order.number);
            order.origin = Some(Box::new(facts));
        }
        reference
    }

    /// Moves an order on by one entry of its course, which ends with `active`, and says which; none when it is not in production.
    pub fn advance_step(&mut self, reference: &str, now: DateTime<Utc>) -> Option<Mark> {
        let mark = self.get(reference)?.next_mark(self.seed)?;
        self.record(reference, mark, now);
        Some(mark)
    }

    /// Adds any entry to an order's history, plausible or not; false for an unknown reference.
    ///
    /// A production step leaves `modification_date` alone when the scenario says so.
    pub fn record(&mut self, reference: &str, mark: Mark, now: DateTime<Utc>) -> bool {
        let moves_date = self.step_moves_modification_date || !matches!(mark, Mark::Step(_));
        let Some(order) = self.order_mut(reference) else {
            return false;
        };
        order.history.push(Entry { mark, at: now });
        order.state = order.state_of_history();
        if moves_date {
            order.modified = now;
        }
        true
    }

    /// Puts the estimated delivery off by `days` (negative: brings it forward); an order without a date gets one `days` from its
    /// order date. False for an unknown reference.
    pub fn push_due(&mut self, reference: &str, days: i64, now: DateTime<Utc>) -> bool {
        let Some(order) = self.order_mut(reference) else {
            return false;
        };
        let from = order.due.unwrap_or_else(|| order.created.date_naive());
        order.due = Some(shift(from, days));
        order.modified = now;
        true
    }

    /// Cancels an order; false for an unknown reference.
    pub fn cancel(&mut self, reference: &str, reason: &'static str, now: DateTime<Utc>) -> bool {
        if let Some(order) = self.order_mut(reference) {
            order.cancellation_reason = reason;
        }
        self.record(reference, Mark::State(State::Cancelled), now)
    }

    fn position(&self, reference: &str) -> Option<usize> {
        let number: u64 = reference.strip_prefix("CMD_X_")?.parse().ok()?;
        let at = usize::try_from(number.checked_sub(FIRST_NUMBER)?).ok()?;
        self.rows
            .get(at)
            .filter(|order| order.reference() == reference)
            .map(|_| at)
    }

    fn order_mut(&mut self, reference: &str) -> Option<&mut Order> {
        let at = self.position(reference)?;
        self.rows.get_mut(at)
    }
}

/// Age of order `index` of `total`: recent orders lie closer together than old ones, and numbers follow time.
fn age(seed: u64, index: u64, total: u64) -> Duration {
    let back = u128::from(total.saturating_sub(index));
    let total = u128::from(total.max(1));
    let span = u128::from(OLDEST_DAYS * 86_400);
    let seconds = span * (35 * back * total + 65 * back * back) / (100 * total * total);
    let jitter = Dice::of(seed, index, PURPOSE_AGE).below(900);
    Duration::seconds(i64::try_from(seconds).unwrap_or(0))
        + Duration::milliseconds(i64::try_from(jitter).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-05-04T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_few_hundred_orders_show_every_state_and_agree_with_their_histories() {
        let orders = Orders::new(1, 600, true, now());
        let states: HashSet<State> = orders.listed().map(|order| order.state).collect();
        assert_eq!(states.len(), State::ALL.len(), "{states:?}");
        for order in orders.listed() {
            assert_eq!(
                order.state,
                order.state_of_history(),
                "{}",
                order.reference()
            );
            assert!(
                order
                    .history
                    .iter()
                    .all(|entry| entry.at <= now() && entry.at >= order.created)
            );
            assert!(order.modified <= now());
        }
    }

    #[test]
    fn some_orders_are_late_some_have_no_date() {
        let orders = Orders::new(1, 600, true, now());
        let open = || {
            orders
                .listed()
                .filter(|order| order.state == State::InProgress)
        };
        let late = open()
            .filter(|order| order.due.is_some_and(|due| due < now().date_naive()))
            .count();
        let undated = orders.listed().filter(|order| order.due.is_none()).count();
        assert!(
            late >= 5 && late < open().count() / 2 + 20,
            "{late} late of {}",
            open().count()
        );
        assert!(undated > 10);
    }

    #[test]
    fn numbers_follow_time_and_references_lead_back() {
        let orders = Orders::new(9, 300, true, now());
        let created: Vec<_> = orders.listed().map(|order| order.created).collect();
        assert!(created.is_sorted_by(|newer, older| newer >= older));
        for order in orders.listed() {
            assert_eq!(
                orders.get(&order.reference()).map(|found| found.number),
                Some(order.number)
            );
        }
        assert!(orders.get("CMD_X_9000").is_none() && orders.get("CMD_X_00000001").is_none());
    }

    #[test]
    fn a_new_order_walks_to_active_and_stops_there() {
        let mut orders = Orders::new(2, 0, true, now());
        let reference = orders.place(now());
        let mut marks = Vec::new();
        while let Some(mark) = orders.advance_step(&reference, now()) {
            marks.push(mark);
        }
        assert_eq!(marks.last(), Some(&Mark::State(State::Active)));
        assert!(
            marks
                .iter()
                .filter(|mark| matches!(mark, Mark::Step(_)))
                .count()
                >= 8
        );
        assert_eq!(orders.get(&reference).unwrap().state, State::Active);
    }

    #[test]
    fn a_step_can_leave_the_modification_date_alone() {
        let later = now() + Duration::minutes(5);
        for moves in [true, false] {
            let mut orders = Orders::new(2, 0, moves, now());
            let reference = orders.place(now());
            orders.record(&reference, Mark::Step(1), later);
            assert_eq!(orders.get(&reference).unwrap().modified == later, moves);
            orders.push_due(&reference, 7, later);
            assert_eq!(orders.get(&reference).unwrap().modified, later);
        }
    }
}
