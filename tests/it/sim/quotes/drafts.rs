//! Drafts: what can be written into a basket and its lines, what is refused, and the confirmation.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{ErrorShape, OfferShape, WriteAnswer};
use serde_json::{Value, json};

use super::super::client::Probe;
use super::{a_line, basket_now, basket_of, choice, draft, full_line, line_now};

#[tokio::test(start_paused = true)]
async fn a_basket_goes_from_draft_to_answers() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/confirm/");
    let confirmed = probe.patch(&path, &json!({})).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text());
    assert_eq!(confirmed.json()["state"], "confirmed");
    assert_eq!(confirmed.json()["quote_item"][0]["state"], "confirmed");
    assert_eq!(line_now(&probe, &line).await["prices"], json!([]));
    assert_eq!(probe.patch(&path, &json!({})).await.status, 409);
    tokio::time::advance(Duration::from_secs(91)).await;
    let answered = line_now(&probe, &line).await;
    assert_eq!(answered["state"], "ready");
    assert!(answered["response_date"].is_string() && answered["manager_regional"].is_object());
    assert_eq!(answered["prices"].as_array().unwrap().len(), 2);
    assert_eq!(basket_now(&probe, &basket).await["state"], "ready");
    assert_eq!(probe.sim.stats().writes_of(&format!("confirm {basket}")), 1);
}

#[tokio::test(start_paused = true)]
async fn some_lines_get_no_offer_and_baskets_tell_how_far_they_are() {
    let rules = Scenario::default().quotes(|rules| {
        rules.baskets = 0;
        rules.offers = Some(OfferShape::Flat);
        rules.answer_secs = 100;
    });
    let probe = Probe::start(rules).await;
    let (basket, _) = draft(&probe).await;
    for _ in 0..19 {
        let path = format!("/api/v1/quote/{basket}/quote_item/");
        assert_eq!(probe.post(&path, &full_line()).await.status, 200);
    }
    let path = format!("/api/v1/quote/{basket}/confirm/");
    assert_eq!(probe.patch(&path, &json!({})).await.status, 200);
    let mut states = Vec::new();
    for _ in 0..16 {
        let state = basket_now(&probe, &basket).await["state"].clone();
        if states.last() != Some(&state) {
            states.push(state);
        }
        tokio::time::advance(Duration::from_secs(10)).await;
    }
    assert_eq!(states, ["confirmed", "partial_ready", "ready"]);
    let held = basket_now(&probe, &basket).await;
    let of = |wanted: &str| {
        let lines = held["quote_item"].as_array().unwrap();
        lines.iter().filter(|line| line["state"] == wanted).count()
    };
    assert!(of("unable_to_provide") >= 1 && of("ready") >= 12, "{held}");
    assert_eq!(of("unable_to_provide") + of("ready"), 20);
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_names_every_line_and_field_that_lacks() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, _) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/");
    let bare = json!({ "product_offering_qualification_item_id": "x" });
    let bare = probe.post(&path, &bare).await.json();
    let mut half = full_line();
    half["product_offerings"] = json!([]);
    let half = probe.post(&path, &half).await.json();
    let refused = probe
        .patch(&format!("/api/v1/quote/{basket}/confirm/"), &json!({}))
        .await;
    assert_eq!(refused.status, 400);
    let lacks = json!(["Ce champ est obligatoire."]);
    assert_eq!(
        refused.json(),
        json!({ "quote_item": {
            bare["reference"].as_str().unwrap(): {
                "end_customer_name": lacks, "product_offerings": lacks, "site_connection_type": lacks
            },
            half["reference"].as_str().unwrap(): { "product_offerings": lacks },
        }})
    );
    assert_eq!(basket_now(&probe, &basket).await["state"], "acknowledged");
    assert_eq!(probe.sim.stats().writes_of(&format!("confirm {basket}")), 0);
    let empty = probe.post("/api/v1/quote/", &json!({})).await.json();
    let path = format!("/api/v1/quote/{}/confirm/", empty["id"].as_str().unwrap());
    let refused = probe.patch(&path, &json!({})).await;
    assert_eq!(
        (refused.status, refused.json()["detail"].is_string()),
        (400, true)
    );
}

