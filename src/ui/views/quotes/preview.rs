//! The preview of the line or basket under the cursor: title, tabs, and the open tab's lines as far as they fit.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either.

mod basket;
mod contact;
mod detail;
mod offers;
mod raw;
mod table;
mod title;

use ratatui::layout::{Position, Rect};

use crate::app::pane::Focus;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::app::views::quotes::preview::Tab;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Frame, Line, Measured, Sight, Window, draw_more};

fn frame(areas: &Areas, state: &AppState) -> Frame {
    Frame::of(areas, state.quote_row_under_cursor().is_some())
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let frame = frame(areas, state);
    let rows = usize::from(frame.body.height);
    if rows == 0 {
        return Measured::default();
    }
    let lines = lines(state, frame.body, Glyphs::ASCII);
    window(&lines, state, rows).measured(rows)
}

/// Draws title, tabs and body.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let frame = frame(areas, state);
    if frame.title.height == 0 {
        return;
    }
    painter.rule(frame.title.x, frame.title.y, frame.title.width, Role::Dim);
    if state.quote_row_under_cursor().is_some() {
        title::of(state).draw(painter, &frame, state.now);
    }
    let body = frame.body;
    let lines = lines(state, body, painter.glyphs);
    let window = window(&lines, state, body.height.into());
    let in_hand = in_hand(state);
    let is_inside = state.quotes_pane.focus == Focus::Preview;
    let shown = lines.iter().skip(window.top);
    for (y, line) in (body.top()..body.bottom()).zip(shown) {
        painter.put_pieces(body.x, y, body.width, &line.pieces);
        if is_inside && line.item.is_some() && line.item == in_hand {
            painter.mark_cursor_row(Rect::new(body.x, y, body.width, 1));
        }
    }
    draw_more(painter, body, window, state);
}

/// What a position of the preview stands for; `None` outside of it.
pub(super) fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let frame = frame(areas, state);
    if state.quote_row_under_cursor().is_some() {
        let tabs = title::of(state).tab_areas(&frame);
        if let Some((tab, _)) = tabs.into_iter().find(|(_, area)| area.contains(at)) {
            return Some(Target::QuoteTab(tab));
        }
    }
    if frame.body.contains(at) {
        let lines = lines(state, frame.body, Glyphs::ASCII);
        let window = window(&lines, state, frame.body.height.into());
        let line = window.line_at(frame.body, at.y);
        let item = line.and_then(|line| lines.get(line)?.item);
        return Some(item.map_or(Target::Preview, Target::PreviewItem));
    }
    let is_preview = areas.preview_title.contains(at) || areas.preview.contains(at);
    is_preview.then_some(Target::Preview)
}

/// The offer that is meant, while the table of offers is open.
fn in_hand(state: &AppState) -> Option<usize> {
    let (place, _) = state.offer_under_cursor()?;
    (state.quote_tab() == Tab::Offers).then_some(place)
}

fn lines<'a>(state: &'a AppState, body: Rect, glyphs: &'static Glyphs) -> Vec<Line<'a>> {
    let basket = state.basket_under_cursor();
    let Some(line) = state.line_under_cursor() else {
        return match (basket, state.quote_tab()) {
            (Some(basket), Tab::Raw) => raw::of_basket(basket, body.width),
            (Some(basket), _) => basket::lines(basket, state, body, None),
            (None, _) => Vec::new(),
        };
    };
    if let Some(problem) = &line.line.broken {
        let mut lines = vec![Line::from(vec![
            piece(" This row could not be read: ", Role::Bad),
            piece(problem.line(), Role::Bad),
        ])];
        lines.extend(raw::of_line(line, None, body.width));
        return lines;
    }
    match state.quote_tab() {
        Tab::Offers => offers::lines(line, state, body, glyphs),
        Tab::Detail => detail::lines(line, state, body),
        Tab::Contact => contact::lines(line, state, body),
        Tab::Basket => match basket {
            Some(basket) => basket::lines(basket, state, body, Some(&line.line.id)),
            None => basket::unknown(state, body.width),
        },
        Tab::Raw => raw::of_line(line, basket, body.width),
    }
}

/// Which of the lines are shown.
fn window(lines: &[Line<'_>], state: &AppState, rows: usize) -> Window {
    let preview = &state.quotes_pane.preview;
    let meant = in_hand(state).filter(|_| preview.reveals());
    let place = meant.and_then(|meant| lines.iter().position(|line| line.item == Some(meant)));
    let sight = Sight {
        scroll: preview.scroll(),
        revealed: place.map(|place| place..place + 1),
    };
    Window::of(lines.len(), rows, sight)
}
