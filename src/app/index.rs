//! Which rows are shown and in what order.
//!
//! The index follows from the orders, the query, the sort order and the time it was last told; it holds nothing of its
//! own. Invariants: every known row stands in the sorted list once, but for those that have left; of these a row is shown
//! exactly if the query does not rule it out; rows shown as maybe are counted apart.
//!
//! It is told what changed. The caller owes it:
//! - [`apply`](OrderIndex::apply) with every row that is new, changed, read further, looked at or gone;
//! - [`judge_again`](OrderIndex::judge_again) with every row marked or unmarked while the query asks `is:marked`;
//! - [`set_query`](OrderIndex::set_query) with the query parsed anew when the day changes, and now and then while
//!   [`Query::is_timely`](crate::app::query::Query::is_timely);
//! - [`rebuild`](OrderIndex::rebuild) when the zone changes.

mod choice;
mod columns;
mod keys;
mod merge;
mod passing;
mod sort;
mod survey;

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::app::entities::orders::{Orders, Part, RowId};
use crate::app::facts::cards::Cards;
use crate::app::facts::orders::OrderField;
use crate::app::facts::parts::Parts;
use crate::app::facts::view::Present;
use crate::app::query::{Now, Query, Scratch, Verdict};

pub use keys::Key;
pub use passing::Passing;
pub use sort::{By, Sort};
pub use survey::Survey;

use columns::{Columns, Judge};
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
    /// Known and not left.
    pub all: usize,
    /// Shown, and certain to match.
    pub yes: usize,
    /// Shown, but whether they match depends on what is not read yet.
    pub maybe: usize,
}

impl Counts {
    fn of(verdicts: &[Verdict], all: usize) -> Self {
        let count = |wanted| {
            let is_wanted = |verdict: &&Verdict| **verdict == wanted;
            verdicts.iter().filter(is_wanted).count()
        };
        Self {
            all,
            yes: count(Verdict::Yes),
            maybe: count(Verdict::Maybe),
        }
    }

    /// Certain or not.
    pub fn shown(self) -> usize {
        self.yes + self.maybe
    }
}

/// What it takes to settle the rows that are shown as maybe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadCost {
    /// Rows that reading settles.
    pub rows: usize,
    /// Parts to read for them, a call each.
    pub calls: usize,
    /// Rows that no read settles: they are gone from the list or could not be read.
    pub beyond: usize,
}

