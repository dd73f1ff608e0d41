//! Every answer about eligibility has the keys and the types of the example the documentation prints for it.

use std::time::Duration;

use covage_tui::sim::Scenario;
use serde_json::{Value, json};

use super::super::client::Probe;
use super::super::contract::{assert_like, example};
use super::{ASYNC, ITEMS, OFFERS, SITE, SYNC, ask, items, key, request_now, text};

fn envelope(row: &Value) -> Value {
    json!({ "page_size": 10, "count": 1, "next_page": null, "previous_page": null, "results": [row] })
}

/// The families of the printed request, in the order in which they come back (row `E11`).
const PRINTED_FAMILIES: [&str; 2] = ["BPE", "BPEA"];

#[tokio::test(start_paused = true)]
async fn e22_the_printed_site_is_found_word_for_word() {
    let probe = Probe::start(Scenario::default()).await;
    for query in [
        "x=1.091455&y=49.4744077&building_ref=IMB/31555/X/00RV",
        "x=1.091455&y=49.4744077&building_ref=IMB%2F31555%2FX%2F00RV",
        "building_ref=IMB%2F31555%2FX%2F00RV",
    ] {
        let site = probe.get(&format!("{SITE}?{query}")).await.json();
        assert_eq!(site, example("eligibility_site.get.response"), "{query}");
    }
    let bare = probe.get(&format!("{SITE}?x=1.0741197&y=49.4629709")).await;
    assert_eq!(
        bare.json(),
        json!({
            "id": "KHg6MS4wNzQxMTk3O3k6NDkuNDYyOTcwOTtiOk5vbmUp",
            "building_ref": "",
            "location": { "x": 1.074_119_7, "y": 49.462_970_9 },
        })
    );
}

#[tokio::test(start_paused = true)]
async fn the_printed_asynchronous_requests_are_answered_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    for name in ["post.request", "post.request.full"] {
        let asked = example(&format!("product_offering_qualification.{name}"));
        let answer = probe.post(ASYNC, &asked).await;
        assert_eq!(answer.status, 200, "{name}");
        let answer = answer.json();
        let printed = example("product_offering_qualification.post.response");
        assert_like(&printed, &answer, name);
        assert_eq!(answer["external_id"], asked["external_id"]);
        assert_eq!(answer["state"], "acknowledged");
        let sent = asked.get("project_id").cloned().unwrap_or(json!(""));
        assert_eq!(
            answer["project_id"], sent,
            "E5: echoed, empty when none was sent"
        );
    }
    // A place-holder is no key of a site: it is taken in, and found out later.
    let fragment = example("product_offering_qualification.post.request.fragment.items");
    let id = ask(&probe, &fragment).await;
    tokio::time::advance(Duration::from_secs(30)).await;
    assert_eq!(
        request_now(&probe, &id).await["state"],
        "terminated_with_error"
    );
    let skeleton = example("product_offering_qualification.post.request.skeleton");
    let refused = probe.post(ASYNC, &skeleton).await;
    assert_eq!(refused.status, 400, "nothing is asked about");
}

#[tokio::test(start_paused = true)]
async fn e4_the_shorter_answer_is_the_one_of_the_other_page() {
    let short = Scenario::from_toml("[eligibility]\nqueued = 'minimal'").unwrap();
    let probe = Probe::start(short).await;
    let asked = example("product_offering_qualification.post.request");
    let answer = probe.post(ASYNC, &asked).await.json();
    let printed = example("product_offering_qualification.post.response.minimal");
    assert_like(&printed, &answer, "minimal");
}

#[tokio::test(start_paused = true)]
async fn the_printed_synchronous_request_is_answered_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let asked = example("product_offering_qualification_sync.post.request");
    let answer = probe.post(SYNC, &asked).await.json();
    let printed = example("product_offering_qualification_sync.post.response");
    assert_like(&printed, &answer, "sync");
    assert_eq!(answer["state"], "done.ready");
    let item = &answer["product_offering_qualification_items"][0];
    let expected = &printed["product_offering_qualification_items"][0];
    for key in [
        "density",
        "offer_families",
        "zone_bpe",
        "zone_bpea",
        "bandwidth_max",
        "place",
        "address",
        "state",
        "product_offering_qualification_id",
    ] {
        assert_eq!(item[key], expected[key], "{key}");
    }
    assert!(item["products_offering"].as_array().unwrap().len() > 3);
}

