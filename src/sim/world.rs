//! The simulated business in memory: orders, requests, exports and code lists.
//!
//! It never reads a clock, never does I/O and knows nothing of HTTP or JSON. It moves when told the time ([`World::advance`])
//! or when a test or a write moves it. The same scenario and the same instants always give the same world.

pub mod course;
pub mod exports;
pub mod facts;
pub mod live;
pub mod order;
pub mod orders;
pub mod referential;
pub mod requests;

use chrono::{DateTime, Duration, Utc};

use self::course::Mark;
use self::exports::Exports;
use self::live::Live;
use self::orders::Orders;
use self::requests::Requests;
use super::scenario::Scenario;

/// Everything the simulated operator knows. A resource is one part: a field here and a file beside.
#[derive(Debug)]
pub struct World {
    /// Orders and their histories.
    pub orders: Orders,
    /// Termination and change requests.
    pub requests: Requests,
    /// CSV export tasks.
    pub exports: Exports,
    live: Option<Live>,
    now: DateTime<Utc>,
}

impl World {
    /// The world of a scenario as it stands at `now`.
    pub fn new(scenario: &Scenario, now: DateTime<Utc>) -> Self {
        let seed = scenario.seed;
        let orders = Orders::new(
            seed,
            scenario.orders,
            scenario.step_moves_modification_date,
            now,
        );
        let requests = Requests::new(seed, seconds(scenario.requests_settle_secs), &orders);
        let exports = Exports::new(
            seed,
            seconds(scenario.export.takes_secs),
            scenario.export.fails,
        );
        let live = scenario.live.then(|| {
            let from = now + seconds(scenario.live_from_secs);
            let until = scenario.live_until_secs.map(|secs| now + seconds(secs));
            Live::new(seed, scenario.live_rows, from, until)
        });
        Self {
            orders,
            requests,
            exports,
            live,
            now,
        }
    }

    /// Moves the world on to `now`; an instant in its past changes nothing.
    pub fn advance(&mut self, now: DateTime<Utc>) {
        if now <= self.now {
            return;
        }
        self.now = now;
        if let Some(live) = &mut self.live {
            live.catch_up(&mut self.orders, now);
        }
        self.requests.settle(&mut self.orders, now);
    }

    /// The instant the world stands at.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Moves an order on by one entry of its course and says which; none when it is not in production.
    pub fn advance_step(&mut self, reference: &str) -> Option<Mark> {
        self.orders.advance_step(reference, self.now)
    }

    /// Puts an order's estimated delivery off by `days`; false for an unknown reference.
    pub fn push_due(&mut self, reference: &str, days: i64) -> bool {
        self.orders.push_due(reference, days, self.now)
    }

    /// Places an order and returns its reference.
    pub fn place_order(&mut self) -> String {
        self.orders.place(self.now)
    }

    /// References as the list shows them, newest first.
    pub fn references(&self) -> Vec<String> {
        self.orders.listed().map(order::Order::reference).collect()
    }
}

/// A delay of `count` seconds, at most a century, so that adding it to an instant never overflows.
fn seconds(count: u64) -> Duration {
    const CENTURY: i64 = 3_155_760_000;
    Duration::seconds(i64::try_from(count).map_or(CENTURY, |count| count.min(CENTURY)))
}
