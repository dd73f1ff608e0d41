//! Offers, in a catalogue and at a site, and their options.

use crate::domain::date::FlexDate;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient, Mbps, Months};
use crate::domain::text::Text;

/// An offer family on sale.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: CatalogCategory"
)]
pub struct Category {
    /// `BPE`, `BPEA`.
    pub name: Option<Text>,
    /// `OFFER_FAMILY` is the one value known.
    pub kind: Option<Text>,
    pub description: Option<Text>,
}

/// An offer: found for a site, listed or priced by the catalogue. One key has three names (E18); no name is remembered
/// across accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: PoqOffer and ProductOffering"
)]
pub struct CatalogueOffer {
    /// `None` where there is none: such an offer can only be looked at.
    pub product: Option<ProductId>,
    pub name: Option<Text>,
    pub description: Option<Text>,
    /// As it is called: `20M`, `1G`; also under the key `bandwidthe` (E13).
    pub bandwidth: Option<Text>,
    pub bandwidth_max: Option<Lenient<Mbps>>,
    pub bandwidth_guarantee: Option<Lenient<Mbps>>,
    /// `24MOIS` or a number (O18).
    pub commitment: Option<Lenient<Months>>,
    pub technology: Option<Text>,
    pub family: Option<Text>,
    pub tarif_zone: Option<Text>,
    /// A month. Never 0 for none (E14).
    pub price: Option<Lenient<Cents>>,
    pub far: Option<Lenient<Cents>>,
    pub fas: Option<Lenient<Cents>>,
    /// Whether a price needs a quote; `None` where the answer does not say.
    pub on_quotation: Option<bool>,
    pub last_update: Option<FlexDate>,
    /// The answer as it came.
    pub raw: Text,
}

/// One offer of the catalogue with its options (E19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferDetail {
    /// The offer, priced for the zone that was asked for.
    pub offer: CatalogueOffer,
    /// Whether its price is paid again and again.
    pub recurring: Option<bool>,
    /// What can be added (E21).
    pub options: Vec<OfferOption>,
}

/// Something that can be added to an offer. No table tells its fields (E21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferOption {
    /// `SECURISATIONCOLLECTE`.
    pub name: Option<Text>,
    /// `Option`.
    pub kind: Option<Text>,
    /// What can be chosen.
    pub values: Vec<OptionValue>,
}

/// A choice of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: OptionValue"
)]
pub struct OptionValue {
    pub option_id: Option<Text>,
    pub label: Option<Text>,
    pub price: Option<Lenient<Cents>>,
    pub recurring: Option<bool>,
}
