//! The lower part of a dialog: what was checked, how it is confirmed, and what else the keys do.

use crate::app::action::Action;
use crate::app::batch::Asked;
use crate::app::copy::counted;
use crate::app::dialog::checks::{Check, Mark};
use crate::app::dialog::several::Several;
use crate::app::dialog::{Dialog, How, Kind, Page};
use crate::app::state::AppState;
use crate::ui::format::countdown;
use crate::ui::paint::{Pieces, fit, piece, width, wrap};
use crate::ui::theme::Role;

use super::body::label_columns;

/// Seconds between two writes, in tenths (safety rules, section 3: one a second, 1.2 s apart).
const APART_TENTHS: usize = 12;
/// How easily a blank line leaves.
const BLANK: u8 = 9;
/// Columns of the field of a comment at least.
const FIELD: usize = 12;

/// A line; of those with a lightness the lightest leave first where it is low.
pub(super) struct Line {
    pub(super) pieces: Pieces<'static>,
    pub(super) lightness: u8,
    /// The column of the caret.
    pub(super) caret: Option<usize>,
}

impl Line {
    fn must(pieces: Pieces<'static>) -> Self {
        Self {
            pieces,
            lightness: 0,
            caret: None,
        }
    }

    fn light(lightness: u8, pieces: Pieces<'static>) -> Self {
        Self {
            lightness,
            ..Self::must(pieces)
        }
    }
}

/// Its lines.
pub(super) fn lines(state: &AppState, dialog: &Dialog, columns: usize) -> Vec<Line> {
    let mut lines = vec![Line::light(BLANK, Vec::new())];
    if dialog.page == Page::Request {
        lines.extend(remark(dialog, columns));
        lines.push(Line::must(keys(dialog, columns)));
        return lines;
    }
    let checks = state.dialog_checks(dialog);
    lines.extend(
        check_lines(&checks, dialog, columns)
            .into_iter()
            .map(Line::must),
    );
    if lines.len() > 1 {
        lines.push(Line::light(BLANK, Vec::new()));
    }
    if let Kind::Decline(several) = &dialog.kind {
        lines.push(comment(several, columns));
    }
    if let How::Ending(_) = &dialog.confirm.how {
        lines.push(field(dialog));
    }
    let remarks = remark(dialog, columns);
    if remarks.is_empty() {
        lines.extend(explanation(state, dialog).map(|line| Line::light(2, line)));
    }
    lines.extend(remarks);
    let keys = keys(dialog, columns);
    lines.push(match &dialog.confirm.how {
        How::Ending(_) => Line::light(1, keys),
        How::Yes => Line::must(keys),
    });
    lines
}

/// Why the last key did nothing.
fn remark(dialog: &Dialog, columns: usize) -> Vec<Line> {
    let Some(remark) = &dialog.remark else {
        return Vec::new();
    };
    // The first line of it is always seen; a screen that has no room for the rest is small.
    let parts = wrap(remark, columns.max(1)).into_iter().enumerate();
    parts
        .map(|(at, part)| {
            let pieces = vec![piece(part, Role::Warn)];
            Line::light(if at == 0 { 0 } else { 3 }, pieces)
        })
        .collect()
}

/// The checks, in two columns where they fit.
fn check_lines(checks: &[Check], dialog: &Dialog, columns: usize) -> Vec<Pieces<'static>> {
    let indent = label_columns(dialog);
    let room = columns.saturating_sub(indent);
    let texts: Vec<_> = checks
        .iter()
        .map(|check| (mark(check.mark), check))
        .collect();
    let wide = |(mark, check): &(&str, &Check)| width(mark) + 1 + width(&check.text);
    let left = texts.iter().step_by(2).map(wide).max().unwrap_or(0) + 3;
    let right = texts.iter().skip(1).step_by(2).map(wide).max().unwrap_or(0);
    let per_line = if texts.len() > 1 && left + right <= room {
        2
    } else {
        1
    };
    let mut lines = Vec::new();
    let mut label = "checks";
    for group in texts.chunks(per_line) {
        let mut begin = || {
            let head = vec![piece(fit(std::mem::take(&mut label), indent), Role::Dim)];
            head
        };
        if per_line == 2 {
            let mut line = begin();
            for (at, (mark, check)) in group.iter().enumerate() {
                line.push(piece(format!("{mark} "), role(check.mark)));
                let pad = if at == 0 && group.len() == 2 {
                    left.saturating_sub(width(mark) + 1)
                } else {
                    width(&check.text)
                };
                line.push(piece(fit(&check.text, pad), text_role(check.mark)));
            }
            lines.push(line);
            continue;
        }
        for (mark, check) in group {
            let space = room.saturating_sub(width(mark) + 1).max(1);
            for (at, part) in wrap(&check.text, space).into_iter().enumerate() {
                let mut line = begin();
                let shown = if at == 0 { *mark } else { "" };
                line.push(piece(fit(shown, width(mark) + 1), role(check.mark)));
                line.push(piece(part, text_role(check.mark)));
                lines.push(line);
            }
        }
    }
    lines
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "[ok]",
        Mark::Open => "[--]",
        Mark::Waiting => "[..]",
        Mark::Bad => "[!!]",
    }
}

