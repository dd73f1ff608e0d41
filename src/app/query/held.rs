//! The values some rows hold in a field, and how many rows each: what completion and facets count with.
//!
//! A count is what a filter would find, never a guess: rows that are in doubt are counted apart, and rows whose value
//! was not read yet are counted once for the whole field.

use std::collections::HashMap;
use std::fmt;

use super::Query;
use super::eval::{Extent, Fact, Facts, Scratch, Verdict};

/// How many rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Certain.
    pub yes: usize,
    /// In doubt.
    pub maybe: usize,
}

impl Count {
    /// All of them.
    pub fn all(self) -> usize {
        self.yes + self.maybe
    }

    /// Counts a row that passes with a verdict.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Yes => self.yes += 1,
            Verdict::Maybe => self.maybe += 1,
            Verdict::No => {}
        }
    }

    fn add_all(&mut self, other: Self, verdict: Verdict) {
        match verdict {
            Verdict::Yes => {
                self.yes += other.yes;
                self.maybe += other.maybe;
            }
            Verdict::Maybe => self.maybe += other.all(),
            Verdict::No => {}
        }
    }
}

/// `12`, and `12 +3?` with three in doubt.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.yes)?;
        if self.maybe > 0 {
            write!(f, " +{}?", self.maybe)?;
        }
        Ok(())
    }
}

/// What some rows hold in a field.
#[derive(Clone, Debug, Default)]
pub struct Held<'a> {
    /// One for each different content, in the order they were met.
    pub groups: Vec<Group<'a>>,
}

/// Rows that hold the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group<'a> {
    /// What they hold.
    pub fact: Fact<'a>,
    /// The number of one of them.
    pub row: u32,
    /// How many there are.
    pub rows: Count,
}

/// Rows that can be asked what they hold.
pub trait Source<'a, F> {
    /// What the rows that `among` lets through hold in a field.
    fn held(&mut self, field: F, among: &Query<F>) -> Held<'a>;

    /// The values of a field in a row as they are written, where [`Fact::Folded`] tells them folded.
    fn spelled(&self, field: F, row: u32) -> [&'a str; 2];
}

impl<'a> Held<'a> {
    /// What those of these rows hold that `among` lets through; `tell` says what a row holds.
    pub fn of<F: Copy + PartialEq, T: Facts<F>>(
        rows: impl Iterator<Item = (u32, T)>,
        among: &Query<F>,
        tell: impl Fn(&T) -> Fact<'a>,
    ) -> Self {
        let mut scratch = Scratch::default();
        let mut places: HashMap<Fact<'a>, usize> = HashMap::new();
        let mut held = Self::default();
        for (row, facts) in rows {
            let verdict = among.judge(&facts, &mut scratch);
            if verdict == Verdict::No {
                continue;
            }
            let fact = tell(&facts);
            let place = *places.entry(fact).or_insert_with(|| {
                held.groups.push(Group {
                    fact,
                    row,
                    rows: Count::default(),
                });
                held.groups.len() - 1
            });
            if let Some(group) = held.groups.get_mut(place) {
                group.rows.add(verdict);
            }
        }
        held
    }

    /// How many of the rows a query about this field alone finds, beside those that were not read.
    pub(super) fn count<F: Copy + PartialEq>(&self, query: &Query<F>) -> Count {
        let mut scratch = Scratch::default();
        let mut count = Count::default();
        for group in self.groups.iter().filter(|group| !is_unread(group.fact)) {
            let verdict = query.judge(&OneFact(group.fact), &mut scratch);
            count.add_all(group.rows, verdict);
        }
        count
    }

    /// How many rows nobody read yet.
    pub fn unread(&self) -> usize {
        let unread = self.groups.iter().filter(|group| is_unread(group.fact));
        unread.map(|group| group.rows.all()).sum()
    }
}

fn is_unread(fact: Fact<'_>) -> bool {
    matches!(
        fact,
        Fact::Unread
            | Fact::UnreadValue
            | Fact::Lines("", Extent::Part)
            | Fact::Numbers([], Extent::Part)
    )
}

/// A row of which one field is known and asked.
struct OneFact<'a>(Fact<'a>);

impl<F> Facts<F> for OneFact<'_> {
    fn fact(&self, _: F) -> Fact<'_> {
        self.0
    }

    fn searched(&self) -> &'static str {
        ""
    }

    fn reference(&self) -> &'static str {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_counted_apart() {
        let shown = |yes, maybe| Count { yes, maybe }.to_string();
        assert_eq!(
            [shown(12, 0), shown(12, 3), shown(0, 3), shown(0, 0)],
            ["12", "12 +3?", "0 +3?", "0"]
        );
    }
}
