//! What lies under the pointer in the preview.

use ratatui::layout::Position;

use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::widgets::preview::Frame;

use super::{Lines, frame, title};

/// What a position of the preview stands for; `None` outside of it.
pub fn target(
    areas: &Areas,
    state: &AppState,
    glyphs: &'static Glyphs,
    at: Position,
) -> Option<Target> {
    let tabs = title::tab_areas(areas, state);
    if let Some((tab, _)) = tabs.into_iter().find(|(_, area)| area.contains(at)) {
        return Some(Target::Tab(tab));
    }
    let frame = frame(areas, state);
    if frame.foot.contains(at) {
        return Some(Target::RawSearch);
    }
    if frame.body.contains(at) {
        return Some(in_body(&frame, state, glyphs, at));
    }
    let is_preview = areas.preview_title.contains(at) || areas.preview.contains(at);
    is_preview.then_some(Target::Preview)
}

fn in_body(frame: &Frame, state: &AppState, glyphs: &'static Glyphs, at: Position) -> Target {
    let body = frame.body;
    let Some(order) = state.order_under_cursor() else {
        return Target::Preview;
    };
    let lines = Lines::of(order, state, body, glyphs);
    let window = lines.window(state, body.height.into());
    let line = window.line_at(body, at.y).and_then(|line| lines.get(line));
    let item = line.and_then(|line| line.item);
    item.map_or(Target::Preview, Target::PreviewItem)
}