fn role(mark: Mark) -> Role {
    match mark {
        Mark::Good => Role::Good,
        Mark::Open | Mark::Waiting => Role::Dim,
        Mark::Bad => Role::Bad,
    }
}

fn text_role(mark: Mark) -> Role {
    match mark {
        Mark::Good => Role::Text,
        other => role(other),
    }
}

/// The field of the comment; while it is written, with the caret in view.
fn comment(several: &Several, columns: usize) -> Line {
    const LABEL: &str = "comment sent to Covage: ";
    let label = if LABEL.len() + FIELD + 4 <= columns {
        LABEL
    } else {
        "comment "
    };
    let room = columns.saturating_sub(label.len() + 4).max(1);
    let text = several.comment.text();
    if !several.is_writing && text.trim().is_empty() {
        return Line::must(vec![piece(label, Role::Dim), piece("none", Role::Dim)]);
    }
    let mut skipped = 0;
    let before = |skipped: usize| -> usize {
        let caret = several.comment.caret().saturating_sub(skipped);
        let text: String = text.chars().skip(skipped).take(caret).collect();
        width(&text)
    };
    while several.is_writing && skipped < several.comment.caret() && before(skipped) >= room {
        skipped += 1;
    }
    let shown: String = text.chars().skip(skipped).collect();
    let (role, blank) = if several.is_writing {
        (Role::Strong, '_')
    } else {
        (Role::Text, ' ')
    };
    let filled = width(&shown).min(room);
    let blanks = if several.is_writing { room - filled } else { 0 };
    let mut line = Line::must(vec![
        piece(label, Role::Dim),
        piece("[ ", Role::Dim),
        piece(fit(&shown, filled), role),
        piece(blank.to_string().repeat(blanks), Role::Dim),
        piece(" ]", Role::Dim),
    ]);
    line.caret = several
        .is_writing
        .then(|| label.len() + 2 + before(skipped).min(room - 1));
    line
}

/// The field of what cannot be undone.
fn field(dialog: &Dialog) -> Line {
    let typed = &dialog.typed;
    if !dialog.arming.is_armed() {
        return Line::must(vec![piece("One moment ...", Role::Dim)]);
    }
    let length = typed.length();
    let of = match &dialog.kind {
        Kind::Accept(_) => "line",
        _ => "reference",
    };
    let asked = match length {
        1 => format!("Type the last character of the {of}: "),
        _ => format!("Type the last {length} characters of the {of}: "),
    };
    let spaced: Vec<_> = typed.text().chars().map(String::from).collect();
    let shown = format!(" {}", spaced.join(" "));
    let missing = length.saturating_sub(spaced.len());
    let caret = width(&asked) + width(&shown) + usize::from(!spaced.is_empty());
    let right = typed.is_right();
    let mut line = Line::must(vec![
        piece(asked, Role::Text),
        piece(shown, if right { Role::Good } else { Role::Strong }),
        piece(
            if spaced.is_empty() { "" } else { " " }.to_owned() + &"_ ".repeat(missing),
            Role::Dim,
        ),
        piece(if right { "[ok]" } else { "" }, Role::Good),
    ]);
    line.caret = (!right).then_some(caret);
    line
}

