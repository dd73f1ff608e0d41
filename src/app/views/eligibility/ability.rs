//! What is possible in the Eligibility pane now.

use crate::app::action::Action;
use crate::app::state::AppState;

impl AppState {
    /// Why an action is impossible here; `None` when it is not. `{name}` stands for the key of the action of that name.
    pub(crate) fn why_not_in_eligibility(&self, action: Action) -> Option<&'static str> {
        let pane = &self.eligibility_pane;
        if self.eligibility_row_under_cursor().is_none() && needs_row(action) {
            return Some("there is no row here");
        }
        match action {
            Action::PreviewDown | Action::PreviewUp | Action::NextTab | Action::PreviousTab
                if self.room.preview == 0 =>
            {
                Some("the preview is not on screen: Enter shows it")
            }
            Action::Columns | Action::ColumnsLeft | Action::ColumnsRight => {
                Some("the columns of this list follow the width of the screen")
            }
            Action::NextNews | Action::PreviousNews if self.eligibility_news() == 0 => {
                Some("nothing is new or changed")
            }
            Action::UnmarkAll if self.is_among_offers() => None,
            Action::UnmarkAll if pane.marks.rows.is_empty() && pane.range().is_none() => {
                Some("nothing is marked")
            }
            Action::Flat => {
                Some("requests and sites are two lists here: {next_part} turns to the other")
            }
            Action::Accept | Action::Decline | Action::BringBack => {
                Some("offers are accepted and declined in {quotes}, once they are in a quote")
            }
            Action::Edit | Action::Delete => {
                Some("Covage changes and deletes no check of eligibility")
            }
            Action::ConfirmBasket => Some("baskets are confirmed in {quotes}"),
            _ => None,
        }
    }
}

/// Whether an action is about the row under the cursor, or of no use without one.
fn needs_row(action: Action) -> bool {
    matches!(
        action,
        Action::Enter
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::Raw
            | Action::Copy
            | Action::CopyMenu
            | Action::Jump
            | Action::PreviewDown
            | Action::PreviewUp
            | Action::NextTab
            | Action::PreviousTab
    )
}
