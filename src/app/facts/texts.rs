//! Folded texts of many rows in one piece of memory, so that a word is searched in all of them in one pass.
//!
//! A row's values stand one per line. A row whose values change is written again at the end and its old place is left
//! behind; when half of everything is left behind, it is copied together. Words that repeat from row to row (families,
//! people) are kept once in [`Words`].

use std::collections::HashMap;
use std::ops::Range;

use crate::app::query::Needle;
use crate::domain::fold::{fold, fold_into};

/// Bytes that may be left behind before anything is copied together.
const SLACK: usize = if cfg!(test) { 64 } else { 64 * 1024 };

/// Folded texts of rows, `N` values each. Rows are numbered from 0 without gaps.
#[derive(Clone, Debug, Default)]
pub struct Texts<const N: usize> {
    text: String,
    /// Where each written place starts and whose it was, in the order of the text.
    places: Vec<(u32, u32)>,
    spans: Vec<Span<N>>,
    left_behind: usize,
    scratch: String,
}

/// Where a row's values stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span<const N: usize> {
    start: u32,
    /// Ends of the values, from `start`.
    ends: [u32; N],
}

impl<const N: usize> Texts<N> {
    /// Writes a row's values, which need not be folded; an empty one is none. `row` is known or the next new one.
    pub fn set(&mut self, row: usize, values: [&str; N]) {
        self.scratch.clear();
        let mut ends = [0; N];
        for (value, end) in values.into_iter().zip(&mut ends) {
            fold_mixed(value, &mut self.scratch);
            *end = offset(self.scratch.len());
            self.scratch.push('\n');
        }
        let span = Span {
            start: offset(self.text.len()),
            ends,
        };
        if let Some(known) = self.spans.get_mut(row) {
            let was = Span { ..*known };
            if was.ends == ends && self.text.get(was.whole()) == Some(&self.scratch) {
                return;
            }
            self.left_behind += was.whole().len();
            *known = span;
        } else {
            self.spans.push(span);
        }
        self.text.push_str(&self.scratch);
        self.places.push((span.start, offset(row)));
        if self.left_behind > SLACK && self.left_behind > self.text.len() / 2 {
            self.copy_together();
        }
    }

    /// All values of a row, one per line.
    pub fn row(&self, row: usize) -> &str {
        self.spans
            .get(row)
            .and_then(|span| self.text.get(span.whole()))
            .unwrap_or_default()
    }

    /// One value of a row; empty for none.
    pub fn value(&self, row: usize, value: usize) -> &str {
        self.spans
            .get(row)
            .and_then(|span| self.text.get(span.value(value)))
            .unwrap_or_default()
    }

    /// The rows whose values hold a word, in no particular order, each once.
    pub fn search(&self, needle: &Needle, mut found: impl FnMut(usize)) {
        let bytes = self.text.as_bytes();
        let (mut from, mut place) = (0, 0);
        while let Some(hit) = bytes.get(from..).and_then(|rest| needle.find(rest)) {
            let at = offset(from + hit);
            while self
                .places
                .get(place + 1)
                .is_some_and(|(start, _)| *start <= at)
            {
                place += 1;
            }
            let Some(&(start, row)) = self.places.get(place) else {
                break;
            };
            let is_current = |span: &Span<N>| span.start == start;
            if self.spans.get(row as usize).is_some_and(is_current) {
                found(row as usize);
            }
            from = match self.places.get(place + 1) {
                Some((next, _)) => *next as usize,
                None => break,
            };
        }
    }

    fn copy_together(&mut self) {
        let mut text = String::with_capacity(self.text.len() - self.left_behind);
        self.places.clear();
        for (row, span) in self.spans.iter_mut().enumerate() {
            let start = offset(text.len());
            text.push_str(self.text.get(span.whole()).unwrap_or_default());
            span.start = start;
            self.places.push((start, offset(row)));
        }
        self.text = text;
        self.left_behind = 0;
    }
}

impl<const N: usize> Span<N> {
    fn whole(&self) -> Range<usize> {
        let start = self.start as usize;
        // The last value has its line end too.
        start..start + self.ends.last().map_or(0, |end| *end as usize + 1)
    }

