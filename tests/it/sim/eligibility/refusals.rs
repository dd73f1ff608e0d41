//! What is not taken in, and what is said about it (rows `E1`, `G9`).

use covage_tui::sim::Scenario;
use serde_json::{Value, json};

use super::super::client::{JSON, Probe};
use super::{ASYNC, PRINTED, key, wish};

const SITES: &str = "product_offering_qualification_items";

/// What is said about a body in which one site was changed.
async fn told(probe: &Probe, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = wish("R", &[PRINTED, "IMB/35238/X/0A1B"]);
    change(&mut body[SITES][1]);
    let answer = probe.post(ASYNC, &body).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    answer.json()[SITES][1].clone()
}

#[tokio::test(start_paused = true)]
async fn every_site_is_looked_at_field_by_field() {
    let probe = Probe::start(Scenario::default()).await;
    let required = json!(["Ce champ est obligatoire."]);
    let without = |field: &'static str| {
        move |site: &mut Value| {
            site.as_object_mut().unwrap().remove(field);
        }
    };
    for field in ["eligibility_id", "offer_families"] {
        assert_eq!(
            told(&probe, without(field)).await,
            json!({ field: required }),
            "{field}"
        );
    }
    for (field, value) in [
        ("eligibility_id", json!("")),
        ("eligibility_id", json!([])),
        ("offer_families", json!([])),
        ("offer_families", json!("BPE")),
        ("resolve_pricing", json!("true")),
        ("address", json!("4 rue de l'Église")),
    ] {
        let said = told(&probe, |site| site[field] = value).await;
        assert!(said[field][0].is_string(), "{field}: {said}");
    }
    let said = told(&probe, |site| *site = json!("KHg6")).await;
    assert!(said["non_field_errors"][0].is_string());
    assert_eq!(probe.sim.world(|w| w.eligibility.asked_as("R")), 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_without_sites_is_refused_and_e1_only_the_plural_key_counts() {
    let probe = Probe::start(Scenario::default()).await;
    let site = json!({ "eligibility_id": key(PRINTED), "offer_families": ["BPE"] });
    let table = json!({ "product_offering_qualification_item": [site] });
    for body in [
        json!({}),
        table,
        json!({ SITES: null }),
        json!({ SITES: [] }),
    ] {
        let answer = probe.post(ASYNC, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.json()[SITES][0].is_string(), "{body}");
    }
    for body in ["[]", "{", ""] {
        let sent = probe.try_send(reqwest::Method::POST, ASYNC, JSON, body.as_bytes().to_vec());
        assert_eq!(sent.await.unwrap().status, 400, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_may_take_only_so_many_sites_at_once() {
    let most = Scenario::from_toml("[eligibility]\nitems_max = 2").unwrap();
    let probe = Probe::start(most).await;
    let two = ["IMB/35238/X/0001", "IMB/35238/X/0002"];
    assert_eq!(probe.post(ASYNC, &wish("", &two)).await.status, 200);
    let three = [two[0], two[1], PRINTED];
    let refused = probe.post(ASYNC, &wish("", &three)).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.json()[SITES][0]
            .as_str()
            .unwrap()
            .contains("plus de 2")
    );
}
