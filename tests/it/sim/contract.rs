//! Every answer has the keys and the types of the example the documentation prints for it.

use covage_tui::sim::Scenario;
use covage_tui::sim::world::World;
use covage_tui::sim::world::course::State;
use serde_json::{Value, json};

use super::client::{Probe, TOKEN_PATH, start_of_test};

pub(super) fn example(name: &str) -> Value {
    let path = format!(
        "{}/tests/fixtures/api/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Demands that `actual` is spelled like `printed`: same keys, same types (null fits anything), same date patterns; every
/// element of an array like the printed first one.
pub(super) fn assert_like(printed: &Value, actual: &Value, at: &str) {
    match (printed, actual) {
        (Value::Null, _) | (_, Value::Null) | (Value::Bool(_), Value::Bool(_)) => {}
        (Value::Number(printed), Value::Number(actual)) => {
            assert_eq!(
                printed.is_f64(),
                actual.is_f64(),
                "{at}: {printed} and {actual}"
            );
        }
        (Value::String(printed), Value::String(actual)) => {
            if is_date(printed) {
                assert_eq!(
                    pattern(printed),
                    pattern(actual),
                    "{at}: {printed} and {actual}"
                );
            }
        }
        (Value::Array(printed), Value::Array(actual)) => {
            for (index, element) in actual.iter().enumerate() {
                if let Some(first) = printed.first() {
                    assert_like(first, element, &format!("{at}[{index}]"));
                }
            }
        }
        (Value::Object(printed), Value::Object(actual)) => {
            let keys =
                |map: &serde_json::Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(printed), keys(actual), "{at}");
            for (key, value) in printed {
                assert_like(value, &actual[key], &format!("{at}.{key}"));
            }
        }
        _ => panic!("{at}: printed {printed}, got {actual}"),
    }
}

fn is_date(text: &str) -> bool {
    text.len() >= 10 && pattern(text).starts_with("0000-00-00")
}

fn pattern(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_digit() {
                '0'
            } else if c == '-' && text.len() > 20 {
                '+'
            } else {
                c
            }
        })
        .collect::<String>()
        .replace("0000+00+00", "0000-00-00")
}

#[test]
fn the_comparison_itself_notices_differences() {
    let differs = |printed: Value, actual: Value| {
        std::panic::catch_unwind(|| assert_like(&printed, &actual, "x")).is_err()
    };
    assert!(differs(json!({ "a": 1 }), json!({})));
    assert!(differs(json!({ "a": 1 }), json!({ "a": 1, "b": 1 })));
    assert!(differs(json!(1), json!(1.0)));
    assert!(differs(json!("2025-04-23"), json!("2025-04-23T10:00:58Z")));
    assert!(differs(
        json!([{ "a": "" }]),
        json!([{ "a": "" }, { "a": 1 }])
    ));
    assert!(!differs(
        json!("2025-06-03T18:37:08+02:00"),
        json!("2026-01-03T18:37:08+01:00")
    ));
}

#[tokio::test(start_paused = true)]
async fn order_lists_and_rows_are_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let page = probe.get("/api/v1/order/").await.json();
    let envelope = json!({ "page_size": 10, "count": 1, "next_page": null, "previous_page": null, "results": [example("order_list.get.response")] });
    assert_like(&envelope, &page, "order");
    assert_eq!(page["results"].as_array().unwrap().len(), 100);
    let requests = probe.get("/api/v1/order_request/").await.json();
    let envelope = json!({ "page_size": 10, "count": 1, "next_page": null, "previous_page": null, "results": [example("order_request_list.get.response")] });
    assert_like(&envelope, &requests, "order_request");
    assert!(requests["count"].as_u64().unwrap() > 10);
}

#[tokio::test(start_paused = true)]
async fn every_order_is_as_printed_in_detail_history_and_documents() {
    let probe = Probe::start(Scenario::default().orders(120)).await;
    let mut detail = example("order_detail.get.response.composed");
    detail["termination_error"] = json!([{ "code": "", "property_path": "", "value": "" }]);
    let (historic, documents) = (
        example("order_historic.get.response"),
        example("order_documents.get.response"),
    );
    for reference in probe.sim.world(|world| world.references()) {
        let of = |rest: &str| format!("/api/v1/order/{reference}/{rest}");
        assert_like(&detail, &probe.get(&of("")).await.json(), &reference);
        assert_like(
            &historic,
            &probe.get(&of("historic/")).await.json(),
            &reference,
        );
        assert_like(
            &documents,
            &probe.get(&of("documents/")).await.json(),
            &reference,
        );
    }
}

#[tokio::test(start_paused = true)]
async fn exports_are_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    let started = probe
        .post("/api/v1/order/export/csv/", &json!({}))
        .await
        .json();
    assert_like(
        &example("order_export_csv.post.response"),
        &started,
        "export",
    );
    let status = format!(
        "/api/v1/order/export/{}/status/",
        started["task_id"].as_str().unwrap()
    );
    assert_eq!(probe.get(&status).await.json()["success"], Value::Null);
    tokio::time::advance(std::time::Duration::from_secs(10)).await;
    let ended = probe.get(&status).await.json();
    assert_like(
        &example("order_export_status.get.response"),
        &ended,
        "status",
    );
    assert_eq!(ended["success"], true);
    let file = probe.get(&status.replace("status", "download")).await;
    assert_eq!(file.text().lines().count(), 401);
}

