//! Lines made of what is not a sentence: parts side by side, and answers of the API.

use crate::domain::json::lay_out;
use crate::domain::text::Text;
use crate::ui::paint::{Piece, Pieces, piece, width, wrap};
use crate::ui::theme::Role;

use super::Line;

/// Columns between two parts.
const APART: usize = 3;

/// Parts side by side as far as they fit.
pub(in crate::ui) fn flow(parts: Vec<Pieces<'_>>, columns: u16) -> Vec<Line<'_>> {
    let room = usize::from(columns).saturating_sub(1);
    let mut lines: Vec<Pieces<'_>> = Vec::new();
    let mut used = 0;
    for part in parts {
        let needed: usize = part
            .iter()
            .map(|piece: &Piece<'_>| width(&piece.text))
            .sum();
        match lines.last_mut() {
            Some(line) if used + APART + needed <= room => {
                line.push(piece(" ".repeat(APART), Role::Text));
                line.extend(part);
                used += APART + needed;
            }
            _ => {
                let mut line = vec![piece(" ", Role::Text)];
                line.extend(part);
                lines.push(line);
                used = 1 + needed;
            }
        }
    }
    lines.into_iter().map(Line::from).collect()
}

/// An answer as it came, a member a line; long ones are folded, not cut.
pub(in crate::ui) fn laid_out<'a>(raw: &Text, columns: u16) -> Vec<Line<'a>> {
    let layout = lay_out(raw);
    let mut lines: Vec<_> = layout
        .lines
        .iter()
        .flat_map(|line| {
            let indent = 1 + line.depth * 2;
            let room = usize::from(columns).saturating_sub(indent).max(1);
            let wrapped = wrap(&line.text, room).into_iter();
            wrapped.map(move |text| format!("{:indent$}{}", "", text.trim_end()))
        })
        .map(|text| Line::from(piece(text, Role::Text)))
        .collect();
    if layout.is_cut {
        lines.push(Line::from(piece(" …", Role::Dim)));
    }
    lines
}
