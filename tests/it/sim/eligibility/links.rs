//! From an item to the line of a quote, and on to an order.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::world::World;
use covage_tui::sim::world::eligibility::state::State;
use serde_json::{Value, json};

use super::super::client::{Probe, start_of_test};
use super::{ITEMS, PRINTED, SYNC, items, request_now, text, wish};

#[test]
fn every_line_of_the_world_comes_from_an_item_with_the_offers_it_wants() {
    for seed in 1..8 {
        let mut world = World::new(&Scenario::demo().seed(seed), start_of_test());
        world.advance(start_of_test() + chrono::Duration::minutes(20));
        let mut met = 0;
        for line in world.quotes.lines() {
            let named = &line.wish.product_offering_qualification_item_id;
            if named.is_empty() {
                continue;
            }
            let (request, item) = world.eligibility.item(named).expect(named);
            assert!(request.created < line.created, "it was asked about before");
            assert_eq!(item.state(), State::Ready);
            assert_eq!(item.asked.address, line.facts.site.address());
            let on_sale = world.eligibility.offers(item);
            for product in line.wish.product_offerings.iter().flatten() {
                let key = product["product_id"].as_str().or(product.as_str()).unwrap();
                let offer = on_sale.iter().find(|offer| offer.id == key);
                assert!(offer.is_some(), "{key} of {named}");
            }
            met += 1;
        }
        assert!(met > 30, "seed {seed}: {met}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_item_of_a_line_is_there_to_be_read() {
    let probe = Probe::start(Scenario::default()).await;
    let lines = probe.get("/api/v1/quote_item/").await.json();
    for line in lines["results"].as_array().unwrap() {
        let Some(item) = line["product_offering_qualification_item_id"].as_str() else {
            continue;
        };
        if !item.is_empty() {
            assert_eq!(
                probe.get(&format!("{ITEMS}{item}/")).await.status,
                200,
                "{item}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_colleagues_basket_brings_its_request_with_it() {
    let probe = Probe::start(Scenario::default()).await;
    let basket = probe.sim.world(|w| w.quotes.arrive(3, w.now()));
    let basket = probe.get(&format!("/api/v1/quote/{basket}/")).await.json();
    let mut parents = Vec::new();
    for line in basket["quote_item"].as_array().unwrap() {
        let item = text(&line["product_offering_qualification_item_id"]);
        parents.push(
            probe
                .sim
                .world(|w| w.eligibility.item(&item).unwrap().0.id.clone()),
        );
    }
    parents.dedup();
    assert_eq!(parents.len(), 1, "three sites of one request");
    assert_eq!(items(&request_now(&probe, &parents[0]).await).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_line_made_from_an_item_leads_to_an_order_at_its_site() {
    let scenario = Scenario::default().quotes(|rules| rules.orderless_percent = 0);
    let probe = Probe::start(scenario).await;
    let mut body = wish("", &[PRINTED]);
    body["product_offering_qualification_items"][0]["address"] = json!({
        "street_nr": "4",
        "street": { "street_name": "Rue Andrei Sakharov" },
    });
    let ended = probe.post(SYNC, &body).await.json();
    let item = &ended["product_offering_qualification_items"][0];
    let offer = &item["products_offering"][0];
    let basket = text(&probe.post("/api/v1/quote/", &json!({})).await.json()["id"]);
    let line = json!({
        "product_offering_qualification_item_id": item["id"],
        "end_customer_name": "Clinique Océane",
        "site_connection_type": "Datacenter",
        "product_offerings": [offer["product_id"]],
    });
    let path = format!("/api/v1/quote/{basket}/quote_item/");
    let line = text(&probe.post(&path, &line).await.json()["id"]);
    let row = async || -> Value {
        let rows = probe.get("/api/v1/quote_item/").await.json();
        let mut rows = rows["results"].as_array().unwrap().clone().into_iter();
        rows.find(|row| row["id"] == *line).unwrap()
    };
    assert_eq!(row().await["longitude"], json!(1.091_455));
    assert_eq!(
        row().await["address"]["street"]["street_name"],
        "Rue Andrei Sakharov"
    );

    assert_eq!(
        probe
            .patch(&format!("/api/v1/quote/{basket}/confirm/"), &json!({}))
            .await
            .status,
        200
    );
    probe.sim.world(|w| w.quotes.answer(&line, true, w.now()));
    let detail = probe
        .get(&format!("/api/v1/quote_item/{line}/"))
        .await
        .json();
    let quoted = detail["prices"].to_string();
    assert!(quoted.contains(offer["name"].as_str().unwrap()), "{quoted}");
    let accept = json!({ "product_id": offer["product_id"] });
    let accepted = probe
        .patch(&format!("/api/v1/quote_item/{line}/accept/"), &accept)
        .await;
    assert_eq!(accepted.status, 200, "{}", accepted.text());
    tokio::time::advance(Duration::from_secs(60)).await;
    let order = probe.references().await[0].clone();
    let order = probe.get(&format!("/api/v1/order/{order}/")).await.json();
    assert_eq!(order["quote_item_id"], *line);
    let told = order.to_string();
    assert_eq!(order["product_offering_qualification_item_id"], item["id"]);
    for fact in ["SAKHAROV", PRINTED, offer["offer_family"].as_str().unwrap()] {
        assert!(told.contains(fact), "{fact} in {told}");
    }
}
