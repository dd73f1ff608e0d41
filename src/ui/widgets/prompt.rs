//! A line that is typed over the panes, and the question before something is done.

use ratatui::layout::Rect;

use super::dialog::{Labels, boxed, draw_lines, frame};
use crate::app::batch::BatchNumber;
use crate::app::overlay::Question;
use crate::app::prompt::Prompt;
use crate::app::saved::{Origin, View};
use crate::app::state::AppState;
use crate::app::views::orders::reading::Price;
use crate::ui::paint::{Painter, Pieces, piece, to_columns};
use crate::ui::theme::Role;

/// Columns of a box.
const COLUMNS: u16 = 62;
/// Columns of the word before a value.
const LABEL: u16 = 8;

/// Draws the name that is typed for a view, and what the view would hold.
pub fn draw_save_view(painter: &mut Painter<'_>, state: &AppState, prompt: &Prompt) {
    let inner = draw_box(painter, "Save view", save_view_lines(state, prompt));
    draw_text(painter, inner, prompt);
}

/// Where that lies.
pub fn save_view_area(screen: Rect, state: &AppState, prompt: &Prompt) -> Rect {
    frame(screen, COLUMNS, save_view_lines(state, prompt).len())
}

fn save_view_lines<'a>(state: &AppState, prompt: &'a Prompt) -> Vec<Pieces<'a>> {
    let mut lines = vec![vec![piece("name", Role::Dim)]];
    let view = state.view_as_shown(prompt.text());
    lines.extend(view.as_ref().map(what).unwrap_or_default());
    lines.push(Vec::new());
    lines.push(match &prompt.problem {
        Some(problem) => vec![piece(problem.as_str(), Role::Bad)],
        None => vec![
            piece("Enter", Role::Accent),
            piece(" saves, ", Role::Dim),
            piece("Esc", Role::Accent),
            piece(" does not", Role::Dim),
        ],
    });
    lines
}

/// The text, scrolled so that the caret is in view.
pub(super) fn draw_text(painter: &mut Painter<'_>, inner: Rect, prompt: &Prompt) {
    let x = (inner.x + LABEL).min(inner.right());
    let room = inner.right() - x;
    if inner.height == 0 || room == 0 {
        return;
    }
    let before = |skipped: usize| -> String {
        let caret = prompt.caret().saturating_sub(skipped);
        prompt.text().chars().skip(skipped).take(caret).collect()
    };
    let mut skipped = 0;
    while skipped < prompt.caret() && painter.columns(&before(skipped)) >= room.into() {
        skipped += 1;
    }
    let text: String = prompt.text().chars().skip(skipped).collect();
    let used = painter.put(x, inner.y, room, &text, Role::Strong);
    if prompt.is_offered() {
        // As other programs show what the next letter replaces.
        painter.mark_cursor_row(Rect::new(x, inner.y, used, 1));
    }
    let caret = to_columns(painter.columns(&before(skipped)));
    painter.caret(x + caret.min(room - 1), inner.y);
}

/// Draws a question.
pub fn draw_question(painter: &mut Painter<'_>, state: &AppState, question: &Question) {
    let title = match question {
        Question::ReplaceView(_) => "Save view",
        Question::DeleteView(..) => "Delete view",
        Question::Read(_) => "Read from Covage",
        Question::CancelBatch(_) => "Cancel the batch",
    };
    draw_box(painter, title, question_lines(state, question));
}

/// Where it lies.
pub fn question_area(screen: Rect, state: &AppState, question: &Question) -> Rect {
    frame(screen, COLUMNS, question_lines(state, question).len())
}

fn question_lines(state: &AppState, question: &Question) -> Vec<Pieces<'static>> {
    let (pane, name) = match question {
        Question::ReplaceView(view) => (view.pane(), &view.name),
        Question::DeleteView(pane, name) => (*pane, name),
        Question::Read(price) => return price_lines(state, *price),
        Question::CancelBatch(number) => return batch_lines(state, *number),
    };
    let known = state.views.find_in(pane, name);
    let asked = match (question, known.map(|entry| entry.origin)) {
        (Question::ReplaceView(_), Some(Origin::BuiltIn)) => {
            format!("{name} is built in. Save this in its place?")
        }
        (Question::ReplaceView(_), _) => format!("{name} exists. Save this in its place?"),
        (Question::DeleteView(..), Some(Origin::Replaced)) => {
            format!("Delete {name}? The built-in one comes back.")
        }
        (_, _) => format!("Delete {name}?"),
    };
    let (view, does) = match question {
        Question::ReplaceView(view) => (Some(view), " saves it"),
        _ => (known.map(|entry| &entry.view), " deletes it"),
    };
    let mut lines = vec![vec![piece(asked, Role::Text)]];
    lines.extend(view.into_iter().flat_map(what));
    lines.push(Vec::new());
    lines.push(answers(does));
    lines
}

/// What `y` does, and all else.
fn answers(does: &'static str) -> Pieces<'static> {
    vec![
        piece("y", Role::Accent),
        piece(does, Role::Dim),
        piece(", any other key goes back", Role::Dim),
    ]
}

/// What reading costs, and what may hold it up.
fn price_lines(state: &AppState, price: Price) -> Vec<Pieces<'static>> {
    let mut lines = vec![vec![piece(state.price_line(price), Role::Text)]];
    lines.extend(state.hindrance().map(|why| vec![piece(why, Role::Warn)]));
    lines.push(Vec::new());
    lines.push(answers(" reads"));
    lines
}

/// What cancelling a batch means.
fn batch_lines(state: &AppState, number: BatchNumber) -> Vec<Pieces<'static>> {
    let mut lines = Vec::new();
    if let Some(run) = state.batches.find(number) {
        let counts = run.counts();
        let told = format!("{} of {} sites stand.", counts.done, counts.sites);
        let file = format!("{}: ", run.file().line());
        lines.push(vec![piece(file, Role::Strong), piece(told, Role::Text)]);
    }
    let what = "Nothing more is asked; a CSV of what there is is saved.";
    lines.push(vec![piece(what, Role::Text)]);
    let kept = "What was asked stays at Covage. {hold} only holds it.";
    lines.push(vec![piece(state.keymap.tell(kept), Role::Dim)]);
    lines.push(Vec::new());
    lines.push(answers(" cancels it"));
    lines
}

/// Draws lines in a box; returns its inside. Where it is low, the first line and the last are what counts.
fn draw_box(painter: &mut Painter<'_>, title: &str, mut lines: Vec<Pieces<'_>>) -> Rect {
    let frame = frame(painter.area(), COLUMNS, lines.len());
    let labels = Labels {
        title,
        ..Labels::default()
    };
    let inner = boxed(painter, frame, labels);
    while lines.len() > inner.height.into() && lines.len() > 2 {
        lines.remove(lines.len() - 2);
    }
    draw_lines(painter, inner, &lines);
    inner
}

/// What a view holds, a line each.
fn what(view: &View) -> Vec<Pieces<'static>> {
    let line = |label: &str, value: String| {
        let label = format!("{label:<width$}", width = usize::from(LABEL));
        vec![piece(label, Role::Dim), piece(value, Role::Text)]
    };
    let filter = if view.filter.is_empty() {
        "none: every row".to_owned()
    } else {
        view.filter.clone()
    };
    let mut lines = vec![line("filter", filter), line("sort", view.sorted_by())];
    lines.extend(view.columns().map(|columns| {
        let names: Vec<_> = columns.iter().map(|column| column.name()).collect();
        line("columns", names.join(", "))
    }));
    lines
}
