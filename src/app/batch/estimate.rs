//! How long a batch takes, told before it begins and while it goes on.
//!
//! Three things go on beside each other: sites are looked up within what the background may use of the budget of reads,
//! requests leave ten a minute, and Covage works on them.

use chrono::TimeDelta;

use crate::app::copy::counted;

/// Requests a minute (contract, "Rate limits stated").
const REQUESTS: usize = 10;
/// The window with its guard: ten requests leave in this time.
const WINDOW_SECS: usize = 62;
/// What an answer takes to come in after the last request, as a rule of thumb.
const ANSWER_SECS: usize = 30;
/// Calls a minute where the engine has not told yet.
const CALLS: usize = 120;

/// What is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// Sites to look up.
    pub lookups: usize,
    /// Requests to send.
    pub requests: usize,
    /// Whether answers are awaited.
    pub is_awaiting: bool,
}

impl ToDo {
    /// Everything, for so many sites.
    pub fn all(sites: usize, per_request: usize) -> Self {
        Self {
            lookups: sites,
            requests: sites.div_ceil(per_request.max(1)),
            is_awaiting: true,
        }
    }

    /// How long that takes, with so many calls a minute.
    pub fn time(self, calls: u32) -> TimeDelta {
        let calls = usize::try_from(calls).ok().filter(|calls| *calls > 0);
        // The background leaves a fifth of the budget to everything else.
        let background = (calls.unwrap_or(CALLS) * 4 / 5).max(1);
        let looking_up = (self.lookups * 60).div_ceil(background);
        let asking = self.requests.saturating_sub(1) / REQUESTS * WINDOW_SECS;
        let awaiting = if self.is_awaiting { ANSWER_SECS } else { 0 };
        let seconds = looking_up.max(asking) + awaiting;
        TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1_000))
    }
}

/// `118 sites in 6 requests, about 2 min at 10 requests a minute`.
pub(super) fn dry_look(sites: usize, per_request: usize, calls: u32) -> String {
    let to_do = ToDo::all(sites, per_request);
    let (sites, requests) = (counted(sites, "site"), counted(to_do.requests, "request"));
    let time = about(to_do.time(calls));
    format!("{sites} in {requests}, about {time} at {REQUESTS} requests a minute")
}

/// A length of time in the unit that tells enough: `40 s`, `12 min`, `2 h 5 min`.
pub(super) fn about(time: TimeDelta) -> String {
    let seconds = time.num_seconds().max(0);
    let minutes = (seconds + 30) / 60;
    match (seconds, minutes) {
        (..60, _) => format!("{} s", (seconds + 9) / 10 * 10),
        (_, ..60) => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dry_look_tells_sites_requests_and_minutes() {
        assert_eq!(
            dry_look(118, 1, 120),
            "118 sites in 118 requests, about 12 min at 10 requests a minute"
        );
        assert_eq!(
            dry_look(118, 20, 120),
            "118 sites in 6 requests, about 2 min at 10 requests a minute"
        );
        assert_eq!(
            dry_look(1, 20, 0),
            "1 site in 1 request, about 40 s at 10 requests a minute"
        );
        assert_eq!(about(TimeDelta::minutes(125)), "2 h 5 min");
    }
}
