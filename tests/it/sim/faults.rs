//! Each fault does what its name says, on the wire.

use std::time::Duration;

use covage_tui::sim::{Fault, FaultRule, Scenario, Stats};

use super::client::Probe;

const PATH: &str = "/api/v1/order/";

async fn struck(rule: FaultRule) -> Probe {
    let probe = Probe::start(Scenario::default().orders(40)).await;
    probe.sim.set_faults(vec![rule]);
    probe
}

/// Length the head promises, and length of the body that came.
fn promised_and_sent(bytes: &[u8]) -> (usize, usize) {
    let head = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let promised = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    (promised.trim().parse().unwrap(), bytes.len() - head)
}

#[tokio::test(start_paused = true)]
async fn latency_delays_the_answer() {
    let probe = struck(FaultRule::new(Fault::Latency).amount(7_000)).await;
    let begun = tokio::time::Instant::now();
    assert_eq!(probe.get(PATH).await.status, 200);
    assert!(begun.elapsed() >= Duration::from_secs(7));
    let slow =
        Probe::start(Scenario::from_toml("[latency]\nmin_ms = 100\nmax_ms = 200").unwrap()).await;
    let begun = tokio::time::Instant::now();
    assert_eq!(slow.get(PATH).await.status, 200);
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_millis(100) && took < Duration::from_millis(210),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn throttling_says_when_in_three_ways() {
    let ask = async |kind| struck(FaultRule::new(kind).times(1)).await.get(PATH).await;
    let reply = ask(Fault::Throttle).await;
    assert_eq!(
        (reply.status, reply.retry_after.as_deref()),
        (429, Some("30"))
    );
    let reply = ask(Fault::ThrottleDate).await;
    assert_eq!(
        (reply.status, reply.retry_after.as_deref()),
        (429, Some("Mon, 04 May 2026 09:00:30 GMT"))
    );
    let reply = ask(Fault::ThrottleBare).await;
    assert_eq!((reply.status, reply.retry_after), (429, None));
}

#[tokio::test(start_paused = true)]
async fn a_server_error_has_an_html_body() {
    let probe = struck(FaultRule::new(Fault::ServerError).amount(503).times(1)).await;
    let reply = probe.get(PATH).await;
    assert_eq!(reply.status, 503);
    assert!(reply.text().starts_with("<html>"));
    assert_eq!(probe.get(PATH).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_hang_never_answers() {
    let probe = struck(FaultRule::new(Fault::Hang)).await;
    let seen = |stats: &Stats| stats.requests_of("GET /api/v1/order/") == 1;
    assert!(
        probe
            .within_a_day(probe.try_get(PATH), seen)
            .await
            .is_none()
    );
}

#[tokio::test(start_paused = true)]
async fn a_reset_comes_before_the_first_byte() {
    let probe = struck(FaultRule::new(Fault::Reset)).await;
    let (bytes, end) = probe.bytes(PATH).await;
    assert_eq!(bytes, b"");
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test(start_paused = true)]
async fn a_truncated_body_is_shorter_than_promised() {
    let probe = struck(FaultRule::new(Fault::Truncate)).await;
    let (bytes, end) = probe.bytes(PATH).await;
    end.unwrap();
    let (promised, sent) = promised_and_sent(&bytes);
    assert_eq!(sent, promised / 2);
    assert!(sent > 1_000);
    assert!(probe.try_get(PATH).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_reset_midway_breaks_inside_the_body() {
    let probe = struck(FaultRule::new(Fault::ResetMidway)).await;
    let (bytes, end) = probe.bytes(PATH).await;
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    if !bytes.is_empty() {
        let (promised, sent) = promised_and_sent(&bytes);
        assert!(sent <= promised / 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_revocation_kills_the_token_early() {
    let mut probe = struck(FaultRule::new(Fault::Revoke).nth(2)).await;
    assert_eq!(probe.get(PATH).await.status, 200);
    assert_eq!(probe.get(PATH).await.status, 401);
    assert_eq!(probe.get(PATH).await.status, 401, "and it stays dead");
    probe.login().await;
    assert_eq!(probe.get(PATH).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn bodies_can_be_malformed_spoiled_or_huge() {
    let reply = struck(FaultRule::new(Fault::Malformed))
        .await
        .get(PATH)
        .await;
    assert_eq!(reply.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&reply.body).is_err());

    let probe = struck(FaultRule::new(Fault::BadRow)).await;
    for _ in 0..10 {
        let rows = probe.get(PATH).await.json()["results"]
            .as_array()
            .unwrap()
            .clone();
        let good = rows
            .iter()
            .filter(|row| row["order_reference"].is_string())
            .count();
        assert_eq!((rows.len(), good), (40, 39));
    }

    let reply = struck(FaultRule::new(Fault::Huge).amount(3_000_000))
        .await
        .get(PATH)
        .await;
    assert!(reply.body.len() >= 3_000_000);
    assert!(reply.json()["results"].is_array());
}

#[tokio::test(start_paused = true)]
async fn a_fault_can_be_held_to_one_route() {
    let probe =
        struck(FaultRule::new(Fault::ServerError).on("/api/v1/order/{reference}/historic/")).await;
    let reference = probe.references().await[0].clone();
    assert_eq!(probe.get(&format!("{PATH}{reference}/")).await.status, 200);
    assert_eq!(
        probe
            .get(&format!("{PATH}{reference}/historic/"))
            .await
            .status,
        502
    );
}

#[tokio::test(start_paused = true)]
async fn chance_repeats_with_the_seed() {
    let run = async |seed| {
        let rule = "server_error=0.4".parse().unwrap();
        let probe = Probe::start(Scenario::default().orders(1).seed(seed)).await;
        probe.sim.set_faults(vec![rule]);
        let mut statuses = Vec::new();
        for _ in 0..30 {
            statuses.push(probe.get(PATH).await.status);
        }
        statuses
    };
    let first = run(3).await;
    assert_eq!(first, run(3).await);
    assert_ne!(first, run(4).await);
    assert!(first.contains(&200) && first.contains(&502));
}
