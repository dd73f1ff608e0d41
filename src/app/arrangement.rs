//! How the parts of the screen are arranged, in every pane alike: where the preview stands, and whether one part has the
//! screen to itself.

use crate::app::action::Action;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::date::Dates;

/// Where the preview stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Where the width of the screen puts it.
    #[default]
    Auto,
    /// To the right of the list.
    Right,
    /// Below the list.
    Below,
    /// Nowhere.
    Off,
}

/// The arrangement a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Where the preview stands.
    pub place: Place,
    /// Whether the part with the focus has the screen for itself.
    pub is_zoomed: bool,
}

impl AppState {
    /// Carries out what concerns the look of every pane; false for any other action.
    pub(crate) fn arrange(&mut self, action: Action) -> bool {
        match action {
            Action::PreviewPlace => {
                // From where it is seen, so that each press shows.
                self.arrangement.place = match self.room.preview_place {
                    Some(Place::Right) => Place::Below,
                    Some(Place::Below) => Place::Off,
                    Some(Place::Off | Place::Auto) | None => Place::Right,
                };
                if self.arrangement.place == Place::Off {
                    self.list_pane_mut().set_focus(Focus::List);
                }
            }
            Action::Zoom => self.arrangement.is_zoomed = !self.arrangement.is_zoomed,
            Action::Dates => {
                self.dates = self.dates.other();
                let how = match self.dates {
                    Dates::Absolute => "dates as days and times",
                    Dates::Relative => "dates as ages",
                };
                self.notices.info(self.now, how);
            }
            _ => return false,
        }
        true
    }
}
