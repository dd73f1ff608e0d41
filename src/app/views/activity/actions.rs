//! What keys do in the Activity pane.

use crate::app::action::Action;
use crate::app::batch::run::Stage as BatchStage;
use crate::app::jobs::job::{Job, JobNumber, Stage as JobStage};
use crate::app::keymap::{Chord, Key};
use crate::app::pane::{Focus, Pane};
use crate::app::pointer::{Target, Turn};
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;
use crate::domain::journal::{Entry, JournalId};
use crate::domain::write::{OfferKey, Write};

use super::{Facet, Subject};

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_activity(&mut self, action: Action, effects: &mut Effects) -> bool {
        if let Some(movement) = Move::of(action) {
            self.move_in_activity(movement);
            return true;
        }
        match action {
            Action::PreviewDown => self.scroll_activity(1),
            Action::PreviewUp => self.scroll_activity(-1),
            Action::NextPart | Action::NextTab => self.show_facet(1),
            Action::PreviousPart | Action::PreviousTab => self.show_facet(Facet::ALL.len() - 1),
            Action::Enter if self.activity_pane.focus == Focus::Preview => {
                self.enter_in_activity(effects);
            }
            Action::Enter => self.activity_pane.focus = Focus::Preview,
            Action::Filter => self.activity_pane.filter.edit(),
            Action::ToggleFilter => {
                let filter = &mut self.activity_pane.filter;
                filter.is_off = !filter.is_off;
                self.refilter(Pane::Activity);
            }
            Action::RefreshRow => self.resume_here(effects),
            Action::Back if self.activity_pane.focus == Focus::Preview => {
                self.activity_pane.focus = Focus::List;
            }
            Action::Back => return false,
            _ => {}
        }
        true
    }

    fn move_in_activity(&mut self, movement: Move) {
        let pane = &mut self.activity_pane;
        if pane.focus == Focus::List {
            if pane.cursor.go(movement, &pane.rows, self.room.list) {
                pane.scroll = 0;
            }
            return;
        }
        self.scroll_activity(movement.lines(self.room.preview));
    }

    pub(crate) fn scroll_activity(&mut self, lines: isize) {
        let last = self.room.preview_hidden;
        let scroll = self.activity_pane.scroll.min(last);
        self.activity_pane.scroll = scroll.saturating_add_signed(lines).min(last);
    }

    fn show_facet(&mut self, by: usize) {
        let pane = &mut self.activity_pane;
        pane.facet = pane.facet.beside(by);
        pane.focus = Focus::List;
        self.refilter(Pane::Activity);
    }

    /// What can be done about the thing under the cursor, beyond looking at it.
    fn enter_in_activity(&mut self, effects: &mut Effects) {
        match self.activity_pane.under_cursor() {
            Some(Subject::Write(id)) => self.enter_write(id),
            Some(Subject::Job(number)) => self.enter_job(number, effects),
            Some(Subject::Batch(number)) => self.enter_batch(number, effects),
            Some(Subject::Error(_)) | None => {
                self.notices
                    .info(self.now, "there is nothing to do about a message");
            }
        }
    }

    fn enter_write(&mut self, id: JournalId) {
        if self.journal_entry(id).is_some_and(Entry::is_unknown) {
            return self.ask_to_settle(id);
        }
        let is_open = self.journal_entry(id).is_some_and(Entry::is_open);
        let why = if is_open {
            "it is being sent: its outcome comes by itself"
        } else {
            "its outcome is known: there is nothing to settle"
        };
        self.notices.info(self.now, why);
    }

    /// Stops a job that runs, takes up one that ended without a file.
    fn enter_job(&mut self, number: JobNumber, effects: &mut Effects) {
        let is_running = self.jobs.find(number).is_some_and(Job::is_running);
        let done = if is_running {
            self.stop_job(number, effects)
        } else {
            self.resume_job(number)
        };
        self.say_why_not(done);
    }

    /// Asks at once for what a job waits for.
    fn resume_here(&mut self, effects: &mut Effects) {
        match self.activity_pane.under_cursor() {
            Some(Subject::Job(number)) => {
                let done = self.resume_job(number);
                self.say_why_not(done);
            }
            Some(Subject::Batch(number)) => self.ask_batch_again(number, effects),
            _ => {}
        }
    }

    fn say_why_not(&mut self, done: Result<(), &'static str>) {
        if let Err(why) = done {
            let why = self.keymap.tell(why);
            self.notices.info(self.now, why);
        }
    }

    /// Copies what the row under the cursor stands for: a path, a task, a reference, a message.
    pub(crate) fn copy_from_activity(&mut self, effects: &mut Effects) {
        let Some(subject) = self.activity_pane.under_cursor() else {
            return;
        };
        let Some((what, text)) = self.copyable(subject) else {
            return self.notices.info(self.now, "there is nothing to copy here");
        };
        self.copy(what, &text, effects);
    }

    fn copyable(&self, subject: Subject) -> Option<(&'static str, String)> {
        match subject {
            Subject::Job(number) => {
                let job = self.jobs.find(number)?;
                if let JobStage::Done(path) = &job.stage {
                    return Some(("the path", path.clone()));
                }
                let task = job.task.as_ref()?;
                Some(("the task", task.text().line().to_owned()))
            }
            Subject::Batch(number) => match &self.batches.find(number)?.stage {
                BatchStage::Ended(path) => Some(("the path", path.clone())),
                _ => None,
            },
            Subject::Write(id) => {
                let subject = &self.journal_entry(id)?.intent.as_ref().ok()?.subject;
                // What stands before the slash names the thing; behind it is a part of it.
                let name = subject.line().split(" / ").next().unwrap_or_default();
                (!name.is_empty()).then(|| ("the reference", name.to_owned()))
            }
            Subject::Error(number) => Some(("the message", self.error(number)?.text.clone())),
        }
    }

    /// Opens the dialog that takes back the decline under the cursor.
    pub(crate) fn bring_back_here(&mut self, effects: &mut Effects) {
        let is_asked = match self.declined_here() {
            Some(key) => self.ask_bring_back_one(&key, effects),
            None => false,
        };
        if !is_asked {
            let why = "the offers of that line are not read yet, or were not declined: {quotes}";
            let why = self.keymap.tell(why);
            self.notices.info(self.now, why);
        }
    }

    /// The offer of the decline under the cursor.
    fn declined_here(&self) -> Option<OfferKey> {
        let Some(Subject::Write(id)) = self.activity_pane.under_cursor() else {
            return None;
        };
        match &self.journal_entry(id)?.intent.as_ref().ok()?.write {
            Write::Decline(key, _) => Some(key.clone()),
            _ => None,
        }
    }

    /// Takes in a click.
    pub(crate) fn click_activity(&mut self, target: Target, effects: &mut Effects) {
        let pane = &mut self.activity_pane;
        if let Target::Filter(place) = target {
            if !pane.filter.is_editing() {
                pane.filter.edit();
            }
            return pane.filter.place_caret(place);
        }
        if pane.filter.is_editing() {
            self.filter_key(Chord::plain(Key::Enter));
        }
        let pane = &mut self.activity_pane;
        match target {
            Target::Row(row) if pane.cursor.row() == Some(row) && pane.focus == Focus::List => {
                self.act(Action::Enter, effects);
            }
            Target::Row(row) => {
                pane.focus = Focus::List;
                if let Some(place) = pane.rows.iter().position(|other| *other == row) {
                    self.move_in_activity(Move::To(place));
                }
            }
            Target::List => pane.focus = Focus::List,
            Target::Preview if pane.cursor.row().is_some() => pane.focus = Focus::Preview,
            Target::Act(action) => self.act(action, effects),
            _ => {}
        }
    }

    /// Takes in a turn of the wheel.
    pub(crate) fn wheel_over_activity(&mut self, target: Target, turn: Turn) {
        match target {
            Target::Row(_) | Target::List => {
                let pane = &mut self.activity_pane;
                pane.cursor.scroll(turn.lines(), &pane.rows, self.room.list);
            }
            Target::Preview => self.scroll_activity(turn.lines()),
            _ => {}
        }
    }
}
