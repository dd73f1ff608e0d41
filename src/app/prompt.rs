//! A line of text that is asked for, over the panes.
//!
//! Knows nothing of what the text is for: whoever asks checks it, and says here what is wrong with it.

use tui_input::{Input, InputRequest};

use crate::app::keymap::{Chord, Key};
use crate::app::typing::{paste_into, type_into};

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    input: Input,
    /// Nobody touched the text it began with: the first letter takes its place.
    is_offered: bool,
    /// What is wrong with the text; safe for one line.
    pub problem: Option<String>,
}

/// What a key did to a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text may differ.
    Text,
    /// The text is as wanted.
    Done,
    /// Nothing is wanted any more.
    Dropped,
}

impl Prompt {
    /// A prompt that offers a text: Enter takes it, a letter begins another one, a caret key begins to mend it.
    pub fn offering(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            is_offered: !text.is_empty(),
            problem: None,
        }
    }

    /// Puts another text there, with the caret at its end.
    pub(crate) fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
        self.is_offered = false;
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether the text is still the one that was offered.
    pub fn is_offered(&self) -> bool {
        self.is_offered
    }

    /// Caret position in characters.
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, chord: Chord) -> Typed {
        let was_offered = std::mem::take(&mut self.is_offered);
        if was_offered && matches!(chord.key, Key::Char(_) | Key::Backspace | Key::Delete) {
            self.input.reset();
        }
        match chord {
            Chord {
                key: Key::Enter,
                is_ctrl: false,
            } => return Typed::Done,
            Chord {
                key: Key::Esc,
                is_ctrl: false,
            } => return Typed::Dropped,
            Chord { key: Key::Home, .. } => {
                self.input.handle(InputRequest::GoToStart);
            }
            Chord { key: Key::End, .. } => {
                self.input.handle(InputRequest::GoToEnd);
            }
            chord => {
                type_into(&mut self.input, chord);
            }
        }
        Typed::Text
    }

    /// Takes pasted text: one line, controls dropped.
    pub(crate) fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.is_offered) {
            self.input.reset();
        }
        paste_into(&mut self.input, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(keys: impl IntoIterator<Item = Chord>) -> String {
        let mut prompt = Prompt::offering("Late");
        for key in keys {
            prompt.key(key);
        }
        prompt.text().to_owned()
    }

    #[test]
    fn a_letter_begins_anew_and_a_caret_key_goes_on_with_what_is_offered() {
        let plain = Chord::plain;
        assert_eq!(after([Chord::char('L'), Chord::char('y')]), "Ly");
        assert_eq!(after([plain(Key::Right), Chord::char('r')]), "Later");
        assert_eq!(after([plain(Key::Home), Chord::char('>')]), ">Late");
        assert_eq!(after([plain(Key::Backspace)]), "");
        assert_eq!(after([plain(Key::End), plain(Key::Backspace)]), "Lat");
        let mut prompt = Prompt::offering("Late");
        assert_eq!(prompt.key(plain(Key::Enter)), Typed::Done);
        assert_eq!(prompt.text(), "Late");
        prompt.paste("r\u{1b}x\nsecond line");
        assert_eq!(prompt.text(), "Laterx", "Enter took what was offered");
    }
}
