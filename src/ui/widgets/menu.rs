//! A menu: a line to search in where letters are searched for, the items, the one under the cursor reversed, and at the
//! foot all there is to say of that one.
//!
//! The foot keeps its height while the cursor moves, so that nothing jumps.

use ratatui::layout::{Position, Rect};

use super::dialog::{Labels, WIDEST, boxed, frame, inside};
use crate::app::menu::{Choice, Item, Kind, Menu};
use crate::ui::paint::{Painter, fit, piece, to_columns, width, wrap};
use crate::ui::theme::Role;

/// Columns of the cursor mark.
const GUTTER: u16 = 2;
/// The first column is at most this wide.
const LEAD: usize = 16;
/// Columns between the first column and the text, and between the text and the note.
const GAP: usize = 2;
/// A text keeps so many columns, or all it needs, beside a note.
const READABLE: usize = 16;
/// A menu that is not searched is as wide as it needs to be, and no narrower than this.
const NARROWEST: u16 = 44;
/// A menu of what was found is at most this high.
const FINDINGS: usize = 22;
/// Rows of items that a foot leaves.
const ITEMS: u16 = 6;

/// Draws an open menu.
pub fn draw(painter: &mut Painter<'_>, menu: &Menu) {
    let parts = parts(painter.area(), menu);
    let height = usize::from(parts.items.height);
    let top = menu.top(height);
    let below = menu.items().len().saturating_sub(top + height);
    let more = if below > 0 {
        format!("{below} more")
    } else {
        String::new()
    };
    let labels = Labels {
        title: &menu.title,
        count: menu.count(),
        remark: remark(menu.kind),
        more: &more,
    };
    boxed(painter, parts.frame, labels);
    draw_search(painter, parts.search, menu);
    let lead = lead_width(menu, parts.items.width);
    for (y, (index, item)) in
        (parts.items.top()..parts.items.bottom()).zip(menu.items().iter().enumerate().skip(top))
    {
        let line = Rect {
            y,
            height: 1,
            ..parts.items
        };
        draw_item(painter, line, item, lead, index == menu.cursor());
    }
    if menu.items().is_empty() {
        let line = parts.items;
        painter.put(line.x, line.y, line.width, empty(menu.kind), Role::Dim);
    }
    draw_foot(painter, &parts, menu, lead);
}

/// Where the menu is.
pub fn area(screen: Rect, menu: &Menu) -> Rect {
    parts(screen, menu).frame
}

/// The line of a position, if an item is there.
pub fn item_at(screen: Rect, menu: &Menu, at: Position) -> Option<usize> {
    let body = body(screen, menu);
    let top = menu.top(body.height.into());
    let index = body.contains(at).then(|| top + usize::from(at.y - body.y));
    index.filter(|index| *index < menu.items().len())
}

/// Where the items are.
pub fn body(screen: Rect, menu: &Menu) -> Rect {
    parts(screen, menu).items
}

/// A menu from top to bottom.
struct Parts {
    frame: Rect,
    /// One row, or none.
    search: Rect,
    items: Rect,
    /// A rule and the rows under it, or nothing.
    foot: Rect,
}

fn parts(screen: Rect, menu: &Menu) -> Parts {
    let columns = columns(menu);
    let widest = inside(frame(screen, columns, usize::MAX));
    let search = u16::from(menu.kind.is_searched());
    let foot = if needs_foot(menu, widest) {
        foot_rows(menu.kind)
    } else {
        0
    };
    // What is searched keeps its size while items come and go.
    let rows = match menu.kind {
        Kind::Help => usize::MAX,
        kind if kind.is_searched() => FINDINGS,
        _ => menu.items().len().max(1) + usize::from(foot),
    };
    let frame = frame(screen, columns, rows);
    let inner = inside(frame);
    let search = search.min(inner.height);
    let least = to_columns(menu.items().len()).clamp(1, ITEMS);
    let spare = inner.height.saturating_sub(search + least);
    // A rule with nothing under it is none.
    let foot = if spare < 2 { 0 } else { foot.min(spare) };
    let items = Rect {
        y: inner.y + search,
        height: inner.height - search - foot,
        ..inner
    };
    Parts {
        frame,
        search: Rect {
            height: search,
            ..inner
        },
        items,
        foot: Rect {
            y: items.bottom(),
            height: foot,
            ..inner
        },
    }
}

