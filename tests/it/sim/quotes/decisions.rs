//! Accept, decline, bring back: what follows from each, and what is refused.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::OfferShape;
use covage_tui::sim::world::World;
use covage_tui::sim::world::quotes::line::{LineState, Validity};
use covage_tui::sim::world::quotes::offer::OfferState;
use serde_json::{Value, json};

use super::super::client::{Probe, Reply, start_of_test};
use super::{a_line, basket_now, basket_of, choice, line_now};

async fn act(probe: &Probe, line: &str, action: &str, product: &str) -> Reply {
    probe
        .patch(
            &format!("/api/v1/quote_item/{line}/{action}/"),
            &json!({ "product_id": product }),
        )
        .await
}

/// A world whose offers are flat, so that their states can be read.
async fn flat() -> Probe {
    Probe::start(Scenario::default().quotes(|rules| rules.offers = Some(OfferShape::Flat))).await
}

fn states(line: &Value) -> Vec<&str> {
    let prices = line["prices"].as_array().unwrap();
    prices
        .iter()
        .map(|offer| offer["state"].as_str().unwrap())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn an_accept_refuses_the_other_offers_and_a_second_one_is_refused() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 3);
    assert_eq!(act(&probe, &line, "accept", &products[1]).await.status, 200);
    let after = line_now(&probe, &line).await;
    assert_eq!(after["state"], "accepted");
    assert_eq!(states(&after)[..3], ["refused", "accepted", "refused"]);
    for product in &products {
        let second = act(&probe, &line, "accept", product).await;
        assert_eq!(second.status, 409);
        assert!(second.json()["detail"].is_string());
        assert_eq!(act(&probe, &line, "decline", product).await.status, 409);
        assert_eq!(
            act(&probe, &line, "restore_price", product).await.status,
            409
        );
    }
    assert_eq!(line_now(&probe, &line).await, after);
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of(&format!("accept {line}")), 1);
    let counted = stats.writes_to(&format!("PATCH /api/v1/quote_item/{line}/accept/"));
    assert_eq!(
        (counted.received, counted.applied),
        (1 + products.len() as u64, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn most_accepted_lines_become_an_order_that_names_them_and_some_never_do() {
    let probe = flat().await;
    let lines: Vec<(String, String)> = probe.sim.world(|world| {
        let ready = world
            .quotes
            .lines()
            .filter(|line| line.state == LineState::Ready);
        ready
            .filter_map(|line| {
                let mut offers = line.offers.iter();
                let open = offers.find(|offer| offer.state == OfferState::Ready)?;
                Some((line.id.clone(), open.product_id.clone()?))
            })
            .collect()
    });
    for (line, product) in &lines {
        assert_eq!(act(&probe, line, "accept", product).await.status, 200);
    }
    let before = probe.references().await;
    tokio::time::advance(Duration::from_secs(44)).await;
    assert_eq!(probe.references().await, before, "not before its time");
    tokio::time::advance(Duration::from_secs(2)).await;
    let fresh: Vec<String> = probe
        .references()
        .await
        .into_iter()
        .filter(|reference| !before.contains(reference))
        .collect();
    assert!(
        fresh.len() < lines.len() && fresh.len() > lines.len() / 2,
        "{} orders of {} lines",
        fresh.len(),
        lines.len()
    );
    for reference in fresh {
        let order = probe
            .get(&format!("/api/v1/order/{reference}/"))
            .await
            .json();
        let id = order["quote_item_id"].as_str().unwrap();
        let line = line_now(&probe, id).await;
        let chosen = line["prices"].as_array().unwrap();
        let chosen = chosen.iter().find(|it| it["state"] == "accepted").unwrap();
        assert_eq!(order["product"]["price"], chosen["price"]);
        assert_eq!(order["product_offering_id"], chosen["product_id"]);
        assert_eq!(
            order["related_contact_information"][0]["end_customer_name"],
            line["end_customer_name"]
        );
        assert_eq!(order["state"], "confirmed");
    }
    let count = || probe.sim.world(|world| world.orders.len());
    let later = count();
    tokio::time::advance(Duration::from_secs(86_400)).await;
    assert_eq!(count(), later, "each once, the others never");
}

#[tokio::test(start_paused = true)]
async fn whether_an_order_follows_can_be_settled() {
    for (percent, count) in [(0, 1), (100, 0)] {
        let scenario = Scenario::default().quotes(|rules| {
            rules.orderless_percent = percent;
            rules.order_secs = 5;
        });
        let probe = Probe::start(scenario).await;
        let (line, products) = choice(&probe, 1);
        let before = probe.sim.world(|world| world.orders.len());
        act(&probe, &line, "accept", &products[0]).await;
        tokio::time::advance(Duration::from_secs(600)).await;
        let after = probe.sim.world(|world| world.orders.len());
        assert_eq!(after - before, count, "{percent}%");
    }
}

#[tokio::test(start_paused = true)]
async fn accepted_lines_of_the_start_are_named_by_orders() {
    let probe = Probe::start(Scenario::default()).await;
    let linked = probe.sim.world(|world: &mut World| {
        let orders = &world.orders;
        let named: Vec<String> = orders
            .listed()
            .map(|order| orders.facts(order).quote_item)
            .collect();
        let lines = world.quotes.lines();
        lines
            .filter(|line| line.state == LineState::Accepted)
            .map(|line| named.contains(&line.id))
            .collect::<Vec<bool>>()
    });
    assert!(
        linked.len() > 5 && linked.iter().all(|is| *is),
        "{linked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn declining_offer_by_offer_refuses_the_line_and_one_brought_back_revives_it() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 2);
    let path = format!("/api/v1/quote_item/{line}/decline/");
    let body = json!({ "product_id": products[0], "comment": "trop cher" });
    let declined = probe.patch(&path, &body).await.json();
    assert_eq!(
        (&declined["state"], &declined["prices"][0]["state"]),
        (&json!("ready"), &json!("refused"))
    );
    assert_eq!(declined["prices"][0]["comment"], "trop cher");
    assert!(declined["prices"][1].get("comment").is_none());
    assert_eq!(
        probe.patch(&path, &body).await.status,
        409,
        "once is enough"
    );
    for product in &products[1..] {
        assert_eq!(act(&probe, &line, "decline", product).await.status, 200);
    }
    assert_eq!(line_now(&probe, &line).await["state"], "refused");
    assert_eq!(act(&probe, &line, "accept", &products[0]).await.status, 409);
    let back = act(&probe, &line, "restore_price", &products[0]).await;
    assert_eq!(back.status, 200);
    assert_eq!(back.json()["state"], "ready");
    assert_eq!(back.json()["prices"][0]["state"], "ready");
    assert_eq!(back.json()["prices"][1]["state"], "refused");
    assert!(back.json()["prices"][0].get("comment").is_none());
    assert_eq!(
        act(&probe, &line, "restore_price", &products[0])
            .await
            .status,
        409
    );
    let stats = probe.sim.stats();
    for product in &products {
        assert_eq!(stats.writes_of(&format!("decline {line} {product}")), 1);
    }
    assert_eq!(
        stats.writes_of(&format!("restore_price {line} {}", products[0])),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn unknown_things_and_missing_fields_are_told() {
    let probe = flat().await;
    let (line, _) = choice(&probe, 1);
    for action in ["accept", "decline", "restore_price"] {
        let unknown = act(&probe, &line, action, "0").await;
        assert_eq!(unknown.status, 404, "{action}");
        assert!(unknown.json()["detail"].as_str().unwrap().contains("offre"));
        assert_eq!(act(&probe, "none", action, "0").await.status, 404);
        let path = format!("/api/v1/quote_item/{line}/{action}/");
        for body in [
            json!({}),
            json!({ "product_id": "" }),
            json!({ "product_id": null }),
        ] {
            let refused = probe.patch(&path, &body).await;
            assert_eq!(
                (refused.status, refused.json()["product_id"].is_array()),
                (400, true),
                "{action} {body}"
            );
        }
    }
    assert!(probe.sim.stats().writes.is_empty());
}

#[tokio::test(start_paused = true)]
async fn only_ready_lines_can_be_decided() {
    let probe = Probe::start(Scenario::default()).await;
    for state in LineState::ALL {
        if state == LineState::Ready {
            continue;
        }
        let has_offers = !matches!(
            state,
            LineState::Acknowledged | LineState::Confirmed | LineState::UnableToProvide
        );
        let (line, product) = a_line(
            &probe,
            |line| line.state == state && line.offers.is_empty() != has_offers,
            |line| {
                let offer = line.offers.first();
                let product = offer.and_then(|it| it.product_id.clone());
                (line.id.clone(), product.unwrap_or_default() + "0")
            },
        );
        let product = if has_offers {
            product.trim_end_matches('0').to_owned()
        } else {
            product
        };
        for action in ["accept", "decline"] {
            let refused = act(&probe, &line, action, &product).await;
            assert_eq!(refused.status, 409, "{action} in {state:?}");
            let detail = refused.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(state.word()), "{detail}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_expired_line_can_be_neither_accepted_nor_revived() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 2);
    assert_eq!(
        act(&probe, &line, "decline", &products[0]).await.status,
        200
    );
    let soon = start_of_test() + chrono::Duration::seconds(30);
    probe
        .sim
        .world(|world| world.quotes.set_validity(&line, Some(Validity::At(soon))));
    tokio::time::advance(Duration::from_secs(30)).await;
    let expired = line_now(&probe, &line).await;
    assert_eq!(expired["state"], "expired");
    assert_eq!(states(&expired)[..2], ["refused", "expired"]);
    assert_eq!(act(&probe, &line, "accept", &products[1]).await.status, 409);
    assert_eq!(
        act(&probe, &line, "restore_price", &products[0])
            .await
            .status,
        409
    );
    assert_eq!(probe.sim.stats().writes_of(&format!("accept {line}")), 0);
}

#[tokio::test(start_paused = true)]
async fn a_refused_line_cannot_be_revived_after_its_validity() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 1);
    for product in &products {
        act(&probe, &line, "decline", product).await;
    }
    let soon = start_of_test() + chrono::Duration::seconds(30);
    probe
        .sim
        .world(|world| world.quotes.set_validity(&line, Some(Validity::At(soon))));
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(line_now(&probe, &line).await["state"], "refused");
    let refused = act(&probe, &line, "restore_price", &products[0]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.json()["detail"]
            .as_str()
            .unwrap()
            .contains("expired")
    );
}

#[tokio::test(start_paused = true)]
async fn things_change_between_two_reads_when_a_test_wants_it() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 2);
    let before = line_now(&probe, &line).await;
    let day = "2026-05-20".parse().unwrap();
    probe.sim.world(|world| {
        let quotes = &mut world.quotes;
        assert!(quotes.set_price(&line, &products[0], Some(98_765)));
        assert!(quotes.set_price(&line, &products[1], None));
        assert!(quotes.set_validity(&line, Some(Validity::Day(day))));
        assert!(!quotes.set_price(&line, "0", None) && !quotes.set_validity("none", None));
    });
    let after = line_now(&probe, &line).await;
    assert_ne!(before["prices"][0], after["prices"][0]);
    assert_eq!(after["prices"][0]["price"], 987.65);
    assert_eq!(after["prices"][1]["price"], Value::Null);
    assert_eq!(after["validity_date"], "2026-05-20");
    probe
        .sim
        .world(|world| assert!(world.quotes.set_state(&line, LineState::UnableToProvide)));
    assert_eq!(line_now(&probe, &line).await["state"], "unable_to_provide");
}

#[tokio::test(start_paused = true)]
async fn a_colleague_can_be_faster() {
    let probe = flat().await;
    let (line, products) = choice(&probe, 2);
    let by = probe.sim.world(|world| {
        let now = world.now();
        world.quotes.accept(&line, &products[1], now)
    });
    assert!(by.is_ok());
    let late = act(&probe, &line, "accept", &products[0]).await;
    assert_eq!(late.status, 409);
    assert_eq!(line_now(&probe, &line).await["state"], "accepted");
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of(&format!("accept {line}")), 0, "not by us");
}

#[tokio::test(start_paused = true)]
async fn deciding_line_by_line_finalizes_the_basket() {
    let probe =
        Probe::start(Scenario::default().quotes(|rules| rules.offers = Some(OfferShape::Nested)))
            .await;
    let basket = probe.sim.world(|world| {
        let is_whole = |line: &covage_tui::sim::world::quotes::line::Line| {
            line.state == LineState::Ready && !line.offers.is_empty()
        };
        let mut baskets = world.quotes.baskets();
        let found =
            baskets.find(|basket| basket.lines.len() > 1 && basket.lines.iter().all(is_whole));
        found.unwrap().id.clone()
    });
    let held = basket_now(&probe, &basket).await;
    assert_eq!(held["state"], "ready");
    let lines = held["quote_item"].as_array().unwrap();
    for (at, line) in lines.iter().enumerate() {
        let id = line["id"].as_str().unwrap();
        assert_eq!(basket_of(&probe, id), basket);
        let offers = line_now(&probe, id).await["prices"].clone();
        let product = offers[0]["product"]["product_id"].as_str().unwrap();
        assert_eq!(act(&probe, id, "accept", product).await.status, 200);
        let state = basket_now(&probe, &basket).await["state"].clone();
        let wanted = if at + 1 == lines.len() {
            "finalized"
        } else {
            "partial_finalized"
        };
        assert_eq!(state, wanted);
    }
}
