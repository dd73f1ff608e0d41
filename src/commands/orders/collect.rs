//! Reading what the rows depend on: the whole list, and then what the filter needs to decide.
//!
//! Everything goes through the engine, on the lane of a person who waits. Unlike the dashboard it gives up: nobody
//! sits there to see a server come back.

use std::collections::{HashMap, HashSet, VecDeque};

use chrono::TimeDelta;

use super::progress::Progress;
use crate::app::entities::orders::{Orders, Part, RowId};
use crate::app::facts::orders::OrderField;
use crate::app::index::{OrderIndex, Scope};
use crate::app::query::{Now, Query, Verdict};
use crate::app::refresh::parts::read;
use crate::app::refresh::sweep::{After, Sweep};
use crate::domain::date::Zone;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderSummary;
use crate::domain::request::{Lane, Page, Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::runtime::clock::Clock;
use crate::runtime::engine::Engine;
use crate::sched::policy::{Done, Submit};

/// Pages that may fail without the list getting any further. The engine asked for each several times already.
const FAILURES: u32 = 3;
/// Reads of single orders that may fail one after the other before the rest is given up.
const FAILURES_OF_PARTS: u32 = 6;
/// Reads of single orders handed to the engine at once; it paces them itself.
const AT_ONCE: usize = 16;

/// The orders, as far as the server gave them.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Every order.
    pub(super) orders: Orders,
    /// Rows the server says there are, where it gave fewer or repeated itself.
    pub(super) missing: Option<Missing>,
}

/// The list is perhaps not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// Rows there are, where the server said so.
    pub(super) of: Option<u64>,
}

/// A row that may match or not, and why nobody knows.
#[derive(Debug)]
pub(super) struct Doubt {
    /// Which.
    pub(super) row: RowId,
    /// The read that failed.
    pub(super) failure: Failure,
}

/// Asks the engine and waits for its answers.
#[derive(Debug)]
pub(super) struct Reader {
    engine: Engine,
    clock: Clock,
    zone: Zone,
    progress: Progress,
    last_id: u64,
}

impl Reader {
    /// A reader that has asked for nothing.
    pub(super) fn new(engine: Engine, clock: Clock, zone: Zone, progress: Progress) -> Self {
        Self {
            engine,
            clock,
            zone,
            progress,
            last_id: 0,
        }
    }

    /// Reads the whole list.
    ///
    /// # Errors
    /// The failure that made it give up: one that only a person can help, or the third in a row.
    pub(super) async fn list(&mut self) -> Result<List, Failure> {
        // Nobody waits for a second sweep: the interval means nothing.
        let mut sweep = Sweep::new(TimeDelta::days(1));
        let mut list = List::default();
        let (mut furthest, mut failures) = (0, 0);
        self.progress.show("reading", 0, None);
        loop {
            self.sleep_until_due(&sweep).await;
            let id = self.next_id();
            let page = Read::Orders(sweep.ask(id, self.clock.now()));
            self.submit(id, page);
            match self.answer_to(id).await {
                Ok(page) => {
                    let of = page.count;
                    let after = self.take_page(page, &mut sweep, &mut list.orders);
                    self.progress.show("reading", list.orders.len(), of);
                    match after {
                        After::More => {}
                        After::Whole => return Ok(self.finished(list, &sweep)),
                        After::Partial => {
                            list.missing = Some(Missing { of });
                            return Ok(list);
                        }
                    }
                    // A sweep that starts over gets nowhere until it is past where it failed.
                    if list.orders.len() > furthest {
                        (furthest, failures) = (list.orders.len(), 0);
                    }
                }
                Err(failure) => {
                    failures += 1;
                    let is_hopeless = failure.needs_login()
                        || failures >= FAILURES
                        || (!failure.is_passing() && list.orders.is_empty());
                    match sweep.fail(failure.clone(), self.clock.now()) {
                        Some(After::Partial) => {
                            list.missing = Some(Missing { of: None });
                            return Ok(list);
                        }
                        Some(_) => return Ok(self.finished(list, &sweep)),
                        None if is_hopeless => return Err(failure),
                        None => {
                            let cause = failure.cause();
                            self.progress.say(&format!("{cause}, trying again"));
                        }
                    }
                }
            }
        }
    }

