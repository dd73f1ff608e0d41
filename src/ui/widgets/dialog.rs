//! A box in the middle of the screen, and lines in it.

use ratatui::layout::Rect;

use crate::ui::paint::{Painter, Pieces, to_columns, width};
use crate::ui::theme::Role;

/// Widest box.
pub(super) const WIDEST: u16 = 78;
/// What is left of the panes on both sides of a box, if it is no more than this, is covered too.
const SLIVERS: u16 = 4;
/// Under this height a box may cover every row.
pub(super) const ROOMY: u16 = 16;
/// From this height on the screen has a row of hints under the message.
const HINTED: u16 = 24;

/// What stands in the border of a box.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Labels<'a> {
    /// Above, left.
    pub(super) title: &'a str,
    /// Above, right.
    pub(super) count: &'a str,
    /// Below, left.
    pub(super) remark: &'a str,
    /// Below, right.
    pub(super) more: &'a str,
}

/// Where a box with room for `rows` lies: in the middle of the screen. Status, message and hints stay in view unless
/// what the box says needs their rows.
pub(super) fn frame(screen: Rect, columns: u16, rows: usize) -> Rect {
    // A sliver of the panes on either side would only be noise.
    let columns = if screen.width <= columns + SLIVERS {
        screen.width
    } else {
        columns
    };
    let (above, below) = match screen.height {
        ..ROOMY => (0, 0),
        ROOMY..HINTED => (1, 1),
        _ => (1, 2),
    };
    let room = screen.height - above - below;
    let rows = to_columns(rows).saturating_add(2).min(room);
    Rect {
        x: screen.x + (screen.width - columns) / 2,
        y: screen.y + above + (room - rows) / 2,
        width: columns,
        height: rows,
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

/// An empty box; returns its inside.
pub(super) fn boxed(painter: &mut Painter<'_>, frame: Rect, labels: Labels<'_>) -> Rect {
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
    label(
        painter,
        frame,
        frame.y,
        (labels.title, Role::Accent),
        labels.count,
    );
    label(
        painter,
        frame,
        bottom,
        (labels.remark, Role::Dim),
        labels.more,
    );
    inside(frame)
}

/// Writes into a border: on the left, and on the right where that leaves room.
fn label(painter: &mut Painter<'_>, frame: Rect, y: u16, left: (&str, Role), right: &str) {
    let room = frame.width.saturating_sub(4);
    let mut used = 0;
    let is_title = y == frame.y;
    if !left.0.is_empty() && (is_title || width(left.0) + 2 <= room.into()) {
        used = painter.put(frame.x + 2, y, room, &format!(" {} ", left.0), left.1);
    }
    let needed = to_columns(width(right) + 2);
    if !right.is_empty() && used + needed < room {
        let x = frame.x + 2 + room - needed;
        painter.put(x, y, needed, &format!(" {right} "), Role::Dim);
    }
}

pub(super) fn draw_lines(painter: &mut Painter<'_>, area: Rect, lines: &[Pieces<'_>]) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        painter.put_pieces(area.x, y, area.width, line);
    }
}
