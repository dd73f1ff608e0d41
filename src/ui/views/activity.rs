//! The Activity pane: what is open, what runs, what was written, what went wrong; beside it everything about one of them.

mod detail;
mod empty;
mod list;

use ratatui::layout::{Position, Rect};

use crate::app::pane::Focus;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::views::preview::Measured;

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
    let measured = measured(state, lines.len(), body.height);
    let shown = lines.iter().skip(measured.top);
    for (y, line) in (body.top()..body.bottom()).zip(shown) {
        painter.put_pieces(body.x, y, body.width, line);
    }
    let is_more = measured.top < measured.hidden && body.height > 1;
    if is_more {
        let more = measured.hidden - measured.top + 1;
        draw_more(painter, body, more, state);
    }
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

fn draw_more(painter: &mut Painter<'_>, body: Rect, more: usize, state: &AppState) {
    let last = Rect {
        y: body.bottom() - 1,
        height: 1,
        ..body
    };
    let lines = if more == 1 { "line" } else { "lines" };
    let keys = state.keymap.tell("{preview_down}/{preview_up}");
    let text: Pieces<'_> = vec![piece(
        format!(" {more} more {lines}: {keys} scroll"),
        Role::Dim,
    )];
    painter.clear(last);
    painter.put_pieces(last.x, last.y, last.width, &text);
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let body = areas.preview;
    if body.height == 0 {
        return Measured::default();
    }
    measured(state, detail::lines(state, body.width).len(), body.height)
}

fn measured(state: &AppState, lines: usize, height: u16) -> Measured {
    let rows = usize::from(height);
    let hidden = lines.saturating_sub(rows);
    Measured {
        rows,
        top: state.activity_pane.scroll.min(hidden),
        hidden,
    }
}

/// What a position of the list or the preview stands for.
pub fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    if areas.list.contains(at) {
        return Some(list::row_at(areas.list, state, at).map_or(Target::List, Target::Row));
    }
    let is_preview = areas.preview.contains(at) || areas.preview_title.contains(at);
    is_preview.then_some(Target::Preview)
}