/// Columns of the box.
fn columns(menu: &Menu) -> u16 {
    match menu.kind {
        Kind::Sort | Kind::Columns => to_columns(needed_width(menu)).clamp(NARROWEST, WIDEST),
        _ => WIDEST,
    }
}

/// Whether some item has more to say than its line holds. What is searched keeps its foot: its items come and go.
fn needs_foot(menu: &Menu, inner: Rect) -> bool {
    let lead = lead_width(menu, inner.width);
    let has_more = |item: &Item| !item.more.is_empty() || is_cut(inner, item, lead);
    let mut items = menu.items().iter().filter(|item| item.is_selectable());
    menu.kind.is_searched() || items.any(has_more)
}

/// Rows at the foot, the rule over them included.
fn foot_rows(kind: Kind) -> u16 {
    match kind {
        Kind::Help
        | Kind::Actions
        | Kind::Palette
        | Kind::Views
        | Kind::Jump
        | Kind::Export
        | Kind::Files => 3,
        Kind::Copy => 5,
        Kind::Facets | Kind::Sort | Kind::Columns | Kind::New | Kind::Basket | Kind::Missing => 0,
    }
}

/// What is worth knowing of all of its items.
fn remark(kind: Kind) -> &'static str {
    match kind {
        Kind::Palette => "from what is read already, 0 calls",
        Kind::Missing => "Enter opens the line at this field",
        _ => "",
    }
}

/// What stands in place of items.
fn empty(kind: Kind) -> &'static str {
    match kind {
        Kind::Help => "No action and no explanation holds all of that.",
        Kind::Palette => "No order, quote, view or action holds all of that.",
        Kind::Facets => "No value holds all of that.",
        _ => "Nothing yet.",
    }
}

/// What stands in an empty search line.
fn invitation(kind: Kind) -> &'static str {
    match kind {
        Kind::Help => "type to search, @ to search by key",
        Kind::Palette => "digits of a reference, words of an order, a quote, a view, an action",
        _ => "type to search",
    }
}

fn lead_width(menu: &Menu, columns: u16) -> usize {
    if menu.kind == Kind::Palette && columns < NARROWEST {
        // What is found matters more than what kind of thing it is.
        return 0;
    }
    let widest = menu.items().iter().map(|item| width(&item.lead)).max();
    widest.unwrap_or(0).min(LEAD).min(usize::from(columns) / 3)
}

/// Columns of the widest item, with the borders and the blanks beside them.
fn needed_width(menu: &Menu) -> usize {
    let lead = lead_width(menu, WIDEST);
    let needed = |item: &Item| {
        let note = width(&note(item));
        let lead = if lead > 0 { lead + GAP } else { 0 };
        usize::from(GUTTER) + lead + width(&item.text) + if note > 0 { note + GAP } else { 0 }
    };
    menu.items().iter().map(needed).max().unwrap_or(0) + 4
}

fn draw_search(painter: &mut Painter<'_>, line: Rect, menu: &Menu) {
    if line.height == 0 {
        return;
    }
    let text = menu.search();
    let before: String = text.chars().take(menu.caret()).collect();
    let used = painter.put(line.x, line.y, line.width, "> ", Role::Accent);
    let (x, room) = (line.x + used, line.width - used);
    // The caret stays in view: what does not fit leaves on the left.
    let hidden = (painter.columns(&before) + 1).saturating_sub(room.into());
    let mut skipped = 0;
    let visible = text.trim_start_matches(|c: char| {
        let goes = skipped < hidden;
        skipped += width(c.encode_utf8(&mut [0; 4]));
        goes
    });
    if text.is_empty() {
        painter.put(
            x + 1,
            line.y,
            room.saturating_sub(1),
            invitation(menu.kind),
            Role::Dim,
        );
    }
    painter.put(x, line.y, room, visible, Role::Strong);
    let caret = painter.columns(&before).saturating_sub(hidden);
    painter.caret(x + to_columns(caret).min(room.saturating_sub(1)), line.y);
}

