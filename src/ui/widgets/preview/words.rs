//! The row under a preview in which words are typed: to search for, or to narrow a table by.

use ratatui::layout::Rect;

use crate::ui::paint::{Painter, piece, to_columns, width};
use crate::ui::theme::Role;

/// Draws the words, the caret before one of their characters while they are typed, and what is to be said at the right.
pub(in crate::ui) fn draw_words(
    painter: &mut Painter<'_>,
    area: Rect,
    (words, caret): (&str, Option<usize>),
    right: &str,
) {
    painter.clear(area);
    let needed = to_columns(width(right)).min(area.width / 2);
    painter.put(area.right() - needed, area.y, needed, right, Role::Dim);
    let prompt = if caret.is_some() {
        Role::Accent
    } else {
        Role::Dim
    };
    let room = area.width.saturating_sub(needed + 1);
    let line = [piece(" / ", prompt), piece(words, Role::Text)];
    painter.put_pieces(area.x, area.y, room, &line);
    if let Some(caret) = caret {
        let before: String = words.chars().take(caret).collect();
        let column = 3 + to_columns(painter.columns(&before));
        painter.caret(area.x + column.min(room.saturating_sub(1)), area.y);
    }
}
