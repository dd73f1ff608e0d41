//! Counting what the views hold: only while the counts are on screen, in slices that cost no frame.

use crate::app::entities::orders::RowId;
use crate::app::facts::orders::OrderField;
use crate::app::index::{OrderIndex, Scope};
use crate::app::query::Query;

use super::tally::{SLICE, Tally};
use super::{Entry, Views};

impl Views {
    /// Whether rows are counted.
    pub(crate) fn is_counting(&self) -> bool {
        self.is_counting
    }

    /// From now on rows are counted, or are counted no longer.
    pub(crate) fn set_counting(&mut self, is_counting: bool) {
        if is_counting == self.is_counting {
            return;
        }
        self.is_counting = is_counting;
        for entry in &mut self.entries {
            entry.tally = Tally::default();
        }
    }

    /// Whether rows are to be judged yet.
    pub(crate) fn is_behind(&self, rows: usize) -> bool {
        let is_behind = |entry: &Entry| entry.query.is_ok() && entry.tally.is_behind(rows);
        self.is_counting && self.entries.iter().any(is_behind)
    }

    /// Judges some more rows; returns whether what is shown differs.
    pub(crate) fn count_on(&mut self, index: &OrderIndex, scope: &Scope<'_>) -> bool {
        let mut left = SLICE;
        self.each(|tally, query| left = tally.go_on(left, query, index, scope))
    }

    /// Judges rows anew that are new or changed, read further, looked at, gone, marked or unmarked; returns whether
    /// what is shown differs.
    pub(crate) fn recount(
        &mut self,
        touched: &[RowId],
        index: &OrderIndex,
        scope: &Scope<'_>,
    ) -> bool {
        self.each(|tally, query| tally.judge(touched, query, index, scope))
    }

    /// Time went by: views that ask for lengths of time are to be counted anew.
    pub(crate) fn age(&mut self) {
        self.each(|tally, query| {
            if query.is_timely() {
                tally.judge_anew();
            }
        });
    }

    /// Does something to the tally of each view that can be opened; returns whether a count differs afterwards.
    fn each(&mut self, mut act: impl FnMut(&mut Tally, &Query<OrderField>)) -> bool {
        let mut is_other = false;
        for entry in &mut self.entries {
            if let Ok(query) = &entry.query {
                let was = entry.tally.seen();
                act(&mut entry.tally, query);
                is_other |= was != entry.tally.seen();
            }
        }
        is_other
    }
}
