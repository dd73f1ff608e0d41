//! An eligibility item and how well it is known.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::app::loadable::Loadable;
use crate::domain::eligibility::Item;
use crate::domain::ids::{ProductId, QualificationId};

use super::Priced;

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
