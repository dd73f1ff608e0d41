//! The way to the store, and the task at its other end.
//!
//! A handle never waits for the disk: it puts work into a queue, and the answer is a future. The worker does the work in
//! its order, on a blocking thread, as much of it at once as is there.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::error::StoreError;
use super::keeper::{Clocks, Keeper, Place};
use super::latch::{FingerprintKey, Gate, LoginKey};
use super::rates::{Kept, RateKey};
use crate::domain::batch::{BatchId, Change, Kept as KeptBatch, NewBatch};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::job::{Job, JobId, JobState, NewJob, Progress};
use crate::domain::journal::{Account, Entry, Journal, JournalId, Look, Refusal, Settled};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome};

/// How often changes of other processes are looked for: within this they are shown.
const TICK: Duration = Duration::from_secs(1);
/// Work done without giving the thread back.
const AT_ONCE: usize = 64;

type Work = Box<dyn FnOnce(&mut Keeper) + Send>;

/// The way to the store; cheap to clone.
#[derive(Clone, Debug)]
pub struct StoreHandle {
    work: mpsc::UnboundedSender<Work>,
    journal: watch::Receiver<Journal>,
}

/// The worker's ends of the channels, for [`run`].
#[derive(Debug)]
pub struct Wiring {
    inbox: mpsc::UnboundedReceiver<Work>,
    shown: watch::Sender<Journal>,
}

/// Makes the channels. Until the worker has opened the file the journal is empty, and what is asked waits.
pub fn wire() -> (StoreHandle, Wiring) {
    let (work, inbox) = mpsc::unbounded_channel();
    let (shown, journal) = watch::channel(Journal::default());
    (StoreHandle { work, journal }, Wiring { inbox, shown })
}

/// Runs the store until every handle is gone, or until `shutdown`; what was asked by then is still done.
pub async fn run(wiring: Wiring, place: Place, clocks: Clocks, shutdown: CancellationToken) {
    let Wiring { mut inbox, shown } = wiring;
    let site = Site {
        place,
        clocks,
        shown,
    };
    let mut keeper = site.work(None, |_| {}).await;
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let mut batch: Vec<Work> = Vec::new();
        tokio::select! {
            biased;
            () = shutdown.cancelled(), if !inbox.is_closed() => inbox.close(),
            _ = ticks.tick() => keeper = site.work(keeper, Keeper::tick).await,
            count = inbox.recv_many(&mut batch, AT_ONCE) => {
                if count == 0 {
                    return;
                }
                let work = |keeper: &mut Keeper| batch.into_iter().for_each(|work| work(keeper));
                keeper = site.work(keeper, work).await;
            }
        }
    }
}

#[derive(Clone)]
struct Site {
    place: Place,
    clocks: Clocks,
    shown: watch::Sender<Journal>,
}

impl Site {
    /// Works on a blocking thread. A keeper that a panic took is opened anew the next time.
    async fn work(
        &self,
        keeper: Option<Keeper>,
        work: impl FnOnce(&mut Keeper) + Send + 'static,
    ) -> Option<Keeper> {
        let Self {
            place,
            clocks,
            shown,
        } = self.clone();
        let done = spawn_blocking(move || {
            let mut keeper = keeper.unwrap_or_else(|| Keeper::open(place, clocks, shown));
            work(&mut keeper);
            keeper
        });
        done.await.ok()
    }
}

impl StoreHandle {
    /// Remembers an intent, durably, as being sent; only then may its first byte leave. With `supersedes` an entry of
    /// unknown outcome on the same target gives way, if it is older than
    /// [`FRESH_INTENT_AFTER`](crate::domain::journal::FRESH_INTENT_AFTER) and reading back still showed the old state
    /// that long after it.
    ///
    /// Cancel safety: an intent that nobody waits for any more when it is committed is noted as not sent.
    ///
    /// # Errors
    /// [`Refusal`]: then nothing may be sent.
    pub async fn open(
        &self,
        intent: Intent,
        account: Account,
        supersedes: Option<JournalId>,
    ) -> Result<Entry, Refusal> {
        let (reply, answer) = oneshot::channel();
        let path = intent.write.path();
        self.put(Box::new(move |keeper| {
            let opened = keeper.open_intent(&intent, &account, supersedes);
            if let Err(Ok(entry)) = reply.send(opened) {
                let failure = Failure::new(FailureKind::Internal, path);
                let words = "taken back before it left";
                // What cannot be committed is owed.
                let _ = keeper.end(entry.id, &Outcome::NotSent(failure.with_detail(words)));
            }
        }));
        let ended = |_| Err(Refusal::NotDurable(StoreError::Ended.to_string()));
        answer.await.unwrap_or_else(ended)
    }

