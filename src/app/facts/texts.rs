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
const SLACK: usize = 64 * 1024;

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
            fold_into(value, &mut self.scratch);
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

/// Row numbers are 32 bits wide, and so much text does not fit in memory either.
#[expect(
    clippy::cast_possible_truncation,
    reason = "four gigabytes of folded text are far beyond any order list"
)]
fn offset(length: usize) -> u32 {
    length as u32
}
