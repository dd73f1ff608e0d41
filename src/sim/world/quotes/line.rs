//! A quote line and the moves it allows.
//!
//! ```text
//! acknowledged -> confirmed -> ready | unable_to_provide
//!                               ready -> expired | accepted | refused (when its last offer is)
//!                             refused -> ready (restore_price)
//! ```

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::super::super::calendar::{day_in_france, end_of_day_in_france};
use super::super::super::scenario::OfferShape;
use super::super::facts::Facts;
use super::Refusal;
use super::offer::{Offer, OfferState};

/// State of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineState {
    /// A draft.
    Acknowledged,
    /// Waits for its answer.
    Confirmed,
    /// Has offers to choose from.
    Ready,
    /// Covage has no offer.
    UnableToProvide,
    /// Nobody chose in time.
    Expired,
    /// Every offer was declined.
    Refused,
    /// An offer was accepted.
    Accepted,
}

impl LineState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Acknowledged,
        Self::Confirmed,
        Self::Ready,
        Self::UnableToProvide,
        Self::Expired,
        Self::Refused,
        Self::Accepted,
    ];

    /// The word the API uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Confirmed => "confirmed",
            Self::Ready => "ready",
            Self::UnableToProvide => "unable_to_provide",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
        }
    }
}

/// How long a line's offers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// To the end of a day in France; printed as the day alone.
    Day(NaiveDate),
    /// To an instant.
    At(DateTime<Utc>),
}

impl Validity {
    /// The first instant at which the offers stand no more.
    pub fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => end_of_day_in_france(day),
            Self::At(at) => at,
        }
    }
}

/// Sites and contacts of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Contacts {
    /// None were given.
    #[default]
    Absent,
    /// Those of the line's own site.
    OfSite,
    /// What a caller left, word for word.
    Given(Vec<Value>),
}

/// What a caller can set on a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Name of the end customer.
    pub end_customer_name: String,
    /// The caller's own reference.
    pub external_id: String,
    /// Kind of site.
    pub site_connection_type: String,
    /// Line of business.
    pub business_sector: String,
    /// Day an answer is wished for, as given.
    pub expected_response_date: Option<String>,
    /// Keys of options.
    pub option_ids: Vec<String>,
    /// Note.
    pub note: String,
    /// Technical note.
    pub technical_note: String,
    /// Offers to quote, as given: keys or objects (row `Q8`).
    pub product_offerings: Option<Vec<Value>>,
    /// Key of the eligibility line.
    pub product_offering_qualification_item_id: String,
    /// Project code.
    pub project_id: String,
    /// The customer's name for the order.
    pub customer_order_name: String,
    /// Deal code.
    pub business_code: String,
    /// Sites and contacts.
    pub contacts: Contacts,
}

impl Wish {
    /// Names of the fields that a confirmation needs and that are empty (row `Q15`).
    pub fn missing(&self) -> Vec<&'static str> {
        let has_offers = self
            .product_offerings
            .as_ref()
            .is_some_and(|offers| !offers.is_empty());
        [
            ("end_customer_name", !self.end_customer_name.is_empty()),
            (
                "site_connection_type",
                !self.site_connection_type.is_empty(),
            ),
            ("product_offerings", has_offers),
        ]
        .into_iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| name)
        .collect()
    }

    /// Keys of the wanted products, however they were given.
    pub(super) fn products(&self) -> Vec<String> {
        let key = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(fields) => ["product_id", "id", "product_offering_id"]
                .iter()
                .find_map(|name| fields.get(*name)?.as_str().map(str::to_owned)),
            _ => None,
        };
        self.product_offerings
            .iter()
            .flatten()
            .filter_map(key)
            .collect()
    }
}

