//! The sliding-window log of one rate class: when did requests leave, and when may the next one?
//!
//! A log, not a token bucket: a bucket with a burst breaks "10 per minute" wherever a burst meets a refill (measured:
//! nine rejections in ten minutes; a log: none). Pure, so that whoever keeps the log, memory or a shared file, decides
//! by the same rules.
//!
//! Invariant: among the sends granted here, no window of the class ever holds more than its cap allowed at the moment
//! of the last of them.

use std::collections::VecDeque;
use std::time::Duration;

use crate::domain::request::Lane;
use crate::sched::limits::{Documented, Edge, LONGEST_EXCHANGE, Limit, MINUTE};
use crate::sched::pace::{Lowered, Pacer, Slowed, Span};

/// The answer to "may one more leave now?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, and it is counted.
    Now,
    /// Not before this engine time; ask again then. Always later than the time of asking.
    At(Duration),
}

/// What a class has used and may still use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests sent in the last `per`.
    pub used: u32,
    /// Requests allowed in any `per`.
    pub cap: u32,
    /// The period both are about.
    pub per: Duration,
    /// Engine time at which the most urgent lane may send next; `None` when it may now.
    pub next: Option<Duration>,
    /// Engine time until which a 429 keeps the class closed.
    pub closed: Option<Duration>,
    /// Whether a 429 lowered the cap.
    pub slowed: Option<Slowed>,
    /// Engine time at which any of these changes by itself; `None` when nothing does.
    pub changes: Option<Duration>,
}

/// What a window has to remember, beside its limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// What left and still counts, ascending.
    pub sends: Vec<Duration>,
    /// Until when a 429 closes the class.
    pub closed_until: Duration,
    /// What the last 429 did to the cap.
    pub lowered: Option<Lowered>,
}

/// The log of one class.
#[derive(Clone, Debug)]
pub struct Window {
    rule: Rule,
    /// Ascending. For a limit measured from the end of an exchange: the end, or the latest possible one until it is known.
    sends: VecDeque<Duration>,
    closed_until: Duration,
}

#[derive(Clone, Debug)]
enum Rule {
    Documented(Documented),
    Paced(Pacer),
}

impl Window {
    /// An empty log under `limit`.
    pub fn new(limit: Limit) -> Self {
        Self {
            rule: match limit {
                Limit::Documented(limit) => Rule::Documented(limit),
                Limit::Paced(pace) => Rule::Paced(Pacer::new(pace)),
            },
            sends: VecDeque::new(),
            closed_until: Duration::ZERO,
        }
    }

    /// The log that a memory was taken of, perhaps under another limit.
    pub fn recalled(limit: Limit, mut memory: Memory) -> Self {
        memory.sends.sort_unstable();
        Self {
            rule: match limit {
                Limit::Documented(limit) => Rule::Documented(limit),
                Limit::Paced(pace) => Rule::Paced(Pacer::recalled(pace, memory.lowered)),
            },
            sends: memory.sends.into(),
            closed_until: memory.closed_until,
        }
    }

    /// What there is to remember.
    pub fn memory(&self) -> Memory {
        Memory {
            sends: self.sends.iter().copied().collect(),
            closed_until: self.closed_until,
            lowered: match &self.rule {
                Rule::Documented(_) => None,
                Rule::Paced(pacer) => pacer.lowered(),
            },
        }
    }

    /// Takes a slot for a request of `lane` at `now`, or tells when to ask again.
    pub fn reserve(&mut self, lane: Lane, now: Duration) -> Verdict {
        self.forget(now);
        let at = self.earliest(lane, now);
        if at > now {
            return Verdict::At(at);
        }
        self.sends.push_back(match self.rule {
            Rule::Documented(Documented {
                from: Edge::End, ..
            }) => now + LONGEST_EXCHANGE,
            _ => now,
        });
        Verdict::Now
    }

