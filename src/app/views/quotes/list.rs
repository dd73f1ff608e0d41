//! Which rows are shown, in which order: flat, lines alone; or as a tree, lines under their baskets.
//!
//! A few thousand rows at most, so all of it is made anew whenever something differs. In the tree the newest basket comes
//! first, whatever rows are sorted by, and its lines in the sort order under it; a basket is shown when it matches or a
//! line of it does. Lines whose basket nobody knows yet come last.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteBasket;
use crate::app::facts::quotes::{QuoteField, QuoteScope};
use crate::app::index::{Counts, Passing};
use crate::app::query::{Query, Scratch, Verdict};
use crate::domain::date::Zone;
use crate::domain::ids::BasketId;

use super::columns::QuoteSort;

/// Rows in order, and how they come to be.
#[derive(Clone, Debug, Default)]
pub struct QuoteList {
    rows: Vec<RowId>,
    places: HashMap<RowId, usize>,
    /// Lines the filter lets through, shown or folded away.
    passing: Passing,
    query: Option<Query<QuoteField>>,
    sort: QuoteSort,
    is_tree: bool,
    folded: HashSet<BasketId>,
}

impl QuoteList {
    /// The rows, top to bottom.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// Where a row is shown.
    pub fn place(&self, row: RowId) -> Option<usize> {
        self.places.get(&row).copied()
    }

    /// How sure it is that a line passes the filter; `None` for one that does not.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.passing.verdict(row)
    }

    /// Lines that pass the filter, and all of them.
    pub fn counts(&self) -> Counts {
        self.passing.counts()
    }

    /// The filter in force.
    pub fn query(&self) -> Option<&Query<QuoteField>> {
        self.query.as_ref()
    }

    /// How rows are sorted.
    pub fn sort(&self) -> QuoteSort {
        self.sort
    }

    /// Whether lines stand under their baskets.
    pub fn is_tree(&self) -> bool {
        self.is_tree
    }

    /// Whether the lines of a basket are folded away.
    pub fn is_folded(&self, basket: &BasketId) -> bool {
        self.folded.contains(basket)
    }

    pub(crate) fn set_query(&mut self, query: Option<Query<QuoteField>>) {
        self.query = query;
    }

    pub(crate) fn set_sort(&mut self, sort: QuoteSort) {
        self.sort = sort;
    }

    pub(crate) fn set_tree(&mut self, is_tree: bool) {
        self.is_tree = is_tree;
    }

    /// Folds a basket's lines away, or shows them again.
    pub(super) fn fold(&mut self, basket: &BasketId) {
        if !self.folded.remove(basket) {
            self.folded.insert(basket.clone());
        }
    }

    /// Makes the list anew.
    pub(crate) fn make(&mut self, scope: QuoteScope<'_>, zone: &Zone) {
        let lines = scope.quotes.lines().filter(|(_, line)| !line.has_left);
        let lines = lines.filter_map(|(row, _)| Some((row, scope.facts(row)?)));
        self.passing.judge(self.query.as_ref(), lines);
        let mut lines: Vec<_> = self.passing.rows().collect();
        self.sort.sort_lines(&mut lines, scope, zone);
        self.rows = if self.is_tree {
            self.tree(&lines, scope, zone)
        } else {
            lines
        };
        let places = self.rows.iter().enumerate();
        self.places = places.map(|(place, row)| (*row, place)).collect();
    }

    fn tree(&self, lines: &[RowId], scope: QuoteScope<'_>, zone: &Zone) -> Vec<RowId> {
        let mut under: HashMap<&BasketId, Vec<RowId>> = HashMap::new();
        let mut orphans = Vec::new();
        for row in lines {
            let basket = scope.quotes.line_at(*row).and_then(|it| it.basket.as_ref());
            match basket {
                Some(basket) => under.entry(basket).or_default().push(*row),
                None => orphans.push(*row),
            }
        }
        let mut scratch = Scratch::default();
        let mut baskets: Vec<_> = scope
            .quotes
            .baskets()
            .filter(|(row, basket)| {
                let is_left = basket.has_left;
                !is_left
                    && (under.contains_key(&basket.basket.id)
                        || verdict(self.query.as_ref(), scope, *row, &mut scratch) != Verdict::No)
            })
            .collect();
        baskets.sort_by_cached_key(|(row, basket)| (Reverse(made_at(basket, zone)), *row));
        let mut rows = Vec::with_capacity(lines.len() + baskets.len());
        for (row, basket) in baskets {
            let id = &basket.basket.id;
            rows.push(row);
            if !self.folded.contains(id) {
                rows.extend(under.remove(id).unwrap_or_default());
            }
        }
        rows.extend(orphans);
        rows
    }
}

fn verdict(
    query: Option<&Query<QuoteField>>,
    scope: QuoteScope<'_>,
    row: RowId,
    scratch: &mut Scratch,
) -> Verdict {
    let Some(query) = query else {
        return Verdict::Yes;
    };
    let facts = scope.facts(row);
    facts.map_or(Verdict::No, |facts| query.judge(&facts, scratch))
}

fn made_at(basket: &QuoteBasket, zone: &Zone) -> Option<DateTime<Utc>> {
    let created = basket.basket.creation_date.as_ref();
    let date = created.or(basket.basket.quote_date.as_ref());
    date.and_then(|date| date.moment(zone))
}
