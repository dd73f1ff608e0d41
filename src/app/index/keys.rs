//! Sorting a list of a few thousand rows by what each is placed by: made anew whenever something differs. Rows without a
//! value come last, whichever way a key runs.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::app::columns::SortColumn;
use crate::app::entities::orders::RowId;

use super::sort::{By, Sort};

/// What a row is placed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// A number.
    Number(i64),
    /// A folded text.
    Text(&'a str),
}

impl<'a> Key<'a> {
    /// A text, unless it is empty.
    pub fn text(text: &'a str) -> Option<Self> {
        (!text.is_empty()).then_some(Self::Text(text))
    }

    /// How many of something.
    pub fn count(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A moment.
    pub fn moment(at: DateTime<Utc>) -> Self {
        Self::Number(at.timestamp())
    }
}

impl<C: SortColumn> By<C> {
    fn compare_keys(self, a: Option<&Key<'_>>, b: Option<&Key<'_>>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

impl<C: SortColumn> Sort<C> {
    /// Sorts rows by what `key` says each has in a column. Rows that are equal by the first column stand as `between`
    /// says, then by the second column; `last` tells apart what is equal by both.
    pub(in crate::app) fn sort_rows<'a>(
        self,
        rows: &mut [RowId],
        key: impl Fn(C, RowId) -> Option<Key<'a>>,
        between: impl Fn(RowId, RowId) -> Ordering,
        last: impl Fn(RowId, RowId) -> Ordering,
    ) {
        let keys = |row| {
            let then = self.then.and_then(|then| key(then.column, row));
            (key(self.by.column, row), then)
        };
        let mut keys: Vec<_> = rows.iter().map(|row| (keys(*row), *row)).collect();
        keys.sort_unstable_by(|((a, a_then), a_row), ((b, b_then), b_row)| {
            let then = |then: By<_>| then.compare_keys(a_then.as_ref(), b_then.as_ref());
            self.by
                .compare_keys(a.as_ref(), b.as_ref())
                .then_with(|| between(*a_row, *b_row))
                .then_with(|| self.then.map_or(Ordering::Equal, then))
                .then_with(|| last(*a_row, *b_row))
        });
        for (place, (_, row)) in rows.iter_mut().zip(keys) {
            *place = row;
        }
    }
}
