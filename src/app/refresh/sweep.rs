//! A sweep: reading a list page by page until it is whole, again and again.
//!
//! The contract documents no paging parameter (G4), so the sweep feels its way: the first page is asked for without
//! any, then whatever next page the server names, then numbers by guess while its own count says that rows are
//! missing, or once where it says nothing about pages at all. It stops on an empty page, on a page that starts like one already seen, when `count` rows are in, and at a
//! cap. It never gives up: a failed page is asked for again after a growing pause.
//!
//! ```text
//!   Idle --due--> Asking --page, more--> Asking --page, last--> Idle
//!                   |  ^
//!             failed|  |due
//!                   v  |
//!                  Paused
//! ```

use std::collections::HashSet;
use std::hash::Hash;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Cursor, Page, RequestId};

/// Pages of one sweep at most, against a server that always names a next one.
const MAX_PAGES: u32 = 50_000;
/// A sweep's cost sets its pace: it rests at least four times as long as it took.
const REST_PER_COST: i32 = 4;
/// A page counts for at most this much of the cost: a machine that slept meanwhile did not read all night.
const PAGE_COST_MAX: TimeDelta = TimeDelta::minutes(2);
/// Pause before a failed page is asked for again, doubled each time up to the cap.
const FIRST_PAUSE_SECS: i64 = 2;
const LONGEST_PAUSE_SECS: i64 = 60;
/// Failures in a row after which a page beyond the first is left out: half a minute of pauses.
const GIVE_UP_AFTER: u32 = 4;

/// The sweep of one list.
#[derive(Clone, Debug)]
pub struct Sweep<K> {
    interval: TimeDelta,
    number: u32,
    stage: Stage,
    progress: Progress,
    /// First rows of the pages of this sweep; a repeated one means the server ignores the page parameter.
    firsts: HashSet<K>,
    page: u32,
    /// What asking a list that names no pages for its second one has taught.
    blind: Blind,
    asked_at: Option<DateTime<Utc>>,
    /// Time spent waiting for the pages of this sweep.
    cost: TimeDelta,
    last: Option<Finished>,
    failure: Option<Failure>,
    failures_in_a_row: u32,
    /// Pages that were read when one failed; the failure stands until a sweep gets further.
    failed_page: u32,
    /// Whether the server named the page that is asked for, or it is a guess.
    is_named: bool,
    resting: TimeDelta,
}

/// Whether page numbers lead anywhere in a list that says nothing about pages, such as a bare array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blind {
    /// Nobody asked yet.
    Untried,
    /// The second page was asked for in this sweep.
    Trying,
    /// It held other rows.
    Leads,
    /// It held none: one call in the life of the program, and never again.
    LeadsNowhere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Idle {
        due: Option<DateTime<Utc>>,
    },
    Asking {
        request: RequestId,
        cursor: Cursor,
    },
    Paused {
        until: DateTime<Utc>,
        cursor: Cursor,
    },
}

/// How far a sweep has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// When it began; `None` while none is under way.
    pub since: Option<DateTime<Utc>>,
    /// Pages read.
    pub pages: u32,
    /// Rows read.
    pub rows: u64,
    /// Rows there are, where the server said so.
    pub of: Option<u64>,
}

/// The last whole sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How long it waited for its pages.
    pub took: TimeDelta,
    /// Rows it read.
    pub rows: u64,
    /// Pages it read.
    pub pages: u32,
}

/// What follows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Another page is to be asked for at once.
    More,
    /// The list is whole.
    Whole,
    /// The server repeats itself or the cap was reached: this is all it gives, but perhaps not all there is.
    Partial,
}

