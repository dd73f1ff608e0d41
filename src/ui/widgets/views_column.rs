//! The views beside a wide list: the key of each, its name, and how many rows it holds just now.

use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::pointer::Target;
use crate::app::saved::{Entry, Seen};
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;

/// Columns before a name: the mark, the key, a gap.
const GUTTER: u16 = 3;
/// Columns behind a number: its `~`, or what keeps it off the line beside the column.
const SIGN: u16 = 1;

/// What the column has room for.
struct Listed<'a> {
    /// The views, each with its place among all. What cannot be opened stands in the menu, with the reason.
    entries: Vec<(usize, &'a Entry)>,
    /// How many more there are.
    more: usize,
}

impl<'a> Listed<'a> {
    fn new(area: Rect, state: &'a AppState) -> Self {
        let mut entries = state.views.listed(state.pane);
        entries.retain(|(_, entry)| entry.off().is_none());
        // The title has a line, and so has what is said of the rest.
        let height = usize::from(area.height).saturating_sub(1);
        let shown = if entries.len() > height {
            height.saturating_sub(1)
        } else {
            entries.len()
        };
        let more = entries.len() - shown;
        entries.truncate(shown);
        Self { entries, more }
    }
}

/// Draws the column; nothing where it has no area.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let mut area = areas.views;
    if area.height == 0 || area.width == 0 {
        return;
    }
    area.width -= 1;
    painter.bar(area.right(), area.y, area.height, Role::Dim);
    painter.put(area.x + 1, area.y, area.width - 1, "VIEWS", Role::Dim);
    let listed = Listed::new(area, state);
    let current = state.current_view().map(|(entry, _)| &entry.view);
    let mut lines = (area.y + 1..area.bottom()).map(|y| Rect {
        y,
        height: 1,
        ..area
    });
    for ((_, entry), line) in listed.entries.iter().zip(lines.by_ref()) {
        let seen = state.held_by(entry);
        draw_entry(painter, line, entry, seen, current == Some(&entry.view));
    }
    if listed.more > 0
        && let Some(line) = lines.next()
    {
        let key = state.keymap.chords(Action::Views).next();
        let key = key.map_or_else(String::new, |chord| format!(": {chord}"));
        let more = format!("{} more{key}", listed.more);
        let room = line.width - GUTTER;
        painter.put(line.x + GUTTER, line.y, room, &more, Role::Dim);
    }
}

/// What a click in the column is on.
pub fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let listed = Listed::new(areas.views, state);
    let Some(line) = at.y.checked_sub(areas.views.y + 1).map(usize::from) else {
        return Some(Target::Act(Action::Views));
    };
    match listed.entries.get(line) {
        Some((place, _)) => Some(Target::View(*place)),
        None if listed.more > 0 => Some(Target::Act(Action::Views)),
        None => None,
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
