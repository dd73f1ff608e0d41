//! Which rows there are, and in what order.

use chrono::{DateTime, Utc};

use crate::app::batch::Run;
use crate::app::jobs::job::Job;
use crate::app::notice::{Notice, Weight};
use crate::app::state::AppState;
use crate::domain::fold::fold;
use crate::domain::journal::{Entry, JournalId};

use super::{Amounts, Facet, Section, Subject};

impl AppState {
    /// What is listed under the facet and the filter, in order; and how much there is without the filter.
    pub(super) fn activity_subjects(&self) -> (Vec<Subject>, usize) {
        let mut all = self.listed();
        // Stable: what the journal and the messages tell first stays first.
        all.sort_by_key(|(section, ..)| *section);
        let count = all.len();
        let filter = &self.activity_pane.filter;
        let text = if filter.is_off { "" } else { filter.text() };
        let wanted = fold(text);
        let words: Vec<_> = wanted.split_whitespace().collect();
        let is_shown = |subject: &Subject| {
            let row = self.activity_row(*subject);
            row.is_some_and(|row| {
                let text = fold(&format!(
                    "{} {} {}",
                    row.section.title(),
                    row.what,
                    row.standing
                ));
                words.iter().all(|word| text.contains(word))
            })
        };
        let subjects = all.into_iter().map(|(_, subject)| subject);
        let shown = subjects.filter(|subject| words.is_empty() || is_shown(subject));
        (shown.collect(), count)
    }

    /// Everything under the facet, in the order within each section.
    fn listed(&self) -> Vec<(Section, Subject)> {
        let facet = self.activity_pane.facet;
        let has = |wanted: Facet| facet == Facet::All || facet == wanted;
        let mut all = Vec::new();
        if has(Facet::Writes) {
            let entries = self.writes.journal.entries.iter();
            all.extend(entries.map(|entry| (section(entry), Subject::Write(entry.id))));
        }
        if has(Facet::Jobs) {
            let mut jobs: Vec<_> = self.jobs.list().iter().collect();
            jobs.sort_by_key(|job| std::cmp::Reverse(order(job)));
            let jobs = jobs.into_iter().map(|job| Subject::Job(job.number));
            let batches = self.batches.list().iter().rev();
            let (open, ended): (Vec<_>, Vec<_>) = batches.partition(|run| run.is_open());
            let subject = |run: &Run| Subject::Batch(run.number);
            // What goes on for minutes stands before what goes on for seconds.
            let open = open.into_iter().map(subject);
            let jobs = open.chain(jobs).chain(ended.into_iter().map(subject));
            all.extend(jobs.map(|subject| (Section::Jobs, subject)));
        }
        if has(Facet::Errors) {
            let errors = self.errors().map(|notice| Subject::Error(notice.number));
            all.extend(errors.map(|subject| (Section::Errors, subject)));
        }
        all
    }

    /// What went wrong, newest first.
    fn errors(&self) -> impl Iterator<Item = &Notice> {
        let notices = self.notices.newest_first();
        notices.filter(|notice| notice.weight == Weight::Problem)
    }

    /// How many rows of each kind there are.
    pub fn activity_amounts(&self) -> Amounts {
        let entries = &self.writes.journal.entries;
        Amounts {
            writes: entries.len(),
            open: entries.iter().filter(|entry| entry.is_open()).count(),
            jobs: self.jobs.list().len() + self.batches.list().len(),
            errors: self.errors().count(),
        }
    }

    /// A write of the journal.
    pub fn journal_entry(&self, id: JournalId) -> Option<&Entry> {
        let mut entries = self.writes.journal.entries.iter();
        entries.find(|entry| entry.id == id)
    }

    /// A message that something went wrong.
    pub fn error(&self, number: u64) -> Option<&Notice> {
        self.errors().find(|notice| notice.number == number)
    }
}

fn section(entry: &Entry) -> Section {
    if entry.is_open() {
        Section::Open
    } else {
        Section::Writes
    }
}

/// What runs comes first, then the newest.
fn order(job: &Job) -> (bool, DateTime<Utc>, u64) {
    (job.is_running(), job.since, job.number.0)
}
