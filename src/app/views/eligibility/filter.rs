//! The filter of the Eligibility pane.

use crate::app::filter::FilterRow;
use crate::app::keymap::Chord;
use crate::app::query::Completion;
use crate::app::state::AppState;

impl AppState {
    /// Reads the filter text anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_eligibility_filter(&mut self) {}

    /// A person changed the filter.
    pub(crate) fn refilter_eligibility(&mut self) {
        self.apply_eligibility_filter();
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn eligibility_filter_key(&mut self, _chord: Chord) -> bool {
        false
    }

    /// Puts another filter text in force.
    pub(crate) fn set_eligibility_filter(&mut self, text: &str) {
        self.eligibility_pane.filter = FilterRow::with_text(text);
        self.refilter_eligibility();
    }

    /// What can stand where the caret of the filter is.
    pub(crate) fn eligibility_completion(&self) -> Option<Completion> {
        None
    }

    /// The day changed.
    pub(crate) fn rebuild_eligibility(&mut self) {}
}
