//! Filters, search, order and pages of the two lists (rows `E7`, `G4`, `G11`).

use covage_tui::sim::Scenario;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::super::client::Probe;
use super::{ASYNC, ITEMS, PRINTED, ask, column, text, wish};

async fn rows(probe: &Probe, path: &str) -> Value {
    let answer = probe.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()["results"].clone()
}

fn len(rows: &Value) -> usize {
    rows.as_array().unwrap().len()
}

#[tokio::test(start_paused = true)]
async fn requests_are_filtered_by_state_reference_project_and_date() {
    let probe = Probe::start(Scenario::default()).await;
    let all = rows(&probe, ASYNC).await;
    let mut kept = 0;
    for state in [
        "acknowledged",
        "in_progress.elig",
        "in_progress.offer",
        "in_progress.price",
        "done.ready",
        "done.unable_to_provide",
        "terminated_with_error",
    ] {
        let some = rows(&probe, &format!("{ASYNC}?state={state}")).await;
        assert!(column(&some, "state").iter().all(|it| it == state) && len(&some) > 0);
        kept += len(&some);
    }
    assert_eq!(kept, len(&all));
    for unknown in ["pending", "done", "failed"] {
        let none = rows(&probe, &format!("{ASYNC}?state={unknown}")).await;
        assert_eq!(len(&none), 0, "E7: the printed words are no states");
    }
    let id = ask(&probe, &wish("MARK/1 é", &[PRINTED])).await;
    let found = rows(&probe, &format!("{ASYNC}?external_id=MARK%2F1%20%C3%A9")).await;
    assert_eq!(column(&found, "id"), [id]);
    let of_project = rows(&probe, &format!("{ASYNC}?project_id=FLASH")).await;
    assert!(
        column(&of_project, "project_id")
            .iter()
            .all(|it| it == "FLASH")
    );
    let recent = rows(
        &probe,
        &format!("{ASYNC}?creation_date_gt=2026-05-01T00:00:00Z"),
    )
    .await;
    let older = rows(
        &probe,
        &format!("{ASYNC}?creation_date_lt=2026-05-01T00:00:00Z"),
    )
    .await;
    assert!(len(&recent) > 5 && len(&older) > 5);
    assert_eq!(len(&recent) + len(&older), len(&all) + 1);
    let wrong = probe
        .get(&format!("{ASYNC}?creation_date_gt=yesterday"))
        .await;
    assert_eq!(
        (wrong.status, wrong.json()["creation_date_gt"].is_array()),
        (400, true)
    );
}

#[tokio::test(start_paused = true)]
async fn items_are_filtered_by_every_documented_parameter() {
    let probe = Probe::start(Scenario::default()).await;
    let all = len(&rows(&probe, ITEMS).await);
    let ready = rows(&probe, &format!("{ITEMS}?state=done.ready")).await;
    assert!(len(&ready) > 20 && len(&ready) < all);
    let dense = rows(&probe, &format!("{ITEMS}?density=T&state=done.ready")).await;
    assert!(column(&dense, "density").iter().all(|it| it == "TRESDENSE") && len(&dense) > 0);
    let built = rows(&probe, &format!("{ITEMS}?building_ref=IMB%2F")).await;
    assert!(len(&built) > 10 && len(&built) < all);
    let reference = text(&built[0]["place"]["building_ref"]);
    let one = rows(&probe, &format!("{ITEMS}?building_ref={reference}")).await;
    assert_eq!(one[0]["id"], built[0]["id"], "G15");
    let common = rows(&probe, &format!("{ITEMS}?offer_technologies=FIBDE")).await;
    let rare = rows(&probe, &format!("{ITEMS}?offer_technologies=FON")).await;
    let either = rows(&probe, &format!("{ITEMS}?offer_technologies=FON,FIBDE")).await;
    assert!(len(&rare) > 0 && len(&rare) < len(&common));
    assert_eq!(len(&either), len(&common), "any of those named");
    assert_eq!(
        len(&rows(&probe, &format!("{ITEMS}?offer_technologies=X25")).await),
        0
    );
    let old = rows(&probe, &format!("{ITEMS}?creation_date_lt=2026-05-01")).await;
    let new = rows(&probe, &format!("{ITEMS}?creation_date_gt=2026-05-01")).await;
    assert_eq!(len(&old) + len(&new), all);
    assert!(len(&old) > 0 && len(&new) > 0);
}

#[tokio::test(start_paused = true)]
async fn search_looks_into_building_and_address() {
    let probe = Probe::start(Scenario::default()).await;
    let all = rows(&probe, ITEMS).await;
    let label = text(&all[0]["address"]["label"]);
    let word = label.split(' ').nth(1).unwrap().to_uppercase();
    let found = rows(
        &probe,
        &format!(
            "{ITEMS}?search={}",
            utf8_percent_encode(&word, NON_ALPHANUMERIC)
        ),
    )
    .await;
    assert!(len(&found) > 0 && len(&found) < len(&all));
    for row in found.as_array().unwrap() {
        let label = text(&row["address"]["label"]).to_uppercase();
        assert!(label.contains(&word), "{label}");
    }
    assert_eq!(
        len(&rows(&probe, &format!("{ITEMS}?search=nowhere")).await),
        0
    );
}

#[tokio::test(start_paused = true)]
async fn sort_orders_both_ways_and_passes_over_what_it_does_not_know() {
    let probe = Probe::start(Scenario::default()).await;
    let states = async |sort: &str| {
        column(
            &rows(&probe, &format!("{ITEMS}?sort={sort}")).await,
            "state",
        )
    };
    let up = states("state").await;
    assert!(up.is_sorted());
    assert!(states("-state").await.is_sorted_by(|one, next| one >= next));
    let usual = column(&rows(&probe, ITEMS).await, "id");
    let unknown = column(&rows(&probe, &format!("{ITEMS}?sort=colour")).await, "id");
    assert_eq!(unknown, usual);
    let oldest = column(
        &rows(&probe, &format!("{ITEMS}?sort=creation_date")).await,
        "id",
    );
    assert_ne!(oldest, usual);
    for field in ["density", "building_ref", "bandwidth_max"] {
        let sorted = column(&rows(&probe, &format!("{ITEMS}?sort={field}")).await, "id");
        assert_ne!(sorted, usual, "{field}");
    }
}

#[tokio::test(start_paused = true)]
async fn pages_lead_through_both_lists_and_keep_the_filters() {
    let probe = Probe::start(Scenario::default().page_size(7)).await;
    for (path, filter) in [(ASYNC, ""), (ITEMS, "state=done.ready&")] {
        let mut seen = std::collections::HashSet::new();
        let mut page = 1;
        let count = loop {
            let answer = probe
                .get(&format!("{path}?{filter}page={page}"))
                .await
                .json();
            for id in column(&answer["results"], "id") {
                assert!(seen.insert(id));
            }
            match answer["next_page"].as_u64() {
                Some(next) => page = next,
                None => break answer["count"].as_u64().unwrap(),
            }
        };
        assert!(page > 3);
        assert_eq!(u64::try_from(seen.len()).unwrap(), count);
    }
}
