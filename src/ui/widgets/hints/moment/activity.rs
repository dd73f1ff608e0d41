//! The hints of the Activity pane.

use crate::app::action::Action;
use crate::app::batch::run::Stage as BatchStage;
use crate::app::jobs::job::Stage;
use crate::app::keymap::{Chord, Key};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::activity::Subject;

use super::super::Hint;

const ENTER: Chord = Chord::plain(Key::Enter);

/// What keys do in its list or its preview, the most useful first.
pub(super) fn hints(state: &AppState, focus: Focus) -> Vec<Hint> {
    let of = |actions: &[Action], what| Hint::of_all(state, actions, what);
    let mut hints = super::all_parts(state);
    let subject = state.activity_pane.under_cursor();
    let moves = match focus {
        Focus::List => "move",
        Focus::Preview => "scroll",
    };
    if let Some(hold) = hold(state, subject) {
        hints.push(hold);
    }
    match focus {
        Focus::Preview => {
            hints.extend(subject.and_then(|subject| deed(state, subject)));
            hints.push(of(&[Action::Back], "back"));
            hints.push(of(&[Action::Down, Action::Up], moves));
        }
        Focus::List => {
            if subject.is_some() {
                hints.push(of(&[Action::Down, Action::Up], moves));
                hints.push(of(&[Action::Enter], "all of it"));
            }
            hints.push(of(&[Action::NextPart], "all, writes, jobs, errors"));
        }
    }
    let job = match subject {
        Some(Subject::Job(number)) => state.jobs.find(number),
        _ => None,
    };
    let is_batch = matches!(subject, Some(Subject::Batch(_)));
    if is_batch
        || job.is_some_and(|job| job.can_be_resumed() || matches!(job.stage, Stage::Waiting { .. }))
    {
        hints.push(of(&[Action::RefreshRow], "ask now"));
    }
    if state.why_not(Action::BringBack).is_none() {
        hints.push(of(&[Action::BringBack], "bring back"));
    }
    if subject.is_some() {
        hints.push(of(&[Action::Copy], "copy"));
        hints.push(of(&[Action::Filter], "filter"));
    }
    hints.push(of(&[Action::Export], "export"));
    hints.push(of(&[Action::Messages], "messages"));
    hints
}

/// What the hold key does to the batch that is looked at.
fn hold(state: &AppState, subject: Option<Subject>) -> Option<Hint> {
    let Some(Subject::Batch(number)) = subject else {
        return None;
    };
    let what = match state.batches.find(number)?.stage {
        BatchStage::Running => "hold",
        BatchStage::Held(_) | BatchStage::Left | BatchStage::Elsewhere => "go on",
        _ => return None,
    };
    Some(Hint::of_all(state, &[Action::Hold], what))
}

/// What Enter does to the thing that is looked at.
fn deed(state: &AppState, subject: Subject) -> Option<Hint> {
    match subject {
        Subject::Write(id) => {
            let is_unknown = state.journal_entry(id)?.is_unknown();
            is_unknown.then(|| Hint::key(ENTER, "settle by hand"))
        }
        Subject::Job(number) => {
            let job = state.jobs.find(number)?;
            match job.stage {
                Stage::Done(_) | Stage::Starting | Stage::Saving(_) => None,
                _ if job.is_running() => Some(Hint::key(ENTER, "stop")),
                _ => (job.can_be_resumed()).then(|| Hint::key(ENTER, "take up again")),
            }
        }
        Subject::Batch(number) => {
            let is_open = state.batches.find(number)?.is_open();
            is_open.then(|| Hint::key(ENTER, "cancel it"))
        }
        Subject::Error(_) => None,
    }
}
