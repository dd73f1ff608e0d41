//! Exports, downloads and uploads: what runs beside the panes.
//!
//! A job begins with a key of a person and goes on by itself: it waits for its slot, asks Covage how it is doing, downloads
//! and saves. It never starts anything at Covage: that is a write, which takes the way of every write, and a job follows
//! it. Jobs live as long as the program; an export whose task stands in the journal can be taken up by the next run.

mod answers;
mod ask;
pub mod job;
mod line_filter;
pub mod path;
mod upload;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::batch::file::Loaded;
use crate::app::effect::Effect;
use crate::app::event::WriteMove;
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::activity::brief_of_job;
use crate::domain::failure::Failure;
use crate::domain::ids::{OrderRef, TaskId};
use crate::domain::journal::{Entry, Stage as Written, WriteId};
use crate::domain::request::{Lane, Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, LineKey, Outcome, Receipt, TraceFile, Write};

pub use ask::Wish;

use job::{Export, Job, JobKind, JobNumber, Stage};

/// Jobs that have ended are kept up to this many.
const KEPT: usize = 100;
/// An export that an earlier run started is offered for this long.
const LEFT_FOR: TimeDelta = TimeDelta::hours(12);

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
    /// A file of sites was read, with every mistake in it.
    SitesLoaded(SaveId, Result<Loaded, String>),
    /// What a path may go on with; directories end in a slash.
    PathsListed(SaveId, Vec<Text>),
    /// A file was written, under this path; or why not.
    Saved(SaveId, Result<String, String>),
}

/// What runs, and what has.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    list: Vec<Job>,
    next: u64,
    /// What an open menu is about.
    about: ask::About,
    /// Where the last file that was sent or read lay, as it was typed.
    directory: String,
    /// Whether the journal was looked through for what an earlier run left.
    is_journal_seen: bool,
}

impl Jobs {
    /// All of them, the newest last.
    pub fn list(&self) -> &[Job] {
        &self.list
    }

    /// One of them.
    pub fn find(&self, number: JobNumber) -> Option<&Job> {
        self.list.iter().find(|job| job.number == number)
    }

    /// How many have something to come by themselves.
    pub fn running(&self) -> usize {
        self.list.iter().filter(|job| job.is_running()).count()
    }

    fn find_mut(&mut self, number: JobNumber) -> Option<&mut Job> {
        self.list.iter_mut().find(|job| job.number == number)
    }

    fn of_write(&self, write: WriteId) -> Option<JobNumber> {
        let job = self.list.iter().find(|job| job.write == Some(write));
        job.map(|job| job.number)
    }

    /// Where the last file lay, as it was typed.
    pub(crate) fn directory(&self) -> &str {
        &self.directory
    }

    /// Keeps where a file lay.
    pub(crate) fn remember_directory(&mut self, path: &str) {
        let end = path.rfind('/').map_or(0, |slash| slash + 1);
        let directory = path.get(..end).unwrap_or_default();
        directory.clone_into(&mut self.directory);
    }

    /// A number that names something asked about files.
    pub(crate) fn next_save(&mut self) -> SaveId {
        self.next += 1;
        SaveId(self.next)
    }

