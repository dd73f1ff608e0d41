//! Orders as the API tells them: the list row, the detail, documents and requests.
//!
//! The list row and the detail hold different fields (O6); they are two types here and are merged by reference where
//! both are needed. Every field but the reference and the state may be missing (G8), and `None` stands for null, an
//! empty text and an absent key alike (G7).

use std::sync::Arc;

use crate::domain::date::FlexDate;
use crate::domain::ids::{OrderId, OrderRef};
use crate::domain::lenient::{Cents, Lenient, Mbps, Months, Weeks};
use crate::domain::text::Text;

/// State of an order once it exists; an open list (O3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// Taken in, production not begun.
    Confirmed,
    /// In production: the steps of the timeline advance.
    InProgress,
    /// Delivered.
    Active,
    /// A change was asked for; goes back to active.
    ChangeInProgress,
    /// A termination was asked for.
    TerminateInProgress,
    /// Ended. Final.
    Terminated,
    /// Refused by Covage. Final.
    Rejected,
    /// Ended on request before delivery. Final.
    Cancelled,
    /// A state no table lists, shown as it came.
    Other(Text),
}

impl OrderState {
    /// Every documented state, in the order of the lifecycle.
    pub const KNOWN: [Self; 8] = [
        Self::Confirmed,
        Self::InProgress,
        Self::Active,
        Self::ChangeInProgress,
        Self::TerminateInProgress,
        Self::Terminated,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// Reads the API's word.
    pub fn parse(word: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|state| state.word() == word)
            .unwrap_or_else(|| Self::Other(Text::new(word)))
    }

    /// The API's word, safe to draw.
    pub fn word(&self) -> &str {
        match self {
            Self::Confirmed => "confirmed",
            Self::InProgress => "in_progress",
            Self::Active => "active",
            Self::ChangeInProgress => "change_in_progress",
            Self::TerminateInProgress => "terminate_in_progress",
            Self::Terminated => "terminated",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Other(word) => word.line(),
        }
    }

    /// Whether nothing follows it.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Terminated | Self::Rejected | Self::Cancelled)
    }

    /// Whether delivery is still ahead, so that a due date means something. Unknown states count: hiding lateness
    /// would be the worse mistake.
    pub fn is_awaiting_delivery(&self) -> bool {
        matches!(self, Self::Confirmed | Self::InProgress | Self::Other(_))
    }

    /// Place in the lifecycle, for sorting; unknown states come last.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Confirmed => 0,
            Self::InProgress => 1,
            Self::Active => 2,
            Self::ChangeInProgress => 3,
            Self::TerminateInProgress => 4,
            Self::Terminated => 5,
            Self::Rejected => 6,
            Self::Cancelled => 7,
            Self::Other(_) => 8,
        }
    }
}

/// One row of the order list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSummary {
    /// What paths take (O5).
    pub reference: OrderRef,
    /// The other key (`PO_…`).
    pub id: Option<OrderId>,
    /// Where it stands.
    pub state: OrderState,
    /// Day the order was made.
    pub order_date: Option<FlexDate>,
    /// When the server last touched it; a hint, not a promise, that detail and historic changed.
    pub modification_date: Option<FlexDate>,
    /// When it was cancelled.
    pub cancellation_date: Option<FlexDate>,
    /// Why it was cancelled.
    pub cancellation_reason: Option<Text>,
    /// When it was delivered.
    pub completion_date: Option<FlexDate>,
    /// Promised lead time from the order date.
    pub delivery_lead_time: Option<Lenient<Weeks>>,
    /// Project of the order.
    pub project: Option<Text>,
    /// Offer family, such as `BPE`.
    pub offer_family: Option<Text>,
    /// Technology, such as `FIBDE`.
    pub offer_technology: Option<Text>,
    /// Contract length.
    pub commitment: Option<Lenient<Months>>,
    /// Address of the customer's site, in one line.
    pub site: Option<Text>,
    /// Second site, where there is one.
    pub site_2: Option<Text>,
    /// The end customer.
    pub customer: Option<Text>,
    /// Second end customer, where there is one.
    pub customer_2: Option<Text>,
    /// Who made it.
    pub created_by: Option<Text>,
    /// Why the row could not be read, and what it was; set on rows that would else be lost.
    pub broken: Option<Arc<BrokenRow>>,
}

/// A row that could not be read as an order. It keeps its place in the list with an error mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    /// What was wrong, such as `no order_reference`.
    pub problem: Text,
    /// The row as it came.
    pub raw: Text,
}

