//! Settling a write of unknown outcome by hand: the note, then what became of it.

use ratatui::layout::Rect;

use super::dialog::{Labels, boxed, draw_lines, frame};
use super::prompt::draw_text;
use crate::app::views::activity::{Settling, Step};
use crate::ui::paint::{Painter, Pieces, piece};
use crate::ui::theme::Role;

/// Columns of the box.
const COLUMNS: u16 = 72;

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, settling: &Settling) {
    let labels = Labels {
        title: "Settle by hand: nothing is sent",
        ..Labels::default()
    };
    let frame = area(painter.area(), settling);
    let inner = boxed(painter, frame, labels);
    let mut lines = lines(settling);
    while lines.len() > inner.height.into() && lines.len() > 2 {
        lines.remove(lines.len() - 2);
    }
    draw_lines(painter, inner, &lines);
    match settling.step {
        Step::Note => draw_text(painter, inner, &settling.prompt),
        Step::Verdict => {}
    }
}

/// Where it lies.
pub(super) fn area(screen: Rect, settling: &Settling) -> Rect {
    frame(screen, COLUMNS, lines(settling).len())
}

fn lines(settling: &Settling) -> Vec<Pieces<'_>> {
    let what = vec![
        piece("write   ", Role::Dim),
        piece(settling.what.as_str(), Role::Text),
    ];
    match settling.step {
        Step::Note => vec![
            vec![piece("note", Role::Dim)],
            what,
            Vec::new(),
            match &settling.prompt.problem {
                Some(problem) => vec![piece(problem.as_str(), Role::Bad)],
                None => vec![
                    piece("How do you know what became of it?  ", Role::Text),
                    piece("Enter", Role::Accent),
                    piece(" goes on, ", Role::Dim),
                    piece("Esc", Role::Accent),
                    piece(" leaves", Role::Dim),
                ],
            },
        ],
        Step::Verdict => vec![
            vec![
                piece("note    ", Role::Dim),
                piece(settling.prompt.text(), Role::Text),
            ],
            what,
            vec![piece(
                "        Another write on the same target can begin then.",
                Role::Dim,
            )],
            Vec::new(),
            vec![
                piece("y", Role::Accent),
                piece(" it happened  ", Role::Text),
                piece("n", Role::Accent),
                piece(" it did not  ", Role::Text),
                piece("?", Role::Accent),
                piece(" nobody will know  ", Role::Text),
                piece("Esc", Role::Accent),
                piece(" back", Role::Dim),
            ],
        ],
    }
}
