//! Reading back what is of unknown outcome: when, and what becomes of it.
//!
//! Two, ten, thirty and a hundred and twenty seconds after the outcome became unknown, then every ten minutes while it is
//! open. The journal counts the looks, so that copies of the program share one schedule and a restart goes on with it.
//! What is read is judged by [`super::verdict`]; nothing here sends a write.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::verdict::{Finding, can_be_read_back, first_read, verdict};
use super::{is_settled, words};
use crate::app::effect::Effect;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::journal::{Entry, FRESH_INTENT_AFTER, Journal, JournalId, Look, Settled, Stage};
use crate::domain::request::{Lane, Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome, Write};

/// When an outcome is read back, counted from when it became unknown.
const STEPS: [TimeDelta; 4] = [
    TimeDelta::seconds(2),
    TimeDelta::seconds(10),
    TimeDelta::seconds(30),
    FRESH_INTENT_AFTER,
];
/// How often after that.
const THEN_EVERY: TimeDelta = TimeDelta::minutes(10);
/// Two looks, and a settlement and the next look, are never closer than this.
const APART: TimeDelta = TimeDelta::seconds(2);
/// The journal has this long to take a settlement before it is found again.
const SETTLES_WITHIN: TimeDelta = TimeDelta::seconds(60);
/// The longest pause after reads that failed; doubled from [`APART`] with each.
const PAUSE_AT_MOST: TimeDelta = TimeDelta::minutes(10);
/// What is said where no call shows what became of a write.
pub(super) const NO_READING_TELLS: &str = "no reading can tell";
/// Pages of a list that one look goes through.
const PAGES: u32 = 20;

/// How many looks there are before they only repeat, that repetition included.
pub const LOOKS: u32 = 5;
const _: () = assert!(
    STEPS.len() + 1 == LOOKS as usize,
    "the steps, and the repetition"
);

/// What is being read back.
#[derive(Debug, Default)]
pub(super) struct LookBacks {
    flights: HashMap<RequestId, Flight>,
    plans: HashMap<JournalId, Plan>,
}

/// A read on behalf of an entry.
#[derive(Clone, Copy, Debug)]
struct Flight {
    entry: JournalId,
    reads: u32,
}

/// What is known here of an entry and not in the journal yet.
#[derive(Debug, Default)]
struct Plan {
    /// Looks, as counted here: the journal tells of one a moment later.
    looks: u32,
    looked_at: Option<DateTime<Utc>>,
    not_before: Option<DateTime<Utc>>,
    failures: u32,
    is_flying: bool,
}

impl LookBacks {
    /// Drops what concerns entries that are not of interest any more.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(JournalId) -> bool) {
        self.plans.retain(|id, _| is_wanted(*id));
    }

    /// What was asked will not be answered.
    pub(super) fn unanswered(&mut self) {
        self.flights.clear();
        for plan in self.plans.values_mut() {
            plan.is_flying = false;
        }
    }

    /// When an entry of unknown outcome is to be looked at; `None` while it is, or when no look can tell more.
    fn due(&self, entry: &Entry) -> Option<DateTime<Utc>> {
        let none = Plan::default();
        let plan = self.plans.get(&entry.id).unwrap_or(&none);
        if plan.is_flying {
            return None;
        }
        let looks = entry.looks.max(plan.looks);
        let looked_at = entry.look.as_ref().map(|look| look.at);
        let looked_at = looked_at.max(plan.looked_at);
        let intent = entry.intent.as_ref().ok()?;
        let at = if first_read(&intent.write).is_none() {
            // Nothing can be read: one look says so, when it is allowed to try anew.
            (looks == 0).then_some(entry.staged_at + FRESH_INTENT_AFTER)?
        } else {
            let step = STEPS.get(usize::try_from(looks).unwrap_or(usize::MAX));
            match (step, looked_at) {
                (Some(step), None) => entry.staged_at + *step,
                (Some(step), Some(last)) => (entry.staged_at + *step).max(last + APART),
                (None, last) => last.unwrap_or(entry.staged_at) + THEN_EVERY,
            }
        };
        Some(plan.not_before.map_or(at, |not_before| at.max(not_before)))
    }
}

