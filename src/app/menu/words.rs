//! What is searched for in a menu: words that all have to stand somewhere, whatever their case and accents.

use crate::app::action::Action;
use crate::app::keymap::{Chord, Keymap};
use crate::domain::fold::fold;

/// Words to search for; none are in everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    typed: String,
    folded: String,
}

/// How well a text fits: the lower, the better.
pub(super) type Rank = usize;

/// What a row is found by, folded.
pub(super) struct Looks<'a> {
    /// What people call it.
    pub(super) name: &'a str,
    /// Its key.
    pub(super) key: &'a str,
    /// Whose it is, or where.
    pub(super) people: &'a str,
    /// What else digits may stand in.
    pub(super) about: &'a [&'a str],
    /// All that words are searched in.
    pub(super) all: &'a str,
}

impl Words {
    /// The words of a search text.
    pub(super) fn new(search: &str) -> Self {
        let word = |typed: &str| Word {
            typed: typed.to_owned(),
            folded: fold(typed),
        };
        Self(search.split_whitespace().map(word).collect())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As they are compared.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|word| word.folded.as_str())
    }

    /// How well a folded text fits; `None` when a word is missing. Best is a text that begins with them, then one where
    /// words do.
    pub(super) fn rank(&self, folded: &str) -> Option<Rank> {
        self.folded().map(|word| rank_of(word, folded)).sum()
    }

    /// How well a row fits: best is a reference or a key that ends in the digits asked for, then other references, then
    /// people whose name begins with a word. A key is found by the digits it ends in, not by any of the many it holds.
    pub(super) fn rank_row(&self, row: &Looks<'_>) -> Option<Rank> {
        let rank = |word: &str| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            if is_number && (row.name.ends_with(word) || row.key.ends_with(word)) {
                Some(0)
            } else if row.name.contains(word) {
                Some(1)
            } else if row.people.starts_with(word) {
                Some(2)
            } else if row.people.contains(word) {
                Some(3)
            } else if is_number {
                row.about
                    .iter()
                    .any(|text| text.contains(word))
                    .then_some(4)
            } else {
                row.all.contains(word).then_some(4)
            }
        };
        self.folded().map(rank).sum()
    }

    /// Whether they are digits that a folded reference ends in.
    pub(super) fn end(&self, reference: &str) -> bool {
        let is_end = |word: &str| {
            word.bytes().all(|byte| byte.is_ascii_digit()) && reference.ends_with(word)
        };
        !self.is_empty() && self.folded().all(is_end)
    }

    /// How well an action fits, by what it does, its name and its keys.
    pub(super) fn rank_action(&self, action: Action, keymap: &Keymap) -> Option<Rank> {
        let (help, name) = (fold(action.help()), action.name());
        let is_key = |word: &str| keymap.chords(action).any(|chord| is_named(chord, word));
        let rank = |word: &Word| match (rank_of(&word.folded, name), rank_of(&word.folded, &help)) {
            _ if is_key(&word.typed) => Some(0),
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.0.iter().map(rank).sum()
    }
}

/// Whether a word names a key. One letter is a key as it is written; longer names are read as people write them.
fn is_named(chord: Chord, word: &str) -> bool {
    let name = chord.to_string();
    name == word || (name.len() > 1 && name.eq_ignore_ascii_case(word))
}

fn rank_of(word: &str, folded: &str) -> Option<Rank> {
    let mut found = folded.match_indices(word).map(|(at, _)| at).peekable();
    let first = *found.peek()?;
    let begins_word = |at: usize| {
        let before = folded
            .get(..at)
            .and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    Some(match first {
        0 => 0,
        _ if found.any(begins_word) => 1,
        _ => 2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_to_stand_somewhere_and_beginnings_are_best() {
        let words = Words::new("  HÔP louis ");
        assert_eq!(words.rank("hopital saint-louis"), Some(1));
        assert_eq!(words.rank("louis, hopital"), Some(1));
        assert_eq!(words.rank("clinique saint-louis"), None);
        assert_eq!(Words::new("ital").rank("hopital"), Some(2));
        assert_eq!(Words::new("").rank("anything"), Some(0));
    }

    #[test]
    fn an_action_is_found_by_what_it_does_its_name_and_its_keys() {
        let keymap = Keymap::default();
        let rank = |search: &str, action| Words::new(search).rank_action(action, &keymap);
        assert_eq!(rank("quit", Action::Quit), Some(0));
        assert_eq!(rank("sort rev", Action::Reverse), Some(1));
        assert_eq!(rank("refresh_row", Action::RefreshRow), Some(0));
        assert_eq!(rank("pgdn", Action::PageDown), Some(0));
        assert_eq!(rank("Z", Action::Zoom), Some(0));
        assert_eq!(
            rank("k", Action::PreviewUp),
            None,
            "K is another key than k"
        );
    }
}
