//! What the lists of rows share: the gutter, the titles, the cells, and which columns leave a narrow list first.
//!
//! Widths are chosen by the width of the list, never by what the rows hold.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;

/// Columns before the first one: cursor, mark, news, a gap.
pub(in crate::ui) const GUTTER: u16 = 4;
/// Columns between two of them.
pub(in crate::ui) const GAP: u16 = 1;

/// A column as it is titled.
pub(in crate::ui) trait Titled: Copy + PartialEq {
    /// What stands above it.
    fn title(self) -> &'static str;

    /// Whether what it holds ends at its right edge.
    fn is_right_aligned(self) -> bool;

    /// Columns at the right edge that the title leaves free: they hold signs.
    fn signs(self) -> u16 {
        0
    }
}

/// Columns from left to right, with their widths.
pub(in crate::ui) type Fit<C> = Vec<(C, u16)>;

/// What decides over the columns of a list.
pub(in crate::ui) struct Policy<'a, C> {
    /// Who leaves first when the list is narrow. Who is not named never does.
    pub(in crate::ui) dropped_first: &'a [C],
    /// What a column needs at least.
    pub(in crate::ui) least: &'a dyn Fn(C) -> u16,
    /// Its share of what is left over.
    pub(in crate::ui) share: &'a dyn Fn(C) -> u16,
    /// A column, and how wide it may become, where nobody else can use what is left over.
    pub(in crate::ui) idle: Option<(C, u16)>,
}

/// The columns that a list `total` wide shows, of some.
pub(in crate::ui) fn fit<C: Titled>(
    all: impl IntoIterator<Item = C>,
    total: u16,
    policy: &Policy<'_, C>,
) -> Fit<C> {
    // A last column for the sign of what is stale.
    let room = total.saturating_sub(GUTTER + 1) + GAP;
    let all = all.into_iter();
    let mut columns: Fit<C> = all.map(|column| (column, (policy.least)(column))).collect();
    for dropped in policy.dropped_first {
        if needed(&columns) <= room {
            break;
        }
        columns.retain(|(column, _)| column != dropped);
    }
    let spare = room.saturating_sub(needed(&columns));
    let shares: u16 = columns.iter().map(|(it, _)| (policy.share)(*it)).sum();
    for (column, width) in &mut columns {
        *width += match policy.idle {
            Some((idle, most)) if shares == 0 && *column == idle => {
                spare.min(most.saturating_sub(*width))
            }
            _ => (spare * (policy.share)(*column))
                .checked_div(shares)
                .unwrap_or(0),
        };
    }
    columns
}

/// What some columns take, with the gap behind each.
pub(in crate::ui) fn needed<C>(columns: &[(C, u16)]) -> u16 {
    columns.iter().map(|(_, width)| width + GAP).sum()
}

/// Each column with where it begins.
fn places<C: Copy>(left: u16, columns: &[(C, u16)]) -> impl Iterator<Item = (C, u16, u16)> {
    columns.iter().scan(left + GUTTER, |x, (column, room)| {
        let begin = *x;
        *x += room + GAP;
        Some((*column, begin, *room))
    })
}

/// Draws the titles; the column that rows are sorted by stands out.
pub(in crate::ui) fn draw_titles<C: Titled>(
    painter: &mut Painter<'_>,
    area: Rect,
    columns: &[(C, u16)],
    by: Option<C>,
) {
    if area.height == 0 {
        return;
    }
    for (column, x, room) in places(area.x, columns) {
        let role = if by == Some(column) {
            Role::Strong
        } else {
            Role::Dim
        };
        let room = room.saturating_sub(column.signs());
        put(painter, (x, area.y), (column, room), column.title(), role);
    }
}

/// The column whose title is at `x`.
pub(in crate::ui) fn title_at<C: Copy>(area: Rect, columns: &[(C, u16)], x: u16) -> Option<C> {
    let mut places = places(area.x, columns);
    let found = places.find(|(_, begin, room)| (*begin..begin + room).contains(&x))?;
    Some(found.0)
}

