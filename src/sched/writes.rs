//! The way of a write: a slot, the journal, one attempt, its outcome.
//!
//! ```text
//!             slot free          committed            outcome committed
//!  queued ------------> granted ----------> SENDING ------------------> told
//!    |  cancel            |  refused by the journal
//!    '--> Cancelled       '--> Refused                 nothing was sent on either way
//! ```
//!
//! Generic over journal and transport; knows neither SQLite nor HTTP. What it guarantees, whatever fails, panics or is
//! dropped, and in whatever order things arrive:
//!
//! - an intent is handed to the transport at most once, and only after the journal holds it;
//! - its outcome is told only after the journal holds that too; a transport that panics left the outcome unknown;
//! - writes on one target leave one after the other, in the order they came;
//! - what waits for its slot can be taken back, what the journal holds cannot.
//!
//! Dropping the worker abandons what is on the wire: the journal then still says SENDING, which the next start finds.

mod attempt;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::domain::journal::{JournalId, Refusal, WriteId};
use crate::domain::request::{Lane, RateClass};
use crate::domain::write::{Intent, Outcome, Write};
use crate::sched::limits::Limits;
use crate::sched::ratelog::{RateLog, Reservation, Slot};
use crate::sched::retry::Jitter;

use attempt::Attempt;

/// The longest sleep; only there to give a clock a far end.
const FAR: Duration = Duration::from_secs(86_400);

/// Remembers writes, durably.
pub trait Journal: Send + Sync + 'static {
    /// Commits an intent as SENDING; it is on disk when this returns. `supersedes` is the open entry of unknown outcome
    /// that it takes the place of.
    ///
    /// # Errors
    /// [`Refusal`]: nothing was remembered, so nothing may be sent.
    fn open(
        &self,
        intent: &Intent,
        supersedes: Option<JournalId>,
    ) -> impl Future<Output = Result<JournalId, Refusal>> + Send;

    /// Commits the outcome of an entry; it is on disk when this returns.
    ///
    /// # Errors
    /// Why it could not be, safe for one line. The entry stays SENDING.
    fn end(
        &self,
        id: JournalId,
        outcome: &Outcome,
    ) -> impl Future<Output = Result<(), String>> + Send;
}

/// Sends a write.
pub trait Sender: Send + Sync + 'static {
    /// Sends it once, and tells how far the exchange came. Ends within the transport's own timeouts. Dropping the
    /// future leaves the outcome unknown.
    fn send(&self, write: &Write) -> impl Future<Output = Outcome> + Send;
}

/// How far a write came. Times are engine times: durations since [`wire`].
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Its slot is not free before this moment.
    Waiting(Duration),
    /// Taken back, or never begun because everything ends: not remembered, not sent.
    Cancelled,
    /// Not remembered, so not sent.
    Refused(Refusal),
    /// Remembered; on its way from now on.
    Sending(JournalId),
    /// Its outcome is there but the journal does not take it, for this reason: tried again until it does.
    Unrecorded(JournalId, String),
    /// Its outcome is remembered.
    Ended(JournalId, Outcome),
}

/// What became of which write.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The write.
    pub id: WriteId,
    /// How far it came.
    pub step: Step,
}

#[derive(Debug)]
enum Command {
    Send(Queued),
    Cancel(WriteId),
}

/// A write that was handed in and is not granted a slot yet.
#[derive(Debug)]
struct Queued {
    id: WriteId,
    intent: Intent,
    supersedes: Option<JournalId>,
    target: String,
    told_to_wait: Option<Duration>,
}

/// The way to the worker; cheap to clone. Never blocks, never fails.
#[derive(Clone, Debug)]
pub struct WritesHandle {
    commands: mpsc::UnboundedSender<Command>,
    started: Instant,
}

/// The worker's ends of the channels, for [`run`].
#[derive(Debug)]
pub struct Wiring {
    commands: mpsc::UnboundedReceiver<Command>,
    told: mpsc::UnboundedSender<Told>,
    started: Instant,
}

/// Makes the channels; engine time starts now. Both legs are unbounded: people confirm writes one by one.
pub fn wire() -> (WritesHandle, mpsc::UnboundedReceiver<Told>, Wiring) {
    let started = Instant::now();
    let (commands, inbox) = mpsc::unbounded_channel();
    let (told, hears) = mpsc::unbounded_channel();
    let handle = WritesHandle { commands, started };
    let wiring = Wiring {
        commands: inbox,
        told,
        started,
    };
    (handle, hears, wiring)
}

impl WritesHandle {
    /// Hands a confirmed write in. It is told of until it is cancelled, refused or ended, unless the worker is dropped.
    pub fn send(&self, id: WriteId, intent: Intent, supersedes: Option<JournalId>) {
        let target = intent.write.target();
        self.tell(Command::Send(Queued {
            id,
            intent,
            supersedes,
            target,
            told_to_wait: None,
        }));
    }

    /// Takes a write back, if it still waits for its slot; else this does nothing.
    pub fn cancel(&self, id: WriteId) {
        self.tell(Command::Cancel(id));
    }

    /// Whether the worker has ended, so that nothing is taken any more.
    pub fn is_closed(&self) -> bool {
        self.commands.is_closed()
    }

    /// The engine time of this moment.
    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn tell(&self, command: Command) {
        // Refused only when the worker has ended, and then nothing is sent any more.
        drop(self.commands.send(command));
    }
}

