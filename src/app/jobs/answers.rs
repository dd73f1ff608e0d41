//! What an answer does to a job: wait on, download, or give up and say why.
//!
//! Covage is asked politely: soon at first, then ever more rarely, at most once a minute, and not for ever. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::Refusal;
use crate::domain::order::ExportStatus;
use crate::domain::request::Reply;
use crate::domain::write::{Outcome, Receipt};

use super::job::{Export, Job, JobKind, Stage};

/// Seconds before each question; the last one goes on.
const PAUSES: [i64; 6] = [3, 5, 10, 20, 40, 60];
/// The longest of them.
pub(super) const LONGEST: TimeDelta = TimeDelta::seconds(60);
/// Covage is not asked for longer than this.
const PATIENCE: TimeDelta = TimeDelta::hours(2);
/// A task that was just started may not be known everywhere at once.
const UNKNOWN_TRIES: u32 = 3;
/// Questions after a PDF that no call is documented for.
const PDF_TRIES: u32 = 4;
/// After a 429 that names no time: a whole window.
const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// How long to wait after so many questions.
pub(super) fn pause(asked: u32) -> TimeDelta {
    let last = PAUSES.len() - 1;
    let place = usize::try_from(asked).unwrap_or(last).min(last);
    TimeDelta::seconds(PAUSES.get(place).copied().unwrap_or(60))
}

/// The stage of an export whose write ended.
pub(super) fn started(job: &mut Job, outcome: &Outcome, now: DateTime<Utc>) -> Stage {
    let why = match outcome {
        Outcome::Applied(Receipt::Task(task)) => {
            job.task = Some(task.clone());
            return Stage::Waiting {
                asked: 0,
                next: now + pause(0),
                trouble: None,
            };
        }
        Outcome::Applied(_) => {
            "Covage started it, but named no task: it cannot be fetched".to_owned()
        }
        Outcome::NotSent(failure) => format!("not sent: {}", failure.line()),
        Outcome::Refused(failure) => refused(failure),
        Outcome::Unknown(_) => {
            "it is not known whether Covage started it; its task is lost".to_owned()
        }
    };
    Stage::Failed(why)
}

/// Why Covage did not start it.
fn refused(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::Forbidden => {
            "the account may not export (403): ask Covage for the right".to_owned()
        }
        FailureKind::NotFound => "Covage has nothing to export there (404)".to_owned(),
        FailureKind::Throttled { .. } => {
            "too many exports (429): one in 5 minutes for each user; ask again then".to_owned()
        }
        _ => failure.line(),
    }
}

/// Why a write was not even remembered.
pub(super) fn not_taken(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InProgress { is_unknown, .. } => {
            let open = if *is_unknown {
                "of unknown outcome"
            } else {
                "under way"
            };
            format!("not sent: another one is {open}")
        }
        Refusal::NotDurable(why) => format!("not sent: {why}"),
    }
}

/// The stage after Covage was asked how an export is doing.
pub(super) fn asked(
    job: &Job,
    export: Export,
    asked: u32,
    result: &Result<Reply, Failure>,
    now: DateTime<Utc>,
) -> Stage {
    match result {
        Ok(Reply::OrderExportStatus(status) | Reply::QuoteExportStatus(status)) => {
            match status.success {
                Some(true) => Stage::Fetching(None),
                Some(false) => Stage::Failed(failed(status)),
                None => wait(job, asked, None, now),
            }
        }
        Ok(_) => Stage::Failed("the answer is about something else".to_owned()),
        // Nobody says that these calls know of PDFs at all: a last look at the file itself decides.
        Err(failure) if export.is_pdf() && is_no(failure) => {
            if asked + 1 < PDF_TRIES {
                wait(job, asked, Some(failure.line()), now)
            } else {
                Stage::Fetching(None)
            }
        }
        Err(failure) => troubled(job, asked, failure, now),
    }
}

fn failed(status: &ExportStatus) -> String {
    let when = status
        .stopped
        .as_ref()
        .map(|_| " and ended it")
        .unwrap_or_default();
    format!("Covage says that the export failed{when}: ask for another one")
}

/// The stage after the download of an export; `None` when it holds the file.
pub(super) fn not_fetched(job: &Job, failure: &Failure, now: DateTime<Utc>) -> Stage {
    match &job.kind {
        JobKind::Export(export) if export.is_pdf() && is_no(failure) => Stage::Unfetchable,
        JobKind::Export(_) if failure.is_passing() => wait(job, 0, Some(failure.line()), now),
        JobKind::Export(_) => Stage::Failed(lost(failure)),
        JobKind::Trace(_) => Stage::Failed(match failure.kind {
            FailureKind::NotFound => "Covage holds no trace file for this line (404)".to_owned(),
            _ => lost(failure),
        }),
        JobKind::Document(..) => Stage::Failed(match failure.kind {
            FailureKind::NotFound => "Covage holds no such document (404)".to_owned(),
            _ => lost(failure),
        }),
    }
}

/// Why there is no file.
fn lost(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::Forbidden => {
            "the account may not download it (403): ask Covage for the right".to_owned()
        }
        FailureKind::NotFound => "Covage does not hold it any more (404)".to_owned(),
        FailureKind::Throttled { .. } => "too many requests (429): nothing was saved".to_owned(),
        _ => failure.line(),
    }
}

/// A whole answer that says no, as opposed to no answer.
fn is_no(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::NotFound | FailureKind::Forbidden | FailureKind::Refused
    )
}

fn troubled(job: &Job, asked: u32, failure: &Failure, now: DateTime<Utc>) -> Stage {
    match failure.kind {
        FailureKind::Forbidden => Stage::Failed(lost(failure)),
        FailureKind::NotFound if asked + 1 >= UNKNOWN_TRIES => {
            Stage::Failed("Covage does not know this export any more (404)".to_owned())
        }
        FailureKind::Refused | FailureKind::TooLarge | FailureKind::Internal => {
            Stage::Failed(failure.line())
        }
        FailureKind::Throttled { retry_after } => {
            let named = retry_after.and_then(|after: Duration| TimeDelta::from_std(after).ok());
            let least = now + named.unwrap_or(WINDOW);
            match wait(job, asked, Some("too many requests (429)".to_owned()), now) {
                Stage::Waiting {
                    asked,
                    next,
                    trouble,
                } => Stage::Waiting {
                    asked,
                    next: next.max(least),
                    trouble,
                },
                other => other,
            }
        }
        _ => wait(job, asked, Some(failure.line()), now),
    }
}

fn wait(job: &Job, asked: u32, trouble: Option<String>, now: DateTime<Utc>) -> Stage {
    if now - job.since > PATIENCE {
        return Stage::Failed("Covage has not finished it in 2 hours".to_owned());
    }
    let asked = asked + 1;
    Stage::Waiting {
        asked,
        next: now + pause(asked),
        trouble,
    }
}
