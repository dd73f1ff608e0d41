//! Which key asks for which action.
//!
//! A chord is what a person pressed, free of any terminal library. Keys that mean text while a text field has the focus
//! never pass through here.

use std::fmt;

use crate::app::action::Action;

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
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
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
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_ctrl {
            f.write_str("C-")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) => write!(f, "{c}"),
            Key::BackTab => f.write_str("S-Tab"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
            key => write!(f, "{key:?}"),
        }
    }
}

/// Bindings in the order they are shown.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<(Chord, Action)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let plain = Chord::plain;
        let char = Chord::char;
        Self {
            bindings: vec![
                (char('j'), Action::Down),
                (plain(Key::Down), Action::Down),
                (char('k'), Action::Up),
                (plain(Key::Up), Action::Up),
                (char('g'), Action::First),
                (plain(Key::Home), Action::First),
                (char('G'), Action::Last),
                (plain(Key::End), Action::Last),
                (plain(Key::PageDown), Action::PageDown),
                (plain(Key::PageUp), Action::PageUp),
                (Chord::ctrl('d'), Action::HalfPageDown),
                (Chord::ctrl('u'), Action::HalfPageUp),
                (plain(Key::Enter), Action::Enter),
                (char('l'), Action::Enter),
                (plain(Key::Right), Action::Enter),
                (char('q'), Action::Back),
                (plain(Key::Esc), Action::Back),
                (char('h'), Action::Back),
                (plain(Key::Left), Action::Back),
                (char('J'), Action::PreviewDown),
                (char('K'), Action::PreviewUp),
                (plain(Key::Tab), Action::NextPart),
                (plain(Key::BackTab), Action::PreviousPart),
                (char(']'), Action::NextTab),
                (char(')'), Action::NextTab),
                (char('['), Action::PreviousTab),
                (char('('), Action::PreviousTab),
                (char('>'), Action::ColumnsRight),
                (char('<'), Action::ColumnsLeft),
                (char('n'), Action::NextNews),
                (char('N'), Action::PreviousNews),
                (char('/'), Action::Filter),
                (char('\\'), Action::ToggleFilter),
                (char(';'), Action::ToggleFilter),
                (char('s'), Action::Views),
                (char('S'), Action::SaveView),
                (char('f'), Action::Facets),
                (char('o'), Action::Sort),
                (char('O'), Action::Reverse),
                (char('c'), Action::Columns),
                (char(':'), Action::Palette),
                (char(' '), Action::Mark),
                (char('v'), Action::MarkRange),
                (char('*'), Action::MarkAll),
                (char('U'), Action::UnmarkAll),
                (char('e'), Action::Jump),
                (char('t'), Action::Dates),
                (char('r'), Action::RefreshRow),
                (char('i'), Action::Raw),
                (char('R'), Action::RefreshView),
                (char('y'), Action::Copy),
                (char('Y'), Action::CopyMenu),
                (char('x'), Action::Actions),
                (char('P'), Action::PreviewPlace),
                (char('Z'), Action::Zoom),
                (char('!'), Action::Messages),
                (char('?'), Action::Help),
                (Chord::ctrl('l'), Action::Redraw),
                (Chord::ctrl('z'), Action::Suspend),
                (char('Q'), Action::Quit),
            ],
        }
    }
}

impl Keymap {
    /// The action of a chord.
    pub fn action(&self, chord: Chord) -> Option<Action> {
        self.bindings
            .iter()
            .find(|(bound, _)| *bound == chord)
            .map(|(_, action)| *action)
    }

    /// Every chord of an action, the first being the one to show.
    pub fn chords(&self, action: Action) -> impl Iterator<Item = Chord> {
        self.bindings
            .iter()
            .filter(move |(_, bound)| *bound == action)
            .map(|(chord, _)| *chord)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_has_a_key_and_no_key_two_actions() {
        let keymap = Keymap::default();
        for action in Action::ALL {
            assert!(keymap.chords(*action).next().is_some(), "{}", action.name());
        }
        let chords: HashSet<_> = keymap.bindings.iter().map(|(chord, _)| chord).collect();
        assert_eq!(chords.len(), keymap.bindings.len());
    }

    #[test]
    fn no_key_is_bound_that_a_terminal_or_multiplexer_eats() {
        let keymap = Keymap::default();
        for c in "absqhijkm[\\]^".chars() {
            assert_eq!(keymap.action(Chord::ctrl(c)), None, "C-{c}");
        }
        assert_eq!(keymap.action(Chord::char('~')), None);
    }
}