    /// Notes what the transport told of a write of this process. An outcome that cannot be committed is tried again
    /// until it can; until then the entry stays as being sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end(&self, id: JournalId, outcome: &Outcome) -> Result<Entry, StoreError> {
        let outcome = outcome.clone();
        self.ask(move |keeper| keeper.end(id, &outcome)).await
    }

    /// Notes a read-back that settled nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look(&self, id: JournalId, look: Look) -> Result<Entry, StoreError> {
        self.ask(move |keeper| keeper.look(id, &look)).await
    }

    /// Settles an entry of unknown outcome. One that is settled already stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle(&self, id: JournalId, settled: Settled) -> Result<Entry, StoreError> {
        self.ask(move |keeper| keeper.settle(id, &settled)).await
    }

    /// The journal as it is now: every open entry and the latest others.
    pub async fn list(&self) -> Journal {
        let listed = self.ask(|keeper| Ok(keeper.list())).await;
        listed.unwrap_or_else(|_| self.journal.borrow().clone())
    }

    /// The journal, and a signal whenever it changes, whichever process changed it.
    pub fn journal(&self) -> watch::Receiver<Journal> {
        self.journal.clone()
    }

    /// Reads and changes what is kept of a rate class, with no other process in between. `act` gets it and the boot
    /// time, and tells whether it is to be kept.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub async fn rate<T: Send + 'static>(
        &self,
        key: RateKey,
        act: impl FnOnce(&mut Kept, Duration) -> (T, bool) + Send + 'static,
    ) -> Result<T, StoreError> {
        self.ask(move |keeper| keeper.rate(&key, act)).await
    }

    /// The key of fingerprints; `candidate` becomes it if there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fingerprint_key(
        &self,
        candidate: FingerprintKey,
    ) -> Result<FingerprintKey, StoreError> {
        self.ask(move |keeper| keeper.fingerprint_key(&candidate))
            .await
    }

    /// Asks whether a password may be sent. After [`Gate::Open`] say what came of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn enter_login(&self, key: LoginKey) -> Result<Gate, StoreError> {
        self.ask(move |keeper| keeper.enter_login(&key)).await
    }

    /// Remembers that a password was refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refuse_login(&self, key: LoginKey, words: Text) -> Result<(), StoreError> {
        self.ask(move |keeper| keeper.refuse_login(&key, &words))
            .await
    }

    /// The try of a password is over, and it was not refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn leave_login(&self, key: LoginKey) -> Result<(), StoreError> {
        self.ask(move |keeper| keeper.leave_login(&key)).await
    }

    /// A person acted: every password of the account may be tried again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reset_logins(
        &self,
        token_url: String,
        username: String,
    ) -> Result<(), StoreError> {
        self.ask(move |keeper| keeper.reset_logins(&token_url, &username))
            .await
    }

    /// Remembers a job that begins.
    ///
    /// # Errors
    /// [`StoreError`]; a job may go on without being remembered.
    pub async fn open_job(&self, job: NewJob) -> Result<Job, StoreError> {
        self.ask(move |keeper| keeper.open_job(&job)).await
    }

    /// Notes how a job stands; it is this process's from now on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn update_job(
        &self,
        id: JobId,
        state: JobState,
        progress: Progress,
    ) -> Result<Job, StoreError> {
        self.ask(move |keeper| keeper.update_job(id, &state, progress))
            .await
    }

    /// Jobs that are not over and the latest others, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        self.ask(|keeper| keeper.jobs()).await
    }

    /// Remembers a batch that begins, as this process's.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it may be sent.
    pub async fn open_batch(&self, batch: NewBatch) -> Result<BatchId, StoreError> {
        self.ask(move |keeper| keeper.open_batch(&batch)).await
    }

    /// Notes how a batch of this process came on.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::NotOpen`] when another process has it.
    pub async fn note_batch(&self, id: BatchId, change: Change) -> Result<(), StoreError> {
        self.ask(move |keeper| keeper.note_batch(id, &change)).await
    }

    /// Takes over a batch that no living process runs; it is this process's from now on.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::NotOpen`] when it has ended or another process runs it.
    pub async fn claim_batch(&self, id: BatchId) -> Result<KeptBatch, StoreError> {
        self.ask(move |keeper| keeper.claim_batch(id)).await
    }

    /// Batches of an account that have not ended, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn batches(&self, account: Account) -> Result<Vec<KeptBatch>, StoreError> {
        self.ask(move |keeper| keeper.batches(&account)).await
    }

    /// Waits until everything that was asked so far is done. For a thread that ends the process: it blocks.
    pub fn wait_until_done(&self) {
        let (reply, answer) = oneshot::channel();
        self.put(Box::new(move |_| {
            // Nobody waits any more only when time was up.
            let _ = reply.send(());
        }));
        // An error says that the worker has ended, and with it everything that was asked.
        let _ = answer.blocking_recv();
    }

    async fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Keeper) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.put(Box::new(move |keeper| {
            // Whoever asked may have gone; what was asked is done.
            let _ = reply.send(act(keeper));
        }));
        answer.await.unwrap_or(Err(StoreError::Ended))
    }

    fn put(&self, work: Work) {
        // Refused only when the worker has ended; the answer tells.
        let _ = self.work.send(work);
    }
}
