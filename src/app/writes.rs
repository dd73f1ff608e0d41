//! What is being changed at Covage: held, on its way, and what became of it.
//!
//! Every write of the product comes through here, after a dialog. What is decided here: how long a write is held and
//! whether what was seen still holds when that ends; when to read back what is unknown, and what that tells. Never: a
//! second send.

pub mod seen;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::event::WriteMove;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::journal::{Journal, WriteId};
use crate::domain::request::{Reply, RequestId};

/// How long an accept, a termination or a change is held, unless configured.
pub const SEND_DELAY: TimeDelta = TimeDelta::seconds(5);

/// The writes of this run, and the journal.
#[derive(Debug)]
pub struct Writes {
    /// How long an accept, a termination or a change is held.
    pub send_delay: TimeDelta,
    /// What is remembered, of this run and others.
    pub journal: Journal,
}

impl Writes {
    /// None yet.
    pub fn new(send_delay: TimeDelta) -> Self {
        Self {
            send_delay,
            journal: Journal::default(),
        }
    }
}

impl AppState {
    /// Why nothing may be changed at Covage now, if so: read-only, offline, a journal that cannot be kept.
    pub fn why_no_writes(&self) -> Option<String> {
        if self.session.is_read_only {
            return Some("read-only: nothing is changed at Covage".to_owned());
        }
        self.writes.journal.off.clone()
    }

    /// A write came further.
    pub(crate) fn write_moved(&mut self, _id: WriteId, _moved: &WriteMove, _effects: &mut Effects) {
    }

    /// The journal differs.
    pub(crate) fn journal_changed(&mut self, journal: Journal, effects: &mut Effects) {
        self.writes.journal = journal;
        effects.dirty();
    }

    /// Takes in an answer, if a second look or a read-back asked for it.
    pub(crate) fn writes_answered(
        &mut self,
        _id: RequestId,
        _result: &Result<Reply, Failure>,
        _effects: &mut Effects,
    ) {
    }

    /// Does what is due: second looks, sends, read-backs.
    pub(crate) fn plan_writes(&mut self, _effects: &mut Effects) {}

    /// When something is due.
    pub(crate) fn writes_wake(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// What was asked will not be answered any more.
    pub(crate) fn writes_unanswered(&mut self) {}
}
