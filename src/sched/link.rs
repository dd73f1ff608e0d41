//! Whether the server can be reached at all.
//!
//! ```text
//!        connection failed, or the third timeout in a row
//!   Up ----------------------------------------------------> Down: one probe at a time,
//!    ^                                                        after 1 s, 2 s, 4 s … 30 s
//!    '------------- any answer, to a probe or to a person ----'
//! ```
//!
//! While it is down the queue stays where it is and only its head is spent as a probe. A person's request always goes
//! at once. Pure: told what happened and when, it says who may send.

use std::time::Duration;

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::Lane;
use crate::sched::merge::FlightId;
use crate::sched::retry::Jitter;

/// The wait before the first probe.
const FIRST_PROBE: Duration = Duration::from_secs(1);
/// The longest wait between two probes.
pub const SLOWEST_PROBE: Duration = Duration::from_secs(30);
/// Timeouts in a row that mean the server is gone rather than one answer slow.
const TIMEOUTS_IN_A_ROW: u32 = 3;

/// Since when nothing gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offline {
    /// Engine time of the first failure.
    pub since: Duration,
    /// Engine time of the next probe; `None` while one is on its way.
    pub next_try: Option<Duration>,
}

/// May this request leave, as far as the connection goes?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Yes.
    Open,
    /// Not before this engine time.
    At(Duration),
    /// Not before the probe under way has ended.
    AfterProbe,
}

/// The state of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// As far as anybody knows, it works.
    Up {
        /// Answers that did not come in time, in a row.
        timeouts: u32,
    },
    /// Nothing gets through.
    Down {
        /// Engine time of the first failure.
        since: Duration,
        /// The wait before the probe after the next.
        interval: Duration,
        /// Engine time of the next probe.
        next_try: Duration,
        /// The probe under way.
        probe: Option<FlightId>,
    },
}

impl Default for Link {
    fn default() -> Self {
        Self::Up { timeouts: 0 }
    }
}

impl Link {
    /// Whether a request of `lane` may leave at `now`.
    pub fn passage(&self, lane: Lane, now: Duration) -> Passage {
        match self {
            Self::Down { probe: Some(_), .. } if lane != Lane::User => Passage::AfterProbe,
            Self::Down { next_try, .. } if lane != Lane::User && *next_try > now => {
                Passage::At(*next_try)
            }
            _ => Passage::Open,
        }
    }

    /// `flight` left; while the server is away it is the probe, unless a person sent it.
    pub fn started(&mut self, flight: FlightId, lane: Lane) {
        if let Self::Down { probe, .. } = self
            && lane != Lane::User
        {
            *probe = Some(flight);
        }
    }

    /// `flight` ended. Returns whether it failed because nothing gets through.
    pub fn ended(
        &mut self,
        flight: FlightId,
        failure: Option<&Failure>,
        now: Duration,
        jitter: &mut Jitter,
    ) -> bool {
        match failure.map(|failure| failure.kind) {
            Some(FailureKind::Offline) => {
                self.lost(flight, now, jitter);
                true
            }
            Some(FailureKind::Timeout) => match self {
                Self::Up { timeouts } => {
                    *timeouts += 1;
                    let gone = *timeouts >= TIMEOUTS_IN_A_ROW;
                    if gone {
                        self.lost(flight, now, jitter);
                    }
                    gone
                }
                Self::Down { .. } => {
                    self.lost(flight, now, jitter);
                    true
                }
            },
            // These say nothing about the API's server: the identity server is another one, a defect is ours.
            Some(
                FailureKind::LoginRefused | FailureKind::NoCredentials | FailureKind::Internal,
            ) => {
                if let Self::Down { probe, .. } = self
                    && *probe == Some(flight)
                {
                    *probe = None;
                }
                false
            }
            _ => {
                *self = Self::default();
                false
            }
        }
    }

    /// What to show of it.
    pub fn offline(&self) -> Option<Offline> {
        match self {
            Self::Up { .. } => None,
            Self::Down {
                since,
                next_try,
                probe,
                ..
            } => Some(Offline {
                since: *since,
                next_try: probe.is_none().then_some(*next_try),
            }),
        }
    }

    fn lost(&mut self, flight: FlightId, now: Duration, jitter: &mut Jitter) {
        match self {
            Self::Up { .. } => {
                *self = Self::Down {
                    since: now,
                    interval: FIRST_PROBE * 2,
                    next_try: now + jittered(FIRST_PROBE, jitter),
                    probe: None,
                };
            }
            Self::Down {
                interval,
                next_try,
                probe,
                ..
            } => {
                if *probe == Some(flight) {
                    *probe = None;
                    *next_try = now + jittered(*interval, jitter);
                    *interval = (*interval * 2).min(SLOWEST_PROBE);
                }
            }
        }
    }
}

