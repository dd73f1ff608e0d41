//! One write that was granted its slot: into the journal, onto the wire once, its outcome into the journal, told.
//!
//! Straight down, without a loop around the sending: whatever breaks, nothing here can send again. Journal and transport
//! run in tasks of their own, so that a panic in one of them is an answer and not the end of the attempt.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::{Journal, Sender, Step, Told};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::{JournalId, Refusal, WriteId};
use crate::domain::write::{Intent, Outcome};
use crate::sched::ratelog::{RateLog, Slot};
use crate::sched::retry::{Jitter, closing};

/// How long after the journal refused an outcome it is offered again.
const RECORD_AGAIN: Duration = Duration::from_secs(1);

/// What one attempt needs.
pub(super) struct Attempt<J, S, L> {
    pub(super) id: WriteId,
    pub(super) slot: Slot,
    pub(super) journal: Arc<J>,
    pub(super) sender: Arc<S>,
    pub(super) log: Arc<L>,
    pub(super) full_window: Duration,
    pub(super) jitter: Jitter,
    pub(super) told: mpsc::UnboundedSender<Told>,
    pub(super) started: Instant,
}

impl<J: Journal, S: Sender, L: RateLog> Attempt<J, S, L> {
    pub(super) async fn make(mut self, intent: Intent, supersedes: Option<JournalId>) {
        let intent = Arc::new(intent);
        let entry = match self.open(&intent, supersedes).await {
            Ok(entry) => entry,
            Err(refusal) => {
                self.settle_slot().await;
                return self.tell(Step::Refused(refusal));
            }
        };
        self.tell(Step::Sending(entry));
        let outcome = self.send(&intent).await;
        self.settle_slot().await;
        self.note_429(&outcome).await;
        self.record(entry, &outcome).await;
        self.tell(Step::Ended(entry, outcome));
    }

    async fn open(
        &self,
        intent: &Arc<Intent>,
        supersedes: Option<JournalId>,
    ) -> Result<JournalId, Refusal> {
        let (journal, intent) = (Arc::clone(&self.journal), Arc::clone(intent));
        let opened = guarded(async move { journal.open(&intent, supersedes).await }).await;
        opened.unwrap_or_else(|| {
            let why = "a defect in the journal: nothing was sent";
            Err(Refusal::NotDurable(why.to_owned()))
        })
    }

    async fn send(&self, intent: &Arc<Intent>) -> Outcome {
        let path = intent.write.path();
        let (sender, intent) = (Arc::clone(&self.sender), Arc::clone(intent));
        let sent = guarded(async move { sender.send(&intent.write).await }).await;
        sent.unwrap_or_else(|| Outcome::Unknown(Failure::new(FailureKind::Internal, path)))
    }

    /// Offers the outcome to the journal until it takes it: until then nobody is told.
    async fn record(&self, entry: JournalId, outcome: &Outcome) {
        let mut said = None;
        loop {
            let (journal, outcome) = (Arc::clone(&self.journal), outcome.clone());
            let ended = guarded(async move { journal.end(entry, &outcome).await }).await;
            let why = match ended {
                Some(Ok(())) => return,
                Some(Err(why)) => why,
                None => "a defect in the journal".to_owned(),
            };
            if said.as_ref() != Some(&why) {
                said = Some(why.clone());
                self.tell(Step::Unrecorded(entry, why));
            }
            sleep(RECORD_AGAIN).await;
        }
    }

    async fn settle_slot(&self) {
        self.log.settle(self.slot, self.started.elapsed()).await;
    }

    /// A 429 closes the class for everybody.
    async fn note_429(&mut self, outcome: &Outcome) {
        let Outcome::Refused(failure) = outcome else {
            return;
        };
        if let FailureKind::Throttled { retry_after } = failure.kind {
            let now = self.started.elapsed();
            let until = now + closing(retry_after, self.full_window, &mut self.jitter);
            self.log.throttled(self.slot, until, now).await;
        }
    }

    fn tell(&self, step: Step) {
        // Nobody listens any more only while everything ends.
        drop(self.told.send(Told { id: self.id, step }));
    }
}

/// Runs a future in a task of its own; `None` when it panicked. Dropping this drops the future.
async fn guarded<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let mut one = JoinSet::new();
    one.spawn(future);
    one.join_next().await?.ok()
}
