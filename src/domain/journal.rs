//! The life of a write as it is remembered: before its first byte, after its outcome, until it is settled.
//!
//! ```text
//!            committed before the first byte
//!  Intent ------------------------------------> Sending ---> NotSent | Refused | Applied
//!                                                  |            (set by the transport alone)
//!                    its process died, or doubt    '-------> Unknown ---> Settled
//!                                                                          (by reading back, or by hand)
//! ```
//!
//! Unknown is never sent again. `Sending` and `Unknown` are open: no other write on the same target may begin, whatever
//! process it comes from.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome};

/// How long after an unknown outcome a person may confirm the same write anew, when reading back still shows the old
/// state (safety rules, section 2.5).
pub const FRESH_INTENT_AFTER: TimeDelta = TimeDelta::seconds(120);

/// Names an entry of the journal, on this host and for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalId(pub i64);

/// Names a write within this run of the program, from the moment it is handed to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(pub u64);

/// Who writes where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Scheme, host and port of the API.
    pub origin: String,
    /// User name at Covage.
    pub username: String,
}

/// A write that was attempted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: JournalId,
    /// Whose it is.
    pub account: Account,
    /// When it was committed.
    pub at: DateTime<Utc>,
    /// What was to be sent; `Err` with the words of a program newer than this one.
    pub intent: Result<Intent, Text>,
    /// How far it came.
    pub stage: Stage,
    /// When the stage was committed.
    pub staged_at: DateTime<Utc>,
    /// The last read-back that settled nothing.
    pub look: Option<Look>,
    /// How many read-backs there were.
    pub looks: u32,
    /// Whether this process sent it.
    pub is_ours: bool,
}

impl Entry {
    /// Whether another write on its target has to wait.
    pub fn is_open(&self) -> bool {
        matches!(
            self.stage,
            Stage::Sending | Stage::Ended(Outcome::Unknown(_))
        )
    }

    /// Whether only reading back, or a person, can tell what became of it.
    pub fn is_unknown(&self) -> bool {
        matches!(self.stage, Stage::Ended(Outcome::Unknown(_)))
    }
}

/// How far a write came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Committed, no outcome yet; it may be on the wire.
    Sending,
    /// The transport told the outcome.
    Ended(Outcome),
    /// It was unknown and is settled.
    Settled(Settled),
}

/// How an unknown outcome was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Reading back shows what it was to bring about.
    Reached {
        /// What was read, for people.
        found: Text,
        /// Nothing ties it to us: a colleague may have done the same.
        maybe_other: bool,
    },
    /// A person confirmed the same write anew, after reading back had shown the old state for long enough.
    GivenUp,
    /// A person decided.
    ByHand {
        /// What that person holds it for; `None` when even that stays open.
        was_applied: Option<bool>,
        /// In that person's words.
        note: Text,
    },
}

/// A read-back that settled nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// What was found, for people: `still ready`.
    pub found: Text,
}

/// The journal as far as it is of use: every open entry and the latest others, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// Entries, newest first.
    pub entries: Vec<Entry>,
    /// Why no write can be remembered, so that none may be sent; safe for one line.
    pub off: Option<String>,
}

/// Why an intent was not taken into the journal, so that nothing may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another write on the same target is open, of whatever process.
    InProgress {
        /// Since when.
        since: DateTime<Utc>,
        /// Whether its outcome is unknown.
        is_unknown: bool,
        /// Which.
        id: JournalId,
    },
    /// It cannot be remembered durably; why, safe for one line.
    NotDurable(String),
}
