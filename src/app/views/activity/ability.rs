//! Which actions are possible in the Activity pane now, and why the others are not.

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::domain::journal::{Settled, Stage};
use crate::domain::write::{Outcome, Write};

use super::Subject;

const ELSEWHERE: &str = "not in this pane: {orders} and {quotes} show what it is about";

impl AppState {
    /// Why an action cannot be carried out in this pane now.
    pub(crate) fn why_not_in_activity(&self, action: Action) -> Option<&'static str> {
        let has_row = self.activity_pane.cursor.row().is_some();
        match action {
            Action::Enter
            | Action::Copy
            | Action::RefreshRow
            | Action::PreviewDown
            | Action::PreviewUp
                if !has_row =>
            {
                Some("there is no row here")
            }
            Action::PreviewDown | Action::PreviewUp if self.room.preview == 0 => {
                Some("the preview is not on screen: Enter shows it")
            }
            Action::RefreshRow => match self.activity_pane.under_cursor() {
                Some(Subject::Job(_) | Subject::Batch(_)) => None,
                Some(Subject::Write(_)) => {
                    Some("an unknown outcome is read back by itself; nothing is sent again")
                }
                _ => Some("a message cannot be read anew"),
            },
            Action::BringBack => self.why_no_bring_back(),
            Action::ColumnsLeft | Action::ColumnsRight => Some("there are no columns to scroll to"),
            Action::NextNews | Action::PreviousNews => Some("nothing here is new or changed"),
            Action::Views
            | Action::SaveView
            | Action::Facets
            | Action::Sort
            | Action::Reverse
            | Action::Columns
            | Action::Flat
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::UnmarkAll
            | Action::Jump
            | Action::Raw
            | Action::RefreshView
            | Action::CopyMenu
            | Action::Accept
            | Action::Decline
            | Action::New
            | Action::Edit
            | Action::Files
            | Action::ConfirmBasket
            | Action::Delete => Some(ELSEWHERE),
            _ => None,
        }
    }

    fn why_no_bring_back(&self) -> Option<&'static str> {
        let Some(Subject::Write(id)) = self.activity_pane.under_cursor() else {
            return Some("only a decline can be brought back");
        };
        let entry = self.journal_entry(id)?;
        let is_decline =
            matches!(&entry.intent, Ok(intent) if matches!(intent.write, Write::Decline(..)));
        let is_applied = match &entry.stage {
            Stage::Ended(Outcome::Applied(_))
            | Stage::Settled(
                Settled::Reached { .. }
                | Settled::ByHand {
                    was_applied: Some(true),
                    ..
                },
            ) => true,
            Stage::Sending | Stage::Ended(_) | Stage::Settled(_) => false,
        };
        match (is_decline, is_applied) {
            (false, _) => Some("only a decline can be brought back"),
            (true, false) => Some("this decline was not applied, as far as is known"),
            (true, true) => None,
        }
    }
}
