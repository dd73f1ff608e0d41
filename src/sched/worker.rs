//! Drives the policy: takes wishes in, lets reads leave, hands answers out.
//!
//! One task owns the policy; each read on the wire is a task of its own. It decides nothing. What it guarantees:
//! a full results channel holds back new requests but neither cancels nor gauges; a panic in an executor becomes a
//! failure of that read; it is silent, without a timer, when nothing waits and nothing ages.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{self, error::TryRecvError};
use tokio::task::{self, JoinError, JoinSet};
use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Read, Reply};
use crate::sched::handle::{Command, Wiring};
use crate::sched::limits::MINUTE;
use crate::sched::merge::FlightId;
use crate::sched::policy::{Candidate, Done, Next, Policy};
use crate::sched::ratelog::{RateLog, Reservation, Slot};

/// The least time between two wake-ups that only refresh gauges.
const GAUGE_STEP: Duration = Duration::from_secs(1);
/// The longest sleep; only there to give a clock a far end.
const FAR: Duration = Duration::from_secs(86_400);

/// Performs one read, once.
pub trait Executor: Send + Sync + 'static {
    /// Sends the read and waits for its answer: no retry, no pacing, and an end within the client's own timeouts. May
    /// be dropped at any point.
    fn execute(&self, read: Read) -> impl Future<Output = Result<Reply, Failure>> + Send;
}

/// Runs the engine until `shutdown`, until every handle is gone, or until nobody takes answers any more. Reads on the
/// wire are dropped then; so they are when this future is dropped.
pub async fn run<E: Executor, L: RateLog>(
    wiring: Wiring,
    policy: Policy,
    executor: Arc<E>,
    log: Arc<L>,
    shutdown: CancellationToken,
) {
    let worker = Worker {
        wiring,
        policy,
        executor,
        log,
        wire: JoinSet::new(),
        on_wire: HashMap::new(),
        outbox: VecDeque::new(),
    };
    // Everything the loop awaits may be dropped: a slot taken in that moment is spent, an answer is not wanted.
    tokio::select! {
        biased;
        () = shutdown.cancelled() => {}
        () = worker.work() => {}
    }
}

struct Worker<E, L> {
    wiring: Wiring,
    policy: Policy,
    executor: Arc<E>,
    log: Arc<L>,
    wire: JoinSet<Result<Reply, Failure>>,
    on_wire: HashMap<task::Id, OnWire>,
    outbox: VecDeque<Done>,
}

#[derive(Clone, Copy)]
struct OnWire {
    flight: FlightId,
    slot: Slot,
    path: &'static str,
}

type Ended = Result<(task::Id, Result<Reply, Failure>), JoinError>;

impl<E: Executor, L: RateLog> Worker<E, L> {
    async fn work(mut self) {
        let results = self.wiring.results.clone();
        loop {
            let wake = self.send_what_may_go().await;
            let shown = self.show();
            let alarm = [wake, shown].into_iter().flatten().min();
            let alarm = self.wiring.started + alarm.unwrap_or_else(|| self.now() + FAR);
            tokio::select! {
                biased;
                command = self.wiring.commands.recv() => {
                    let Some(command) = command else { return };
                    if !self.obey_all(command) {
                        return;
                    }
                }
                Some(ended) = self.wire.join_next_with_id() => self.land(ended).await,
                permit = results.reserve(), if !self.outbox.is_empty() => {
                    let Ok(permit) = permit else { return };
                    if let Some(done) = self.outbox.pop_front() {
                        permit.send(done);
                    }
                }
                () = results.closed() => return,
                () = sleep_until(alarm) => {}
            }
        }
    }

    fn now(&self) -> Duration {
        self.wiring.started.elapsed()
    }

    /// Lets everything leave that may; tells when to look again. Answers that nobody has taken yet come first.
    async fn send_what_may_go(&mut self) -> Option<Duration> {
        self.hand_out();
        if !self.outbox.is_empty() {
            return None;
        }
        loop {
            let now = self.now();
            match self.policy.next(now) {
                Next::Sleep(wake) => return wake,
                Next::Ask(candidate) => {
                    let share = candidate.share();
                    match self.log.reserve(candidate.class, share, now).await {
                        Reservation::Granted(slot) => self.send(candidate, slot),
                        // A log that names a time gone by would have us ask for ever.
                        Reservation::NotBefore(at) => self
                            .policy
                            .hold(candidate, at.max(now + Duration::from_millis(1))),
                    }
                }
            }
        }
    }

    fn send(&mut self, candidate: Candidate, slot: Slot) {
        let Some(read) = self.policy.start(candidate, slot) else {
            return;
        };
        let path = read.path();
        let executor = Arc::clone(&self.executor);
        let task = self.wire.spawn(async move { executor.execute(read).await });
        let flight = candidate.flight;
        self.on_wire
            .insert(task.id(), OnWire { flight, slot, path });
    }

    async fn land(&mut self, ended: Ended) {
        let (id, result) = match ended {
            Ok((id, result)) => (id, Some(result)),
            Err(error) => (error.id(), None),
        };
        let Some(OnWire { flight, slot, path }) = self.on_wire.remove(&id) else {
            return;
        };
        let result = result.unwrap_or_else(|| Err(Failure::new(FailureKind::Internal, path)));
        let now = self.now();
        self.log.settle(slot, now).await;
        let finished = self.policy.finish(flight, result, now);
        if let Some(until) = finished.close_until {
            self.log.throttled(slot, until, now).await;
        }
        self.outbox.extend(finished.answers);
    }

    /// Obeys `command` and everything behind it; false when every handle is gone.
    fn obey_all(&mut self, command: Command) -> bool {
        self.obey(command);
        loop {
            match self.wiring.commands.try_recv() {
                Ok(command) => self.obey(command),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn obey(&mut self, command: Command) {
        let now = self.now();
        match command {
            Command::Submit(submit) => {
                let class = submit.read.rate_class();
                self.outbox.extend(self.policy.submit(submit, class, now));
            }
            Command::Cancel(id) => self.policy.cancel(id),
            Command::CancelAll(lane) => self.policy.cancel_all(lane),
            Command::Resume => self.policy.resume(now),
        }
    }

    fn hand_out(&mut self) {
        while let Some(done) = self.outbox.pop_front() {
            match self.wiring.results.try_send(done) {
                Ok(()) => {}
                Err(
                    mpsc::error::TrySendError::Full(done) | mpsc::error::TrySendError::Closed(done),
                ) => {
                    self.outbox.push_front(done);
                    return;
                }
            }
        }
    }

    /// Publishes the gauges if they changed; tells when they change by themselves.
    fn show(&self) -> Option<Duration> {
        let now = self.now();
        let usage = self.log.usage(now);
        let gauges = self.policy.gauges(&usage);
        self.wiring.gauges.send_if_modified(|shown| {
            let changed = *shown != gauges;
            if changed {
                *shown = gauges;
            }
            changed
        });
        let soonest = usage.iter().filter_map(|(_, usage)| usage.changes).min()?;
        Some(soonest.max(now + GAUGE_STEP).min(now + MINUTE))
    }
}

#[cfg(test)]
mod tests;