/// Up to a quarter more, never above the slowest probe: copies of the program must not come back as one.
fn jittered(interval: Duration, jitter: &mut Jitter) -> Duration {
    (interval + jitter.up_to(interval / 4)).min(SLOWEST_PROBE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fail(kind: FailureKind) -> Failure {
        Failure::new(kind, "/")
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn a_failed_connection_lets_one_probe_through_at_a_time_and_any_key_press() {
        let mut link = Link::default();
        let mut jitter = Jitter::new(1);
        let gone = fail(FailureKind::Offline);
        assert!(link.ended(FlightId(1), Some(&gone), secs(10), &mut jitter));
        assert_eq!(link.passage(Lane::User, secs(10)), Passage::Open);
        let Passage::At(at) = link.passage(Lane::Visible, secs(10)) else {
            panic!("a visible row waits for the probe")
        };
        assert!(at >= secs(11) && at <= Duration::from_millis(11_250));
        assert_eq!(link.passage(Lane::Visible, at), Passage::Open);
        link.started(FlightId(2), Lane::Visible);
        assert_eq!(link.passage(Lane::Background, at), Passage::AfterProbe);
        assert_eq!(link.passage(Lane::User, at), Passage::Open);
        assert_eq!(link.offline().map(|offline| offline.next_try), Some(None));
        assert!(!link.ended(FlightId(2), None, at, &mut jitter));
        assert_eq!(link, Link::default());
    }

    #[test]
    fn one_slow_answer_is_not_a_dead_server_but_three_in_a_row_are() {
        let mut link = Link::default();
        let mut jitter = Jitter::new(1);
        let slow = fail(FailureKind::Timeout);
        assert!(!link.ended(FlightId(1), Some(&slow), secs(1), &mut jitter));
        assert!(!link.ended(FlightId(2), Some(&slow), secs(2), &mut jitter));
        assert!(!link.ended(FlightId(3), None, secs(3), &mut jitter));
        for (flight, dead) in [(4, false), (5, false), (6, true)] {
            let ended = link.ended(FlightId(flight), Some(&slow), secs(flight), &mut jitter);
            assert_eq!(ended, dead);
        }
        assert_eq!(link.offline().map(|offline| offline.since), Some(secs(6)));
    }

    #[test]
    fn an_answer_of_any_kind_proves_the_server_is_there() {
        for kind in [
            FailureKind::Server,
            FailureKind::NotFound,
            FailureKind::Unreadable,
            FailureKind::Throttled { retry_after: None },
        ] {
            let mut link = Link::default();
            let mut jitter = Jitter::new(1);
            link.ended(
                FlightId(1),
                Some(&fail(FailureKind::Offline)),
                secs(1),
                &mut jitter,
            );
            link.ended(FlightId(2), Some(&fail(kind)), secs(2), &mut jitter);
            assert_eq!(link, Link::default(), "{kind:?}");
        }
    }

    #[test]
    fn a_failed_key_press_does_not_slow_the_probes_down() {
        let mut link = Link::default();
        let mut jitter = Jitter::new(1);
        let gone = fail(FailureKind::Offline);
        link.ended(FlightId(1), Some(&gone), secs(1), &mut jitter);
        let before = link.clone();
        link.started(FlightId(9), Lane::User);
        link.ended(FlightId(9), Some(&gone), secs(1), &mut jitter);
        assert_eq!(link, before);
    }

    proptest! {
        #[test]
        fn probes_come_further_and_further_apart_up_to_half_a_minute(seed: u64, failures in 1_u64..40) {
            let mut link = Link::default();
            let mut jitter = Jitter::new(seed);
            let gone = fail(FailureKind::Offline);
            let mut now = secs(5);
            link.ended(FlightId(0), Some(&gone), now, &mut jitter);
            for flight in 1..=failures {
                let Passage::At(at) = link.passage(Lane::Background, now) else {
                    panic!("a probe waits")
                };
                let gap = at.saturating_sub(now);
                let doubled = secs(1 << (flight - 1).min(5)).min(SLOWEST_PROBE);
                prop_assert!(gap >= doubled && gap <= SLOWEST_PROBE, "{gap:?} {doubled:?}");
                now = at;
                link.started(FlightId(flight), Lane::Background);
                link.ended(FlightId(flight), Some(&gone), now, &mut jitter);
            }
        }
    }
}