    /// Reads details and historics of the rows that the index shows as maybe, until each is certain; returns those that
    /// stayed in doubt.
    pub(super) async fn settle(
        &mut self,
        orders: &mut Orders,
        index: &mut OrderIndex,
        now: &Now<'_>,
    ) -> Vec<Doubt> {
        let parts = parts_in_order(index.query());
        let is_maybe = |index: &OrderIndex, row| index.verdict(row) == Some(Verdict::Maybe);
        let mut waiting: VecDeque<(RowId, usize)> = index
            .rows()
            .iter()
            .filter(|row| is_maybe(index, **row) && is_there(orders, **row))
            .map(|row| (*row, 0))
            .collect();
        let all = waiting.len();
        let mut under_way = HashMap::new();
        let mut failures: HashMap<RowId, Failure> = HashMap::new();
        let mut in_a_row = 0;
        loop {
            while under_way.len() < AT_ONCE
                && let Some((row, nth)) = waiting.pop_front()
            {
                let Some(order) = orders.get(row) else {
                    continue;
                };
                let id = self.next_id();
                self.submit(id, read(parts[nth], order.summary.reference.clone()));
                under_way.insert(id, (row, nth));
            }
            let left = waiting.len() + under_way.len();
            if left == 0 {
                break;
            }
            self.progress.show(
                "reading orders in doubt",
                all.saturating_sub(left),
                Some(all as u64),
            );
            let Some(done) = self.engine.results.recv().await else {
                let ended = engine_ended();
                waiting.extend(under_way.drain().map(|(_, pending)| pending));
                failures.extend(waiting.drain(..).map(|(row, _)| (row, ended.clone())));
                break;
            };
            let Some((row, nth)) = done.ids.iter().find_map(|id| under_way.remove(id)) else {
                continue;
            };
            let is_hopeless = match self.take_part(orders, row, done) {
                Ok(()) => {
                    in_a_row = 0;
                    index.apply(
                        &[row],
                        &Scope {
                            orders,
                            now,
                            marked: &HashSet::new(),
                        },
                    );
                    false
                }
                Err(failure) => {
                    in_a_row += u32::from(failure.is_passing());
                    let is_hopeless = failure.needs_login() || in_a_row >= FAILURES_OF_PARTS;
                    if is_hopeless {
                        let rest = waiting.drain(..).chain(under_way.drain().map(|(_, it)| it));
                        failures.extend(rest.map(|(row, _)| (row, failure.clone())));
                    }
                    failures.insert(row, failure);
                    is_hopeless
                }
            };
            if is_hopeless {
                self.engine.handle.cancel_all(Lane::User);
                break;
            }
            if is_maybe(index, row) && nth + 1 < parts.len() {
                waiting.push_front((row, nth + 1));
            }
        }
        self.progress.erase();
        let doubt = |row: &RowId| Doubt {
            row: *row,
            failure: failures.remove(row).unwrap_or_else(still_in_doubt),
        };
        let in_doubt = |row: &&RowId| is_maybe(index, **row) && is_there(orders, **row);
        index.rows().iter().filter(in_doubt).map(doubt).collect()
    }

    fn take_page(
        &self,
        page: Page<OrderSummary>,
        sweep: &mut Sweep<OrderRef>,
        orders: &mut Orders,
    ) -> After {
        let now = self.clock.now();
        let number = sweep.number();
        let first = page.rows.first().map(|row| row.reference.clone());
        let after = sweep.take(&page, first, now);
        for row in page.rows {
            orders.take_summary(row, number, false, now, &self.zone);
        }
        after
    }

    fn finished(&mut self, mut list: List, sweep: &Sweep<OrderRef>) -> List {
        list.orders.mark_gone(sweep.number(), self.clock.now());
        self.progress.erase();
        list
    }

    fn take_part(&self, orders: &mut Orders, row: RowId, done: Done) -> Result<(), Failure> {
        let now = self.clock.now();
        match done.result? {
            Reply::Order(detail) => orders.take_detail(row, *detail, now, &self.zone),
            Reply::Historic(historic) => orders.take_historic(row, historic, now, &self.zone),
            _ => return Err(wrong_answer(&done.read)),
        };
        Ok(())
    }

    async fn sleep_until_due(&self, sweep: &Sweep<OrderRef>) {
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

    async fn answer_to(&mut self, id: RequestId) -> Result<Page<OrderSummary>, Failure> {
        loop {
            let done = self.engine.results.recv().await.ok_or_else(engine_ended)?;
            if done.ids.contains(&id) {
                return match done.result? {
                    Reply::Orders(page) => Ok(page),
                    _ => Err(wrong_answer(&done.read)),
                };
            }
        }
    }
}

/// Which half of an order to read first: the one the filter asks for. The other is read only where that did not decide.
fn parts_in_order(query: Option<&Query<OrderField>>) -> [Part; 2] {
    let is_of_historic = |field: OrderField| field.part() == Some(Part::Historic);
    if query.is_some_and(|query| query.asks(is_of_historic)) {
        [Part::Historic, Part::Detail]
    } else {
        [Part::Detail, Part::Historic]
    }
}

/// What an earlier try of the sweep held and the whole sweep did not is gone, and nobody asks about it.
fn is_there(orders: &Orders, row: RowId) -> bool {
    orders
        .get(row)
        .is_some_and(|order| order.gone_since.is_none())
}

fn wrong_answer(read: &Read) -> Failure {
    Failure::new(FailureKind::Internal, read.path())
        .with_detail(Text::new("the answer belongs to another question"))
}

fn engine_ended() -> Failure {
    Failure::new(FailureKind::Internal, "the request engine")
        .with_detail(Text::new("it ended by itself"))
}

fn still_in_doubt() -> Failure {
    Failure::new(FailureKind::Internal, "the filter")
        .with_detail(Text::new("everything was read and it is still undecided"))
}
