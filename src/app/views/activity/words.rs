//! What a row says: when, what, and how it stands. The same words are drawn, searched and copied.

use chrono::{DateTime, Utc};

use crate::app::batch::Run;
use crate::app::jobs::job::{Job, Stage as JobStage};
use crate::app::notice::Notice;
use crate::app::state::AppState;
use crate::app::writes::lookback::{LOOKS, is_harmless, is_read_back};
use crate::app::writes::words::{brief, second, seconds_left, short};
use crate::domain::failure::Failure;
use crate::domain::journal::{Entry, Look, Settled, Stage};
use crate::domain::text::Text;
use crate::domain::write::{Outcome, Receipt};

use super::{Section, Subject};

/// How a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Over, and as it was meant.
    Good,
    /// Over, and neither good nor bad.
    Quiet,
    /// Under way.
    Busy,
    /// Went wrong.
    Bad,
    /// Nobody knows, and somebody should.
    Alarm,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which part of the list it is in.
    pub section: Section,
    /// When it began, or was said.
    pub at: DateTime<Utc>,
    /// What it is.
    pub what: String,
    /// The same where there is less room.
    pub brief: String,
    /// How it stands.
    pub standing: String,
    /// How that is meant.
    pub tone: Tone,
    /// How much of how much is done, where that is worth a bar.
    pub progress: Option<(usize, usize)>,
}

impl AppState {
    /// What the row of a thing says; `None` when it is gone.
    pub fn activity_row(&self, subject: Subject) -> Option<Row> {
        Some(match subject {
            Subject::Write(id) => self.row_of_write(self.journal_entry(id)?),
            Subject::Job(number) => self.row_of_job(self.jobs.find(number)?),
            Subject::Batch(number) => self.row_of_batch(self.batches.find(number)?),
            Subject::Error(number) => row_of_error(self.error(number)?),
        })
    }

    fn row_of_write(&self, entry: &Entry) -> Row {
        let (standing, tone) = self.standing(entry);
        Row {
            section: if entry.is_open() {
                Section::Open
            } else {
                Section::Writes
            },
            at: entry.at,
            what: what(entry),
            brief: entry.intent.as_ref().map_or_else(|_| what(entry), brief),
            standing,
            tone,
            progress: None,
        }
    }

    /// How a write stands.
    pub fn standing(&self, entry: &Entry) -> (String, Tone) {
        match &entry.stage {
            Stage::Sending if entry.is_ours => ("being sent".to_owned(), Tone::Busy),
            Stage::Sending => ("being sent by another copy".to_owned(), Tone::Busy),
            // Nothing of value hangs on an export that may be running.
            Stage::Ended(Outcome::Unknown(_)) if is_harmless(entry) => {
                (self.unknown(entry), Tone::Bad)
            }
            Stage::Ended(Outcome::Unknown(_)) => (self.unknown(entry), Tone::Alarm),
            Stage::Ended(Outcome::NotSent(failure)) => {
                (format!("not sent: {}", failure.cause()), Tone::Bad)
            }
            Stage::Ended(Outcome::Refused(failure)) => (refused(failure), Tone::Bad),
            Stage::Ended(Outcome::Applied(receipt)) => (applied(receipt), Tone::Good),
            Stage::Settled(settled) => settled_as(settled),
        }
    }

    /// `UNKNOWN, read back 2/5: not applied as of 14:02:31 (still ready)`.
    fn unknown(&self, entry: &Entry) -> String {
        if !is_read_back(entry) {
            return "UNKNOWN, no reading can tell".to_owned();
        }
        let looks = match entry.looks {
            0 => "not read back yet".to_owned(),
            looks if looks <= LOOKS => format!("read back {looks}/{LOOKS}"),
            looks => format!("read back {looks} times"),
        };
        match &entry.look {
            Some(look) => format!("UNKNOWN, {looks}: {}", self.looked(entry, look)),
            None => format!("UNKNOWN, {looks}"),
        }
    }

    /// What one read tells: never that it did not happen.
    pub fn looked(&self, entry: &Entry, look: &Look) -> String {
        let (at, found) = (self.second(look.at), look.found.line());
        if is_read_back(entry) {
            format!("not applied as of {at} ({found})")
        } else {
            format!("unknown as of {at} ({found})")
        }
    }

    fn row_of_job(&self, job: &Job) -> Row {
        let (standing, tone) = self.standing_of_job(job);
        Row {
            section: Section::Jobs,
            at: job.since,
            what: of_job(job, job.about.line()),
            brief: brief_of_job(job),
            standing,
            tone,
            progress: None,
        }
    }

    fn row_of_batch(&self, run: &Run) -> Row {
        let (standing, tone) = self.standing_of_batch(run);
        let what = format!("batch {}", run.file().line());
        let counts = run.counts();
        Row {
            section: Section::Jobs,
            at: run.since,
            brief: what.clone(),
            what,
            standing,
            tone,
            progress: run.is_open().then_some((counts.done, counts.sites)),
        }
    }

