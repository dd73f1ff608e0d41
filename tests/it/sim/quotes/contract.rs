//! Every answer about quotes has the keys and the types of the example the documentation prints for it.

use covage_tui::sim::Scenario;
use serde_json::{Value, json};

use super::super::client::Probe;
use super::super::contract::{assert_like, example};
use super::choice;

#[tokio::test(start_paused = true)]
async fn baskets_are_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let created = probe
        .post("/api/v1/quote/", &example("quote.post.request"))
        .await
        .json();
    assert_like(&example("quote.post.response"), &created, "create");
    assert_eq!(
        (&created["external_id"], &created["state"]),
        (&json!("EXT123"), &json!("acknowledged"))
    );
    let path = format!("/api/v1/quote/{}/", created["id"].as_str().unwrap());
    assert_like(
        &example("quote_detail.get.response"),
        &probe.get(&path).await.json(),
        "detail",
    );
    let changed = probe
        .patch(&path, &example("quote.patch.request"))
        .await
        .json();
    assert_like(&example("quote_detail.get.response"), &changed, "update");
    assert_eq!(changed["external_id"], "EXT123_UPDATED");
    let list = probe.get("/api/v1/quote/").await.json();
    assert_like(&example("quote_list.get.response"), &list, "list");
    assert_eq!(list["results"][0]["project_id"], "PRJ456_UPDATED");
    assert_eq!(list["results"].as_array().unwrap().len(), 15);
}

#[tokio::test(start_paused = true)]
async fn a_new_line_is_as_printed_everywhere() {
    let probe = Probe::start(Scenario::default()).await;
    let basket = probe.post("/api/v1/quote/", &json!({})).await.json()["id"].clone();
    let path = format!("/api/v1/quote/{}/quote_item/", basket.as_str().unwrap());
    let request = example("quote_item.post.request");
    let created = probe.post(&path, &request).await.json();
    assert_like(&example("quote_item.post.response"), &created, "create");
    for (key, value) in request.as_object().unwrap() {
        assert_eq!(&created[key], value, "{key}");
    }
    let detail = format!("/api/v1/quote_item/{}/", created["id"].as_str().unwrap());
    assert_like(
        &example("quote_item_detail.get.response"),
        &probe.get(&detail).await.json(),
        "detail",
    );
    let list = probe
        .get(&format!(
            "/api/v1/quote_item/?reference={}",
            created["reference"].as_str().unwrap()
        ))
        .await
        .json();
    assert_like(&example("quote_item_list.get.response"), &list, "list");
    assert_eq!(list["results"][0]["address"], json!({}));
    let held = probe
        .get(&format!("/api/v1/quote/{}/", basket.as_str().unwrap()))
        .await
        .json();
    assert_eq!(held["quote_item"], json!([created]));
}

#[tokio::test(start_paused = true)]
async fn every_line_of_the_world_is_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let mut row = example("quote_item_list.get.response")["results"][0].clone();
    row.as_object_mut().unwrap().remove("address");
    let list = probe.get("/api/v1/quote_item/").await.json();
    for line in list["results"].as_array().unwrap() {
        let mut line = line.clone();
        let address = line.as_object_mut().unwrap().remove("address").unwrap();
        assert!(address["city"]["post_code"].is_string(), "{address}");
        assert_like(&row, &line, "row");
        let detail = probe
            .get(&format!(
                "/api/v1/quote_item/{}/",
                line["id"].as_str().unwrap()
            ))
            .await
            .json();
        assert_like(
            &example("quote_item_detail.get.response"),
            &detail,
            "detail",
        );
        assert_eq!(detail["reference"], line["reference"]);
        assert!(detail.get("quote_id").is_none(), "Q4");
    }
}

/// The printed request, about an offer that there is.
fn about(request: &str, product: &str) -> Value {
    let mut request = example(request);
    request["product_id"] = json!(product);
    request
}

#[tokio::test(start_paused = true)]
async fn decisions_are_asked_and_answered_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let (line, products) = choice(&probe, 2);
    let detail = example("quote_item_detail.get.response");
    for (action, request) in [
        ("decline", "quote_item_decline.patch.request"),
        ("restore_price", "quote_item_restore_price.patch.request"),
    ] {
        let path = format!("/api/v1/quote_item/{line}/{action}/");
        let answer = probe.patch(&path, &about(request, &products[0])).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_like(&detail, &answer.json(), action);
    }
    let path = format!("/api/v1/quote_item/{line}/accept/");
    let request = about("quote_item_accept.patch.request", &products[0]);
    let answer = probe.patch(&path, &request).await.json();
    assert_like(
        &example("quote_item_accept.patch.response"),
        &answer,
        "accept",
    );
    assert!(answer["product_order_id"].is_string() && answer["product_order_item_id"].is_string());
}

#[tokio::test(start_paused = true)]
async fn the_csv_export_is_asked_and_answered_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let request = example("quote_item_export_csv.post.request");
    let started = probe
        .post("/api/v1/quote_item/export/csv/", &request)
        .await
        .json();
    assert_like(
        &example("quote_item_export_csv.post.response"),
        &started,
        "export",
    );
    tokio::time::advance(std::time::Duration::from_secs(10)).await;
    let task = started["task_id"].as_str().unwrap();
    let path = format!("/api/v1/quote_item/export/{task}/status/");
    let status = probe.get(&path).await.json();
    assert_like(
        &example("quote_item_export_status.get.response"),
        &status,
        "status",
    );
    assert_eq!(
        (&status["task_id"], &status["success"]),
        (&json!(task), &json!(true))
    );
}