impl AppState {
    /// Which look at an entry comes next, and how many there are before they only repeat.
    pub fn look_number(&self, entry: &Entry) -> (u32, u32) {
        ((entry.looks + 1).min(LOOKS), LOOKS)
    }

    /// When something is to be read back.
    pub(super) fn looks_wake(&self) -> Option<DateTime<Utc>> {
        let looks = &self.writes.looks;
        self.unknown_entries()
            .filter_map(|entry| looks.due(entry))
            .min()
    }

    /// Reads back what is due.
    pub(super) fn plan_looks(&mut self, effects: &mut Effects) {
        let looks = &self.writes.looks;
        let is_due = |entry: &&Entry| looks.due(entry).is_some_and(|due| due <= self.now);
        let due: Vec<_> = self
            .unknown_entries()
            .filter(is_due)
            .filter_map(|entry| Some((entry.id, first_read(&entry.intent.as_ref().ok()?.write))))
            .collect();
        for (entry, read) in due {
            match read {
                Some(read) => self.look_back(entry, read, 1, effects),
                None => self.note_look(entry, &Text::new(NO_READING_TELLS), effects),
            }
        }
    }

    fn look_back(&mut self, entry: JournalId, read: Read, reads: u32, effects: &mut Effects) {
        effects.dirty();
        let id = self.next_request();
        let looks = &mut self.writes.looks;
        looks.plans.entry(entry).or_default().is_flying = true;
        looks.flights.insert(id, Flight { entry, reads });
        effects.push(Effect::Submit {
            id,
            read,
            lane: Lane::ReadBack,
        });
    }

