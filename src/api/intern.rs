//! Repeated words are held once: a hundred thousand orders share a handful of states, families and projects.
//!
//! Never grows beyond [`MAX_WORDS`] words of [`MAX_BYTES`] bytes, whatever a server sends: beyond that a word is simply
//! not shared.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::text::Text;

/// Words that are shared at most; an account has tens of projects and users, not thousands.
pub const MAX_WORDS: usize = 4_096;
/// Longest word that is shared; longer text is prose and does not repeat.
pub const MAX_BYTES: usize = 96;

/// The words of one client.
#[derive(Default)]
pub struct Interner(Mutex<HashMap<Box<str>, Text>>);

impl Interner {
    /// Holds the lock for the time of one answer, so that a page costs one lock and not hundreds.
    pub(crate) fn words(&self) -> Words<'_> {
        Words(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many words are shared.
    pub fn len(&self) -> usize {
        self.words().0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Interner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interner({} words)", self.len())
    }
}

/// The words, held for the time of one answer.
pub(crate) struct Words<'a>(MutexGuard<'a, HashMap<Box<str>, Text>>);

impl Words<'_> {
    /// The shared text of a word.
    pub(crate) fn text(&mut self, word: &str) -> Text {
        if let Some(text) = self.0.get(word) {
            return text.clone();
        }
        let text = Text::new(word);
        if word.len() <= MAX_BYTES && self.0.len() < MAX_WORDS {
            self.0.insert(word.into(), text.clone());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_word_is_held_once() {
        let interner = Interner::default();
        let mut words = interner.words();
        let (first, second) = (words.text("FLASH"), words.text("FLASH"));
        assert!(std::ptr::eq(first.wire(), second.wire()));
    }

    #[test]
    fn a_flood_of_words_is_read_but_not_kept() {
        let interner = Interner::default();
        let mut words = interner.words();
        for number in 0..MAX_WORDS + 100 {
            let word = format!("word-{number}");
            assert_eq!(words.text(&word).wire(), word);
        }
        let prose = "x".repeat(MAX_BYTES + 1);
        assert_eq!(words.text(&prose).wire(), prose);
        drop(words);
        assert_eq!(interner.len(), MAX_WORDS);
    }
}
