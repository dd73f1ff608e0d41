//! One site as a script sees it: what any answer told of it, under the API's own names, and of its request.
//!
//! What was not read is absent. Nothing here decides how a value is written.

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::query::Verdict;
use crate::commands::rows::{Value, date, matches, money, number, numeral};
use crate::domain::eligibility::{
    Address, CatalogueOffer, OfFamily, QualificationState, StateChange,
};
use crate::domain::ids::{ProductId, QualificationId, SiteKey};
use crate::domain::lenient::{Mbps, Months};
use crate::domain::text::Text;

/// The names of the fields, in the order they are written. All but the last two are the contract's, with `zones` and
/// `estimated_delivery` for what it has a key for each family of, and `request_` before those of the request.
pub(super) const FIELDS: [&str; 29] = [
    "id",
    "state",
    "product_offering_qualification_id",
    "request_state",
    "request_external_id",
    "request_project_id",
    "creation_date",
    "user",
    "building_ref",
    "eligibility_id",
    "x",
    "y",
    "address",
    "density",
    "tarif_zone",
    "zones",
    "estimated_delivery",
    "bandwidth_max",
    "offer_families",
    "offer_families_eligibility",
    "offer_technologies",
    "guaranteed_until_date",
    "price",
    "far",
    "fas",
    "state_change",
    "offers",
    "match",
    "problem",
];

/// The values of a site, named by [`FIELDS`].
pub(super) fn values<'a>(
    known: &'a KnownItem,
    request: Option<&'a KnownRequest>,
    verdict: Verdict,
) -> [Value<'a>; FIELDS.len()] {
    let item = &known.item;
    let of_request = request.map(|known| &known.request);
    let made_at = of_request.and_then(|it| it.creation_date.as_ref());
    let user = of_request.and_then(|it| it.user.as_ref());
    [
        Value::Foreign(item.id.text()),
        state(item.state.as_ref()),
        Value::foreign(known.request.as_ref().map(QualificationId::text)),
        state(of_request.and_then(|it| it.state.as_ref())),
        Value::foreign(of_request.and_then(|it| it.external_id.as_ref())),
        Value::foreign(of_request.and_then(|it| it.project.as_ref())),
        date(item.creation_date.as_ref().or(made_at)),
        Value::foreign(item.user.as_ref().or(user)),
        Value::foreign(item.site.building_ref.as_ref()),
        Value::foreign(item.site.key.as_ref().map(SiteKey::text)),
        numeral(item.site.x.as_ref()),
        numeral(item.site.y.as_ref()),
        item.address.as_ref().map_or(Value::Absent, address),
        Value::foreign(item.density.as_ref()),
        Value::foreign(item.tarif_zone.as_ref()),
        of_families(&item.zones),
        of_families(&item.delivery),
        number(item.bandwidth_max.as_ref(), |Mbps(mbps)| mbps.into()),
        words(item.families.as_deref()),
        words(item.families_eligible.as_deref()),
        words(item.technologies.as_deref()),
        date(item.guaranteed_until_date.as_ref()),
        money(item.price.as_ref()),
        money(item.far.as_ref()),
        money(item.fas.as_ref()),
        list(item.changes.as_deref(), change),
        list(known.offers(), offer),
        Value::own(matches(verdict)),
        Value::foreign(item.broken.as_ref()),
    ]
}

fn offer(offer: &CatalogueOffer) -> Value<'_> {
    let mbps = |Mbps(mbps)| mbps.into();
    Value::Fields(vec![
        (
            "product_id",
            Value::foreign(offer.product.as_ref().map(ProductId::text)),
        ),
        ("name", Value::foreign(offer.name.as_ref())),
        ("offer_family", Value::foreign(offer.family.as_ref())),
        (
            "offer_technology",
            Value::foreign(offer.technology.as_ref()),
        ),
        ("bandwidth", Value::foreign(offer.bandwidth.as_ref())),
        ("bandwidth_max", number(offer.bandwidth_max.as_ref(), mbps)),
        (
            "bandwidth_guarantee",
            number(offer.bandwidth_guarantee.as_ref(), mbps),
        ),
        (
            "commitment",
            number(offer.commitment.as_ref(), |Months(months)| months.into()),
        ),
        ("tarif_zone", Value::foreign(offer.tarif_zone.as_ref())),
        ("price", money(offer.price.as_ref())),
        ("far", money(offer.far.as_ref())),
        ("fas", money(offer.fas.as_ref())),
        (
            "on_quotation",
            offer.on_quotation.map_or(Value::Absent, Value::Truth),
        ),
    ])
}

fn change(change: &StateChange) -> Value<'_> {
    Value::Fields(vec![
        ("state", state(Some(&change.state))),
        ("change_date", date(change.at.as_ref())),
        ("change_reason", Value::foreign(change.reason.as_ref())),
    ])
}

/// The parts that were told, none made of another (O12).
fn address(address: &Address) -> Value<'_> {
    let parts = address.parts().into_iter();
    let told = parts.filter_map(|(name, part)| Some((name, Value::Foreign(part.as_ref()?))));
    Value::Fields(told.collect())
}

fn of_families(told: &[OfFamily]) -> Value<'_> {
    if told.is_empty() {
        return Value::Absent;
    }
    Value::Named(told.iter().map(|of| (&of.family, &of.value)).collect())
}

fn words(words: Option<&[Text]>) -> Value<'_> {
    list(words, Value::Foreign)
}

fn list<'a, T>(all: Option<&'a [T]>, one: impl Fn(&'a T) -> Value<'a>) -> Value<'a> {
    all.map_or(Value::Absent, |all| {
        Value::List(all.iter().map(one).collect())
    })
}

fn state(state: Option<&QualificationState>) -> Value<'_> {
    match state {
        None => Value::Absent,
        Some(QualificationState::Other(word)) => Value::Foreign(word),
        Some(known) => Value::own(known.word()),
    }
}
