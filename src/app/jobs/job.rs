//! A job and how far it is.
//!
//! ```text
//!  confirmed --> Slot --> Starting --> Waiting <--> Asking --> Fetching --> Saving --> Done
//!                  |         |            |           |           |           |
//!                  '---------'------------'-----+-----'-----------'-----------'
//!                                               v
//!                         Failed, Stopped, Unfetchable, Left --> taken up again
//! ```
//!
//! A download of something that is there already begins at Fetching. Pure data: what an answer does to a job stands in
//! `answers`.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::app::jobs::SaveId;
use crate::domain::ids::{OrderRef, TaskId};
use crate::domain::journal::WriteId;
use crate::domain::request::{Read, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{LineKey, Write};

/// Names a job within this run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobNumber(pub u64);

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name.
    pub number: JobNumber,
    /// What it brings.
    pub kind: JobKind,
    /// What it is about, for people.
    pub about: Text,
    /// What its file is to be called, before cleaning.
    pub file: Text,
    /// Covage's name for it, once told.
    pub task: Option<TaskId>,
    /// When it began.
    pub since: DateTime<Utc>,
    /// When its stage changed last.
    pub moved_at: DateTime<Utc>,
    /// How far it is.
    pub stage: Stage,
    /// The write that starts it.
    pub(super) write: Option<WriteId>,
    /// What was downloaded and is not on the disk yet.
    pub(super) body: Option<Arc<[u8]>>,
}

/// What a job brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// A file that Covage makes.
    Export(Export),
    /// The trace file of a line.
    Trace(LineKey),
    /// A document of an order.
    Document(OrderRef, Text),
}

/// A file that Covage makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The orders, as CSV (O17).
    Orders,
    /// The quote lines, as CSV (Q18, Q19).
    Lines,
    /// The whole answer to a line, as PDF (Q16).
    LinePdf,
    /// The answer for one offer, as PDF (Q16).
    OfferPdf,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The write that starts it waits for its slot until then.
    Slot(DateTime<Utc>),
    /// That write is on its way.
    Starting,
    /// Covage works on it.
    Waiting {
        /// How often it was asked how it is doing.
        asked: u32,
        /// When it is asked again.
        next: DateTime<Utc>,
        /// Why the last question had no answer; safe for one line.
        trouble: Option<String>,
    },
    /// It is being asked how it is doing.
    Asking {
        /// How often before.
        asked: u32,
        /// Which question.
        id: RequestId,
    },
    /// Its file is being downloaded; not asked for yet without a question.
    Fetching(Option<RequestId>),
    /// Its file is being written.
    Saving(SaveId),
    /// Its file stands under this path; safe for one line.
    Done(String),
    /// Covage started it, and no documented call brings its file (Q16).
    Unfetchable,
    /// It went wrong; why, safe for one line.
    Failed(String),
    /// A person stopped following it.
    Stopped,
    /// An earlier run of the program started it and may not have fetched it.
    Left,
}

impl Export {
    /// The export that a write starts.
    pub fn of(write: &Write) -> Option<Self> {
        match write {
            Write::StartOrderExport => Some(Self::Orders),
            Write::StartQuoteExport(_) => Some(Self::Lines),
            Write::ExportLinePdf(_) => Some(Self::LinePdf),
            Write::ExportOfferPdf(..) => Some(Self::OfferPdf),
            _ => None,
        }
    }

    /// Whether no call to fetch it is documented.
    pub fn is_pdf(self) -> bool {
        matches!(self, Self::LinePdf | Self::OfferPdf)
    }

    /// The question how it is doing. For a PDF none is documented; those of the line export are the nearest.
    pub(super) fn status(self, task: TaskId) -> Read {
        match self {
            Self::Orders => Read::OrderExportStatus(task),
            Self::Lines | Self::LinePdf | Self::OfferPdf => Read::QuoteExportStatus(task),
        }
    }

    /// The question for its file.
    pub(super) fn download(self, task: TaskId) -> Read {
        match self {
            Self::Orders => Read::OrderExport(task),
            Self::Lines | Self::LinePdf | Self::OfferPdf => Read::QuoteExport(task),
        }
    }
}

impl Job {
    /// What it is, in a few words: `CSV of the orders`.
    pub fn title(&self) -> &'static str {
        match &self.kind {
            JobKind::Export(Export::Orders) => "CSV of the orders",
            JobKind::Export(Export::Lines) => "CSV of quote lines",
            JobKind::Export(Export::LinePdf) => "PDF of line",
            JobKind::Export(Export::OfferPdf) => "PDF of offer",
            JobKind::Trace(_) => "trace of",
            JobKind::Document(..) => "document of",
        }
    }

    /// Whether something is still to come by itself.
    pub fn is_running(&self) -> bool {
        match self.stage {
            Stage::Slot(_)
            | Stage::Starting
            | Stage::Waiting { .. }
            | Stage::Asking { .. }
            | Stage::Fetching(_)
            | Stage::Saving(_) => true,
            Stage::Done(_)
            | Stage::Unfetchable
            | Stage::Failed(_)
            | Stage::Stopped
            | Stage::Left => false,
        }
    }

    /// Whether it has ended without a file and could still get one.
    pub fn can_be_resumed(&self) -> bool {
        let is_done = matches!(self.stage, Stage::Done(_));
        !is_done && !self.is_running() && (self.body.is_some() || self.download().is_some())
    }

    /// When it wants to be woken, or shows something else by then.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            Stage::Waiting { next, .. } => Some(next),
            _ => None,
        }
    }

    /// Whether its row counts seconds.
    pub fn is_counting_down(&self) -> bool {
        matches!(self.stage, Stage::Slot(_) | Stage::Waiting { .. })
    }

    /// The question for its file, once it can be asked.
    pub(super) fn download(&self) -> Option<Read> {
        match &self.kind {
            JobKind::Export(export) => Some(export.download(self.task.clone()?)),
            JobKind::Trace(key) => Some(Read::Trace(key.clone())),
            JobKind::Document(order, file) => Some(Read::Document(order.clone(), file.clone())),
        }
    }

    /// The question that is open.
    pub(super) fn asked(&self) -> Option<RequestId> {
        match self.stage {
            Stage::Asking { id, .. } => Some(id),
            Stage::Fetching(id) => id,
            _ => None,
        }
    }

    pub(super) fn go(&mut self, stage: Stage, now: DateTime<Utc>) {
        self.stage = stage;
        self.moved_at = now;
    }
}
