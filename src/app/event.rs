//! Everything that can happen to the program, in the past tense.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::app::arrangement::Place;
use crate::app::batch::BatchTold;
use crate::app::dialog::arming::Revision;
use crate::app::gauges::Gauges;
use crate::app::jobs::FileEvent;
use crate::app::keymap::Chord;
use crate::app::pointer::{Target, Turn};
use crate::app::saved::{Change, View};
use crate::domain::date::Zone;
use crate::domain::failure::Failure;
use crate::domain::journal::{Journal, JournalId, Refusal, WriteId};
use crate::domain::request::{Reply, RequestId};
use crate::domain::write::Outcome;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed, alone: what a finger makes.
    Key(Chord),
    /// A key came with others in one read, or is repeated by the terminal.
    BurstKey(Chord),
    /// The mouse was clicked on something.
    Clicked(Target),
    /// The wheel was turned over something.
    Wheeled(Target, Turn),
    /// Text was pasted; never a key.
    Pasted(String),
    /// The terminal has another size, which [`Context`] already tells.
    Resized,
    /// A request was answered.
    Answered(Answer),
    /// The request engine's instruments moved.
    Gauged(Gauges),
    /// The moment the state asked to be woken at has come.
    Woke,
    /// A background task panicked.
    TaskPanicked(TaskPanic),
    /// The request engine was started anew; what was asked of the old one stays unanswered.
    EngineRestarted,
    /// A text did not reach the clipboard beyond the terminal; why, safe for one line.
    CopyFailed(String),
    /// The file of saved views was changed, or could not be.
    ViewsSaved(ViewsSaved),
    /// A write that was handed to the engine came further.
    WriteMoved(WriteId, WriteMove),
    /// The journal differs, by this process or another.
    JournalChanged(Journal),
    /// Something about files: read, listed, saved.
    File(FileEvent),
    /// What is remembered of a batch, or not.
    Batch(BatchTold),
    /// The frame was fully written to the terminal; it shows this of the open dialog.
    FrameWritten(Revision),
    /// The screen was handed back after a suspend, or a redraw was forced.
    Resumed,
}

/// An answer of the request engine.
#[derive(Debug)]
pub struct Answer {
    /// Every submitted request it answers: equal reads share one flight.
    pub ids: Vec<RequestId>,
    /// What came back.
    pub result: Result<Reply, Failure>,
    /// From the first byte out to the last byte in.
    pub took: Duration,
}

/// How far a write came.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteMove {
    /// Its slot is not free before this moment; it can still be taken back.
    Waiting(DateTime<Utc>),
    /// It was taken back before anything was remembered or sent.
    Cancelled,
    /// It was not remembered, so nothing was sent.
    Refused(Refusal),
    /// It is remembered, and on its way.
    Sending(JournalId),
    /// Its outcome is remembered.
    Ended(JournalId, Outcome),
}

/// What became of a change of the saved views.
#[derive(Debug)]
pub struct ViewsSaved {
    /// What was to be changed.
    pub change: Change,
    /// What the file holds now; or why it is as before, safe for one line.
    pub result: Result<Vec<View>, String>,
}

/// A background task that panicked.
#[derive(Debug)]
pub struct TaskPanic {
    /// The task's name.
    pub task: String,
    /// What it said.
    pub message: String,
    /// Whether it was started again.
    pub was_restarted: bool,
}

/// What an event is judged by: the time, the zone and what fits on the screen.
#[derive(Clone, Debug)]
pub struct Context {
    /// Now.
    pub now: DateTime<Utc>,
    /// The zone dates are shown in and days are counted in.
    pub zone: Zone,
    /// What the layout has room for.
    pub room: Room,
}

/// Rows that fit, measured by the layout from size and state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Rows of the list.
    pub list: usize,
    /// Rows of the column of views; 0 when it is not shown.
    pub views: usize,
    /// Rows of the preview; 0 when it is not shown.
    pub preview: usize,
    /// First line of the preview that is shown: the scroll, or what had to be revealed.
    pub preview_top: usize,
    /// Lines of the preview that do not fit.
    pub preview_hidden: usize,
    /// Where the preview stands beside the list, never [`Place::Auto`]; `None` where the screen has no room for it there.
    pub preview_place: Option<Place>,
    /// Whether the part with the focus is the only one on screen.
    pub is_alone: bool,
    /// How many columns of the list can be scrolled past.
    pub columns_ahead: usize,
    /// Rows of the overlay.
    pub overlay: usize,
    /// Lines of the overlay that do not fit.
    pub overlay_hidden: usize,
}
