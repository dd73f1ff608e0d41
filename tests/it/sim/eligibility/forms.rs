//! Forms that the documentation leaves open or contradicts itself about, each of them by a switch.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{EligibilityRules, ItemShape, ItemsKey, ZoneShape};
use serde_json::{Value, json};

use super::super::client::Probe;
use super::{ASYNC, ITEMS, OFFERS, PRINTED, SYNC, ask, priced_wish, text, wish};

async fn with(change: impl FnOnce(&mut EligibilityRules)) -> Probe {
    Probe::start(Scenario::default().eligibility(change)).await
}

/// A finished request as its detail tells it.
async fn finished(probe: &Probe) -> Value {
    let id = ask(probe, &priced_wish("", &[PRINTED])).await;
    tokio::time::advance(Duration::from_secs(30)).await;
    probe.get(&format!("{ASYNC}{id}/")).await.json()
}

/// Its only item, wherever it stands.
fn item(request: &Value) -> &Value {
    let mut keys = request.as_object().unwrap().iter();
    let list = keys.find(|(key, _)| key.starts_with("product_offering_qualification_item"));
    &list.unwrap().1[0]
}

#[tokio::test(start_paused = true)]
async fn e2_items_stand_under_any_of_four_keys() {
    for (key, name) in [
        (ItemsKey::Items, "product_offering_qualification_items"),
        (ItemsKey::Item, "product_offering_qualification_item"),
        (
            ItemsKey::Details,
            "product_offering_qualification_item_details",
        ),
        (
            ItemsKey::Detail,
            "product_offering_qualification_item_detail",
        ),
    ] {
        let probe = with(|rules| rules.items_key = key).await;
        let queued = probe.post(ASYNC, &wish("", &[PRINTED])).await.json();
        let ended = probe.post(SYNC, &wish("", &[PRINTED])).await.json();
        for answer in [queued, ended, finished(&probe).await] {
            assert!(answer[name].is_array(), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn e12_zones_are_numbers_text_words_or_missing() {
    for (zones, nested, alone) in [
        (ZoneShape::AsPrinted, json!(1), json!("1")),
        (ZoneShape::Text, json!("1"), json!("1")),
        (ZoneShape::Label, json!("Z1"), json!("Z1")),
        (ZoneShape::Missing, Value::Null, Value::Null),
    ] {
        let probe = with(|rules| rules.zones = zones).await;
        let request = finished(&probe).await;
        let item = item(&request);
        assert_eq!(item["zone_bpe"], nested, "{zones:?}");
        assert_eq!(item.get("zone_bpe").is_some(), zones != ZoneShape::Missing);
        let path = format!("{ITEMS}{}/", text(&item["id"]));
        assert_eq!(
            probe.get(&path).await.json()["zone_bpe"],
            alone,
            "{zones:?}"
        );
        let asked = if zones == ZoneShape::Label { "Z1" } else { "1" };
        let offer = format!("/api/v1/product_offering/1680/?zone={asked}");
        assert_eq!(probe.get(&offer).await.status, 200, "E15: {zones:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn e3_e17_an_item_alone_can_be_whole_and_name_its_request() {
    let probe = with(|rules| {
        rules.item = ItemShape::Nested;
        rules.parent_told = true;
    })
    .await;
    let request = finished(&probe).await;
    let path = format!("{ITEMS}{}/", text(&item(&request)["id"]));
    let alone = probe.get(&path).await.json();
    assert!(alone["products_offering"].as_array().unwrap().len() > 4);
    assert_eq!(alone["product_offering_qualification_id"], request["id"]);
    assert_eq!(
        item(&request)["product_offering_qualification_id"],
        request["id"]
    );
}

#[tokio::test(start_paused = true)]
async fn rows_can_come_without_items_and_offers_without_on_quotation() {
    let probe = with(|rules| {
        rules.rows_without_items = true;
        rules.quotation_missing = true;
    })
    .await;
    let rows = probe.get(ASYNC).await.json();
    for row in rows["results"].as_array().unwrap() {
        let mut keys = row.as_object().unwrap().keys();
        assert!(
            !keys.any(|key| key.starts_with("product_offering")),
            "{row}"
        );
    }
    let request = finished(&probe).await;
    let offers = item(&request)["products_offering"].as_array().unwrap();
    assert!(
        offers
            .iter()
            .all(|offer| offer.get("on_quotation").is_none())
    );
}

#[tokio::test(start_paused = true)]
async fn families_that_no_page_lists_come_with_zone_delay_and_offer() {
    let probe = with(|rules| rules.odd_families = true).await;
    let families = probe.get("/api/v1/catalog/category/").await.json();
    let odd = families.as_array().unwrap().last().unwrap();
    let (name, kind) = (text(&odd["name"]), text(&odd["type"]));
    assert_ne!(kind, "OFFER_FAMILY");
    let request = finished(&probe).await;
    let item = item(&request);
    assert!(
        item["offer_families"]
            .as_array()
            .unwrap()
            .contains(&odd["name"])
    );
    assert_eq!(item[format!("zone_{}", name.to_lowercase())], "ZTD-α");
    assert_eq!(
        item[format!("estimated_delivery_date_{name}")],
        "selon étude"
    );
    let offers = item["products_offering"].as_array().unwrap();
    let offer = offers
        .iter()
        .find(|offer| offer["offer_family"] == *name)
        .unwrap();
    assert_eq!(offer["bandwidthe"], "1G", "E13");
    assert_eq!(offer["price"], "à partir de 49,90", "E14");
    assert_eq!(offer.get("on_quotation"), None);
    let mut alone = wish("", &[PRINTED]);
    alone["product_offering_qualification_items"][0]["offer_families"] = json!([name]);
    let ended = probe.post(SYNC, &alone).await.json();
    assert_eq!(ended["state"], "done.ready", "it can be asked for as well");
}

#[tokio::test(start_paused = true)]
async fn the_switches_of_all_lists_hold_here_too() {
    let toml = "[shape]\nlist = 'array'\nunknown_states = true\nnumbers = 'text'\nhostile_text = true\nblank_as_null = true\n";
    let probe = Probe::start(Scenario::from_toml(toml).unwrap()).await;
    for path in [ASYNC, ITEMS] {
        let rows = probe.get(path).await.json();
        let rows = rows.as_array().unwrap();
        let odd = rows
            .iter()
            .filter(|row| row["state"] == "in_progress.partner");
        assert!((1..rows.len()).contains(&odd.count()), "{path}");
    }
    let offers = probe.get(OFFERS).await.json();
    assert_eq!(offers[0]["bandwidth_max"], "20.0");
    let request = finished(&probe).await;
    assert_eq!(item(&request)["zone_bpe"], "1");
    assert_eq!(request["href"], Value::Null);
    assert!(text(&item(&request)["products_offering"][0]["name"]).contains('\u{1b}'));
}

#[test]
fn a_scenario_file_names_every_switch() {
    let toml = "[eligibility]\nrequests = 3\ntakes_secs = 1\nsync_ms = 5\nsite = 'choices'\n\
                site_missing = 'no_body'\nsite_conflict = 'refused'\nitems_key = 'details'\nqueued = 'minimal'\n\
                item = 'nested'\nzones = 'label'\nrows_without_items = true\nparent_told = true\n\
                quotation_missing = true\nodd_families = true\n[eligibility.outcomes]\n'IMB/75' = 'not_eligible'\n";
    let scenario = Scenario::from_toml(toml).unwrap();
    assert_eq!(scenario.eligibility.zones, ZoneShape::Label);
    assert_eq!(scenario.eligibility.outcomes.len(), 1);
    assert!(Scenario::from_toml("[eligibility]\nitem = 'flat'").is_err());
}