    /// Takes in the answer to a read-back; false when it is not one.
    pub(super) fn look_back_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) -> bool {
        let Some(flight) = self.writes.looks.flights.remove(&id) else {
            return false;
        };
        let plan = self.writes.looks.plans.entry(flight.entry).or_default();
        plan.is_flying = false;
        let mut entries = self.unknown_entries();
        let entry = entries.find(|entry| entry.id == flight.entry);
        let Some((Ok(intent), at)) = entry.map(|entry| (&entry.intent, entry.at)) else {
            return true;
        };
        let finding = result
            .as_ref()
            .ok()
            .map(|reply| verdict(&intent.write, at, reply));
        drop(entries);
        let Some(finding) = finding else {
            return self.look_failed(flight.entry);
        };
        match finding {
            Finding::Reached { found, maybe_other } => {
                self.settle_as_reached(flight.entry, found, maybe_other, effects);
            }
            Finding::NotYet(found) | Finding::Undecidable(found) => {
                self.note_look(flight.entry, &found, effects);
            }
            Finding::Ask(read, _) if flight.reads < PAGES => {
                self.look_back(flight.entry, read, flight.reads + 1, effects);
            }
            Finding::Ask(_, so_far) => self.note_look(flight.entry, &so_far, effects),
        }
        true
    }

    /// A read that failed is no look: it is tried again, ever more rarely.
    fn look_failed(&mut self, entry: JournalId) -> bool {
        let now = self.now;
        let plan = self.writes.looks.plans.entry(entry).or_default();
        let pause = APART * 2_i32.pow(plan.failures.min(10));
        plan.failures += 1;
        plan.not_before = Some(now + pause.min(PAUSE_AT_MOST));
        true
    }

    fn settle_as_reached(
        &mut self,
        entry: JournalId,
        found: Text,
        maybe_other: bool,
        effects: &mut Effects,
    ) {
        let now = self.now;
        let plan = self.writes.looks.plans.entry(entry).or_default();
        plan.not_before = Some(now + SETTLES_WITHIN);
        effects.push(Effect::Settle(
            entry,
            Settled::Reached { found, maybe_other },
        ));
    }

    fn note_look(&mut self, entry: JournalId, found: &Text, effects: &mut Effects) {
        effects.dirty();
        let at = self.now;
        let known = self.writes.journal.entries.iter().find(|it| it.id == entry);
        let (looks, staged_at) = known.map_or((0, at), |it| (it.looks, it.staged_at));
        let intent = known.and_then(|it| it.intent.clone().ok());
        let plan = self.writes.looks.plans.entry(entry).or_default();
        plan.looks = plan.looks.max(looks) + 1;
        plan.looked_at = Some(at);
        plan.failures = 0;
        plan.not_before = None;
        effects.push(Effect::NoteLook(
            entry,
            Look {
                at,
                found: found.clone(),
            },
        ));
        // The first look from then on is the one that allows to try anew, and worth a person's eye.
        let was_told = plan.looks > LOOKS - 1 && at - staged_at > THEN_EVERY;
        if at - staged_at >= FRESH_INTENT_AFTER
            && !was_told
            && let Some(intent) = intent
        {
            let as_of = words::second(at, &self.zone);
            let again = self.keymap.shown(words::action(&intent.write));
            let text = format!(
                "{}: {} as of {as_of} ({}); {again} may ask for it anew",
                words::brief(&intent),
                words::still(&intent.write),
                found.line()
            );
            self.notices.lasting_problem(at, text);
        }
    }

    /// Says what became of entries that were open and are not any more, whoever settled them, and reads their targets.
    pub(super) fn tell_of_settled(&mut self, was: &Journal, effects: &mut Effects) {
        let was_unknown = |entry: &&Entry| {
            was.entries
                .iter()
                .any(|it| it.id == entry.id && it.is_unknown())
        };
        let settled: Vec<Entry> = self
            .writes
            .journal
            .entries
            .iter()
            .filter(|entry| is_settled(entry) && self.is_my_entry(entry))
            .filter(was_unknown)
            .cloned()
            .collect();
        for entry in settled {
            let (Ok(intent), Stage::Settled(how)) = (&entry.intent, &entry.stage) else {
                continue;
            };
            self.tell_of_one_settled(&entry, intent, how, effects);
        }
    }

    fn tell_of_one_settled(
        &mut self,
        entry: &Entry,
        intent: &Intent,
        how: &Settled,
        effects: &mut Effects,
    ) {
        let brief = words::brief(intent);
        let at = words::second(entry.staged_at, &self.zone);
        let text = match how {
            Settled::Reached { found, maybe_other } => {
                let who = if *maybe_other {
                    "reached, maybe by someone else"
                } else {
                    "applied"
                };
                self.reread(&intent.write, None, effects);
                if let Write::Accept(key) = &intent.write {
                    self.follow(&key.line, words::about(intent), effects);
                }
                format!("{brief}: {who}, read back at {at}: {}", found.line())
            }
            // The new intent is told of by itself.
            Settled::GivenUp => return,
            Settled::ByHand { note, .. } => format!("{brief}: settled by hand: {}", note.line()),
        };
        self.notices.lasting(self.now, text);
    }

    /// Says which writes of earlier runs and of other copies were found to be of unknown outcome.
    pub(super) fn tell_of_found(&mut self, was: &Journal) {
        let is_new = |entry: &&Entry| {
            !was.entries
                .iter()
                .any(|it| it.id == entry.id && it.is_unknown())
        };
        let found: Vec<&Entry> = self
            .unknown_entries()
            .filter(|entry| !entry.is_ours)
            .filter(is_new)
            .collect();
        let Some(first) = found.first() else {
            return;
        };
        let first = match &first.intent {
            Ok(intent) => words::brief(intent),
            Err(_) => "a write of a newer program".to_owned(),
        };
        let then = if found.iter().any(|entry| is_read_back(entry)) {
            "read back now"
        } else {
            NO_READING_TELLS
        };
        let more = match found.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let text = format!("{first}{more} of an earlier run: OUTCOME UNKNOWN, {then}");
        self.notices.problem(self.now, text);
    }
}

/// Whether reading can tell what became of an entry.
pub fn is_read_back(entry: &Entry) -> bool {
    let intent = entry.intent.as_ref();
    intent.is_ok_and(|intent| can_be_read_back(&intent.write))
}

/// Whether the outcome of an entry is unknown although nothing of value hangs on it: an export that may be running.
pub fn is_harmless(entry: &Entry) -> bool {
    let is_export = |intent: &Intent| {
        matches!(
            intent.write,
            Write::StartOrderExport
                | Write::StartQuoteExport(_)
                | Write::ExportLinePdf(_)
                | Write::ExportOfferPdf(..)
        )
    };
    let is_unknown = matches!(entry.stage, Stage::Ended(Outcome::Unknown(_)));
    is_unknown && entry.intent.as_ref().is_ok_and(is_export)
}
