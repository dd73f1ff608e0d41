//! The preview of the order under the cursor: title, tabs, and the open tab's lines as far as they fit.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either. A tab only makes
//! lines; where they are scrolled to, what is selected and what changed is laid over them here.

mod contacts;
mod detail;
mod documents;
pub(super) mod fields;
pub mod hit;
pub(super) mod line;
pub(super) mod part;
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

pub(super) use line::{Line, Overlay};
pub use title::tab_areas;

/// From this height on empty lines set groups apart.
pub(super) const ROOMY: u16 = 24;
/// From this height on the tabs have a row of their own where they do not fit beside the reference.
const TABS_FROM: u16 = 14;

/// Where the parts of the preview are.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    title: Rect,
    /// Of no height where the tabs stand in the title.
    tabs: Rect,
    body: Rect,
    /// The search of the Raw tab.
    search: Rect,
}

impl Frame {
    fn of(areas: &Areas, state: &AppState) -> Self {
        let mut frame = Self {
            title: areas.preview_title,
            body: areas.preview,
            ..Self::default()
        };
        if frame.title.height == 0 || state.orders_pane.cursor.row().is_none() {
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
        let preview = &state.orders_pane.preview;
        if preview.tab == Tab::Raw && preview.raw.search.is_on() && frame.body.height > 1 {
            frame.body.height -= 1;
            frame.search = Rect {
                y: frame.body.bottom(),
                height: 1,
                ..frame.body
            };
        }
        frame
    }
}

/// What the core is to know of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Rows of the open tab's lines.
    pub rows: usize,
    /// First line shown.
    pub top: usize,
    /// Lines that do not fit.
    pub hidden: usize,
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let frame = Frame::of(areas, state);
    let rows = usize::from(frame.body.height);
    let Some(order) = state.order_under_cursor().filter(|_| rows > 0) else {
        return Measured {
            rows,
            ..Measured::default()
        };
    };
    Window::of(
        &Lines::of(order, state, frame.body, Glyphs::ASCII),
        state,
        rows,
    )
    .measured(rows)
}

/// Draws title, tabs and body.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let frame = Frame::of(areas, state);
    if frame.title.height == 0 {
        return;
    }
    let order = state.order_under_cursor();
    title::draw(painter, frame.title, frame.tabs, state, order);
    let Some(order) = order else { return };
    let body = frame.body;
    let lines = Lines::of(order, state, body, painter.glyphs);
    let window = Window::of(&lines, state, body.height.into());
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
    if window.hints_at_more(body.height) {
        draw_more(painter, body, window.hidden - window.top + 1, state);
    }
    raw::draw_search(painter, frame.search, state);
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
}

/// Which of the lines are shown.
struct Window {
    top: usize,
    hidden: usize,
}

impl Window {
    fn of(lines: &Lines<'_>, state: &AppState, rows: usize) -> Self {
        let hidden = lines.len().saturating_sub(rows);
        let preview = &state.orders_pane.preview;
        let mut top = preview.scroll().min(hidden);
        if preview.reveals()
            && let Some(lines) = lines.in_hand(state)
        {
            // The last row may say that there is more.
            let rows = if hidden > 0 {
                rows.saturating_sub(1)
            } else {
                rows
            };
            let least = lines.end.saturating_sub(rows.max(1));
            top = top.max(least).min(lines.start).min(hidden);
        }
        Self { top, hidden }
    }

    fn hints_at_more(&self, height: u16) -> bool {
        self.top < self.hidden && height > 1
    }

    fn measured(&self, rows: usize) -> Measured {
        Measured {
            rows,
            top: self.top,
            hidden: self.hidden,
        }
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