/// The orders that are shown, sorted.
#[derive(Clone, Debug, Default)]
pub struct OrderIndex {
    cards: Cards,
    sort: Sort,
    query: Option<Query<OrderField>>,
    columns: Columns,
    /// What rows are placed by first; by row number, as the verdicts.
    numbers: Vec<u64>,
    verdicts: Vec<Verdict>,
    /// By row number: the parts that would settle a maybe.
    settling: Vec<Parts>,
    /// Rows that have been gone for so long that they are shown no more.
    left: HashSet<RowId>,
    /// All rows by reference, which settles ties; those that have left too.
    by_reference: Vec<RowId>,
    /// All rows that have not left, in order.
    sorted: Vec<RowId>,
    /// Those of them that are shown; unused while there is no query.
    filtered: Vec<RowId>,
    counts: Counts,
    load: LoadCost,
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
        self.rows()
            .binary_search_by(|other| self.compare(*other, row))
            .ok()
    }

    /// Whether a row is no longer listed, whatever the query.
    pub fn has_left(&self, row: RowId) -> bool {
        self.left.contains(&row)
    }

    /// What the rows are judged by.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    /// Every row by its reference, whatever the sort order and the query.
    pub(in crate::app) fn by_reference(&self) -> &[RowId] {
        &self.by_reference
    }

    /// How the query judges a row; yes for every row while there is none.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.verdicts.get(row.0 as usize).copied()
    }

    /// How many rows there are and are shown.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// What it takes to settle the rows shown as maybe.
    pub fn load_cost(&self) -> LoadCost {
        self.load
    }

    /// The parts to read so that no row is shown as maybe that could be settled, in the order of the rows.
    pub fn unsettled(&self) -> impl Iterator<Item = (RowId, Part)> {
        let settling = |row: &RowId| self.settling.get(row.0 as usize);
        self.rows().iter().flat_map(move |row| {
            let parts = settling(row).copied().unwrap_or_default();
            parts.iter().map(|part| (*row, part))
        })
    }

    /// Whether reading a part would help to settle a row.
    pub fn would_settle(&self, row: RowId, part: Part) -> bool {
        let settling = self.settling.get(row.0 as usize);
        settling.is_some_and(|parts| parts.has(part))
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
        self.columns.clear();
        self.left.clear();
        for (row, order) in scope.orders.iter() {
            self.cards.set(row, order, scope.now.zone);
            if order.has_left {
                self.left.insert(row);
            }
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
        let mut is_misplaced = vec![false; scope.orders.len()];
        moved.retain(|row| {
            let Some(order) = scope.orders.get(*row) else {
                return false;
            };
            let index = row.0 as usize;
            let was_listed = index < known && !self.left.contains(row);
            let was = was_listed.then(|| self.values(*row));
            self.cards.set(*row, order, scope.now.zone);
            let is_listed = !order.has_left;
            if is_listed {
                self.left.remove(row);
            } else {
                self.left.insert(*row);
            }
            let (verdict, settling) = self.judge(*row, scope, present);
            let number = self.sort.by.number(*row, &self.cards);
            if index < known {
                self.verdicts[index] = verdict;
                self.settling[index] = settling;
                self.numbers[index] = number;
            } else {
                self.verdicts.push(verdict);
                self.settling.push(settling);
                self.numbers.push(number);
            }
            let stays = is_listed && was.as_ref() == Some(&self.values(*row));
            is_misplaced[index] = was.is_some() && !stays;
            is_listed && !stays
        });
        let mut new: Vec<RowId> = (known..self.cards.len()).map(RowId::at).collect();
        if !new.is_empty() {
            let compare = |a, b| reference_order(a, b, &self.cards);
            new.sort_unstable_by(|a, b| compare(*a, *b));
            self.by_reference = merge(&self.by_reference, &new, compare);
        }
        if is_misplaced.contains(&true) {
            self.sorted.retain(|row| !is_misplaced[row.0 as usize]);
        }
        if !moved.is_empty() {
            moved.sort_unstable_by(|a, b| self.compare(*a, *b));
            self.sorted = merge(&self.sorted, &moved, |a, b| self.compare(a, b));
        }
        self.show();
    }

    /// Judges rows anew of which nothing changed but their marks.
    pub fn judge_again(&mut self, rows: &[RowId], scope: &Scope<'_>) {
        let present = Present::new(scope.now);
        let known = self.verdicts.len();
        for row in rows.iter().filter(|row| (row.0 as usize) < known) {
            let (verdict, settling) = self.judge(*row, scope, present);
            self.verdicts[row.0 as usize] = verdict;
            self.settling[row.0 as usize] = settling;
        }
        self.show();
    }

    /// How many rows another query would show. What the one in force told of shared conditions is not asked again.
    pub fn count(&self, query: &Query<OrderField>, scope: &Scope<'_>) -> Counts {
        let (mut columns, mut verdicts) = (self.columns.clone(), Vec::new());
        let judge = Judge::new(&self.cards, scope, Present::new(scope.now));
        columns.ask(query, judge, &mut Scratch::default(), &mut verdicts);
        rule_out(&self.left, &mut verdicts);
        Counts::of(&verdicts, self.sorted.len())
    }

    /// Filters by another query, or by none.
    pub fn set_query(&mut self, query: Option<Query<OrderField>>, scope: &Scope<'_>) {
        self.query = query.filter(|query| !query.is_empty());
        self.judge_all(scope);
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

    fn number(&self, row: RowId) -> u64 {
        self.numbers
            .get(row.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Everything a row is placed by beside its reference, which never changes.
    fn values(&self, row: RowId) -> [Option<(u64, String)>; 2] {
        let value = |by: By| {
            let text = by.text(row, &self.cards).to_owned();
            (by.number(row, &self.cards), text)
        };
        [Some(self.sort.by), self.sort.then].map(|by| by.map(value))
    }

    fn compare(&self, a: RowId, b: RowId) -> Ordering {
        self.sort
            .compare((self.number(a), a), (self.number(b), b), &self.cards)
    }

    fn sort_all(&mut self) {
        let rows = (0..self.cards.len()).map(RowId::at);
        self.numbers.clear();
        self.numbers
            .extend(rows.map(|row| self.sort.by.number(row, &self.cards)));
        let by_reference = self.by_reference.iter().copied();
        let by_reference = by_reference.filter(|row| !self.left.contains(row));
        self.sorted = self.sort.sort(&self.numbers, by_reference, &self.cards);
    }

    /// Judges a row that changed.
    fn judge(&mut self, row: RowId, scope: &Scope<'_>, present: Present) -> (Verdict, Parts) {
        let has_left = self.left.contains(&row);
        let row = row.0 as usize;
        self.columns.forget(row);
        if has_left {
            return (Verdict::No, Parts::NONE);
        }
        let judge = Judge::new(&self.cards, scope, present);
        let verdict = self.columns.judge(row, judge, &mut self.scratch);
        let settling = if verdict == Verdict::Maybe {
            self.columns.settling(row, judge, &mut self.scratch)
        } else {
            Parts::NONE
        };
        (verdict, settling)
    }

    fn judge_all(&mut self, scope: &Scope<'_>) {
        let rows = self.cards.len();
        self.settling.clear();
        self.settling.resize(rows, Parts::NONE);
        let judge = Judge::new(&self.cards, scope, Present::new(scope.now));
        let scratch = &mut self.scratch;
        if let Some(query) = &self.query {
            self.columns.ask(query, judge, scratch, &mut self.verdicts);
        } else {
            self.columns.clear();
            self.verdicts.clear();
            self.verdicts.resize(rows, Verdict::Yes);
        }
        rule_out(&self.left, &mut self.verdicts);
        for (row, (verdict, parts)) in self.verdicts.iter().zip(&mut self.settling).enumerate() {
            if *verdict == Verdict::Maybe {
                *parts = self.columns.settling(row, judge, scratch);
            }
        }
    }

    /// What it takes to settle the maybes that were counted.
    fn cost(&self) -> LoadCost {
        let maybe = self.counts.maybe;
        if maybe == 0 {
            return LoadCost::default();
        }
        let settling = self.settling.iter().filter(|parts| !parts.is_empty());
        let rows = settling.clone().count();
        LoadCost {
            rows,
            calls: settling.map(|parts| parts.len()).sum(),
            beyond: maybe.saturating_sub(rows),
        }
    }

    /// Makes the shown rows and the counts from the verdicts.
    fn show(&mut self) {
        self.counts = Counts::of(&self.verdicts, self.sorted.len());
        self.load = self.cost();
        self.filtered.clear();
        if self.query.is_none() {
            return;
        }
        // Every row is written and the next one written over it unless it is shown: which rows are shown is anybody's
        // guess, the processor's too.
        self.filtered.resize(self.sorted.len(), RowId(0));
        let mut shown = 0;
        for row in &self.sorted {
            if let Some(place) = self.filtered.get_mut(shown) {
                *place = *row;
            }
            shown += usize::from(self.verdicts[row.0 as usize] > Verdict::No);
        }
        self.filtered.truncate(shown);
    }
}

/// No query finds rows that are shown no more.
fn rule_out(left: &HashSet<RowId>, verdicts: &mut [Verdict]) {
    for row in left {
        if let Some(verdict) = verdicts.get_mut(row.0 as usize) {
            *verdict = Verdict::No;
        }
    }
}

#[cfg(test)]
mod tests;
