//! The list of a field that is chosen from, over its form: a line to search in, what was found, and how old the list is.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::super::dialog::{Labels, WIDEST, boxed, frame, inside};
use super::entry::draw_typed;
use crate::app::form::chooser::{Chooser, Item, Pick, Standing};
use crate::app::form::field::{Entry, Field};
use crate::app::state::AppState;
use crate::ui::format::{flagged, span};
use crate::ui::paint::{Painter, Pieces, fit, piece, width, wrap};
use crate::ui::theme::Role;

/// Lines of the box: the search, what was found, the foot.
const LINES: usize = 12;
/// A rule, and what a line could not hold.
const FOOT: u16 = 3;
/// Columns beside value and label: the cursor, what says that it is chosen or typed, what says that it is over.
const LEAD: usize = 18;
/// A value has at most so many columns before its label.
const VALUE: usize = 24;

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, state: &AppState, open: &Chooser, field: &Field) {
    let frame = area(painter.area());
    let (found, total) = open.count();
    let count = match total {
        0 => String::new(),
        _ if open.search().is_empty() => total.to_string(),
        _ => format!("{found} of {total}"),
    };
    let standing = field.choices.as_ref().map_or(Standing::Known, |choices| {
        state.forms.lists.standing(choices)
    });
    let parts = parts(frame, open);
    let top = open.top(parts.items.height.into());
    let below = open
        .items()
        .len()
        .saturating_sub(top + usize::from(parts.items.height));
    let labels = Labels {
        title: field.id.label(),
        count: &count,
        remark: &age(state, &standing),
        more: &if below > 0 {
            format!("{below} more")
        } else {
            String::new()
        },
    };
    boxed(painter, frame, labels);
    let used = painter.put(
        parts.search.x,
        parts.search.y,
        parts.search.width.min(2),
        "> ",
        Role::Accent,
    );
    let search = Rect {
        x: parts.search.x + used,
        width: parts.search.width - used,
        ..parts.search
    };
    if parts.search.height > 0 {
        draw_search(painter, search, open, field);
    }
    let mut area = parts.items;
    for line in told(open, field, &standing, area.width) {
        if area.height > 1 {
            painter.put_pieces(area.x, area.y, area.width, &line);
            area.y += 1;
            area.height -= 1;
        }
    }
    let top = open.top(area.height.into());
    let values = open.items().iter().filter(|item| item.label.is_some());
    let columns = values
        .map(|item| width(&value(item)))
        .max()
        .unwrap_or(0)
        .min(VALUE);
    for (y, (place, item)) in
        (area.top()..area.bottom()).zip(open.items().iter().enumerate().skip(top))
    {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        let is_cursor = place == open.cursor();
        draw_item(painter, line, (item, field), columns, is_cursor, &standing);
    }
    draw_foot(painter, parts.foot, open);
}

/// Where it lies.
pub(super) fn area(screen: Rect) -> Rect {
    frame(screen, WIDEST, LINES)
}

struct Parts {
    search: Rect,
    items: Rect,
    foot: Rect,
}

