//! Work that outlives a key press: exports, downloads and uploads, and how far each came.
//!
//! A job is remembered, so that a task at Covage that an export started is found again after the program ended. What a
//! job does is for whoever runs it to say, in its own words: kind and what it is about are only kept.

use chrono::{DateTime, Utc};

use crate::domain::journal::{Account, JournalId};
use crate::domain::text::Text;

/// Names a job, on this host and for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

/// A job before it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which kind of job: `export`, `download`.
    pub kind: String,
    /// Whose it is.
    pub account: Account,
    /// What it is about, as whoever runs it wrote it down (JSON).
    pub what: String,
    /// The write that began it, where one did.
    pub write: Option<JournalId>,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// What it is.
    pub job: NewJob,
    /// How it stands.
    pub state: JobState,
    /// How far it is.
    pub progress: Progress,
    /// When it began.
    pub since: DateTime<Utc>,
    /// When anything about it changed last.
    pub changed: DateTime<Utc>,
    /// Whether this process runs it.
    pub is_ours: bool,
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It is being done.
    Running,
    /// The process that did it is gone; it can be taken up again.
    Left,
    /// It is done; the path of its result, where there is one.
    Done(Option<Text>),
    /// It failed; why.
    Failed(Text),
}

/// How far a job is, in its own unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub done: u64,
    /// Of how much, where that is known.
    pub of: Option<u64>,
}
