//! Who keeps the sliding windows.
//!
//! A slot is taken before a request leaves, by whoever sends: this process alone as long as the log is in memory,
//! every copy of the program of this user once it is a shared file. The engine therefore never decides by itself that
//! a request fits; it asks, and has to live with "not now, at T".
//!
//! Times are engine times: durations since this engine's start. A log shared by processes keeps its own epoch and
//! translates.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::request::{Lane, RateClass};
use crate::sched::limits::{Limits, PerClass};
use crate::sched::window::{Usage, Verdict, Window};

/// A slot that was taken: one request of `class` may leave, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The class it counts against.
    pub class: RateClass,
    /// Engine time at which it was taken.
    pub at: Duration,
}

/// The answer to a wish for a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Taken and counted, whether or not it is used.
    Granted(Slot),
    /// Not before this engine time; ask again then.
    NotBefore(Duration),
}

/// The log of what left, per class.
///
/// A log never fails: one that loses its file goes on in memory. Its futures are quick, the engine does nothing else
/// while it waits for them, and they may be dropped: a slot taken by a dropped reservation is spent.
pub trait RateLog: Send + Sync + 'static {
    /// Takes a slot of `class`, before anything is sent. Less urgent lanes are refused a little earlier than urgent
    /// ones (see [`crate::sched::pace`]).
    fn reserve(
        &self,
        class: RateClass,
        lane: Lane,
        now: Duration,
    ) -> impl Future<Output = Reservation> + Send;

    /// The exchange that `slot` was taken for ended at `end`, however it ended.
    fn settle(&self, slot: Slot, end: Duration) -> impl Future<Output = ()> + Send;

    /// The exchange of `slot` was answered 429 at `now`: closes the class for everybody until `until`, and slows it
    /// where the limit is a guess of ours.
    fn throttled(
        &self,
        slot: Slot,
        until: Duration,
        now: Duration,
    ) -> impl Future<Output = ()> + Send;

    /// What each class has used, from memory: never waits, and may be as old as the last reservation.
    fn usage(&self, now: Duration) -> PerClass<Usage>;
}

/// A log that lives and dies with this process.
#[derive(Debug)]
pub struct MemoryLog(Mutex<PerClass<Window>>);

impl MemoryLog {
    /// An empty log under these limits.
    pub fn new(limits: &Limits) -> Self {
        Self(Mutex::new(PerClass::from_fn(|class| {
            Window::new(limits.of(class))
        })))
    }

    fn windows(&self) -> MutexGuard<'_, PerClass<Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RateLog for MemoryLog {
    async fn reserve(&self, class: RateClass, lane: Lane, now: Duration) -> Reservation {
        match self.windows()[class].reserve(lane, now) {
            Verdict::Now => Reservation::Granted(Slot { class, at: now }),
            Verdict::At(at) => Reservation::NotBefore(at),
        }
    }

    async fn settle(&self, slot: Slot, end: Duration) {
        self.windows()[slot.class].settle(slot.at, end);
    }

    async fn throttled(&self, slot: Slot, until: Duration, now: Duration) {
        self.windows()[slot.class].throttled(slot.at, until, now);
    }

    fn usage(&self, now: Duration) -> PerClass<Usage> {
        let windows = self.windows();
        PerClass::from_fn(|class| windows[class].usage(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn closing_one_class_leaves_the_others_open() {
        let log = MemoryLog::new(&Limits::default());
        let now = Duration::from_secs(1);
        let until = Duration::from_secs(31);
        let Reservation::Granted(slot) = log.reserve(RateClass::Reads, Lane::User, now).await
        else {
            panic!("an empty log grants")
        };
        log.settle(slot, now).await;
        log.throttled(slot, until, now).await;
        for class in RateClass::ALL {
            let answer = log.reserve(class, Lane::User, now).await;
            if class == RateClass::Reads {
                assert_eq!(answer, Reservation::NotBefore(until));
            } else {
                assert_eq!(answer, Reservation::Granted(Slot { class, at: now }));
            }
        }
        assert_eq!(log.usage(now)[RateClass::Reads].closed, Some(until));
        assert_eq!(log.usage(now)[RateClass::Writes].closed, None);
    }
}
