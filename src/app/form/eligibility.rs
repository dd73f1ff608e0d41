//! The form of a new eligibility request.

use crate::app::state::AppState;

impl AppState {
    /// `+` in the Eligibility pane: what can be made here.
    pub(crate) fn ask_new_eligibility(&mut self) {}
}
