//! Which key asks for which action.
//!
//! A chord is what a person pressed, free of any terminal library. Keys that mean text while a text field has the focus
//! never pass through here; overlays are modal and have keys of their own.

mod chord;

pub use chord::{Chord, ChordProblem, Key};

use crate::app::action::Action;

/// Bindings in the order they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
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
                (char('1'), Action::Orders),
                (char('2'), Action::Quotes),
                (char('3'), Action::Eligibility),
                (char('5'), Action::Activity),
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
                (char('L'), Action::Flat),
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
                (char('X'), Action::Export),
                (char('a'), Action::Accept),
                (char('d'), Action::Decline),
                (char('b'), Action::BringBack),
                (char('u'), Action::Undo),
                (char('+'), Action::New),
                (char('E'), Action::Edit),
                (char('T'), Action::Files),
                (char('H'), Action::Hold),
                (char('C'), Action::ConfirmBasket),
                (char('-'), Action::Delete),
                (plain(Key::Delete), Action::Delete),
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

    /// Gives an action other chords, in place of those it has.
    pub fn rebind(&mut self, action: Action, chords: impl IntoIterator<Item = Chord>) {
        self.bindings.retain(|(_, bound)| *bound != action);
        let chords = chords.into_iter().map(|chord| (chord, action));
        self.bindings.extend(chords);
    }

    /// How a text names the key of an action: the first one, or the action's name, which the palette finds, if it has
    /// none.
    pub fn shown(&self, action: Action) -> String {
        let first = self.chords(action).next();
        first.map_or_else(|| action.name().to_owned(), |chord| chord.to_string())
    }

    /// A text in which `{name}` stands for the key of the action of that name.
    pub fn tell(&self, text: &str) -> String {
        let mut told = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                break;
            };
            told.push_str(before);
            match Action::named(name) {
                Some(action) => told.push_str(&self.shown(action)),
                None => told.extend(["{", name, "}"]),
            }
            rest = behind;
        }
        told.push_str(rest);
        told
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
mod tests;
