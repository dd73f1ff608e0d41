//! The Activity pane: jobs, writes and errors.

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::app::update::Effects;

/// State of the Activity pane.
#[derive(Debug, Default)]
pub struct ActivityPane {}

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_activity(&mut self, action: Action, _effects: &mut Effects) -> bool {
        action != Action::Back
    }

    /// Why an action cannot be carried out in this pane now.
    pub(crate) fn why_not_in_activity(&self, _action: Action) -> Option<&'static str> {
        None
    }
}
