//! What a person does to a batch: begins it, holds it, lets it go on, cancels it, asks anew for what is of unknown outcome.

use super::BatchAsk;
use super::desk::ask;
use super::draft::Asked;
use super::run::{BatchNumber, Run, Stage, Way};
use crate::app::dialog::{Confirm, How, Kind};
use crate::app::effect::Effect;
use crate::app::overlay::{Overlay, Question};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::activity::Subject;
use crate::domain::text::Text;
use crate::domain::write::batch_mark;

impl AppState {
    /// Opens the dialog before a batch begins or goes on.
    pub(super) fn open_batch_dialog(&mut self, asked: Asked, effects: &mut Effects) {
        if let Some(confirm) = self.confirm_of_batch(&asked) {
            self.open_dialog(confirm, Kind::Batch(asked), effects);
        }
    }

    /// What the dialog of a batch shows.
    pub(crate) fn confirm_of_batch(&self, asked: &Asked) -> Option<Confirm> {
        let calls = self.gauges.cap;
        match asked {
            Asked::New(draft) => Some(draft.confirm(calls, &self.keymap)),
            Asked::Resume(number) => {
                let run = self.batches.find(*number)?;
                let began = self.second(run.since);
                Some(run.confirm_resume(calls, &began, &self.keymap))
            }
        }
    }

    /// A person confirmed it.
    pub(crate) fn begin_batch(&mut self, asked: Asked, effects: &mut Effects) {
        effects.dirty();
        match asked {
            Asked::New(draft) => self.begin_new_batch(draft.plan(), effects),
            Asked::Resume(number) => self.claim_batch(number, false, effects),
        }
    }

    fn begin_new_batch(&mut self, plan: crate::domain::batch::Plan, effects: &mut Effects) {
        let number = self.batches.next_number();
        let session = &self.session;
        let of = format!(
            "{} {} {} {}",
            session.api_url,
            session.username,
            number.0,
            plan.record()
        );
        let mark = batch_mark(self.now, &of);
        let run = Run::new(number, mark.clone(), plan.clone(), self.now);
        let told = format!(
            "{}: begun; {{activity}} shows how it is doing",
            run.file().line()
        );
        self.batches.add(run);
        let plan = Box::new(plan);
        ask(number, BatchAsk::Open { mark, plan }, effects);
        let told = self.keymap.tell(&told);
        self.notices.info(self.now, told);
    }

    fn claim_batch(&mut self, number: BatchNumber, is_cancelled: bool, effects: &mut Effects) {
        let now = self.now;
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        if let (Some(id), Stage::Left | Stage::Elsewhere) = (run.id, &run.stage) {
            run.enter(Stage::Claiming, now);
            run.is_cancelled = is_cancelled;
            ask(number, BatchAsk::Claim(id), effects);
        }
    }