    /// The exchange whose slot was taken at `reserved` ended at `end`.
    pub fn settle(&mut self, reserved: Duration, end: Duration) {
        if let Rule::Documented(Documented {
            from: Edge::End, ..
        }) = self.rule
        {
            let provisional = reserved + LONGEST_EXCHANGE;
            if let Some(send) = self.sends.iter_mut().find(|send| **send == provisional) {
                *send = end;
            }
            self.sends.make_contiguous().sort_unstable();
        }
    }

    /// A 429 came at `now` for the request whose slot was taken at `reserved`: nothing leaves before `until`.
    pub fn throttled(&mut self, reserved: Duration, until: Duration, now: Duration) {
        self.closed_until = self.closed_until.max(until);
        if let Rule::Paced(pacer) = &mut self.rule {
            pacer.throttled(reserved, now);
        }
    }

    /// What is used and what is left, as of `now`.
    pub fn usage(&self, now: Duration) -> Usage {
        let (cap, per) = match &self.rule {
            Rule::Documented(limit) => (limit.count, limit.window),
            Rule::Paced(pacer) => (pacer.cap(now), MINUTE),
        };
        let recent = self.sends.iter().filter(|send| **send + per > now);
        let next = Some(self.earliest(Lane::User, now)).filter(|at| *at > now);
        let closed = Some(self.closed_until).filter(|until| *until > now);
        let (slowed, rises) = match &self.rule {
            Rule::Documented(_) => (None, None),
            Rule::Paced(pacer) => (pacer.slowed(now), pacer.rises(now)),
        };
        let oldest_leaves = recent.clone().next().map(|send| *send + per);
        Usage {
            used: u32::try_from(recent.count()).unwrap_or(u32::MAX),
            cap,
            per,
            next,
            closed,
            slowed,
            changes: [oldest_leaves, next, closed, rises]
                .into_iter()
                .flatten()
                .min(),
        }
    }

    /// The earliest moment from which one more request of `lane` fits every window.
    fn earliest(&self, lane: Lane, now: Duration) -> Duration {
        let fits = |spans: &[Span]| {
            spans
                .iter()
                .map(|span| earliest_in(&self.sends, *span))
                .max()
                .unwrap_or_default()
        };
        let at = match &self.rule {
            Rule::Documented(limit) => fits(&[Span {
                count: limit.count,
                length: limit.window,
            }]),
            Rule::Paced(pacer) => fits(&pacer.spans(lane, now)),
        };
        at.max(self.closed_until)
    }

    fn forget(&mut self, now: Duration) {
        let longest = match &self.rule {
            Rule::Documented(limit) => limit.window.max(MINUTE),
            Rule::Paced(_) => MINUTE,
        };
        while self
            .sends
            .front()
            .is_some_and(|send| *send + longest <= now)
        {
            self.sends.pop_front();
        }
    }
}

