//! Reading what rows depend on: whole lists, and then single answers that a filter or a format needs.
//!
//! Everything goes through the engine, on the lane of a person who waits. Unlike the dashboard it gives up: nobody
//! sits there to see a server come back.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use chrono::{DateTime, TimeDelta, Utc};

use super::problem::Missing;
use super::progress::Progress;
use crate::app::refresh::sweep::{After, Sweep};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Cursor, Lane, Page, Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::runtime::clock::Clock;
use crate::runtime::engine::Engine;
use crate::sched::policy::{Done, Submit};

/// Pages that may fail without the list getting any further. The engine asked for each several times already.
const FAILURES: u32 = 3;
/// Single reads that may fail one after the other before the rest is given up.
const FAILURES_IN_A_ROW: u32 = 6;
/// Single reads handed to the engine at once; it paces them itself.
const AT_ONCE: usize = 16;

/// A list that is read page by page.
pub(in crate::commands) trait List {
    /// One of its rows.
    type Row;
    /// What tells one row from another.
    type Key: Eq + Hash;

    /// What it lists.
    const ROWS: &'static str;

    /// The call that reads a page.
    fn read(cursor: Cursor) -> Read;

    /// The page of an answer.
    fn page(reply: Reply) -> Option<Page<Self::Row>>;

    /// The key of a row.
    fn key(row: &Self::Row) -> Self::Key;
}

/// A list that was read to its end.
#[derive(Clone, Copy, Debug)]
pub(in crate::commands) struct Swept {
    /// The sweep that read it; an earlier one may have held rows that are gone since.
    pub(in crate::commands) number: u32,
    /// When it ended.
    pub(in crate::commands) at: DateTime<Utc>,
    /// What is missing of it.
    pub(in crate::commands) missing: Option<Missing>,
}

/// Something that single reads tell more about.
pub(in crate::commands) trait Readable {
    /// What can be read.
    type Ask: Clone + Eq + Hash;

    /// The call that reads it; `None` where nobody needs it any more.
    fn read(&self, ask: &Self::Ask) -> Option<Read>;

    /// Takes an answer in; false if it is that to another question.
    fn take(&mut self, ask: &Self::Ask, reply: Reply, at: DateTime<Utc>) -> bool;
}

/// Asks the engine and waits for its answers.
#[derive(Debug)]
pub(in crate::commands) struct Reader {
    engine: Engine,
    clock: Clock,
    progress: Progress,
    last_id: u64,
    /// Why nothing more is read.
    given_up: Option<Failure>,
}

impl Reader {
    /// A reader that has asked for nothing.
    pub(in crate::commands) fn new(engine: Engine, clock: Clock, progress: Progress) -> Self {
        Self {
            engine,
            clock,
            progress,
            last_id: 0,
            given_up: None,
        }
    }

    /// Reads a whole list. `take` gets the rows of each page with the number of the sweep and says how many there are by
    /// now.
    ///
    /// # Errors
    /// The failure that made it give up: one that only a person can help, or the third in a row.
    pub(in crate::commands) async fn list<L: List>(
        &mut self,
        mut take: impl FnMut(Vec<L::Row>, u32, DateTime<Utc>) -> usize,
    ) -> Result<Swept, Failure> {
        if let Some(failure) = &self.given_up {
            return Err(failure.clone());
        }
        // Nobody waits for a second sweep: the interval means nothing.
        let mut sweep: Sweep<L::Key> = Sweep::new(TimeDelta::days(1));
        let (mut known, mut furthest, mut failures) = (0, 0, 0);
        let what = format!("reading {}", L::ROWS);
        self.progress.show(&what, 0, None);
        let (after, of) = loop {
            self.sleep_until_due(&sweep).await;
            let id = self.next_id();
            self.submit(id, L::read(sweep.ask(id, self.clock.now())));
            match self.answer_to::<L>(id).await {
                Ok(page) => {
                    let of = page.count;
                    let now = self.clock.now();
                    let after = sweep.take(&page, page.rows.first().map(L::key), now);
                    known = take(page.rows, sweep.number(), now);
                    self.progress.show(&what, known, of);
                    if after != After::More {
                        break (after, of);
                    }
                    // A sweep that starts over gets nowhere until it is past where it failed.
                    if known > furthest {
                        (furthest, failures) = (known, 0);
                    }
                }
                Err(failure) => {
                    failures += 1;
                    let is_hopeless = failure.needs_login()
                        || failures >= FAILURES
                        || (!failure.is_passing() && known == 0);
                    match sweep.fail(failure.clone(), self.clock.now()) {
                        Some(after) => break (after, None),
                        None if is_hopeless => return Err(failure),
                        None => {
                            let cause = failure.cause();
                            self.progress.say(&format!("{cause}, trying again"));
                        }
                    }
                }
            }
        };
        self.progress.erase();
        Ok(Swept {
            number: sweep.number(),
            at: self.clock.now(),
            missing: (after == After::Partial).then_some(Missing {
                rows: L::ROWS,
                of,
                known,
            }),
        })
    }

