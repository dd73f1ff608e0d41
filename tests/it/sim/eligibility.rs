//! Eligibility from outside: sites, requests, items and the catalogue over HTTP.

mod contract;

use covage_tui::sim::world::eligibility::site::Site;
use serde_json::Value;

use super::client::Probe;

pub(super) const ASYNC: &str = "/api/v1/product_offering_qualification/";
pub(super) const SYNC: &str = "/api/v1/product_offering_qualification/sync/";
pub(super) const ITEMS: &str = "/api/v1/product_offering_qualification_item/";
pub(super) const SITE: &str = "/api/v4/eligibility/site/";
pub(super) const OFFERS: &str = "/api/v1/catalog/product_offering/";

/// Key of the site of a building.
fn key(building: &str) -> String {
    Site::of_building(building).unwrap().key()
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
