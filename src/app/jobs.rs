//! Exports, downloads and uploads: what runs beside the panes.

use std::sync::Arc;

use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::request::{Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::TraceFile;
use chrono::{DateTime, Utc};

/// Names something asked about files, so that its answer is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SaveId(pub u64);

/// Bytes for a new file.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveFile {
    /// The name the server or we gave it: a leaf after cleaning, never a path.
    pub name: Text,
    /// What goes into it.
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for SaveFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SaveFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// What became of something about files. What is told as a string is safe for one line.
#[derive(Clone, Debug, PartialEq)]
pub enum FileEvent {
    /// A trace file was read.
    TraceLoaded(SaveId, Result<TraceFile, String>),
    /// What a path may go on with; directories end in a slash.
    PathsListed(SaveId, Vec<Text>),
    /// A file was written, under this path; or why not.
    Saved(SaveId, Result<String, String>),
}

/// What runs.
#[derive(Clone, Debug, Default)]
pub struct Jobs {}

impl AppState {
    /// `X`: what Covage can export.
    pub(crate) fn ask_export(&mut self, _effects: &mut Effects) {}

    /// `T`: the files of the line or order under the cursor.
    pub(crate) fn ask_files(&mut self, _effects: &mut Effects) {}

    /// Something about files happened.
    pub(crate) fn file_event(&mut self, _event: FileEvent, effects: &mut Effects) {
        effects.dirty();
    }

    /// Takes in an answer, if a job asked for it.
    pub(crate) fn jobs_answered(
        &mut self,
        _id: RequestId,
        _result: &Result<Reply, Failure>,
        _effects: &mut Effects,
    ) {
    }

    /// Submits what jobs need to know now.
    pub(crate) fn plan_jobs(&mut self, _effects: &mut Effects) {}

    /// When a job wants to be woken.
    pub(crate) fn jobs_wake(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// What was asked will not be answered any more.
    pub(crate) fn jobs_unanswered(&mut self) {}
}