    /// Reads one thing after the other, and returns what could not be read. `what` is said on the way.
    pub(in crate::commands) async fn each<T: Readable>(
        &mut self,
        what: &str,
        asks: impl IntoIterator<Item = T::Ask>,
        table: &mut T,
    ) -> HashMap<T::Ask, Failure> {
        let mut waiting: VecDeque<_> = asks.into_iter().collect();
        let all = waiting.len();
        let mut under_way: HashMap<RequestId, T::Ask> = HashMap::new();
        let mut failures = HashMap::new();
        let mut in_a_row = 0;
        while self.given_up.is_none() {
            while under_way.len() < AT_ONCE
                && let Some(ask) = waiting.pop_front()
            {
                if let Some(read) = table.read(&ask) {
                    let id = self.next_id();
                    self.submit(id, read);
                    under_way.insert(id, ask);
                }
            }
            let left = waiting.len() + under_way.len();
            if left == 0 {
                break;
            }
            let done = all.saturating_sub(left);
            self.progress.show(what, done, Some(all as u64));
            let Some(done) = self.engine.results.recv().await else {
                self.given_up = Some(engine_ended());
                break;
            };
            let Some(ask) = done.ids.iter().find_map(|id| under_way.remove(id)) else {
                continue;
            };
            match self.take(table, &ask, done) {
                Ok(()) => in_a_row = 0,
                Err(failure) => {
                    in_a_row += u32::from(failure.is_passing());
                    if failure.needs_login() || in_a_row >= FAILURES_IN_A_ROW {
                        self.engine.handle.cancel_all(Lane::User);
                        self.given_up = Some(failure.clone());
                    }
                    failures.insert(ask, failure);
                }
            }
        }
        if let Some(failure) = &self.given_up {
            let rest = waiting.into_iter().chain(under_way.into_values());
            failures.extend(rest.map(|ask| (ask, failure.clone())));
        }
        self.progress.erase();
        failures
    }

    fn take<T: Readable>(&self, table: &mut T, ask: &T::Ask, done: Done) -> Result<(), Failure> {
        let reply = done.result?;
        let is_right = table.take(ask, reply, self.clock.now());
        is_right
            .then_some(())
            .ok_or_else(|| wrong_answer(&done.read))
    }

    async fn sleep_until_due<K: Eq + Hash>(&self, sweep: &Sweep<K>) {
        let now = self.clock.now();
        if let Some(wait) = sweep.due(now).and_then(|due| (due - now).to_std().ok()) {
            tokio::time::sleep(wait).await;
        }
    }

    fn next_id(&mut self) -> RequestId {
        self.last_id += 1;
        RequestId(self.last_id)
    }

    fn submit(&self, id: RequestId, read: Read) {
        self.engine.handle.submit(Submit {
            id,
            read,
            lane: Lane::User,
        });
    }

    async fn answer_to<L: List>(&mut self, id: RequestId) -> Result<Page<L::Row>, Failure> {
        loop {
            let done = self.engine.results.recv().await.ok_or_else(engine_ended)?;
            if done.ids.contains(&id) {
                return L::page(done.result?).ok_or_else(|| wrong_answer(&done.read));
            }
        }
    }
}

/// Why a row is not read: there is nothing to ask for it by.
pub(in crate::commands) fn unreadable(problem: &Text) -> Failure {
    Failure::new(FailureKind::Unreadable, "the list").with_detail(problem.clone())
}

/// Everything was read, and the filter knows no more.
pub(in crate::commands) fn still_in_doubt() -> Failure {
    Failure::new(FailureKind::Internal, "the filter")
        .with_detail(Text::new("everything was read and it is still undecided"))
}

fn wrong_answer(read: &Read) -> Failure {
    Failure::new(FailureKind::Internal, read.path())
        .with_detail(Text::new("the answer belongs to another question"))
}

fn engine_ended() -> Failure {
    Failure::new(FailureKind::Internal, "the request engine")
        .with_detail(Text::new("it ended by itself"))
}
