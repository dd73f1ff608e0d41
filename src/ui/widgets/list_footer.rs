//! The line under a list: its parts in a row, the least important of which leave first where it is narrow.

use ratatui::layout::Rect;

use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, width};
use crate::ui::theme::Role;

/// A part of the line: how much it matters, what it says.
pub(in crate::ui) type Part = (u8, String, Role);

/// Draws the parts that there is room for.
pub(in crate::ui) fn draw(
    painter: &mut Painter<'_>,
    area: Rect,
    parts: impl IntoIterator<Item = Option<Part>>,
) {
    let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
    let room = usize::from(area.width.saturating_sub(1));
    let needed = |parts: &[Part]| -> usize { parts.iter().map(|part| width(&part.1) + 2).sum() };
    while needed(&parts) > room + 2 && parts.len() > 1 {
        let least = parts.iter().map(|part| part.0).min();
        parts.retain(|part| Some(part.0) != least);
    }
    let mut line: Pieces<'_> = Vec::new();
    for (_, text, role) in parts {
        let gap = if line.is_empty() { " " } else { "  " };
        line.push(piece(gap, Role::Dim));
        line.push(piece(text, role));
    }
    painter.put_pieces(area.x, area.y, area.width, &line);
}

/// How many rows lie under the window.
pub(in crate::ui) fn below(matters: u8, all: usize, shown_to: usize) -> Option<Part> {
    let below = all.checked_sub(shown_to)?;
    (below > 0).then(|| {
        (
            matters,
            format!("{} more below.", grouped(below)),
            Role::Dim,
        )
    })
}

/// How much news lies above and below the window, each with the key that goes there.
pub(in crate::ui) fn news(
    matters: u8,
    (above, below): (usize, usize),
    (back, on): (&str, &str),
) -> Option<Part> {
    let above_are = format!("{above} above ({back})");
    let below_are = format!("{below} below ({on})");
    let text = match (above, below) {
        (0, 0) => return None,
        (_, 0) => format!("news: {above_are}."),
        (0, _) => format!("news: {below_are}."),
        _ => format!("news: {above_are}, {below_are}."),
    };
    Some((matters, text, Role::New))
}
