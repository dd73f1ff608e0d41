//! When a dialog may be confirmed: once what it shows was written to the terminal, and a moment passed without input.
//!
//! ```text
//!              that frame was written        150 ms without input, and then a wake
//!   unseen ---------------------------> seen ----------------------------------> armed
//!     ^                                  ^ |  any input: the moment begins anew     |
//!     |                                  | '--<---.                                |
//!     |                                  '---------- several keys at once, a paste --+
//!     '---------------------- what it shows is another matter ----------------------'
//! ```
//!
//! Only a wake arms: the loop takes in everything that was typed before it lets time pass, so what waited while the
//! program was busy is never taken for an answer to what was not on screen yet.

use chrono::{DateTime, TimeDelta, Utc};

/// How long nothing may be typed before a dialog can be confirmed (safety rules, section 2.7).
pub const QUIET: TimeDelta = TimeDelta::milliseconds(150);

/// Names what a dialog shows; another matter has another name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// How far a dialog is from being confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arming {
    revision: Revision,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Unseen,
    /// Since when it is seen and nothing was typed.
    Seen(DateTime<Utc>),
    Armed,
}

impl Arming {
    /// A dialog nobody has seen.
    pub fn new(revision: Revision) -> Self {
        Self {
            revision,
            stage: Stage::Unseen,
        }
    }

    /// What is shown, by name.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether it can be confirmed.
    pub fn is_armed(&self) -> bool {
        self.stage == Stage::Armed
    }

    /// What it shows is another matter now.
    pub fn revise(&mut self, revision: Revision) {
        *self = Self::new(revision);
    }

    /// A frame that shows `revision` was written.
    pub fn shown(&mut self, revision: Revision, now: DateTime<Utc>) {
        if self.revision == revision && self.stage == Stage::Unseen {
            self.stage = Stage::Seen(now);
        }
    }

    /// A key was pressed, alone.
    pub fn touched(&mut self, now: DateTime<Utc>) {
        if let Stage::Seen(since) = &mut self.stage {
            *since = now;
        }
    }

    /// Something came that no finger types: the moment has to pass once more.
    pub fn startled(&mut self, now: DateTime<Utc>) {
        if self.stage != Stage::Unseen {
            self.stage = Stage::Seen(now);
        }
    }

    /// When it is armed if nothing happens.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            Stage::Seen(since) => Some(since + QUIET),
            Stage::Unseen | Stage::Armed => None,
        }
    }

    /// Time passed and nothing else; returns whether that armed it.
    pub fn woke(&mut self, now: DateTime<Utc>) -> bool {
        let is_due = self.due().is_some_and(|due| due <= now);
        if is_due {
            self.stage = Stage::Armed;
        }
        is_due
    }

    /// The clock was set back to `now`.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        if let Stage::Seen(since) = &mut self.stage {
            *since = now.min(*since);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures;

    fn at(millis: i64) -> DateTime<Utc> {
        fixtures::now() + TimeDelta::milliseconds(millis)
    }

    #[test]
    fn it_takes_its_own_frame_and_a_quiet_moment() {
        let mut arming = Arming::new(Revision(7));
        assert_eq!(arming.due(), None, "time alone does nothing");
        assert!(!arming.woke(at(10_000)));
        arming.shown(Revision(6), at(10_000));
        assert_eq!(arming.due(), None, "that was another frame");
        arming.shown(Revision(7), at(10_000));
        arming.touched(at(10_100));
        assert!(!arming.woke(at(10_249)), "149 ms after a key");
        assert!(arming.woke(at(10_250)) && arming.is_armed());
        arming.touched(at(10_300));
        assert!(arming.is_armed(), "a key alone is what is waited for");
    }

    #[test]
    fn another_matter_or_a_burst_begin_it_anew() {
        let mut arming = Arming::new(Revision(1));
        arming.shown(Revision(1), at(0));
        assert!(arming.woke(at(150)));
        arming.startled(at(200));
        assert!(!arming.is_armed() && !arming.woke(at(349)));
        assert!(arming.woke(at(350)), "what is shown was seen already");
        arming.revise(Revision(2));
        arming.shown(Revision(1), at(400));
        assert_eq!(arming.due(), None);
        arming.shown(Revision(2), at(400));
        arming.shown(Revision(2), at(500));
        assert_eq!(arming.due(), Some(at(550)), "seen since its first frame");
    }
}
