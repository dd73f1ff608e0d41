//! Termination and change requests, what becomes of them, and answers that get lost after the write took effect.

use std::time::Duration;

use covage_tui::commands::simulator::{self, SimulatorError, SimulatorOptions};
use covage_tui::sim::world::course::State;
use covage_tui::sim::{Fault, FaultRule, Scenario, Stats};
use serde_json::{Value, json};

use super::client::{Probe, clock};

fn in_state(probe: &Probe, state: State) -> String {
    probe.sim.world(|world| {
        world
            .orders
            .listed()
            .find(|order| order.state == state)
            .unwrap()
            .reference()
    })
}

async fn state_of(probe: &Probe, reference: &str) -> Value {
    probe
        .get(&format!("/api/v1/order/{reference}/"))
        .await
        .json()["state"]
        .clone()
}

#[tokio::test(start_paused = true)]
async fn a_termination_goes_its_way() {
    let probe = Probe::start(Scenario::default()).await;
    let reference = in_state(&probe, State::Active);
    let filed = probe
        .post(
            &format!("/api/v1/order/{reference}/terminate/"),
            &json!({ "reason": "Cessation d'activité", "message": "fin de bail" }),
        )
        .await;
    assert_eq!(filed.status, 200);
    assert_eq!(filed.json()["action"], "Résiliation");
    assert_eq!(state_of(&probe, &reference).await, "terminate_in_progress");
    let requests = probe
        .get(&format!(
            "/api/v1/order_request/?order_reference={reference}"
        ))
        .await
        .json();
    assert_eq!(requests["results"][0], filed.json());
    tokio::time::advance(Duration::from_secs(91)).await;
    assert_eq!(state_of(&probe, &reference).await, "terminated");
    assert_eq!(
        probe
            .sim
            .stats()
            .writes_of(&format!("terminate {reference}")),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_leads_back_to_active() {
    let probe = Probe::start(Scenario::default()).await;
    let reference = in_state(&probe, State::Active);
    let reason = json!({ "reason": "Upgrade (Changement de débit)" });
    assert_eq!(
        probe
            .post(&format!("/api/v1/order/{reference}/change/"), &reason)
            .await
            .status,
        200
    );
    assert_eq!(state_of(&probe, &reference).await, "change_in_progress");
    tokio::time::advance(Duration::from_secs(91)).await;
    assert_eq!(state_of(&probe, &reference).await, "active");
}

#[tokio::test(start_paused = true)]
async fn impossible_requests_are_refused_and_change_nothing() {
    let probe = Probe::start(Scenario::default()).await;
    let reason = json!({ "reason": "Cessation d'activité" });
    let open = in_state(&probe, State::InProgress);
    let active = in_state(&probe, State::Active);
    let terminate = |reference: &str| format!("/api/v1/order/{reference}/terminate/");
    assert_eq!(probe.post(&terminate(&open), &reason).await.status, 409);
    assert_eq!(
        probe
            .post(&terminate("CMD_X_00000001"), &reason)
            .await
            .status,
        404
    );
    assert_eq!(
        probe
            .post(&terminate(&active), &json!({ "reason": "ennui" }))
            .await
            .status,
        400
    );
    assert_eq!(
        probe.post(&terminate(&active), &json!([])).await.status,
        400
    );
    assert_eq!(state_of(&probe, &active).await, "active");
    assert!(probe.sim.stats().writes.is_empty());
}

/// Asks for a termination under a fault; tells the order and whether an answer said that it worked.
async fn terminate_under(probe: &Probe, kind: Fault) -> (String, bool) {
    let reference = in_state(probe, State::Active);
    let template = "/api/v1/order/{reference}/terminate/";
    probe
        .sim
        .set_faults(vec![FaultRule::new(kind).on(template).times(1)]);
    let path = template.replace("{reference}", &reference);
    let reason = json!({ "reason": "Cessation d'activité" });
    let seen = |stats: &Stats| stats.requests_of(&format!("POST {template}")) == 1;
    let answer = probe
        .within_a_day(probe.try_post(&path, &reason), seen)
        .await;
    (
        reference,
        matches!(answer, Some(Ok(reply)) if reply.status < 300),
    )
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_leaves_the_write_applied() {
    for kind in [
        Fault::LostAnswer,
        Fault::Truncate,
        Fault::LateError,
        Fault::LateHang,
    ] {
        let mut probe = Probe::start(Scenario::default()).await;
        let (reference, is_answered) = terminate_under(&probe, kind).await;
        assert!(!is_answered, "{kind:?}");
        assert_eq!(
            probe
                .sim
                .stats()
                .writes_of(&format!("terminate {reference}")),
            1,
            "{kind:?}"
        );
        probe.login().await;
        let state = state_of(&probe, &reference).await;
        assert!(
            state.as_str().unwrap().starts_with("terminate"),
            "{kind:?}: {state}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_leaves_the_write_undone() {
    for kind in [
        Fault::Reset,
        Fault::ServerError,
        Fault::Hang,
        Fault::Throttle,
    ] {
        let mut probe = Probe::start(Scenario::default()).await;
        let (reference, is_answered) = terminate_under(&probe, kind).await;
        assert!(!is_answered, "{kind:?}");
        assert!(probe.sim.stats().writes.is_empty(), "{kind:?}");
        probe.login().await;
        assert_eq!(state_of(&probe, &reference).await, "active", "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_subcommand_prints_one_line_of_json_and_serves() {
    let options = SimulatorOptions {
        orders: Some(3),
        faults: vec!["server_error=1".to_owned()],
        ..SimulatorOptions::default()
    };
    let mut out = Vec::new();
    simulator::run(&options, clock(), &mut out, async {})
        .await
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), 1);
    let line: Value = serde_json::from_str(&text).unwrap();
    assert!(
        line["api_url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    assert_eq!(
        (&line["username"], &line["password"]),
        (&json!("demo@covage.example"), &json!("demo"))
    );
    assert!(line["keycloak_url"].is_string());
}

#[test]
fn the_help_of_the_subcommand_names_every_fault() {
    let help = covage_tui::cli::parse(["covage-tui", "simulator", "--help"])
        .unwrap_err()
        .to_string();
    let words: Vec<&str> = help
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    for (name, _) in Fault::NAMES {
        assert!(words.contains(&name), "{name} in:\n{help}");
    }
}

#[test]
fn the_subcommand_takes_sizes() {
    let options = SimulatorOptions {
        orders: Some(3),
        baskets: Some(2),
        ..SimulatorOptions::default()
    };
    let scenario = options.scenario().unwrap();
    assert_eq!((scenario.orders, scenario.quotes.baskets), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn the_subcommand_names_what_is_wrong() {
    let taken = Probe::start(Scenario::default()).await;
    let fail = async |options: SimulatorOptions| {
        simulator::run(&options, clock(), &mut Vec::new(), async {})
            .await
            .unwrap_err()
    };
    let port = taken.sim.port();
    let bind = fail(SimulatorOptions {
        port,
        ..SimulatorOptions::default()
    })
    .await;
    assert!(
        bind.to_string()
            .starts_with(&format!("cannot listen on 127.0.0.1:{port}: "))
            && !bind.is_usage()
    );
    let fault = fail(SimulatorOptions {
        faults: vec!["boom=1".to_owned()],
        ..SimulatorOptions::default()
    })
    .await;
    assert!(
        fault.is_usage()
            && fault
                .to_string()
                .starts_with("--fault: unknown fault `boom`")
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "orders = 'many'").unwrap();
    let scenario = fail(SimulatorOptions {
        scenario: Some(file.path().to_owned()),
        ..SimulatorOptions::default()
    })
    .await;
    assert!(
        matches!(scenario, SimulatorError::Scenario { .. })
            && scenario.to_string().contains("line 1"),
        "{scenario}"
    );
}
