//! Rate limits, enforced exactly: a request is admitted if fewer than `max` were admitted in the window that ends with it.
//!
//! The log slides, so there is neither a burst at the edge of a window nor a grace. Refused requests leave no trace in the
//! log but are counted, so that a test can demand that a client never provoked one.

use std::collections::{BTreeMap, HashMap, VecDeque};

use chrono::{DateTime, Duration, Utc};

use super::scenario::Limit;

/// The log of admitted requests per class and user.
#[derive(Debug, Default)]
pub(super) struct Limits {
    rules: BTreeMap<String, Limit>,
    admitted: HashMap<(String, String), VecDeque<DateTime<Utc>>>,
    violations: BTreeMap<String, u64>,
}

impl Limits {
    /// Limits by class; a class without one is free.
    pub(super) fn new(rules: BTreeMap<String, Limit>) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    /// Admits a request at `now`.
    ///
    /// # Errors
    /// How long to wait until the class is open again for this user.
    pub(super) fn admit(
        &mut self,
        class: &str,
        user: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Duration> {
        let Some(limit) = self.rules.get(class).copied() else {
            return Ok(());
        };
        let window =
            Duration::seconds(i64::try_from(limit.window_secs.min(31_536_000)).unwrap_or(0));
        let log = self
            .admitted
            .entry((class.to_owned(), user.to_owned()))
            .or_default();
        while log.front().is_some_and(|at| *at + window <= now) {
            log.pop_front();
        }
        if log.len() < limit.max {
            log.push_back(now);
            return Ok(());
        }
        *self.violations.entry(class.to_owned()).or_default() += 1;
        let opens = log.front().map_or(now + window, |at| *at + window);
        Err(opens - now)
    }

    /// Refused requests per class.
    pub(super) fn violations(&self) -> &BTreeMap<String, u64> {
        &self.violations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::new(BTreeMap::from([(
            "a".to_owned(),
            Limit {
                max: 2,
                window_secs: 10,
            },
        )]))
    }

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_700_000_000_000 + millis).unwrap()
    }

    #[test]
    fn the_window_slides_to_the_millisecond() {
        let mut limits = limits();
        assert_eq!(limits.admit("a", "u", at(0)), Ok(()));
        assert_eq!(limits.admit("a", "u", at(6_000)), Ok(()));
        assert_eq!(
            limits.admit("a", "u", at(9_999)),
            Err(Duration::milliseconds(1))
        );
        assert_eq!(limits.admit("a", "u", at(10_000)), Ok(()));
        assert_eq!(
            limits.admit("a", "u", at(15_999)),
            Err(Duration::milliseconds(1))
        );
        assert_eq!(limits.admit("a", "u", at(16_000)), Ok(()));
        assert_eq!(limits.violations()["a"], 2);
    }

    #[test]
    fn users_and_classes_do_not_share() {
        let mut limits = limits();
        for _ in 0..2 {
            assert_eq!(limits.admit("a", "u", at(0)), Ok(()));
            assert_eq!(limits.admit("a", "v", at(0)), Ok(()));
        }
        assert!(limits.admit("a", "u", at(1)).is_err());
        for _ in 0..50 {
            assert_eq!(limits.admit("free", "u", at(0)), Ok(()));
        }
    }
}
