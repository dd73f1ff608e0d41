//! The preview of the line or basket under the cursor: title, tabs, and the open tab's lines as far as they fit.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either.

mod basket;
mod contact;
mod detail;
mod offers;
mod raw;
mod standing;
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
use crate::ui::views::preview::{Line, Measured};

/// From this height on the tabs have a row of their own where they do not fit beside the reference.
const TABS_FROM: u16 = 14;

/// Where the parts of the preview are.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    title: Rect,
    /// Of no height where the tabs stand in the title.
    tabs: Rect,
    body: Rect,
}

impl Frame {
    fn of(areas: &Areas, state: &AppState) -> Self {
        let mut frame = Self {
            title: areas.preview_title,
            body: areas.preview,
            ..Self::default()
        };
        if frame.title.height == 0 || state.quote_row_under_cursor().is_none() {
            return frame;
        }
        if frame.body.height >= TABS_FROM && !title::holds_tabs(frame.title.width) {
            frame.tabs = Rect {
                height: 1,
                ..frame.body
            };
            frame.body.y += 1;
            frame.body.height -= 1;
        }
        frame
    }
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let frame = Frame::of(areas, state);
    let rows = usize::from(frame.body.height);
    if rows == 0 {
        return Measured::default();
    }
    let lines = lines(state, frame.body, Glyphs::ASCII);
    let window = Window::of(&lines, state, rows);
    Measured {
        rows,
        top: window.top,
        hidden: window.hidden,
    }
}

/// Draws title, tabs and body.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let frame = Frame::of(areas, state);
    if frame.title.height == 0 {
        return;
    }
    title::draw(painter, frame.title, frame.tabs, state);
    let body = frame.body;
    let lines = lines(state, body, painter.glyphs);
    let window = Window::of(&lines, state, body.height.into());
    let in_hand = in_hand(state);
    let is_inside = state.quotes_pane.focus == Focus::Preview;
    let shown = lines.iter().skip(window.top);
    for (y, line) in (body.top()..body.bottom()).zip(shown) {
        painter.put_pieces(body.x, y, body.width, &line.pieces);
        if is_inside && line.item.is_some() && line.item == in_hand {
            painter.mark_cursor_row(Rect::new(body.x, y, body.width, 1));
        }
    }
    if window.hints_at_more(body.height) {
        draw_more(painter, body, window.hidden - window.top + 1, state);
    }
}

/// What a position of the preview stands for; `None` outside of it.
pub(super) fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let frame = Frame::of(areas, state);
    let tabs = title::tab_areas(frame.title, frame.tabs, state);
    if let Some((tab, _)) = tabs.into_iter().find(|(_, area)| area.contains(at)) {
        return Some(Target::QuoteTab(tab));
    }
    if frame.body.contains(at) {
        let lines = lines(state, frame.body, Glyphs::ASCII);
        let window = Window::of(&lines, state, frame.body.height.into());
        let line = lines.get(window.top + usize::from(at.y - frame.body.y));
        let item = line.and_then(|line| line.item);
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

/// How many lines are below, over the last row: the line it covers is one of them.
fn draw_more(painter: &mut Painter<'_>, body: Rect, more: usize, state: &AppState) {
    let last = Rect {
        y: body.bottom() - 1,
        height: 1,
        ..body
    };
    let lines = if more == 1 { "line" } else { "lines" };
    let keys = state.keymap.tell("{preview_down}/{preview_up}");
    let text = format!(" {more} more {lines}: {keys} scroll");
    painter.clear(last);
    painter.put(last.x, last.y, last.width, &text, Role::Dim);
}

/// Which of the lines are shown.
struct Window {
    top: usize,
    hidden: usize,
}

impl Window {
    fn of(lines: &[Line<'_>], state: &AppState, rows: usize) -> Self {
        let hidden = lines.len().saturating_sub(rows);
        let preview = &state.quotes_pane.preview;
        let mut top = preview.scroll().min(hidden);
        let meant = in_hand(state);
        let place = lines
            .iter()
            .position(|line| line.item.is_some() && line.item == meant);
        if let Some(place) = place.filter(|_| preview.reveals()) {
            // The last row may say that there is more.
            let rows = rows.saturating_sub(usize::from(hidden > 0)).max(1);
            top = top.max((place + 1).saturating_sub(rows)).min(place);
            top = top.min(hidden);
        }
        Self { top, hidden }
    }

    fn hints_at_more(&self, height: u16) -> bool {
        self.top < self.hidden && height > 1
    }
}
