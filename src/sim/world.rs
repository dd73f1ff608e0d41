//! The simulated business in memory: orders, requests, quotes, eligibility, exports and code lists.
//!
//! It never reads a clock, never does I/O and knows nothing of HTTP, and of JSON only what callers leave with it. It moves when told the time ([`World::advance`])
//! or when a test or a write moves it. The same scenario and the same instants always give the same world.

pub mod catalog;
pub mod course;
pub mod eligibility;
pub mod exports;
pub mod facts;
pub mod live;
pub mod order;
pub mod orders;
pub mod quotes;
pub mod referential;
pub mod requests;

use chrono::{DateTime, Duration, Utc};

use self::course::Mark;
use self::eligibility::Eligibility;
use self::exports::Exports;
use self::live::Live;
use self::orders::Orders;
use self::quotes::course::Play;
use self::quotes::line::Wish;
use self::quotes::tasks::Tasks;
use self::quotes::{Quotes, Refusal};
use self::requests::Requests;
use super::scenario::Scenario;

/// Everything the simulated operator knows. A resource is one part: a field here and a file beside.
#[derive(Debug)]
pub struct World {
    /// Orders and their histories.
    pub orders: Orders,
    /// Termination and change requests.
    pub requests: Requests,
    /// CSV export tasks of orders.
    pub exports: Exports,
    /// Quote baskets and lines.
    pub quotes: Quotes,
    /// Sites, eligibility requests and their items, and the catalogue.
    pub eligibility: Eligibility,
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
        let takes = seconds(scenario.export.takes_secs);
        let exports = |seed| Exports::new(seed, takes, scenario.export.fails);
        let from = now + seconds(scenario.live_from_secs);
        let until = scenario.live_until_secs.map(|secs| now + seconds(secs));
        let live = scenario
            .live
            .then(|| Live::new(seed, scenario.live_rows, from, until));
        let quotes = Quotes::new(
            seed,
            scenario.quotes.clone(),
            &orders,
            scenario.live.then(|| Play::new(seed, from, until)),
            Tasks::new(exports(!seed)),
            now,
        );
        let eligibility = Eligibility::new(
            seed,
            scenario.eligibility.clone(),
            &quotes,
            scenario
                .live
                .then(|| eligibility::play::Play::new(seed, from, until)),
            now,
        );
        Self {
            orders,
            requests,
            exports: exports(seed),
            quotes,
            eligibility,
            live,
            now,
        }
    }

    /// Moves the world on to `now`; an instant in its past changes nothing.
    pub fn advance(&mut self, now: DateTime<Utc>) {
        if now > self.now {
            self.now = now;
            self.play(now);
        }
        self.welcome();
    }

    /// Lets the requests appear from which the baskets came that arrived.
    fn welcome(&mut self) {
        for basket in self.quotes.take_arrived() {
            if let Some(basket) = self.quotes.basket(&basket) {
                self.eligibility.advance(basket.created);
                self.eligibility.stand_behind(basket);
            }
        }
    }

    /// Adds a line to a draft, at the site of the eligibility item that it names, and returns its key.
    ///
    /// # Errors
    /// As [`Quotes::add_line`].
    pub fn add_line(&mut self, basket: &str, wish: Wish) -> Result<String, Refusal> {
        let item = wish.product_offering_qualification_item_id.clone();
        let line = self.quotes.add_line(basket, wish, self.now)?.id.clone();
        if let Some((_, item)) = self.eligibility.item(&item) {
            self.quotes.settle(&line, item);
        }
        Ok(line)
    }

    fn play(&mut self, now: DateTime<Utc>) {
        self.quotes.advance(now);
        while let Some(at) = self.quotes.next_order(now) {
            self.play_orders(at);
            self.quotes.place_orders(&mut self.orders, at);
        }
        self.welcome();
        self.eligibility.advance(now);
        self.play_orders(now);
        self.requests.settle(&mut self.orders, now);
    }

    fn play_orders(&mut self, until: DateTime<Utc>) {
        if let Some(live) = &mut self.live {
            live.catch_up(&mut self.orders, until);
        }
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
    millis(count.saturating_mul(1_000))
}

/// The same in milliseconds.
fn millis(count: u64) -> Duration {
    const CENTURY: i64 = 3_155_760_000_000;
    Duration::milliseconds(i64::try_from(count).map_or(CENTURY, |count| count.min(CENTURY)))
}
