//! Which rows are shown and in what order.
//!
//! The index follows from the orders, the query, the sort order and the time it was last told; it holds nothing of its
//! own. Invariants: every known row stands in the sorted list once; a row is shown exactly if the query does not rule it
//! out; rows shown as maybe are counted apart.
//!
//! It is told what changed. The caller owes it:
//! - [`apply`](OrderIndex::apply) with every row that is new, changed, read further, looked at, gone, or (while the
//!   query asks `is:marked`) marked or unmarked;
//! - [`set_query`](OrderIndex::set_query) with the query parsed anew when the day changes, and now and then while
//!   [`Query::is_timely`](crate::app::query::Query::is_timely);
//! - [`rebuild`](OrderIndex::rebuild) when the zone changes.

mod choice;
mod merge;
mod sort;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::entities::orders::{Orders, RowId};
use crate::app::facts::cards::Cards;
use crate::app::facts::orders::OrderField;
use crate::app::facts::view::Present;
use crate::app::query::{Needle, Now, Query, Scratch, Verdict};

pub use sort::{Sort, SortColumn};

use merge::merge;
use sort::reference_order;

/// What rows are judged against beside themselves.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The orders the index stands for; always the same table.
    pub orders: &'a Orders,
    /// The present.
    pub now: &'a Now<'a>,
    /// The rows a person marked.
    pub marked: &'a HashSet<RowId>,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Known at all.
    pub all: usize,
    /// Shown, and certain to match.
    pub yes: usize,
    /// Shown, but whether they match depends on what is not read yet.
    pub maybe: usize,
}

/// The orders that are shown, sorted.
#[derive(Clone, Debug, Default)]
pub struct OrderIndex {
    cards: Cards,
    sort: Sort,
    query: Option<Query<OrderField>>,
    /// When the verdicts were last judged all together.
    judged: Option<(DateTime<Utc>, NaiveDate)>,
    /// By row number.
    keys: Vec<u64>,
    verdicts: Vec<Verdict>,
    /// All rows by reference, which settles ties.
    by_reference: Vec<RowId>,
    /// All rows, in order.
    sorted: Vec<RowId>,
    /// Those of them that are shown; unused while there is no query.
    filtered: Vec<RowId>,
    counts: Counts,
    scratch: Scratch,
}

impl OrderIndex {
    /// Of no orders yet: no query, newest reference first.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows to show, in order.
    pub fn rows(&self) -> &[RowId] {
        if self.query.is_some() {
            &self.filtered
        } else {
            &self.sorted
        }
    }

    /// Where a row is shown; some twenty comparisons.
    pub fn position(&self, row: RowId) -> Option<usize> {
        self.verdict(row).filter(|verdict| *verdict > Verdict::No)?;
        let key = self.keys.get(row.0 as usize)?;
        self.rows()
            .binary_search_by(|other| {
                if *other == row {
                    return std::cmp::Ordering::Equal;
                }
                self.sort
                    .compare((self.key(*other), *other), (*key, row), &self.cards)
            })
            .ok()
    }

