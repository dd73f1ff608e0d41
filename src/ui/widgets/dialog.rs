//! A box in the middle of the screen, and lines in it.

use ratatui::layout::Rect;

use crate::ui::paint::{Painter, Pieces, to_columns};
use crate::ui::theme::Role;

/// Widest box.
pub(super) const WIDEST: u16 = 78;
/// What is left of the panes on both sides of a box, if it is no more than this, is covered too.
const SLIVERS: u16 = 4;
/// Under this height a box may cover every row.
const ROOMY: u16 = 16;

/// Where a box with room for `rows` lies: in the middle of the screen.
pub(super) fn frame(screen: Rect, columns: u16, rows: usize) -> Rect {
    // A sliver of the panes on either side would only be noise.
    let columns = if screen.width <= columns + SLIVERS {
        screen.width
    } else {
        columns
    };
    let wanted = to_columns(rows).saturating_add(2);
    // Status and hints stay in view unless what the box says needs their rows.
    let around = if screen.height < ROOMY { 0 } else { 2 };
    let rows = wanted.min(screen.height.saturating_sub(around).max(1));
    Rect {
        x: screen.x + (screen.width - columns) / 2,
        y: screen.y + (screen.height.saturating_sub(rows)) / 2,
        width: columns,
        height: rows.min(screen.height),
    }
}

/// What the border of a box leaves.
pub(super) fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x + 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

/// An empty box with its title; returns its inside.
pub(super) fn boxed(painter: &mut Painter<'_>, title: &str, columns: u16, rows: usize) -> Rect {
    let frame = frame(painter.area(), columns, rows);
    painter.clear(frame);
    let glyphs = painter.glyphs;
    let (right, bottom) = (
        frame.right().saturating_sub(1),
        frame.bottom().saturating_sub(1),
    );
    painter.rule(frame.x, frame.y, frame.width, Role::Dim);
    painter.rule(frame.x, bottom, frame.width, Role::Dim);
    painter.bar(frame.x, frame.y, frame.height, Role::Dim);
    painter.bar(right, frame.y, frame.height, Role::Dim);
    for (x, y, corner) in [
        (frame.x, frame.y, glyphs.top_left),
        (right, frame.y, glyphs.top_right),
        (frame.x, bottom, glyphs.bottom_left),
        (right, bottom, glyphs.bottom_right),
    ] {
        painter.put(x, y, 1, corner, Role::Dim);
    }
    painter.put(
        frame.x + 2,
        frame.y,
        frame.width.saturating_sub(4),
        &format!(" {title} "),
        Role::Accent,
    );
    inside(frame)
}

pub(super) fn draw_lines(painter: &mut Painter<'_>, area: Rect, lines: &[Pieces<'_>]) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        painter.put_pieces(area.x, y, area.width, line);
    }
}
