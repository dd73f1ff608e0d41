//! Quotes from outside: baskets, lines and offers over HTTP.

mod contract;
mod decisions;
mod drafts;
mod faults;
mod files;
mod life;
mod lists;

use covage_tui::sim::world::quotes::line::{Line, LineState};
use serde_json::{Value, json};

use super::client::Probe;

/// Looks at the first line, newest first, that `is_wanted`.
fn a_line<R>(probe: &Probe, is_wanted: impl Fn(&Line) -> bool, look: impl FnOnce(&Line) -> R) -> R {
    probe.sim.world(|world| {
        let mut lines = world.quotes.lines();
        look(lines.find(|line| is_wanted(line)).unwrap())
    })
}

/// A ready line with at least `count` offers to choose from, with their products.
fn choice(probe: &Probe, count: usize) -> (String, Vec<String>) {
    let products = |line: &Line| -> Vec<String> {
        let offers = line.offers.iter();
        offers.filter_map(|it| it.product_id.clone()).collect()
    };
    a_line(
        probe,
        |line| line.state == LineState::Ready && products(line).len() >= count,
        |line| (line.id.clone(), products(line)),
    )
}

/// The basket of a line.
fn basket_of(probe: &Probe, line: &str) -> String {
    probe
        .sim
        .world(|world| world.quotes.basket_of(line).unwrap().id.clone())
}

async fn line_now(probe: &Probe, line: &str) -> Value {
    probe
        .get(&format!("/api/v1/quote_item/{line}/"))
        .await
        .json()
}

async fn basket_now(probe: &Probe, basket: &str) -> Value {
    probe.get(&format!("/api/v1/quote/{basket}/")).await.json()
}

/// A draft of one line that can be confirmed: basket and line.
async fn draft(probe: &Probe) -> (String, String) {
    let basket = probe.post("/api/v1/quote/", &json!({})).await.json();
    let basket = basket["id"].as_str().unwrap().to_owned();
    let line = probe
        .post(&format!("/api/v1/quote/{basket}/quote_item/"), &full_line())
        .await
        .json();
    (basket, line["id"].as_str().unwrap().to_owned())
}

/// A line with everything a confirmation needs.
fn full_line() -> Value {
    json!({
        "end_customer_name": "Clinique Océane",
        "external_id": "EXT-1",
        "site_connection_type": "Datacenter",
        "product_offerings": ["2173", "2174"],
        "product_offering_qualification_item_id": "123e4567-e89b-12d3-a456-426614174001",
    })
}
