//! The end of a reference, typed to confirm what cannot be undone.

use crate::app::keymap::{Chord, Key};
use crate::domain::text::Text;

/// How many characters are asked for.
pub const ENDING: usize = 3;
/// How many can stand in the field: enough to see that something is wrong.
pub(crate) const MOST: usize = 8;

/// What is asked for and what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    wanted: String,
    typed: String,
}

impl Typed {
    /// Asks for the last characters of a reference, as it is shown.
    pub fn of(reference: &Text) -> Self {
        let shown = reference.line().trim_end();
        let before = shown.chars().count().saturating_sub(ENDING);
        Self {
            wanted: shown.chars().skip(before).collect(),
            typed: String::new(),
        }
    }

    /// How many characters are asked for.
    pub fn length(&self) -> usize {
        self.wanted.chars().count()
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        &self.typed
    }

    /// Whether it is what is asked for, in large letters or small ones.
    pub fn is_right(&self) -> bool {
        !self.wanted.is_empty() && self.typed.to_lowercase() == self.wanted.to_lowercase()
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.typed.clear();
    }

    /// Takes a key; false when it is none for the field.
    pub fn key(&mut self, chord: Chord) -> bool {
        match (chord.is_ctrl, chord.key) {
            (false, Key::Char(c)) => {
                if self.typed.chars().count() < MOST {
                    self.typed.push(c);
                }
            }
            (false, Key::Backspace) => drop(self.typed.pop()),
            (true, Key::Char('u' | 'w')) => self.clear(),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(reference: &str, keys: &str) -> Typed {
        let mut typed = Typed::of(&Text::new(reference));
        for key in keys.chars() {
            typed.key(Chord::char(key));
        }
        typed
    }

    #[test]
    fn the_last_three_characters_and_nothing_else_are_right() {
        assert!(typed("QO_20260423_00000001", "001").is_right());
        for wrong in ["", "00", "0001", "002", "001 "] {
            assert!(!typed("QO_20260423_00000001", wrong).is_right(), "{wrong}");
        }
        assert!(typed("x-9Bç  ", "9bÇ").is_right(), "blanks are not seen");
        assert!(typed("7", "7").is_right());
        assert!(!typed("", "").is_right(), "nothing confirms nothing");
    }

    #[test]
    fn a_slip_is_taken_back() {
        let mut field = typed("QO_001", "0012");
        field.key(Chord::plain(Key::Backspace));
        assert!(field.is_right());
        field.key(Chord::ctrl('u'));
        assert_eq!(field.text(), "");
        assert!(!field.key(Chord::plain(Key::Up)), "that is the dialog's");
        assert!(!field.key(Chord::ctrl('y')));
    }
}