    /// How a job stands.
    pub fn standing_of_job(&self, job: &Job) -> (String, Tone) {
        match &job.stage {
            JobStage::Slot(until) => {
                let left = seconds_left(*until - self.now);
                (format!("waits {left}: one in 5 minutes"), Tone::Busy)
            }
            JobStage::Starting => ("being sent".to_owned(), Tone::Busy),
            JobStage::Waiting {
                asked,
                next,
                trouble,
            } => {
                let left = seconds_left(*next - self.now);
                let said = match (trouble, asked) {
                    (Some(trouble), _) => format!("asks again in {left}: {trouble}"),
                    (None, 0) => format!("Covage makes it, asked in {left}"),
                    (None, asked) => format!("Covage makes it, asked {asked}x, again in {left}"),
                };
                (said, Tone::Busy)
            }
            JobStage::Asking { .. } => ("Covage makes it, being asked".to_owned(), Tone::Busy),
            JobStage::Fetching(_) => ("being downloaded".to_owned(), Tone::Busy),
            JobStage::Saving(_) => ("being written".to_owned(), Tone::Busy),
            JobStage::Done(path) => {
                let leaf = path.rsplit('/').next().unwrap_or(path);
                (format!("saved {leaf}"), Tone::Good)
            }
            JobStage::Unfetchable => {
                let said = "made, but no documented call fetches it";
                (said.to_owned(), Tone::Quiet)
            }
            JobStage::Failed(why) => (why.clone(), Tone::Bad),
            JobStage::Stopped if job.can_be_resumed() => {
                ("no longer followed".to_owned(), Tone::Quiet)
            }
            JobStage::Stopped => ("taken back, nothing was sent".to_owned(), Tone::Quiet),
            JobStage::Left => {
                let said = "started earlier: {refresh_row} fetches it";
                (self.keymap.tell(said), Tone::Quiet)
            }
        }
    }

    /// A time of day with its second; of another day with the day.
    pub fn second(&self, at: DateTime<Utc>) -> String {
        let local = self.zone.local(at);
        if local.date_naive() == self.today() {
            second(at, &self.zone)
        } else {
            local.format("%m-%d %H:%M").to_string()
        }
    }
}

fn row_of_error(notice: &Notice) -> Row {
    Row {
        section: Section::Errors,
        at: notice.at,
        what: notice.text.clone(),
        brief: notice.text.clone(),
        standing: match notice.times {
            1 => String::new(),
            times => format!("{times} times"),
        },
        tone: Tone::Bad,
        progress: None,
    }
}

/// What a write was to do: `decline QO_20260423_00000001 / 2173`.
pub(super) fn what(entry: &Entry) -> String {
    match &entry.intent {
        Ok(intent) => {
            let what = format!("{} {}", intent.write.verb(), intent.subject.line());
            what.trim_end().to_owned()
        }
        Err(words) => format!("a write of a newer program: {}", words.line()),
    }
}

fn refused(failure: &Failure) -> String {
    let status = failure.status.map(|status| format!(" ({status})"));
    let words = failure.detail.as_ref().map(Text::line);
    let said = words.unwrap_or(failure.cause());
    format!("refused{}: {said}", status.unwrap_or_default())
}

fn applied(receipt: &Receipt) -> String {
    match receipt {
        Receipt::Accepted { .. } => "applied, order line created".to_owned(),
        Receipt::Task(_)
        | Receipt::Basket(_)
        | Receipt::Line(_)
        | Receipt::Qualification(_)
        | Receipt::Key(_)
        | Receipt::Bare => "applied".to_owned(),
    }
}

fn settled_as(settled: &Settled) -> (String, Tone) {
    match settled {
        Settled::Reached { found, maybe_other } => {
            let whose = if *maybe_other {
                ", maybe by someone else"
            } else {
                ""
            };
            (format!("reached{whose}: {}", found.line()), Tone::Good)
        }
        Settled::GivenUp => ("not applied, confirmed anew since".to_owned(), Tone::Quiet),
        Settled::ByHand { was_applied, note } => {
            let held_for = match was_applied {
                Some(true) => "applied",
                Some(false) => "not applied",
                None => "never known",
            };
            let said = format!("{held_for}, by hand: {}", note.line());
            (said, Tone::Quiet)
        }
    }
}

/// A job in few columns: `PDF of offer QO_..001 / 2173`.
pub(crate) fn brief_of_job(job: &Job) -> String {
    of_job(job, &shortened(job.about.line()))
}

fn of_job(job: &Job, about: &str) -> String {
    let what = format!("{} {about}", job.title());
    what.trim_end().to_owned()
}

/// A text with its references cut in the middle.
fn shortened(text: &str) -> String {
    let is_reference =
        |word: &&str| word.contains('_') && word.contains(|c: char| c.is_ascii_digit());
    let word = |word: &str| {
        Some(word)
            .filter(is_reference)
            .map_or(word.to_owned(), short)
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