fn parts(frame: Rect, open: &Chooser) -> Parts {
    let inner = inside(frame);
    let search = inner.height.min(1);
    let needs_foot = open.items().iter().any(|item| is_cut(item, inner.width));
    let foot = if needs_foot && inner.height > FOOT + 4 {
        FOOT
    } else {
        0
    };
    let items = Rect {
        y: inner.y + search,
        height: inner.height - search - foot,
        ..inner
    };
    Parts {
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

fn draw_search(painter: &mut Painter<'_>, area: Rect, open: &Chooser, field: &Field) {
    draw_typed(
        painter,
        area,
        open.search(),
        Some(open.caret()),
        Role::Strong,
    );
    if open.search().is_empty() && area.width > 1 {
        let is_free = field
            .choices
            .as_ref()
            .is_some_and(|choices| choices.is_free);
        let invitation = if is_free {
            "type to search, or what is not listed"
        } else {
            "type to search"
        };
        painter.put(area.x + 1, area.y, area.width - 1, invitation, Role::Dim);
    }
}

/// How old the list is.
fn age(state: &AppState, standing: &Standing) -> String {
    match standing {
        Standing::Known | Standing::Failed(_, false) | Standing::Reading(false) => String::new(),
        Standing::Reading(true) => "reading anew".to_owned(),
        Standing::Failed(_, true) => "as read before".to_owned(),
        Standing::Read(at) => format!("read {} ago", span(state.now - *at)),
    }
}

/// What is said in place of choices, or above them.
fn told<'a>(open: &Chooser, field: &Field, standing: &Standing, columns: u16) -> Vec<Pieces<'a>> {
    let (found, total) = open.count();
    let is_free = field
        .choices
        .as_ref()
        .is_some_and(|choices| choices.is_free);
    let mut lines = Vec::new();
    let mut say = |text: &str, role| {
        let wrapped = wrap(text, usize::from(columns).max(1)).into_iter().take(3);
        lines.extend(wrapped.map(|line| vec![piece(line, role)]));
    };
    match standing {
        Standing::Reading(false) => say("reading the list of Covage ...", Role::Dim),
        Standing::Failed(why, _) => say(&format!("could not be read: {why}"), Role::Bad),
        Standing::Read(_) if total == 0 => say("Covage's list is empty.", Role::Dim),
        Standing::Known if total == 0 && open.search().is_empty() => {
            say("none is known here: type or paste keys.", Role::Dim);
        }
        _ => {}
    }
    if total > 0 && found == 0 {
        say("No choice holds all of that.", Role::Dim);
        if !is_free {
            say("Covage takes phrases of its list only.", Role::Dim);
        }
    }
    lines
}

/// What an item stands for.
fn value(item: &Item) -> Cow<'_, str> {
    match &item.pick {
        Pick::Value(text) | Pick::Typed(text) => flagged(text),
        Pick::Read => Cow::Borrowed(""),
    }
}

fn draw_item(
    painter: &mut Painter<'_>,
    line: Rect,
    (item, field): (&Item, &Field),
    columns: usize,
    is_cursor: bool,
    standing: &Standing,
) {
    let is_many = matches!(field.entry, Entry::Keys(_));
    let gutter = if is_cursor { "> " } else { "  " };
    let mut pieces: Pieces<'_> = vec![piece(gutter, Role::Strong)];
    match &item.pick {
        Pick::Value(text) => {
            let tick = match (is_many, item.is_chosen) {
                (true, true) => "[x] ",
                (true, false) => "[ ] ",
                (false, true) => "* ",
                (false, false) => "  ",
            };
            pieces.push(piece(tick, Role::Accent));
            let text = flagged(text);
            let text = if item.label.is_some() {
                fit(&text, columns)
            } else {
                text.into_owned()
            };
            pieces.push(piece(text, Role::Text));
            if let Some(label) = &item.label {
                pieces.push(piece(format!("  {}", flagged(label)), Role::Dim));
            }
            if item.is_over {
                pieces.push(piece("  inactive", Role::Warn));
            }
        }
        Pick::Typed(text) => {
            let verb = if is_many {
                "add as typed: "
            } else {
                "  as typed: "
            };
            pieces.push(piece(verb, Role::Dim));
            pieces.push(piece(flagged(text).into_owned(), Role::Text));
        }
        Pick::Read => {
            let again = matches!(standing, Standing::Failed(..));
            pieces.push(piece(
                if again {
                    "  try again"
                } else {
                    "  read the list again"
                },
                Role::Dim,
            ));
        }
    }
    painter.put_pieces(line.x, line.y, line.width, &pieces);
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}

/// Whether a line does not hold all of an item.
fn is_cut(item: &Item, columns: u16) -> bool {
    let needed = width(&value(item));
    match &item.label {
        Some(label) => needed > VALUE || LEAD + VALUE + width(label.line()) > columns.into(),
        None => LEAD + needed > columns.into(),
    }
}

/// The whole of the choice under the cursor.
fn draw_foot(painter: &mut Painter<'_>, area: Rect, open: &Chooser) {
    if area.height < 2 {
        return;
    }
    painter.rule(area.x, area.y, area.width, Role::Dim);
    let Some(item) = open.items().get(open.cursor()) else {
        return;
    };
    let label = item
        .label
        .as_ref()
        .map_or_else(String::new, |label| format!("  {}", flagged(label)));
    let whole = format!("{}{label}", value(item));
    for (y, line) in (area.y + 1..area.bottom()).zip(wrap(&whole, usize::from(area.width).max(1))) {
        painter.put(area.x, y, area.width, &line, Role::Text);
    }
}
