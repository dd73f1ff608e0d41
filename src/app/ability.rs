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
        let in_pane = || match self.pane {
            Pane::Orders => self.why_not_in_orders(action),
            Pane::Quotes => self.why_not_in_quotes(action),
            Pane::Eligibility => self.why_not_in_eligibility(action),
            Pane::Activity => self.why_not_in_activity(action),
        };
        // Prices of offers change nothing: what does is off in that menu.
        let is_menu = action == Action::New && self.pane == Pane::Eligibility;
        let is_write = action.is_write() && !is_menu;
        let why = is_write.then(|| self.why_no_writes()).flatten();
        let why = why.or_else(|| self.why_not_anywhere(action).map(str::to_owned));
        let why = why.or_else(|| in_pane().map(str::to_owned));
        let why = why.or_else(|| self.why_no_form(action).map(str::to_owned));
        why.map(|why| self.keymap.tell(&why))
    }

    /// Why what all panes share is impossible now.
    fn why_not_anywhere(&self, action: Action) -> Option<&'static str> {
        let filter = self.list_pane().filter();
        let is_zoomed = self.arrangement.is_zoomed;
        match action {
            Action::PreviewPlace if is_zoomed => {
                Some("one part has the screen to itself: {zoom} brings the others back")
            }
            Action::PreviewPlace if self.room.preview_place.is_none() => {
                Some("the screen is too small for a preview beside the list: Enter shows it alone")
            }
            Action::Zoom if self.room.is_alone && !is_zoomed => {
                Some("this part has the screen to itself already")
            }
            Action::SaveView | Action::Facets if filter.error.is_some() => {
                Some("the filter cannot be read: mend it with {filter} first")
            }
            Action::SaveView if filter.is_off => {
                Some("the filter is off: {toggle_filter} switches it on first")
            }
            Action::Hold => self.why_no_hold(),
            Action::ToggleFilter if filter.text().trim().is_empty() => {
                Some("there is no filter to switch off")
            }
            Action::ToggleFilter if filter.error.is_some() => {
                Some("the filter cannot be read: mend it with {filter} first")
            }
            _ => None,
        }
    }
}
