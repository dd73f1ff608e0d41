//! The path of a file to send or to read: what is typed, what it may go on with, why the file will not do.

use ratatui::layout::Rect;

use super::dialog::{Labels, boxed, draw_lines, frame};
use super::prompt::draw_text;
use crate::app::jobs::path::{PathPrompt, Purpose};
use crate::ui::format::flagged;
use crate::ui::paint::{Painter, Pieces, piece, wrap};
use crate::ui::theme::Role;

/// Columns of the box.
const COLUMNS: u16 = 78;
/// Candidates, or mistakes, shown at once.
const SHOWN: usize = 8;
/// What a file of sites has to hold.
const COLUMNS_WANTED: [(&str, &str); 2] = [
    (
        "CSV     ",
        "; , or tab, a header, UTF-8 or Latin-1; columns in any order:",
    ),
    (
        "        ",
        "building_ref, or latitude and longitude; families, address",
    ),
];

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, prompt: &PathPrompt) {
    let frame = area(painter.area(), prompt);
    let count = match prompt.candidates.len() {
        0 => String::new(),
        count => format!("{count} paths"),
    };
    let labels = Labels {
        title: match prompt.purpose {
            Purpose::Trace(_) => "Upload a trace file",
            Purpose::Sites => "Check the sites of a file",
        },
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
    match prompt.purpose {
        Purpose::Trace(_) => lines.push(vec![
            piece("line    ", Role::Dim),
            piece(flagged(&prompt.about), Role::Text),
        ]),
        Purpose::Sites => lines.extend(
            COLUMNS_WANTED
                .map(|(label, text)| vec![piece(label, Role::Dim), piece(text, Role::Dim)]),
        ),
    }
    lines.extend(candidates(prompt));
    lines.extend(problems(prompt));
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
            piece(
                match prompt.purpose {
                    Purpose::Trace(_) => " shows the file before anything is sent, ",
                    Purpose::Sites => " checks every line before anything is sent, ",
                },
                Role::Dim,
            ),
            piece("Esc", Role::Accent),
            piece(" leaves", Role::Dim),
        ],
    });
    lines
}

/// The first mistakes of a file, two lines of the box for each at most.
fn problems(prompt: &PathPrompt) -> Vec<Pieces<'_>> {
    let room = usize::from(COLUMNS) - 8;
    let mut lines = Vec::new();
    for problem in prompt.problems.iter().take(SHOWN) {
        for (at, part) in wrap(problem, room).into_iter().take(2).enumerate() {
            let indent = if at == 0 { "" } else { "  " };
            lines.push(vec![piece(indent, Role::Warn), piece(part, Role::Warn)]);
        }
    }
    let more = prompt.problems.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.push(vec![piece(format!("and {more} more"), Role::Dim)]);
    }
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
