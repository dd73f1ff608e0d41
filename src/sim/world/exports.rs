//! CSV exports as tasks: started, running for a while, then ready or failed (row `O17`).

use chrono::{DateTime, Duration, Utc};

use super::super::dice::Dice;

/// One export task.
#[derive(Clone, Debug)]
pub struct Export {
    /// Key, a UUID.
    pub id: String,
    asked: DateTime<Utc>,
    takes: Duration,
    will_fail: bool,
}

/// How far a task has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Queued,
    /// Begun at this instant.
    Running(DateTime<Utc>),
    /// Begun and ended at these instants, with a file or without.
    Ended {
        /// Begin.
        started: DateTime<Utc>,
        /// End.
        stopped: DateTime<Utc>,
        /// Whether there is a file.
        is_success: bool,
    },
}

impl Export {
    /// How far the task is at `now`: it waits for a fifth of its time and runs for the rest.
    pub fn progress(&self, now: DateTime<Utc>) -> Progress {
        let started = self.asked + self.takes / 5;
        let stopped = self.asked + self.takes;
        if now >= stopped {
            Progress::Ended {
                started,
                stopped,
                is_success: !self.will_fail,
            }
        } else if now >= started {
            Progress::Running(started)
        } else {
            Progress::Queued
        }
    }
}

/// The tasks, oldest first.
#[derive(Debug)]
pub struct Exports {
    dice: Dice,
    takes: Duration,
    will_fail: bool,
    tasks: Vec<Export>,
}

impl Exports {
    /// No task yet; each will take `takes` and fail when `will_fail`.
    pub fn new(seed: u64, takes: Duration, will_fail: bool) -> Self {
        Self {
            dice: Dice::of(seed, 0, 0xE4),
            takes,
            will_fail,
            tasks: Vec::new(),
        }
    }

    /// Starts a task.
    pub fn start(&mut self, now: DateTime<Utc>) -> Export {
        let export = Export {
            id: self.dice.uuid(),
            asked: now,
            takes: self.takes,
            will_fail: self.will_fail,
        };
        self.tasks.push(export.clone());
        export
    }

    /// The task behind a key.
    pub fn get(&self, id: &str) -> Option<&Export> {
        self.tasks.iter().find(|task| task.id == id)
    }
}
