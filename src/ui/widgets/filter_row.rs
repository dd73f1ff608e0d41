//! Row 3: the filter, how sure its result is, and the sort; under it the trouble with a query that cannot be read.

use ratatui::layout::Rect;

use crate::app::state::AppState;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

/// Columns of the `/ ` before the text.
const PROMPT: u16 = 3;

/// Draws the filter row.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let filter = &state.orders_pane.filter;
    let right = summary(painter, state);
    let right_width =
        to_columns(right.iter().map(|piece| width(&piece.text)).sum::<usize>()).min(area.width / 2);
    painter.put_pieces(
        area.right().saturating_sub(right_width),
        area.y,
        right_width,
        &right,
    );
    let prompt = if filter.is_editing() {
        Role::Accent
    } else {
        Role::Dim
    };
    painter.put(area.x, area.y, PROMPT, " / ", prompt);
    let room = area.width.saturating_sub(PROMPT + right_width + 1);
    let x = area.x + PROMPT;
    if filter.text().is_empty() && !filter.is_editing() {
        painter.put(x, area.y, room, "type / to filter, ? for help", Role::Dim);
        return;
    }
    let role = if filter.is_off { Role::Dim } else { Role::Text };
    // The text scrolls so that the caret is always in view.
    let skipped = filter
        .caret()
        .saturating_sub(usize::from(room.saturating_sub(1)));
    let skipped = if filter.is_editing() { skipped } else { 0 };
    let visible: String = filter.text().chars().skip(skipped).collect();
    let before: String = filter
        .text()
        .chars()
        .skip(skipped)
        .take(filter.caret() - skipped)
        .collect();
    painter.put(x, area.y, room, &visible, role);
    if filter.is_editing() {
        painter.caret(
            x + to_columns(width(&before)).min(room.saturating_sub(1)),
            area.y,
        );
    }
}

/// Draws the trouble under the filter row: a caret under the place, then what and the way out.
pub fn draw_error(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let Some(error) = state
        .orders_pane
        .filter
        .error
        .as_ref()
        .filter(|_| area.height > 0)
    else {
        return;
    };
    let at = to_columns(error.at.start).min(area.width.saturating_sub(PROMPT + 1));
    let carets = "^".repeat(error.at.len().max(1));
    let mut message = format!(" {}", error.message);
    if let Some(hint) = &error.hint {
        message = format!("{message}; {hint}");
    }
    let x = area.x + PROMPT + at;
    let used = painter.put(
        x,
        area.y,
        area.right().saturating_sub(x),
        &carets,
        Role::Bad,
    );
    let after = area.right().saturating_sub(x + used);
    let needed = to_columns(width(&message));
    if needed <= after {
        painter.put(x + used, area.y, after, &message, Role::Bad);
    } else if needed <= at {
        painter.put(x - needed - 1, area.y, needed, &message, Role::Bad);
    } else {
        // Neither side has the room: the words matter more than the place.
        painter.put(area.x, area.y, area.width, &message, Role::Bad);
    }
}

fn summary(painter: &Painter<'_>, state: &AppState) -> Pieces<'static> {
    let mut pieces = Vec::new();
    let counts = state.orders_pane.index.counts();
    if state.orders_pane.filter.is_off {
        pieces.push(piece("filter off (\\)  ", Role::Warn));
    } else if counts.maybe > 0 {
        pieces.push(piece(
            format!("{} of {} exact  ", counts.yes, counts.yes + counts.maybe),
            Role::Warn,
        ));
    }
    let sort = state.orders_pane.index.sort();
    let arrow = if sort.descending {
        painter.glyphs.descending
    } else {
        painter.glyphs.ascending
    };
    pieces.push(piece(
        format!("sort {} {arrow} ", sort.column.name()),
        Role::Dim,
    ));
    pieces
}
