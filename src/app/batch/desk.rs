//! What the program does for its batches: asks what they want to know, hands in their requests, keeps what is new.

use chrono::{DateTime, Utc};

use super::asking::News;
use super::run::{BatchNumber, Poll, Run, Stage, Way};
use super::{BatchAsk, BatchTold};
use crate::app::copy::counted;
use crate::app::effect::Effect;
use crate::app::event::WriteMove;
use crate::app::jobs::{SaveFile, SaveId};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::batch::{BatchId, Kept, reference};
use crate::domain::eligibility::QualificationFilter;
use crate::domain::failure::Failure;
use crate::domain::journal::WriteId;
use crate::domain::request::{Cursor, Lane, Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::Intent;

impl AppState {
    /// Goes on with every batch.
    pub(crate) fn plan_site_batches(&mut self, effects: &mut Effects) {
        let mut list = std::mem::take(&mut self.batches.list);
        for run in &mut list {
            run.pass(self.now);
            self.ask_for_batch(run, effects);
            self.make_up_request(run);
            self.keep_batch(run, effects);
            self.send_request(run, effects);
            self.finish_batch(run, effects);
            self.keep_batch(run, effects);
        }
        self.batches.list = list;
    }

    /// Looks sites up and asks how requests are doing.
    fn ask_for_batch(&mut self, run: &mut Run, effects: &mut Effects) {
        let now = self.now;
        while let Some((place, read)) = run.next_lookup(now) {
            let id = self.next_request();
            run.looking_up(place, id);
            submit(id, read, effects);
        }
        if !run.is_gathering() {
            return;
        }
        while run.room_to_read() > 0
            && let Some((number, read)) = run.next_poll(now)
        {
            let id = self.next_request();
            if let Some(poll) = run.requests.get_mut(number).and_then(|it| it.poll_mut()) {
                poll.flight = Some(id);
            }
            submit(id, read, effects);
        }
    }

    fn make_up_request(&self, run: &mut Run) {
        if self.why_no_batch_sends().is_none() {
            run.make_up(&self.writes.journal.entries, self.now);
        }
    }

    /// Why no request may leave now.
    pub(super) fn why_no_batch_sends(&self) -> Option<String> {
        let is_leaving = self.leaving_until().is_some();
        let leaving = is_leaving.then(|| "the program ends".to_owned());
        leaving.or_else(|| self.why_no_writes())
    }

    /// Has what is new remembered: at once what a request waits for, everything else within a moment.
    fn keep_batch(&mut self, run: &mut Run, effects: &mut Effects) {
        if let Some(id) = run.id.filter(|_| run.is_to_be_kept(self.now)) {
            let change = run.take_change(self.now);
            ask(run.number, BatchAsk::Note(id, change), effects);
        }
    }

    /// Hands the next request to the engine. The only place that does.
    fn send_request(&mut self, run: &mut Run, effects: &mut Effects) {
        if self.why_no_batch_sends().is_some() {
            return;
        }
        let Some((number, intent)) = run.next_to_send(self.now) else {
            return;
        };
        let id = self.next_write();
        run.set_way(number, Way::Handed(id, None));
        effects.push(Effect::Write {
            id,
            intent,
            supersedes: None,
        });
    }

    /// Writes the result when every site stands, or when what was cancelled has come to rest.
    fn finish_batch(&mut self, run: &mut Run, effects: &mut Effects) {
        let is_at_rest = run.on_the_wire().is_none() && run.slot().is_none();
        let is_over = match run.stage {
            Stage::Ending => is_at_rest,
            Stage::Running | Stage::Held(_) => run.is_done() && is_at_rest,
            _ => false,
        };
        if !is_over || self.leaving_until().is_some() {
            return;
        }
        effects.dirty();
        let id = self.jobs.next_save();
        run.enter(Stage::Saving(id), self.now);
        let file = SaveFile {
            name: run.result_name(),
            bytes: run.result().into(),
        };
        effects.push(Effect::SaveFile(id, file));
    }

    /// A result was written, or could not be.
    pub(crate) fn batch_saved(&mut self, id: SaveId, result: &Result<String, String>) {
        let now = self.now;
        let mut runs = self.batches.list.iter_mut();
        let Some(run) = runs.find(|run| run.stage == Stage::Saving(id)) else {
            return;
        };
        let file = run.file().line().to_owned();
        match result {
            Ok(path) => {
                run.enter(Stage::Ended(path.clone()), now);
                let counts = run.counts();
                let (answered, sites) = (counts.answered, counted(counts.sites, "site"));
                let said = format!("{file}: {answered} of {sites} answered; saved {path}");
                self.notices.lasting(now, said);
            }
            Err(why) => {
                run.enter(Stage::Unsaved(why.clone()), now);
                let again = self.keymap.tell("{refresh_row} in Activity tries again");
                let said = format!("{file}: the result is not saved: {why}; {again}");
                self.notices.lasting_problem(now, said);
            }
        }
    }

    /// When a batch wants to be woken.
    pub(crate) fn site_batches_wake(&self) -> Option<DateTime<Utc>> {
        let can_send = self.why_no_batch_sends().is_none();
        let runs = self.batches.list.iter();
        runs.filter_map(|run| run.due(can_send)).min()
    }

    /// Takes in an answer, if a batch asked for it.
    pub(crate) fn batches_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let now = self.now;
        for run in &mut self.batches.list {
            if run.looked_up(id, result, now) || run.polled(id, result, now) {
                return effects.dirty();
            }
        }
    }

    /// A request that a batch handed in came further.
    pub(crate) fn batch_write_moved(
        &mut self,
        id: WriteId,
        moved: &WriteMove,
        effects: &mut Effects,
    ) {
        for run in &mut self.batches.list {
            let is_it = |way: &Way| match way {
                Way::Handed(handed, _) | Way::Sending(handed) => *handed == id,
                _ => false,
            };
            let number = run.requests.iter().position(|asking| is_it(&asking.way));
            if let Some(number) = number {
                let news = run.moved(number, id, moved, self.now);
                effects.dirty();
                return self.tell_of_batch(news);
            }
        }
    }

    /// A request that a person asked for anew came further.
    pub(crate) fn batch_told(&mut self, id: WriteId, intent: &Intent, moved: &WriteMove) {
        let Some(external_id) = intent.write.reference() else {
            return;
        };
        for run in &mut self.batches.list {
            if let Some(number) = run.request_of(external_id) {
                if matches!(moved, WriteMove::Cancelled | WriteMove::Refused(_)) {
                    // It did not leave: what was of unknown outcome still is.
                    return run.set_way(number, Way::Doubt);
                }
                let news = run.moved(number, id, moved, self.now);
                return self.tell_of_batch(news);
            }
        }
    }

    fn tell_of_batch(&mut self, news: Option<News>) {
        match news {
            Some(News::Refused(told)) => self.notices.lasting_problem(self.now, told),
            Some(News::Held(told)) => {
                let again = self.keymap.tell("{hold} in Activity goes on");
                self.notices
                    .lasting_problem(self.now, format!("{told}; {again}"));
            }
            None => {}
        }
    }

    /// The journal differs: what was of unknown outcome may be known.
    pub(crate) fn batches_follow_journal(&mut self, effects: &mut Effects) {
        let entries = &self.writes.journal.entries;
        for run in &mut self.batches.list {
            if run.follow_journal(entries, self.now) {
                effects.dirty();
            }
        }
    }

    /// Takes back the requests that wait for their slot: everything ends.
    pub(crate) fn take_batch_requests_back(&mut self, effects: &mut Effects) {
        for run in &self.batches.list {
            if let Some((write, _)) = run.slot() {
                effects.push(Effect::CancelWrite(write));
            }
        }
    }

    /// The memory of batches says something.
    pub(crate) fn batch_event(&mut self, told: BatchTold, effects: &mut Effects) {
        effects.dirty();
        match told {
            BatchTold::Found(all) => self.batches_found(all),
            BatchTold::Opened(number, result) => self.batch_opened(number, result),
            BatchTold::Noted(number, result) => self.batch_noted(number, result),
            BatchTold::Claimed(number, result) => self.batch_claimed(number, result, effects),
        }
    }

    /// What earlier runs left is offered, not gone on with.
    fn batches_found(&mut self, all: Vec<Kept>) {
        for kept in all {
            let number = self.batches.next_number();
            let run = Run::kept(number, kept, self.now);
            if run.stage == Stage::Left {
                let counts = run.counts();
                let left = counted(counts.sites - counts.done, "site");
                let (file, way) = (
                    run.file().line(),
                    "{activity}, then {hold}, goes on with it",
                );
                let way = self.keymap.tell(way);
                let said = format!("{file}: an earlier run left {left} open; {way}");
                self.notices.lasting(self.now, said);
            }
            self.batches.add(run);
        }
    }

    fn batch_opened(&mut self, number: BatchNumber, result: Result<BatchId, String>) {
        let now = self.now;
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        match result {
            Ok(id) => {
                run.id = Some(id);
                let is_cancelled = run.is_cancelled;
                run.go(now);
                if is_cancelled {
                    run.enter(Stage::Ending, now);
                }
            }
            Err(why) => {
                let said = format!("{}: nothing was asked: {why}", run.file().line());
                run.enter(Stage::Failed(why), now);
                self.notices.lasting_problem(now, said);
            }
        }
    }

    fn batch_noted(&mut self, number: BatchNumber, result: Result<(), String>) {
        let now = self.now;
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        let Err(why) = result else {
            return run.is_kept();
        };
        run.is_not_kept(&why, now);
        if run.is_open() {
            let told = format!("{} is held: {why}", run.file().line());
            self.tell_of_batch(Some(News::Held(told)));
        }
    }

    fn batch_claimed(
        &mut self,
        number: BatchNumber,
        result: Result<Box<Kept>, String>,
        effects: &mut Effects,
    ) {
        let now = self.now;
        let Some(run) = self.batches.find_mut(number) else {
            return;
        };
        match result {
            Ok(kept) => {
                let is_cancelled = run.is_cancelled;
                *run = Run::kept(number, *kept, now);
                run.go(now);
                run.is_cancelled = is_cancelled;
                if is_cancelled {
                    run.enter(Stage::Ending, now);
                }
                self.batches_follow_journal(effects);
            }
            Err(why) => {
                run.enter(Stage::Elsewhere, now);
                let said = format!("{}: {why}", run.file().line());
                self.notices.problem(now, said);
            }
        }
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn batches_clock_set_back(&mut self) {
        for run in &mut self.batches.list {
            run.clock_set_back(self.now);
        }
    }

    /// What was asked will not be answered any more: it is asked anew.
    pub(crate) fn batches_unanswered(&mut self) {
        for run in &mut self.batches.list {
            run.unanswered(self.now);
        }
    }
}

impl Run {
    /// The question about a request that is asked next, if one may be now.
    fn next_poll(&self, now: DateTime<Utc>) -> Option<(usize, Read)> {
        let is_due = |poll: &&Poll| poll.flight.is_none() && poll.next <= now;
        let due = self.requests.iter().enumerate().filter_map(|(number, it)| {
            let poll = it.poll().filter(is_due)?;
            Some((poll.next, number))
        });
        let (_, number) = due.min()?;
        let asking = self.requests.get(number)?;
        let read = match (&asking.way, &asking.request.key) {
            (Way::Finding(_, cursor), _) => self.search(number, cursor.clone()),
            (_, Some(key)) => Read::Qualification(key.clone()),
            (_, None) => self.search(number, Cursor::First),
        };
        Some((number, read))
    }

    /// Looks for a request in the list by its reference.
    fn search(&self, number: usize, cursor: Cursor) -> Read {
        let filter = QualificationFilter {
            external_id: Some(Text::new(reference(&self.mark, number))),
            ..QualificationFilter::default()
        };
        Read::Qualifications(filter, cursor)
    }
}

pub(super) fn ask(number: BatchNumber, ask: BatchAsk, effects: &mut Effects) {
    effects.push(Effect::Batch(number, Box::new(ask)));
}

fn submit(id: RequestId, read: Read, effects: &mut Effects) {
    let lane = Lane::Background;
    effects.push(Effect::Submit { id, read, lane });
}