/// Everything known of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: OrderDetail"
)]
pub struct OrderDetail {
    pub reference: OrderRef,
    pub id: Option<OrderId>,
    pub external_id: Option<Text>,
    pub order_date: Option<FlexDate>,
    pub cancellation_date: Option<FlexDate>,
    pub cancellation_reason: Option<Text>,
    pub completion_date: Option<FlexDate>,
    pub note: Option<Text>,
    pub technical_note: Option<Text>,
    pub product_offering_id: Option<Text>,
    pub qualification_item_id: Option<Text>,
    pub project: Option<Text>,
    pub quote_item_id: Option<Text>,
    pub delivery_mode: Option<Text>,
    pub enni: Option<Text>,
    pub enni2: Option<Text>,
    pub delivery_lead_time: Option<Lenient<Weeks>>,
    pub delivery_lead_time_label: Option<Text>,
    pub vlan_reference: Option<Text>,
    pub customer_order_name: Option<Text>,
    pub securing: Option<Text>,
    pub securing_label: Option<Text>,
    pub service_reference: Option<Text>,
    pub minimum_commitment_duration: Option<Lenient<Months>>,
    pub commitment_end_date: Option<FlexDate>,
    /// Unit unstated; months are likely.
    pub notice_period: Option<Text>,
    pub estimated_delivery_date: Option<FlexDate>,
    pub billing_site_ref: Option<Text>,
    pub billing_site_name: Option<Text>,
    pub billing_period: Option<Text>,
    pub state: OrderState,
    pub termination_errors: Vec<Text>,
    pub option_ids: Vec<Text>,
    pub products: Vec<OrderProduct>,
    pub contacts: Vec<Contact>,
    pub technical_zone: Option<Text>,
    pub bandwidth: Option<Lenient<Mbps>>,
    pub service_topology: Option<Text>,
    pub building_ref: Option<Text>,
    pub manager_regional: Option<Manager>,
    pub manager_n1_regional: Option<Manager>,
    pub manager_national: Option<Manager>,
    pub manager_n1_national: Option<Manager>,
    pub strands_number: Option<Text>,
    pub fon_security: Option<bool>,
    pub technology: Option<Text>,
    pub total_amount_monthly: Option<Lenient<Cents>>,
    pub total_amount_annual: Option<Lenient<Cents>>,
    /// The answer as it came, for the Raw tab and for fields no table lists (G12).
    pub raw: Text,
}

impl OrderDetail {
    /// The people in charge on the operator's side, each with the contract's word for the place.
    pub fn managers(&self) -> [(&'static str, Option<&Manager>); 4] {
        [
            ("manager_regional", self.manager_regional.as_ref()),
            ("manager_n1_regional", self.manager_n1_regional.as_ref()),
            ("manager_national", self.manager_national.as_ref()),
            ("manager_n1_national", self.manager_n1_national.as_ref()),
        ]
    }

    /// Everybody to call or write to: the people of each site, then the managers.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        let of_sites = self.contacts.iter().flat_map(|contact| &contact.people);
        let managers = self.managers().into_iter();
        of_sites.chain(managers.filter_map(|(_, manager)| manager))
    }
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: OrderProduct"
)]
pub struct OrderProduct {
    pub id: Option<Text>,
    pub name: Option<Text>,
    pub description: Option<Text>,
    pub bandwidth: Option<Lenient<Mbps>>,
    pub bandwidth_guarantee: Option<Lenient<Mbps>>,
    pub bandwidth_max: Option<Lenient<Mbps>>,
    pub commitment: Option<Lenient<Months>>,
    pub tarif_zone: Option<Text>,
    pub offer_family: Option<Text>,
    pub offer_technology: Option<Text>,
    pub far: Option<Lenient<Cents>>,
    pub fas: Option<Lenient<Cents>>,
    pub fad: Option<Lenient<Cents>>,
    pub price: Option<Lenient<Cents>>,
    pub recurring: Option<bool>,
    pub options: Vec<OrderOption>,
}

/// An option of the ordered product (E21: flat, unlike the catalogue's).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: OrderOption"
)]
pub struct OrderOption {
    pub name: Option<Text>,
    pub label: Option<Text>,
    pub kind: Option<Text>,
    pub option_id: Option<Text>,
    pub price: Option<Lenient<Cents>>,
    pub recurring: Option<bool>,
}

/// An end customer's site with up to two people (O10).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: RelatedContact"
)]
pub struct Contact {
    pub end_customer_name: Option<Text>,
    pub siret: Option<Text>,
    pub people: Vec<Person>,
    pub city: Option<Text>,
    pub postcode: Option<Text>,
    pub street_name: Option<Text>,
    pub street_number: Option<Text>,
    pub street_number_extension: Option<Text>,
    pub insee_code: Option<Text>,
    pub building_name: Option<Text>,
    pub level_number: Option<Text>,
    pub latitude: Option<Text>,
    pub longitude: Option<Text>,
}

/// A person to call or write to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Person {
    pub name: Option<Text>,
    pub email: Option<Text>,
    /// May lack its leading zero (O11); stored as it came.
    pub phone: Option<Text>,
}

/// A person in charge on the operator's side.
pub type Manager = Person;

/// The documents of one type (O14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentGroup {
    /// `BDC` is the purchase order; other codes have no legend.
    pub kind: Option<Text>,
    /// File names, opaque.
    pub files: Vec<Text>,
}

/// The documents of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    /// By type, in the server's order.
    pub groups: Vec<DocumentGroup>,
    /// The answer as it came, for the Raw tab.
    pub raw: Text,
}

impl Documents {
    /// How many files there are.
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.files.len()).sum()
    }
}

/// A termination or change request made on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: OrderRequest"
)]
pub struct OrderRequest {
    pub id: Option<Text>,
    pub order_reference: Option<OrderRef>,
    pub creation_date: Option<FlexDate>,
    pub modification_date: Option<FlexDate>,
    /// A French label, not the path segment (O15).
    pub action: Option<Text>,
    pub request_effective_date: Option<FlexDate>,
    pub message: Option<Text>,
    pub reason: Option<Text>,
}

/// The requests made on an order, read page by page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderRequests {
    /// In the server's order.
    pub rows: Vec<OrderRequest>,
    /// Each page as it came, for the Raw tab.
    pub raw: Vec<Text>,
    /// Whether the server has more than was read.
    pub is_cut: bool,
}

/// How an export is doing (O17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportStatus {
    /// `None` while queued or running.
    pub success: Option<bool>,
    /// When the task began.
    pub started: Option<FlexDate>,
    /// When it ended.
    pub stopped: Option<FlexDate>,
}
