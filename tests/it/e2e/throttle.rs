//! A server that says "too many requests".

use std::time::Duration;

use covage_tui::sim::{Fault, FaultRule, Scenario};
use tokio::time::Instant;

use super::desk::Desk;

fn pages() -> Scenario {
    Scenario::default().orders(200).page_size(10)
}

/// Throttles in the middle of the first sweep; tells for how long nothing was sent then.
async fn storm(desk: &mut Desk, rule: FaultRule) -> Duration {
    desk.until("half the list is read", |desk| {
        desk.state().orders.len() >= 100
    })
    .await;
    desk.sim.set_faults(vec![rule]);
    desk.until("the storm", |desk| desk.state().gauges.slowed.is_some())
        .await;
    desk.until_within(Duration::from_millis(34), "SLOWED is shown", |desk| {
        desk.status().contains("SLOWED to 60/min")
    })
    .await;
    assert!(desk.shows("too many requests (429)"), "{}", desk.screen());
    let (sent, since) = (desk.sim.stats().total_requests(), Instant::now());
    desk.until("something is sent again", |desk| {
        desk.sim.stats().total_requests() > sent
    })
    .await;
    since.elapsed()
}

async fn assert_nothing_lost(desk: &mut Desk) {
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    assert_eq!(desk.references(), desk.served());
    assert_eq!(desk.sim.stats().total_violations(), 0);
}

async fn assert_recovers(desk: &mut Desk) {
    let slowed = desk.sim.stats().throttled();
    desk.until("the pace is back", |desk| {
        desk.state().gauges.slowed.is_none()
    })
    .await;
    assert_eq!(desk.state().gauges.cap, 120);
    assert_eq!(desk.sim.stats().throttled(), slowed, "no 429 ever since");
    desk.pass(Duration::from_secs(1)).await;
    assert!(!desk.status().contains("SLOWED"), "{}", desk.status());
}

#[tokio::test(start_paused = true)]
async fn a_storm_with_retry_after_is_waited_out() {
    for fault in [Fault::Throttle, Fault::ThrottleDate] {
        let mut desk = Desk::open(pages()).await;
        let silence = storm(&mut desk, FaultRule::new(fault).amount(20).times(6)).await;
        let seconds = silence.as_secs_f64();
        // What the server asked for, a second of guard, a second of jitter; a date has whole seconds only.
        assert!((19.0..22.5).contains(&seconds), "{fault:?} {silence:?}");
        assert_nothing_lost(&mut desk).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_storm_that_does_not_say_when_closes_a_whole_window() {
    let mut desk = Desk::open(pages()).await;
    let silence = storm(&mut desk, FaultRule::new(Fault::ThrottleBare).times(2)).await;
    assert!((59..=61).contains(&silence.as_secs()), "{silence:?}");
    assert_nothing_lost(&mut desk).await;
    assert_recovers(&mut desk).await;
}

#[tokio::test(start_paused = true)]
async fn a_limit_nobody_told_us_is_found_and_then_kept() {
    let mut desk = Desk::open(pages().limit("order_read", 40, 60)).await;
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    desk.until("half the pace is too fast too", |desk| {
        desk.state()
            .gauges
            .slowed
            .is_some_and(|slowed| slowed.cap == 30)
    })
    .await;
    assert_eq!(desk.references(), desk.served());
    let found = desk.sim.stats().total_violations();
    assert!((2..=8).contains(&found), "{found}");
    desk.pass(Duration::from_secs(9 * 60)).await;
    assert_eq!(
        desk.sim.stats().total_violations(),
        found,
        "30 a minute is kept"
    );
    assert_eq!(desk.sim.stats().throttled(), found);
}
