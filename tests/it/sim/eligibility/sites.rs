//! The site search in every way it can be asked and answer (row `E22`).

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{Outcome, SiteConflict, SiteMissing, SiteShape};
use serde_json::{Value, json};

use super::super::client::{Probe, Reply};
use super::{ITEMS, PRINTED, SITE, key, text};

async fn search(probe: &Probe, query: &str) -> Reply {
    probe.get(&format!("{SITE}?{query}")).await
}

/// A position in Toulouse, which is not where the printed building is.
const ELSEWHERE: &str = "x=1.4442&y=43.6047&building_ref=IMB/31555/X/00RV";

#[tokio::test(start_paused = true)]
async fn a_question_has_to_hold_a_building_or_a_whole_position() {
    let probe = Probe::start(Scenario::default()).await;
    for wrong in [
        "",
        "x=1.09",
        "y=49.47",
        "x=1.09&y=",
        "x=here&y=49.47",
        "x=1&y=NaN",
    ] {
        assert_eq!(search(&probe, wrong).await.status, 400, "{wrong}");
    }
    for nowhere in [
        "building_ref=IMB/99999/X/0000",
        "building_ref=rue%20de%20l%27%C3%89glise",
        "x=49.4744&y=1.0914",
        "x=-70.0&y=43.0",
    ] {
        assert_eq!(search(&probe, nowhere).await.status, 404, "{nowhere}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_said_in_five_ways() {
    for (shape, status, body) in [
        (SiteMissing::NotFound, 404, None),
        (SiteMissing::NoBody, 200, Some("")),
        (SiteMissing::EmptyList, 200, Some("[]")),
        (SiteMissing::EmptyObject, 200, Some("{}")),
        (SiteMissing::Null, 200, Some("null")),
    ] {
        let probe =
            Probe::start(Scenario::default().eligibility(|it| it.site_missing = shape)).await;
        let answer = search(&probe, "building_ref=IMB/99999/X/0000").await;
        assert_eq!(answer.status, status, "{shape:?}");
        assert!(body.is_none_or(|body| body == answer.text()), "{shape:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_site_is_an_object_a_list_or_one_of_several() {
    for (shape, count) in [(SiteShape::List, 1), (SiteShape::Choices, 2)] {
        let probe = Probe::start(Scenario::default().eligibility(|it| it.site = shape)).await;
        let answer = search(&probe, &format!("building_ref={PRINTED}"))
            .await
            .json();
        let sites = answer.as_array().unwrap();
        assert_eq!(sites.len(), count);
        assert_eq!(text(&sites[0]["id"]), key(PRINTED));
        let keys: std::collections::HashSet<String> =
            sites.iter().map(|site| text(&site["id"])).collect();
        assert_eq!(keys.len(), count);
    }
}

#[tokio::test(start_paused = true)]
async fn a_building_elsewhere_is_settled_as_the_scenario_has_it() {
    let found = async |conflict| {
        let scenario = Scenario::default().eligibility(|it| it.site_conflict = conflict);
        let probe = Probe::start(scenario).await;
        search(&probe, ELSEWHERE).await
    };
    let place = |answer: Reply| {
        let site = answer.json();
        (text(&site["building_ref"]), site["location"]["y"].clone())
    };
    let printed = || PRINTED.to_owned();
    assert_eq!(
        place(found(SiteConflict::Building).await),
        (printed(), json!(49.474_407_7))
    );
    assert_eq!(
        place(found(SiteConflict::Position).await),
        (String::new(), json!(43.6047))
    );
    assert_eq!(
        place(found(SiteConflict::Both).await),
        (printed(), json!(43.6047))
    );
    assert_eq!(found(SiteConflict::Refused).await.status, 400);
    assert_eq!(found(SiteConflict::Missing).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn both_together_are_believed_when_they_are_about_one_place() {
    let probe = Probe::start(Scenario::default()).await;
    let site = search(&probe, "x=1.0915&y=49.4745&building_ref=IMB/31555/X/00RV")
        .await
        .json();
    assert_eq!(site["location"], json!({ "x": 1.0915, "y": 49.4745 }));
    assert_eq!(site["building_ref"], PRINTED);
}

#[tokio::test(start_paused = true)]
async fn a_test_hides_sites_and_the_search_knows_the_buildings_of_items() {
    let probe = Probe::start(Scenario::default()).await;
    let good = "building_ref=IMB/35238/X/0A1B";
    assert_eq!(search(&probe, good).await.status, 200);
    probe
        .sim
        .world(|w| w.eligibility.force("IMB/35238", Outcome::NotFound));
    assert_eq!(search(&probe, good).await.status, 404);
    assert_eq!(
        search(&probe, &format!("{good}&x=4.85&y=45.76"))
            .await
            .status,
        404
    );
    let rows = probe.get(&format!("{ITEMS}?building_ref=IMB")).await.json();
    for row in rows["results"].as_array().unwrap() {
        let place = &row["place"];
        let building = text(&place["building_ref"]);
        if building.starts_with("IMB/35238") {
            continue;
        }
        let site = search(&probe, &format!("building_ref={building}"))
            .await
            .json();
        assert_eq!(site["id"], place["eligibility_id"], "{building}");
        assert_ne!(site["location"], Value::Null);
    }
}
