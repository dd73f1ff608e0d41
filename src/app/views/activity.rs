//! The Activity pane: jobs, writes and errors.

mod list_pane;

use crate::app::action::Action;
use crate::app::filter::FilterRow;
use crate::app::keymap::Chord;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::app::update::Effects;

/// State of the Activity pane.
#[derive(Debug, Default)]
pub struct ActivityPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// Cursor and window.
    pub cursor: Cursor,
}

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_activity(&mut self, action: Action, _effects: &mut Effects) -> bool {
        action != Action::Back
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn activity_filter_key(&mut self, chord: Chord) -> bool {
        self.activity_pane.filter.key(chord);
        true
    }

    /// A person changed the filter.
    pub(crate) fn refilter_activity(&mut self) {}

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_activity(&mut self) {}

    /// Why an action cannot be carried out in this pane now.
    pub(crate) fn why_not_in_activity(&self, _action: Action) -> Option<&'static str> {
        None
    }
}
