//! Seeds, time, tokens, limits, and a server that goes away and comes back.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::world::World;
use covage_tui::sim::world::course::Mark;
use serde_json::{Value, json};

use super::client::Probe;

async fn everything(probe: &Probe) -> Vec<Value> {
    let mut all = vec![
        probe.get("/api/v1/order/").await.json(),
        probe.get("/api/v1/order_request/").await.json(),
    ];
    for reference in probe.references().await.iter().take(20) {
        all.push(
            probe
                .get(&format!("/api/v1/order/{reference}/"))
                .await
                .json(),
        );
        all.push(
            probe
                .get(&format!("/api/v1/order/{reference}/historic/"))
                .await
                .json(),
        );
    }
    all
}

#[tokio::test(start_paused = true)]
async fn one_seed_tells_one_story() {
    let run = async |seed| {
        let probe = Probe::start(Scenario::default().seed(seed).live()).await;
        let before = everything(&probe).await;
        tokio::time::advance(Duration::from_secs(120)).await;
        (before, everything(&probe).await)
    };
    let (first, again, other) = (run(1).await, run(1).await, run(2).await);
    assert_eq!(first, again);
    assert_ne!(first.0, other.0);
    assert_ne!(first.0, first.1, "two minutes of live play show");
}

#[tokio::test(start_paused = true)]
async fn only_a_live_world_moves_by_itself() {
    let probe = Probe::start(Scenario::default()).await;
    let before = everything(&probe).await;
    tokio::time::advance(Duration::from_secs(600)).await;
    assert_eq!(before, everything(&probe).await);
}

#[tokio::test(start_paused = true)]
async fn a_test_can_move_the_world() {
    let probe = Probe::start(Scenario::default().silent_steps()).await;
    let reference = probe.sim.world(World::place_order);
    assert_eq!(probe.references().await[0], reference);
    let path = format!("/api/v1/order/{reference}/");
    let modified =
        probe.get("/api/v1/order/").await.json()["results"][0]["modification_date"].clone();
    tokio::time::advance(Duration::from_secs(1_800)).await;
    while probe
        .sim
        .world(|world| world.advance_step(&reference))
        .is_some_and(|mark| !matches!(mark, Mark::Step(_)))
    {}
    let historic = probe.get(&format!("{path}historic/")).await.json();
    assert_eq!(
        historic["results"].as_array().unwrap().last().unwrap()["change_date"],
        "2026-05-04T11:30:00+02:00"
    );
    probe.sim.world(|world| world.push_due(&reference, 7));
    assert_ne!(
        probe.get("/api/v1/order/").await.json()["results"][0]["modification_date"],
        modified
    );
}