#[tokio::test(start_paused = true)]
async fn code_lists_are_as_printed() {
    let probe = Probe::start(Scenario::default()).await;
    for (path, name) in [
        ("project", "project"),
        ("enni", "enni"),
        ("business_code", "business_code"),
    ] {
        let rows = probe
            .get(&format!("/api/v1/referential/{path}/"))
            .await
            .json();
        assert_like(
            &json!([example(&format!("referential_{name}.get.response"))]),
            &rows,
            path,
        );
        assert!(rows.as_array().unwrap().len() > 2);
    }
    for (path, name) in [
        ("referential/billing_site/AUX00", "referential_billing_site"),
        (
            "referential/terminate_reason",
            "referential_terminate_reason",
        ),
        ("terminate_reason", "terminate_reason"),
        ("referential/change_reason", "referential_change_reason"),
        ("referential/site_connection", "referential_site_connection"),
    ] {
        let answer = probe.get(&format!("/api/v1/{path}/")).await.json();
        assert_eq!(answer, example(&format!("{name}.get.response")), "{path}");
    }
    assert_eq!(
        probe
            .get("/api/v1/referential/billing_site/NONE/")
            .await
            .status,
        404
    );
}

#[tokio::test(start_paused = true)]
async fn documented_filters_filter() {
    let probe = Probe::start(Scenario::default()).await;
    let count = async |path: &str| {
        probe
            .get(&format!("/api/v1/referential/{path}"))
            .await
            .json()
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("project/?code=FLASH").await, 1);
    assert_eq!(count("project/?active=false").await, 1);
    assert_eq!(count("enni/?reference=CN012345").await, 1);
    assert_eq!(count("enni/?offer=BPEA&active=true").await, 1);
    assert_eq!(count("enni/?dsp=nowhere").await, 0);
    let requests = probe
        .get("/api/v1/order_request/?action=R%C3%A9siliation")
        .await
        .json();
    assert!(
        requests["results"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["action"] == "Résiliation")
    );
    let one = requests["results"][0]["order_reference"].as_str().unwrap();
    assert_eq!(
        probe
            .get(&format!("/api/v1/order_request/?order_reference={one}"))
            .await
            .json()["count"],
        1
    );
}

#[tokio::test(start_paused = true)]
async fn the_token_is_as_printed_and_wrong_credentials_are_refused() {
    let probe = Probe::start(Scenario::default()).await;
    let form = |grant, client, password| {
        [
            ("grant_type", grant),
            ("client_id", client),
            ("username", probe.sim.username()),
            ("password", password),
        ]
    };
    let granted = probe.grant(&form("password", "api-client", "demo")).await;
    assert_like(&example("token.post.response"), &granted.json(), TOKEN_PATH);
    let refused = probe.grant(&form("password", "api-client", "nope")).await;
    assert_eq!(
        (refused.status, refused.json()["error"].as_str()),
        (401, Some("invalid_grant"))
    );
    let stranger = probe.grant(&form("password", "other", "demo")).await;
    assert_eq!(
        (stranger.status, stranger.json()["error"].as_str()),
        (401, Some("invalid_client"))
    );
    let odd = probe
        .grant(&form("client_credentials", "api-client", "demo"))
        .await;
    assert_eq!(
        (odd.status, odd.json()["error"].as_str()),
        (400, Some("unsupported_grant_type"))
    );
    let logins = probe.sim.stats().logins;
    assert_eq!((logins.password, logins.refused_password), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn histories_tell_the_same_story_as_the_order() {
    let probe = Probe::start(Scenario::default().orders(300)).await;
    let listed: Vec<(String, State)> = probe.sim.world(|world| {
        world
            .orders
            .listed()
            .map(|order| (order.reference(), order.state))
            .collect()
    });
    for (reference, state) in listed {
        let detail = probe
            .get(&format!("/api/v1/order/{reference}/"))
            .await
            .json();
        let historic = probe
            .get(&format!("/api/v1/order/{reference}/historic/"))
            .await
            .json();
        let words: Vec<&str> = historic["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["state"].as_str().unwrap())
            .collect();
        assert_eq!(detail["state"], state.word());
        assert!(agree(state, &words), "{reference} {state:?}: {words:?}");
        assert_eq!(
            detail["completion_date"].is_string(),
            words.contains(&"active"),
            "{reference}"
        );
        assert_eq!(
            detail["cancellation_date"].is_string(),
            state == State::Cancelled,
            "{reference}"
        );
        assert_eq!(
            detail["cancellation_reason"] != "",
            state == State::Cancelled,
            "{reference}"
        );
    }
}

/// Whether a history can be that of an order in `state`, judged by its words alone.
fn agree(state: State, words: &[&str]) -> bool {
    let is_open = |word: &&str| ["confirmed", "acknowledged", "held_adv_validation"].contains(word);
    let is_end = |word: &&str| State::ALL[2..].iter().any(|end| end.word() == *word);
    match state {
        State::Confirmed => words.iter().all(is_open),
        State::InProgress => !words.iter().any(is_end) && !words.iter().all(is_open),
        _ => words.last() == Some(&state.word()),
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    #[test]
    fn states_and_histories_agree_for_any_seed_at_any_time(seed: u64, orders in 0_usize..80, minutes in 0_i64..240) {
        let begin = start_of_test();
        let mut world = World::new(&Scenario::default().seed(seed).orders(orders).live(), begin);
        world.advance(begin + chrono::Duration::minutes(minutes));
        for order in world.orders.listed() {
            let words: Vec<&str> = order.history.iter().map(|entry| entry.mark.word()).collect();
            proptest::prop_assert!(agree(order.state, &words), "{:?} {words:?}", order.state);
            proptest::prop_assert!(order.history.iter().all(|entry| entry.at <= world.now()));
            proptest::prop_assert!(order.modified <= world.now());
        }
    }
}
