//! The Activity pane: jobs, writes and errors.

use ratatui::layout::Position;

use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::views::preview::Measured;

/// Draws it.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, _state: &AppState) {
    let list = areas.list;
    painter.put(list.x, list.y, list.width, "", Role::Dim);
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, _state: &AppState) -> Measured {
    Measured {
        rows: areas.preview.height.into(),
        ..Measured::default()
    }
}

/// What a position of the list or the preview stands for.
pub fn target_at(areas: &Areas, _state: &AppState, at: Position) -> Option<Target> {
    areas.list.contains(at).then_some(Target::List)
}