    /// How the query judges a row; yes for every row while there is none.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.verdicts.get(row.0 as usize).copied()
    }

    /// How many rows there are and are shown.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The query in force.
    pub fn query(&self) -> Option<&Query<OrderField>> {
        self.query.as_ref()
    }

    /// The sort order in force.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Makes everything anew from the orders.
    pub fn rebuild(&mut self, scope: &Scope<'_>) {
        self.cards = Cards::default();
        for (row, order) in scope.orders.iter() {
            self.cards.set(row, order, scope.now.zone);
        }
        self.by_reference = (0..self.cards.len()).map(RowId::at).collect();
        self.by_reference
            .sort_unstable_by(|a, b| reference_order(*a, *b, &self.cards));
        self.judge_all(scope);
        self.sort_all();
        self.show();
    }

    /// Takes in new and changed rows; new ones are found even when they are not named.
    pub fn apply(&mut self, touched: &[RowId], scope: &Scope<'_>) {
        let known = self.cards.len();
        let mut moved: Vec<RowId> = touched
            .iter()
            .copied()
            .filter(|row| (row.0 as usize) < known)
            .collect();
        moved.sort_unstable();
        moved.dedup();
        moved.extend(scope.orders.iter().skip(known).map(|(row, _)| row));
        let present = Present::new(scope.now);
        let mut is_reordered = vec![false; scope.orders.len()];
        moved.retain(|row| {
            let Some(order) = scope.orders.get(*row) else {
                return false;
            };
            let index = row.0 as usize;
            let text_was = (index < known).then(|| self.sort.text(*row, &self.cards).to_owned());
            self.cards.set(*row, order, scope.now.zone);
            let verdict = self.judge(*row, present, scope);
            let key = self.sort.key(*row, &self.cards);
            if index < known {
                self.verdicts[index] = verdict;
                let stays = self.keys[index] == key
                    && text_was.as_deref() == Some(self.sort.text(*row, &self.cards));
                self.keys[index] = key;
                is_reordered[index] = !stays;
                !stays
            } else {
                self.verdicts.push(verdict);
                self.keys.push(key);
                true
            }
        });
        let mut new: Vec<RowId> = (known..self.cards.len()).map(RowId::at).collect();
        if !new.is_empty() {
            let compare = |a, b| reference_order(a, b, &self.cards);
            new.sort_unstable_by(|a, b| compare(*a, *b));
            self.by_reference = merge(&self.by_reference, &new, compare);
        }
        if !moved.is_empty() {
            if moved.iter().any(|row| (row.0 as usize) < known) {
                self.sorted.retain(|row| !is_reordered[row.0 as usize]);
            }
            moved.sort_unstable_by(|a, b| self.compare(*a, *b));
            self.sorted = merge(&self.sorted, &moved, |a, b| self.compare(a, b));
        }
        self.show();
    }

    /// Filters by another query, or by none.
    pub fn set_query(&mut self, query: Option<Query<OrderField>>, scope: &Scope<'_>) {
        let narrows = match (&self.query, &query) {
            (Some(old), Some(new)) => new.narrows(old) && self.is_still_judged(old, new, scope),
            _ => false,
        };
        self.query = query.filter(|query| !query.is_empty());
        if narrows {
            self.judge_shown(scope);
        } else {
            self.judge_all(scope);
        }
        self.show();
    }

    /// Sorts by something else.
    pub fn set_sort(&mut self, sort: Sort) {
        if sort == self.sort {
            return;
        }
        self.sort = sort;
        self.sort_all();
        self.show();
    }

    /// Whether the verdicts of `old` still hold, so that `new` may build on them.
    fn is_still_judged(
        &self,
        old: &Query<OrderField>,
        new: &Query<OrderField>,
        scope: &Scope<'_>,
    ) -> bool {
        self.judged.is_some_and(|(at, today)| {
            today == scope.now.today
                && (at == scope.now.now || !(old.is_timely() || new.is_timely()))
        })
    }

    fn key(&self, row: RowId) -> u64 {
        self.keys.get(row.0 as usize).copied().unwrap_or_default()
    }

    fn compare(&self, a: RowId, b: RowId) -> std::cmp::Ordering {
        self.sort
            .compare((self.key(a), a), (self.key(b), b), &self.cards)
    }

    fn sort_all(&mut self) {
        let rows = (0..self.cards.len()).map(RowId::at);
        self.keys.clear();
        self.keys
            .extend(rows.map(|row| self.sort.key(row, &self.cards)));
        self.sorted = self.sort.sort(&self.keys, &self.by_reference, &self.cards);
    }

    fn judge(&mut self, row: RowId, present: Present, scope: &Scope<'_>) -> Verdict {
        let Some(query) = &self.query else {
            return Verdict::Yes;
        };
        let facts = self.cards.facts(row, scope.orders, present, scope.marked);
        facts.map_or(Verdict::No, |facts| query.judge(&facts, &mut self.scratch))
    }

    fn judge_all(&mut self, scope: &Scope<'_>) {
        self.judged = Some((scope.now.now, scope.now.today));
        let rows = self.cards.len();
        self.verdicts.clear();
        let Some(query) = &self.query else {
            self.verdicts.resize(rows, Verdict::Yes);
            return;
        };
        let present = Present::new(scope.now);
        let scratch = &mut self.scratch;
        let cards = &self.cards;
        let mut judge = |row: usize| {
            let facts = cards.facts(RowId::at(row), scope.orders, present, scope.marked);
            facts.map_or(Verdict::No, |facts| query.judge(&facts, scratch))
        };
        let is_all = query.is_one_word();
        // A single letter stands in nearly every row: then the cheap conditions had better be asked first.
        let is_worth_it = |text: &&Needle| is_all || text.as_str().len() > 1;
        if let Some(word) = query.required_text().filter(is_worth_it) {
            self.verdicts.resize(rows, Verdict::No);
            let verdicts = &mut self.verdicts;
            cards.search(word, |row| {
                if let Some(verdict) = verdicts.get_mut(row) {
                    *verdict = if is_all { Verdict::Yes } else { judge(row) };
                }
            });
        } else {
            self.verdicts.extend((0..rows).map(judge));
        }
    }

    /// Judges only the rows that passed before.
    fn judge_shown(&mut self, scope: &Scope<'_>) {
        self.judged = Some((scope.now.now, scope.now.today));
        let present = Present::new(scope.now);
        for row in std::mem::take(&mut self.filtered) {
            self.verdicts[row.0 as usize] = self.judge(row, present, scope);
        }
    }

    /// Makes the shown rows and the counts from the verdicts.
    fn show(&mut self) {
        let count = |wanted| {
            self.verdicts
                .iter()
                .filter(|verdict| **verdict == wanted)
                .count()
        };
        self.counts = Counts {
            all: self.verdicts.len(),
            yes: count(Verdict::Yes),
            maybe: count(Verdict::Maybe),
        };
        self.filtered.clear();
        if self.query.is_some() {
            let is_shown = |row: &RowId| self.verdicts[row.0 as usize] > Verdict::No;
            self.filtered
                .extend(self.sorted.iter().copied().filter(is_shown));
        }
    }
}

#[cfg(test)]
mod tests;
