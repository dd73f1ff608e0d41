//! Which actions are possible in the Orders pane now, and why the others are not.

use crate::app::action::Action;
use crate::app::state::AppState;

impl AppState {
    /// Why an action cannot be carried out in this pane now.
    pub(crate) fn why_not_in_orders(&self, action: Action) -> Option<&'static str> {
        let pane = &self.orders_pane;
        let has_row = pane.cursor.row().is_some();
        let has_preview = self.room.preview > 0;
        let takes_nearest = action == Action::Enter && pane.nearest().is_some();
        if !has_row && needs_row(action) && !takes_nearest {
            return Some("there is no row here");
        }
        match action {
            Action::PreviewDown | Action::PreviewUp | Action::NextTab | Action::PreviousTab
                if !has_preview =>
            {
                Some("the preview is not on screen: Enter shows it")
            }
            Action::ColumnsRight => self.why_no_scroll(true),
            Action::ColumnsLeft => self.why_no_scroll(false),
            Action::NextNews | Action::PreviousNews
                if self.orders.news_count() == 0 && !self.is_among_matches() =>
            {
                Some("nothing is new or changed")
            }
            Action::Accept | Action::Decline | Action::BringBack => {
                Some("offers are answered in the Quotes pane: {quotes}")
            }
            Action::Edit | Action::ConfirmBasket | Action::Delete => {
                Some("baskets and lines are changed in the Quotes pane: {quotes}")
            }
            Action::Flat => Some("orders are a flat list already"),
            Action::UnmarkAll if pane.marked.is_empty() && pane.range().is_none() => {
                Some("nothing is marked")
            }
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
            | Action::ColumnsRight
            | Action::ColumnsLeft
            | Action::Raw
            | Action::Copy
            | Action::CopyMenu
            | Action::Jump
            | Action::PreviewDown
            | Action::PreviewUp
            | Action::NextTab
            | Action::PreviousTab
            | Action::NextPart
            | Action::PreviousPart
            | Action::PreviewPlace
    )
}
