//! The Eligibility pane: list, preview and footer.

use ratatui::layout::Position;

use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;

use crate::ui::widgets::preview::Measured;

/// Draws list and preview.
pub fn draw(_painter: &mut Painter<'_>, _areas: &Areas, _state: &AppState) {}

/// How much of the preview fits.
pub fn measure(_areas: &Areas, _state: &AppState) -> Measured {
    Measured::default()
}

/// What a click is on.
pub fn target_at(_areas: &Areas, _state: &AppState, _at: Position) -> Option<Target> {
    None
}
