//! The views beside a wide list: the key of each, its name, and how many rows it holds just now.

use ratatui::layout::Rect;

use crate::app::saved::{Entry, Seen};
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;

/// Columns before a name: the mark, the key, a gap.
const GUTTER: u16 = 3;
/// Columns behind a number: its `~`, or what keeps it off the line beside the column.
const SIGN: u16 = 1;

/// Draws the column; nothing where it has no area.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let mut area = areas.views;
    if area.height == 0 || area.width == 0 {
        return;
    }
    area.width -= 1;
    painter.bar(area.right(), area.y, area.height, Role::Dim);
    painter.put(area.x + 1, area.y, area.width - 1, "VIEWS", Role::Dim);
    // What cannot be opened stands in the menu, with the reason.
    let entries = state.views.entries().iter();
    let entries: Vec<_> = entries.filter(|entry| entry.off().is_none()).collect();
    let height = usize::from(area.height) - 1;
    let shown = if entries.len() > height {
        height.saturating_sub(1)
    } else {
        entries.len()
    };
    let lines = (area.y + 1..area.bottom()).map(|y| Rect {
        y,
        height: 1,
        ..area
    });
    let current = state.current_view().map(|(entry, _)| &entry.view);
    for (line, entry) in lines.clone().zip(entries.iter().take(shown)) {
        let seen = state.held_by(entry);
        draw_entry(painter, line, entry, seen, current == Some(&entry.view));
    }
    if let Some(line) = lines.clone().nth(shown).filter(|_| shown < entries.len()) {
        let more = format!("{} more: s", entries.len() - shown);
        painter.put(
            line.x + GUTTER,
            line.y,
            line.width - GUTTER,
            &more,
            Role::Dim,
        );
    }
}

fn draw_entry(
    painter: &mut Painter<'_>,
    line: Rect,
    entry: &Entry,
    seen: Option<Seen>,
    is_current: bool,
) {
    let (mark, role) = if is_current {
        (">", Role::Strong)
    } else {
        (" ", Role::Text)
    };
    painter.put(line.x, line.y, 1, mark, role);
    if let Some(key) = entry.key {
        painter.put(line.x + 1, line.y, 1, &key.to_string(), Role::Dim);
    }
    let room = line.width - GUTTER - SIGN;
    let name = &entry.view.name;
    let number = Number::new(seen, usize::from(room).saturating_sub(width(name)));
    let columns = to_columns(width(&number.text));
    let x = line.x + GUTTER;
    painter.put(x, line.y, room.saturating_sub(columns + 1), name, role);
    painter.put_right(x, line.y, room, &number.text, number.role);
    painter.put(x + room, line.y, SIGN, number.sign, number.role);
}

/// `37`, with `~` behind it where some rows are not certain, `37 +2` where two are new or changed and the name leaves
/// room for that, `+14` where all are.
struct Number {
    text: String,
    sign: &'static str,
    role: Role,
}

impl Number {
    fn new(seen: Option<Seen>, room: usize) -> Self {
        let (text, role) = match seen {
            None => (".".to_owned(), Role::Dim),
            Some(seen) => {
                let (rows, news) = (seen.rows(), seen.news);
                let both = format!("{rows} +{news}");
                match news {
                    0 => (rows.to_string(), Role::Dim),
                    _ if news == rows => (format!("+{news}"), Role::New),
                    _ if width(&both) < room => (both, Role::New),
                    _ => (rows.to_string(), Role::Dim),
                }
            }
        };
        Self {
            text,
            sign: if seen.is_some_and(|seen| seen.maybe > 0) {
                "~"
            } else {
                ""
            },
            role,
        }
    }
}
