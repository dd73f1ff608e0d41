//! What keys do in the Eligibility pane.

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::app::update::Effects;

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_eligibility(&mut self, action: Action, _effects: &mut Effects) -> bool {
        action != Action::Back
    }
}
