//! Everything the core may ask of the outside, as comparable data.

use crate::app::batch::{BatchAsk, BatchNumber};
use crate::app::jobs::{SaveFile, SaveId};
use crate::app::saved::Change;
use crate::domain::journal::{JournalId, Look, Settled, WriteId};
use crate::domain::request::{Lane, Read, RequestId};
use crate::domain::write::Intent;

/// A job for the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the API.
    Submit {
        /// Recognises the answer.
        id: RequestId,
        /// What to ask.
        read: Read,
        /// Who waits for it.
        lane: Lane,
    },
    /// An answer is no longer wanted; it may come all the same.
    Cancel(RequestId),
    /// A person acted: try again at once after connection or login trouble.
    TryNow,
    /// Put a text where pasting finds it.
    Copy(String),
    /// Change the file of saved views.
    ChangeViews(Change),
    /// Remember an intent durably, then send it, once.
    Write {
        /// Recognises what becomes of it.
        id: WriteId,
        /// What a person confirmed.
        intent: Intent,
        /// The open entry of unknown outcome that this one takes the place of.
        supersedes: Option<JournalId>,
    },
    /// Take back a write that still waits for its slot.
    CancelWrite(WriteId),
    /// Remember a read-back that settled nothing.
    NoteLook(JournalId, Look),
    /// Settle an unknown outcome.
    Settle(JournalId, Settled),
    /// Read a trace file whole, for a look before it is sent.
    LoadTrace(SaveId, String),
    /// Read a file of sites whole and check every line of it.
    LoadSites(SaveId, String),
    /// Remember something of a batch.
    Batch(BatchNumber, Box<BatchAsk>),
    /// List what a path that is being typed may go on with; files with one of these endings first.
    ListPaths(SaveId, String, &'static [&'static str]),
    /// Write bytes to a new file.
    SaveFile(SaveId, SaveFile),
    /// Draw every cell anew.
    Redraw,
    /// Hand the terminal back to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
}
