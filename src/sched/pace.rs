//! The cap of a class whose limit nobody told us: it halves on a 429 and comes back slowly.
//!
//! ```text
//!        429: cap / 2            10 min later, then every clean minute: cap + 10 %
//!  cap ----------> held ------------------------------------------------------> best
//!                   ^------------------------- 429: cap / 2, held again ----------'
//! ```
//!
//! Pure: the cap is a function of what happened and of the time it is asked at, so nothing has to tick. A 429 for a
//! request that left no later than the last halving tells nothing new and does not halve again: a burst is one lesson.

use std::time::Duration;

use crate::domain::request::Lane;
use crate::sched::limits::{MINUTE, Pace};

/// How long a halved cap is held before it grows again.
pub const HOLD: Duration = Duration::from_secs(600);
/// However often the server complains, one request in ten seconds is still asked.
const FLOOR_PER_MIN: u32 = 6;

/// One window: at most `count` requests in any `length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Requests in any window; at least 1.
    pub count: u32,
    /// Length of the window.
    pub length: Duration,
}

/// A cap that is lower than it could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowed {
    /// Requests in any minute for now.
    pub cap: u32,
    /// Engine time at which the cap rises next, unless another 429 comes.
    pub until: Duration,
}

/// What a 429 left behind: the cap it lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// Requests in any minute, as of `held_until`.
    pub cap: u32,
    /// Until when it is held.
    pub held_until: Duration,
    /// When it was lowered.
    pub at: Duration,
}

/// The moving cap of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacer {
    pace: Pace,
    /// The cap at `held_until`, before any growth since.
    cap: u32,
    held_until: Duration,
    last_halved: Option<Duration>,
}

impl Pacer {
    /// A pacer that nobody complained to yet, at engine time zero.
    pub fn new(pace: Pace) -> Self {
        Self {
            pace,
            cap: pace.per_min(),
            held_until: Duration::ZERO,
            last_halved: None,
        }
    }

    /// A pacer as a memory left it.
    pub fn recalled(pace: Pace, lowered: Option<Lowered>) -> Self {
        let fresh = Self::new(pace);
        lowered.map_or(fresh, |lowered| Self {
            cap: lowered.cap.min(pace.best_per_min()),
            held_until: lowered.held_until,
            last_halved: Some(lowered.at),
            ..fresh
        })
    }

    /// What there is to remember.
    pub fn lowered(&self) -> Option<Lowered> {
        self.last_halved.map(|at| Lowered {
            cap: self.cap,
            held_until: self.held_until,
            at,
        })
    }

    /// Requests in any minute, as of `now`.
    pub fn cap(&self, now: Duration) -> u32 {
        let clean_minutes = now.saturating_sub(self.held_until).as_secs() / MINUTE.as_secs();
        let mut cap = self.cap;
        for _ in 0..clean_minutes {
            if cap >= self.pace.best_per_min() {
                break;
            }
            cap = (cap + (cap / 10).max(1)).min(self.pace.best_per_min());
        }
        cap
    }

    /// A 429 came at `now` for a request that left at `sent`.
    pub fn throttled(&mut self, sent: Duration, now: Duration) {
        if self.last_halved.is_some_and(|halved| sent <= halved) {
            return;
        }
        let floor = FLOOR_PER_MIN.min(self.pace.per_min());
        self.cap = (self.cap(now) / 2).max(floor);
        self.held_until = now + HOLD;
        self.last_halved = Some(now);
    }

    /// Whether and how much it is slowed, as of `now`. A cap below its start is slowed; one on its way from the start
    /// to the best is not.
    pub fn slowed(&self, now: Duration) -> Option<Slowed> {
        let cap = self.cap(now);
        self.rises(now)
            .filter(|_| cap < self.pace.per_min())
            .map(|until| Slowed { cap, until })
    }

    /// Engine time at which the cap rises next by itself; `None` when it is at its best.
    pub fn rises(&self, now: Duration) -> Option<Duration> {
        let into = now.saturating_sub(self.held_until).as_secs() / MINUTE.as_secs();
        let next = u32::try_from(into).unwrap_or(u32::MAX).saturating_add(1);
        (self.cap(now) < self.pace.best_per_min()).then(|| self.held_until + MINUTE * next)
    }

