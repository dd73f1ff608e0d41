//! Which requests or sites are shown, in which order. A few thousand rows at most, so all of it is made anew whenever
//! something differs.

use std::collections::HashMap;

use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::{EligibilityField, EligibilityScope};
use crate::app::index::{Counts, Passing};
use crate::app::query::{Query, Verdict};

use super::Facet;
use super::columns::EligibilitySort;

/// Rows in order, and how they come to be.
#[derive(Clone, Debug, Default)]
pub struct EligibilityList {
    rows: Vec<RowId>,
    places: HashMap<RowId, usize>,
    passing: Passing,
    query: Option<Query<EligibilityField>>,
    sort: EligibilitySort,
}

impl EligibilityList {
    /// The rows, top to bottom.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// Where a row is shown.
    pub fn place(&self, row: RowId) -> Option<usize> {
        self.places.get(&row).copied()
    }

    /// How sure it is that a row passes the filter; `None` for one that does not, or is of the other facet.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.passing.verdict(row)
    }

    /// Rows that pass the filter, and all of the facet.
    pub fn counts(&self) -> Counts {
        self.passing.counts()
    }

    /// The filter in force.
    pub fn query(&self) -> Option<&Query<EligibilityField>> {
        self.query.as_ref()
    }

    /// How rows are sorted.
    pub fn sort(&self) -> EligibilitySort {
        self.sort
    }

    pub(crate) fn set_query(&mut self, query: Option<Query<EligibilityField>>) {
        self.query = query;
    }

    pub(crate) fn set_sort(&mut self, sort: EligibilitySort) {
        self.sort = sort;
    }

    /// Makes the list anew.
    pub(crate) fn make(&mut self, facet: Facet, scope: EligibilityScope<'_>) {
        self.passing.judge(self.query.as_ref(), scope.rows(facet));
        self.rows = self.passing.rows().collect();
        self.sort.sort_scope(&mut self.rows, scope);
        let places = self.rows.iter().enumerate();
        self.places = places.map(|(place, row)| (*row, place)).collect();
    }
}
