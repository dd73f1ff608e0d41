//! What lies over the panes, in a box: a menu, a line to type, a question, the messages.

use ratatui::layout::Rect;

use super::dialog::{Labels, ROOMY, WIDEST, boxed, draw_lines, frame, inside};
use super::{form, hints, menu, path_prompt, prompt, settle, under_way, write_dialog};
use crate::app::notice::Weight;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::ui::format::{self, clock};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Painter, Pieces, piece, wrap};
use crate::ui::theme::Role;

/// Columns of a question.
const QUESTION: u16 = 46;

/// Columns of a message before its text: the time, and a mark for what went wrong.
const MESSAGE_HEAD: usize = 8;

/// Draws the overlay, if there is one. Where it covers the message row, a message is said over its border.
pub fn draw(painter: &mut Painter<'_>, state: &AppState) {
    match &state.overlay {
        None => return,
        Some(Overlay::Menu(open)) => menu::draw(painter, open),
        Some(Overlay::SaveView(typed)) => prompt::draw_save_view(painter, state, typed),
        Some(Overlay::Question(question)) => prompt::draw_question(painter, state, question),
        Some(Overlay::Dialog(asked)) => write_dialog::draw(painter, state, asked),
        Some(Overlay::Form(open)) => form::draw(painter, state, open),
        Some(Overlay::Path(open)) => path_prompt::draw(painter, open),
        Some(Overlay::Settle(open)) => settle::draw(painter, open),
        Some(Overlay::Messages { scroll }) => draw_messages(painter, state, *scroll),
        Some(Overlay::ConfirmQuit) => {
            let lines = quit_lines(state);
            let labels = Labels {
                title: "Quit",
                ..Labels::default()
            };
            let frame = frame(painter.area(), QUESTION, lines.len());
            let inner = boxed(painter, frame, labels);
            draw_lines(painter, inner, &lines);
        }
    }
    let screen = painter.area();
    let has_message = state.notices.current(state.now).is_some()
        || under_way::line(state, screen.width).is_some();
    if screen.height < ROOMY && has_message {
        let last = Rect {
            y: screen.bottom().saturating_sub(1),
            height: screen.height.min(1),
            ..screen
        };
        painter.clear(last);
        hints::draw_message(painter, last, state);
    }
}

/// The question before quitting, and what becomes of writes that are under way.
fn quit_lines(state: &AppState) -> Vec<Pieces<'static>> {
    let mut lines: Vec<Pieces<'_>> = under_way::at_quitting(state);
    let question = if lines.is_empty() {
        "Quit covage-tui? Nothing is under way."
    } else {
        "Quit covage-tui?"
    };
    lines.insert(0, vec![piece(question, Role::Text)]);
    lines.extend([
        Vec::new(),
        vec![
            piece("y", Role::Accent),
            piece(" or ", Role::Dim),
            piece("q", Role::Accent),
            piece(" quits, any other key stays", Role::Dim),
        ],
    ]);
    lines
}

/// Where the box lies, if one is open.
pub fn area(screen: Rect, state: &AppState) -> Option<Rect> {
    Some(match state.overlay.as_ref()? {
        Overlay::Menu(open) => menu::area(screen, open),
        Overlay::Messages { .. } => frame(screen, WIDEST, usize::MAX),
        Overlay::SaveView(typed) => prompt::save_view_area(screen, state, typed),
        Overlay::Question(question) => prompt::question_area(screen, state, question),
        Overlay::Dialog(asked) => write_dialog::area(screen, state, asked),
        Overlay::Form(open) => form::area(screen, open),
        Overlay::ConfirmQuit => frame(screen, QUESTION, quit_lines(state).len()),
        Overlay::Path(open) => path_prompt::area(screen, open),
        Overlay::Settle(open) => settle::area(screen, open),
    })
}

/// How many lines of the overlay fit.
pub fn rows(screen: Rect, state: &AppState) -> usize {
    match &state.overlay {
        Some(Overlay::Menu(open)) => menu::body(screen, open).height.into(),
        Some(Overlay::Messages { .. }) => inside(frame(screen, WIDEST, usize::MAX)).height.into(),
        Some(Overlay::Dialog(asked)) => write_dialog::rows(screen, state, asked),
        Some(
            Overlay::SaveView(_)
            | Overlay::Question(_)
            | Overlay::Form(_)
            | Overlay::Path(_)
            | Overlay::Settle(_)
            | Overlay::ConfirmQuit,
        )
        | None => 0,
    }
}

/// How many lines of the overlay do not fit; what the core may scroll by.
pub fn hidden(screen: Rect, state: &AppState) -> usize {
    let inner = inside(frame(screen, WIDEST, usize::MAX));
    match &state.overlay {
        Some(Overlay::Messages { .. }) => message_lines(state, inner.width, Glyphs::ASCII)
            .len()
            .saturating_sub(inner.height.into()),
        Some(Overlay::Dialog(asked)) => write_dialog::hidden(screen, state, asked),
        Some(
            Overlay::Menu(_)
            | Overlay::SaveView(_)
            | Overlay::Question(_)
            | Overlay::Form(_)
            | Overlay::Path(_)
            | Overlay::Settle(_)
            | Overlay::ConfirmQuit,
        )
        | None => 0,
    }
}

fn draw_messages(painter: &mut Painter<'_>, state: &AppState, scroll: usize) {
    let frame = frame(painter.area(), WIDEST, usize::MAX);
    let inner = inside(frame);
    let lines = message_lines(state, inner.width, painter.glyphs);
    let height = usize::from(inner.height);
    let top = scroll.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(top + height);
    let more = if below > 0 {
        format!("{below} more")
    } else {
        String::new()
    };
    let labels = Labels {
        title: "Messages, newest first",
        more: &more,
        ..Labels::default()
    };
    boxed(painter, frame, labels);
    draw_lines(painter, inner, &lines[top..]);
}

/// The messages, each as long as it is; days other than today have a heading.
fn message_lines(state: &AppState, columns: u16, glyphs: &Glyphs) -> Vec<Pieces<'static>> {
    let mut lines: Vec<Pieces<'_>> = Vec::new();
    let mut day = state.today();
    for notice in state.notices.newest_first() {
        let said_on = state.zone.local(notice.at).date_naive();
        if said_on != day {
            day = said_on;
            lines.push(vec![piece(format::day(day, state.today()), Role::Strong)]);
        }
        let (mark, role) = match notice.weight {
            Weight::Problem => ("!", Role::Warn),
            Weight::Info => (" ", Role::Text),
        };
        let times = if notice.times > 1 {
            format!(" ({}{})", glyphs.times, notice.times)
        } else {
            String::new()
        };
        let text = format!("{}{times}", notice.text);
        let mut head = Some((clock(notice.at, &state.zone), mark));
        for part in wrap(&text, usize::from(columns).saturating_sub(MESSAGE_HEAD)) {
            let (at, mark) = head.take().unwrap_or_default();
            lines.push(vec![
                piece(format!("{at:<6}"), Role::Dim),
                piece(format!("{mark:<2}"), role),
                piece(part, role),
            ]);
        }
    }
    if lines.is_empty() {
        lines.push(vec![piece("No messages.", Role::Dim)]);
    }
    lines
}
