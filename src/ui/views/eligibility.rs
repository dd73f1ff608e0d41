//! The Eligibility pane: requests or sites, and the offers of the one under the cursor.

mod preview;
mod words;

use ratatui::layout::Position;

use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;

pub use preview::measure;

/// Draws list and preview.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    if areas.divider.width > 0 {
        let divider = areas.divider;
        painter.bar(divider.x, divider.y, divider.height, Role::Dim);
    }
    preview::draw(painter, areas, state);
}

/// What a position of the list or the preview stands for.
pub fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    preview::target_at(areas, state, at)
}
