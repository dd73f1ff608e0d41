//! The title of the preview: which line or basket, which tabs, and how old what is shown is.
//!
//! Tabs are never cut: they are written shorter the less room there is, and at last only the open one is left.

use ratatui::layout::Rect;

use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::quotes::preview::Tab;
use crate::ui::format::{flagged, span};
use crate::ui::paint::{Painter, piece, to_columns, width};
use crate::ui::theme::Role;

/// From this width on reference and tabs fit side by side, in full.
const SIDE_BY_SIDE: u16 = 62;
/// Columns kept for a reference beside the tabs, blanks included.
const REFERENCE: u16 = 22;
/// Columns of the rule before the reference and after the last word.
const EDGE: u16 = 1;

/// Whether a title of this width has room for the tabs, written out.
pub(super) fn holds_tabs(width: u16) -> bool {
    width >= SIDE_BY_SIDE
}

/// How tabs are written, the longest way first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wording {
    Full,
    Short,
    /// The open one alone, and which of all it is.
    Alone,
}

/// A title that is told from the others by its beginning.
fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Offers => "Off",
        Tab::Detail => "Det",
        Tab::Contact => "Cont",
        Tab::Basket => "Bask",
        Tab::Raw => "Raw",
    }
}

/// A tab as written, with its column.
struct Label {
    tab: Tab,
    column: u16,
    text: String,
}

fn tabs(state: &AppState) -> &'static [Tab] {
    match state.quote_row_under_cursor() {
        Some(QuoteRow::Basket(_)) => &[Tab::Basket, Tab::Raw],
        _ => &Tab::ALL,
    }
}

fn labels(state: &AppState, wording: Wording) -> Vec<Label> {
    let (open, tabs) = (state.quote_tab(), tabs(state));
    let mut column = 0;
    let mut labels = Vec::new();
    for (place, tab) in tabs.iter().copied().enumerate() {
        let is_open = tab == open;
        if wording == Wording::Alone && !is_open {
            continue;
        }
        let name = if wording == Wording::Short && !is_open {
            short(tab)
        } else {
            tab.title()
        };
        let text = match wording {
            Wording::Alone => format!("[{name}] {}/{}", place + 1, tabs.len()),
            _ if is_open => format!("[{name}]"),
            _ => name.to_owned(),
        };
        let columns = to_columns(width(&text));
        labels.push(Label { tab, column, text });
        column += columns + 1;
    }
    labels
}

/// The tabs in the longest wording that fits.
fn fitting(state: &AppState, room: u16) -> Vec<Label> {
    let end = |label: &Label| label.column + to_columns(width(&label.text));
    [Wording::Full, Wording::Short, Wording::Alone]
        .into_iter()
        .map(|wording| labels(state, wording))
        .find(|labels| labels.last().map_or(0, end) <= room)
        .unwrap_or_default()
}

/// Where the tabs are: the row, the column of the first one, and how many columns they may take.
fn place(title: Rect, tabs: Rect, state: &AppState) -> (u16, u16, u16) {
    if tabs.height > 0 {
        return (tabs.y, tabs.x + 1, tabs.width.saturating_sub(1));
    }
    let reference = to_columns(width(&name(state)) + 2);
    let used = EDGE + reference.min(REFERENCE);
    let room = title.width.saturating_sub(used + EDGE + 1);
    (title.y, title.x + used, room)
}

fn name(state: &AppState) -> String {
    if let Some(line) = state.line_under_cursor() {
        return flagged(line.name_text()).into_owned();
    }
    let Some(basket) = state.basket_under_cursor() else {
        return String::new();
    };
    let own = basket.basket.external_id.as_ref();
    own.map_or_else(
        || format!("basket {}", basket.name()),
        |own| flagged(own).into_owned(),
    )
}

/// The tabs, and where each stands; for clicks.
pub(super) fn tab_areas(title: Rect, tabs: Rect, state: &AppState) -> Vec<(Tab, Rect)> {
    if title.height == 0 || state.quote_row_under_cursor().is_none() {
        return Vec::new();
    }
    let (y, x, room) = place(title, tabs, state);
    let labels = fitting(state, room).into_iter();
    labels
        .map(|label| {
            let columns = to_columns(width(&label.text));
            (label.tab, Rect::new(x + label.column, y, columns, 1))
        })
        .collect()
}

pub(super) fn draw(painter: &mut Painter<'_>, title: Rect, tabs: Rect, state: &AppState) {
    painter.rule(title.x, title.y, title.width, Role::Dim);
    if state.quote_row_under_cursor().is_none() {
        return;
    }
    let open = state.quote_tab();
    let (y, x, room) = place(title, tabs, state);
    let is_beside = tabs.height == 0;
    let role = if state.quotes_pane.focus == Focus::Preview {
        Role::Accent
    } else {
        Role::Strong
    };
    let before_tabs = if is_beside {
        x - title.x - EDGE
    } else {
        title.width.saturating_sub(2 * EDGE)
    };
    let reference = [piece(" ", role), piece(name(state), role), piece(" ", role)];
    let used = painter.put_pieces(title.x + EDGE, title.y, before_tabs, &reference);
    let mut end = title.x + EDGE + used;
    for label in fitting(state, room) {
        let role = if label.tab == open {
            Role::Accent
        } else {
            Role::Dim
        };
        let at = x + label.column;
        let left = room.saturating_sub(label.column);
        let used = painter.put(at, y, left, &label.text, role);
        if is_beside {
            painter.put(at + used, y, 1, " ", Role::Dim);
            end = at + used + 1;
        }
    }
    draw_age(painter, title, end, state);
}

/// `read 4m ago` at the right edge, or less of it, where there is room.
fn draw_age(painter: &mut Painter<'_>, title: Rect, end: u16, state: &AppState) {
    let read_at = match (state.quote_tab(), state.line_under_cursor()) {
        // Each answer there says its own age, and the offers say theirs below.
        (Tab::Raw | Tab::Offers, _) => None,
        (Tab::Basket, _) | (_, None) => {
            let basket = state.basket_under_cursor();
            basket.and_then(|basket| basket.detail.read_at())
        }
        (_, Some(line)) => line.detail.read_at(),
    };
    let Some(read_at) = read_at else { return };
    let age = span(state.now - read_at);
    let texts = [format!(" read {age} ago "), format!(" {age} ago ")];
    let needed = |text: &str| to_columns(width(text));
    let fits = |text: &&String| end + needed(text) + 2 * EDGE <= title.right();
    if let Some(text) = texts.iter().find(fits) {
        let x = title.right() - needed(text) - EDGE;
        painter.put(x, title.y, needed(text), text, Role::Dim);
    }
}
