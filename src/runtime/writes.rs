//! The way of a write from the core to Covage: journal, slot, one attempt, outcome.
//!
//! Carries out and decides nothing. The tasks belong to the engine: leaving a screen, or a stalled terminal, stops none of
//! them.

use tokio::sync::mpsc;

use crate::app::event::{Event, WriteMove};
use crate::domain::journal::{JournalId, Look, Refusal, Settled, WriteId};
use crate::domain::write::Intent;

/// Where writes are handed in.
#[derive(Debug)]
pub struct WriteDesk {
    /// What became of them, as events of the core.
    pub events: mpsc::UnboundedReceiver<Event>,
    told: mpsc::UnboundedSender<Event>,
    off: String,
}

impl WriteDesk {
    /// A desk that takes nothing, and says why.
    pub fn off(why: &str) -> Self {
        let (told, events) = mpsc::unbounded_channel();
        Self {
            events,
            told,
            off: why.to_owned(),
        }
    }

    /// Remembers an intent, then sends it once.
    pub fn send(&self, id: WriteId, _intent: Intent, _supersedes: Option<JournalId>) {
        let refused = WriteMove::Refused(Refusal::NotDurable(self.off.clone()));
        self.tell(Event::WriteMoved(id, refused));
    }

    /// Takes back a write that waits for its slot.
    pub fn cancel(&self, _id: WriteId) {}

    /// Remembers a read-back that settled nothing.
    pub fn note_look(&self, _id: JournalId, _look: Look) {}

    /// Settles an unknown outcome.
    pub fn settle(&self, _id: JournalId, _settled: Settled) {}

    fn tell(&self, event: Event) {
        // Nobody listens any more only while everything ends.
        drop(self.told.send(event));
    }
}
