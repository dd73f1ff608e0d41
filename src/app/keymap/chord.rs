//! A key as pressed: how it is written, how it is read back, and which ones are never bound.
//!
//! One spelling for a key: what is printed is what is read. Keys that no terminal tells apart have no second spelling.

use std::fmt;

use thiserror::Error;
use unicode_width::UnicodeWidthChar as _;

use crate::domain::text::is_drawable;

/// A key as pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl was held.
    pub is_ctrl: bool,
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are printed on the keys")]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// The keys that have a name, and the name.
const NAMES: [(&str, Key); 28] = [
    ("Space", Key::Char(' ')),
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("S-Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Insert", Key::Insert),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("F1", Key::F(1)),
    ("F2", Key::F(2)),
    ("F3", Key::F(3)),
    ("F4", Key::F(4)),
    ("F5", Key::F(5)),
    ("F6", Key::F(6)),
    ("F7", Key::F(7)),
    ("F8", Key::F(8)),
    ("F9", Key::F(9)),
    ("F10", Key::F(10)),
    ("F11", Key::F(11)),
    ("F12", Key::F(12)),
];

/// Characters that are never bound with Ctrl, and why.
const TAKEN_WITH_CTRL: [(char, &str); 14] = [
    ('a', "GNU screen takes it"),
    ('b', "tmux takes it"),
    ('s', "it stops the output of a terminal"),
    ('q', "it starts the output of a terminal again"),
    ('h', "terminals send it for Backspace"),
    ('i', "terminals send it for Tab"),
    ('j', "terminals send it for a line break"),
    ('k', "terminals inside editors take it"),
    ('m', "terminals send it for Enter"),
    ('[', "terminals send it for Esc"),
    ('?', "terminals send it for Backspace"),
    ('\\', "it makes programs quit in a hurry"),
    (']', "telnet takes it"),
    ('^', "mosh takes it"),
];

/// Why a text is not a key that can be bound.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChordProblem {
    /// It names no key.
    #[error("it names no key")]
    Unknown,
    /// It never gets through, or not as itself.
    #[error("{0}")]
    Taken(&'static str),
    /// Terminals send the same for it as for another key.
    #[error("terminals send the same for it as for `{0}`")]
    Same(Chord),
}

impl Chord {
    /// A key alone.
    pub const fn plain(key: Key) -> Self {
        Self {
            key,
            is_ctrl: false,
        }
    }

    /// A character key alone.
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// A character key with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self {
            key: Key::Char(c),
            is_ctrl: true,
        }
    }

    /// Whether a text field takes it as a character.
    pub const fn is_text(self) -> bool {
        matches!(self.key, Key::Char(_)) && !self.is_ctrl
    }

    /// Reads what [`Display`](fmt::Display) prints: `j`, `J`, `C-d`, `Space`, `S-Tab`, `C-Home`.
    ///
    /// # Errors
    /// [`ChordProblem`]: a text that names no key, and a key that is never bound.
    pub fn parse(text: &str) -> Result<Self, ChordProblem> {
        if let Some(key) = key_named(text) {
            return match key {
                Key::Char('~') => Err(ChordProblem::Taken("ssh takes it")),
                key => Ok(Self::plain(key)),
            };
        }
        match text.split_at_checked(2) {
            Some(("C-", rest)) => with_ctrl(rest),
            Some(("S-", rest)) => match key_named(rest) {
                Some(key) => Err(ChordProblem::Same(Self::plain(shifted(key)))),
                None => Err(ChordProblem::Unknown),
            },
            Some(("A-" | "M-", rest)) if key_named(rest).is_some() => {
                Err(ChordProblem::Taken("terminals send Alt as Esc and the key"))
            }
            _ => Err(ChordProblem::Unknown),
        }
    }

    /// The names of the keys that have one.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

/// The key of a text without modifiers.
fn key_named(text: &str) -> Option<Key> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        let is_seen = c == ' ' || (is_drawable(c) && c.width() > Some(0));
        return is_seen.then_some(Key::Char(c));
    }
    NAMES
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, key)| *key)
}

/// What Shift makes of a key, to a terminal.
fn shifted(key: Key) -> Key {
    match key {
        Key::Char(c) => Key::Char(c.to_uppercase().next().unwrap_or(c)),
        Key::Tab => Key::BackTab,
        key => key,
    }
}

fn with_ctrl(rest: &str) -> Result<Chord, ChordProblem> {
    let key = key_named(rest).ok_or(ChordProblem::Unknown)?;
    let ctrl = |key| Chord { key, is_ctrl: true };
    match key {
        Key::Enter | Key::Esc | Key::Tab | Key::BackTab | Key::Backspace => {
            Err(ChordProblem::Same(Chord::plain(key)))
        }
        Key::Char(c) => {
            let small = c.to_ascii_lowercase();
            let taken = TAKEN_WITH_CTRL.iter().find(|(taken, _)| *taken == small);
            match (taken, small) {
                (Some((_, why)), _) => Err(ChordProblem::Taken(why)),
                (None, 'a'..='z') if c == small => Ok(ctrl(key)),
                (None, 'a'..='z') => Err(ChordProblem::Same(Chord::ctrl(small))),
                (None, ' ' | '_') => Ok(ctrl(key)),
                (None, '@') => Err(ChordProblem::Same(Chord::ctrl(' '))),
                (None, '/') => Err(ChordProblem::Same(Chord::ctrl('_'))),
                (None, _) => Err(ChordProblem::Taken("terminals do not send it")),
            }
        }
        key => Ok(ctrl(key)),
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_ctrl {
            f.write_str("C-")?;
        }
        match (NAMES.iter().find(|(_, key)| *key == self.key), self.key) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Key::Char(c)) => write!(f, "{c}"),
            (None, key) => write!(f, "{key:?}"),
        }
    }
}
