//! The play that makes the demo move: every two to four seconds something happens to an order near the top of the list.
//!
//! It never reads a clock: it catches up with the instant it is told, in the same steps whether told often or rarely.

use chrono::{DateTime, Duration, Utc};

use super::super::dice::Dice;
use super::course::State;
use super::order::Order;
use super::orders::Orders;

/// The play and the instant of its next scene.
#[derive(Debug)]
pub struct Live {
    dice: Dice,
    next: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    rows: usize,
}

impl Live {
    /// A play over the first `rows` orders of the list, from an instant on and until another, if it is to end.
    pub fn new(seed: u64, rows: usize, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        Self {
            dice: Dice::of(seed, 0, 0x11FE),
            next: from,
            until,
            rows,
        }
    }

    /// Plays every scene that is due by `now`. After a gap of more than a day (a suspended machine) only the last day is played.
    pub fn catch_up(&mut self, orders: &mut Orders, now: DateTime<Utc>) {
        self.next = self.next.max(now - Duration::days(1));
        let now = self.until.map_or(now, |until| until.min(now));
        while self.next <= now {
            let at = self.next;
            self.scene(orders, at);
            self.next += Duration::milliseconds(self.dice.between(2_000, 4_000));
        }
    }

    fn scene(&mut self, orders: &mut Orders, at: DateTime<Utc>) {
        let open: Vec<&Order> = orders
            .listed()
            .take(self.rows)
            .filter(|order| matches!(order.state, State::Confirmed | State::InProgress))
            .collect();
        let chosen = self.dice.below(u64::try_from(open.len()).unwrap_or(0));
        let kind = self.dice.below(100);
        let chosen = usize::try_from(chosen).ok().and_then(|at| open.get(at));
        let Some(reference) = chosen.map(|order| order.reference()) else {
            orders.place(at);
            return;
        };
        let reference = reference.as_str();
        match kind {
            0..=8 => {
                orders.place(at);
            }
            9..=20 => {
                let days = self.dice.between(1, 3) * 7;
                orders.push_due(reference, days, at);
            }
            21 => {
                orders.cancel(reference, "Abandon du client final", at);
            }
            _ => {
                orders.advance_step(reference, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-05-04T09:00:00Z".parse().unwrap()
    }

    fn entries(orders: &Orders) -> usize {
        orders.listed().map(|order| order.history.len()).sum()
    }

    #[test]
    fn half_a_minute_shows_steps_and_it_never_runs_dry() {
        let mut orders = Orders::new(1, 400, true, start());
        let mut live = Live::new(1, 24, start(), None);
        let before = entries(&orders);
        live.catch_up(&mut orders, start() + Duration::seconds(30));
        assert!(entries(&orders) >= before + 5);
        for minute in 1..120 {
            let before = (entries(&orders), orders.len());
            live.catch_up(&mut orders, start() + Duration::seconds(30 + 60 * minute));
            assert!((entries(&orders), orders.len()) > before, "minute {minute}");
        }
        assert!(orders.len() > 420, "orders arrive");
    }

    #[test]
    fn a_play_that_ends_has_a_beginning_and_an_end() {
        let (from, until) = (
            start() + Duration::seconds(10),
            start() + Duration::seconds(24),
        );
        let mut orders = Orders::new(1, 50, true, start());
        let mut live = Live::new(1, 10, from, Some(until));
        let mut after = |seconds: i64| {
            live.catch_up(&mut orders, start() + Duration::seconds(seconds));
            (entries(&orders), orders.len())
        };
        let before = after(9);
        assert_ne!(after(10), before, "the first scene");
        let end = after(24);
        assert_eq!(after(3_600), end);
        assert_eq!(after(3 * 86_400), end);
    }

    #[test]
    fn telling_it_often_or_once_gives_the_same_world() {
        let play = |step: i64| {
            let mut orders = Orders::new(1, 50, true, start());
            let mut live = Live::new(1, 24, start(), None);
            for second in (0..=600).step_by(usize::try_from(step).unwrap()) {
                live.catch_up(&mut orders, start() + Duration::seconds(second));
            }
            orders
                .listed()
                .map(|order| order.history.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(play(1), play(600));
    }
}
