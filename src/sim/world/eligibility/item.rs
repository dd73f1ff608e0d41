//! An item: one site of an eligibility request.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::Value;

use super::super::super::calendar::{day_in_france, end_of_day_in_france, shift};
use super::super::super::dice::Dice;
use super::super::super::scenario::Outcome;
use super::site::Site;
use super::state::{Change, State};

const PURPOSE_GUARANTEE: u64 = 0x60A7;

/// What a caller says about one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Key of the site, as sent.
    pub site: String,
    /// Families wanted, as sent.
    pub families: Vec<String>,
    /// Whether prices are wanted.
    pub resolve_pricing: bool,
    /// Address, as sent: an object, or null.
    pub address: Value,
}

/// How long the answer holds (row `G6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarantee {
    /// To the end of a day in France; printed as the day alone.
    Day(NaiveDate),
    /// To an instant.
    At(DateTime<Utc>),
}

impl Guarantee {
    /// The first instant at which the answer holds no more.
    pub fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => end_of_day_in_france(day),
            Self::At(at) => at,
        }
    }
}

/// An item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Running number.
    pub number: u64,
    /// Key, a UUID.
    pub id: String,
    /// When it was created.
    pub created: DateTime<Utc>,
    /// What the caller said.
    pub asked: Asked,
    /// The site behind the key; none for a key that is none.
    pub site: Option<Site>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What happened to it so far.
    pub history: Vec<Change>,
    /// What is going to happen, in order.
    pub(super) planned: Vec<Change>,
    /// How long the answer holds; not always told.
    pub guarantee: Option<Guarantee>,
}

impl Item {
    /// Where it stands.
    pub fn state(&self) -> State {
        let last = self.history.last();
        last.map_or(State::Acknowledged, |change| change.state)
    }

    /// Whether its offers are known.
    pub fn has_offers(&self) -> bool {
        match self.state() {
            State::Ready | State::Price => true,
            State::Unable => self.outcome == Outcome::Quotation,
            _ => false,
        }
    }

    /// Whether its prices are known (row `E10`).
    pub fn has_prices(&self) -> bool {
        self.asked.resolve_pricing && self.state() == State::Ready
    }

    /// Settles what is going to happen to it, from `start` on, when the way to offers takes `takes`.
    pub(super) fn plan(&mut self, start: DateTime<Utc>, takes: Duration) {
        let way = self.way(start, takes);
        self.planned = way.collect();
    }

    /// Lets the next `steps` states begin at `now`, whatever was planned; one that is stuck goes on to its offers.
    pub(super) fn hurry(&mut self, steps: usize, now: DateTime<Utc>) {
        if self.outcome == Outcome::Stuck {
            self.outcome = Outcome::Ready;
        }
        let ahead: Vec<Change> = self.way(now, Duration::zero()).take(steps).collect();
        self.planned.drain(..ahead.len().min(self.planned.len()));
        for change in ahead {
            self.enter(change);
        }
    }

    /// The states before it, as they would begin from `start` on.
    fn way(&self, start: DateTime<Utc>, takes: Duration) -> impl Iterator<Item = Change> + use<> {
        let so_far = self.history.last().map(|change| change.state);
        let is_over = so_far.is_some_and(State::is_final);
        self.outcome
            .plan(self.asked.resolve_pricing, start, takes)
            .into_iter()
            .filter(move |change| !is_over && Some(change.state) > so_far)
    }

    /// When something happens to it by itself.
    pub(super) fn next_event(&self) -> Option<DateTime<Utc>> {
        self.planned.first().map(|change| change.at)
    }

    /// Lets happen what is due by `now`.
    pub(super) fn advance(&mut self, now: DateTime<Utc>) {
        let is_due = |change: &Change| change.at <= now;
        let due = self.planned.iter().take_while(|it| is_due(it)).count();
        for change in self.planned.drain(..due).collect::<Vec<_>>() {
            self.enter(change);
        }
    }

    /// Goes into a state.
    pub(super) fn enter(&mut self, change: Change) {
        self.history.push(change);
        if change.state == State::Ready && self.guarantee.is_none() {
            self.guarantee = guarantee(self.number, change.at);
        }
    }
}

/// How long an answer of `at` holds: one to three months, not always told.
fn guarantee(number: u64, at: DateTime<Utc>) -> Option<Guarantee> {
    let mut dice = Dice::of(number, 0, PURPOSE_GUARANTEE);
    let days = dice.between(30, 90);
    match dice.below(10) {
        0 => None,
        1..=3 => Some(Guarantee::Day(shift(day_in_france(at), days))),
        _ => Some(Guarantee::At(at + Duration::days(days))),
    }
}
