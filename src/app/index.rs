//! stub
#![allow(missing_docs)]
use crate::app::entities::orders::{Orders, RowId};
use crate::app::query::{Now, Query};
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sort {
    pub column: SortColumn,
    pub descending: bool,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SortColumn {
    Reference,
    Slack,
}
impl Sort {
    pub fn next_column(self) -> Self {
        self
    }
    pub fn reversed(self) -> Self {
        self
    }
}
#[derive(Debug)]
pub struct OrderIndex {
    rows: Vec<RowId>,
}
pub struct Counts {
    pub all: usize,
    pub yes: usize,
    pub maybe: usize,
}
impl OrderIndex {
    pub fn new() -> Self {
        Self { rows: vec![] }
    }
    pub fn rebuild(&mut self, o: &Orders, _n: &Now) {
        self.rows = o.iter().map(|(r, _)| r).collect();
    }
    pub fn apply(&mut self, o: &Orders, _t: &[RowId], n: &Now) {
        self.rebuild(o, n)
    }
    pub fn set_query(&mut self, _q: Option<Query>, o: &Orders, n: &Now) {
        self.rebuild(o, n)
    }
    pub fn set_sort(&mut self, _s: Sort, o: &Orders, n: &Now) {
        self.rebuild(o, n)
    }
    pub fn sort(&self) -> Sort {
        Sort {
            column: SortColumn::Reference,
            descending: false,
        }
    }
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
    pub fn position(&self, row: RowId) -> Option<usize> {
        self.rows.iter().position(|r| *r == row)
    }
    pub fn counts(&self) -> Counts {
        Counts {
            all: self.rows.len(),
            yes: self.rows.len(),
            maybe: 0,
        }
    }
}

impl SortColumn {
    pub fn title(self) -> &'static str {
        "slack"
    }
}
