//! The Activity pane: what is open, what runs, what was written, what went wrong.
//!
//! One list. What nobody is certain of stands on top, then jobs, writes and errors, each with the newest first. It shows
//! what is kept elsewhere (the journal, the jobs, the messages) and keeps nothing but its cursor.
//!
//! Invariants: a row's number never changes and belongs to one thing; a refresh moves neither cursor nor scroll.

mod ability;
mod actions;
mod list_pane;
mod rows;
mod settle;
mod words;

use std::collections::HashMap;

use crate::app::batch::BatchNumber;
use crate::app::entities::orders::RowId;
use crate::app::filter::FilterRow;
use crate::app::jobs::job::JobNumber;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::domain::journal::JournalId;

pub use settle::{Settling, Step};
pub(crate) use words::brief_of_job;
pub use words::{Row, Tone};

/// What is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Everything.
    #[default]
    All,
    /// What was written at Covage.
    Writes,
    /// Exports, downloads and batches.
    Jobs,
    /// What went wrong.
    Errors,
}

impl Facet {
    /// From left to right.
    pub const ALL: [Self; 4] = [Self::All, Self::Writes, Self::Jobs, Self::Errors];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Writes => "writes",
            Self::Jobs => "jobs",
            Self::Errors => "errors",
        }
    }

    fn beside(self, by: usize) -> Self {
        let place = Self::ALL.iter().position(|facet| *facet == self);
        let place = (place.unwrap_or(0) + by) % Self::ALL.len();
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Writes on their way, or of unknown outcome.
    Open,
    /// Exports, downloads and batches.
    Jobs,
    /// Writes that are over.
    Writes,
    /// What went wrong.
    Errors,
}

impl Section {
    /// Its title, before its first row.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Jobs => "JOBS",
            Self::Writes => "WRITES",
            Self::Errors => "ERRORS",
        }
    }
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A write of the journal.
    Write(JournalId),
    /// A job.
    Job(JobNumber),
    /// A batch of sites.
    Batch(BatchNumber),
    /// A message that something went wrong, by its number.
    Error(u64),
}

/// How many rows of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Writes, the open ones too.
    pub writes: usize,
    /// Writes nobody is certain of.
    pub open: usize,
    /// Jobs.
    pub jobs: usize,
    /// Messages.
    pub errors: usize,
}

impl Amounts {
    /// How many a facet lists.
    pub fn of(self, facet: Facet) -> usize {
        match facet {
            Facet::All => self.writes + self.jobs + self.errors,
            Facet::Writes => self.writes,
            Facet::Jobs => self.jobs,
            Facet::Errors => self.errors,
        }
    }
}

/// State of the Activity pane.
#[derive(Debug, Default)]
pub struct ActivityPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// Cursor and window.
    pub cursor: Cursor,
    /// What is listed.
    pub facet: Facet,
    /// First line of the preview.
    pub scroll: usize,
    /// What is shown, in order.
    rows: Vec<RowId>,
    /// What the filter chose from.
    all: usize,
    subjects: Vec<Subject>,
    numbers: HashMap<Subject, RowId>,
}

impl ActivityPane {
    /// The rows shown.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// How many there are without the filter.
    pub fn all(&self) -> usize {
        self.all
    }

    /// What a row stands for.
    pub fn subject(&self, row: RowId) -> Option<Subject> {
        self.subjects.get(row.0 as usize).copied()
    }

    /// What the row under the cursor stands for.
    pub fn under_cursor(&self) -> Option<Subject> {
        self.subject(self.cursor.row()?)
    }

    /// The number of a thing, given to it when it is first seen.
    fn number(&mut self, subject: Subject) -> RowId {
        let Self {
            subjects, numbers, ..
        } = self;
        *numbers.entry(subject).or_insert_with(|| {
            subjects.push(subject);
            RowId::at(subjects.len() - 1)
        })
    }
}

impl AppState {
    /// Lists anew what is there now, as long as the pane is on screen.
    pub(crate) fn follow_activity(&mut self) {
        if self.pane == Pane::Activity {
            self.list_activity();
        }
    }

    /// Lists anew what is there now.
    fn list_activity(&mut self) {
        let (subjects, all) = self.activity_subjects();
        let pane = &mut self.activity_pane;
        pane.rows = subjects
            .into_iter()
            .map(|subject| pane.number(subject))
            .collect();
        pane.all = all;
        let was = pane.cursor.row();
        let place = |row| pane.rows.iter().position(|other| *other == row);
        pane.cursor.follow(&pane.rows, place, self.room.list);
        if pane.cursor.row() != was {
            pane.scroll = 0;
        }
        if pane.cursor.row().is_none() {
            pane.focus = Focus::List;
        }
    }

    /// Applies what is typed.
    pub(crate) fn apply_activity_filter(&mut self) {
        self.list_activity();
    }

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_activity(&mut self) {
        self.follow_activity();
    }
}

#[cfg(test)]
mod tests;
