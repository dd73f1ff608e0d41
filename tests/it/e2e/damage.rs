//! Answers that are broken, cut, late or absent: the list is whole all the same.

use std::time::Duration;

use covage_tui::sim::{Fault, FaultRule, Scenario};

use super::desk::{Desk, LIST, LIST_ROUTE};

const PAGES: u64 = 10;

fn pages() -> Scenario {
    Scenario::default().orders(100).page_size(10)
}

#[tokio::test(start_paused = true)]
async fn one_bad_answer_is_asked_for_again_at_the_same_page() {
    for fault in [
        Fault::ServerError,
        Fault::Malformed,
        Fault::Truncate,
        Fault::ResetMidway,
        Fault::Reset,
        Fault::Hang,
    ] {
        let rule = FaultRule::new(fault).on(LIST_ROUTE).nth(4);
        let mut desk = Desk::open(pages().fault(rule)).await;
        desk.until("the sweep is over", Desk::sweep_is_over).await;
        assert_eq!(desk.references(), desk.served(), "{fault:?}");
        assert_eq!(desk.asked(LIST), PAGES + 1, "{fault:?}");
        assert_eq!(desk.state().orders_pane.sweep.failure(), None);
        let has_html = desk.screen().to_lowercase().contains("<html");
        assert!(!has_html, "{fault:?}\n{}", desk.screen());
        let problems = desk.state().notices.unread();
        assert_eq!(problems, 0, "{fault:?}\n{}", desk.screen());
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_for_long_stops_the_sweep_there_and_not_the_rest() {
    for (fault, words) in [
        (Fault::ServerError, "order list: the server failed (502)"),
        (
            Fault::Malformed,
            "order list: the answer could not be read on /api/v1/order/",
        ),
    ] {
        let mut desk = Desk::open(pages()).await;
        desk.until("three pages", |desk| desk.state().orders.len() == 30)
            .await;
        let asked = desk.asked(LIST);
        let rule = FaultRule::new(fault).on(LIST_ROUTE).times(5);
        desk.sim.set_faults(vec![rule]);
        desk.until("it gives up for now", |desk| {
            desk.state().orders_pane.sweep.failure().is_some()
        })
        .await;
        desk.pass(Duration::from_millis(34)).await;
        assert!(desk.shows(words), "{}", desk.screen());
        assert_eq!(desk.state().orders.len(), 30, "old rows stay");
        assert_eq!(desk.state().notices.unread(), 1);
        desk.until("the sweep is over", Desk::sweep_is_over).await;
        assert_eq!(desk.references(), desk.served());
        assert_eq!(desk.asked(LIST), asked + 5 + (PAGES - 3), "no page twice");
        assert_eq!(desk.state().orders_pane.sweep.failure(), None);
        assert_eq!(desk.state().notices.unread(), 1, "said once");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bad_row_keeps_its_place_and_its_neighbours_theirs() {
    let rule = FaultRule::new(Fault::BadRow).on(LIST_ROUTE).nth(2);
    let mut desk = Desk::open(pages().fault(rule)).await;
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    let broken: Vec<String> = desk
        .state()
        .orders
        .iter()
        .filter(|(_, order)| order.summary.broken.is_some())
        .map(|(_, order)| order.summary.reference.wire().to_owned())
        .collect();
    assert_eq!(broken.len(), 1);
    let served = desk.served();
    let known = desk.references();
    let intact = served.iter().filter(|one| known.contains(one)).count();
    assert_eq!((known.len(), intact), (100, 99));
    desk.press("/is:broken<Enter>").await;
    assert_eq!(desk.visible().len(), 1);
    assert!(desk.shows("> E "), "{}", desk.screen());
    assert!(
        desk.shows("This row could not be read"),
        "{}",
        desk.screen()
    );
    let parts = desk.parts_asked();
    desk.press("r").await;
    assert!(
        desk.shows("there is nothing to ask for"),
        "{}",
        desk.screen()
    );
    desk.press("\\").await;
    desk.until("the next sweep has the row", |desk| {
        desk.references() == served
    })
    .await;
    assert!(desk.parts_asked() >= parts);
    assert!(desk.order(&broken[0]).gone_since.is_some());
}

#[tokio::test(start_paused = true)]
async fn an_order_that_hangs_holds_up_nobody_else() {
    let rule = FaultRule::new(Fault::Hang)
        .on("/api/v1/order/{reference}/")
        .nth(1);
    let mut desk = Desk::open(pages().fault(rule)).await;
    desk.until_within(Duration::from_secs(25), "the sweep is over", |desk| {
        desk.sweep_is_over()
    })
    .await;
    assert_eq!(desk.references(), desk.served());
    desk.until_at_rest().await;
    assert_eq!(desk.state().notices.unread(), 0, "{}", desk.screen());
    assert!(desk.state().gauges.offline.is_none());
}
