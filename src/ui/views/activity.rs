//! The Activity pane: what is open, what runs, what was written, what went wrong; beside it everything about one of them.

mod detail;
mod empty;
mod list;

use ratatui::layout::{Position, Rect};

use crate::app::pane::Focus;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Measured, Sight, Window, draw_more};

/// Draws it.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    list::draw(painter, areas, state);
    if areas.divider.width > 0 {
        let divider = areas.divider;
        painter.bar(divider.x, divider.y, divider.height, Role::Dim);
    }
    draw_preview(painter, areas, state);
}

fn draw_preview(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    draw_title(painter, areas.preview_title, state);
    let body = areas.preview;
    let lines = detail::lines(state, body.width);
    let window = window(state, lines.len(), body.height);
    let shown = lines.iter().skip(window.top);
    for (y, line) in (body.top()..body.bottom()).zip(shown) {
        painter.put_pieces(body.x, y, body.width, line);
    }
    draw_more(painter, body, window, state);
}

/// The rule over the preview: what it is about, and what Enter does there.
fn draw_title(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    painter.rule(area.x, area.y, area.width, Role::Dim);
    let Some(subject) = state.activity_pane.under_cursor() else {
        return;
    };
    let role = match state.activity_pane.focus {
        Focus::Preview => Role::Accent,
        Focus::List => Role::Strong,
    };
    let title = format!(" {} ", detail::title(state, subject));
    painter.put(
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        &title,
        role,
    );
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let body = areas.preview;
    if body.height == 0 {
        return Measured::default();
    }
    let lines = detail::lines(state, body.width).len();
    window(state, lines, body.height).measured(body.height.into())
}

fn window(state: &AppState, lines: usize, height: u16) -> Window {
    let sight = Sight {
        scroll: state.activity_pane.scroll,
        revealed: None,
    };
    Window::of(lines, height.into(), sight)
}

/// What a position of the list or the preview stands for.
pub fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    if areas.list.contains(at) {
        return Some(list::row_at(areas.list, state, at).map_or(Target::List, Target::Row));
    }
    let is_preview = areas.preview.contains(at) || areas.preview_title.contains(at);
    is_preview.then_some(Target::Preview)
}
