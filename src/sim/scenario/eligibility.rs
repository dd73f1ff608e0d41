//! What eligibility is like in a scenario: how much there is, how fast it is answered, what becomes of which site, and what
//! the documentation leaves open about the form of answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What becomes of a site that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Has offers.
    Ready,
    /// Has none.
    NotEligible,
    /// Has offers that need a quote.
    Quotation,
    /// What was sent about it does not fit.
    Invalid,
    /// Stays in progress until a test moves it.
    Stuck,
    /// The site search does not know it; a request about it ends like [`Outcome::Invalid`].
    NotFound,
}

/// How the site search answers a site (row `E22`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteShape {
    /// An object, as printed.
    #[default]
    Object,
    /// A list of one.
    List,
    /// A list with the building next door as well.
    Choices,
}

/// How the site search says that there is none (row `E22`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteMissing {
    /// 404.
    #[default]
    NotFound,
    /// 200 without a body.
    NoBody,
    /// 200 with an empty list.
    EmptyList,
    /// 200 with `{}`.
    EmptyObject,
    /// 200 with `null`.
    Null,
}

/// What the site search makes of a building that does not lie where the position is (row `E22`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteConflict {
    /// The building's own position counts.
    #[default]
    Building,
    /// The position counts, and the building is dropped.
    Position,
    /// Both are believed, as sent.
    Both,
    /// 400.
    Refused,
    /// No such site.
    Missing,
}

/// The key under which a request holds its items (row `E2`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemsKey {
    /// As the example of each answer prints it.
    #[default]
    AsPrinted,
    /// `product_offering_qualification_items`.
    Items,
    /// `product_offering_qualification_item`.
    Item,
    /// `product_offering_qualification_item_details`.
    Details,
    /// `product_offering_qualification_item_detail`.
    Detail,
}

/// What the asynchronous call answers (row `E4`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueuedShape {
    /// Key, state and the keys of the items.
    #[default]
    ItemKeys,
    /// Key and date.
    Minimal,
}

/// The fields of an item that is read alone (row `E3`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemShape {
    /// Those of its table: no offers, no history, no user.
    #[default]
    Table,
    /// Those it has inside the answer of the synchronous call.
    Nested,
}

/// How zones are written (row `E12`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneShape {
    /// A number, and text where the table says so.
    #[default]
    AsPrinted,
    /// Digits as text, everywhere.
    Text,
    /// A word, such as `Z2`.
    Label,
    /// Nothing.
    Missing,
}

/// What eligibility is like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each read alone"
)]
pub struct EligibilityRules {
    /// Number of requests at the start, besides those behind the lines of quotes.
    pub requests: usize,
    /// Seconds from an asynchronous request to its end, about.
    pub takes_secs: u64,
    /// Milliseconds that a synchronous request takes.
    pub sync_ms: u64,
    /// Milliseconds that every further site of a request adds.
    pub item_ms: u64,
    /// Most sites in a request; no limit when left out, as the documentation states none.
    pub items_max: Option<usize>,
    /// What becomes of sites whose building or key begins with a text; the longest beginning counts.
    pub outcomes: BTreeMap<String, Outcome>,
    /// How a site is answered.
    pub site: SiteShape,
    /// How it is said that there is no site.
    pub site_missing: SiteMissing,
    /// What a building elsewhere than the position leads to.
    pub site_conflict: SiteConflict,
    /// The key that items stand under.
    pub items_key: ItemsKey,
    /// What the asynchronous call answers.
    pub queued: QueuedShape,
    /// The fields of an item alone.
    pub item: ItemShape,
    /// How zones are written.
    pub zones: ZoneShape,
    /// Leaves the items out of the rows of the request list.
    pub rows_without_items: bool,
    /// Names the request in its items (row `E17`).
    pub parent_told: bool,
    /// Leaves `on_quotation` out.
    pub quotation_missing: bool,
    /// Adds families that no page lists, with offers, zones and delays.
    pub odd_families: bool,
}

impl Default for EligibilityRules {
    fn default() -> Self {
        Self {
            requests: 16,
            takes_secs: 12,
            sync_ms: 3_700,
            item_ms: 250,
            items_max: None,
            outcomes: BTreeMap::new(),
            site: SiteShape::default(),
            site_missing: SiteMissing::default(),
            site_conflict: SiteConflict::default(),
            items_key: ItemsKey::default(),
            queued: QueuedShape::default(),
            item: ItemShape::default(),
            zones: ZoneShape::default(),
            rows_without_items: false,
            parent_told: false,
            quotation_missing: false,
            odd_families: false,
        }
    }
}
