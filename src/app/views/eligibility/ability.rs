//! What is possible in the Eligibility pane now.

use crate::app::action::Action;
use crate::app::state::AppState;

impl AppState {
    /// Why an action is impossible here; `None` when it is not.
    pub(crate) fn why_not_in_eligibility(&self, _action: Action) -> Option<&'static str> {
        None
    }
}
