//! The rows of a short list that a filter lets through: judged anew whenever something differs.

use std::collections::HashMap;

use crate::app::entities::orders::RowId;
use crate::app::query::{Facts, Query, Scratch, Verdict};

use super::Counts;

/// Rows that a filter lets through, and how sure that is.
#[derive(Clone, Debug, Default)]
pub struct Passing {
    verdicts: HashMap<RowId, Verdict>,
    counts: Counts,
}

impl Passing {
    /// Judges these rows and forgets all others.
    pub(in crate::app) fn judge<F: Copy + PartialEq, T: Facts<F>>(
        &mut self,
        query: Option<&Query<F>>,
        rows: impl Iterator<Item = (RowId, T)>,
    ) {
        let mut scratch = Scratch::default();
        self.counts = Counts::default();
        self.verdicts.clear();
        for (row, facts) in rows {
            self.counts.all += 1;
            let verdict = query.map_or(Verdict::Yes, |query| query.judge(&facts, &mut scratch));
            match verdict {
                Verdict::No => continue,
                Verdict::Yes => self.counts.yes += 1,
                Verdict::Maybe => self.counts.maybe += 1,
            }
            self.verdicts.insert(row, verdict);
        }
    }

    /// How sure it is that a row passes; `None` for one that does not.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.verdicts.get(&row).copied()
    }

    /// How many pass, of how many.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Those that pass, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = RowId> {
        self.verdicts.keys().copied()
    }
}