#[tokio::test(start_paused = true)]
async fn a_line_takes_every_documented_field_and_passes_over_the_others() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/");
    let before = line_now(&probe, &line).await;
    let contact = json!({ "end_customer_name": "Clinique", "city": "BREST", "latitude": 48.39 });
    let change = json!({
        "end_customer_name": "Autre", "external_id": "E2", "site_connection_type": "Prison",
        "business_sector": "Santé", "expected_response_date": "2026-06-01", "option_ids": ["194"],
        "note": "n", "technical_note": "t", "product_offerings": [{ "product_id": "7" }],
        "product_offering_qualification_item_id": "q", "project_id": "FLASH",
        "customer_order_name": "Lot 2", "business_code": "AF1",
        "related_contact_information": [contact],
    });
    let mut sent = change.clone();
    for (key, value) in [
        ("state", json!("accepted")),
        ("reference", json!("QO_X")),
        ("quote_date", json!("2020-01-01")),
        ("id", json!("other")),
        ("surprise", json!({})),
    ] {
        sent[key] = value;
    }
    let answer = probe.patch(&path, &sent).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let after = line_now(&probe, &line).await;
    for (key, value) in change.as_object().unwrap() {
        assert_eq!(&after[key], value, "{key}");
    }
    for key in ["state", "reference", "quote_date", "id"] {
        assert_eq!(after[key], before[key], "{key}: Q9");
    }
    let cleared = json!({
        "expected_response_date": null, "product_offerings": null, "related_contact_information": []
    });
    let cleared = probe.patch(&path, &cleared).await.json();
    assert_eq!(cleared["expected_response_date"], Value::Null);
    assert_eq!(cleared["related_contact_information"], Value::Null, "Q7");
    assert_eq!(cleared["note"], "n", "what is not sent stays");
}

#[tokio::test(start_paused = true)]
async fn wrong_values_are_refused_by_field_and_change_nothing() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/");
    let before = line_now(&probe, &line).await;
    for (key, value) in [
        ("end_customer_name", json!(null)),
        ("note", json!(["a"])),
        ("site_connection_type", json!("Château")),
        ("expected_response_date", json!("demain")),
        ("product_offerings", json!("2173")),
        ("option_ids", json!({})),
        ("related_contact_information", json!([{}, {}, {}])),
        ("related_contact_information", json!(["moi"])),
    ] {
        let refused = probe
            .patch(&path, &json!({ key: value, "external_id": "E3" }))
            .await;
        assert_eq!(refused.status, 400, "{key}");
        let errors = refused.json();
        assert_eq!(
            errors.as_object().unwrap().keys().collect::<Vec<_>>(),
            [key]
        );
    }
    for body in ["[]", "nonsense", ""] {
        let sent = probe.try_send(
            reqwest::Method::PATCH,
            &path,
            "application/json",
            body.into(),
        );
        let refused = sent.await.unwrap();
        assert_eq!(refused.status, 400);
        assert!(refused.json()["detail"].is_string());
    }
    assert_eq!(line_now(&probe, &line).await, before);
    let create = format!("/api/v1/quote/{basket}/quote_item/");
    let refused = probe.post(&create, &json!({ "note": "x" })).await;
    assert_eq!(
        (refused.status, refused.json()),
        (
            400,
            json!({ "product_offering_qualification_item_id": ["Ce champ est obligatoire."] })
        )
    );
    let refused = probe
        .post("/api/v1/quote/", &json!({ "external_id": [] }))
        .await;
    assert_eq!(
        (refused.status, refused.json()["external_id"].is_array()),
        (400, true)
    );
    assert_eq!(
        probe.sim.stats().writes_of(&format!("update {line}")),
        0,
        "nothing took effect"
    );
}

#[tokio::test(start_paused = true)]
async fn errors_of_fields_follow_the_form_of_errors() {
    let probe = Probe::start(Scenario::default().shape(|shape| {
        shape.errors = ErrorShape::Message;
    }))
    .await;
    let refused = probe
        .post("/api/v1/quote/", &json!({ "external_id": [] }))
        .await;
    assert_eq!(refused.status, 400);
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("external_id"), "{message}");
}

