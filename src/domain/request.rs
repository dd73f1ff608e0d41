//! What can be asked of the API, what comes back, and what it costs.
//!
//! A [`Read`] is its own merge key: two equal reads are one flight. Reads change nothing at Covage, so they may be
//! repeated; everything that changes something is a [`crate::domain::write::Write`] and takes another path.

use crate::domain::eligibility::{
    CatalogueOffer, Category, Item, ItemFilter, OfferDetail, Qualification, QualificationFilter,
    Site, SiteQuery,
};
use crate::domain::ids::{
    BasketId, LineId, OrderRef, ProductId, QualificationId, QualificationItemId, SiteCode, TaskId,
};
use crate::domain::order::{Documents, ExportStatus, OrderDetail, OrderRequest, OrderSummary};
use crate::domain::quote::{Basket, Line, LineFilter};
use crate::domain::referential::{BillingSite, BusinessCode, Enni, Project};
use crate::domain::text::Text;
use crate::domain::timeline::Historic;
use crate::domain::write::LineKey;

/// A question to the API that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    /// One page of the order list.
    Orders(Cursor),
    /// One order.
    Order(OrderRef),
    /// The historic of one order.
    Historic(OrderRef),
    /// The documents of one order.
    Documents(OrderRef),
    /// Termination and change requests, of one order or of all.
    OrderRequests(Option<OrderRef>, Cursor),
    /// One document of an order, as bytes.
    Document(OrderRef, Text),
    /// How an order export is doing.
    OrderExportStatus(TaskId),
    /// A finished order export, as bytes.
    OrderExport(TaskId),
    /// Projects.
    Projects(Cursor),
    /// Collection doors.
    Ennis(Cursor),
    /// Business codes.
    BusinessCodes(Cursor),
    /// One billing site.
    BillingSite(SiteCode),
    /// Reasons for ending a service.
    TerminateReasons,
    /// Reasons for a change.
    ChangeReasons,
    /// Kinds of site.
    SiteConnections,
    /// Quote baskets; of one `external_id` where it is given.
    Baskets(Option<Text>, Cursor),
    /// One basket with its lines.
    Basket(BasketId),
    /// Quote lines of all baskets, filtered by the server.
    Lines(LineFilter, Cursor),
    /// One quote line with its offers.
    Line(LineId),
    /// The trace file of a line, as bytes.
    Trace(LineKey),
    /// How a quote export is doing (Q19).
    QuoteExportStatus(TaskId),
    /// A finished quote export, as bytes.
    QuoteExport(TaskId),
    /// The site at a position, in a building, or both (E22).
    Site(SiteQuery),
    /// Eligibility requests, filtered by the server.
    Qualifications(QualificationFilter, Cursor),
    /// One eligibility request with its items and their offers.
    Qualification(QualificationId),
    /// Eligibility items of all requests, filtered by the server.
    Items(ItemFilter, Cursor),
    /// One eligibility item.
    Item(QualificationItemId),
    /// Offer families on sale.
    Categories,
    /// The offers of the catalogue (E20).
    Offers(Cursor),
    /// One offer with its options, priced for a zone where one is given (E15).
    Offer(ProductId, Option<Text>),
    /// Chosen offers with their prices. A POST that changes nothing.
    PricedOffers(Vec<ProductId>),
}

impl Read {
    /// The path it goes to, as the contract writes it; for logs, errors and gauges.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Orders(_) => "/api/v1/order/",
            Self::Order(_) => "/api/v1/order/{order_reference}/",
            Self::Historic(_) => "/api/v1/order/{order_reference}/historic/",
            Self::Documents(_) => "/api/v1/order/{order_reference}/documents/",
            Self::OrderRequests(..) => "/api/v1/order_request/",
            Self::Document(..) => "/api/v1/order/{order_reference}/{filename}/download/",
            Self::OrderExportStatus(_) => "/api/v1/order/export/{task_id}/status/",
            Self::OrderExport(_) => "/api/v1/order/export/{task_id}/download/",
            Self::Projects(_) => "/api/v1/referential/project/",
            Self::Ennis(_) => "/api/v1/referential/enni/",
            Self::BusinessCodes(_) => "/api/v1/referential/business_code/",
            Self::BillingSite(_) => "/api/v1/referential/billing_site/{site_code}/",
            Self::TerminateReasons => "/api/v1/referential/terminate_reason/",
            Self::ChangeReasons => "/api/v1/referential/change_reason/",
            Self::SiteConnections => "/api/v1/referential/site_connection/",
            Self::Baskets(..) => "/api/v1/quote/",
            Self::Basket(_) => "/api/v1/quote/{id}/",
            Self::Lines(..) => "/api/v1/quote_item/",
            Self::Line(_) => "/api/v1/quote_item/{id}/",
            Self::Trace(_) => "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/download/",
            Self::QuoteExportStatus(_) => "/api/v1/quote_item/export/{task_id}/status/",
            Self::QuoteExport(_) => "/api/v1/quote_item/export/{task_id}/download/",
            Self::Site(_) => "/api/v4/eligibility/site/",
            Self::Qualifications(..) => "/api/v1/product_offering_qualification/",
            Self::Qualification(_) => "/api/v1/product_offering_qualification/{id}/",
            Self::Items(..) => "/api/v1/product_offering_qualification_item/",
            Self::Item(_) => "/api/v1/product_offering_qualification_item/{id}/",
            Self::Categories => "/api/v1/catalog/category/",
            Self::Offers(_) | Self::PricedOffers(_) => "/api/v1/catalog/product_offering/",
            Self::Offer(..) => "/api/v1/product_offering/{id}/",
        }
    }

    /// The body it is asked with; `None` for a GET.
    pub fn json(&self) -> Option<serde_json::Value> {
        match self {
            Self::PricedOffers(products) => Some(products.iter().map(ProductId::wire).collect()),
            _ => None,
        }
    }

    /// The limit it counts against. No documented limit concerns a read.
    pub fn rate_class(&self) -> RateClass {
        RateClass::Reads
    }
}

