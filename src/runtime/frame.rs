//! When a frame may be drawn. Pure: it is told the time and never reads it.
//!
//! ```text
//!            mark(Input)                       mark(Change)
//!   resting ------------> draw now    resting -------------> draw now   (first after rest)
//!                                     within 33 ms of a frame: wait until it is 33 ms old
//!   writer busy: blocked, whatever is marked; nothing marked: idle
//! ```
//!
//! Invariants: nothing dirty, no frame; never a frame while the writer holds one; a marked change
//! is drawn at most [`INTERVAL`] after the writer is free.

use std::time::Duration;

use tokio::time::Instant;

/// The least time between a frame and the next one that no key asked for: 30 frames a second.
pub const INTERVAL: Duration = Duration::from_millis(33);

/// Why the screen is no longer true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A result, a gauge or a tick; paced.
    Change,
    /// Something the person at the keyboard did; never paced.
    Input,
}

/// What the loop does about drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Nothing changed.
    Idle,
    /// Draw, then call [`Pacer::drawn`].
    Draw,
    /// Ask again at this time.
    Wait(Instant),
    /// Ask again when the writer has written its frame.
    Blocked,
}

/// Decides when to draw.
#[derive(Clone, Debug, Default)]
pub struct Pacer {
    dirty: Option<Cause>,
    last: Option<Instant>,
}

impl Pacer {
    /// The screen is no longer true. The stronger cause wins until the next frame.
    pub fn mark(&mut self, cause: Cause) {
        self.dirty = self.dirty.max(Some(cause));
    }

    /// Whether a frame is due at `now`; `can_draw` is whether the writer's slot is free.
    pub fn pace(&self, now: Instant, can_draw: bool) -> Pace {
        let Some(cause) = self.dirty else {
            return Pace::Idle;
        };
        if !can_draw {
            return Pace::Blocked;
        }
        match self.last.map(|last| last + INTERVAL) {
            Some(due) if cause == Cause::Change && due > now => Pace::Wait(due),
            _ => Pace::Draw,
        }
    }

    /// A frame was drawn at `now` from the present state (even if not a byte of it changed).
    pub fn drawn(&mut self, now: Instant) {
        self.dirty = None;
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(ms: u64, origin: Instant) -> Instant {
        origin + Duration::from_millis(ms)
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_dirty_no_frame() {
        let mut pacer = Pacer::default();
        let t = Instant::now();
        assert_eq!(pacer.pace(t, true), Pace::Idle);
        pacer.mark(Cause::Change);
        pacer.drawn(t);
        assert_eq!(pacer.pace(at(1000, t), true), Pace::Idle);
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_change_after_rest_is_drawn_at_once_and_the_next_waits() {
        let mut pacer = Pacer::default();
        let t = Instant::now();
        pacer.mark(Cause::Change);
        assert_eq!(pacer.pace(t, true), Pace::Draw);
        pacer.drawn(t);
        pacer.mark(Cause::Change);
        assert_eq!(pacer.pace(at(1, t), true), Pace::Wait(at(33, t)));
        assert_eq!(pacer.pace(at(33, t), true), Pace::Draw);
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_is_not_paced_but_waits_for_the_writer() {
        let mut pacer = Pacer::default();
        let t = Instant::now();
        pacer.mark(Cause::Change);
        pacer.drawn(t);
        pacer.mark(Cause::Input);
        pacer.mark(Cause::Change);
        assert_eq!(pacer.pace(at(1, t), false), Pace::Blocked);
        assert_eq!(pacer.pace(at(1, t), true), Pace::Draw);
    }

    proptest! {
        /// Whatever arrives when, frames without a key are 33 ms apart and none is late.
        #[test]
        fn results_never_draw_faster_than_the_interval(gaps in prop::collection::vec(0u64..50, 1..200)) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            let t = runtime.block_on(async { Instant::now() });
            let (mut pacer, mut now, mut frames) = (Pacer::default(), 0, Vec::new());
            for gap in gaps {
                pacer.mark(Cause::Change);
                let marked = now;
                let drawn = match pacer.pace(at(now, t), true) {
                    Pace::Draw => now,
                    Pace::Wait(due) => u64::try_from((due - t).as_millis()).unwrap(),
                    other => return Err(TestCaseError::fail(format!("{other:?}"))),
                };
                prop_assert!(drawn - marked <= 33);
                if drawn <= now + gap {
                    pacer.drawn(at(drawn, t));
                    frames.push(drawn);
                }
                now += gap;
            }
            prop_assert!(frames.windows(2).all(|w| w[1] - w[0] >= 33), "{frames:?}");
        }
    }
}