    fn add(&mut self, kind: JobKind, about: Text, file: Text, now: DateTime<Utc>) -> &mut Job {
        self.next += 1;
        if self.list.len() >= KEPT
            && let Some(oldest) = self.list.iter().position(|job| !job.is_running())
        {
            self.list.remove(oldest);
        }
        self.list.push(Job {
            number: JobNumber(self.next),
            kind,
            about,
            file,
            task: None,
            since: now,
            moved_at: now,
            stage: Stage::Fetching(None),
            write: None,
            body: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}

/// What the file of an export is to be called: by its day, or by its line.
fn export_file(export: Export, intent: &Intent, day: chrono::NaiveDate) -> Text {
    let about = || intent.subject.line().replace(" / ", " ").replace('/', "-");
    Text::new(match export {
        Export::Orders => format!("orders_{day}.csv"),
        Export::Lines => format!("quote_lines_{day}.csv"),
        Export::LinePdf | Export::OfferPdf => format!("{}.pdf", about()),
    })
}

impl AppState {
    /// A write came further. Called for every write by whoever moves it: those that start an export have a job.
    pub(crate) fn jobs_write_moved(
        &mut self,
        write: WriteId,
        intent: &Intent,
        moved: &WriteMove,
        effects: &mut Effects,
    ) {
        let Some(export) = Export::of(&intent.write) else {
            return;
        };
        effects.dirty();
        let number = self
            .jobs
            .of_write(write)
            .unwrap_or_else(|| self.begin_export(write, export, intent));
        let (now, jobs) = (self.now, &mut self.jobs);
        let Some(job) = jobs.find_mut(number) else {
            return;
        };
        let stage = match moved {
            WriteMove::Waiting(until) => Stage::Slot(*until),
            WriteMove::Sending(_) => Stage::Starting,
            WriteMove::Cancelled => Stage::Stopped,
            WriteMove::Refused(refusal) => Stage::Failed(answers::not_taken(refusal)),
            WriteMove::Ended(_, outcome) => answers::started(job, outcome, now),
        };
        job.go(stage, now);
        // Whatever else became of the write is told where writes are.
        if matches!(moved, WriteMove::Ended(_, Outcome::Applied(_))) {
            self.tell_of_job(number);
        }
    }

    fn begin_export(&mut self, write: WriteId, export: Export, intent: &Intent) -> JobNumber {
        let file = export_file(export, intent, self.today());
        let kind = JobKind::Export(export);
        let job = self.jobs.add(kind, intent.subject.clone(), file, self.now);
        job.write = Some(write);
        job.stage = Stage::Starting;
        job.number
    }

    /// Downloads the trace file of a line.
    fn begin_trace(&mut self, key: LineKey, about: Text, file: Text) {
        self.jobs.add(JobKind::Trace(key), about, file, self.now);
    }

    /// Downloads a document of an order.
    fn begin_document(&mut self, order: OrderRef, file: Text) {
        let about = order.text().clone();
        let kind = JobKind::Document(order, file.clone());
        self.jobs.add(kind, about, file, self.now);
    }

    /// Takes a job up again that has ended without a file, at once; why not, if so.
    pub(crate) fn resume_job(&mut self, number: JobNumber) -> Result<(), &'static str> {
        let now = self.now;
        let Some(job) = self.jobs.find_mut(number) else {
            return Err("it is gone");
        };
        let stage = match (&job.stage, &job.task) {
            (Stage::Waiting { asked, .. }, _) => Stage::Waiting {
                asked: *asked,
                next: now,
                trouble: None,
            },
            (Stage::Done(_), _) => return Err("it is done: {copy} copies its path"),
            _ if job.is_running() => return Err("it is under way"),
            _ if job.body.is_some() => Stage::Fetching(None),
            (_, Some(_)) => {
                // A new beginning: the patience is for each.
                job.since = now;
                Stage::Waiting {
                    asked: 0,
                    next: now,
                    trouble: None,
                }
            }
            _ if job.can_be_resumed() => Stage::Fetching(None),
            _ => return Err("Covage never started it: {export} asks for another one"),
        };
        job.go(stage, now);
        Ok(())
    }

    /// Stops following a job, or takes back the write that has not started it yet; why not, if so.
    pub(crate) fn stop_job(
        &mut self,
        number: JobNumber,
        effects: &mut Effects,
    ) -> Result<(), &'static str> {
        let now = self.now;
        let Some(job) = self.jobs.find_mut(number) else {
            return Err("it is gone");
        };
        match (&job.stage, job.write) {
            (Stage::Slot(_), Some(write)) => {
                self.take_back_waiting(write, effects);
                return Ok(());
            }
            (Stage::Starting, _) => return Err("it is being sent: wait for the answer"),
            (Stage::Saving(_), _) => return Err("it is being written to the disk"),
            _ if !job.is_running() => return Err("it has ended"),
            _ => {}
        }
        if let Some(id) = job.asked() {
            effects.push(Effect::Cancel(id));
        }
        job.go(Stage::Stopped, now);
        Ok(())
    }

    /// Something about files happened.
    pub(crate) fn file_event(&mut self, event: FileEvent, effects: &mut Effects) {
        effects.dirty();
        match event {
            FileEvent::TraceLoaded(id, result) => self.trace_loaded(id, result, effects),
            FileEvent::PathsListed(id, paths) => self.paths_listed(id, paths),
            FileEvent::SitesLoaded(id, result) => self.sites_loaded(id, result, effects),
            FileEvent::Saved(id, result) => {
                self.batch_saved(id, &result);
                self.job_saved(id, result);
            }
        }
    }

    fn job_saved(&mut self, id: SaveId, result: Result<String, String>) {
        let now = self.now;
        let mut jobs = self.jobs.list.iter_mut();
        let Some(job) = jobs.find(|job| job.stage == Stage::Saving(id)) else {
            return;
        };
        let stage = match result {
            Ok(path) => {
                job.body = None;
                Stage::Done(path)
            }
            Err(why) => Stage::Failed(why),
        };
        job.go(stage, now);
        let number = job.number;
        self.tell_of_job(number);
    }

    /// Takes in an answer, if a job asked for it.
    pub(crate) fn jobs_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let now = self.now;
        let mut jobs = self.jobs.list.iter();
        let Some(number) = jobs
            .find(|job| job.asked() == Some(id))
            .map(|job| job.number)
        else {
            return;
        };
        effects.dirty();
        let save = self.jobs.next_save();
        let Some(job) = self.jobs.find_mut(number) else {
            return;
        };
        let stage = match (&job.stage, &job.kind) {
            (Stage::Asking { asked, .. }, JobKind::Export(export)) => {
                answers::asked(job, *export, *asked, result, now)
            }
            _ => match result {
                Ok(
                    Reply::OrderExport(bytes)
                    | Reply::QuoteExport(bytes)
                    | Reply::Trace(bytes)
                    | Reply::Document(bytes),
                ) => {
                    job.body = Some(bytes.as_slice().into());
                    Stage::Saving(save)
                }
                Ok(_) => Stage::Failed("the answer is about something else".to_owned()),
                Err(failure) => answers::not_fetched(job, failure, now),
            },
        };
        job.go(stage, now);
        if let (Stage::Saving(id), Some(bytes)) = (&job.stage, &job.body) {
            let file = SaveFile {
                name: job.file.clone(),
                bytes: Arc::clone(bytes),
            };
            effects.push(Effect::SaveFile(*id, file));
        }
        self.tell_of_job(number);
    }