#[tokio::test(start_paused = true)]
async fn a_step_moves_the_modification_date_unless_told_not_to() {
    for (scenario, moves) in [
        (Scenario::default(), true),
        (Scenario::default().silent_steps(), false),
    ] {
        let probe = Probe::start(scenario).await;
        let modified = async || {
            probe.get("/api/v1/order/").await.json()["results"][0]["modification_date"].clone()
        };
        let reference = probe.references().await[0].clone();
        let before = modified().await;
        tokio::time::advance(Duration::from_secs(60)).await;
        let now = probe.sim.world(|world| world.now());
        assert!(
            probe
                .sim
                .world(|world| world.orders.record(&reference, Mark::Step(1), now))
        );
        assert_eq!(modified().await != before, moves);
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_are_needed_and_die_in_time() {
    let mut probe = Probe::start(Scenario::default().token_life(60, 300)).await;
    assert_eq!(probe.get("/api/v1/order/").await.status, 200);
    tokio::time::advance(Duration::from_secs(60)).await;
    let refused = probe.get("/api/v1/order/").await;
    assert_eq!(refused.status, 401);
    assert!(refused.json()["detail"].is_string());
    probe.login().await;
    probe.sim.revoke_tokens();
    assert_eq!(probe.get("/api/v1/order/").await.status, 401);
    probe.token.clear();
    assert_eq!(probe.get("/api/v1/order/").await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_grant_works_once_and_not_after_a_logout() {
    let probe = Probe::start(Scenario::default()).await;
    let login = [
        ("grant_type", "password"),
        ("client_id", "api-client"),
        ("username", "demo@covage.example"),
        ("password", "demo"),
    ];
    let refresh = probe.grant(&login).await.json()["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = |token| {
        [
            ("grant_type", "refresh_token"),
            ("client_id", "api-client"),
            ("refresh_token", token),
        ]
    };
    let renewed = probe.grant(&form(&refresh)).await;
    assert_eq!(renewed.status, 200);
    assert_eq!(
        probe.grant(&form(&refresh)).await.json()["error"],
        "invalid_grant"
    );
    probe.sim.revoke_sessions();
    assert_eq!(
        probe
            .grant(&form(renewed.json()["refresh_token"].as_str().unwrap()))
            .await
            .status,
        400
    );
    assert_eq!(probe.sim.stats().logins.refused_refresh, 2);
}

#[tokio::test(start_paused = true)]
async fn the_export_limit_holds_to_the_second() {
    let probe = Probe::start(Scenario::default()).await;
    let start = async || probe.post("/api/v1/order/export/csv/", &json!({})).await;
    assert_eq!(start().await.status, 200);
    tokio::time::advance(Duration::from_millis(299_500)).await;
    let refused = start().await;
    assert_eq!(
        (refused.status, refused.retry_after.as_deref()),
        (429, Some("1"))
    );
    tokio::time::advance(Duration::from_millis(500)).await;
    assert_eq!(start().await.status, 200);
    let stats = probe.sim.stats();
    assert_eq!(stats.limit_violations["order_export"], 1);
    assert_eq!(
        (stats.throttled(), stats.writes_of("export orders")),
        (1, 2)
    );
    assert_eq!(stats.requests_of("POST /api/v1/order/export/csv/"), 3);
}

#[tokio::test(start_paused = true)]
async fn a_limit_can_be_set_for_any_class_and_say_when_in_three_ways() {
    for (kind, wanted) in [
        ("seconds", Some("10")),
        ("date", Some("Mon, 04 May 2026 09:00:10 GMT")),
        ("absent", None),
    ] {
        let text =
            format!("retry_after = '{kind}'\n[limits.referential]\nmax = 2\nwindow_secs = 10\n");
        let probe = Probe::start(Scenario::from_toml(&text).unwrap()).await;
        let path = "/api/v1/referential/project/";
        let statuses = [probe.get(path).await.status, probe.get(path).await.status];
        assert_eq!(statuses, [200, 200]);
        let refused = probe.get(path).await;
        assert_eq!(
            (refused.status, refused.retry_after.as_deref()),
            (429, wanted)
        );
        assert_eq!(
            probe.get("/api/v1/order/").await.status,
            200,
            "other classes stay open"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn every_scenario_file_starts_a_server() {
    let folder = format!("{}/tests/fixtures/scenarios", env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let scenario = Scenario::from_toml(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_ne!(scenario, Scenario::default(), "{}", path.display());
        let probe = Probe::start(scenario).await;
        assert_eq!(probe.sim.world(|world| world.references().len()), 400);
        names.push(path);
    }
    assert!(names.len() >= 7, "{names:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_can_go_and_come_back_on_its_port() {
    let mut probe = Probe::start(Scenario::default()).await;
    let before = probe.references().await;
    probe.sim.stop().await;
    assert!(
        probe
            .try_get("/api/v1/order/")
            .await
            .unwrap_err()
            .is_connect()
    );
    probe.sim.resume().await.unwrap();
    assert_eq!(
        probe.references().await,
        before,
        "same port, same token, same world"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stop_breaks_answers_under_way() {
    let mut probe = Probe::start(Scenario::default()).await;
    probe.sim.set_faults(vec!["hang=1".parse().unwrap()]);
    let url = format!("{}/api/v1/order/", probe.sim.api_url());
    let waiting = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .get(url)
        .bearer_auth(&probe.token)
        .send();
    let stop = async {
        while probe.sim.stats().requests_of("GET /api/v1/order/") == 0 {
            tokio::task::yield_now().await;
        }
        probe.sim.stop().await;
    };
    let (answer, ()) = tokio::join!(waiting, stop);
    assert!(answer.is_err());
}
