//! What can be changed at Covage, and what became of an attempt.
//!
//! A write is never repeated by code. Its outcome is decided by the transport alone, from how far the exchange came;
//! everything that is not certain is [`Outcome::Unknown`]. A [`Write`] holds every key and value it will send from the
//! moment a person asked for it, so nothing that is read, sorted or filtered meanwhile can turn it to something else.

mod body;
mod fields;
mod mark;
mod qualify;
pub mod record;
mod sites;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::domain::eligibility::Qualification;
use crate::domain::failure::Failure;
use crate::domain::ids::{BasketId, LineId, OrderRef, ProductId, TaskId};
use crate::domain::quote::{Basket, Line, LineFilter};
use crate::domain::request::RateClass;
use crate::domain::text::Text;

pub use fields::{BasketFields, ContactField, ContactFields, FieldValue, LineField, LineFields};
pub use mark::{batch_mark, is_mark};
pub use qualify::{Qualify, SiteAsked, Way};
pub use sites::sites_of;

/// A request that changes something at Covage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Asks to end the service of an order (O16).
    Terminate(OrderAction),
    /// Asks for a change to an order (O16).
    Change(OrderAction),
    /// Starts a CSV export of the orders (O17).
    StartOrderExport,
    /// Creates a quote basket.
    CreateBasket(BasketFields),
    /// Changes the references of a basket.
    EditBasket(BasketId, BasketFields),
    /// Sends a basket to Covage for pricing (Q13, Q15).
    ConfirmBasket(BasketId),
    /// Adds a line to a basket.
    AddLine(BasketId, LineFields),
    /// Changes fields of a line (Q9).
    EditLine(LineKey, LineFields),
    /// Removes a line.
    DeleteLine(LineKey),
    /// Accepts an offer: makes an order line that cannot be taken back, and refuses the other offers (Q14).
    Accept(OfferKey),
    /// Declines an offer, with a comment where the person gave one.
    Decline(OfferKey, Option<Text>),
    /// Brings a refused offer back (Q2).
    Restore(OfferKey),
    /// Attaches a trace file to a line (Q12).
    UploadTrace(LineKey, TraceFile),
    /// Deletes the trace file of a line.
    DeleteTrace(LineKey),
    /// Starts a PDF of the whole answer to a line (Q16).
    ExportLinePdf(LineKey),
    /// Starts a PDF of the answer for one offer (Q16).
    ExportOfferPdf(LineKey, ProductId),
    /// Starts a CSV export of the quote lines (Q18).
    StartQuoteExport(LineFilter),
    /// Asks for the eligibility of one or more sites (E6).
    Qualify(Qualify),
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

/// A line, where a path needs its basket too (Q4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LineKey {
    /// The basket.
    pub basket: BasketId,
    /// The line.
    pub line: LineId,
}

/// An offer of a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfferKey {
    /// The line.
    pub line: LineId,
    /// The offer.
    pub product: ProductId,
}

/// A file to send, read whole before a person confirms it: what was shown is what leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct TraceFile {
    /// Leaf name.
    pub name: Text,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: Text,
    /// What is sent; empty where the write was only remembered.
    pub bytes: Arc<[u8]>,
    /// Size in bytes.
    pub size: u64,
}

