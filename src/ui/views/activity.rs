//! The Activity pane: jobs, writes and errors.

use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;

/// Draws it.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, _state: &AppState) {
    let list = areas.list;
    painter.put(list.x, list.y, list.width, "", Role::Dim);
}
