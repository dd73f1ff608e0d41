//! The filter row: a text being typed, the last query that could be read, and whether it applies.
//!
//! A query that cannot be read keeps the last good result on screen and says where the trouble is. Leaving with Esc
//! brings back what stood there before.

use tui_input::{Input, InputRequest};

use crate::app::keymap::{Chord, Key};
use crate::app::query::QueryError;

/// The filter row of one pane.
#[derive(Clone, Debug, Default)]
pub struct FilterRow {
    input: Input,
    /// What Esc brings back, and whether it was off; set while editing.
    before: Option<(String, bool)>,
    /// The filter is kept but not applied.
    pub is_off: bool,
    /// Why the text cannot be read.
    pub error: Option<QueryError>,
}

/// What a key did to the filter row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text differs.
    Text,
    /// Only the caret moved.
    Caret,
    /// The key is not the filter row's.
    NotMine,
    /// Editing is over.
    Done,
}

impl FilterRow {
    /// A filter row that starts with `text`.
    pub fn with_text(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            ..Self::default()
        }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Caret position in characters.
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// Whether keys go into the text.
    pub fn is_editing(&self) -> bool {
        self.before.is_some()
    }

    /// Starts editing, with the caret at the end.
    pub fn edit(&mut self) {
        self.before = Some((self.input.value().to_owned(), self.is_off));
        self.input.handle(InputRequest::GoToEnd);
        self.is_off = false;
    }

    /// Puts the caret before a character, as a click does.
    pub fn place_caret(&mut self, place: usize) {
        self.input.handle(InputRequest::SetCursor(place));
    }

    /// Takes pasted text: one line, controls dropped.
    pub fn paste(&mut self, text: &str) {
        for c in text
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
        {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Takes a key while editing.
    pub fn key(&mut self, chord: Chord) -> Typed {
        let request = match chord {
            Chord {
                key: Key::Char('u'),
                is_ctrl: true,
            } => InputRequest::DeleteLine,
            Chord {
                key: Key::Char('w'),
                is_ctrl: true,
            } => InputRequest::DeletePrevWord,
            Chord { is_ctrl: true, .. } => return Typed::NotMine,
            Chord { key, .. } => match key {
                Key::Enter => {
                    self.before = None;
                    return Typed::Done;
                }
                Key::Esc => {
                    if let Some((before, was_off)) = self.before.take() {
                        self.input = Input::new(before);
                        self.is_off = was_off;
                    }
                    return Typed::Done;
                }
                Key::Char(c) => InputRequest::InsertChar(c),
                Key::Backspace => InputRequest::DeletePrevChar,
                Key::Delete => InputRequest::DeleteNextChar,
                Key::Left => InputRequest::GoToPrevChar,
                Key::Right => InputRequest::GoToNextChar,
                Key::Home => InputRequest::GoToStart,
                Key::End => InputRequest::GoToEnd,
                _ => return Typed::NotMine,
            },
        };
        match self.input.handle(request) {
            Some(change) if change.value => Typed::Text,
            _ => Typed::Caret,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> FilterRow {
        let mut row = FilterRow::default();
        row.edit();
        for c in text.chars() {
            assert_eq!(row.key(Chord::char(c)), Typed::Text);
        }
        row
    }

    #[test]
    fn escape_brings_back_what_stood_there() {
        let mut row = FilterRow::with_text("late:yes");
        row.edit();
        row.key(Chord::char('x'));
        assert_eq!(row.text(), "late:yesx");
        assert_eq!(row.key(Chord::plain(Key::Esc)), Typed::Done);
        assert_eq!((row.text(), row.is_editing()), ("late:yes", false));
    }

    #[test]
    fn escape_leaves_a_filter_off_that_was_off() {
        let mut row = FilterRow::with_text("late:yes");
        row.is_off = true;
        row.edit();
        assert!(!row.is_off);
        row.key(Chord::plain(Key::Esc));
        assert!(row.is_off);
    }

    #[test]
    fn a_paste_is_one_line_without_controls() {
        let mut row = typed("a");
        row.paste("b\u{1b}c\nd");
        assert_eq!(row.text(), "abc");
    }

    #[test]
    fn words_and_lines_can_be_deleted() {
        let mut row = typed("late:yes king");
        row.key(Chord::ctrl('w'));
        assert_eq!(row.text(), "late:yes ");
        row.key(Chord::ctrl('u'));
        assert_eq!(row.text(), "");
    }
}
