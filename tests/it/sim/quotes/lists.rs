//! Lists of baskets and lines: filters, order, pages.

use std::collections::HashSet;

use covage_tui::sim::Scenario;
use serde_json::{Value, json};

use super::super::client::Probe;

async fn all(probe: &Probe, path: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut next = json!(1);
    while let Some(page) = next.as_u64() {
        let between = if path.contains('?') { '&' } else { '?' };
        let answer = probe.get(&format!("{path}{between}page={page}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer = answer.json();
        rows.extend(answer["results"].as_array().unwrap().clone());
        next = answer["next_page"].clone();
    }
    rows
}

fn query(name: &str, value: &str) -> String {
    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    format!("{name}={value}")
}

#[tokio::test(start_paused = true)]
async fn pages_hold_every_line_once_newest_first() {
    let probe = Probe::start(Scenario::default().page_size(7)).await;
    let rows = all(&probe, "/api/v1/quote_item/").await;
    let ids: HashSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert!(rows.len() > 40 && ids.len() == rows.len(), "{}", rows.len());
    let baskets = all(&probe, "/api/v1/quote/").await;
    assert_eq!(baskets.len(), 14);
    let created: Vec<&str> = baskets
        .iter()
        .map(|row| row["creation_date"].as_str().unwrap())
        .collect();
    assert!(
        created.is_sorted_by(|newer, older| newer > older),
        "{created:?}"
    );
    let mut held = HashSet::new();
    for basket in &baskets {
        let path = format!("/api/v1/quote/{}/", basket["id"].as_str().unwrap());
        for line in probe.get(&path).await.json()["quote_item"]
            .as_array()
            .unwrap()
        {
            assert!(held.insert(line["id"].as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(
        held.len(),
        rows.len(),
        "Q4: baskets hold the lines of the list"
    );
    assert!(held.iter().all(|id| ids.contains(id.as_str())));
}

#[tokio::test(start_paused = true)]
async fn every_filter_of_lines_keeps_exactly_what_it_names() {
    let probe = Probe::start(Scenario::default()).await;
    let rows = all(&probe, "/api/v1/quote_item/").await;
    for name in [
        "reference",
        "customer_order_name",
        "end_customer_name",
        "business_sector",
        "project_id",
        "state",
    ] {
        let row = rows.iter().find(|row| row[name] != "").unwrap();
        let value = row[name].as_str().unwrap();
        let kept = all(
            &probe,
            &format!("/api/v1/quote_item/?{}", query(name, value)),
        )
        .await;
        let wanted: Vec<&Value> = rows.iter().filter(|row| row[name] == value).collect();
        assert_eq!(kept.iter().collect::<Vec<_>>(), wanted, "{name}");
        assert!(kept.len() < rows.len(), "{name}");
        let none = format!("/api/v1/quote_item/?{}", query(name, "nowhere"));
        assert!(all(&probe, &none).await.is_empty(), "{name}");
    }
    let both = all(&probe, "/api/v1/quote_item/?state=ready&project_id=FLASH").await;
    assert!(
        both.iter()
            .all(|row| row["state"] == "ready" && row["project_id"] == "FLASH")
    );
}

#[tokio::test(start_paused = true)]
async fn every_filter_of_baskets_keeps_exactly_what_it_names() {
    let probe = Probe::start(Scenario::default()).await;
    let rows = all(&probe, "/api/v1/quote/").await;
    for name in ["external_id", "project_id", "state"] {
        let row = rows.iter().find(|row| row[name] != "").unwrap();
        let value = row[name].as_str().unwrap();
        let kept = all(&probe, &format!("/api/v1/quote/?{}", query(name, value))).await;
        let wanted: Vec<&Value> = rows.iter().filter(|row| row[name] == value).collect();
        assert_eq!(kept.iter().collect::<Vec<_>>(), wanted, "{name}");
        assert!(kept.len() < rows.len(), "{name}");
    }
    for field in ["creation_date", "quote_date"] {
        let bound = rows[4][field].as_str().unwrap();
        let newer = format!("/api/v1/quote/?{}", query(&format!("{field}_gt"), bound));
        let older = format!("/api/v1/quote/?{}", query(&format!("{field}_lt"), bound));
        let (newer, older) = (all(&probe, &newer).await, all(&probe, &older).await);
        assert_eq!(newer.len() + older.len() + 1, rows.len(), "{field}");
        assert!(newer.iter().all(|row| row[field].as_str() > Some(bound)));
        assert!(older.iter().all(|row| row[field].as_str() < Some(bound)));
    }
    let day = all(&probe, "/api/v1/quote/?creation_date_gt=2026-05-01").await;
    assert!(!day.is_empty() && day.len() < rows.len());
    let refused = probe.get("/api/v1/quote/?quote_date_lt=hier").await;
    assert_eq!(
        (refused.status, refused.json()["quote_date_lt"].is_array()),
        (400, true)
    );
}

#[tokio::test(start_paused = true)]
async fn words_that_no_page_lists_appear_when_wanted() {
    let probe = Probe::start(Scenario::default().shape(|shape| shape.unknown_states = true)).await;
    let rows = all(&probe, "/api/v1/quote_item/?state=awaiting_partner_price").await;
    assert!(!rows.is_empty());
    let path = format!("/api/v1/quote_item/{}/", rows[0]["id"].as_str().unwrap());
    assert_eq!(
        probe.get(&path).await.json()["state"],
        "awaiting_partner_price"
    );
}