/// The earliest moment at which one more send leaves at most `span.count` in the window that ends with it.
fn earliest_in(sends: &VecDeque<Duration>, span: Span) -> Duration {
    let count = usize::try_from(span.count).unwrap_or(usize::MAX);
    match sends.len().checked_sub(count) {
        Some(in_the_way) => sends[in_the_way] + span.length,
        None => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::request::RateClass;
    use crate::sched::limits::{Limits, Pace};

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn window(class: RateClass) -> Window {
        Window::new(Limits::default().of(class))
    }

    #[test]
    fn one_a_second_leaves_a_fifth_of_a_second_of_guard() {
        let mut sync = window(RateClass::QualificationSync);
        assert_eq!(sync.reserve(Lane::User, secs(5)), Verdict::Now);
        assert_eq!(
            sync.reserve(Lane::User, secs(6)),
            Verdict::At(millis(6_200))
        );
        assert_eq!(sync.reserve(Lane::User, millis(6_200)), Verdict::Now);
    }

    #[test]
    fn the_eleventh_in_a_minute_waits_for_the_first_to_be_62_seconds_old() {
        let mut window = window(RateClass::Qualification);
        for second in 0..10 {
            assert_eq!(window.reserve(Lane::Background, secs(second)), Verdict::Now);
        }
        assert_eq!(window.reserve(Lane::User, secs(10)), Verdict::At(secs(62)));
        assert_eq!(window.reserve(Lane::User, secs(62)), Verdict::Now);
        assert_eq!(window.reserve(Lane::User, secs(62)), Verdict::At(secs(63)));
    }

    #[test]
    fn an_export_is_counted_from_the_end_of_its_exchange() {
        let mut export = window(RateClass::OrderExport);
        assert_eq!(export.reserve(Lane::User, secs(100)), Verdict::Now);
        assert_eq!(
            export.reserve(Lane::User, secs(101)),
            Verdict::At(secs(100 + 60 + 305)),
            "an exchange whose end nobody reports ends with the client's timeout"
        );
        export.settle(secs(100), secs(107));
        assert_eq!(
            export.reserve(Lane::User, secs(108)),
            Verdict::At(secs(107 + 305))
        );
        assert_eq!(export.reserve(Lane::User, secs(107 + 305)), Verdict::Now);
    }

    #[test]
    fn a_cold_start_is_quick_and_then_settles_at_two_a_second() {
        let mut reads = window(RateClass::Reads);
        let mut now = Duration::ZERO;
        let mut sends = Vec::new();
        while now < secs(60) {
            match reads.reserve(Lane::Background, now) {
                Verdict::Now => sends.push(now),
                Verdict::At(at) => now = at,
            }
        }
        let until = |limit| sends.iter().filter(|send| **send < limit).count();
        assert_eq!(until(secs(1)), 4);
        assert_eq!(until(secs(4)), 16);
        assert_eq!(until(secs(10)), 16);
        assert_eq!(until(secs(60)), 96);
    }

    #[test]
    fn a_sweep_leaves_room_for_a_key_press() {
        let mut reads = window(RateClass::Reads);
        for second in 0..4 {
            for _ in 0..4 {
                assert_eq!(reads.reserve(Lane::Background, secs(second)), Verdict::Now);
            }
        }
        assert_eq!(
            reads.reserve(Lane::Background, secs(4)),
            Verdict::At(secs(10))
        );
        for _ in 0..4 {
            assert_eq!(reads.reserve(Lane::User, secs(4)), Verdict::Now);
        }
    }

    #[test]
    fn a_429_closes_the_class_and_shows_until_when() {
        let mut reads = window(RateClass::Reads);
        assert_eq!(reads.reserve(Lane::User, secs(10)), Verdict::Now);
        reads.throttled(secs(10), secs(43), secs(11));
        assert_eq!(reads.reserve(Lane::User, secs(11)), Verdict::At(secs(43)));
        let usage = reads.usage(secs(11));
        assert_eq!((usage.used, usage.cap), (1, 60));
        assert_eq!((usage.next, usage.closed), (Some(secs(43)), Some(secs(43))));
        assert_eq!(
            usage.slowed.map(|slowed| slowed.until),
            Some(secs(11 + 660))
        );
        assert_eq!(reads.usage(secs(43)).closed, None);
        assert_eq!(reads.usage(secs(70)).used, 0);
    }

    #[test]
    fn usage_says_when_it_changes_by_itself() {
        let mut reads = window(RateClass::Reads);
        assert_eq!(reads.usage(secs(0)).changes, None);
        assert_eq!(reads.reserve(Lane::User, secs(3)), Verdict::Now);
        assert_eq!(reads.usage(secs(4)).changes, Some(secs(63)));
        assert_eq!(reads.usage(secs(63)).changes, None);
    }

    /// The rules of a documented class, in words other than the code's: the spans and the edge they count from.
    fn naive_count(sends: &[Duration], end: Duration, length: Duration) -> usize {
        sends
            .iter()
            .filter(|send| **send <= end && **send + length > end)
            .count()
    }

    fn lane() -> impl Strategy<Value = Lane> {
        prop::sample::select(Lane::ALL.to_vec())
    }

    proptest! {
        /// Whoever asks whenever: no window of a documented limit ever holds more than its count.
        #[test]
        fn no_window_of_a_documented_limit_is_ever_exceeded(
            class in prop::sample::select(vec![RateClass::Qualification, RateClass::QualificationSync]),
            arrivals in prop::collection::vec((0_u64..4_000, lane()), 1..400),
        ) {
            let (count, stated) = match class {
                RateClass::Qualification => (10, secs(60)),
                _ => (1, secs(1)),
            };
            let mut window = window(class);
            let mut now = Duration::ZERO;
            let mut sends = Vec::new();
            for (gap, lane) in arrivals {
                now += millis(gap);
                if window.reserve(lane, now) == Verdict::Now {
                    sends.push(now);
                }
            }
            for send in &sends {
                prop_assert!(naive_count(&sends, *send, stated) <= count);
            }
        }

        /// Reads under any arrivals, complaints and settings: never above the cap of the moment in a minute, never
        /// above its tenth-of-a-minute share, never above the burst; and nothing leaves while closed.
        #[test]
        fn no_window_of_a_paced_class_is_ever_exceeded(
            per_min in 1_u32..400,
            arrivals in prop::collection::vec((0_u64..900, lane(), 0_u8..100), 1..600),
        ) {
            let pace = Pace::new(per_min, 5, 4);
            let mut window = Window::new(Limit::Paced(pace));
            let mut now = Duration::ZERO;
            let mut closed = Duration::ZERO;
            let mut sends = Vec::new();
            for (gap, lane, luck) in arrivals {
                now += millis(gap);
                let cap = usize::try_from(window.usage(now).cap).unwrap();
                match window.reserve(lane, now) {
                    Verdict::Now => {
                        sends.push(now);
                        prop_assert!(now >= closed);
                        prop_assert!(naive_count(&sends, now, secs(60)) <= cap);
                        prop_assert!(naive_count(&sends, now, secs(10)) <= (cap / 6).max(1));
                        prop_assert!(naive_count(&sends, now, secs(1)) <= 5);
                        if luck == 0 {
                            closed = now + secs(20);
                            window.throttled(now, closed, now);
                        }
                    }
                    Verdict::At(at) => prop_assert!(at > now),
                }
            }
        }

        /// A log that is put away and taken up again between any two questions answers as one that never was.
        #[test]
        fn a_recalled_log_is_the_same_log(
            class in prop::sample::select(RateClass::ALL.to_vec()),
            questions in prop::collection::vec((0_u64..40_000, lane(), 0_u8..10), 1..100),
        ) {
            let limit = Limits::default().of(class);
            let mut kept = Window::new(limit);
            let mut recalled = Window::new(limit);
            let mut now = Duration::ZERO;
            for (gap, lane, luck) in questions {
                now += millis(gap);
                recalled = Window::recalled(limit, recalled.memory());
                let verdict = kept.reserve(lane, now);
                prop_assert_eq!(recalled.reserve(lane, now), verdict);
                for window in [&mut kept, &mut recalled] {
                    match (verdict, luck) {
                        (Verdict::Now, 0) => window.throttled(now, now + secs(30), now),
                        (Verdict::Now, 1..5) => window.settle(now, now + secs(2)),
                        _ => {}
                    }
                }
                prop_assert_eq!(recalled.usage(now), kept.usage(now));
            }
        }

        /// Asking again at the time that was told is never refused as long as nobody else took the slot.
        #[test]
        fn the_time_told_is_kept(
            class in prop::sample::select(RateClass::ALL.to_vec()),
            lane in lane(),
            rounds in 1_usize..200,
        ) {
            let mut window = window(class);
            let mut now = Duration::ZERO;
            for _ in 0..rounds {
                if let Verdict::At(at) = window.reserve(lane, now) {
                    now = at;
                    prop_assert_eq!(window.reserve(lane, now), Verdict::Now);
                }
            }
        }
    }
}
