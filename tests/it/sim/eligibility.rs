//! Eligibility from outside: sites, requests, items and the catalogue over HTTP.

mod contract;
mod faults;
mod filters;
mod forms;
mod life;
mod limits;
mod links;
mod refusals;
mod sites;

use covage_tui::sim::world::eligibility::site::Site;
use serde_json::{Value, json};

use super::client::Probe;

const ASYNC: &str = "/api/v1/product_offering_qualification/";
const SYNC: &str = "/api/v1/product_offering_qualification/sync/";
const ITEMS: &str = "/api/v1/product_offering_qualification_item/";
const SITE: &str = "/api/v4/eligibility/site/";
const OFFERS: &str = "/api/v1/catalog/product_offering/";

/// The building of the printed examples, which is always eligible.
const PRINTED: &str = "IMB/31555/X/00RV";

/// Key of the site of a building.
fn key(building: &str) -> String {
    Site::of_building(building).unwrap().key()
}

/// A request for the sites of some buildings, with the reference `external_id`.
fn wish(external_id: &str, buildings: &[&str]) -> Value {
    let sites = buildings.iter().map(
        |building| json!({ "eligibility_id": key(building), "offer_families": ["BPEA", "BPE"] }),
    );
    json!({
        "external_id": external_id,
        "product_offering_qualification_items": sites.collect::<Vec<_>>(),
    })
}

/// The same, with prices.
fn priced_wish(external_id: &str, buildings: &[&str]) -> Value {
    let mut wish = wish(external_id, buildings);
    let sites = wish["product_offering_qualification_items"].as_array_mut();
    for site in sites.unwrap() {
        site["resolve_pricing"] = json!(true);
    }
    wish
}

/// Asks over the asynchronous call and returns the key.
async fn ask(probe: &Probe, wish: &Value) -> String {
    let answer = probe.post(ASYNC, wish).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    text(&answer.json()["id"])
}

/// A request as its detail tells it.
async fn request_now(probe: &Probe, id: &str) -> Value {
    probe.get(&format!("{ASYNC}{id}/")).await.json()
}

/// The items of a detail.
fn items(request: &Value) -> &Vec<Value> {
    request["product_offering_qualification_item_detail"]
        .as_array()
        .unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The values of one field over all rows.
fn column(rows: &Value, field: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| text(&row[field])).collect()
}

/// States of a history, in order.
fn way(of: &Value) -> Vec<String> {
    column(&of["state_change"], "state")
}
