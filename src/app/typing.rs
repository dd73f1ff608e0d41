//! A line of text being typed: what keys and pastes do to it, the same wherever one is typed.
//!
//! Knows nothing of what the text is for. Keys that mean something else in some places (Enter, Esc, Home, End) are
//! theirs.

use tui_input::{Input, InputRequest};

use crate::app::keymap::{Chord, Key};

/// Takes a key into a line; whether the text differs afterwards, `None` when the key is none for it.
pub(crate) fn type_into(input: &mut Input, chord: Chord) -> Option<bool> {
    let request = match (chord.is_ctrl, chord.key) {
        (true, Key::Char('u')) => InputRequest::DeleteLine,
        (true, Key::Char('w')) => InputRequest::DeletePrevWord,
        (false, Key::Char(c)) => InputRequest::InsertChar(c),
        (false, Key::Backspace) => InputRequest::DeletePrevChar,
        (false, Key::Delete) => InputRequest::DeleteNextChar,
        (false, Key::Left) => InputRequest::GoToPrevChar,
        (false, Key::Right) => InputRequest::GoToNextChar,
        _ => return None,
    };
    Some(input.handle(request).is_some_and(|change| change.value))
}

/// Takes pasted text into a line: its first line, controls dropped.
pub(crate) fn paste_into(input: &mut Input, text: &str) {
    let line = text.lines().next().unwrap_or_default();
    for c in line.chars().filter(|c| !c.is_control()) {
        input.handle(InputRequest::InsertChar(c));
    }
}
