//! Finding by a few letters: how well a text fits what was typed.
//!
//! Every word that was typed has to be found, whatever its case and accents: best as the beginning of the text, then of a
//! word, then anywhere in one piece, and last as letters in this order with others between them.

use crate::domain::fold::fold;

/// How well a text fits: the lower, the better.
pub(super) type Rank = usize;

const BEGINS: Rank = 0;
const BEGINS_WORD: Rank = 1;
const WITHIN: Rank = 2;
/// Letters with others between them rank behind this, the more are between, the worse.
const SCATTERED: Rank = 3;
/// Of letters that are further apart than this nobody would say that they were found.
const FARTHEST: usize = 12;

/// What was typed.
#[derive(Clone, Debug)]
pub(super) struct Sought(Vec<String>);

impl Sought {
    /// The words of a search text.
    pub(super) fn new(search: &str) -> Self {
        Self(
            search
                .split_whitespace()
                .map(fold)
                .filter(|word| !word.is_empty())
                .collect(),
        )
    }

    /// How well a text fits; `None` when a word is not found.
    pub(super) fn rank(&self, text: &str) -> Option<Rank> {
        let folded = fold(text);
        self.0.iter().map(|word| rank_of(word, &folded)).sum()
    }
}

fn rank_of(word: &str, folded: &str) -> Option<Rank> {
    let mut found = folded.match_indices(word).map(|(at, _)| at).peekable();
    let Some(first) = found.peek().copied() else {
        return scattered(word, folded);
    };
    Some(match first {
        0 => BEGINS,
        _ if found.any(|at| begins_word(folded, at)) => BEGINS_WORD,
        _ => WITHIN,
    })
}

fn begins_word(folded: &str, at: usize) -> bool {
    let before = folded
        .get(..at)
        .and_then(|before| before.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric())
}

/// The best of all places its first letter stands at.
fn scattered(word: &str, folded: &str) -> Option<Rank> {
    let first = word.chars().next()?;
    let begins = folded.match_indices(first).map(|(at, _)| at);
    let between = begins
        .filter_map(|at| between(word, folded.get(at..)?))
        .min()?;
    (between <= FARTHEST).then_some(SCATTERED + between)
}

/// Letters between those of a word that begins where the text does.
fn between(word: &str, text: &str) -> Option<usize> {
    let mut letters = text.chars();
    word.chars()
        .map(|wanted| letters.by_ref().position(|c| c == wanted))
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rank(search: &str, text: &str) -> Option<Rank> {
        Sought::new(search).rank(text)
    }

    #[test]
    fn beginnings_come_before_middles_and_pieces_before_scattered_letters() {
        assert_eq!(rank("data", "Datacenter"), Some(BEGINS));
        assert_eq!(rank("cat", "Site non-catégorisé"), Some(BEGINS_WORD));
        assert_eq!(rank("center", "Datacenter"), Some(WITHIN));
        assert_eq!(rank("dct", "Datacenter"), Some(SCATTERED + 5));
        assert_eq!(rank("xyz", "Datacenter"), None);
        assert_eq!(rank("", "anything"), Some(0));
    }

    #[test]
    fn every_word_has_to_be_found_and_letters_far_apart_are_not() {
        assert_eq!(
            rank("std cat", "Standard ou non-catégorisé"),
            Some(SCATTERED + 2 + BEGINS_WORD)
        );
        assert_eq!(rank("data xyz", "Datacenter"), None);
        assert_eq!(rank("az", "a long way to the letter z"), None);
        assert_eq!(
            rank("bac", "b b a c"),
            Some(SCATTERED + 2),
            "the nearest ones count"
        );
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_any_piece_of_itself(text in "[a-zé ]{1,20}", from in 0_usize..20, long in 1_usize..20) {
            let piece: String = text.chars().skip(from).take(long).collect();
            prop_assert!(rank(&piece, &text).is_some_and(|rank| rank <= WITHIN * piece.split(' ').count()));
        }
    }
}
