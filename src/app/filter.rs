//! The filter row: a text being typed, the last query that could be read, and whether it applies.
//!
//! A query that cannot be read keeps the last good result on screen and says where the trouble is. Leaving with Esc
//! brings back what stood there before. While candidates are offered to complete the text, a few keys are theirs; any
//! other key ends the offer and is typed.

mod complete;

use tui_input::{Input, InputRequest};

use crate::app::keymap::{Chord, Key};
use crate::app::query::{Candidate, Completion, QueryError};
use crate::app::typing::{paste_into, type_into};

/// The filter row of one pane.
#[derive(Clone, Debug, Default)]
pub struct FilterRow {
    input: Input,
    /// What Esc brings back, and whether it was off; set while editing.
    before: Option<(String, bool)>,
    /// Only while editing.
    offered: Option<Offered>,
    /// The filter is kept but not applied.
    pub is_off: bool,
    /// Why the text cannot be read.
    pub error: Option<QueryError>,
}

/// Candidates to complete the text with. They are as old as the list is open.
#[derive(Clone, Debug)]
pub struct Offered {
    /// What can stand where the caret is.
    pub completion: Completion,
    /// The one that Enter takes.
    pub chosen: usize,
}

impl Offered {
    /// The one that Enter takes.
    pub fn candidate(&self) -> Option<&Candidate> {
        self.completion.candidates.get(self.chosen)
    }

    fn go(&mut self, is_forward: bool) {
        let count = self.completion.candidates.len().max(1);
        let step = if is_forward { 1 } else { count - 1 };
        self.chosen = (self.chosen + step) % count;
    }
}

/// What a key did to the filter row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text differs.
    Text,
    /// Candidates are wanted.
    Complete,
    /// A candidate was taken; another list may follow if it was the name of a field.
    Taken {
        /// It was.
        is_name: bool,
    },
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

    /// What is offered to complete the text with.
    pub fn offered(&self) -> Option<&Offered> {
        self.offered.as_ref()
    }

    /// Offers candidates, the first of them to begin with.
    pub fn offer(&mut self, completion: Completion) {
        let chosen = 0;
        self.offered = self.is_editing().then_some(Offered { completion, chosen });
    }

    /// Offers nothing any more.
    pub fn close_offer(&mut self) {
        self.offered = None;
    }

    /// Puts a candidate into the text.
    pub fn take(&mut self, completion: &Completion, candidate: usize) {
        let (text, caret) = completion.apply(candidate);
        self.input = Input::new(text).with_cursor(caret);
        self.offered = None;
    }

    /// Takes the candidate at a place, as a click does.
    pub fn take_offered(&mut self, place: usize) -> Option<Typed> {
        let offered = self.offered.take()?;
        self.take(&offered.completion, place);
        let is_name = !offered.completion.is_value();
        Some(Typed::Taken { is_name })
    }

    /// Starts editing, with the caret at the end.
    pub fn edit(&mut self) {
        self.before = Some((self.input.value().to_owned(), self.is_off));
        self.input.handle(InputRequest::GoToEnd);
        self.is_off = false;
    }

    /// Puts the caret before a character, as a click does.
    pub fn place_caret(&mut self, place: usize) {
        self.offered = None;
        self.input.handle(InputRequest::SetCursor(place));
    }

    /// Takes pasted text: one line, controls dropped.
    pub fn paste(&mut self, text: &str) {
        self.offered = None;
        paste_into(&mut self.input, text);
    }

    /// Takes a key while editing.
    pub fn key(&mut self, chord: Chord) -> Typed {
        if let Some(typed) = self.key_while_offered(chord) {
            return typed;
        }
        self.offered = None;
        let to = match chord.key {
            _ if chord.is_ctrl => None,
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
            Key::Tab => return Typed::Complete,
            Key::Home => Some(InputRequest::GoToStart),
            Key::End => Some(InputRequest::GoToEnd),
            _ => None,
        };
        if let Some(to) = to {
            self.input.handle(to);
            return Typed::Caret;
        }
        match type_into(&mut self.input, chord) {
            Some(true) => Typed::Text,
            Some(false) => Typed::Caret,
            None => Typed::NotMine,
        }
    }

    /// The keys of an open list.
    fn key_while_offered(&mut self, chord: Chord) -> Option<Typed> {
        let offered = self.offered.as_mut()?;
        if chord.is_ctrl {
            return None;
        }
        match chord.key {
            Key::Tab | Key::Down => offered.go(true),
            Key::BackTab | Key::Up => offered.go(false),
            Key::Esc => self.offered = None,
            Key::Enter => {
                let chosen = offered.chosen;
                return self.take_offered(chosen);
            }
            _ => return None,
        }
        Some(Typed::Caret)
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
