//! The way of a write from the core to Covage: journal, slot, one attempt, outcome.
//!
//! Wires [`crate::sched::writes`] to the HTTP client, to `state.db` and to the rate log that every copy shares, and
//! translates what they say into the core's own terms. Carries out and decides nothing. The tasks belong to nobody's
//! screen and to no engine: leaving a pane, a stalled terminal or a request engine that has to be started anew stops none
//! of them.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::batches::{BatchBook, refusal};
use super::clock::Clock;
use super::engine::Account;
use super::store::SharedLog;
use super::tasks::Tasks;
use crate::api::{Auth, BuildError, Endpoints, Writer};
use crate::app::batch::{BatchAsk, BatchNumber};
use crate::app::event::{Event, WriteMove};
use crate::domain::journal::{self, JournalId, Look, Refusal, Settled, WriteId};
use crate::domain::write::{Intent, Outcome, Write};
use crate::sched::writes::{self, Means, Step, Told, WritesHandle};
use crate::store::{StoreError, StoreHandle};

/// The name its task panics under.
pub const TASK: &str = "writes";
/// How long a signal that ends the program leaves to a write on its way. Two seconds are promised, and the last resort
/// acts when they are over: this is earlier, so that the program still ends in its own order.
pub const LAST_WAIT: Duration = Duration::from_millis(1_750);

/// Where writes are handed in.
#[derive(Debug)]
pub struct WriteDesk {
    /// What became of them, as events of the core.
    pub events: mpsc::UnboundedReceiver<Event>,
    told: mpsc::UnboundedSender<Event>,
    way: Result<Way, String>,
}

/// What an open desk has.
#[derive(Debug)]
struct Way {
    handle: WritesHandle,
    store: StoreHandle,
    line: Arc<Line>,
    batches: BatchBook,
    endpoints: Endpoints,
    tasks: Tasks,
    ended: CancellationToken,
}

impl WriteDesk {
    /// A desk that takes nothing, and says why.
    pub fn off(why: &str) -> Self {
        let (told, events) = mpsc::unbounded_channel();
        Self {
            events,
            told,
            way: Err(why.to_owned()),
        }
    }

    /// A desk whose writes go to the server of `account` with the token of `auth`, as tasks of `tasks`. Sends nothing
    /// yet. Without a store it takes nothing.
    ///
    /// # Errors
    /// The addresses or the extra root certificates are no good.
    pub fn start(
        account: &Account,
        auth: Auth,
        clock: &Clock,
        tasks: &Tasks,
    ) -> Result<Self, BuildError> {
        let mut desk = Self::off("there is no journal: nothing can be remembered");
        let identity = account.identity();
        let shared = &account.shared;
        let (Some(store), Some(log)) = (shared.store(), shared.rates(&identity, &account.limits))
        else {
            return Ok(desk);
        };
        let line = Arc::new(Line::new(&account.endpoints, auth)?);
        let book = Book {
            store: store.clone(),
            account: identity,
        };
        let (handle, hears, wiring) = writes::wire();
        let tasks = tasks.child();
        let ended = CancellationToken::new();
        let means: Means<Book, Line, SharedLog> = Means {
            journal: Arc::new(book),
            sender: Arc::clone(&line),
            log: Arc::new(log),
            limits: account.limits,
            seed: account.seed.rotate_left(1),
        };
        let (over, shutdown) = (ended.clone().drop_guard(), tasks.token().clone());
        tasks.spawn_graceful(TASK, async move {
            let _over = over;
            writes::run(wiring, means, shutdown).await;
        });
        let dates = Dates {
            handle: handle.clone(),
            clock: clock.clone(),
        };
        tasks.spawn("write events", tell_moves(hears, dates, desk.told.clone()));
        tasks.spawn(
            "journal events",
            tell_journal(store.clone(), desk.told.clone()),
        );
        let batches = BatchBook::open(store.clone(), account.identity(), &tasks, desk.told.clone());
        desk.way = Ok(Way {
            batches,
            handle,
            store: store.clone(),
            line,
            endpoints: account.endpoints.clone(),
            tasks,
            ended,
        });
        Ok(desk)
    }

    /// From now on writes go with another login: the request engine was started anew.
    pub fn log_in_with(&self, auth: Auth) {
        // The addresses were good at the start.
        if let Ok(way) = &self.way
            && let Ok(writer) = Writer::new(&way.endpoints, auth)
        {
            way.line.replace(writer);
        }
    }

    /// Remembers an intent, then sends it once.
    pub fn send(&self, id: WriteId, intent: Intent, supersedes: Option<JournalId>) {
        match &self.way {
            Ok(way) if !way.handle.is_closed() => way.handle.send(id, intent, supersedes),
            Ok(_) => self.refuse(
                id,
                "a defect ended the way of writes: start the program again",
            ),
            Err(off) => self.refuse(id, off),
        }
    }