/// What the worker works with.
#[derive(Debug)]
pub struct Means<J, S, L> {
    /// Where writes are remembered.
    pub journal: Arc<J>,
    /// What sends them.
    pub sender: Arc<S>,
    /// Who keeps the sliding windows.
    pub log: Arc<L>,
    /// What each class allows.
    pub limits: Limits,
    /// Seed of the jitter after a 429.
    pub seed: u64,
}

/// Takes writes in until `shutdown`, or until every handle is gone; what has not begun by then never does, what is on
/// its way is waited for.
pub async fn run<J: Journal, S: Sender, L: RateLog>(
    wiring: Wiring,
    means: Means<J, S, L>,
    shutdown: CancellationToken,
) {
    let worker = Worker {
        jitter: Jitter::new(means.seed),
        wiring,
        means,
        shutdown,
        queue: VecDeque::new(),
        wire: JoinSet::new(),
        flying: Vec::new(),
        is_ending: false,
    };
    worker.work().await;
}

struct Worker<J, S, L> {
    wiring: Wiring,
    means: Means<J, S, L>,
    shutdown: CancellationToken,
    jitter: Jitter,
    queue: VecDeque<Queued>,
    wire: JoinSet<()>,
    flying: Vec<Flying>,
    is_ending: bool,
}

/// A write that was granted its slot and has not ended.
struct Flying {
    task: tokio::task::Id,
    class: RateClass,
    target: String,
}

impl<J: Journal, S: Sender, L: RateLog> Worker<J, S, L> {
    async fn work(mut self) {
        let shutdown = self.shutdown.clone();
        loop {
            let wake = self.begin_what_may_go().await;
            if self.is_ending && self.wire.is_empty() {
                return;
            }
            let alarm = self.wiring.started + wake.unwrap_or_else(|| self.now() + FAR);
            tokio::select! {
                biased;
                () = shutdown.cancelled(), if !self.is_ending => self.end(),
                command = self.wiring.commands.recv(), if !self.is_ending => match command {
                    Some(command) => self.obey(command),
                    None => self.end(),
                },
                Some(ended) = self.wire.join_next_with_id() => self.land(&ended),
                () = sleep_until(alarm) => {}
            }
        }
    }

    fn now(&self) -> Duration {
        self.wiring.started.elapsed()
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Send(queued) => self.queue.push_back(queued),
            Command::Cancel(id) => {
                if let Some(at) = self.queue.iter().position(|queued| queued.id == id) {
                    self.queue.remove(at);
                    self.tell(id, Step::Cancelled);
                }
            }
        }
    }

    /// From now on nothing begins.
    fn end(&mut self) {
        self.is_ending = true;
        while let Ok(command) = self.wiring.commands.try_recv() {
            self.obey(command);
        }
        for queued in std::mem::take(&mut self.queue) {
            self.tell(queued.id, Step::Cancelled);
        }
    }

    /// Begins every write that may leave now; tells when to look again.
    async fn begin_what_may_go(&mut self) -> Option<Duration> {
        let mut wake = None;
        for class in RateClass::ALL {
            while let Some(at) = self.next_of(class) {
                let now = self.now();
                match self.means.log.reserve(class, Lane::User, now).await {
                    Reservation::Granted(slot) => self.begin(at, slot),
                    Reservation::NotBefore(free_at) => {
                        // A log that names a time gone by would have us ask for ever.
                        let free_at = free_at.max(now + Duration::from_millis(1));
                        wake = Some(wake.map_or(free_at, |wake: Duration| wake.min(free_at)));
                        self.wait(at, free_at);
                        break;
                    }
                }
            }
        }
        wake
    }

    /// Place in the queue of the write of a class that is next: the first whose target is free.
    fn next_of(&self, class: RateClass) -> Option<usize> {
        let on_wire = self.flying.iter().filter(|flying| flying.class == class);
        let allowed = usize::try_from(self.means.limits.of(class).in_flight()).unwrap_or(1);
        if on_wire.count() >= allowed {
            return None;
        }
        let is_free = |queued: &Queued| {
            queued.intent.write.rate_class() == class
                && !self
                    .flying
                    .iter()
                    .any(|flying| flying.target == queued.target)
        };
        self.queue.iter().position(is_free)
    }

    fn begin(&mut self, at: usize, slot: Slot) {
        let Some(queued) = self.queue.remove(at) else {
            return;
        };
        let attempt = Attempt {
            id: queued.id,
            slot,
            journal: Arc::clone(&self.means.journal),
            sender: Arc::clone(&self.means.sender),
            log: Arc::clone(&self.means.log),
            full_window: self.means.limits.of(slot.class).full_window(),
            jitter: self.jitter.split(),
            told: self.wiring.told.clone(),
            started: self.wiring.started,
        };
        let task = self
            .wire
            .spawn(attempt.make(queued.intent, queued.supersedes));
        self.flying.push(Flying {
            task: task.id(),
            class: slot.class,
            target: queued.target,
        });
    }

    fn wait(&mut self, at: usize, until: Duration) {
        let Some(queued) = self.queue.get_mut(at) else {
            return;
        };
        if queued.told_to_wait.replace(until) != Some(until) {
            let id = queued.id;
            self.tell(id, Step::Waiting(until));
        }
    }

    fn land(&mut self, ended: &Result<(tokio::task::Id, ()), JoinError>) {
        let task = match ended {
            Ok((task, ())) => *task,
            Err(error) => error.id(),
        };
        self.flying.retain(|flying| flying.task != task);
    }

    fn tell(&self, id: WriteId, step: Step) {
        // Nobody listens any more only while everything ends.
        drop(self.wiring.told.send(Told { id, step }));
    }
}

#[cfg(test)]
mod tests;