    /// The windows a request of `lane` must fit into, as of `now`. Less urgent lanes leave room: the sweep of a big
    /// list must not make a key press wait for the window to move.
    ///
    /// Three windows hold at once: the minute that is shown as the budget; ten seconds at the same average, so that a
    /// quiet minute is not followed by sixty requests in a row; one second for the burst. From rest twenty requests
    /// leave within four seconds, after that it is the average.
    pub fn spans(&self, lane: Lane, now: Duration) -> [Span; 3] {
        let cap = self.cap(now);
        let burst = (cap * 5).div_ceil(120).min(self.pace.per_sec());
        [
            (burst, Duration::from_secs(1)),
            (cap / 6, Duration::from_secs(10)),
            (cap, MINUTE),
        ]
        .map(|(count, length)| {
            let kept_free = match lane {
                Lane::User | Lane::ReadBack => 0,
                Lane::Visible => count / 10,
                Lane::Background => count / 5,
            };
            Span {
                count: (count - kept_free).max(1),
                length,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn a_429_halves_for_ten_minutes_and_clean_minutes_bring_it_back() {
        let mut pacer = Pacer::new(Pace::new(120, 5, 4));
        assert_eq!(pacer.slowed(secs(3_600)), None);
        pacer.throttled(secs(99), secs(100));
        assert_eq!(
            pacer.slowed(secs(100)),
            Some(Slowed {
                cap: 60,
                until: secs(100 + 600 + 60)
            })
        );
        assert_eq!(pacer.cap(secs(100 + 600 + 59)), 60);
        assert_eq!(pacer.cap(secs(100 + 600 + 60)), 66);
        assert_eq!(pacer.cap(secs(100 + 600 + 120)), 72);
        assert_eq!(
            pacer.slowed(secs(100 + 600 + 61)),
            Some(Slowed {
                cap: 66,
                until: secs(100 + 600 + 120)
            })
        );
        assert_eq!(pacer.cap(secs(100 + 600 + 60 * 8)), 120);
        assert_eq!(pacer.cap(secs(1_000_000)), 120);
        assert_eq!(pacer.slowed(secs(1_000_000)), None);
    }

    #[test]
    fn the_other_answers_of_the_same_burst_do_not_halve_again() {
        let mut pacer = Pacer::new(Pace::new(120, 5, 4));
        pacer.throttled(secs(9), secs(10));
        pacer.throttled(secs(9), secs(11));
        pacer.throttled(secs(9), secs(12));
        pacer.throttled(secs(10), secs(12));
        assert_eq!(pacer.cap(secs(12)), 60);
        pacer.throttled(secs(80), secs(81));
        assert_eq!(pacer.cap(secs(81)), 30);
    }

    #[test]
    fn clean_minutes_lead_above_the_start_only_where_that_was_asked_for() {
        let still = Pacer::new(Pace::new(120, 5, 4));
        let climbing = Pacer::new(Pace::new(120, 5, 4).climbing_to(300));
        assert_eq!(still.cap(secs(60)), 120);
        assert_eq!(climbing.cap(secs(60)), 132);
        assert_eq!(climbing.cap(secs(86_400)), 300);
        assert_eq!(climbing.slowed(secs(60)), None);
    }

    #[test]
    fn the_default_pace_is_twenty_in_ten_seconds_with_room_kept_for_keys() {
        let pacer = Pacer::new(Pace::new(120, 5, 4));
        let counts = |lane| pacer.spans(lane, secs(0)).map(|span| span.count);
        assert_eq!(counts(Lane::User), [5, 20, 120]);
        assert_eq!(counts(Lane::ReadBack), [5, 20, 120]);
        assert_eq!(counts(Lane::Visible), [5, 18, 108]);
        assert_eq!(counts(Lane::Background), [4, 16, 96]);
    }

    proptest! {
        #[test]
        fn the_cap_stays_between_floor_and_best(
            per_min in 0_u32..1_000,
            best in 0_u32..1_000,
            complaints in prop::collection::vec(0_u64..5_000, 0..40),
        ) {
            let pace = Pace::new(per_min, 5, 4).climbing_to(best);
            let mut pacer = Pacer::new(pace);
            let mut now = 0;
            for gap in complaints {
                now += gap;
                pacer.throttled(secs(now), secs(now));
                let cap = pacer.cap(secs(now));
                prop_assert!(cap >= FLOOR_PER_MIN.min(pace.per_min()));
                prop_assert!(cap <= pace.best_per_min());
                for lane in Lane::ALL {
                    let spans = pacer.spans(lane, secs(now));
                    prop_assert!(spans.iter().all(|span| span.count >= 1));
                }
            }
        }
    }
}
