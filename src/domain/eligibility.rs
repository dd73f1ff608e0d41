//! Eligibility requests, their items and the offers found for a site, as the API tells them.
//!
//! An item nested in its request, the item alone and the list row hold different fields (E3); they are one type here, and
//! what an answer did not hold is `None`. An item seldom names its request (E17): the request's detail ties them together.
//! Prices are there only where they were asked for (E10) and are never taken for 0 (E14). A row without a key is not lost:
//! it keeps its place under a made-up key that is never sent, and says what is wrong with it.

mod catalogue;
mod course;
pub mod pasted;
mod place;
mod position;

use crate::domain::date::FlexDate;
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::lenient::{Cents, Lenient, Mbps};
use crate::domain::states::states;
use crate::domain::text::Text;

pub use catalogue::{CatalogueOffer, Category, OfferDetail, OfferOption, OptionValue};
pub use course::{Phase, in_all, phases};
pub use place::{Address, Site, SiteQuery};
pub use position::Position;

states!(
    /// State of an eligibility request and of each of its items (E24); an open list.
    QualificationState {
        /// Taken in.
        Acknowledged = "acknowledged",
        /// The site is being looked at.
        Elig = "in_progress.elig",
        /// Offers are being looked for.
        Offer = "in_progress.offer",
        /// Prices are being computed; only where they were asked for (E8).
        Price = "in_progress.price",
        /// Has its offers. Final.
        Ready = "done.ready",
        /// Not available directly: not eligible, or only by quotation (E9). Final.
        UnableToProvide = "done.unable_to_provide",
        /// What was sent could not be used. Final.
        Error = "terminated_with_error",
    }
);

impl QualificationState {
    /// Whether nothing follows it: one stops asking on all three (E9). Unknown states count as open.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Ready | Self::UnableToProvide | Self::Error)
    }
}

/// One entry of a state history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// The state that began.
    pub state: QualificationState,
    /// When.
    pub at: Option<FlexDate>,
    /// Why; empty in every example.
    pub reason: Option<Text>,
}

/// An eligibility request (`product_offering_qualification`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: Poq"
)]
pub struct Qualification {
    pub id: QualificationId,
    /// Mail address or name of who asked.
    pub user: Option<Text>,
    pub creation_date: Option<FlexDate>,
    pub external_id: Option<Text>,
    pub project: Option<Text>,
    pub effective_qualification_date: Option<FlexDate>,
    /// `None` where the answer told only the key (E4).
    pub state: Option<QualificationState>,
    /// In the server's order; `None` where the answer does not hold the key.
    pub changes: Option<Vec<StateChange>>,
    /// `None` where the answer holds none of the four spellings of the key (E2), and in a list row that names none.
    pub items: Option<Vec<Item>>,
    /// Why it could not be read as a request, such as `no id`. Its key is then made up.
    pub broken: Option<Text>,
    /// The answer as it came, for the Raw tab and for fields no table lists (G12).
    pub raw: Text,
}

/// A site of an eligibility request (`product_offering_qualification_item`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: PoqItem"
)]
pub struct Item {
    pub id: QualificationItemId,
    /// The request it stands in; of an item alone the one that it names, which both examples leave out (E17).
    pub request: Option<QualificationId>,
    pub creation_date: Option<FlexDate>,
    pub user: Option<Text>,
    /// `None` where the answer told only the key (E4).
    pub state: Option<QualificationState>,
    pub changes: Option<Vec<StateChange>>,
    pub density: Option<Text>,
    /// Label of the price zone, such as `TRESDENSE`; no number (E15).
    pub tarif_zone: Option<Text>,
    /// Families asked for, or available (E11): a set; `None` where the answer does not hold the key.
    pub families: Option<Vec<Text>>,
    /// Families that can be ordered; to be trusted where present (E11).
    pub families_eligible: Option<Vec<Text>>,
    pub technologies: Option<Vec<Text>>,
    /// Price zone per family, a whole number without decimals or else as it came, compared as text (E12), in the API's
    /// order.
    pub zones: Vec<OfFamily>,
    /// Delay per family, such as `T0 + 33 SEMAINES`: text, no date (E16).
    pub delivery: Vec<OfFamily>,
    pub bandwidth_max: Option<Lenient<Mbps>>,
    pub site: Site,
    pub address: Option<Address>,
    pub guaranteed_until_date: Option<FlexDate>,
    pub price: Option<Lenient<Cents>>,
    pub far: Option<Lenient<Cents>>,
    pub fas: Option<Lenient<Cents>>,
    pub resolve_pricing: Option<bool>,
    /// `None` where the answer does not hold the key, or an answer about other things holds null there (E3).
    pub offers: Option<Vec<CatalogueOffer>>,
    /// Why it could not be read as an item, such as `no id`. Its key is then made up.
    pub broken: Option<Text>,
    /// The answer as it came, for the Raw tab and for fields no table lists (G12).
    pub raw: Text,
}

/// What holds for one offer family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfFamily {
    /// The family, as the item spells it elsewhere, else in capitals: `BPE`, `BPEA`, `DIA`.
    pub family: Text,
    /// What holds.
    pub value: Text,
}

impl Item {
    /// The zone of a family, as `zone` of the offer detail takes it (E15).
    pub fn zone_of(&self, family: &Text) -> Option<&Text> {
        let is_it = |of: &&OfFamily| is_same_family(of.family.wire(), family.wire());
        self.zones.iter().find(is_it).map(|of| &of.value)
    }
}

/// Whether two words name the same family: keys hold it in small letters (`zone_bpe`) or in capitals.
pub fn is_same_family(one: &str, other: &str) -> bool {
    let other = other.chars().flat_map(char::to_lowercase);
    one.chars().flat_map(char::to_lowercase).eq(other)
}

/// What the server can narrow the list of requests by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's parameters, word for word"
)]
pub struct QualificationFilter {
    /// A state of the lifecycle: the documented examples are none (E7).
    pub state: Option<Text>,
    pub external_id: Option<Text>,
    pub project: Option<Text>,
    /// In UTC with `Z` (G11).
    pub creation_date_gt: Option<Text>,
    pub creation_date_lt: Option<Text>,
}

/// What the server can narrow the list of items by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's parameters, word for word"
)]
pub struct ItemFilter {
    /// A state of the lifecycle: the documented examples are none (E7).
    pub state: Option<Text>,
    /// By its beginning (E7).
    pub density: Option<Text>,
    /// By its beginning (E7).
    pub building_ref: Option<Text>,
    /// Separated by commas (E7).
    pub offer_technologies: Option<Text>,
    /// In UTC with `Z` (G11).
    pub creation_date_gt: Option<Text>,
    pub creation_date_lt: Option<Text>,
    pub search: Option<Text>,
    /// Names and sign are not stated (E7).
    pub sort: Option<Text>,
}
