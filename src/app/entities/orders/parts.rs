//! What can be read of one order beyond its list row, and how well each part of it is known.

use chrono::{DateTime, Utc};

use crate::app::loadable::{Known, Loadable, Slot};
use crate::domain::order::{Documents, OrderDetail, OrderRequests};
use crate::domain::timeline::Historic;

/// A part of an order that has a call of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `order/{order_reference}/`
    Detail,
    /// `order/{order_reference}/historic/`
    Historic,
    /// `order/{order_reference}/documents/`
    Documents,
    /// `order_request/?order_reference=…`
    Requests,
}

impl Part {
    /// Every part, in the order the Raw tab shows them.
    pub const ALL: [Self; 4] = [
        Self::Historic,
        Self::Detail,
        Self::Documents,
        Self::Requests,
    ];

    /// What it is called on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Detail => "detail",
            Self::Historic => "historic",
            Self::Documents => "documents",
            Self::Requests => "requests",
        }
    }

    /// Whether it is read only for a person who looks at it, and never in the rotation.
    pub fn is_on_demand(self) -> bool {
        matches!(self, Self::Documents | Self::Requests)
    }
}

/// The parts of one order. Documents and requests are boxed: few people ask for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    pub(super) detail: Loadable<OrderDetail>,
    pub(super) historic: Loadable<Historic>,
    pub(super) documents: Option<Box<Loadable<Documents>>>,
    pub(super) requests: Option<Box<Loadable<OrderRequests>>>,
}

impl Reads {
    /// How well a part is known; `None` when it was never asked for.
    pub(super) fn known(&self, part: Part) -> Option<Known<'_>> {
        match part {
            Part::Detail => Some(self.detail.known()),
            Part::Historic => Some(self.historic.known()),
            Part::Documents => self.documents.as_deref().map(Loadable::known),
            Part::Requests => self.requests.as_deref().map(Loadable::known),
        }
    }

    /// The place of a part, whatever it holds.
    pub(super) fn slot(&mut self, part: Part) -> &mut dyn Slot {
        match part {
            Part::Detail => &mut self.detail,
            Part::Historic => &mut self.historic,
            Part::Documents => self.documents.get_or_insert_default().as_mut(),
            Part::Requests => self.requests.get_or_insert_default().as_mut(),
        }
    }

    /// The clock was set back to `now`: nothing was read later than that.
    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        self.detail.clock_set_back(now);
        self.historic.clock_set_back(now);
        if let Some(documents) = &mut self.documents {
            documents.clock_set_back(now);
        }
        if let Some(requests) = &mut self.requests {
            requests.clock_set_back(now);
        }
    }
}