/// What confirming does.
fn explanation(state: &AppState, dialog: &Dialog) -> Option<Pieces<'static>> {
    let write = &dialog.confirm.intents.first()?.write;
    let delay = state.writes.send_delay;
    let undo = state.keymap.shown(Action::Undo);
    match &dialog.confirm.how {
        How::Yes => None,
        How::Ending(_) => {
            let sent = if write.is_delayed() && delay > chrono::TimeDelta::zero() {
                format!("it is sent after {} ({undo} cancels)", countdown(delay))
            } else {
                "it is sent at once".to_owned()
            };
            let text = if dialog.typed.is_right() {
                format!("Enter: {sent}")
            } else {
                format!("Enter does nothing until they match; then {sent}")
            };
            Some(vec![piece(text, Role::Dim)])
        }
    }
}

/// A key, what it does in full and in short, and how easily it is left out; 0 never is.
type KeyHint = (String, String, &'static str, u8);

/// What the keys do, in as many words as there is room for.
fn keys(dialog: &Dialog, columns: usize) -> Pieces<'static> {
    let calls = dialog.confirm.intents.len();
    let price = if dialog.page == Page::Asked && dialog.confirm.how == How::Yes && calls > 1 {
        let secs = ((calls - 1) * APART_TENTHS).div_ceil(10);
        format!("{}, about {secs}s", counted(calls, "call"))
    } else {
        String::new()
    };
    let mut hints = key_hints(dialog);
    loop {
        for is_short in [false, true] {
            let line = key_line(&price, &hints, is_short);
            let lightest = hints.iter().map(|hint| hint.3).max().unwrap_or(0);
            let used: usize = line.iter().map(|piece| width(&piece.text)).sum();
            if used <= columns || (is_short && lightest == 0) {
                return line;
            }
        }
        let lightest = (0..hints.len()).max_by_key(|at| hints.get(*at).map(|hint| hint.3));
        if let Some(lightest) = lightest {
            hints.remove(lightest);
        }
    }
}

fn key_line(price: &str, hints: &[KeyHint], is_short: bool) -> Pieces<'static> {
    let mut line = Vec::new();
    if !price.is_empty() {
        line.push(piece(price.to_owned(), Role::Text));
    }
    for (key, does, short, _) in hints {
        if !line.is_empty() {
            line.push(piece("   ", Role::Dim));
        }
        let does = if is_short { *short } else { does };
        let role = if does.is_empty() {
            Role::Dim
        } else {
            Role::Accent
        };
        line.push(piece(key.clone(), role));
        if !does.is_empty() {
            line.push(piece(format!(" {does}"), Role::Dim));
        }
    }
    line
}

fn key_hints(dialog: &Dialog) -> Vec<KeyHint> {
    let hint = |key: &str, does: &str, short, lightness| {
        (key.to_owned(), does.to_owned(), short, lightness)
    };
    if dialog.page == Page::Request {
        return vec![
            hint("Tab", "back", "back", 0),
            hint("Esc", "cancel", "cancel", 0),
        ];
    }
    if dialog.is_writing() {
        let leaves = "leaves the comment; nothing is sent yet";
        return vec![hint("Enter", leaves, "leaves the comment", 0)];
    }
    let mut hints = Vec::new();
    if let Kind::Accept(accept) = &dialog.kind
        && accept.choices() > 1
    {
        let does = "other offer (clears the field)";
        hints.push(hint("Up/Down", does, "other offer", 2));
    }
    if dialog.confirm.how == How::Yes {
        let verb = dialog.confirm.intents.first().map(|it| it.write.verb());
        let verb = match &dialog.kind {
            Kind::Batch(Asked::New(_)) => "begin",
            Kind::Batch(Asked::Resume(_)) => "go on",
            _ => verb.unwrap_or("confirm"),
        };
        hints.push(if dialog.arming.is_armed() {
            hint(&dialog.yes.to_string(), verb, verb, 0)
        } else {
            hint("One moment ...", "", "", 0)
        });
    }
    if let Kind::Decline(_) = &dialog.kind {
        hints.push(hint("c", "edit comment", "comment", 1));
    }
    if let Kind::Batch(Asked::New(_)) = &dialog.kind {
        hints.push(hint("1-9", "families", "families", 2));
        hints.push(hint("p", "prices", "prices", 2));
    }
    if let Kind::Decline(several) | Kind::BringBack(several) = &dialog.kind {
        if several.is_all {
            hints.push(hint("*", "only the one", "one", 2));
        } else if !several.others.is_empty() {
            let does = format!("all {} of the line", several.others.len());
            hints.push(hint("*", &does, "all", 2));
        }
    }
    hints.push(hint("Tab", "exact request", "request", 3));
    hints.push(hint("Esc", "cancel", "cancel", 0));
    hints
}