impl TraceFile {
    /// The hash of bytes as [`Self::sha256`] keeps it.
    pub fn hash(bytes: &[u8]) -> String {
        let mut digits = String::new();
        for byte in Sha256::digest(bytes) {
            // A string takes everything.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

impl std::fmt::Debug for TraceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraceFile")
            .field("name", &self.name)
            .field("size", &self.size)
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

/// The HTTP method of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are HTTP's")]
pub enum Method {
    Post,
    Patch,
    Delete,
}

impl Method {
    /// As HTTP writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Write {
    /// Its method.
    pub fn method(&self) -> Method {
        match self {
            Self::Terminate(_)
            | Self::Change(_)
            | Self::StartOrderExport
            | Self::CreateBasket(_)
            | Self::AddLine(..)
            | Self::UploadTrace(..)
            | Self::ExportLinePdf(_)
            | Self::ExportOfferPdf(..)
            | Self::StartQuoteExport(_)
            | Self::Qualify(_) => Method::Post,
            Self::EditBasket(..)
            | Self::ConfirmBasket(_)
            | Self::EditLine(..)
            | Self::Accept(_)
            | Self::Decline(..)
            | Self::Restore(_) => Method::Patch,
            Self::DeleteLine(_) | Self::DeleteTrace(_) => Method::Delete,
        }
    }

    /// The path it goes to, as the contract writes it.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Terminate(_) => "/api/v1/order/{order_reference}/terminate/",
            Self::Change(_) => "/api/v1/order/{order_reference}/change/",
            Self::StartOrderExport => "/api/v1/order/export/csv/",
            Self::CreateBasket(_) => "/api/v1/quote/",
            Self::EditBasket(..) => "/api/v1/quote/{id}/",
            Self::ConfirmBasket(_) => "/api/v1/quote/{id}/confirm/",
            Self::AddLine(..) => "/api/v1/quote/{quote_id}/quote_item/",
            Self::EditLine(..) | Self::DeleteLine(_) => {
                "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/"
            }
            Self::Accept(_) => "/api/v1/quote_item/{id}/accept/",
            Self::Decline(..) => "/api/v1/quote_item/{id}/decline/",
            Self::Restore(_) => "/api/v1/quote_item/{id}/restore_price/",
            Self::UploadTrace(..) => {
                "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/upload/"
            }
            Self::DeleteTrace(_) => "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/",
            Self::ExportLinePdf(_) => {
                "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/export/pdf/"
            }
            Self::ExportOfferPdf(..) => {
                "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/price/{product_id}/export/pdf/"
            }
            Self::StartQuoteExport(_) => "/api/v1/quote_item/export/csv/",
            Self::Qualify(asked) => asked.way.path(),
        }
    }

    /// What stands in the braces of [`Self::path`], in their order; not encoded.
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Self::Terminate(action) | Self::Change(action) => vec![action.order.wire()],
            Self::StartOrderExport
            | Self::CreateBasket(_)
            | Self::StartQuoteExport(_)
            | Self::Qualify(_) => Vec::new(),
            Self::EditBasket(basket, _)
            | Self::ConfirmBasket(basket)
            | Self::AddLine(basket, _) => {
                vec![basket.wire()]
            }
            Self::EditLine(key, _)
            | Self::DeleteLine(key)
            | Self::UploadTrace(key, _)
            | Self::DeleteTrace(key)
            | Self::ExportLinePdf(key) => vec![key.basket.wire(), key.line.wire()],
            Self::ExportOfferPdf(key, product) => {
                vec![key.basket.wire(), key.line.wire(), product.wire()]
            }
            Self::Accept(offer) | Self::Decline(offer, _) | Self::Restore(offer) => {
                vec![offer.line.wire()]
            }
        }
    }

    /// The limit it counts against.
    pub fn rate_class(&self) -> RateClass {
        match self {
            Self::StartOrderExport => RateClass::OrderExport,
            Self::StartQuoteExport(_) => RateClass::QuoteExport,
            Self::Qualify(asked) => asked.way.rate_class(),
            _ => RateClass::Writes,
        }
    }

    /// What it acts on. One write at a time may be open on a target, whatever process it comes from; a create acts on its
    /// parent and on what it says, without a mark of ours.
    pub fn target(&self) -> String {
        match self {
            Self::Terminate(action) | Self::Change(action) => {
                format!("order/{}", action.order.wire())
            }
            Self::StartOrderExport => "order/export".to_owned(),
            Self::StartQuoteExport(_) => "quote_item/export".to_owned(),
            Self::CreateBasket(_) => format!("quote/ {}", self.unmarked().said()),
            Self::Qualify(_) => {
                format!("product_offering_qualification/ {}", self.unmarked().said())
            }
            Self::EditBasket(basket, _) | Self::ConfirmBasket(basket) => {
                format!("quote/{}", basket.wire())
            }
            Self::AddLine(basket, _) => {
                let said = self.unmarked().said();
                format!("quote/{}/quote_item/ {said}", basket.wire())
            }
            Self::EditLine(key, _)
            | Self::DeleteLine(key)
            | Self::UploadTrace(key, _)
            | Self::DeleteTrace(key)
            | Self::ExportLinePdf(key)
            | Self::ExportOfferPdf(key, _) => format!("quote_item/{}", key.line.wire()),
            Self::Accept(offer) | Self::Decline(offer, _) | Self::Restore(offer) => {
                format!("quote_item/{}", offer.line.wire())
            }
        }
    }

    /// Whether it waits out the send delay, during which it can be taken back: what creates or ends an order.
    pub fn is_delayed(&self) -> bool {
        matches!(self, Self::Accept(_) | Self::Terminate(_) | Self::Change(_))
    }

    /// What it does, in a verb for people: `accept`, `add line`.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Terminate(_) => "terminate",
            Self::Change(_) => "change",
            Self::StartOrderExport => "export orders",
            Self::CreateBasket(_) => "create basket",
            Self::EditBasket(..) => "edit basket",
            Self::ConfirmBasket(_) => "confirm basket",
            Self::AddLine(..) => "add line",
            Self::EditLine(..) => "edit line",
            Self::DeleteLine(_) => "delete line",
            Self::Accept(_) => "accept",
            Self::Decline(..) => "decline",
            Self::Restore(_) => "bring back",
            Self::UploadTrace(..) => "upload trace",
            Self::DeleteTrace(_) => "delete trace",
            Self::ExportLinePdf(_) | Self::ExportOfferPdf(..) => "export PDF",
            Self::StartQuoteExport(_) => "export lines",
            Self::Qualify(_) => "check eligibility",
        }
    }
}

/// A write a person confirmed, with what that person saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// What is to be sent.
    pub write: Write,
    /// What it is about, for people: `QO_20260423_00000001 / 2173 BPEA 20M/100M`.
    pub subject: Text,
    /// What the dialog showed and the person confirmed: state, price, validity. A second look is held against it.
    pub seen: Vec<Seen>,
}

/// One thing a person saw before confirming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which: `state`, `price`, `valid until`; safe for one line.
    pub what: Cow<'static, str>,
    /// As it was shown.
    pub value: Text,
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
    /// What accepting an offer created: an order session and its line, not an order yet (Q14).
    Accepted {
        /// `product_order_id`.
        session: Option<Text>,
        /// `product_order_item_id`.
        item: Option<Text>,
    },
    /// The basket after the write.
    Basket(Box<Basket>),
    /// The line after the write.
    Line(Box<Line>),
    /// The eligibility request that was made; from a synchronous one with its offers.
    Qualification(Box<Qualification>),
    /// The key of the basket, the line or the eligibility request after the write: all that the journal remembers of it.
    Key(Text),
    /// Applied, with nothing more in the answer that could be read.
    Bare,
}