    /// The batch that the hold key is about: the one under the cursor, else the only one that is open; or why there is
    /// none.
    pub(crate) fn batch_meant(&self) -> Result<BatchNumber, &'static str> {
        let is_activity = self.pane == Pane::Activity;
        if let Some(Subject::Batch(number)) = self.activity_pane.under_cursor()
            && is_activity
        {
            return Ok(number);
        }
        let mut open = self.batches.list.iter().filter(|run| run.is_open());
        match (open.next(), open.next()) {
            (None, _) => Err("there is no batch to hold or resume"),
            (Some(run), None) => Ok(run.number),
            (Some(_), Some(_)) => Err("there are several batches: {activity} lists them"),
        }
    }

    /// Why nothing can be held or resumed now.
    pub(crate) fn why_no_hold(&self) -> Option<&'static str> {
        let number = match self.batch_meant() {
            Ok(number) => number,
            Err(why) => return Some(why),
        };
        match &self.batches.find(number)?.stage {
            Stage::Running | Stage::Held(_) | Stage::Left | Stage::Elsewhere => None,
            Stage::Opening | Stage::Claiming => Some("one moment: it begins just now"),
            Stage::Ending | Stage::Saving(_) => Some("it is ending"),
            Stage::Unsaved(_) => Some("its result is not saved: {refresh_row} tries again"),
            Stage::Ended(_) | Stage::Failed(_) => Some("it has ended"),
        }
    }

    /// `H`: holds a batch, or lets it go on.
    pub(crate) fn hold_or_resume(&mut self, effects: &mut Effects) {
        let now = self.now;
        let Ok(number) = self.batch_meant() else {
            return;
        };
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        let file = run.file().line().to_owned();
        let said = match &run.stage {
            Stage::Running => {
                run.hold(None, now);
                if let Some((write, _)) = run.slot() {
                    effects.push(Effect::CancelWrite(write));
                }
                "{hold} goes on; what was asked is still gathered"
            }
            Stage::Held(_) => {
                run.go(now);
                "it goes on"
            }
            // Whether that copy is still there is known when it is to be taken over.
            Stage::Left | Stage::Elsewhere => {
                return self.open_batch_dialog(Asked::Resume(number), effects);
            }
            _ => return,
        };
        let held = if said.starts_with("it") { "" } else { "held; " };
        let said = self.keymap.tell(&format!("{file}: {held}{said}"));
        self.notices.info(now, said);
    }

    /// Enter on a batch: asks whether it is to be cancelled.
    pub(crate) fn enter_batch(&mut self, number: BatchNumber, effects: &mut Effects) {
        let Some(run) = self.batches.find(number) else {
            return;
        };
        let why = match &run.stage {
            Stage::Opening | Stage::Running | Stage::Held(_) | Stage::Left => {
                self.overlay = Some(Overlay::Question(Question::CancelBatch(number)));
                return;
            }
            Stage::Elsewhere => {
                "another copy of the program runs it: {hold} takes it over once that is gone"
            }
            Stage::Claiming => "one moment: it begins just now",
            Stage::Ending | Stage::Saving(_) => "it is ending",
            Stage::Unsaved(_) => return self.ask_batch_again(number, effects),
            Stage::Ended(_) => "it is done: {copy} copies its path",
            Stage::Failed(_) => "it never began: nothing was asked",
        };
        let why = self.keymap.tell(why);
        self.notices.info(self.now, why);
    }

    /// Cancels a batch: nothing more is asked, and what there is by then is written.
    pub(crate) fn cancel_batch(&mut self, number: BatchNumber, effects: &mut Effects) {
        effects.dirty();
        let now = self.now;
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        match run.stage {
            Stage::Left => self.claim_batch(number, true, effects),
            Stage::Opening => run.is_cancelled = true,
            Stage::Running | Stage::Held(_) => {
                run.is_cancelled = true;
                if let Some((write, _)) = run.slot() {
                    effects.push(Effect::CancelWrite(write));
                }
                for id in run.flights() {
                    effects.push(Effect::Cancel(id));
                }
                run.enter(Stage::Ending, now);
            }
            _ => {}
        }
    }

    /// `r` on a batch: reads at once what it waits for, asks whether to ask anew for what is of unknown outcome, tries to
    /// save again.
    pub(crate) fn ask_batch_again(&mut self, number: BatchNumber, effects: &mut Effects) {
        let now = self.now;
        let entries = &self.writes.journal.entries;
        let anew = self.batches.find(number).and_then(|run| {
            let request = run.to_ask_anew(entries, now)?;
            // Word for word what was tried: the journal knows it as the same.
            let tried = run.entry_of(request, entries)?.intent.clone().ok();
            let intent = tried.or_else(|| run.intent(request))?;
            Some((request, intent, run.file().clone()))
        });
        if let Some((request, intent, file)) = anew {
            let confirm = Confirm {
                title: "Ask again for the sites of a request".to_owned(),
                rows: vec![
                    ("file".to_owned(), file),
                    (
                        "request".to_owned(),
                        Text::new(format!("{}, with the same reference", request + 1)),
                    ),
                    (
                        "sites".to_owned(),
                        Text::new(super::words::sites_of(&intent)),
                    ),
                ],
                intents: vec![intent],
                how: How::Yes,
                recheck: None,
            };
            return self.confirm(confirm, effects);
        }
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        let why = match &run.stage {
            Stage::Unsaved(_) => {
                run.enter(Stage::Ending, now);
                return;
            }
            Stage::Running | Stage::Held(_) if run.doubts() > 0 => {
                "a request of unknown outcome is read back by itself; after 2 minutes {refresh_row} may ask anew"
            }
            Stage::Running | Stage::Held(_) => {
                run.poll_now(now);
                return;
            }
            Stage::Left => return self.open_batch_dialog(Asked::Resume(number), effects),
            Stage::Ended(_) => "it is done: {copy} copies its path",
            Stage::Elsewhere => "another copy of the program runs it",
            _ => "it is under way",
        };
        let why = self.keymap.tell(why);
        self.notices.info(now, why);
    }
}

impl Run {
    /// Every question that is open.
    fn flights(&self) -> Vec<crate::domain::request::RequestId> {
        let polls = self
            .requests
            .iter()
            .filter_map(|asking| asking.poll()?.flight);
        self.lookups.keys().copied().chain(polls).collect()
    }

    /// Asks at once for every answer that is awaited.
    fn poll_now(&mut self, now: chrono::DateTime<chrono::Utc>) {
        self.not_before = None;
        for (_, at) in self.retries.values_mut() {
            *at = (*at).min(now);
        }
        for asking in &mut self.requests {
            if let Way::Polling(poll) | Way::Finding(poll, _) = &mut asking.way {
                poll.next = poll.next.min(now);
            }
        }
    }
}
