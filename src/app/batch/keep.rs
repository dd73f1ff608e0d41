//! What is new of a batch and has to be remembered, and what the store says to that.

use chrono::{DateTime, Utc};

use super::run::{Run, Way};
use crate::domain::batch::{Change, reference};

impl Run {
    /// What is new, to be remembered now; it counts as remembered from here on until the store says otherwise.
    pub(super) fn take_change(&mut self, now: DateTime<Utc>) -> Change {
        let dirty = std::mem::take(&mut self.dirty);
        self.noted_at = now;
        let site = |place: usize| Some((place, self.sites.get(place)?.clone()));
        let request = |number: usize| {
            let request = self.requests.get(number)?.request.clone();
            Some((number, reference(&self.mark, number), request))
        };
        self.notes
            .push_back(dirty.requests.iter().copied().collect());
        Change {
            sites: dirty.sites.into_iter().filter_map(site).collect(),
            requests: dirty.requests.into_iter().filter_map(request).collect(),
            state: dirty.state.then(|| self.state()),
        }
    }

    /// What was taken first is remembered: a request among it can be sent.
    pub(super) fn is_kept(&mut self) {
        for number in self.notes.pop_front().unwrap_or_default() {
            if self.way(number) == Some(&Way::Keeping) {
                self.set_way(number, Way::Ready);
            }
        }
    }

    /// What was taken is not remembered: all of it is new again.
    pub(super) fn is_not_kept(&mut self, why: &str, now: DateTime<Utc>) {
        self.notes.pop_front();
        self.dirty.sites.extend(0..self.sites.len());
        self.dirty.requests.extend(0..self.requests.len());
        self.dirty.state = true;
        self.dirty.since.get_or_insert(now);
        self.dirty.was_refused = true;
        if self.is_open() {
            self.hold(Some(why.to_owned()), now);
        }
    }

    /// Whether a request waits to be remembered.
    pub(super) fn has_to_keep_request(&self) -> bool {
        let is_new = |number: &usize| self.way(*number) == Some(&Way::Keeping);
        self.dirty.requests.iter().any(is_new)
    }
}
