//! Quote baskets, their lines and the offers of a line, as the API tells them.
//!
//! The create answer, the list row and the detail of a line hold different fields (Q6); they are one type here, and what
//! an answer did not hold is `None`. A line does not name its basket (Q4): only a basket's detail ties them together.
//! What an offer looks like is not documented (Q3): key, amounts and state are read where they are found, and the offer is
//! kept as it came. A row without a key is not lost either: it keeps its place under a made-up key that is never sent, and
//! says what is wrong with it.

use crate::domain::date::FlexDate;
use crate::domain::ids::{BasketId, LineId, ProductId, QualificationItemId};
use crate::domain::lenient::{Cents, Lenient, Mbps, Months};
use crate::domain::order::{Contact, Manager};
use crate::domain::states::states;
use crate::domain::text::Text;

states!(
    /// State of a basket; an open list. `finalized` comes twice in the diagram (Q1), so it is final only when the lines are
    /// settled.
    BasketState {
        /// Being filled.
        Acknowledged = "acknowledged",
        /// Sent to Covage for pricing.
        Confirmed = "confirmed",
        /// Some lines have an answer.
        PartialReady = "partial_ready",
        /// All lines have an answer.
        Ready = "ready",
        /// Some lines were accepted or are over.
        PartialFinalized = "partial_finalized",
        /// All lines were accepted or are over.
        Finalized = "finalized",
    }
);

states!(
    /// State of a line; an open list.
    LineState {
        /// Being filled.
        Acknowledged = "acknowledged",
        /// Sent to Covage for pricing.
        Confirmed = "confirmed",
        /// Has offers that can be accepted.
        Ready = "ready",
        /// All offers were refused; one can be brought back (Q2).
        Refused = "refused",
        /// Became an order line. Final.
        Accepted = "accepted",
        /// The offers are no longer valid. Final.
        Expired = "expired",
        /// Covage cannot provide it. Final.
        UnableToProvide = "unable_to_provide",
    }
);

states!(
    /// State of an offer, as far as an answer tells one (Q3); an open list.
    OfferState {
        /// Can be accepted.
        Ready = "ready",
        /// Was declined, or another offer of the line was accepted; can be brought back (Q2).
        Refused = "refused",
        /// Was accepted.
        Accepted = "accepted",
        /// No longer valid.
        Expired = "expired",
    }
);

impl LineState {
    /// Whether nothing follows it. Unknown states count as open: hiding a line would be the worse mistake.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Accepted | Self::Expired | Self::UnableToProvide)
    }

    /// Whether its fields can still be changed: until the basket is confirmed. What else the server allows it tells itself.
    pub fn is_draft(&self) -> bool {
        matches!(self, Self::Acknowledged)
    }
}

/// A quote basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket {
    /// What paths take.
    pub id: BasketId,
    /// The caller's own reference.
    pub external_id: Option<Text>,
    /// Project of the basket.
    pub project: Option<Text>,
    /// When it was quoted.
    pub quote_date: Option<FlexDate>,
    /// When it was created; not in the detail (Q5).
    pub creation_date: Option<FlexDate>,
    /// Where it stands.
    pub state: BasketState,
    /// Its lines; only the detail tells them (Q5).
    pub lines: Option<Vec<Line>>,
    /// Why it could not be read as a basket, such as `no id`. Its key is then made up.
    pub broken: Option<Text>,
    /// The answer as it came, for the Raw tab and for fields no table lists (G12).
    pub raw: Text,
}

/// A quote line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: QuoteItem"
)]
pub struct Line {
    pub id: LineId,
    /// `QO_…`.
    pub reference: Option<Text>,
    pub state: LineState,
    pub end_customer_name: Option<Text>,
    pub external_id: Option<Text>,
    pub site_connection_type: Option<Text>,
    pub business_sector: Option<Text>,
    pub expected_response_date: Option<FlexDate>,
    /// `None` where the answer does not hold the key.
    pub option_ids: Option<Vec<Text>>,
    pub note: Option<Text>,
    pub technical_note: Option<Text>,
    /// Keys of the offers to quote (Q8); null and `[]` mean the same (Q7).
    pub product_offerings: Vec<Text>,
    pub qualification_item_id: Option<QualificationItemId>,
    pub project: Option<Text>,
    pub customer_order_name: Option<Text>,
    pub business_code: Option<Text>,
    pub contacts: Vec<Contact>,
    pub quote_date: Option<FlexDate>,
    /// Undocumented; in the list row only (Q6).
    pub order_date: Option<FlexDate>,
    /// Name or link of the trace file (Q10); there is one if this is something.
    pub trace_file: Option<Text>,
    pub creation_date: Option<FlexDate>,
    pub manager_regional: Option<Manager>,
    /// `None` where the answer does not hold the key: list rows and create answers.
    pub offers: Option<Vec<Offer>>,
    pub response_date: Option<FlexDate>,
    pub validity_date: Option<FlexDate>,
    /// Undocumented; in the list row only. In one line.
    pub address: Option<Text>,
    pub latitude: Option<Text>,
    pub longitude: Option<Text>,
    /// Why it could not be read as a line, such as `no id`. Its key is then made up.
    pub broken: Option<Text>,
    /// The answer as it came, for the Raw tab and for fields no table lists (G12).
    pub raw: Text,
}

