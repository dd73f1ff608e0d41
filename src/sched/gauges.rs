//! What the engine shows of itself: budget, queues, connection, login.
//!
//! Every time in here is an engine time, absolute, so that gauges are equal as long as nothing happened and a channel
//! that carries only changes stays silent at rest. To show one as a date, take the distance to
//! [`crate::sched::handle::SchedHandle::now`] and add it to the wall clock of the same moment; a fixed sum with the
//! wall clock at the start would be wrong after a suspend, which stops engine time.

use crate::domain::failure::Failure;
use crate::domain::request::Lane;
use crate::sched::limits::PerClass;
use crate::sched::link::Offline;
use crate::sched::window::Usage;

/// The engine at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Each rate class.
    pub classes: PerClass<ClassGauge>,
    /// Since when nothing gets through.
    pub offline: Option<Offline>,
    /// Whether a login is known to be refused.
    pub login: Login,
}

/// One rate class at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassGauge {
    /// Used and allowed; when the next may go; whether a 429 closed or slowed the class.
    pub usage: Usage,
    /// Requests of this process on the wire.
    pub in_flight: u32,
    /// Requests that wait, per lane in the order of [`Lane::ALL`]; merged ones count once.
    pub queued: [usize; Lane::ALL.len()],
}

/// Whether anything may be asked at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Login {
    /// As far as anybody knows.
    #[default]
    Accepted,
    /// No, for this reason, until a person acts.
    Refused(Failure),
}
