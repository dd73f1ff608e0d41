//! What lies over the panes: help, messages, the question before quitting.

use tui_input::{Input, InputRequest};

use crate::app::action::Action;
use crate::app::keymap::{Chord, Key, Keymap};
use crate::domain::fold::fold;

/// An overlay; it takes every key until it is closed.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Keys and filter language, searchable.
    Help(Help),
    /// All messages.
    Messages {
        /// First line shown.
        scroll: usize,
    },
    /// Quit?
    ConfirmQuit,
}

/// The help screen.
#[derive(Clone, Debug, Default)]
pub struct Help {
    search: Input,
    /// First line shown.
    pub scroll: usize,
}

impl Help {
    /// What is searched for.
    pub fn search(&self) -> &str {
        self.search.value()
    }

    /// The actions whose name, key or help line holds what is searched for.
    pub fn actions<'a>(&'a self, keymap: &'a Keymap) -> impl Iterator<Item = Action> + 'a {
        let needle = fold(self.search());
        Action::ALL.iter().copied().filter(move |action| {
            let by_key = self.search().strip_prefix('@');
            match by_key {
                Some(key) => keymap.chords(*action).any(|chord| chord.to_string() == key),
                None => fold(action.help()).contains(&needle) || action.name().contains(&needle),
            }
        })
    }

    /// Takes a key; false when it is not for the search line.
    pub fn key(&mut self, chord: Chord) -> bool {
        match chord {
            Chord {
                key: Key::Down | Key::PageDown,
                is_ctrl: false,
            } => self.scroll += 1,
            Chord {
                key: Key::Up | Key::PageUp,
                is_ctrl: false,
            } => self.scroll = self.scroll.saturating_sub(1),
            Chord {
                key: Key::Char(c),
                is_ctrl: false,
            } => {
                self.scroll = 0;
                self.search.handle(InputRequest::InsertChar(c));
            }
            Chord {
                key: Key::Backspace,
                is_ctrl: false,
            } => {
                self.scroll = 0;
                self.search.handle(InputRequest::DeletePrevChar);
            }
            _ => return false,
        }
        true
    }
}
