//! What is said of a batch: in its row, and how far it is.

use super::estimate::about;
use super::run::{Run, Stage};
use crate::app::copy::counted;
use crate::app::state::AppState;
use crate::app::views::activity::Tone;
use crate::app::writes::words::second;
use crate::domain::write::{Intent, Write};

impl AppState {
    /// How a batch stands: `84/118 sites  9.8/min  ~4 min left`.
    pub fn standing_of_batch(&self, run: &Run) -> (String, Tone) {
        let counts = run.counts();
        let done = format!("{}/{}", counts.done, counted(counts.sites, "site"));
        match &run.stage {
            Stage::Opening | Stage::Claiming => ("begins".to_owned(), Tone::Busy),
            Stage::Running => match self.hindrance_of(run) {
                Some(why) => (format!("{done}, waits: {why}"), Tone::Busy),
                None => (format!("{done}{}", self.pace_of(run)), Tone::Busy),
            },
            Stage::Held(None) => {
                let way = self.keymap.tell("held: {hold} goes on");
                (format!("{done}, {way}"), Tone::Quiet)
            }
            Stage::Held(Some(why)) => (format!("{done}, held: {why}"), Tone::Bad),
            Stage::Left => {
                let way = self.keymap.tell("left by an earlier run: {hold} goes on");
                (format!("{done}, {way}"), Tone::Quiet)
            }
            Stage::Elsewhere => (format!("{done}, of another copy"), Tone::Quiet),
            Stage::Ending => ("ending, nothing more is asked".to_owned(), Tone::Busy),
            Stage::Saving(_) => ("its result is being written".to_owned(), Tone::Busy),
            Stage::Unsaved(why) => (format!("not saved: {why}"), Tone::Bad),
            Stage::Failed(why) => (format!("nothing was asked: {why}"), Tone::Bad),
            Stage::Ended(path) => {
                let leaf = path.rsplit('/').next().unwrap_or(path);
                let done = format!("{} of {} answered", counts.answered, counts.sites);
                let is_whole = counts.done == counts.sites;
                let part = if is_whole { "" } else { "cancelled, " };
                let tone = if is_whole { Tone::Good } else { Tone::Quiet };
                (format!("{part}{done}, saved {leaf}"), tone)
            }
        }
    }

    /// Why a batch that runs does not go on just now.
    pub fn hindrance_of(&self, run: &Run) -> Option<String> {
        if let Some(why) = self.why_no_batch_sends() {
            return Some(self.keymap.tell(&why));
        }
        let entries = &self.writes.journal.entries;
        if run.to_ask_anew(entries, self.now).is_some() {
            let text = "a request was not applied: {refresh_row} may ask for it anew";
            return Some(self.keymap.tell(text));
        }
        if run.doubts() > 0 {
            return Some("a request of unknown outcome is read back".to_owned());
        }
        let trouble = run.trouble.clone()?;
        Some(match run.not_before.filter(|at| *at > self.now) {
            Some(at) => format!("{trouble}, until {}", second(at, &self.zone)),
            None => trouble,
        })
    }

    /// `  9.8/min  ~4 min left`.
    fn pace_of(&self, run: &Run) -> String {
        let left = about(run.to_do().time(self.gauges.cap));
        match run.per_minute(self.now) {
            Some(rate) if rate < 10.0 => format!("  {rate:.1}/min  ~{left} left"),
            Some(rate) => format!("  {rate:.0}/min  ~{left} left"),
            None => format!("  ~{left} left"),
        }
    }
}

/// The sites of a request, in few words.
pub(super) fn sites_of(intent: &Intent) -> String {
    match &intent.write {
        Write::Qualify(asked) => counted(asked.sites.len(), "site"),
        _ => String::new(),
    }
}
