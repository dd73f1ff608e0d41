//! One order of the simulator's world: the few facts that change, and the many that can be drawn again.
//!
//! A hundred thousand orders must be ready in two seconds, so an [`Order`] holds only its number, its dates and its history.
//! Names, addresses, products and prices come from [`Facts`], drawn from the seed and the number whenever an answer needs them.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::super::calendar::{day_in_france, shift};
use super::super::dice::Dice;
use super::course::{Course, Entry, Mark, State};
use super::facts::Facts;

/// Number of the first order; gives references like `CMD_X_00009444`.
pub const FIRST_NUMBER: u64 = 9_000;

/// An order as far as it changes.
#[derive(Clone, Debug)]
pub struct Order {
    /// Running number; the key behind both references.
    pub number: u64,
    /// When it was placed.
    pub created: DateTime<Utc>,
    /// `modification_date` of the list row.
    pub modified: DateTime<Utc>,
    /// Estimated delivery day; some orders have none.
    pub due: Option<NaiveDate>,
    /// Where the order stands; always agrees with `history`.
    pub state: State,
    /// What has happened, in the server's order (not sorted by time, row `O13`).
    pub history: Vec<Entry>,
    /// Why it was cancelled; empty when it was not.
    pub cancellation_reason: &'static str,
    /// True when a termination could not go through (row `O19`).
    pub is_termination_failed: bool,
    /// What it was made of when it comes from a quote line of this world; else its facts are drawn.
    pub origin: Option<Box<Facts>>,
}

const PURPOSE_FATE: u64 = 0xFA7E;

const CANCELLATION_REASONS: &[&str] = &[
    "Abandon du client final",
    "Site non raccordable dans le délai",
    "Refus du syndic de copropriété",
    "Doublon de commande",
];

impl Order {
    /// The reference that every path takes (row `O5`).
    pub fn reference(&self) -> String {
        format!("CMD_X_{:08}", self.number)
    }

    /// The other key, which no path takes.
    pub fn id(&self) -> String {
        format!(
            "PO_DC173_{}_{:06}",
            day_in_france(self.created).format("%Y%m%d"),
            self.number % 1_000_000
        )
    }

    /// An order placed at `created` about which nothing else has happened.
    pub fn placed(seed: u64, number: u64, created: DateTime<Utc>) -> Self {
        let course = Course::draw(seed, number, created);
        let first = course.entries.first().copied().unwrap_or(Entry {
            mark: Mark::Acknowledged,
            at: created,
        });
        let mut order = Self {
            number,
            created,
            modified: created,
            due: None,
            state: State::Confirmed,
            history: vec![Entry {
                at: created,
                ..first
            }],
            cancellation_reason: "",
            is_termination_failed: false,
            origin: None,
        };
        let mut dice = Dice::of(seed, number, PURPOSE_FATE);
        let weeks = Facts::lead_weeks(seed, number);
        order.due = (!dice.percent(6)).then(|| shift(day_in_france(created), weeks * 7));
        order
    }

    /// An order placed at `created` with everything that happened to it until `now`.
    pub fn grown(seed: u64, number: u64, created: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let mut order = Self::placed(seed, number, created);
        let course = Course::draw(seed, number, created);
        let mut dice = Dice::of(seed, number, PURPOSE_FATE ^ 1);
        if let past @ [_, ..] = course.past(now) {
            order.history = past.to_vec();
        }
        match dice.below(100) {
            0..=2 => order.reject(&mut dice, now),
            3..=8 => order.abandon(&mut dice, now),
            _ if order.state_of_history() == State::Active => order.live_on(&mut dice, now),
            _ => {}
        }
        if dice.percent(12) {
            let later = dice.between(1, 4) * 7;
            order.due = order.due.map(|due| shift(due, later));
        }
        order.state = order.state_of_history();
        order.modified = order.newest();
        order
    }

    /// Refuses the order some days after it came in, if that has come yet.
    fn reject(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        self.history
            .retain(|entry| entry.mark.state() == Some(State::Confirmed));
        let at = self.newest() + Duration::hours(dice.between(8, 120));
        if at <= now {
            self.add(State::Rejected, at);
        }
    }

    /// Cancels the order somewhere on its way, if that has come yet.
    fn abandon(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        let last = i64::try_from(self.history.len()).unwrap_or(1).min(12);
        self.history
            .truncate(usize::try_from(dice.between(1, last)).unwrap_or(1));
        let at = self.newest() + Duration::hours(dice.between(8, 400));
        if at <= now {
            self.add(State::Cancelled, at);
            self.cancellation_reason = dice.pick(CANCELLATION_REASONS);
        }
    }

    /// Lets an active order be changed or terminated, done already or under way.
    fn live_on(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        let newest = self.newest();
        let since = (now - newest).num_seconds().max(1);
        let asked = newest + Duration::seconds(dice.between(1, since));
        let settled = asked + (now - asked) / 2;
        match dice.below(100) {
            0..=4 => self.add(State::ChangeInProgress, asked),
            5..=8 => self.add(State::TerminateInProgress, asked),
            9..=13 => {
                self.add(State::ChangeInProgress, asked);
                self.add(State::Active, settled);
            }
            14..=22 => {
                self.add(State::TerminateInProgress, asked);
                self.add(State::Terminated, settled);
            }
            23 => self.is_termination_failed = true,
            _ => {}
        }
    }

    fn newest(&self) -> DateTime<Utc> {
        self.history
            .iter()
            .map(|entry| entry.at)
            .max()
            .unwrap_or(self.created)
    }

    fn add(&mut self, state: State, at: DateTime<Utc>) {
        self.history.push(Entry {
            mark: Mark::State(state),
            at,
        });
    }

    /// The state the history leads to: that of its last entry that has one.
    pub fn state_of_history(&self) -> State {
        self.history
            .iter()
            .rev()
            .find_map(|entry| entry.mark.state())
            .unwrap_or(State::Confirmed)
    }

    /// When a state was entered last.
    pub fn entered(&self, state: State) -> Option<DateTime<Utc>> {
        self.history
            .iter()
            .rev()
            .find(|entry| entry.mark == Mark::State(state))
            .map(|entry| entry.at)
    }

    /// When the service was delivered first.
    pub fn completed(&self) -> Option<DateTime<Utc>> {
        self.history
            .iter()
            .find(|entry| entry.mark == Mark::State(State::Active))
            .map(|entry| entry.at)
    }

    /// The entry the order's course holds next; none outside production.
    pub fn next_mark(&self, seed: u64) -> Option<Mark> {
        if !matches!(self.state, State::Confirmed | State::InProgress) {
            return None;
        }
        let done: Vec<Mark> = self.history.iter().map(|entry| entry.mark).collect();
        let course = Course::draw(seed, self.number, self.created);
        course
            .entries
            .into_iter()
            .map(|entry| entry.mark)
            .find(|mark| !done.contains(mark))
    }
}