#[tokio::test(start_paused = true)]
async fn only_drafts_can_be_written_to() {
    let probe = Probe::start(Scenario::default()).await;
    let (line, _) = choice(&probe, 1);
    let basket = basket_of(&probe, &line);
    let held = basket_now(&probe, &basket).await;
    let lines = format!("/api/v1/quote/{basket}/quote_item/");
    let path = format!("{lines}{line}/");
    assert_eq!(probe.post(&lines, &full_line()).await.status, 409);
    assert_eq!(
        probe.patch(&path, &json!({ "note": "x" })).await.status,
        409
    );
    assert_eq!(probe.delete(&path).await.status, 409);
    assert_eq!(basket_now(&probe, &basket).await, held);
    let renamed = probe
        .patch(
            &format!("/api/v1/quote/{basket}/"),
            &json!({ "external_id": "R" }),
        )
        .await
        .json();
    assert_eq!(renamed["external_id"], "R", "references can be changed");
    assert_eq!(renamed["project_id"], held["project_id"]);
}

#[tokio::test(start_paused = true)]
async fn a_deleted_line_is_gone_and_the_basket_is_answered() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/");
    let answer = probe.delete(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        basket_now(&probe, &basket).await,
        "Q11: the basket"
    );
    assert_eq!(answer.json()["quote_item"], json!([]));
    assert_eq!(probe.delete(&path).await.status, 404);
    let gone = format!("/api/v1/quote_item/{line}/");
    assert_eq!(probe.get(&gone).await.status, 404);
    assert_eq!(probe.sim.stats().writes_of(&format!("delete {line}")), 1);
}

#[tokio::test(start_paused = true)]
async fn a_line_answers_under_its_own_basket_only() {
    let probe = Probe::start(Scenario::default()).await;
    let (_, line) = draft(&probe).await;
    let (other, _) = draft(&probe).await;
    let path = format!("/api/v1/quote/{other}/quote_item/{line}/");
    assert_eq!(
        probe.patch(&path, &json!({ "note": "x" })).await.status,
        404
    );
    assert_eq!(probe.delete(&path).await.status, 404);
    for path in [
        "/api/v1/quote/none/",
        "/api/v1/quote/none/confirm/",
        "/api/v1/quote/none/quote_item/none/",
    ] {
        assert_eq!(probe.patch(path, &json!({})).await.status, 404, "{path}");
    }
    let path = "/api/v1/quote/none/quote_item/";
    assert_eq!(probe.post(path, &full_line()).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn every_answer_to_a_write_has_a_form() {
    for (form, status) in [
        (WriteAnswer::Created, 201),
        (WriteAnswer::Accepted, 202),
        (WriteAnswer::NoContent, 204),
    ] {
        let probe =
            Probe::start(Scenario::default().shape(|shape| shape.write_answer = form)).await;
        let mark = json!({ "external_id": "MARK" });
        let answer = probe.post("/api/v1/quote/", &mark).await;
        assert_eq!(answer.status, status);
        let found = probe.get("/api/v1/quote/?external_id=MARK").await.json();
        assert_eq!(found["count"], 1, "{form:?}");
        let (line, products) = choice(&probe, 1);
        let accept = format!("/api/v1/quote_item/{line}/accept/");
        let answer = probe
            .patch(&accept, &json!({ "product_id": products[0] }))
            .await;
        assert_eq!(answer.status, status);
        assert_eq!(line_now(&probe, &line).await["state"], "accepted");
    }
}

#[tokio::test(start_paused = true)]
async fn the_diagrams_slip_can_be_played() {
    let probe =
        Probe::start(Scenario::default().quotes(|rules| rules.finalized_early = true)).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/confirm/");
    assert_eq!(
        probe.patch(&path, &json!({})).await.json()["state"],
        "finalized"
    );
    assert_eq!(
        a_line(&probe, |it| it.id == line, |it| it.state.word()),
        "confirmed"
    );
    tokio::time::advance(Duration::from_secs(91)).await;
    assert_eq!(basket_now(&probe, &basket).await["state"], "ready");
}
