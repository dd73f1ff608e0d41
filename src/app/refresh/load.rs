//! Reading what a filter is unsure of, because a person asked for it.
//!
//! A load knows the parts it was begun with and no others. A part is asked for only while it would still settle
//! something: what another read settled meanwhile costs no call. Few are under way at a time, so that what a person asks
//! for next does not wait behind them.

use std::collections::VecDeque;

use crate::app::entities::orders::{Part, RowId};
use crate::domain::request::RequestId;

/// Reads of a load under way at once.
const AT_ONCE: usize = 4;

/// A load that is under way.
#[derive(Clone, Debug)]
pub struct Load {
    /// The filter it is for.
    filter: String,
    total: usize,
    left: VecDeque<(RowId, Part)>,
    in_flight: Vec<RequestId>,
    failed: usize,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadProgress {
    /// Parts that are settled, read or could not be read.
    pub done: usize,
    /// Parts it began with.
    pub total: usize,
    /// Of those done, the ones that could not be read.
    pub failed: usize,
}

impl Load {
    /// Of these parts, for a filter.
    pub fn new(filter: &str, parts: impl IntoIterator<Item = (RowId, Part)>) -> Self {
        let left: VecDeque<_> = parts.into_iter().collect();
        Self {
            filter: filter.to_owned(),
            total: left.len(),
            left,
            in_flight: Vec::new(),
            failed: 0,
        }
    }

    /// Whether it serves a filter.
    pub fn is_for(&self, filter: Option<&str>) -> bool {
        filter == Some(self.filter.as_str())
    }

    /// How far it is.
    pub fn progress(&self) -> LoadProgress {
        LoadProgress {
            done: self.total - self.left.len() - self.in_flight.len(),
            total: self.total,
            failed: self.failed,
        }
    }

    /// Whether nothing is left of it.
    pub fn is_done(&self) -> bool {
        self.left.is_empty() && self.in_flight.is_empty()
    }

    /// How many more may be asked for now.
    pub fn room(&self) -> usize {
        AT_ONCE.saturating_sub(self.in_flight.len())
    }

    /// The next part to ask for; those that would settle nothing any more are passed over.
    pub fn next(
        &mut self,
        mut would_settle: impl FnMut(RowId, Part) -> bool,
    ) -> Option<(RowId, Part)> {
        while let Some((row, part)) = self.left.pop_front() {
            if would_settle(row, part) {
                return Some((row, part));
            }
        }
        None
    }

    /// A part was asked for under `id`.
    pub fn submitted(&mut self, id: RequestId) {
        self.in_flight.push(id);
    }

    /// The request `id` was answered; false when it is not one of these.
    pub fn answered(&mut self, id: RequestId, is_read: bool) -> bool {
        let Some(place) = self.in_flight.iter().position(|open| *open == id) else {
            return false;
        };
        self.in_flight.swap_remove(place);
        self.failed += usize::from(!is_read);
        true
    }

    /// The requests that are under way.
    pub fn in_flight(&self) -> &[RequestId] {
        &self.in_flight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_under_way_and_what_settles_nothing_is_passed_over() {
        let parts = (0..9).map(|row| (RowId(row), Part::Detail));
        let mut load = Load::new("late:yes", parts);
        let mut asked = Vec::new();
        while load.room() > 0
            && let Some((row, _)) = load.next(|row, _| row.0 % 2 == 0)
        {
            load.submitted(RequestId(row.0.into()));
            asked.push(row.0);
        }
        assert_eq!(asked, [0, 2, 4, 6]);
        let progress = |done, failed| LoadProgress {
            done,
            total: 9,
            failed,
        };
        assert_eq!(load.progress(), progress(3, 0), "1, 3 and 5");
        assert!(load.answered(RequestId(2), true));
        assert!(!load.answered(RequestId(2), true), "once");
        assert!(load.answered(RequestId(0), false));
        assert_eq!(load.progress(), progress(5, 1));
        assert_eq!(load.next(|_, _| false), None);
        assert!(!load.is_done(), "two are under way");
        assert!(load.answered(RequestId(4), true) && load.answered(RequestId(6), true));
        assert!(load.is_done());
        assert_eq!(load.progress(), progress(9, 1));
    }
}
