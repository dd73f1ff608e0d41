//! The server is gone, and comes back.

use std::time::Duration;

use covage_tui::app::entities::orders::Part;
use covage_tui::domain::failure::FailureKind;
use covage_tui::sim::Scenario;

use super::desk::{Desk, INTERVAL, LIST};

/// A desk whose server went away a few minutes ago.
async fn cut_off() -> (Desk, Vec<String>) {
    let mut desk = Desk::at_rest(Scenario::default().orders(60)).await;
    let known = desk.references();
    desk.stop_server().await;
    desk.until_within(INTERVAL + Duration::from_secs(5), "it is noticed", |desk| {
        desk.state().gauges.offline.is_some()
    })
    .await;
    desk.until_within(Duration::from_secs(2), "it is shown", |desk| {
        desk.status().contains("OFFLINE") && desk.status().contains("retry in ")
    })
    .await;
    desk.pass(Duration::from_secs(180)).await;
    (desk, known)
}

fn countdown(desk: &Desk) -> Option<Duration> {
    let next = desk.state().gauges.offline?.next_try?;
    (next - desk.state().now).to_std().ok()
}

#[tokio::test(start_paused = true)]
async fn old_rows_stay_and_the_countdown_runs() {
    let (mut desk, known) = cut_off().await;
    assert_eq!(desk.references(), known);
    let first = desk.under_cursor().unwrap();
    assert!(desk.line(&first).is_some(), "{}", desk.screen());
    desk.until("a long countdown", |desk| {
        countdown(desk).is_some_and(|left| left > Duration::from_secs(20))
    })
    .await;
    let frames = desk.frames();
    let before = desk.status();
    desk.pass(Duration::from_secs(3)).await;
    assert_ne!(desk.status(), before);
    let drawn = desk.frames() - frames;
    assert!((3..=4).contains(&drawn), "one frame a second: {drawn}");
    desk.press("jjG").await;
    assert_ne!(desk.under_cursor(), Some(first), "everything stays usable");
}

#[tokio::test(start_paused = true)]
async fn it_comes_back_without_a_key() {
    let (mut desk, _) = cut_off().await;
    let placed = desk.sim.world(covage_tui::sim::world::World::place_order);
    desk.resume_server().await;
    let lists = desk.asked(LIST);
    desk.until_within(Duration::from_secs(38), "it is back", |desk| {
        desk.state().gauges.offline.is_none()
    })
    .await;
    desk.until_within(Duration::from_secs(5), "it is fresh", |desk| {
        desk.sweep_is_over() && desk.status().contains("fresh ")
    })
    .await;
    assert!(desk.asked(LIST) > lists);
    assert!(desk.references().contains(&placed));
    assert!(!desk.status().contains("OFFLINE"), "{}", desk.status());
    assert!(desk.shows("the connection is back"), "{}", desk.screen());
}

#[tokio::test(start_paused = true)]
async fn r_tries_at_once() {
    let (mut desk, _) = cut_off().await;
    desk.until("a long countdown", |desk| {
        countdown(desk).is_some_and(|left| left > Duration::from_secs(20))
    })
    .await;
    let reference = desk.under_cursor().unwrap();
    let tried = |desk: &Desk| desk.order(&reference).part_failed_at(Part::Historic);
    let before = tried(&desk);
    desk.press("r").await;
    desk.until_within(Duration::from_secs(8), "r has tried", |desk| {
        tried(desk) > before
    })
    .await;
    let failure = desk.order(&reference).part_failure(Part::Historic).unwrap();
    assert_eq!(failure.kind, FailureKind::Offline);

    desk.until("a long countdown", |desk| {
        countdown(desk).is_some_and(|left| left > Duration::from_secs(20))
    })
    .await;
    desk.resume_server().await;
    desk.press("r").await;
    desk.until_within(Duration::from_secs(1), "r has found it", |desk| {
        desk.state().gauges.offline.is_none()
    })
    .await;
    desk.until_within(Duration::from_secs(5), "everything is fresh", |desk| {
        desk.sweep_is_over()
            && desk.status().contains("fresh ")
            && desk
                .order(&reference)
                .part_failure(Part::Historic)
                .is_none()
    })
    .await;
}
