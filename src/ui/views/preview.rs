//! The preview of the order under the cursor: title, tabs, and the open tab's lines as far as they fit.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either. A tab only makes
//! lines; where they are scrolled to, what is selected and what changed is laid over them here.

mod contacts;
mod detail;
mod documents;
pub mod hit;
mod part;
mod raw;
mod requests;
mod timeline;
mod title;

use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::entities::orders::Order;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::orders::preview::Tab;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, piece, wrap};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Frame, Line, Measured, Sight, Window, draw_more, line};

pub use title::tab_areas;

/// Where the parts of the preview are; its foot is the search of the Raw tab.
fn frame(areas: &Areas, state: &AppState) -> Frame {
    let has_row = state.orders_pane.cursor.row().is_some();
    let frame = Frame::of(areas, has_row);
    let preview = &state.orders_pane.preview;
    let is_searched = preview.tab == Tab::Raw && preview.raw.search.is_on();
    if has_row && frame.title.height > 0 && is_searched {
        frame.with_foot()
    } else {
        frame
    }
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let frame = frame(areas, state);
    let rows = usize::from(frame.body.height);
    let Some(order) = state.order_under_cursor().filter(|_| rows > 0) else {
        return Measured {
            rows,
            ..Measured::default()
        };
    };
    let lines = Lines::of(order, state, frame.body, Glyphs::ASCII);
    lines.window(state, rows).measured(rows)
}

/// Draws title, tabs and body.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let frame = frame(areas, state);
    if frame.title.height == 0 {
        return;
    }
    let order = state.order_under_cursor();
    painter.rule(frame.title.x, frame.title.y, frame.title.width, Role::Dim);
    let Some(order) = order else { return };
    title::of(order, state).draw(painter, &frame, state.now);
    let body = frame.body;
    let lines = Lines::of(order, state, body, painter.glyphs);
    let window = lines.window(state, body.height.into());
    let selected = selected(state);
    let in_hand = lines.in_hand(state).map(|lines| lines.start);
    for (y, index) in (body.top()..body.bottom()).zip(window.top..lines.len()) {
        let Some(line) = lines.get(index) else { break };
        painter.put_pieces(body.x, y, body.width, &line.pieces);
        for (columns, overlay) in &line.overlays {
            let cells = Rect::new(body.x, y, body.width, 1);
            painter.overlay(line::cells(cells, columns), *overlay);
        }
        if line.item.is_some() && line.item == selected {
            if in_hand == Some(index) {
                painter.put(body.x, y, 1, ">", Role::Strong);
            }
            painter.mark_cursor_row(Rect::new(body.x, y, body.width, 1));
        }
    }
    draw_more(painter, body, window, state);
    raw::draw_search(painter, frame.foot, state);
}

/// What is selected, while keys go into the preview.
fn selected(state: &AppState) -> Option<usize> {
    (state.orders_pane.focus == Focus::Preview)
        .then(|| state.selected_item())
        .flatten()
}

/// The lines of the open tab.
enum Lines<'a> {
    /// All of them.
    Made(Vec<Line<'a>>),
    /// Made when they are drawn: an answer may have thousands.
    Raw(raw::Lines<'a>),
}

impl<'a> Lines<'a> {
    fn of(order: &'a Order, state: &'a AppState, body: Rect, glyphs: &'static Glyphs) -> Self {
        if order.summary.broken.is_some() {
            return Self::Made(broken_lines(order, body.width));
        }
        Self::Made(match state.orders_pane.preview.tab {
            Tab::Timeline => timeline::lines(order, state, body, glyphs),
            Tab::Detail => detail::lines(order, state, body),
            Tab::Contacts => contacts::lines(order, state, body),
            Tab::Documents => documents::lines(order, state, body.width),
            Tab::Requests => requests::lines(order, state, body),
            Tab::Raw => return Self::Raw(raw::Lines::of(order, state, body.width.into())),
        })
    }

    fn len(&self) -> usize {
        match self {
            Self::Made(lines) => lines.len(),
            Self::Raw(lines) => lines.len(),
        }
    }

    fn get(&self, index: usize) -> Option<std::borrow::Cow<'_, Line<'a>>> {
        match self {
            Self::Made(lines) => lines.get(index).map(std::borrow::Cow::Borrowed),
            Self::Raw(lines) => lines.get(index).map(std::borrow::Cow::Owned),
        }
    }

    /// The lines of what is selected or found.
    fn in_hand(&self, state: &AppState) -> Option<Range<usize>> {
        match self {
            Self::Made(lines) => {
                let selected = selected(state)?;
                let is_its = |line: &Line<'_>| line.item == Some(selected);
                let first = lines.iter().position(is_its)?;
                let count = lines[first..]
                    .iter()
                    .take_while(|line| is_its(line))
                    .count();
                Some(first..first + count)
            }
            Self::Raw(lines) => lines.found().map(|line| line..line + 1),
        }
    }

    /// Which of them are shown.
    fn window(&self, state: &AppState, rows: usize) -> Window {
        let preview = &state.orders_pane.preview;
        let revealed = preview.reveals().then(|| self.in_hand(state)).flatten();
        let scroll = preview.scroll();
        Window::of(self.len(), rows, Sight { scroll, revealed })
    }
}

/// A row that could not be read as an order: why, and what it was.
fn broken_lines(order: &Order, columns: u16) -> Vec<Line<'_>> {
    let Some(broken) = &order.summary.broken else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::from(vec![
            piece(" This row could not be read: ", Role::Bad),
            piece(broken.problem.line(), Role::Bad),
        ]),
        Line::from(vec![piece(" It came as:", Role::Dim)]),
    ];
    let raw = broken.raw.block();
    let wrapped = raw
        .lines()
        .flat_map(|line| wrap(line, usize::from(columns).saturating_sub(1)));
    lines.extend(wrapped.map(|line| Line::from(vec![piece(format!(" {line}"), Role::Text)])));
    lines
}
