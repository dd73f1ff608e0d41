//! The title of the preview: which order, which tabs, and how old what is shown is.
//!
//! Tabs are never cut: they are written shorter the less room there is, and at last only the open one is left.

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::orders::preview::Tab;
use crate::domain::order::Documents;
use crate::ui::format::{flagged, span};
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, piece, to_columns, width};
use crate::ui::theme::Role;

use super::Frame;

/// From this width on reference and tabs fit side by side, in full.
const SIDE_BY_SIDE: u16 = 62;
/// Columns kept for a reference beside the tabs, blanks included: `CMD_X_00009444` and those of its length.
const REFERENCE: u16 = 16;
/// Columns of the rule before the reference and after the last word.
const EDGE: u16 = 1;

/// Whether a title of this width has room for the tabs, written out.
pub(super) fn holds_tabs(width: u16) -> bool {
    width >= SIDE_BY_SIDE
}

/// How a tab is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wording {
    Counted,
    Full,
    ShortCounted,
    Short,
    /// The open one alone, and which of all it is.
    Alone,
}

impl Wording {
    const LONGEST_FIRST: [Self; 4] = [Self::Counted, Self::Full, Self::ShortCounted, Self::Short];

    fn is_counted(self) -> bool {
        matches!(self, Self::Counted | Self::ShortCounted)
    }

    fn is_short(self) -> bool {
        matches!(self, Self::ShortCounted | Self::Short)
    }
}

/// A title that is told from the others by its beginning.
fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Timeline => "Time",
        Tab::Detail => "Det",
        Tab::Contacts => "Cont",
        Tab::Documents => "Docs",
        Tab::Requests => "Req",
        Tab::Raw => "Raw",
    }
}

/// How many things a tab holds, where that was read.
fn count(order: &Order, tab: Tab) -> Option<usize> {
    match tab {
        Tab::Documents => order.documents()?.value().map(Documents::count),
        Tab::Requests => order.requests()?.value().map(|it| it.rows.len()),
        Tab::Timeline | Tab::Detail | Tab::Contacts | Tab::Raw => None,
    }
}

/// A tab as written, with its column.
struct Label {
    tab: Tab,
    column: u16,
    text: String,
}

fn labels(order: &Order, open: Tab, wording: Wording) -> Vec<Label> {
    let mut column = 0;
    let mut labels = Vec::new();
    for tab in Tab::ALL {
        let is_open = tab == open;
        if wording == Wording::Alone && !is_open {
            continue;
        }
        let name = if wording.is_short() && !is_open {
            short(tab)
        } else {
            tab.title()
        };
        let count = count(order, tab).filter(|_| wording.is_counted());
        let name = count.map_or_else(|| name.to_owned(), |count| format!("{name} {count}"));
        let text = match wording {
            Wording::Alone => format!("[{name}] {}/{}", tab.place() + 1, Tab::ALL.len()),
            _ if is_open => format!("[{name}]"),
            _ => name,
        };
        let columns = to_columns(width(&text));
        labels.push(Label { tab, column, text });
        column += columns + 1;
    }
    labels
}

fn columns(labels: &[Label]) -> u16 {
    let end = |label: &Label| label.column + to_columns(width(&label.text));
    labels.last().map_or(0, end)
}

/// The tabs in the longest wording that fits.
fn fitting(order: &Order, open: Tab, room: u16) -> Vec<Label> {
    Wording::LONGEST_FIRST
        .into_iter()
        .map(|wording| labels(order, open, wording))
        .find(|labels| columns(labels) <= room)
        .unwrap_or_else(|| {
            let mut alone = labels(order, open, Wording::Alone);
            alone.retain(|label| to_columns(width(&label.text)) <= room);
            alone
        })
}

/// Where the tabs are: the row, the column of the first one, and how many columns they may take.
fn place(title: Rect, tabs: Rect, order: &Order) -> (u16, u16, u16) {
    if tabs.height > 0 {
        return (tabs.y, tabs.x + 1, tabs.width.saturating_sub(1));
    }
    let reference = to_columns(width(&flagged(order.summary.reference.text())) + 2);
    let used = EDGE + reference.min(REFERENCE);
    let room = title.width.saturating_sub(used + EDGE + 1);
    (title.y, title.x + used, room)
}

/// The open tab, and where each tab stands; for clicks.
pub fn tab_areas(areas: &Areas, state: &AppState) -> Vec<(Tab, Rect)> {
    let frame = Frame::of(areas, state);
    let Some(order) = state
        .order_under_cursor()
        .filter(|_| frame.title.height > 0)
    else {
        return Vec::new();
    };
    let (y, x, room) = place(frame.title, frame.tabs, order);
    fitting(order, state.orders_pane.preview.tab, room)
        .into_iter()
        .map(|label| {
            let columns = to_columns(width(&label.text));
            (label.tab, Rect::new(x + label.column, y, columns, 1))
        })
        .collect()
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    title: Rect,
    tabs: Rect,
    state: &AppState,
    order: Option<&Order>,
) {
    painter.rule(title.x, title.y, title.width, Role::Dim);
    let Some(order) = order else { return };
    let open = state.orders_pane.preview.tab;
    let (y, x, room) = place(title, tabs, order);
    let labels = fitting(order, open, room);
    let is_beside = tabs.height == 0;

    let role = if state.orders_pane.focus == Focus::Preview {
        Role::Accent
    } else {
        Role::Strong
    };
    let before_tabs = if is_beside {
        x - title.x - EDGE
    } else {
        title.width.saturating_sub(2 * EDGE)
    };
    let reference = [
        piece(" ", role),
        piece(flagged(order.summary.reference.text()), role),
        piece(" ", role),
    ];
    let used = painter.put_pieces(title.x + EDGE, title.y, before_tabs, &reference);

    let mut end = title.x + EDGE + used;
    for label in &labels {
        let (role, text) = if label.tab == open {
            (Role::Accent, &label.text)
        } else {
            (Role::Dim, &label.text)
        };
        let at = x + label.column;
        let left = room.saturating_sub(label.column);
        let used = painter.put(at, y, left, text, role);
        if is_beside {
            painter.put(at + used, y, 1, " ", Role::Dim);
            end = at + used + 1;
        }
    }
    draw_age(painter, title, end, state, order);
}

/// `read 4m ago` at the right edge, or less of it, where there is room.
fn draw_age(painter: &mut Painter<'_>, title: Rect, end: u16, state: &AppState, order: &Order) {
    let parts: &[Part] = match state.orders_pane.preview.tab {
        Tab::Timeline => &[Part::Historic, Part::Detail],
        Tab::Detail | Tab::Contacts => &[Part::Detail],
        Tab::Documents => &[Part::Documents],
        Tab::Requests => &[Part::Requests],
        // Each answer there says its own age.
        Tab::Raw => &[],
    };
    let read_at = parts.iter().filter_map(|part| order.part_read_at(*part));
    let Some(read_at) = read_at.min() else { return };
    let age = span(state.now - read_at);
    let texts = [format!(" read {age} ago "), format!(" {age} ago ")];
    let needed = |text: &str| to_columns(width(text));
    let fits = |text: &&String| end + needed(text) + 2 * EDGE <= title.right();
    if let Some(text) = texts.iter().find(fits) {
        let x = title.right() - needed(text) - EDGE;
        painter.put(x, title.y, needed(text), text, Role::Dim);
    }
}
