//! What each rate class allows: the limits Covage documents, with a guard, and our own for the rest.
//!
//! Numbers only; nothing here counts. The guards are there because both sides measure on their own clock and the
//! network moves a request by more than nothing (safety rules, "Rate limits").

use std::ops::{Index, IndexMut};
use std::time::Duration;

use crate::domain::request::RateClass;

/// The period every budget of ours is shown and counted over.
pub const MINUTE: Duration = Duration::from_secs(60);
/// No setting lets a class whose limit is not documented go faster than 5 a second.
pub const CEILING_PER_MIN: u32 = 300;
/// More than five in one second is a burst no setting allows.
pub const CEILING_PER_SEC: u32 = 5;
/// More connections than this help nobody at five requests a second.
const CEILING_IN_FLIGHT: u32 = 16;
/// The longest an exchange may take: the client's total timeout, and the life of a slot whose owner died.
pub const LONGEST_EXCHANGE: Duration = Duration::from_secs(60);

/// One value per [`RateClass`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PerClass<T>([T; RateClass::ALL.len()]);

impl<T> PerClass<T> {
    /// Makes each class's value.
    pub fn from_fn(mut make: impl FnMut(RateClass) -> T) -> Self {
        Self(RateClass::ALL.map(&mut make))
    }

    /// Each class with its value.
    pub fn iter(&self) -> impl Iterator<Item = (RateClass, &T)> {
        RateClass::ALL.into_iter().zip(&self.0)
    }
}

impl<T> Index<RateClass> for PerClass<T> {
    type Output = T;

    fn index(&self, class: RateClass) -> &T {
        &self.0[class as usize]
    }
}

impl<T> IndexMut<RateClass> for PerClass<T> {
    fn index_mut(&mut self, class: RateClass) -> &mut T {
        &mut self.0[class as usize]
    }
}

/// What one class allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Covage states a limit: it never changes, and a 429 only closes the class for a while.
    Documented(Documented),
    /// Covage states none: our own pace, which a 429 halves.
    Paced(Pace),
}

impl Limit {
    /// Requests of this class that may be on the wire at once.
    pub fn in_flight(&self) -> u32 {
        match self {
            Self::Documented(limit) => limit.in_flight,
            Self::Paced(pace) => pace.in_flight,
        }
    }

    /// How long a 429 without `Retry-After` closes the class: one full window (G10).
    pub fn full_window(&self) -> Duration {
        match self {
            Self::Documented(limit) => limit.window,
            Self::Paced(_) => MINUTE,
        }
    }
}

/// A limit Covage states, with its guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Documented {
    /// Requests in any window.
    pub count: u32,
    /// Length of the window, guard included.
    pub window: Duration,
    /// What the window is measured from.
    pub from: Edge,
    /// Requests on the wire at once.
    pub in_flight: u32,
}

/// The edge of an exchange that a window is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// When the request left.
    Start,
    /// When its answer was in: for limits so long that the server's own edge matters.
    End,
}

/// Our own pace for a class without a documented limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    per_min: u32,
    best_per_min: u32,
    per_sec: u32,
    in_flight: u32,
}

impl Pace {
    /// `per_min` requests in any minute (1 to 300), at most `per_sec` of them in any second (1 to 5) and `in_flight`
    /// at once (1 to 16). Values outside are brought to the nearest allowed one.
    pub fn new(per_min: u32, per_sec: u32, in_flight: u32) -> Self {
        let per_min = per_min.clamp(1, CEILING_PER_MIN);
        Self {
            per_min,
            best_per_min: per_min,
            per_sec: per_sec.clamp(1, CEILING_PER_SEC),
            in_flight: in_flight.clamp(1, CEILING_IN_FLIGHT),
        }
    }

    /// Lets clean minutes carry the cap above its start, up to `best_per_min` (at most 300). Without this the cap only
    /// comes back to where it started: going up until the server complains would make a 429 the normal case.
    #[must_use]
    pub fn climbing_to(mut self, best_per_min: u32) -> Self {
        self.best_per_min = best_per_min.clamp(self.per_min, CEILING_PER_MIN);
        self
    }

    /// Requests in any minute, to begin with.
    pub fn per_min(&self) -> u32 {
        self.per_min
    }

    /// Requests in any minute that clean minutes may lead to.
    pub fn best_per_min(&self) -> u32 {
        self.best_per_min
    }

    /// Requests in any second.
    pub fn per_sec(&self) -> u32 {
        self.per_sec
    }
}

/// Our caps for the classes Covage documents no limit for. The documented limits are not a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Reads.
    pub reads: Pace,
    /// Writes without a limit of their own.
    pub writes: Pace,
}

impl Default for Limits {
    /// 2 reads a second on average with 5 in the busiest second and 4 at once; 1 write a second and 4 at once, so that
    /// one whose answer is awaited for a minute holds up nothing but its own target.
    fn default() -> Self {
        Self {
            reads: Pace::new(120, 5, 4),
            writes: Pace::new(60, 1, 4),
        }
    }
}

impl Limits {
    /// The limit of a class.
    pub fn of(&self, class: RateClass) -> Limit {
        match class {
            RateClass::Reads => Limit::Paced(self.reads),
            RateClass::Writes => Limit::Paced(self.writes),
            // Stated for orders: 1 per 5 minutes. Assumed for quotes (Q18).
            RateClass::OrderExport | RateClass::QuoteExport => Limit::Documented(Documented {
                count: 1,
                window: Duration::from_secs(305),
                from: Edge::End,
                in_flight: 1,
            }),
            // Stated: 1 per second.
            RateClass::QualificationSync => Limit::Documented(Documented {
                count: 1,
                window: Duration::from_millis(1_200),
                from: Edge::Start,
                in_flight: 4,
            }),
            // Stated: 10 per minute.
            RateClass::Qualification => Limit::Documented(Documented {
                count: 10,
                window: Duration::from_secs(62),
                from: Edge::Start,
                in_flight: 4,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_outside_the_allowed_range_is_brought_inside() {
        let greedy = Pace::new(100_000, 1_000, 1_000).climbing_to(u32::MAX);
        assert_eq!((greedy.per_min(), greedy.best_per_min()), (300, 300));
        assert_eq!((greedy.per_sec(), greedy.in_flight), (5, 16));
        let nothing = Pace::new(0, 0, 0).climbing_to(0);
        assert_eq!((nothing.per_min(), nothing.best_per_min()), (1, 1));
        assert_eq!((nothing.per_sec(), nothing.in_flight), (1, 1));
    }

    #[test]
    fn each_class_finds_its_own_value() {
        let mut named = PerClass::from_fn(|class| format!("{class:?}"));
        for class in RateClass::ALL {
            assert_eq!(named[class], format!("{class:?}"));
        }
        named[RateClass::Writes] = String::new();
        assert_eq!(named.iter().filter(|(_, name)| name.is_empty()).count(), 1);
    }
}