    /// Takes back a write that waits for its slot.
    pub fn cancel(&self, id: WriteId) {
        if let Ok(way) = &self.way {
            way.handle.cancel(id);
        }
    }

    /// Remembers a read-back that settled nothing.
    pub fn note_look(&self, id: JournalId, look: Look) {
        self.write_down(move |store| async move { store.look(id, look).await.map(drop) });
    }

    /// Settles an unknown outcome.
    pub fn settle(&self, id: JournalId, settled: Settled) {
        self.write_down(move |store| async move { store.settle(id, settled).await.map(drop) });
    }

    /// Has something of a batch remembered.
    pub fn remember(&self, number: BatchNumber, ask: BatchAsk) {
        match &self.way {
            Ok(way) => way.batches.ask(number, ask),
            // Nobody listens any more only while everything ends.
            Err(off) => drop(self.told.send(refusal(number, &ask, off))),
        }
    }

    /// Begins nothing from now on and waits for what is on its way; false if it has not ended `within`.
    pub async fn finish(&self, within: Duration) -> bool {
        let Ok(way) = &self.way else {
            return true;
        };
        way.tasks.cancel();
        tokio::time::timeout(within, way.ended.cancelled())
            .await
            .is_ok()
    }

    /// Asks the store for something nobody waits for. What fails is found again: an entry stays as it was.
    fn write_down<F>(&self, ask: impl FnOnce(StoreHandle) -> F)
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        if let Ok(way) = &self.way {
            let asked = ask(way.store.clone());
            way.tasks.spawn("journal notes", async move {
                if let Err(error) = asked.await {
                    tracing::warn!(%error, "the journal did not take a note");
                }
            });
        }
    }

    fn refuse(&self, id: WriteId, why: &str) {
        let refusal = Refusal::NotDurable(why.to_owned());
        // Nobody listens any more only while everything ends.
        drop(
            self.told
                .send(Event::WriteMoved(id, WriteMove::Refused(refusal))),
        );
    }
}

/// Engine times as dates.
struct Dates {
    handle: WritesHandle,
    clock: Clock,
}

impl Dates {
    fn of(&self, at: Duration) -> chrono::DateTime<chrono::Utc> {
        let left = at.saturating_sub(self.handle.now());
        self.clock.now() + TimeDelta::from_std(left).unwrap_or_default()
    }
}

/// Hands on what became of writes.
async fn tell_moves(
    mut hears: mpsc::UnboundedReceiver<Told>,
    dates: Dates,
    told: mpsc::UnboundedSender<Event>,
) {
    while let Some(Told { id, step }) = hears.recv().await {
        let moved = match step {
            Step::Waiting(until) => WriteMove::Waiting(dates.of(until)),
            Step::Cancelled => WriteMove::Cancelled,
            Step::Refused(refusal) => WriteMove::Refused(refusal),
            Step::Sending(entry) => WriteMove::Sending(entry),
            Step::Ended(entry, outcome) => WriteMove::Ended(entry, outcome),
            // The journal itself says why it cannot be written.
            Step::Unrecorded(entry, why) => {
                tracing::error!(entry = entry.0, why, "an outcome waits for the journal");
                continue;
            }
        };
        if told.send(Event::WriteMoved(id, moved)).is_err() {
            return;
        }
    }
}

/// Hands on every change of the journal, whichever process made it.
async fn tell_journal(store: StoreHandle, told: mpsc::UnboundedSender<Event>) {
    let mut shown = store.journal();
    shown.mark_changed();
    while shown.changed().await.is_ok() {
        let journal = shown.borrow_and_update().clone();
        if told.send(Event::JournalChanged(journal)).is_err() {
            return;
        }
    }
}

/// The journal, as the writes of one account see it.
struct Book {
    store: StoreHandle,
    account: journal::Account,
}

impl writes::Journal for Book {
    async fn open(
        &self,
        intent: &Intent,
        supersedes: Option<JournalId>,
    ) -> Result<JournalId, Refusal> {
        let (intent, account) = (intent.clone(), self.account.clone());
        let entry = self.store.open(intent, account, supersedes).await?;
        Ok(entry.id)
    }

    async fn end(&self, id: JournalId, outcome: &Outcome) -> Result<(), String> {
        match self.store.end(id, outcome).await {
            // Settled meanwhile, by a person or by another copy that took us for dead: there is nothing left to commit.
            Ok(_) | Err(StoreError::NotOpen) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// The HTTP client, with the login of the day.
#[derive(Debug)]
struct Line(RwLock<Arc<Writer>>);

impl Line {
    fn new(endpoints: &Endpoints, auth: Auth) -> Result<Self, BuildError> {
        let writer = Writer::new(endpoints, auth)?;
        Ok(Self(RwLock::new(Arc::new(writer))))
    }

    fn replace(&self, writer: Writer) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(writer);
    }

    fn writer(&self) -> Arc<Writer> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl writes::Sender for Line {
    async fn send(&self, write: &Write) -> Outcome {
        self.writer().send(write).await
    }
}
