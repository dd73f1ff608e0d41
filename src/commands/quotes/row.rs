//! One quote line as a script sees it: the list row under the API's own names, and what was read beside it.
//!
//! What was not read is absent. Nothing here decides how a value is written.

use crate::app::entities::quotes::QuoteLine;
use crate::app::query::Verdict;
use crate::commands::rows::{Value, date, matches, money, number, numeral};
use crate::domain::ids::{ProductId, QualificationItemId};
use crate::domain::lenient::{Cents, Mbps, Months};
use crate::domain::quote::{Basket, LineState, Offer, OfferState};

/// The names of the fields, in the order they are written. The first 19 are the contract's.
pub(super) const FIELDS: [&str; 27] = [
    "id",
    "reference",
    "state",
    "end_customer_name",
    "external_id",
    "site_connection_type",
    "business_sector",
    "expected_response_date",
    "product_offering_qualification_item_id",
    "project_id",
    "customer_order_name",
    "creation_date",
    "quote_date",
    "order_date",
    "response_date",
    "validity_date",
    "address",
    "latitude",
    "longitude",
    "basket_id",
    "basket_external_id",
    "ready",
    "lowest_monthly",
    "lowest_total",
    "offers",
    "match",
    "problem",
];

/// The values of a line, named by [`FIELDS`].
pub(super) fn values<'a>(
    known: &'a QuoteLine,
    basket: Option<&'a Basket>,
    verdict: Verdict,
) -> [Value<'a>; FIELDS.len()] {
    let line = &known.line;
    let item = line.qualification_item_id.as_ref();
    let lowest = |lowest: Option<(Cents, bool)>| {
        lowest.map_or(Value::Absent, |(cents, _)| Value::Money(cents))
    };
    [
        Value::Foreign(line.id.text()),
        Value::foreign(line.reference.as_ref()),
        state(&line.state),
        Value::foreign(line.end_customer_name.as_ref()),
        Value::foreign(line.external_id.as_ref()),
        Value::foreign(line.site_connection_type.as_ref()),
        Value::foreign(line.business_sector.as_ref()),
        date(line.expected_response_date.as_ref()),
        Value::foreign(item.map(QualificationItemId::text)),
        Value::foreign(line.project.as_ref()),
        Value::foreign(line.customer_order_name.as_ref()),
        date(line.creation_date.as_ref()),
        date(line.quote_date.as_ref()),
        date(line.order_date.as_ref()),
        date(line.response_date.as_ref()),
        date(line.validity_date.as_ref()),
        Value::foreign(line.address.as_ref()),
        numeral(line.latitude.as_ref()),
        numeral(line.longitude.as_ref()),
        known
            .basket
            .as_ref()
            .map_or(Value::Absent, |id| Value::Foreign(id.text())),
        Value::foreign(basket.and_then(|basket| basket.external_id.as_ref())),
        known
            .ready()
            .map_or(Value::Absent, |(ready, _)| Value::count(ready)),
        lowest(known.lowest_monthly()),
        lowest(known.lowest_total()),
        known.offers().map_or(Value::Absent, |offers| {
            Value::List(offers.iter().map(|it| offer(known, it)).collect())
        }),
        Value::own(matches(verdict)),
        Value::foreign(line.broken.as_ref()),
    ]
}

fn offer<'a>(line: &QuoteLine, offer: &'a Offer) -> Value<'a> {
    let total = offer.total().map_or(Value::Absent, Value::Money);
    Value::Fields(vec![
        (
            "product_id",
            Value::foreign(offer.product.as_ref().map(ProductId::text)),
        ),
        ("name", Value::foreign(offer.name.as_ref())),
        (
            "bandwidth",
            number(offer.bandwidth.as_ref(), |Mbps(mbps)| mbps.into()),
        ),
        (
            "term",
            number(offer.term.as_ref(), |Months(months)| months.into()),
        ),
        ("fas", money(offer.fas.as_ref())),
        ("far", money(offer.far.as_ref())),
        ("monthly", money(offer.monthly.as_ref())),
        ("total", total),
        (
            "state",
            offer.state.as_ref().map_or(Value::Absent, offer_state),
        ),
        ("is_ready", Value::Truth(line.is_on_offer(offer))),
    ])
}

fn state(state: &LineState) -> Value<'_> {
    match state {
        LineState::Other(word) if word.wire().is_empty() => Value::Absent,
        LineState::Other(word) => Value::Foreign(word),
        known => Value::own(known.word()),
    }
}

fn offer_state(state: &OfferState) -> Value<'_> {
    match state {
        OfferState::Other(word) => Value::Foreign(word),
        known => Value::own(known.word()),
    }
}
