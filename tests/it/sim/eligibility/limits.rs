//! The documented limits, enforced to the millisecond (rows `E6`, `G10`).

use std::time::Duration;

use covage_tui::sim::Scenario;

use super::super::client::Probe;
use super::{ASYNC, ITEMS, PRINTED, SITE, SYNC, wish};

/// A server whose synchronous call answers at once, so that calls are as far apart as the test says.
async fn quick() -> Probe {
    Probe::start(Scenario::default().eligibility(|rules| rules.sync_ms = 0)).await
}

#[tokio::test(start_paused = true)]
async fn the_eleventh_asynchronous_request_of_a_minute_is_refused() {
    let probe = quick().await;
    let wish = wish("L", &[PRINTED]);
    for _ in 0..10 {
        assert_eq!(probe.post(ASYNC, &wish).await.status, 200);
        tokio::time::advance(Duration::from_secs(5)).await;
    }
    let refused = probe.post(ASYNC, &wish).await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.retry_after.unwrap().parse().unwrap();
    assert_eq!(wait, 10, "50 s have gone by since the first");
    tokio::time::advance(Duration::from_secs(9)).await;
    assert_eq!(probe.post(ASYNC, &wish).await.status, 429);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(
        probe.post(ASYNC, &wish).await.status,
        200,
        "the first has left the window"
    );
    assert_eq!(
        probe.post(ASYNC, &wish).await.status,
        429,
        "the second has not"
    );
    let stats = probe.sim.stats();
    assert_eq!(stats.limit_violations["eligibility_async"], 3);
    assert_eq!(
        probe.sim.world(|w| w.eligibility.asked_as("L")),
        11,
        "what is refused is not done"
    );
}

#[tokio::test(start_paused = true)]
async fn a_second_synchronous_request_within_a_second_is_refused() {
    let probe = quick().await;
    let wish = wish("S", &[PRINTED]);
    for apart in [1_000, 999, 1, 1_500] {
        let answer = probe.post(SYNC, &wish).await;
        let is_early = apart == 1;
        assert_eq!(answer.status, if is_early { 429 } else { 200 }, "{apart}");
        tokio::time::advance(Duration::from_millis(apart)).await;
    }
    assert_eq!(probe.sim.stats().limit_violations["eligibility_sync"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_synchronous_request_that_still_waits_counts_from_its_start() {
    let probe = Probe::start(Scenario::default()).await;
    let wish = wish("S", &[PRINTED]);
    let second = async {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        probe.post(SYNC, &wish).await.status
    };
    let (first, second) = tokio::join!(probe.post(SYNC, &wish), second);
    assert_eq!((first.status, second), (200, 200));
}

#[tokio::test(start_paused = true)]
async fn the_two_calls_do_not_share_and_reads_are_free() {
    let probe = quick().await;
    let wish = wish("", &[PRINTED]);
    for _ in 0..10 {
        assert_eq!(probe.post(ASYNC, &wish).await.status, 200);
    }
    assert_eq!(probe.post(SYNC, &wish).await.status, 200);
    for _ in 0..30 {
        for path in [ASYNC, ITEMS, &format!("{SITE}?building_ref={PRINTED}")] {
            assert_eq!(probe.get(path).await.status, 200);
        }
    }
    assert_eq!(probe.sim.stats().total_violations(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_taken_in_counts_all_the_same() {
    let probe = quick().await;
    for _ in 0..10 {
        assert_eq!(probe.post(ASYNC, &serde_json::json!({})).await.status, 400);
    }
    assert_eq!(probe.post(ASYNC, &wish("", &[PRINTED])).await.status, 429);
}
