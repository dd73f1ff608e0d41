//! An eligibility request and how well it is known.

use chrono::{DateTime, Utc};

use crate::app::loadable::Loadable;
use crate::domain::eligibility::Qualification;
use crate::domain::ids::QualificationItemId;
use crate::domain::write::Qualify;

/// An eligibility request and how well it is known.
#[derive(Clone, Debug)]
pub struct KnownRequest {
    /// As last told, merged; its items stand in the table of items.
    pub request: Qualification,
    /// Its items in the server's order, from its detail or the answer that created it.
    pub items: Vec<QualificationItemId>,
    /// What was sent, where this program sent it: answers leave project and families out (E5).
    pub asked: Option<Asked>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with items and offers, was read.
    pub detail: Loadable<()>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
}

/// What this program asked for, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was sent.
    pub qualify: Qualify,
    /// When it was confirmed.
    pub at: DateTime<Utc>,
}
