//! What the Eligibility pane reads, and what the answers do to it.

use chrono::{DateTime, Utc};

use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::request::{Reply, RequestId};
use crate::domain::write::{Receipt, Write};

impl AppState {
    /// When the pane wants to be woken.
    pub(crate) fn eligibility_wake(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// Submits what is due. Called after every event.
    pub(crate) fn plan_eligibility(&mut self, _effects: &mut Effects) {}

    /// A request was answered.
    pub(crate) fn eligibility_answered(
        &mut self,
        _id: RequestId,
        _result: &Result<Reply, Failure>,
        _effects: &mut Effects,
    ) {
    }

    /// An applied write answered with what it made, or somebody else read it.
    pub(crate) fn eligibility_receipt(&mut self, _write: &Write, _receipt: &Receipt) {}

    /// The engine was started anew: what was asked stays unanswered.
    pub(crate) fn eligibility_unanswered(&mut self) {}

    /// The connection is back.
    pub(crate) fn hurry_eligibility(&mut self) {}

    /// The clock was set back.
    pub(crate) fn eligibility_clock_set_back(&mut self) {}

    /// A minute began: rows that are gone for long leave.
    pub(crate) fn drop_gone_eligibility(&mut self) {}
}
