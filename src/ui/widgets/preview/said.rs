//! Sentences over as many lines as they take.

use crate::ui::paint::{piece, wrap};
use crate::ui::theme::Role;

use super::Line;

/// Columns a sentence is indented by from its second line on.
const INDENT: usize = 3;

/// A sentence over as many lines as it takes; it begins where it is indented to.
pub(in crate::ui) fn said(text: &str, role: Role, columns: u16) -> Vec<Line<'static>> {
    let start = text.len() - text.trim_start().len();
    let room = usize::from(columns).saturating_sub(INDENT.max(start));
    wrap(text.trim_start(), room)
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let indent = if index == 0 { start } else { INDENT };
            Line::from(piece(format!("{:indent$}{line}", ""), role))
        })
        .collect()
}

/// A text over as many lines as it takes, all of them indented alike.
pub(in crate::ui) fn folded(
    text: &str,
    indent: usize,
    role: Role,
    columns: usize,
) -> Vec<Line<'static>> {
    wrap(text, columns.saturating_sub(indent))
        .into_iter()
        .map(|line| Line::from(piece(format!("{:indent$}{line}", ""), role)))
        .collect()
}
