//! How often Covage is asked whether a request is done: soon at first, then ever more rarely.

use chrono::{DateTime, TimeDelta, Utc};

use super::run::Poll;

/// Seconds before each question; the last one goes on.
const PAUSES: [i64; 7] = [5, 8, 12, 20, 30, 45, 60];
/// The longest pause there is, after trouble.
pub(super) const LONGEST: TimeDelta = TimeDelta::minutes(5);

impl Poll {
    /// A question that is asked at once.
    pub(super) fn at(next: DateTime<Utc>) -> Self {
        Self {
            asked: 0,
            next,
            flight: None,
        }
    }

    /// A question that is asked for the first time after a pause.
    pub(super) fn begun(now: DateTime<Utc>) -> Self {
        Self::at(now + pause(0))
    }

    /// It had its answer, and is asked again.
    pub(super) fn again(&mut self, now: DateTime<Utc>) {
        self.asked += 1;
        self.flight = None;
        self.next = now + pause(self.asked);
    }
}

/// How long to wait after so many questions.
fn pause(asked: u32) -> TimeDelta {
    let last = PAUSES.len() - 1;
    let place = usize::try_from(asked).unwrap_or(last).min(last);
    TimeDelta::seconds(PAUSES.get(place).copied().unwrap_or(60))
}

/// How long to wait after so many tries in a row that led nowhere: doubled from five seconds.
pub(super) fn pause_after(tries: u32) -> TimeDelta {
    (TimeDelta::seconds(5) * 2_i32.pow(tries.min(10))).min(LONGEST)
}
