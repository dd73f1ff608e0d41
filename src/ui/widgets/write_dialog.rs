//! The dialog before a write.

use ratatui::layout::Rect;

use crate::app::dialog::Dialog;
use crate::app::state::AppState;
use crate::ui::paint::Painter;

use super::dialog::{Labels, WIDEST, boxed, frame};

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, state: &AppState, dialog: &Dialog) {
    let frame = area(painter.area(), state, dialog);
    let labels = Labels {
        title: &dialog.confirm.title,
        ..Labels::default()
    };
    boxed(painter, frame, labels);
}

/// Where it lies.
pub(super) fn area(screen: Rect, _state: &AppState, dialog: &Dialog) -> Rect {
    frame(screen, WIDEST, dialog.confirm.rows.len())
}
