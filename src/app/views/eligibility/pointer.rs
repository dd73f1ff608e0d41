//! Clicks and the wheel in the Eligibility pane.

use crate::app::pointer::{Target, Turn};
use crate::app::state::AppState;
use crate::app::update::Effects;

impl AppState {
    /// Something was clicked.
    pub(crate) fn click_eligibility(&mut self, _target: Target, _effects: &mut Effects) {}

    /// The wheel was turned over something.
    pub(crate) fn wheel_over_eligibility(&mut self, _target: Target, _turn: Turn) {}
}