    /// Says how a job ended.
    fn tell_of_job(&mut self, number: JobNumber) {
        let Some(job) = self.jobs.find(number) else {
            return;
        };
        let what = brief_of_job(job);
        match &job.stage {
            Stage::Done(path) => {
                let said = format!("saved {path}");
                self.notices.info(self.now, said);
            }
            Stage::Failed(why) => {
                let said = format!("{what}: {why}");
                self.notices.problem(self.now, said);
            }
            Stage::Unfetchable => {
                let said = format!("{what}: {}", self.no_way(job));
                self.notices.info(self.now, said);
            }
            _ => {}
        }
    }

    /// What is said of a task whose file nobody can fetch (Q16).
    pub fn no_way(&self, job: &Job) -> String {
        let task = job
            .task
            .as_ref()
            .map_or("a task", |task| task.text().line());
        format!("Covage started it as {task}; the documentation names no call to fetch it")
    }

    /// Submits what jobs need to know now.
    pub(crate) fn plan_jobs(&mut self, effects: &mut Effects) {
        self.take_up_left_exports();
        let now = self.now;
        let is_due = |job: &Job| match job.stage {
            Stage::Waiting { next, .. } => next <= now,
            Stage::Fetching(None) => true,
            _ => false,
        };
        let jobs = self.jobs.list.iter();
        let due: Vec<_> = jobs
            .filter(|job| is_due(job))
            .map(|job| job.number)
            .collect();
        for number in due {
            effects.dirty();
            self.ask_for_job(number, effects);
        }
    }

