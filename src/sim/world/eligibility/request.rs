//! An eligibility request: sites that were asked about together.

use chrono::{DateTime, Utc};

use super::super::super::names::Person;
use super::item::Item;
use super::state::{Change, State};

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Mail address.
    pub email: String,
    /// Name.
    pub person: Person,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Running number.
    pub number: u64,
    /// Key, a UUID.
    pub id: String,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// The caller's reference; may be empty.
    pub external_id: String,
    /// Project code; may be empty.
    pub project_id: String,
    /// Who asked.
    pub asker: Asker,
    /// What happened to it so far.
    pub history: Vec<Change>,
    /// Its sites, in the order in which they were asked about.
    pub items: Vec<Item>,
}

impl Request {
    /// Where it stands.
    pub fn state(&self) -> State {
        let last = self.history.last();
        last.map_or(State::Acknowledged, |change| change.state)
    }

    /// When something happens to it by itself.
    pub(super) fn next_event(&self) -> Option<DateTime<Utc>> {
        self.items.iter().filter_map(Item::next_event).min()
    }

    /// When nothing happens to it any more.
    pub(super) fn last_event(&self) -> Option<DateTime<Utc>> {
        let planned = self.items.iter().flat_map(|item| &item.planned);
        planned.map(|change| change.at).max()
    }

    /// Lets everything happen that is due by `now`, in the order of the instants.
    pub(super) fn advance(&mut self, now: DateTime<Utc>) {
        while let Some(at) = self.next_event().filter(|at| *at <= now) {
            for item in &mut self.items {
                item.advance(at);
            }
            self.follow(at);
        }
    }

    /// Goes where its items are: it is final when all of them are, and else as far as the last of them (row `E24`).
    pub(super) fn follow(&mut self, at: DateTime<Utc>) {
        let states = || self.items.iter().map(Item::state);
        let open = states().filter(|state| !state.is_final()).min();
        // Ready comes first of the final states, then what could not be provided.
        let Some(state) = open.or_else(|| states().min()) else {
            return;
        };
        let is_back = !state.is_final() && state <= self.state();
        if state != self.state() && !is_back || self.history.is_empty() {
            let last = self.items.iter().filter_map(|item| item.history.last());
            let mut reasons = last.filter(|it| state.is_final() && it.state == state);
            let reason = reasons.next_back().map_or("", |change| change.reason);
            self.history.push(Change { state, at, reason });
        }
    }
}