    fn value(&self, value: usize) -> Range<usize> {
        let start = self.start as usize;
        let end = self.ends.get(value).copied().unwrap_or_default();
        let from = match value
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
        {
            Some(before) => *before + 1,
            None => 0,
        };
        start + from as usize..start + end as usize
    }
}

/// Folded words that repeat, each kept once. Number 0 is no word.
#[derive(Clone, Debug, Default)]
pub struct Words {
    words: Vec<Box<str>>,
    /// By the folded word, and by every spelling it came in.
    numbers: HashMap<Box<str>, u32>,
}

impl Words {
    /// The number of a word, which need not be folded.
    pub fn number(&mut self, word: Option<&str>) -> u32 {
        let Some(word) = word.filter(|word| !word.is_empty()) else {
            return 0;
        };
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let folded: Box<str> = fold(word).into();
        let number = self.numbers.get(&folded).copied().unwrap_or_else(|| {
            self.words.push(folded.clone());
            offset(self.words.len())
        });
        self.numbers.insert(folded, number);
        self.numbers.insert(word.into(), number);
        number
    }

    /// The folded word of a number; empty for none.
    pub fn word(&self, number: u32) -> &str {
        (number as usize)
            .checked_sub(1)
            .and_then(|index| self.words.get(index))
            .map_or("", |word| word)
    }
}

/// As [`fold_into`], for text that is plain but for a letter here and there: only those letters take the long way.
fn fold_mixed(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(odd) = rest.find(|c: char| !c.is_ascii()) {
        let (plain, from_odd) = rest.split_at(odd);
        fold_into(plain, out);
        let odd_end = from_odd.find(|c: char| c.is_ascii());
        let (odd, after) = from_odd.split_at(odd_end.unwrap_or(from_odd.len()));
        fold_into(odd, out);
        rest = after;
    }
    fold_into(rest, out);
}

/// Row numbers are 32 bits wide, and so much text does not fit in memory either.
#[expect(
    clippy::cast_possible_truncation,
    reason = "four gigabytes of folded text are far beyond any order list"
)]
fn offset(length: usize) -> u32 {
    length as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn mixed_text_folds_as_any_text(text in "[a-zA-Z ÉèŒœßİçÅ'\u{301}-]{0,20}|\\PC*") {
            let mut mixed = String::new();
            fold_mixed(&text, &mut mixed);
            prop_assert_eq!(mixed, fold(&text));
        }

        #[test]
        fn every_row_is_found_by_its_newest_values_and_by_no_older_ones(
            writes in prop::collection::vec((0_usize..6, "[abÉ]{0,8}", "[abÉ]{0,8}"), 0..60),
            word in "[abe]{1,3}",
        ) {
            let mut texts = Texts::<2>::default();
            let mut plain: Vec<[String; 2]> = Vec::new();
            for (row, first, second) in writes {
                let row = row.min(plain.len());
                texts.set(row, [&first, &second]);
                let values = [fold(&first), fold(&second)];
                if row == plain.len() {
                    plain.push(values);
                } else {
                    plain[row] = values;
                }
            }
            let mut found = Vec::new();
            texts.search(&Needle::new(&word), |row| found.push(row));
            found.sort_unstable();
            let holds = |row: &usize| plain[*row].iter().any(|value| value.contains(&word));
            prop_assert_eq!(found, (0..plain.len()).filter(holds).collect::<Vec<_>>());
            for (row, values) in plain.iter().enumerate() {
                prop_assert_eq!([texts.value(row, 0), texts.value(row, 1)], [&values[0], &values[1]]);
                prop_assert_eq!(texts.row(row), format!("{}\n{}\n", values[0], values[1]));
            }
        }
    }

    #[test]
    fn words_are_kept_once_whatever_their_spelling() {
        let mut words = Words::default();
        let number = words.number(Some("Été"));
        assert_eq!(
            (words.number(Some("ETE")), words.word(number)),
            (number, "ete")
        );
        assert_eq!(
            (words.number(None), words.number(Some("")), words.word(0)),
            (0, 0, "")
        );
        assert_ne!(words.number(Some("hiver")), number);
    }
}
