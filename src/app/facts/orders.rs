//! The fields of an order.

use crate::app::entities::orders::Part;
use crate::app::query::{FieldSpec, FlagSpec, Kind, Schema};
use crate::domain::lenient::{Lenient, Mbps};
use crate::domain::order::OrderDetail;
use crate::domain::timeline::ProductionStep;

/// A field of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is told in ORDER_SCHEMA")]
pub enum OrderField {
    State,
    Step,
    Family,
    Tech,
    Client,
    Site,
    Project,
    By,
    Ref,
    Ext,
    Svc,
    Enni,
    Zone,
    Bandwidth,
    Price,
    Age,
    Ordered,
    Modified,
    Due,
    Slack,
    Late,
    Dwell,
    Is,
    Later,
}

impl OrderField {
    /// The part beyond the list row it is read from; `None` when the list row alone tells it.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Step | Self::Dwell => Some(Part::Historic),
            Self::Ext
            | Self::Svc
            | Self::Enni
            | Self::Zone
            | Self::Bandwidth
            | Self::Price
            | Self::Due
            | Self::Slack
            | Self::Late => Some(Part::Detail),
            Self::State
            | Self::Family
            | Self::Tech
            | Self::Client
            | Self::Site
            | Self::Project
            | Self::By
            | Self::Ref
            | Self::Age
            | Self::Ordered
            | Self::Modified
            | Self::Is
            | Self::Later => None,
        }
    }
}

/// It appeared since the first whole sweep and nobody looked at it.
pub const IS_NEW: u16 = 1;
/// State, step or due date changed and nobody looked at it.
pub const IS_CHANGED: u16 = 2;
/// A person marked it.
pub const IS_MARKED: u16 = 4;
/// The list says that it moved after its detail and historic were read.
pub const IS_STALE: u16 = 8;
/// The list no longer holds it.
pub const IS_GONE: u16 = 16;
/// Its row could not be read.
pub const IS_BROKEN: u16 = 32;

const STEP: Kind = Kind::Numbered {
    count: 11,
    names: step_names,
};

