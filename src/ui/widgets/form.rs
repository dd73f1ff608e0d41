//! A form: fields to fill in.

use ratatui::layout::Rect;

use crate::app::form::Form;
use crate::app::state::AppState;
use crate::ui::paint::Painter;

use super::dialog::{Labels, WIDEST, boxed, frame};

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, state: &AppState, form: &Form) {
    let frame = area(painter.area(), state, form);
    boxed(painter, frame, Labels::default());
}

/// Where it lies.
pub(super) fn area(screen: Rect, _state: &AppState, _form: &Form) -> Rect {
    frame(screen, WIDEST, 1)
}
