//! The numbers of rows: each belongs to one thing, for the life of the process.

use std::collections::HashMap;
use std::hash::Hash;

use super::orders::RowId;

/// Things by the numbers of their rows, and the other way round.
#[derive(Clone, Debug)]
pub(super) struct Numbered<R> {
    rows: Vec<R>,
    numbers: HashMap<R, RowId>,
}

impl<R> Default for Numbered<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<R: Clone + Eq + Hash> Numbered<R> {
    /// What a number stands for.
    pub(super) fn get(&self, row: RowId) -> Option<&R> {
        self.rows.get(row.0 as usize)
    }

    /// The number of a thing.
    pub(super) fn number(&self, row: &R) -> Option<RowId> {
        self.numbers.get(row).copied()
    }

    /// The number of a thing, which is given one if it has none.
    pub(super) fn enter(&mut self, row: R) -> RowId {
        if let Some(number) = self.numbers.get(&row) {
            return *number;
        }
        let number = RowId::at(self.rows.len());
        self.rows.push(row.clone());
        self.numbers.insert(row, number);
        number
    }

    /// All of them, in the order they were met.
    pub(super) fn iter(&self) -> impl Iterator<Item = (RowId, &R)> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, row)| (RowId::at(at), row))
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
