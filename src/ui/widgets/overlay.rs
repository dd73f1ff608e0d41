//! What lies over the panes, in a box: help, messages, the question before quitting.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::notice::Weight;
use crate::app::overlay::{Help, Overlay};
use crate::app::state::AppState;
use crate::ui::format::clock;
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Painter, Pieces, fit, piece, to_columns, width, wrap};
use crate::ui::theme::Role;

/// Widest box.
const WIDEST: u16 = 78;
/// Columns of a name in the help.
const NAME: usize = 16;
/// From this width on, what a name means stands beside it.
const SIDE_BY_SIDE: u16 = 40;
/// What is left of the panes on both sides of a box, if it is no more than this, is covered too.
const SLIVERS: u16 = 4;
/// Under this height a box may cover every row.
const ROOMY: u16 = 16;

/// The filter language by example.
const FILTER_HELP: [(&str, &str); 9] = [
    (
        "dupont lyon",
        "both words, anywhere; digits match the end of a reference",
    ),
    (
        "state:active",
        "a field; a comma means or: state:active,confirmed",
    ),
    ("-late:no", "everything but"),
    ("( a | b )", "either; `or` does the same"),
    ("\"saint denis\"", "a value with a blank"),
    ("age>30d slack<=0d", "compare; h d w for hours, days, weeks"),
    ("due:today..+7d", "a range; days are 2026-05-01, today, -3d"),
    ("client~^king", "a regular expression; re: does the same"),
    ("project:* enni:-", "present, absent"),
];

/// Draws the overlay, if there is one.
pub fn draw(painter: &mut Painter<'_>, state: &AppState) {
    match &state.overlay {
        None => {}
        Some(Overlay::Help(help)) => draw_help(painter, state, help),
        Some(Overlay::Messages { scroll }) => draw_messages(painter, state, *scroll),
        Some(Overlay::ConfirmQuit) => {
            let lines = vec![
                vec![piece("Quit covage-tui? Nothing is under way.", Role::Text)],
                Vec::new(),
                vec![
                    piece("y", Role::Accent),
                    piece(" or ", Role::Dim),
                    piece("q", Role::Accent),
                    piece(" quits, any other key stays", Role::Dim),
                ],
            ];
            let inner = boxed(painter, "Quit", 46, lines.len());
            draw_lines(painter, inner, &lines);
        }
    }
}

/// How many lines of the overlay do not fit; what the core may scroll by.
pub fn hidden(screen: Rect, state: &AppState) -> usize {
    let inner = inside(frame(screen, WIDEST, usize::MAX));
    let (lines, height) = match &state.overlay {
        Some(Overlay::Help(help)) => (
            help_lines(state, help, inner.width),
            inner.height.saturating_sub(1),
        ),
        Some(Overlay::Messages { .. }) => (
            message_lines(state, inner.width, Glyphs::ASCII),
            inner.height,
        ),
        Some(Overlay::ConfirmQuit) | None => return 0,
    };
    lines.len().saturating_sub(height.into())
}

fn draw_help(painter: &mut Painter<'_>, state: &AppState, help: &Help) {
    let inner = boxed(painter, "Help: Orders", WIDEST, usize::MAX);
    let Rect {
        x,
        y,
        width: columns,
        height,
    } = inner;
    let found = help.actions(&state.keymap).count();
    let search = [
        piece("> ", Role::Accent),
        piece(help.search(), Role::Strong),
    ];
    let used = painter.put_pieces(x, y, columns, &search);
    if used < columns {
        painter.caret(x + used, y);
    }
    let found = format!("{found} of {} actions", Action::ALL.len());
    if usize::from(used) + width(&found) + 1 < columns.into() {
        painter.put_right(x, y, columns, &found, Role::Dim);
    }
    let lines = help_lines(state, help, columns);
    let body = Rect {
        y: y + 1,
        height: height.saturating_sub(1),
        ..inner
    };
    draw_scrolled(painter, body, &lines, help.scroll);
}

fn help_lines<'a>(state: &'a AppState, help: &'a Help, columns: u16) -> Vec<Pieces<'a>> {
    let mut lines = Vec::new();
    let mut group = None;
    for action in help.actions(&state.keymap) {
        if group != Some(action.group()) {
            group = Some(action.group());
            lines.push(vec![piece(action.group().title(), Role::Strong)]);
        }
        let keys: Vec<_> = state
            .keymap
            .chords(action)
            .map(|chord| chord.to_string())
            .collect();
        explain(&mut lines, &keys.join(" "), action.help(), columns);
    }
    if help.search().is_empty() {
        filter_lines(&mut lines, columns);
    }
    lines
}