#[tokio::test(start_paused = true)]
async fn a_detail_is_as_printed_from_the_first_moment_to_the_last() {
    let probe = Probe::start(Scenario::default()).await;
    let printed = example("product_offering_qualification_detail.get.response.composed");
    let id = ask(
        &probe,
        &example("product_offering_qualification.post.request"),
    )
    .await;
    for _ in 0..20 {
        let detail = request_now(&probe, &id).await;
        assert_like(&printed, &detail, "detail");
        assert_eq!(items(&detail)[0]["offer_families"], json!(PRINTED_FAMILIES));
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(request_now(&probe, &id).await["state"], "done.ready");
}

#[tokio::test(start_paused = true)]
async fn lists_hold_what_the_details_hold() {
    let probe = Probe::start(Scenario::default()).await;
    let page = probe.get(ASYNC).await.json();
    let printed = example("product_offering_qualification_detail.get.response.composed");
    let mut row = printed.clone();
    // Of sites that could not be found, no location is known; the rest is as printed.
    let list = "product_offering_qualification_item_detail";
    row[list][0]["place"]["location"] = Value::Null;
    row[list][0]["guaranteed_until_date"] = Value::Null;
    assert_like(&envelope(&row), &page, "requests");
    assert!(page["count"].as_u64().unwrap() > 24, "{}", page["count"]);
    for row in page["results"].as_array().unwrap() {
        assert_eq!(*row, request_now(&probe, &text(&row["id"])).await);
    }
    let page = probe.get(ITEMS).await.json();
    assert!(page["count"].as_u64().unwrap() > 60, "{}", page["count"]);
    for row in page["results"].as_array().unwrap() {
        assert_eq!(row["product_offering_qualification_id"], Value::Null, "E17");
        assert!(row["products_offering"].is_array() && row["state_change"].is_array());
    }
}

#[tokio::test(start_paused = true)]
async fn e3_an_item_alone_has_fields_of_its_own() {
    let probe = Probe::start(Scenario::default()).await;
    let asked = example("product_offering_qualification_sync.post.request");
    let answer = probe.post(SYNC, &asked).await.json();
    let nested = &answer["product_offering_qualification_items"][0];
    let path = format!("{ITEMS}{}/", text(&nested["id"]));
    let alone = probe.get(&path).await.json();
    for missing in ["products_offering", "state_change", "user"] {
        assert_eq!(alone.get(missing), None, "{missing}");
    }
    for (key, value) in [
        ("offer_families_eligibility", json!(["BPE", "BPEA"])),
        ("resolve_pricing", json!(false)),
        ("density", json!("TRESDENSE")),
        ("zone_bpe", json!("1")),
        ("bandwidth_max", json!(10_000)),
        ("product_offering_qualification_id", Value::Null),
        ("state", json!("done.ready")),
        ("id", nested["id"].clone()),
        ("place", nested["place"].clone()),
    ] {
        assert_eq!(alone[key], value, "{key}");
    }
    assert!(
        alone["estimated_delivery_date_DIA"]
            .as_str()
            .unwrap()
            .starts_with("T0 + ")
    );
    assert!(alone["offer_technologies"].is_array() && alone["creation_date"].is_string());
    let unknown = probe.get(&format!("{ITEMS}nobody/")).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test(start_paused = true)]
async fn families_are_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let rows = probe.get("/api/v1/catalog/category/").await.json();
    let printed = example("catalog_category.get.response");
    assert_like(&json!([printed]), &rows, "category");
    assert_eq!(rows[0], printed);
}

#[tokio::test(start_paused = true)]
async fn offers_are_as_printed_and_e10_priced_by_the_other_call_alone() {
    let probe = Probe::start(Scenario::default()).await;
    let mut printed = example("product_offering_detail.get.response.composed");
    let detail = probe.get("/api/v1/product_offering/1681/?zone=1").await;
    let mut whole = printed.clone();
    whole["available_options"][0]["values"][0] =
        example("product_offering_detail.get.response.fragment.option_value");
    assert_like(&whole, &detail.json(), "detail");
    assert_eq!(
        detail.json()["available_options"][0],
        printed["available_options"][0],
        "E21"
    );
    for left_out in ["href", "recurring", "available_options"] {
        printed.as_object_mut().unwrap().remove(left_out);
    }
    let list = probe.get(OFFERS).await.json();
    assert_like(&envelope(&printed), &list, "list");
    assert_eq!(list["count"], 192, "E20: a long list");
    assert_eq!(list["results"][0]["price"], Value::Null);
    let asked = example("catalog_product_offering.post.request");
    let priced = probe.post(OFFERS, &asked).await.json();
    assert_like(&json!([printed]), &priced, "priced");
    let rows = priced.as_array().unwrap();
    assert_eq!(rows.len(), 8, "E18: two codes, each in four zones");
    assert!(rows.iter().all(|row| row["price"].as_f64().unwrap() > 0.0));
    let one = probe.post(OFFERS, &json!(["1766", "nobody", 1680])).await;
    let ids: Vec<_> = one
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(&row["id"]))
        .collect();
    assert_eq!(ids, ["1766", "1680"]);
    assert_eq!(probe.post(OFFERS, &json!({})).await.status, 400);
    assert_eq!(probe.sim.stats().writes.len(), 0, "it changes nothing");
}

#[tokio::test(start_paused = true)]
async fn e15_an_offer_costs_what_its_zone_has_it() {
    let probe = Probe::start(Scenario::default()).await;
    let price = async |query: &str| {
        let path = format!("/api/v1/product_offering/1680/{query}");
        probe.get(&path).await.json()["price"].as_f64().unwrap()
    };
    assert!((price("").await - price("?zone=1").await).abs() < 1e-9);
    assert!(price("?zone=4").await > price("?zone=2").await);
    let named = probe
        .get("/api/v1/product_offering/1680/?zone=TRESDENSE")
        .await;
    assert_eq!((named.status, named.json()["zone"].is_array()), (400, true));
    let unknown = probe.get("/api/v1/product_offering/99/").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test(start_paused = true)]
async fn keys_of_sites_are_those_the_search_tells() {
    let probe = Probe::start(Scenario::default()).await;
    let building = "IMB/35238/X/0A1B";
    let site = probe.get(&format!("{SITE}?building_ref={building}")).await;
    assert_eq!(text(&site.json()["id"]), key(building));
}