impl<K: Eq + Hash> Sweep<K> {
    /// A sweep that is due at once and then every `interval`, or less often when it is costly.
    pub fn new(interval: TimeDelta) -> Self {
        Self {
            interval,
            number: 0,
            stage: Stage::Idle { due: None },
            progress: Progress::default(),
            firsts: HashSet::new(),
            page: 1,
            blind: Blind::Untried,
            asked_at: None,
            cost: TimeDelta::zero(),
            last: None,
            failure: None,
            failures_in_a_row: 0,
            failed_page: 0,
            is_named: false,
            resting: interval,
        }
    }

    /// Number of the sweep under way, or of the last one.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How far the sweep under way has come.
    pub fn progress(&self) -> Option<Progress> {
        (!matches!(self.stage, Stage::Idle { .. })).then_some(self.progress)
    }

    /// The last whole sweep.
    pub fn last(&self) -> Option<Finished> {
        self.last
    }

    /// Why the newest page could not be read.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The interval it keeps at its present cost; staleness is counted on this one.
    pub fn paced_interval(&self) -> TimeDelta {
        self.resting
    }

    /// When something is to be asked for; `None` while an answer is awaited.
    pub fn due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match &self.stage {
            Stage::Idle { due } => Some(due.unwrap_or(now)),
            Stage::Paused { until, .. } => Some(*until),
            Stage::Asking { .. } => None,
        }
    }

    /// A person wants it now.
    pub fn hurry(&mut self, now: DateTime<Utc>) {
        match &mut self.stage {
            Stage::Idle { due } => *due = Some(now),
            Stage::Paused { until, .. } => *until = now,
            Stage::Asking { .. } => {}
        }
    }

    /// The clock was set back to `now`: nothing waits for a moment beyond it.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        self.hurry(now);
        self.asked_at = self.asked_at.map(|at| at.min(now));
        self.progress.since = self.progress.since.map(|at| at.min(now));
        if let Some(last) = &mut self.last {
            last.at = last.at.min(now);
        }
    }

    /// The request whose answer it waits for.
    pub fn awaited(&self) -> Option<RequestId> {
        match self.stage {
            Stage::Asking { request, .. } => Some(request),
            Stage::Idle { .. } | Stage::Paused { .. } => None,
        }
    }

    /// Whether `request` is the page it waits for.
    pub fn awaits(&self, request: RequestId) -> bool {
        self.awaited() == Some(request)
    }

    /// Asks for the next page under the id `request`, beginning a sweep if none is under way. Call when due.
    pub fn ask(&mut self, request: RequestId, now: DateTime<Utc>) -> Cursor {
        let cursor = match &self.stage {
            Stage::Paused { cursor, .. } | Stage::Asking { cursor, .. } => cursor.clone(),
            Stage::Idle { .. } => {
                self.number += 1;
                self.progress = Progress {
                    since: Some(now),
                    ..Progress::default()
                };
                self.firsts.clear();
                self.cost = TimeDelta::zero();
                self.page = 1;
                Cursor::First
            }
        };
        self.stage = Stage::Asking {
            request,
            cursor: cursor.clone(),
        };
        self.asked_at = Some(now);
        cursor
    }

    /// Takes in a page; `first` is the key of its first row. After [`After::More`] call [`Sweep::ask`] again.
    pub fn take<T>(&mut self, page: &Page<T>, first: Option<K>, now: DateTime<Utc>) -> After {
        if self.progress.pages >= self.failed_page {
            self.failure = None;
            self.failures_in_a_row = 0;
            self.failed_page = 0;
        }
        self.count_cost(now);
        let is_repeat = first.is_some_and(|first| !self.firsts.insert(first));
        let rows = if is_repeat { 0 } else { page.rows.len() as u64 };
        self.progress.pages += 1;
        self.progress.rows += rows;
        self.progress.of = page.count.or(self.progress.of);
        let is_all_in = self.progress.of.is_some_and(|of| self.progress.rows >= of);
        self.page += 1;
        self.is_named = page.next.is_some();
        if self.blind == Blind::Trying {
            self.blind = if rows > 0 {
                Blind::Leads
            } else {
                Blind::LeadsNowhere
            };
        }
        let has_no_word_of_pages =
            page.next.is_none() && self.progress.of.is_none() && page.page_size.is_none();
        let next = match &page.next {
            Some(next) => Some(next.clone()),
            None if self.progress.of.is_some() => Some(Cursor::Number(self.page)),
            None if has_no_word_of_pages && self.blind != Blind::LeadsNowhere => {
                Some(Cursor::Number(self.page))
            }
            None => None,
        };
        match next {
            Some(cursor) if rows > 0 && !is_all_in && self.progress.pages < MAX_PAGES => {
                if has_no_word_of_pages && self.blind == Blind::Untried {
                    self.blind = Blind::Trying;
                }
                self.stage = Stage::Paused { until: now, cursor };
                After::More
            }
            _ if has_no_word_of_pages && self.progress.pages < MAX_PAGES => {
                self.finish(now, After::Whole)
            }
            Some(_) if !is_all_in && (is_repeat || self.progress.pages >= MAX_PAGES) => {
                self.finish(now, After::Partial)
            }
            _ if self.progress.of.is_some_and(|of| self.progress.rows < of) => {
                self.finish(now, After::Partial)
            }
            _ => self.finish(now, After::Whole),
        }
    }

    /// The page could not be read: pause, then ask for the same page again. A guessed page that does not exist is where
    /// the list ends. A page beyond the first that stays unreadable ends the sweep in part, and the next one begins
    /// anew.
    pub fn fail(&mut self, failure: Failure, now: DateTime<Utc>) -> Option<After> {
        let Stage::Asking { cursor, .. } = &self.stage else {
            return None;
        };
        let cursor = cursor.clone();
        self.count_cost(now);
        let will_pass = failure.is_passing() || failure.needs_login();
        if self.blind == Blind::Trying && !will_pass && failure.kind != FailureKind::Internal {
            self.blind = Blind::LeadsNowhere;
            return Some(self.finish(now, After::Whole));
        }
        if failure.kind == FailureKind::NotFound && cursor != Cursor::First {
            self.failure = None;
            let is_all_in = self.progress.of.is_none_or(|of| self.progress.rows >= of);
            let is_the_end = is_all_in && !self.is_named;
            return Some(self.finish(
                now,
                if is_the_end {
                    After::Whole
                } else {
                    After::Partial
                },
            ));
        }
        self.failed_page = self.progress.pages;
        let is_hopeless = !will_pass || self.failures_in_a_row >= GIVE_UP_AFTER;
        if is_hopeless && cursor != Cursor::First && !failure.needs_login() {
            // The pages before it must not grow stale for the sake of one that cannot be read.
            self.failures_in_a_row += 1;
            self.failure = Some(failure);
            return Some(self.finish(now, After::Partial));
        }
        let pause = (FIRST_PAUSE_SECS << self.failures_in_a_row.min(6)).min(LONGEST_PAUSE_SECS);
        let until = now + TimeDelta::seconds(pause);
        self.stage = if will_pass {
            Stage::Paused { until, cursor }
        } else {
            Stage::Idle { due: Some(until) }
        };
        self.failures_in_a_row += 1;
        self.failure = Some(failure);
        None
    }

    /// As [`Self::fail`]; also whether that is news: a sweep that fails again for the same reason has told of it.
    pub fn fail_aloud(&mut self, failure: &Failure, now: DateTime<Utc>) -> (Option<After>, bool) {
        let had_same = self.failure.as_ref() == Some(failure);
        let after = self.fail(failure.clone(), now);
        (after, !had_same && self.failure.is_some())
    }

    fn count_cost(&mut self, now: DateTime<Utc>) {
        if let Some(asked_at) = self.asked_at.take() {
            self.cost += (now - asked_at).clamp(TimeDelta::zero(), PAGE_COST_MAX);
        }
    }

    fn finish(&mut self, now: DateTime<Utc>, after: After) -> After {
        let took = self.cost;
        self.last = Some(Finished {
            at: now,
            took,
            rows: self.progress.rows,
            pages: self.progress.pages,
        });
        self.resting = self.interval.max(took * REST_PER_COST);
        self.stage = Stage::Idle {
            due: Some(now + self.resting),
        };
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_750_000_000 + secs, 0).unwrap()
    }

    fn page(rows: &[u32], next: Option<Cursor>, count: Option<u64>) -> Page<u32> {
        Page {
            rows: rows.to_vec(),
            next,
            count,
            page_size: None,
        }
    }

    fn sweep() -> Sweep<u32> {
        Sweep::new(TimeDelta::seconds(60))
    }

    fn take(sweep: &mut Sweep<u32>, page: &Page<u32>, now: i64) -> After {
        sweep.take(page, page.rows.first().copied(), at(now))
    }

    #[test]
    fn a_bare_list_is_asked_for_a_second_page_once_in_its_life() {
        let mut sweep = sweep();
        assert_eq!(sweep.due(at(0)), Some(at(0)));
        assert_eq!(sweep.ask(RequestId(1), at(0)), Cursor::First);
        assert_eq!(sweep.due(at(1)), None);
        let all = page(&[1, 2], None, None);
        assert_eq!(take(&mut sweep, &all, 1), After::More);
        assert_eq!(sweep.ask(RequestId(2), at(1)), Cursor::Number(2));
        assert_eq!(
            take(&mut sweep, &all, 2),
            After::Whole,
            "the same rows again"
        );
        assert_eq!(sweep.last().unwrap().rows, 2);
        assert_eq!(sweep.due(at(2)), Some(at(62)));
        sweep.ask(RequestId(3), at(62));
        assert_eq!(take(&mut sweep, &all, 63), After::Whole);
    }

    #[test]
    fn a_bare_list_with_pages_is_followed_to_its_empty_end() {
        let mut sweep = sweep();
        for (id, rows, after) in [
            (1, &[1, 2][..], After::More),
            (2, &[3][..], After::More),
            (3, &[][..], After::Whole),
            (4, &[1, 2][..], After::More),
        ] {
            sweep.ask(RequestId(id), at(100));
            assert_eq!(
                take(&mut sweep, &page(rows, None, None), 100),
                after,
                "{id}"
            );
        }
    }

    #[test]
    fn a_second_page_that_is_refused_is_no_failure_of_a_bare_list() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], None, None), 1);
        sweep.ask(RequestId(2), at(1));
        let refused = Failure::new(FailureKind::Refused, "/");
        assert_eq!(sweep.fail(refused, at(2)), Some(After::Whole));
        sweep.ask(RequestId(3), at(90));
        assert_eq!(take(&mut sweep, &page(&[1], None, None), 91), After::Whole);
    }

    #[test]
    fn named_pages_are_followed_to_the_end() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        assert_eq!(
            take(
                &mut sweep,
                &page(&[1, 2], Some(Cursor::Number(2)), Some(3)),
                1
            ),
            After::More
        );
        assert_eq!(sweep.ask(RequestId(2), at(1)), Cursor::Number(2));
        assert_eq!(
            take(&mut sweep, &page(&[3], None, Some(3)), 2),
            After::Whole
        );
        assert_eq!(sweep.last().unwrap().rows, 3);
    }

    #[test]
    fn a_count_that_is_not_reached_makes_it_guess_page_numbers() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        assert_eq!(
            take(&mut sweep, &page(&[1, 2], None, Some(4)), 1),
            After::More
        );
        assert_eq!(sweep.ask(RequestId(2), at(1)), Cursor::Number(2));
        assert_eq!(
            take(&mut sweep, &page(&[3, 4], None, Some(4)), 2),
            After::Whole
        );
    }

    #[test]
    fn a_server_that_repeats_its_first_page_ends_the_sweep() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1, 2], Some(Cursor::Number(2)), None), 1);
        sweep.ask(RequestId(2), at(1));
        assert_eq!(
            take(&mut sweep, &page(&[1, 2], Some(Cursor::Number(3)), None), 2),
            After::Partial
        );
        assert_eq!(sweep.last().unwrap().rows, 2);
    }

    #[test]
    fn an_empty_page_ends_the_sweep() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], Some(Cursor::Number(2)), None), 1);
        sweep.ask(RequestId(2), at(1));
        assert_eq!(
            take(&mut sweep, &page(&[], Some(Cursor::Number(3)), None), 2),
            After::Whole
        );
    }

    #[test]
    fn a_failed_page_is_asked_for_again_where_it_stopped() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], Some(Cursor::Number(2)), None), 1);
        sweep.ask(RequestId(2), at(1));
        sweep.fail(Failure::new(FailureKind::Server, "/"), at(2));
        assert_eq!(sweep.due(at(2)), Some(at(4)));
        assert!(sweep.failure().is_some());
        assert_eq!(sweep.ask(RequestId(3), at(4)), Cursor::Number(2));
        sweep.fail(Failure::new(FailureKind::Server, "/"), at(5));
        assert_eq!(sweep.due(at(5)), Some(at(9)), "the pause grows");
        sweep.hurry(at(6));
        assert_eq!(sweep.due(at(6)), Some(at(6)));
    }

    #[test]
    fn a_page_beyond_the_end_is_the_end() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], None, None), 1);
        sweep.ask(RequestId(2), at(1));
        assert_eq!(
            sweep.fail(Failure::new(FailureKind::NotFound, "/"), at(2)),
            Some(After::Whole)
        );
        assert!(sweep.failure().is_none());
    }

    #[test]
    fn a_page_that_stays_unreadable_ends_the_sweep_in_part_and_the_next_begins_anew() {
        for (kind, failures) in [(FailureKind::Refused, 1), (FailureKind::Server, 5)] {
            let mut sweep = sweep();
            sweep.ask(RequestId(1), at(0));
            let first = page(&[1], Some(Cursor::Number(2)), None);
            take(&mut sweep, &first, 1);
            for turn in 1..=failures {
                assert_eq!(sweep.ask(RequestId(2), at(100)), Cursor::Number(2));
                let after = sweep.fail(Failure::new(kind, "/"), at(100));
                assert_eq!(
                    after,
                    (turn == failures).then_some(After::Partial),
                    "{kind:?} {turn}"
                );
            }
            assert_eq!(
                sweep.due(at(100)),
                Some(at(160)),
                "it rests like any other sweep"
            );
            assert_eq!(sweep.ask(RequestId(3), at(160)), Cursor::First);
            assert_eq!(take(&mut sweep, &first, 161), After::More);
            assert!(sweep.failure().is_some(), "it got no further than before");
            sweep.ask(RequestId(4), at(161));
            assert_eq!(
                take(&mut sweep, &page(&[2], None, Some(2)), 162),
                After::Whole
            );
            assert!(sweep.failure().is_none());
        }
    }

    #[test]
    fn a_page_the_server_named_and_does_not_have_is_no_end() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], Some(Cursor::Number(2)), None), 1);
        sweep.ask(RequestId(2), at(1));
        let gone = Failure::new(FailureKind::NotFound, "/");
        assert_eq!(sweep.fail(gone, at(2)), Some(After::Partial));
    }

    #[test]
    fn a_night_asleep_is_no_cost() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], None, None), 30_000);
        assert!(sweep.paced_interval() < TimeDelta::minutes(10));
    }

    #[test]
    fn a_costly_sweep_rests_four_times_as_long_as_it_took() {
        let mut sweep = sweep();
        sweep.ask(RequestId(1), at(0));
        take(&mut sweep, &page(&[1], None, Some(1)), 100);
        assert_eq!(sweep.paced_interval(), TimeDelta::seconds(400));
    }
}