    fn ask_for_job(&mut self, number: JobNumber, effects: &mut Effects) {
        let (now, id, save) = (self.now, self.next_request(), self.jobs.next_save());
        let Some(job) = self.jobs.find_mut(number) else {
            return;
        };
        // It was downloaded and could not be written: it is not asked for again.
        if let Some(bytes) = &job.body {
            let (name, bytes) = (job.file.clone(), Arc::clone(bytes));
            effects.push(Effect::SaveFile(save, SaveFile { name, bytes }));
            return job.go(Stage::Saving(save), now);
        }
        let (read, stage) = match (&job.stage, &job.kind, &job.task) {
            (Stage::Waiting { asked, .. }, JobKind::Export(export), Some(task)) => {
                let stage = Stage::Asking { asked: *asked, id };
                (Some(export.status(task.clone())), stage)
            }
            _ => (job.download(), Stage::Fetching(Some(id))),
        };
        let Some(read) = read else {
            return job.go(Stage::Failed("Covage named no task".to_owned()), now);
        };
        job.go(stage, now);
        let lane = Lane::Visible;
        effects.push(Effect::Submit { id, read, lane });
    }

    /// Exports of an earlier run whose file may never have been fetched: offered, not fetched by themselves, for another
    /// copy of the program may be at it.
    fn take_up_left_exports(&mut self) {
        if self.jobs.is_journal_seen || self.writes.journal.entries.is_empty() {
            return;
        }
        self.jobs.is_journal_seen = true;
        let left: Vec<_> = self
            .writes
            .journal
            .entries
            .iter()
            .rev()
            .filter(|entry| !entry.is_ours && self.now - entry.at < LEFT_FOR)
            .filter_map(left_export)
            .collect();
        for (export, intent, task, at) in left {
            let file = export_file(export, &intent, self.today());
            let kind = JobKind::Export(export);
            let job = self.jobs.add(kind, intent.subject, file, at);
            job.task = Some(task);
            job.stage = Stage::Left;
        }
    }

    /// When a job wants to be woken.
    pub(crate) fn jobs_wake(&self) -> Option<DateTime<Utc>> {
        self.jobs.list.iter().filter_map(Job::due).min()
    }

    /// Whether a job on screen counts seconds.
    pub(crate) fn is_job_counting_down(&self) -> bool {
        self.pane == Pane::Activity && self.jobs.list.iter().any(Job::is_counting_down)
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn jobs_clock_set_back(&mut self) {
        let now = self.now;
        for job in &mut self.jobs.list {
            job.since = job.since.min(now);
            job.moved_at = job.moved_at.min(now);
            if let Stage::Waiting { next, .. } = &mut job.stage {
                *next = (*next).min(now + answers::LONGEST);
            }
        }
    }

    /// What was asked will not be answered any more: it is asked anew.
    pub(crate) fn jobs_unanswered(&mut self) {
        let now = self.now;
        for job in &mut self.jobs.list {
            job.stage = match job.stage {
                Stage::Asking { asked, .. } => Stage::Waiting {
                    asked,
                    next: now,
                    trouble: None,
                },
                Stage::Fetching(_) => Stage::Fetching(None),
                _ => continue,
            };
        }
    }
}

/// The export that a remembered write started, with Covage's name for it.
fn left_export(entry: &Entry) -> Option<(Export, Intent, TaskId, DateTime<Utc>)> {
    let intent = entry.intent.as_ref().ok()?;
    let Written::Ended(Outcome::Applied(Receipt::Task(task))) = &entry.stage else {
        return None;
    };
    let export = Export::of(&intent.write)?;
    Some((export, intent.clone(), task.clone(), entry.at))
}

/// Whether an export of a kind is on its way, so that another one of it would be for nothing.
pub(super) fn is_same_export(job: &Job, write: &Write) -> bool {
    match (&job.kind, Export::of(write)) {
        (JobKind::Export(Export::Orders), Some(Export::Orders))
        | (JobKind::Export(Export::Lines), Some(Export::Lines)) => job.is_running(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
