//! A menu: a line to search in where letters are searched for, then the items, the one under the cursor reversed.

use ratatui::layout::Rect;

use super::dialog::{WIDEST, boxed, frame, inside};
use crate::app::action::Action;
use crate::app::menu::{Choice, Item, Kind, Menu, help};
use crate::app::state::AppState;
use crate::ui::paint::{Painter, fit, piece, to_columns, width};
use crate::ui::theme::Role;

/// Columns of the cursor mark.
const GUTTER: u16 = 2;
/// The first column is at most this wide.
const LEAD: usize = 16;

/// Draws an open menu.
pub fn draw(painter: &mut Painter<'_>, state: &AppState, menu: &Menu) {
    let inner = boxed(painter, menu.kind.title(), WIDEST, rows(menu));
    if menu.kind.is_searched() {
        draw_search(painter, inner, state, menu);
    }
    let body = body(painter.area(), menu);
    let lead = lead_width(menu, body.width);
    let top = menu.top(body.height.into());
    for (y, (index, item)) in
        (body.top()..body.bottom()).zip(menu.items().iter().enumerate().skip(top))
    {
        let line = Rect {
            y,
            height: 1,
            ..body
        };
        draw_item(painter, line, item, lead, index == menu.cursor());
    }
}

/// Where the items are.
pub fn body(screen: Rect, menu: &Menu) -> Rect {
    let inner = inside(frame(screen, WIDEST, rows(menu)));
    let search = u16::from(menu.kind.is_searched()).min(inner.height);
    Rect {
        y: inner.y + search,
        height: inner.height - search,
        ..inner
    }
}

/// Rows the menu would like. A searched one keeps its size while items come and go.
fn rows(menu: &Menu) -> usize {
    if menu.kind.is_searched() {
        usize::MAX
    } else {
        menu.items().len().max(1)
    }
}

fn lead_width(menu: &Menu, columns: u16) -> usize {
    let widest = menu.items().iter().map(|item| width(&item.lead)).max();
    widest.unwrap_or(0).min(LEAD).min(usize::from(columns) / 3)
}

fn draw_search(painter: &mut Painter<'_>, inner: Rect, state: &AppState, menu: &Menu) {
    let search = [
        piece("> ", Role::Accent),
        piece(menu.search(), Role::Strong),
    ];
    let used = painter.put_pieces(inner.x, inner.y, inner.width, &search);
    if used < inner.width {
        painter.caret(inner.x + used, inner.y);
    }
    if menu.kind == Kind::Help {
        let found = help::count(state, menu.search());
        let found = format!("{found} of {} actions", Action::ALL.len());
        if usize::from(used) + width(&found) + 1 < inner.width.into() {
            painter.put_right(inner.x, inner.y, inner.width, &found, Role::Dim);
        }
    }
}

fn draw_item(painter: &mut Painter<'_>, line: Rect, item: &Item, lead: usize, is_cursor: bool) {
    if item.choice == Choice::Heading {
        painter.put(line.x, line.y, line.width, &item.text, Role::Strong);
        return;
    }
    if is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    let is_off = item.off.is_some();
    let mut x = line.x + GUTTER.min(line.width);
    let room = |x: u16| line.right().saturating_sub(x);
    if lead > 0 {
        let role = if is_off { Role::Dim } else { Role::Accent };
        painter.put(x, line.y, room(x), &fit(&item.lead, lead), role);
        x += to_columns(lead + 2);
    }
    let note = item
        .off
        .as_ref()
        .map_or_else(|| item.note.clone(), |why| format!("off: {why}"));
    let note_width = to_columns(width(&note)).min(room(x) / 2);
    let text_room = room(x).saturating_sub(note_width + u16::from(note_width > 0));
    let role = if is_off { Role::Dim } else { Role::Text };
    painter.put(x, line.y, text_room, &item.text, role);
    painter.put_right(
        line.right().saturating_sub(note_width),
        line.y,
        note_width,
        &note,
        Role::Dim,
    );
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}