/// A name and what it means: side by side where there is room, one under the other where there is not.
fn explain(lines: &mut Vec<Pieces<'_>>, name: &str, what: &str, columns: u16) {
    let is_narrow = columns < SIDE_BY_SIDE;
    let indent = if is_narrow { 4 } else { NAME + 2 };
    let mut head = Some(piece(format!("  {}", fit(name, NAME)), Role::Accent));
    if is_narrow {
        lines.extend(head.take().map(|head| vec![head]));
    }
    for part in wrap(what, usize::from(columns).saturating_sub(indent)) {
        let head = head
            .take()
            .unwrap_or_else(|| piece(" ".repeat(indent), Role::Text));
        lines.push(vec![head, piece(part, Role::Text)]);
    }
}

/// The filter language in a nutshell, then every field.
fn filter_lines(lines: &mut Vec<Pieces<'_>>, columns: u16) {
    lines.push(vec![piece("Filter", Role::Strong)]);
    for (example, what) in FILTER_HELP {
        explain(lines, example, what, columns);
    }
    lines.push(vec![piece("Filter fields", Role::Strong)]);
    for field in ORDER_SCHEMA.available() {
        explain(lines, field.name, field.help, columns);
    }
}

fn draw_messages(painter: &mut Painter<'_>, state: &AppState, scroll: usize) {
    let inner = boxed(painter, "Messages, newest first", WIDEST, usize::MAX);
    let lines = message_lines(state, inner.width, painter.glyphs);
    draw_scrolled(painter, inner, &lines, scroll);
}

fn message_lines(state: &AppState, columns: u16, glyphs: &Glyphs) -> Vec<Pieces<'static>> {
    let mut lines: Vec<Pieces<'_>> = Vec::new();
    for notice in state.notices.newest_first() {
        let role = if notice.weight == Weight::Problem {
            Role::Warn
        } else {
            Role::Text
        };
        let times = if notice.times > 1 {
            format!(" ({}{})", glyphs.times, notice.times)
        } else {
            String::new()
        };
        let text = format!("{}{times}", notice.text);
        let mut head = Some(clock(notice.at, &state.zone));
        for part in wrap(&text, usize::from(columns).saturating_sub(7)) {
            lines.push(vec![
                piece(format!("{:<7}", head.take().unwrap_or_default()), Role::Dim),
                piece(part, role),
            ]);
        }
    }
    if lines.is_empty() {
        lines.push(vec![piece("No messages.", Role::Dim)]);
    }
    lines
}

/// The lines from `scroll` on; the last page where that is beyond it.
fn draw_scrolled(painter: &mut Painter<'_>, area: Rect, lines: &[Pieces<'_>], scroll: usize) {
    let last = lines.len().saturating_sub(area.height.into());
    draw_lines(painter, area, &lines[scroll.min(last)..]);
}

/// Where a box with room for `rows` lies: in the middle of the screen.
fn frame(screen: Rect, columns: u16, rows: usize) -> Rect {
    // A sliver of the panes on either side would only be noise.
    let columns = if screen.width <= columns + SLIVERS {
        screen.width
    } else {
        columns
    };
    let wanted = to_columns(rows).saturating_add(2);
    // Status and hints stay in view unless what the box says needs their rows.
    let around = if screen.height < ROOMY { 0 } else { 2 };
    let rows = wanted.min(screen.height.saturating_sub(around).max(1));
    Rect {
        x: screen.x + (screen.width - columns) / 2,
        y: screen.y + (screen.height.saturating_sub(rows)) / 2,
        width: columns,
        height: rows.min(screen.height),
    }
}

/// What the border of a box leaves.
fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x + 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

/// An empty box with its title; returns its inside.
fn boxed(painter: &mut Painter<'_>, title: &str, columns: u16, rows: usize) -> Rect {
    let frame = frame(painter.area(), columns, rows);
    painter.clear(frame);
    let glyphs = painter.glyphs;
    let (right, bottom) = (
        frame.right().saturating_sub(1),
        frame.bottom().saturating_sub(1),
    );
    painter.rule(frame.x, frame.y, frame.width, Role::Dim);
    painter.rule(frame.x, bottom, frame.width, Role::Dim);
    painter.bar(frame.x, frame.y, frame.height, Role::Dim);
    painter.bar(right, frame.y, frame.height, Role::Dim);
    for (x, y, corner) in [
        (frame.x, frame.y, glyphs.top_left),
        (right, frame.y, glyphs.top_right),
        (frame.x, bottom, glyphs.bottom_left),
        (right, bottom, glyphs.bottom_right),
    ] {
        painter.put(x, y, 1, corner, Role::Dim);
    }
    painter.put(
        frame.x + 2,
        frame.y,
        frame.width.saturating_sub(4),
        &format!(" {title} "),
        Role::Accent,
    );
    inside(frame)
}

fn draw_lines(painter: &mut Painter<'_>, area: Rect, lines: &[Pieces<'_>]) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        painter.put_pieces(area.x, y, area.width, line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_breaks_at_spaces_and_no_line_begins_with_one() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("東京都", 4), ["東京", "都"]);
    }

    proptest! {
        #[test]
        fn every_line_fits_and_no_letter_is_lost(text in "[a-z东é ]{0,60}", columns in 2_usize..20) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line.trim_end()) <= columns));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
