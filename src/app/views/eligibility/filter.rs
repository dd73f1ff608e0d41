//! The filter of the Eligibility pane.

use crate::app::query::Completion;
use crate::app::state::AppState;

impl AppState {
    /// Reads the filter text anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_eligibility_filter(&mut self) {}

    /// What can stand where the caret of the filter is.
    pub(crate) fn eligibility_completion(&self) -> Option<Completion> {
        None
    }

    /// The day changed.
    pub(crate) fn rebuild_eligibility(&mut self) {}
}
