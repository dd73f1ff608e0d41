//! The list: a section's name before its first row on screen, the time, what it is and how it stands.

use ratatui::layout::{Position, Rect};

use crate::app::entities::orders::RowId;
use crate::app::state::AppState;
use crate::app::views::activity::{Facet, Row, Section, Tone};
use crate::ui::format::{self, grouped};
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

use super::empty;

/// Columns of the cursor mark and the blank behind it.
const GUTTER: u16 = 2;
/// Columns of a section's name, with the blank behind it.
const SECTION: u16 = 7;
/// Under this width sections are not named: the time is worth more.
const NAMED_FROM: u16 = 56;
/// Columns of a bar of progress; it is drawn where the words fit beside it.
const BAR: usize = 10;
/// Columns between what it is and how it stands.
const GAP: u16 = 2;

/// Draws facets, rows and the line under them.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    draw_facets(painter, areas.header, state);
    draw_footer(painter, areas.footer, state, areas.list.height);
    let list = areas.list;
    let shown = window(state, list.height);
    if shown.is_empty() {
        return empty::draw(painter, list, state);
    }
    let columns = Columns::of(list, &shown, state);
    let mut before = None;
    for (y, (number, row)) in (list.top()..list.bottom()).zip(&shown) {
        let line = Rect {
            y,
            height: 1,
            ..list
        };
        let is_first = before != Some(row.section);
        before = Some(row.section);
        columns.draw(painter, line, row, is_first, state);
        if state.activity_pane.cursor.row() == Some(*number) {
            painter.put(line.x, y, 1, ">", Role::Strong);
            painter.mark_cursor_row(line);
        }
    }
}

/// The row that is drawn at a position.
pub(super) fn row_at(list: Rect, state: &AppState, at: Position) -> Option<RowId> {
    let shown = window(state, list.height);
    let row = shown.get(usize::from(at.y - list.y));
    row.map(|(number, _)| *number)
}

/// The rows on screen.
fn window(state: &AppState, height: u16) -> Vec<(RowId, Row)> {
    let pane = &state.activity_pane;
    let height = usize::from(height);
    let top = pane.cursor.top(pane.rows().len(), height);
    let rows = pane.rows().iter().skip(top).take(height);
    rows.filter_map(|number| Some((*number, state.activity_row(pane.subject(*number)?)?)))
        .collect()
}

/// Where the parts of a row are.
struct Columns {
    section: u16,
    time: u16,
    what: u16,
}

impl Columns {
    fn of(list: Rect, shown: &[(RowId, Row)], state: &AppState) -> Self {
        let section = if list.width >= NAMED_FROM { SECTION } else { 0 };
        let widest = |of: &dyn Fn(&Row) -> usize| {
            let widths = shown.iter().map(|(_, row)| of(row));
            to_columns(widths.max().unwrap_or(0))
        };
        let time = widest(&|row| width(&time(state, row)));
        let room = list.width.saturating_sub(GUTTER + section + time + 1);
        let needed = |of: fn(&Row) -> &str| {
            // A message has the whole line.
            let of_row = |row: &Row| match row.section {
                Section::Errors => 0,
                _ => width(of(row)),
            };
            widest(&of_row)
        };
        let (what, brief) = (needed(|row| &row.what), needed(|row| &row.brief));
        let standing = needed(|row| &row.standing) + GAP;
        let what = if what.saturating_add(standing) <= room {
            what
        } else {
            // What it is comes first, as long as something is left to say how it stands.
            brief.min(room.saturating_sub(standing.min(room * 2 / 5)))
        };
        Self {
            section,
            time,
            what,
        }
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        line: Rect,
        row: &Row,
        is_first: bool,
        state: &AppState,
    ) {
        let mut x = line.x + GUTTER;
        if is_first {
            let role = match row.section {
                Section::Open => Role::Alarm,
                _ => Role::Strong,
            };
            let room = self.section.saturating_sub(1);
            painter.put(x, line.y, room, row.section.title(), role);
        }
        x += self.section;
        painter.put(x, line.y, self.time, &time(state, row), Role::Dim);
        x += self.time + 1;
        let room = line.right().saturating_sub(x);
        if row.section == Section::Errors {
            let mut pieces = vec![piece(row.what.as_str(), Role::Warn)];
            if !row.standing.is_empty() {
                pieces.push(piece(format!("  {}", row.standing), Role::Dim));
            }
            painter.put_pieces(x, line.y, room, &pieces);
            return;
        }
        let columns = self.what.min(room);
        let fits = width(&row.what) <= columns.into();
        let what = if fits { &row.what } else { &row.brief };
        painter.put(x, line.y, columns, what, Role::Text);
        let used = self.what + GAP;
        let room = room.saturating_sub(used);
        let mut pieces = standing(row);
        if let Some((done, of)) = row.progress
            && usize::from(room) >= BAR + 2 + width(&row.standing)
        {
            let full = done * BAR / of.max(1);
            let glyphs = painter.glyphs;
            pieces.insert(0, piece(glyphs.full.repeat(full), Role::Good));
            let rest = format!("{}  ", glyphs.empty.repeat(BAR - full));
            pieces.insert(1, piece(rest, Role::Dim));
        }
        painter.put_pieces(x + used, line.y, room, &pieces);
    }
}

/// When it began: today the time, else the day.
fn time(state: &AppState, row: &Row) -> String {
    let day = state.zone.local(row.at).date_naive();
    if day == state.today() {
        state.second(row.at)
    } else {
        format::day(day, state.today())
    }
}

/// How it stands; of what nobody knows, that alone is loud.
fn standing(row: &Row) -> Pieces<'_> {
    let role = match row.tone {
        Tone::Good => Role::Good,
        Tone::Quiet => Role::Dim,
        Tone::Busy => Role::Text,
        Tone::Bad => Role::Bad,
        Tone::Alarm => {
            let (loud, rest) = row.standing.split_once(',').unwrap_or((&row.standing, ""));
            let rest = if rest.is_empty() {
                String::new()
            } else {
                format!(",{rest}")
            };
            return vec![piece(loud, Role::Alarm), piece(rest, Role::Warn)];
        }
    };
    vec![piece(row.standing.as_str(), role)]
}

/// The facets, the open one in brackets, each with how much it lists.
fn draw_facets(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let amounts = state.activity_amounts();
    let mut pieces: Pieces<'_> = vec![piece("  ", Role::Dim)];
    for facet in Facet::ALL {
        let text = format!("{} {}", facet.word(), grouped(amounts.of(facet)));
        pieces.push(if facet == state.activity_pane.facet {
            piece(format!("[{text}]"), Role::Accent)
        } else {
            piece(format!(" {text} "), Role::Dim)
        });
    }
    painter.put_pieces(area.x, area.y, area.width, &pieces);
}

/// Why nothing can be written, else what lies beyond the window.
fn draw_footer(painter: &mut Painter<'_>, area: Rect, state: &AppState, height: u16) {
    if area.height == 0 {
        return;
    }
    let pane = &state.activity_pane;
    let height = usize::from(height);
    let top = pane.cursor.top(pane.rows().len(), height);
    let below = pane.rows().len().saturating_sub(top + height);
    let text = match (&state.writes.journal.off, below) {
        _ if pane.rows().is_empty() => return,
        (Some(why), _) => piece(format!(" writes are off: {why}"), Role::Warn),
        (None, 0) => return,
        (None, below) => piece(format!(" {} more below.", grouped(below)), Role::Dim),
    };
    painter.put_pieces(area.x, area.y, area.width, &[text]);
}
