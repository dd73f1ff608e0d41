//! Where time comes from. The one module that reads the system's clocks.
//!
//! Three readings are handed out, because no single one answers every question:
//! the wall clock (dates on screen, moves when somebody sets it), the boot clock (ages and token
//! life, counts suspend, never steps) and the local zone (rendering only).
//!
//! Never: a timer. Waiting is `tokio::time`, which a test pauses; a clock from
//! [`Clock::simulated`] advances with it, so that paused time pauses dates too.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, Offset, TimeDelta, Utc};
use tokio::time::Instant;

/// A source of dates and ages; cheap to clone, all clones tell the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    Simulated(Simulated),
}

#[derive(Debug)]
struct Simulated {
    start: DateTime<Utc>,
    zone: FixedOffset,
    origin: Instant,
    moved: Mutex<Moved>,
}

/// What a test did to the clocks beside letting tokio's time pass.
#[derive(Clone, Copy, Debug, Default)]
struct Moved {
    wall: TimeDelta,
    boot: Duration,
}

impl Clock {
    /// The system's clocks: real dates, `CLOCK_BOOTTIME`, the zone of `TZ` or `/etc/localtime`.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that stands at `start` now and moves with tokio's time; the zone is fixed. For tests, and for the demo
    /// that pictures are taken of.
    pub fn simulated(start: DateTime<Utc>, zone: FixedOffset) -> Self {
        Self(Arc::new(Source::Simulated(Simulated {
            start,
            zone,
            origin: Instant::now(),
            moved: Mutex::default(),
        })))
    }

    /// The wall clock. It may step in either direction between two calls.
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            #[expect(clippy::disallowed_methods, reason = "the clock that others must ask")]
            Source::System => Utc::now(),
            Source::Simulated(sim) => {
                let elapsed = TimeDelta::from_std(sim.origin.elapsed()).unwrap_or(TimeDelta::MAX);
                let moved = sim.moved().wall;
                sim.start
                    .checked_add_signed(elapsed)
                    .and_then(|at| at.checked_add_signed(moved))
                    .unwrap_or(sim.start)
            }
        }
    }

    /// Time since an arbitrary origin (boot), suspend included; never goes back.
    ///
    /// Off Linux the kernel offers no such clock portably: there it is the monotonic one.
    pub fn boot(&self) -> Duration {
        match &*self.0 {
            Source::System => boot_time(),
            Source::Simulated(sim) => sim.origin.elapsed() + sim.moved().boot,
        }
    }

    /// The same instant in the local zone, with the offset in force at that instant.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.offset(at))
    }

    /// Offset of the local zone from UTC at the given instant.
    pub fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        match &*self.0 {
            Source::System => at.with_timezone(&Local).offset().fix(),
            Source::Simulated(sim) => sim.zone,
        }
    }

    /// Steps the wall clock, as a person or NTP would. Does nothing to the system's clock.
    pub fn step(&self, by: TimeDelta) {
        self.alter(|moved| moved.wall = moved.wall.checked_add(&by).unwrap_or(moved.wall));
    }

    /// Lets the machine sleep: wall and boot clock advance, tokio's time does not.
    /// Does nothing to the system's clock.
    pub fn sleep_machine(&self, slept: Duration) {
        self.alter(|moved| {
            let wall = TimeDelta::from_std(slept).unwrap_or(TimeDelta::MAX);
            moved.wall = moved.wall.checked_add(&wall).unwrap_or(moved.wall);
            moved.boot = moved.boot.saturating_add(slept);
        });
    }

    fn alter(&self, change: impl FnOnce(&mut Moved)) {
        if let Source::Simulated(sim) = &*self.0 {
            change(&mut sim.moved.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Simulated {
    fn moved(&self) -> Moved {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn boot_time() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let id = rustix::time::ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let id = rustix::time::ClockId::Monotonic;
    Duration::try_from(rustix::time::clock_gettime(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600, 0).unwrap()
    }

    fn zone() -> FixedOffset {
        FixedOffset::east_opt(3600).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn paused_time_pauses_dates() {
        let clock = Clock::simulated(start(), zone());
        let boot = clock.boot();
        assert_eq!(clock.now(), start());
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now() - start(), TimeDelta::seconds(90));
        assert_eq!(
            clock.boot().checked_sub(boot),
            Some(Duration::from_secs(90))
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_step_moves_dates_and_a_sleep_moves_both() {
        let clock = Clock::simulated(start(), zone());
        let twin = clock.clone();
        clock.step(TimeDelta::hours(-2));
        assert_eq!(twin.now() - start(), TimeDelta::hours(-2));
        assert_eq!(twin.boot(), Duration::ZERO);
        clock.sleep_machine(Duration::from_secs(3 * 3600));
        assert_eq!(twin.now() - start(), TimeDelta::hours(1));
        assert_eq!(twin.boot(), Duration::from_secs(3 * 3600));
    }

    #[test]
    fn the_zone_is_for_reading_only() {
        let clock = Clock::simulated(start(), zone());
        assert_eq!(
            clock.local(start()).to_rfc3339(),
            "2026-01-01T01:00:00+01:00"
        );
        assert_eq!(clock.local(start()), start());
    }

    #[test]
    fn the_system_clock_moves_and_does_not_step() {
        let clock = Clock::system();
        let (before, date) = (clock.boot(), clock.now());
        clock.step(TimeDelta::days(400));
        while clock.boot() == before {
            std::hint::spin_loop();
        }
        assert!(clock.boot() > before);
        assert!((clock.now() - date).abs() < TimeDelta::days(1));
    }
}
