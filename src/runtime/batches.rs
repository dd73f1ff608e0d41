//! The memory of batches: what the core wants to be remembered goes into `state.db`, in its order, and what it says comes
//! back.
//!
//! At the start it tells what earlier runs left and what other copies run. Carries out and decides nothing; the core hears
//! that something is remembered before it sends what that describes.

use tokio::sync::mpsc;

use super::tasks::Tasks;
use crate::app::batch::{BatchAsk, BatchNumber, BatchTold};
use crate::app::event::Event;
use crate::domain::batch::NewBatch;
use crate::domain::journal::Account;
use crate::store::{StoreError, StoreHandle};

/// The name its task panics under.
const TASK: &str = "batches";

/// The way to the memory of batches.
#[derive(Debug)]
pub(super) struct BatchBook(mpsc::UnboundedSender<(BatchNumber, BatchAsk)>);

impl BatchBook {
    /// Opens it for an account, as a task of `tasks`: what was asked by the end is still done.
    pub(super) fn open(
        store: StoreHandle,
        account: Account,
        tasks: &Tasks,
        told: mpsc::UnboundedSender<Event>,
    ) -> Self {
        let (asks, mut inbox) = mpsc::unbounded_channel();
        let token = tasks.token().clone();
        tasks.spawn_graceful(TASK, async move {
            let found = store.batches(account.clone()).await.unwrap_or_default();
            if !found.is_empty() {
                tell(&told, BatchTold::Found(found));
            }
            loop {
                tokio::select! {
                    biased;
                    ask = inbox.recv() => match ask {
                        Some((number, ask)) => tell(&told, remember(&store, &account, number, ask).await),
                        None => return,
                    },
                    () = token.cancelled() => return,
                }
            }
        });
        Self(asks)
    }

    /// Has something remembered.
    pub(super) fn ask(&self, number: BatchNumber, ask: BatchAsk) {
        // Refused only while everything ends.
        drop(self.0.send((number, ask)));
    }
}

/// What is said where nothing can be remembered.
pub(super) fn refusal(number: BatchNumber, ask: &BatchAsk, why: &str) -> Event {
    let why = why.to_owned();
    Event::Batch(match ask {
        BatchAsk::Open { .. } => BatchTold::Opened(number, Err(why)),
        BatchAsk::Note(..) => BatchTold::Noted(number, Err(why)),
        BatchAsk::Claim(_) => BatchTold::Claimed(number, Err(why)),
    })
}

async fn remember(
    store: &StoreHandle,
    account: &Account,
    number: BatchNumber,
    ask: BatchAsk,
) -> BatchTold {
    let why = |error: StoreError| match error {
        StoreError::NotOpen => "another copy of the program runs it, or it has ended".to_owned(),
        error => error.to_string(),
    };
    match ask {
        BatchAsk::Open { mark, plan } => {
            let account = account.clone();
            let plan = *plan;
            let batch = NewBatch {
                account,
                mark,
                plan,
            };
            BatchTold::Opened(number, store.open_batch(batch).await.map_err(why))
        }
        BatchAsk::Note(id, change) => {
            BatchTold::Noted(number, store.note_batch(id, change).await.map_err(why))
        }
        BatchAsk::Claim(id) => {
            let claimed = store.claim_batch(id).await.map_err(why);
            BatchTold::Claimed(number, claimed.map(Box::new))
        }
    }
}

fn tell(told: &mpsc::UnboundedSender<Event>, batch: BatchTold) {
    // Nobody listens any more only while everything ends.
    drop(told.send(Event::Batch(batch)));
}
