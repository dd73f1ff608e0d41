//! A value that has to be fetched: what is known now, how old it is, and how the last attempt went.
//!
//! A failed refresh never takes the last good value away.

use chrono::{DateTime, Utc};

use crate::domain::failure::Failure;

/// Something fetched from the API, with its last good value kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loadable<T> {
    value: Option<(T, DateTime<Utc>)>,
    attempt: Attempt,
}

/// How the newest attempt stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// None is under way.
    Idle,
    /// Asked for, not answered.
    Loading,
    /// Answered with a failure.
    Failed(Failure, DateTime<Utc>),
}

impl<T> Default for Loadable<T> {
    fn default() -> Self {
        Self {
            value: None,
            attempt: Attempt::Idle,
        }
    }
}

impl<T> Loadable<T> {
    /// The last good value.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref().map(|(value, _)| value)
    }

    /// When the last good value was read.
    pub fn read_at(&self) -> Option<DateTime<Utc>> {
        self.value.as_ref().map(|(_, at)| *at)
    }

    /// How the newest attempt stands.
    pub fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    /// Whether an answer is awaited.
    pub fn is_loading(&self) -> bool {
        self.attempt == Attempt::Loading
    }

    /// The failure of the newest attempt.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.attempt {
            Attempt::Failed(failure, _) => Some(failure),
            Attempt::Idle | Attempt::Loading => None,
        }
    }

    /// The clock was set back to `now`: nothing was read later than that.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        if let Some((_, at)) = &mut self.value {
            *at = now.min(*at);
        }
        if let Attempt::Failed(_, at) = &mut self.attempt {
            *at = now.min(*at);
        }
    }

    /// How well it is known, whatever it is.
    pub fn known(&self) -> Known<'_> {
        Known {
            read_at: self.read_at(),
            attempt: &self.attempt,
        }
    }

    /// An attempt brought a value.
    pub fn succeed(&mut self, value: T, at: DateTime<Utc>) {
        self.value = Some((value, at));
        self.attempt = Attempt::Idle;
    }
}

/// How well a value is known.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// When the last good value was read.
    pub read_at: Option<DateTime<Utc>>,
    /// How the newest attempt stands.
    pub attempt: &'a Attempt,
}

/// What can happen to a value on its way, whatever it is.
pub trait Slot {
    /// An attempt begins.
    fn begin(&mut self);
    /// An attempt was given up before its answer.
    fn abandon(&mut self);
    /// An attempt failed.
    fn fail(&mut self, failure: Failure, at: DateTime<Utc>);
}

impl<T> Slot for Loadable<T> {
    fn begin(&mut self) {
        self.attempt = Attempt::Loading;
    }

    fn abandon(&mut self) {
        if self.attempt == Attempt::Loading {
            self.attempt = Attempt::Idle;
        }
    }

    fn fail(&mut self, failure: Failure, at: DateTime<Utc>) {
        self.attempt = Attempt::Failed(failure, at);
    }
}
