//! Which reads are asked again, after how long, and how many of them.
//!
//! Pure; randomness is a seeded generator of our own, so that a run can be replayed from its seed. Only reads come
//! here: a write is never repeated.

use std::collections::VecDeque;
use std::time::Duration;

use crate::sched::limits::MINUTE;

/// Attempts of one read, the first included.
pub const MAX_ATTEMPTS: u32 = 3;
/// The longest a retry is put off.
pub const BACKOFF_CAP: Duration = Duration::from_secs(30);
/// The jitter of the second attempt; doubles with each attempt.
const BACKOFF_BASE: Duration = Duration::from_secs(1);
/// Added to what the server asks for: its clock and ours are not one.
const RETRY_AFTER_GUARD: Duration = Duration::from_secs(1);
/// A server that asks for more is not believed: no limit known is longer than five minutes, and a class closed for a
/// day would look like a hang.
const RETRY_AFTER_CAP: Duration = Duration::from_secs(3_600);
/// Retries a minute that are always allowed.
const QUOTA_FREE: usize = 3;
/// One more retry is allowed for this many first attempts in the last minute.
const QUOTA_SHARE: usize = 10;

/// A seeded source of jitter (splitmix64, public domain, Sebastiano Vigna).
#[derive(Clone, Debug)]
pub struct Jitter(u64);

impl Jitter {
    /// Equal seeds give equal sequences.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another source, for somebody who draws at times of their own.
    #[must_use]
    pub fn split(&mut self) -> Self {
        Self(self.next())
    }

    /// A duration from zero to `limit`, both included, in whole milliseconds.
    pub fn up_to(&mut self, limit: Duration) -> Duration {
        let choices = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX - 1) + 1;
        Duration::from_millis(self.next() % choices)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// How long to wait after `attempts` attempts failed: full jitter under a doubling limit of at most 30 s.
pub fn backoff(attempts: u32, jitter: &mut Jitter) -> Duration {
    let doubled = BACKOFF_BASE.saturating_mul(2_u32.saturating_pow(attempts));
    jitter.up_to(doubled.min(BACKOFF_CAP))
}

/// How long a 429 closes its class: what the server asked for and a second, or a full window where it said nothing
/// (G10); and a little more, so that copies do not come back as one.
pub fn closing(
    retry_after: Option<Duration>,
    full_window: Duration,
    jitter: &mut Jitter,
) -> Duration {
    let asked = retry_after.map_or(full_window, |asked| {
        asked.min(RETRY_AFTER_CAP) + RETRY_AFTER_GUARD
    });
    asked + jitter.up_to(Duration::from_secs(1))
}

/// How many retries a minute may hold: three, and one for every ten first attempts. A server that fails everything is
/// asked hardly more often than one that works.
#[derive(Clone, Debug, Default)]
pub struct Quota {
    firsts: VecDeque<Duration>,
    retries: VecDeque<Duration>,
}

impl Quota {
    /// A first attempt left.
    pub fn first(&mut self, now: Duration) {
        self.forget(now);
        self.firsts.push_back(now);
    }

    /// Takes a retry out of the quota, or says that there is none left.
    pub fn retry(&mut self, now: Duration) -> bool {
        self.forget(now);
        let allowed = self.retries.len() < QUOTA_FREE + self.firsts.len() / QUOTA_SHARE;
        if allowed {
            self.retries.push_back(now);
        }
        allowed
    }

    fn forget(&mut self, now: Duration) {
        for log in [&mut self.firsts, &mut self.retries] {
            while log.front().is_some_and(|at| *at + MINUTE <= now) {
                log.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let mut jitter = Jitter::new(1_234_567);
        let first = [jitter.next(), jitter.next(), jitter.next()];
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn a_dead_server_gets_three_retries_a_minute() {
        let mut quota = Quota::default();
        let granted = (0..59)
            .filter(|second| quota.retry(Duration::from_secs(*second)))
            .count();
        assert_eq!(granted, 3);
        assert!(quota.retry(Duration::from_secs(60)));
    }

    #[test]
    fn a_busy_minute_earns_one_retry_in_ten() {
        let mut quota = Quota::default();
        let now = Duration::from_secs(5);
        for _ in 0..120 {
            quota.first(now);
        }
        assert_eq!((0..100).filter(|_| quota.retry(now)).count(), 3 + 12);
        assert!((0..100).filter(|_| quota.retry(now + MINUTE)).count() == 3);
    }

    proptest! {
        #[test]
        fn backoff_stays_within_its_cap(seed: u64, attempts in 0_u32..200) {
            let mut jitter = Jitter::new(seed);
            let wait = backoff(attempts, &mut jitter);
            prop_assert!(wait <= BACKOFF_CAP);
            prop_assert!(attempts > 4 || wait <= BACKOFF_BASE * 2_u32.pow(attempts));
        }

        #[test]
        fn what_the_server_asks_for_is_given_and_a_second(
            seed: u64,
            asked in prop::option::of(0_u64..100_000),
            window in 1_u64..400,
        ) {
            let mut jitter = Jitter::new(seed);
            let window = Duration::from_secs(window);
            let asked = asked.map(Duration::from_secs);
            let wait = closing(asked, window, &mut jitter);
            let least = asked.map_or(window, |asked| asked.min(RETRY_AFTER_CAP) + Duration::from_secs(1));
            prop_assert!(wait >= least);
            prop_assert!(wait <= least + Duration::from_secs(1));
        }
    }
}