/// A trace file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// File name as uploaded.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// What an accept created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// Key of the order session.
    pub product_order_id: String,
    /// Key of the order line.
    pub product_order_item_id: String,
    /// When the offer was accepted.
    pub at: DateTime<Utc>,
    /// When the order is going to appear; none once it is there, or when it never will.
    pub due: Option<DateTime<Utc>>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Running number, behind key and reference.
    pub number: u64,
    /// Key, a UUID.
    pub id: String,
    /// When it was created.
    pub created: DateTime<Utc>,
    /// Where it stands.
    pub state: LineState,
    /// What callers set.
    pub wish: Wish,
    /// The answer's offers; empty before it.
    pub offers: Vec<Offer>,
    /// How the offers are printed.
    pub shape: OfferShape,
    /// When its basket was confirmed.
    pub confirmed: Option<DateTime<Utc>>,
    /// When the answer is going to come, if that is settled.
    pub answer_due: Option<DateTime<Utc>>,
    /// When the answer came.
    pub answered: Option<DateTime<Utc>>,
    /// How long the offers stand; not always told.
    pub validity: Option<Validity>,
    /// The trace file.
    pub trace: Option<Trace>,
    /// The order made of it.
    pub ordered: Option<Ordered>,
    /// Site, family, manager and the like, which never change.
    pub facts: Box<Facts>,
    /// Whether list rows tell the address.
    pub is_located: bool,
}

impl Line {
    /// Its reference, such as `QO_20260423_00000001`.
    pub fn reference(&self) -> String {
        format!(
            "QO_{}_{:08}",
            day_in_france(self.created).format("%Y%m%d"),
            self.number
        )
    }

    /// The offer for a product.
    pub fn offer(&self, product_id: &str) -> Option<&Offer> {
        self.offers
            .iter()
            .find(|offer| offer.product_id.as_deref() == Some(product_id))
    }

    /// Accepts one offer, which refuses the others.
    pub(super) fn accept(&mut self, product_id: &str) -> Result<(), Refusal> {
        self.demand(product_id, &[LineState::Ready], OfferState::Ready)?;
        for offer in &mut self.offers {
            if offer.product_id.as_deref() == Some(product_id) {
                offer.state = OfferState::Accepted;
            } else if offer.state == OfferState::Ready {
                offer.state = OfferState::Refused;
            }
        }
        self.state = LineState::Accepted;
        Ok(())
    }

    /// Declines one offer; the line is refused with its last one.
    pub(super) fn decline(&mut self, product_id: &str, comment: &str) -> Result<(), Refusal> {
        self.demand(product_id, &[LineState::Ready], OfferState::Ready)?;
        self.set_offer(product_id, |offer| {
            offer.state = OfferState::Refused;
            comment.clone_into(&mut offer.comment);
        });
        let is_left = |offer: &Offer| offer.state == OfferState::Ready;
        if !self.offers.iter().any(is_left) {
            self.state = LineState::Refused;
        }
        Ok(())
    }

    /// Brings a declined offer back, and the line with it.
    pub(super) fn restore(&mut self, product_id: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
        let from = [LineState::Ready, LineState::Refused];
        self.demand(product_id, &from, OfferState::Refused)?;
        if self.validity.is_some_and(|validity| validity.end() <= now) {
            return Err(Refusal::Line(LineState::Expired));
        }
        self.set_offer(product_id, |offer| {
            offer.state = OfferState::Ready;
            offer.comment.clear();
        });
        self.state = LineState::Ready;
        Ok(())
    }

    /// Ends the validity of whatever was not decided.
    pub(super) fn expire(&mut self) {
        self.state = LineState::Expired;
        for offer in &mut self.offers {
            if offer.state == OfferState::Ready {
                offer.state = OfferState::Expired;
            }
        }
    }

    /// Changes one offer; false when there is none of this product.
    pub(super) fn set_offer(&mut self, product_id: &str, change: impl FnOnce(&mut Offer)) -> bool {
        let found = self
            .offers
            .iter_mut()
            .find(|offer| offer.product_id.as_deref() == Some(product_id));
        found.map(change).is_some()
    }

    /// When something happens to it by itself.
    pub(super) fn next_event(&self) -> Option<DateTime<Utc>> {
        match self.state {
            LineState::Confirmed => self.answer_due,
            LineState::Ready => self.validity.map(Validity::end),
            _ => None,
        }
    }

    fn demand(
        &self,
        product_id: &str,
        states: &[LineState],
        wanted: OfferState,
    ) -> Result<(), Refusal> {
        if !states.contains(&self.state) {
            return Err(Refusal::Line(self.state));
        }
        let offer = self.offer(product_id).ok_or(Refusal::UnknownOffer)?;
        if offer.state == wanted {
            Ok(())
        } else {
            Err(Refusal::Offer(offer.state))
        }
    }
}
