//! Which actions are possible now, and why the others are not.
//!
//! Asked before an action is carried out, and by every menu that lists actions: what a menu greys out is what a key
//! refuses, in the same words.

use crate::app::action::Action;
use crate::app::pane::Pane;
use crate::app::state::AppState;

impl AppState {
    /// Why an action cannot be carried out now; `None` when it can.
    pub fn why_not(&self, action: Action) -> Option<String> {
        if action.is_write()
            && let Some(why) = self.why_no_writes()
        {
            return Some(self.keymap.tell(&why));
        }
        let why = match self.pane {
            Pane::Orders => self.refusal(action),
            Pane::Quotes => self.why_not_in_quotes(action),
            Pane::Activity => self.why_not_in_activity(action),
        };
        why.map(|why| self.keymap.tell(why))
    }

    fn refusal(&self, action: Action) -> Option<&'static str> {
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
            Action::PreviewPlace if pane.preview.is_zoomed => {
                Some("one part has the screen to itself: {zoom} brings the others back")
            }
            Action::PreviewPlace if self.room.preview_place.is_none() => {
                Some("the screen is too small for a preview beside the list: Enter shows it alone")
            }
            Action::Zoom if self.room.is_alone && !pane.preview.is_zoomed => {
                Some("this part has the screen to itself already")
            }
            Action::ToggleFilter if pane.filter.text().trim().is_empty() => {
                Some("there is no filter to switch off")
            }
            Action::ToggleFilter | Action::SaveView | Action::Facets
                if pane.filter.error.is_some() =>
            {
                Some("the filter cannot be read: mend it with {filter} first")
            }
            Action::NextNews | Action::PreviousNews
                if self.orders.news_count() == 0 && !self.is_among_matches() =>
            {
                Some("nothing is new or changed")
            }
            Action::SaveView if pane.filter.is_off => {
                Some("the filter is off: {toggle_filter} switches it on first")
            }
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
