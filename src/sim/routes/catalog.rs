//! The catalogue: families, the list of offers, offers with their prices, one offer (rows `E13` to `E15`, `E18` to `E21`).

use serde_json::{Map, Value, json};

use super::super::answer::{Answer, Call};
use super::super::calendar::DateStyle;
use super::super::paging::{list, whole};
use super::super::scenario::ListShape;
use super::super::world::World;
use super::super::world::catalog::{CatalogOffer, FAMILIES, ODD_FAMILY, OPTIONS, Prices, catalog};
use super::super::world::quotes::euros;
use super::Route;
use super::eligibility::zone_number;
use super::fields::{field_errors, json_body};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/catalog/category/", "catalog", categories),
    Route::get("/api/v1/catalog/product_offering/", "catalog", index),
    Route::ask("/api/v1/catalog/product_offering/", "catalog", priced),
    Route::get("/api/v1/product_offering/{id}/", "catalog", detail),
];

fn categories(_: &mut World, call: &Call<'_>) -> Answer {
    let known = FAMILIES
        .iter()
        .map(|family| (family.name, "OFFER_FAMILY", family.description));
    let odd = call.scenario.eligibility.odd_families;
    let rows: Vec<Value> = known
        .chain(odd.then_some((ODD_FAMILY, "OFFER_FAMILY_BETA", "")))
        .map(|(name, kind, description)| {
            json!({ "name": name, "type": kind, "description": description })
        })
        .collect();
    list(call, ListShape::Array, rows.len(), |range| {
        rows.get(range).unwrap_or_default().to_vec()
    })
}

/// Prices are what the other call is for.
fn index(_: &mut World, call: &Call<'_>) -> Answer {
    let offers = catalog().offers();
    list(call, ListShape::Envelope, offers.len(), |range| {
        let page = offers.get(range).unwrap_or_default();
        page.iter()
            .map(|offer| Value::Object(row(call, offer, None)))
            .collect()
    })
}

fn priced(_: &mut World, call: &Call<'_>) -> Answer {
    let wanted = match json_body(call) {
        Ok(Value::Array(wanted)) => wanted,
        Ok(_) => {
            let text = "Données non valides : une liste était attendue.";
            return Answer::error(call.shape(), 400, text);
        }
        Err(refusal) => return refusal,
    };
    let key = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows: Vec<Value> = wanted
        .iter()
        .map(key)
        .flat_map(|key| catalog().named(&key))
        .map(|offer| Value::Object(row(call, offer, offer.prices(None))))
        .collect();
    whole(call, ListShape::Array, &rows)
}

fn detail(_: &mut World, call: &Call<'_>) -> Answer {
    let Some(offer) = catalog().offer(call.param("id")) else {
        return Answer::not_found(call.shape());
    };
    let zone = match call.query("zone").map(|text| zone_number(call, text)) {
        Some(None) => {
            let text = "Un nombre entier valide est requis.";
            return field_errors(call, json!({ "zone": [text] }));
        }
        Some(zone) => zone,
        None => None,
    };
    let mut value = row(call, offer, offer.prices(zone));
    let options = OPTIONS
        .iter()
        .filter(|option| option.families.contains(&offer.family))
        .map(|option| {
            let values = option.values.iter().map(|(id, label, cents, recurring)| {
                json!({ "option_id": id, "label": label, "price": euros(*cents), "recurring": recurring })
            });
            json!({ "name": option.name, "type": "Option", "values": values.collect::<Vec<_>>() })
        });
    value.insert("available_options".to_owned(), options.collect());
    value.insert("href".to_owned(), json!(""));
    value.insert("recurring".to_owned(), json!(true));
    Answer::json(Value::Object(value))
}

/// An offer as the lists print it, with what is told of its prices.
fn row(call: &Call<'_>, offer: &CatalogOffer, prices: Option<Prices>) -> Map<String, Value> {
    let amount = |cents: Option<i64>| json!(cents.map(euros));
    let fields = [
        ("id", json!(offer.id)),
        // Names end in a blank here (row `G17`).
        ("name", json!(format!("{} ", offer.name()))),
        ("description", json!(offer.description())),
        ("bandwidth", json!(offer.bandwidth)),
        ("bandwidth_guarantee", mbps(offer.guaranteed)),
        ("bandwidth_max", mbps(offer.most)),
        ("commitment", json!(format!("{}MOIS", offer.months))),
        ("tarif_zone", json!(offer.density)),
        ("far", amount(prices.map(|it| it.far))),
        ("fas", amount(prices.map(|it| it.fas))),
        ("price", amount(prices.map(|it| it.monthly))),
        ("offer_family", json!(offer.family)),
        ("offer_technology", json!(offer.technology)),
        ("last_update", call.date(offer.updated(), DateStyle::Utc)),
    ];
    fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Mbit/s as the examples print them (row `E13`).
#[expect(clippy::cast_precision_loss, reason = "bandwidths are far below 2^52")]
pub(super) fn mbps(count: i64) -> Value {
    json!(count as f64)
}
