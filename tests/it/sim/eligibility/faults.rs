//! Answers that get lost on the way: both calls are writes, and pricing is none.

use std::time::Duration;

use covage_tui::sim::{Fault, FaultRule, Scenario};
use serde_json::json;

use super::super::client::Probe;
use super::{ASYNC, OFFERS, PRINTED, SYNC, key, request_now, text, wish};

/// Waits until a server with one fault on one call has seen it. The reference says how often it took effect.
async fn struck(fault: Fault, path: &str) -> (Probe, bool) {
    let scenario = Scenario::default().fault(FaultRule::new(fault).on(&format!("POST {path}")));
    let probe = Probe::start(scenario).await;
    let body = wish("LOST", &[PRINTED]);
    let sent = probe.try_post(path, &body);
    let answer = probe
        .within_a_day(sent, |stats| {
            stats.writes_to(&format!("POST {path}")).received > 0
        })
        .await;
    let is_answered = answer.is_some_and(|it| it.is_ok_and(|reply| reply.status < 300));
    (probe, is_answered)
}

fn asked(probe: &Probe) -> (u64, u64) {
    probe.sim.world(|w| {
        let eligibility = &w.eligibility;
        (
            eligibility.asked_as("LOST"),
            eligibility.asked_about(&key(PRINTED)),
        )
    })
}

#[tokio::test(start_paused = true)]
async fn what_took_effect_took_effect_though_nobody_heard_of_it() {
    for path in [ASYNC, SYNC] {
        for fault in [Fault::LostAnswer, Fault::LateError, Fault::LateHang] {
            let (mut probe, is_answered) = struck(fault, path).await;
            assert!(!is_answered, "{fault:?} {path}");
            assert_eq!(asked(&probe), (1, 1), "{fault:?} {path}");
            // A day may have gone by.
            probe.login().await;
            let found = probe.get(&format!("{ASYNC}?external_id=LOST")).await.json();
            assert_eq!(found["count"], 1, "{fault:?} {path}: the mark finds it");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_came_in_has_no_effect() {
    for path in [ASYNC, SYNC] {
        for fault in [
            Fault::Reset,
            Fault::ServerError,
            Fault::Hang,
            Fault::ThrottleBare,
        ] {
            let (probe, is_answered) = struck(fault, path).await;
            assert!(!is_answered, "{fault:?} {path}");
            assert_eq!(asked(&probe), (0, 0), "{fault:?} {path}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_applied_late_runs_from_then_on() {
    for path in [ASYNC, SYNC] {
        let late = FaultRule::new(Fault::LateApply)
            .on(&format!("POST {path}"))
            .amount(20_000);
        let probe = Probe::start(Scenario::default().fault(late)).await;
        assert!(
            probe
                .try_post(path, &wish("LOST", &[PRINTED]))
                .await
                .is_err()
        );
        tokio::time::advance(Duration::from_secs(15)).await;
        assert_eq!(asked(&probe), (0, 0), "{path}: not yet");
        tokio::time::advance(Duration::from_secs(6)).await;
        assert_eq!(asked(&probe), (1, 1), "{path}");
        let found = probe.get(&format!("{ASYNC}?external_id=LOST")).await.json();
        let id = text(&found["results"][0]["id"]);
        assert_ne!(found["results"][0]["state"], "done.ready", "{path}");
        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!(
            request_now(&probe, &id).await["state"],
            "done.ready",
            "{path}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn pricing_offers_is_no_write_for_any_fault() {
    let lost = FaultRule::new(Fault::LostAnswer);
    let probe = Probe::start(Scenario::default().fault(lost)).await;
    let priced = probe.post(OFFERS, &json!(["1766"])).await;
    assert_eq!(priced.status, 200);
    assert_eq!(priced.json()[0]["id"], "1766");
    assert!(probe.sim.stats().writes_to.is_empty());
}