/// What stands at the right edge.
fn note(item: &Item) -> String {
    item.off
        .as_ref()
        .map_or_else(|| item.note.clone(), |why| format!("off: {why}"))
}

/// How a line is divided: where the text begins, and the columns of text and note.
fn division(line: Rect, item: &Item, lead: usize) -> (u16, u16, u16) {
    let lead = if lead > 0 { to_columns(lead + GAP) } else { 0 };
    let x = line.x + (GUTTER + lead).min(line.width);
    let room = line.right() - x;
    let (text, note) = (width(&item.text), width(&note(item)));
    let room = usize::from(room);
    let beside = room.saturating_sub(text + GAP);
    let beside_note = |note: usize| room.saturating_sub(note + GAP);
    let note = match note {
        0 => 0,
        note if note <= beside => note,
        // Text and reason share the line; neither gets more than it needs.
        note if item.off.is_some() => note.min(beside.max(room / 2)),
        // Half a count says nothing, and half a reference less.
        note if note * 3 > room && beside_note(note) < text.min(READABLE) => 0,
        note => note.min(room),
    };
    let gap = if note > 0 { GAP } else { 0 };
    let text = room.saturating_sub(note + gap);
    (x, to_columns(text), to_columns(note))
}

/// Whether text and note of an item do not fit its line.
fn is_cut(line: Rect, item: &Item, lead: usize) -> bool {
    let (_, text_room, note_room) = division(line, item, lead);
    width(&item.text) > text_room.into() || width(&note(item)) > note_room.into()
}

fn draw_item(painter: &mut Painter<'_>, line: Rect, item: &Item, lead: usize, is_cursor: bool) {
    let passed = match item.choice {
        Choice::Heading => Some(Role::Strong),
        Choice::Remark => Some(Role::Dim),
        _ => None,
    };
    if let Some(role) = passed {
        let used = painter.put(line.x, line.y, line.width, &item.text, role);
        if usize::from(used) + GAP + width(&item.note) <= line.width.into() {
            painter.put_right(line.x, line.y, line.width, &item.note, Role::Dim);
        }
        return;
    }
    if is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    let is_off = item.off.is_some();
    let (x, text_room, note_room) = division(line, item, lead);
    if lead > 0 {
        let role = if is_off { Role::Dim } else { Role::Accent };
        let lead_x = line.x + GUTTER.min(line.width);
        let room = to_columns(lead).min(line.right() - lead_x);
        painter.put(lead_x, line.y, room, &fit(&item.lead, lead), role);
    }
    let role = if is_off { Role::Dim } else { Role::Text };
    painter.put(x, line.y, text_room, &item.text, role);
    let note_x = line.right() - note_room;
    painter.put_right(note_x, line.y, note_room, &note(item), Role::Dim);
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}

/// All there is to say of the item under the cursor, where its line does not say it.
fn draw_foot(painter: &mut Painter<'_>, parts: &Parts, menu: &Menu, lead: usize) {
    let foot = parts.foot;
    let Some(item) = menu.selected().filter(|_| foot.height > 1) else {
        return;
    };
    painter.rule(foot.x, foot.y, foot.width, Role::Dim);
    let is_cut = is_cut(parts.items, item, lead);
    let said = match item.more.as_str() {
        "" if is_cut => &item.text,
        more => more,
    };
    let why = if is_cut && item.off.is_some() {
        note(item)
    } else {
        String::new()
    };
    let lines: Vec<_> = [(said, Role::Text), (&why, Role::Dim)]
        .into_iter()
        .flat_map(|(text, role)| text.lines().map(move |line| (line, role)))
        .flat_map(|(line, role)| {
            let wrapped = wrap(line, foot.width.into()).into_iter();
            wrapped.map(move |line| (line, role))
        })
        .collect();
    let room = usize::from(foot.height - 1);
    let is_too_long = lines.len() > room;
    for (y, (line, role)) in (foot.y + 1..foot.bottom()).zip(&lines) {
        let is_last = y + 1 == foot.bottom();
        let tail = if is_last && is_too_long { " …" } else { "" };
        painter.put_pieces(
            foot.x,
            y,
            foot.width,
            &[piece(line.as_str(), *role), piece(tail, Role::Dim)],
        );
    }
}
