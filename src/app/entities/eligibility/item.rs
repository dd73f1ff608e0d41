//! An eligibility item and how well it is known.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::app::loadable::Loadable;
use crate::domain::eligibility::{CatalogueOffer, Item, OfferDetail};
use crate::domain::ids::{ProductId, QualificationId};

/// An eligibility item and how well it is known.
#[derive(Clone, Debug)]
pub struct KnownItem {
    /// As last told, merged.
    pub item: Item,
    /// Its request, once anything named it (E17).
    pub request: Option<QualificationId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with the offers, was read: alone, or within its request.
    pub detail: Loadable<()>,
    /// What was asked of the catalogue about its offers, on demand.
    pub priced: HashMap<ProductId, Priced>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
}

/// What the catalogue told of one offer at one site.
#[derive(Clone, Debug, Default)]
pub struct Priced {
    /// The offer in the list with prices.
    pub prices: Loadable<CatalogueOffer>,
    /// The offer with its options, priced for the zone of the site.
    pub detail: Loadable<OfferDetail>,
}
