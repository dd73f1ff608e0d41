//! How many rows a view holds, kept true row by row.
//!
//! Invariant: the sums are those of what is remembered of each row, whatever was judged when. So a count may be judged
//! anew in slices while the old one stays on screen.

use chrono::TimeDelta;

use crate::app::entities::orders::RowId;
use crate::app::query::{Scratch, Verdict};

/// Rows judged at a time, all views together: about a millisecond.
pub(super) const SLICE: usize = 16_384;
/// Rows that are not judged on the spot when they change all at once.
const MANY: usize = 4_096;
/// Time between two slices, for keys and answers to come in.
pub const SLICE_EVERY: TimeDelta = TimeDelta::milliseconds(5);

/// What a view holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Rows that match for certain.
    pub yes: usize,
    /// Rows that may match: it depends on what is not read yet.
    pub maybe: usize,
    /// Those of both that are new or changed.
    pub news: usize,
}

impl Seen {
    /// Rows it would list.
    pub fn rows(self) -> usize {
        self.yes + self.maybe
    }

    fn count(&mut self, judged: Judged, by: isize) {
        let add = |sum: &mut usize, is_meant: bool| {
            if is_meant {
                *sum = sum.saturating_add_signed(by);
            }
        };
        add(&mut self.yes, judged.verdict == Verdict::Yes);
        add(&mut self.maybe, judged.verdict == Verdict::Maybe);
        let is_listed = judged.verdict > Verdict::No;
        add(&mut self.news, is_listed && judged.is_news);
    }
}

/// What is remembered of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) is_news: bool,
}

impl Judged {
    /// Of a row that is none any more.
    pub(super) const OUT: Self = Self {
        verdict: Verdict::No,
        is_news: false,
    };
}

/// The count of one view.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// By row number.
    judged: Vec<Judged>,
    /// Rows from here on are to be judged, for the first time or anew.
    next: usize,
    seen: Seen,
    /// Whether all rows there were have been judged once.
    is_whole: bool,
    scratch: Scratch,
}

impl Tally {
    /// The count; not before it was whole once.
    pub(super) fn seen(&self) -> Option<Seen> {
        self.is_whole.then_some(self.seen)
    }

    /// Whether rows are to be judged yet.
    pub(super) fn is_behind(&self, rows: usize) -> bool {
        !self.is_whole || self.next < rows
    }

    /// Every row is to be judged anew; what is counted stays until then.
    pub(super) fn judge_anew(&mut self) {
        self.next = 0;
    }

    /// Judges at most `budget` more of `rows` rows; returns what is left of it.
    pub(super) fn go_on(
        &mut self,
        budget: usize,
        rows: usize,
        judge: impl FnMut(RowId, &mut Scratch) -> Judged,
    ) -> usize {
        self.judged.resize(rows, Judged::OUT);
        let from = self.next;
        let to = from.saturating_add(budget).min(rows);
        self.judge_each((from..to).map(RowId::at), judge);
        self.next = to;
        self.is_whole |= to == rows;
        budget - (to - from)
    }

    /// Judges some rows anew. Those that are to be judged anyway are left for later, and so are very many.
    pub(super) fn judge(
        &mut self,
        touched: &[RowId],
        judge: impl FnMut(RowId, &mut Scratch) -> Judged,
    ) {
        if touched.len() > MANY {
            return self.judge_anew();
        }
        let next = self.next;
        let is_due = |row: &RowId| (row.0 as usize) < next;
        self.judge_each(touched.iter().copied().filter(is_due), judge);
    }

    fn judge_each(
        &mut self,
        rows: impl Iterator<Item = RowId>,
        mut judge: impl FnMut(RowId, &mut Scratch) -> Judged,
    ) {
        for row in rows {
            let judged = judge(row, &mut self.scratch);
            if let Some(place) = self.judged.get_mut(row.0 as usize) {
                let was = std::mem::replace(place, judged);
                self.seen.count(was, -1);
                self.seen.count(judged, 1);
            }
        }
    }
}