/// Where a page of a list is (G3, G4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cursor {
    /// The first page: asked for without any parameter.
    First,
    /// A page number, sent as `page=N` (a guess of G4).
    Number(u32),
    /// A link the server gave; the client follows it only on the API's own origin.
    Link(Text),
}

/// One page of a list, whatever it came wrapped in (G2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the server's order.
    pub rows: Vec<T>,
    /// The next page the server named; `None` when it named none.
    pub next: Option<Cursor>,
    /// Rows in the whole list, where the server said so.
    pub count: Option<u64>,
    /// Rows per page, where the server said so.
    pub page_size: Option<u32>,
}

/// The answer to a [`Read`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "one answer per read, named alike")]
pub enum Reply {
    Orders(Page<OrderSummary>),
    Order(Box<OrderDetail>),
    Historic(Historic),
    Documents(Documents),
    /// A page, and the same as it came.
    OrderRequests(Page<OrderRequest>, Text),
    Document(Vec<u8>),
    OrderExportStatus(ExportStatus),
    OrderExport(Vec<u8>),
    Projects(Page<Project>),
    Ennis(Page<Enni>),
    BusinessCodes(Page<BusinessCode>),
    BillingSite(BillingSite),
    TerminateReasons(Vec<Text>),
    ChangeReasons(Vec<Text>),
    SiteConnections(Vec<Text>),
    Baskets(Page<Basket>),
    Basket(Box<Basket>),
    Lines(Page<Line>),
    Line(Box<Line>),
    Trace(Vec<u8>),
    QuoteExportStatus(ExportStatus),
    QuoteExport(Vec<u8>),
    /// `None` where there is none: an empty answer, or the API's own 404 (E22). A 404 that is somebody else's page is a
    /// failure like any other.
    Site(Option<Site>),
    Qualifications(Page<Qualification>),
    Qualification(Box<Qualification>),
    Items(Page<Item>),
    Item(Box<Item>),
    Categories(Vec<Category>),
    Offers(Page<CatalogueOffer>),
    Offer(Box<OfferDetail>),
    PricedOffers(Vec<CatalogueOffer>),
}

/// Who waits for an answer; the order is the order of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// A person pressed a key.
    User,
    /// A write of unknown outcome is being settled.
    ReadBack,
    /// It is on screen.
    Visible,
    /// It may be on screen later.
    Background,
}

impl Lane {
    /// Every lane, most urgent first.
    pub const ALL: [Self; 4] = [Self::User, Self::ReadBack, Self::Visible, Self::Background];
}

/// Calls that share one limit (contract, "Rate limits stated").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateClass {
    /// Everything that changes nothing; no limit is documented.
    Reads,
    /// Everything that changes something and has no limit of its own.
    Writes,
    /// `POST order/export/csv/`: 1 per 5 minutes and user.
    OrderExport,
    /// `POST quote_item/export/csv/`: nothing is stated, taken as for orders (Q18).
    QuoteExport,
    /// `POST product_offering_qualification/sync/`: 1 per second.
    QualificationSync,
    /// `POST product_offering_qualification/`: 10 per minute.
    Qualification,
}

impl RateClass {
    /// Every class.
    pub const ALL: [Self; 6] = [
        Self::Reads,
        Self::Writes,
        Self::OrderExport,
        Self::QuoteExport,
        Self::QualificationSync,
        Self::Qualification,
    ];
}

/// Names one submitted request, so that it can be cancelled and its answer recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);