/// Writes a text into a column.
pub(in crate::ui) fn put<C: Titled>(
    painter: &mut Painter<'_>,
    (x, y): (u16, u16),
    (column, room): (C, u16),
    text: &str,
    role: Role,
) {
    if column.is_right_aligned() {
        painter.put_right(x, y, room, text, role);
    } else {
        painter.put(x, y, room, text, role);
    }
}

/// A text with its meaning.
pub(in crate::ui) struct Cell<'a> {
    pub(in crate::ui) text: Cow<'a, str>,
    pub(in crate::ui) role: Role,
    /// What follows in the gap behind it.
    pub(in crate::ui) sign: &'static str,
    /// Columns it is moved to the right by.
    pub(in crate::ui) indent: u16,
    /// Whether it changed a moment ago.
    pub(in crate::ui) is_changed: bool,
}

impl<'a> Cell<'a> {
    pub(in crate::ui) fn new(text: impl Into<Cow<'a, str>>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
            sign: "",
            indent: 0,
            is_changed: false,
        }
    }

    /// One that holds nothing.
    pub(in crate::ui) fn empty() -> Self {
        Self::new("", Role::Dim)
    }

    /// Foreign text; empty where there is none.
    pub(in crate::ui) fn foreign(text: Option<&'a Text>) -> Self {
        match text {
            Some(text) if text.is_flagged() => Self::new(flagged(text), Role::Warn),
            Some(text) => Self::new(text.line(), Role::Text),
            None => Self::empty(),
        }
    }

    /// Less important than its neighbours.
    pub(in crate::ui) fn dim(self) -> Self {
        Self {
            role: Role::Dim,
            ..self
        }
    }
}

/// What a row says of itself beside its cells.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Gutter {
    pub(in crate::ui) is_cursor: bool,
    /// Marked by a person.
    pub(in crate::ui) mark: &'static str,
    /// That it wants a look, and what that means.
    pub(in crate::ui) news: (&'static str, Role),
    /// Whether it was read too long ago.
    pub(in crate::ui) is_stale: bool,
}

/// Draws what stands before a row's cells.
pub(in crate::ui) fn draw_gutter(painter: &mut Painter<'_>, line: Rect, gutter: Gutter) {
    if gutter.is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    painter.put(line.x + 1, line.y, 1, gutter.mark, Role::Text);
    let (mark, role) = gutter.news;
    painter.put(line.x + 2, line.y, 1, mark, role);
}

/// Draws the cells of a row.
pub(in crate::ui) fn draw_cells<'c, C: Titled>(
    painter: &mut Painter<'_>,
    line: Rect,
    columns: &[(C, u16)],
    cell: impl Fn(C) -> Cell<'c>,
) {
    for (column, x, room) in places(line.x, columns) {
        let cell = cell(column);
        let indent = cell.indent.min(room);
        let at = (x + indent, line.y);
        put(painter, at, (column, room - indent), &cell.text, cell.role);
        if cell.is_changed {
            let used = to_columns(width(&cell.text)).min(room - indent);
            let from = if column.is_right_aligned() {
                x + (room - used)
            } else {
                x + indent
            };
            painter.mark_changed(Rect::new(from, line.y, used, 1));
        }
        if !cell.sign.is_empty() {
            painter.put(x + room, line.y, GAP, cell.sign, Role::Dim);
        }
    }
}

/// Draws a row that is nothing but its cells.
pub(in crate::ui) fn draw_row<'c, C: Titled>(
    painter: &mut Painter<'_>,
    line: Rect,
    columns: &[(C, u16)],
    gutter: Gutter,
    cell: impl Fn(C) -> Cell<'c>,
) {
    draw_gutter(painter, line, gutter);
    draw_cells(painter, line, columns, cell);
    draw_end(painter, line, gutter);
}

/// Draws what stands behind a row's cells, and the tint of the cursor over all of it.
pub(in crate::ui) fn draw_end(painter: &mut Painter<'_>, line: Rect, gutter: Gutter) {
    if gutter.is_stale {
        painter.put(line.right().saturating_sub(1), line.y, 1, "?", Role::Dim);
    }
    if gutter.is_cursor {
        painter.mark_cursor_row(line);
    }
}
