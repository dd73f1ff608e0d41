//! What can be changed at Covage, and what became of an attempt.
//!
//! A write is never repeated by code. Its outcome is decided by the transport alone, from how far the exchange came;
//! everything that is not certain is [`Outcome::Unknown`].

use crate::domain::failure::Failure;
use crate::domain::ids::{OrderRef, TaskId};
use crate::domain::request::RateClass;
use crate::domain::text::Text;

/// A request that changes something at Covage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Asks to end the service of an order (O16).
    Terminate(OrderAction),
    /// Asks for a change to an order (O16).
    Change(OrderAction),
    /// Starts a CSV export of the orders (O17).
    StartOrderExport,
}

/// What a termination or change request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderAction {
    /// The order.
    pub order: OrderRef,
    /// A phrase from the referential, sent back unchanged.
    pub reason: Text,
    /// The user's own words, where there are any.
    pub message: Option<Text>,
}

impl Write {
    /// The path it goes to, as the contract writes it.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Terminate(_) => "/api/v1/order/{order_reference}/terminate/",
            Self::Change(_) => "/api/v1/order/{order_reference}/change/",
            Self::StartOrderExport => "/api/v1/order/export/csv/",
        }
    }

    /// The limit it counts against.
    pub fn rate_class(&self) -> RateClass {
        match self {
            Self::Terminate(_) | Self::Change(_) => RateClass::Writes,
            Self::StartOrderExport => RateClass::OrderExport,
        }
    }
}

/// What became of an attempt to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It failed before the first byte left: nothing happened at Covage.
    NotSent(Failure),
    /// A whole 4xx answer: Covage said no.
    Refused(Failure),
    /// A whole 2xx answer: it happened.
    Applied(Receipt),
    /// Anything else, 5xx included: it may have happened. Only reading back can tell.
    Unknown(Failure),
}

/// What the answer to an applied write told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// An export's task.
    Task(TaskId),
    /// Applied, with nothing more in the answer that could be read.
    Bare,
}
