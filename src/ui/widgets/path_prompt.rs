//! The path of a file to send: what is typed, what it may go on with, why the file will not do.

use ratatui::layout::Rect;

use super::dialog::{Labels, boxed, draw_lines, frame};
use super::prompt::draw_text;
use crate::app::jobs::path::PathPrompt;
use crate::ui::format::flagged;
use crate::ui::paint::{Painter, Pieces, piece};
use crate::ui::theme::Role;

/// Columns of the box.
const COLUMNS: u16 = 78;
/// Candidates shown at once.
const SHOWN: usize = 8;

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, prompt: &PathPrompt) {
    let frame = area(painter.area(), prompt);
    let count = match prompt.candidates.len() {
        0 => String::new(),
        count => format!("{count} paths"),
    };
    let labels = Labels {
        title: "Upload a trace file",
        count: &count,
        ..Labels::default()
    };
    let inner = boxed(painter, frame, labels);
    let mut lines = lines(prompt);
    while lines.len() > inner.height.into() && lines.len() > 2 {
        lines.remove(lines.len() - 2);
    }
    draw_lines(painter, inner, &lines);
    draw_text(painter, inner, &prompt.prompt);
}

/// Where it lies.
pub(super) fn area(screen: Rect, prompt: &PathPrompt) -> Rect {
    frame(screen, COLUMNS, lines(prompt).len())
}

fn lines(prompt: &PathPrompt) -> Vec<Pieces<'_>> {
    let mut lines = vec![vec![piece("path", Role::Dim)]];
    lines.push(vec![
        piece("line    ", Role::Dim),
        piece(flagged(&prompt.about), Role::Text),
    ]);
    lines.extend(candidates(prompt));
    lines.push(Vec::new());
    lines.push(match (&prompt.prompt.problem, prompt.loading) {
        (_, Some(_)) => vec![
            piece("reading it... ", Role::Text),
            piece("Esc", Role::Accent),
            piece(" leaves it", Role::Dim),
        ],
        (Some(problem), None) => vec![piece(problem.as_str(), Role::Bad)],
        (None, None) => vec![
            piece("Tab", Role::Accent),
            piece(" completes, ", Role::Dim),
            piece("Enter", Role::Accent),
            piece(" shows the file before anything is sent, ", Role::Dim),
            piece("Esc", Role::Accent),
            piece(" leaves", Role::Dim),
        ],
    });
    lines
}

/// The candidates around the one that is chosen.
fn candidates(prompt: &PathPrompt) -> Vec<Pieces<'_>> {
    let chosen = prompt.chosen.unwrap_or(0);
    let last = prompt.candidates.len().saturating_sub(SHOWN);
    let top = chosen.saturating_sub(SHOWN / 2).min(last);
    let shown = prompt.candidates.iter().enumerate().skip(top).take(SHOWN);
    shown
        .map(|(place, path)| {
            let (mark, role) = if prompt.chosen == Some(place) {
                ("      > ", Role::Strong)
            } else {
                ("        ", Role::Text)
            };
            vec![piece(mark, Role::Strong), piece(flagged(path), role)]
        })
        .collect()
}