/// What Covage answered for one offer of a line. No field is documented (Q3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What accept, decline and restore take. An offer without one can only be looked at.
    pub product: Option<ProductId>,
    /// What it is called.
    pub name: Option<Text>,
    /// Its bandwidth.
    pub bandwidth: Option<Lenient<Mbps>>,
    /// Its contract length.
    pub term: Option<Lenient<Months>>,
    /// Access fee (frais d'accès au service), once.
    pub fas: Option<Lenient<Cents>>,
    /// Connection fee (frais d'accès au réseau / de raccordement), once.
    pub far: Option<Lenient<Cents>>,
    /// Price a month.
    pub monthly: Option<Lenient<Cents>>,
    /// Its own state, where one is told.
    pub state: Option<OfferState>,
    /// What was said when it was declined, where the answer tells it.
    pub comment: Option<Text>,
    /// As it came.
    pub raw: Text,
}

impl Offer {
    /// What it costs over its term: `fas + far + term × monthly`. Only when every part is known: a total that leaves
    /// something out would look cheaper than it is.
    pub fn total(&self) -> Option<Cents> {
        let known = |amount: &Option<Lenient<Cents>>| amount.as_ref()?.value();
        let Months(months) = self.term.as_ref()?.value()?;
        let Cents(monthly) = known(&self.monthly)?;
        let (Cents(fas), Cents(far)) = (known(&self.fas)?, known(&self.far)?);
        let over_term = monthly.checked_mul(i64::from(months))?;
        over_term.checked_add(fas)?.checked_add(far).map(Cents)
    }

    /// Whether no price at all could be read.
    pub fn is_price_unknown(&self) -> bool {
        let is_known = |amount: &Option<Lenient<Cents>>| {
            amount
                .as_ref()
                .is_some_and(|amount| amount.value().is_some())
        };
        !is_known(&self.monthly)
    }
}

/// Filters of the line list and of the line export, all exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: QuoteItemFilter"
)]
pub struct LineFilter {
    pub reference: Option<Text>,
    pub customer_order_name: Option<Text>,
    pub end_customer_name: Option<Text>,
    pub business_sector: Option<Text>,
    pub project: Option<Text>,
    pub state: Option<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> Offer {
        Offer {
            product: Some(ProductId::new("2173")),
            name: None,
            bandwidth: None,
            term: Some(Lenient::Value(Months(24))),
            fas: Some(Lenient::Value(Cents(36_000))),
            far: Some(Lenient::Value(Cents(24_000))),
            monthly: Some(Lenient::Value(Cents(14_500))),
            state: None,
            comment: None,
            raw: Text::new("{}"),
        }
    }

    #[test]
    fn a_total_is_told_only_when_every_part_of_it_is_known() {
        assert_eq!(offer().total(), Some(Cents(408_000)));
        let raw = || Some(Lenient::Raw(Text::new("sur devis")));
        for unknown in [None, raw()] {
            let mut open = offer();
            open.far = unknown.clone();
            assert_eq!(open.total(), None, "a fee that is not told is not nothing");
            open.monthly = unknown;
            assert!(open.is_price_unknown());
        }
        let mut open = offer();
        open.term = None;
        assert_eq!((open.total(), open.is_price_unknown()), (None, false));
    }

    #[test]
    fn every_documented_state_is_read_back_from_its_word_and_others_are_kept() {
        for state in LineState::KNOWN {
            assert_eq!(&LineState::parse(state.word()), state);
        }
        for state in BasketState::KNOWN {
            assert_eq!(&BasketState::parse(state.word()), state);
        }
        assert_eq!(LineState::parse("frozen").word(), "frozen");
        assert!(!LineState::parse("frozen").is_final());
    }
}