/// What can be asked of an order. Fields read from the detail or the historic say so: on rows where that was not read
/// the answer is maybe.
pub static ORDER_SCHEMA: Schema<OrderField> = Schema {
    fields: &[
        FieldSpec::new(
            OrderField::State,
            "state",
            &["status"],
            Kind::Code,
            "state, by its beginning: state:in_progress, state:in",
        ),
        FieldSpec::new(
            OrderField::Step,
            "step",
            &[],
            STEP,
            "current step, from the historic: step:4, step>=6",
        ),
        FieldSpec::new(
            OrderField::Family,
            "family",
            &[],
            Kind::Text,
            "offer family: family:BPE",
        ),
        FieldSpec::new(
            OrderField::Tech,
            "tech",
            &["technology"],
            Kind::Text,
            "offer technology: tech:FIBDE",
        ),
        FieldSpec::new(
            OrderField::Client,
            "client",
            &["customer"],
            Kind::Text,
            "end customer, either of the two: client:dupont",
        )
        .searched(),
        FieldSpec::new(
            OrderField::Site,
            "site",
            &["address"],
            Kind::Text,
            "address, either of the two: site:76130",
        )
        .searched(),
        FieldSpec::new(
            OrderField::Project,
            "project",
            &[],
            Kind::Text,
            "project: project:p12, project:- for none",
        )
        .searched(),
        FieldSpec::new(
            OrderField::By,
            "by",
            &["created_by"],
            Kind::Person,
            "who made it: by:martin, by:me",
        ),
        FieldSpec::new(
            OrderField::Ref,
            "ref",
            &["reference", "id"],
            Kind::Text,
            "reference or id, any part: ref:9444",
        )
        .searched(),
        FieldSpec::new(
            OrderField::Ext,
            "ext",
            &["external"],
            Kind::Text,
            "external id, from the detail",
        ),
        FieldSpec::new(
            OrderField::Svc,
            "svc",
            &["service"],
            Kind::Text,
            "service reference, from the detail",
        ),
        FieldSpec::new(
            OrderField::Enni,
            "enni",
            &[],
            Kind::Text,
            "collection door, either of the two, from the detail",
        ),
        FieldSpec::new(
            OrderField::Zone,
            "zone",
            &[],
            Kind::Text,
            "technical zone, from the detail",
        ),
        FieldSpec::new(
            OrderField::Bandwidth,
            "bw",
            &["bandwidth"],
            Kind::Bandwidth,
            "bandwidth, from the detail: bw>=100m, bw:1g",
        ),
        FieldSpec::new(
            OrderField::Price,
            "price",
            &[],
            Kind::Money,
            "monthly total, from the detail: price>400",
        ),
        FieldSpec::new(
            OrderField::Age,
            "age",
            &[],
            Kind::Span,
            "time since the order day: age>30d, age:3d..10d",
        ),
        FieldSpec::new(
            OrderField::Ordered,
            "ordered",
            &["order_date"],
            Kind::Day,
            "order day: ordered:2026-05, ordered>=2026-05-01",
        ),
        FieldSpec::new(
            OrderField::Modified,
            "mod",
            &["modified"],
            Kind::Moment,
            "last touched by the server: mod<2d, mod:today",
        ),
        FieldSpec::new(
            OrderField::Due,
            "due",
            &[],
            Kind::Day,
            "delivery day, from the detail: due<today, due:today..+7d",
        ),
        FieldSpec::new(
            OrderField::Slack,
            "slack",
            &[],
            Kind::Days,
            "days left, exact from the detail: slack<0, slack:-5..3",
        ),
        FieldSpec::new(
            OrderField::Late,
            "late",
            &[],
            Kind::Truth,
            "past its day, exact from the detail: late:yes,maybe",
        ),
        FieldSpec::new(
            OrderField::Dwell,
            "dwell",
            &[],
            Kind::Span,
            "time in the current step, from the historic: dwell>2w",
        ),
        FieldSpec::new(
            OrderField::Is,
            "is",
            &[],
            Kind::Flags,
            "marks: is:new; also changed, marked, stale, gone, broken",
        ),
        FieldSpec::new(
            OrderField::Later,
            "pace",
            &[],
            Kind::Later,
            "dwell against the usual; comes later",
        ),
        FieldSpec::new(
            OrderField::Later,
            "memo",
            &[],
            Kind::Later,
            "your note; comes later",
        ),
    ],
    flags: &[
        FlagSpec::new("new", IS_NEW, "appeared and not looked at yet"),
        FlagSpec::new("changed", IS_CHANGED, "changed and not looked at yet"),
        FlagSpec::new("marked", IS_MARKED, "marked by you"),
        FlagSpec::new("stale", IS_STALE, "moved since its detail was read"),
        FlagSpec::new("gone", IS_GONE, "no longer in the list"),
        FlagSpec::new("broken", IS_BROKEN, "its row could not be read"),
        FlagSpec::later("acked", "acknowledged; comes later"),
        FlagSpec::later("pinned", "pinned; comes later"),
        FlagSpec::later("snoozed", "snoozed; comes later"),
    ],
};

fn step_names(number: u8) -> [&'static str; 2] {
    ProductionStep::ALL
        .get(usize::from(number).wrapping_sub(1))
        .map_or(["", ""], |step| [step.word(), step.short()])
}

/// The bandwidth an order is filtered and shown by: its own, else that of the first product that names one (O8, E13).
pub fn bandwidth(detail: &OrderDetail) -> Option<&Lenient<Mbps>> {
    let of_products = detail.products.iter().flat_map(|product| {
        [
            product.bandwidth.as_ref(),
            product.bandwidth_max.as_ref(),
            product.bandwidth_guarantee.as_ref(),
        ]
    });
    detail
        .bandwidth
        .as_ref()
        .or_else(|| of_products.flatten().next())
}
