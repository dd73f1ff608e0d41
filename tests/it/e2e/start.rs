//! The first minutes: an empty screen that fills page by page and can be worked with while it fills.

use std::time::Duration;

use covage_tui::sim::Scenario;

use super::desk::{Desk, LIST};

fn slow_pages() -> Scenario {
    Scenario::default()
        .orders(240)
        .page_size(20)
        .latency(50, 150)
}

#[tokio::test(start_paused = true)]
async fn the_first_frame_costs_nothing() {
    let desk = Desk::open(slow_pages()).await;
    assert_eq!(desk.frames(), 1);
    assert!(desk.shows("Reading the orders"), "{}", desk.screen());
    assert_eq!(desk.sim.stats().total_requests(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_list_fills_page_by_page_and_is_fresh_in_the_end() {
    let mut desk = Desk::open(slow_pages()).await;
    for pages in 1..12_u64 {
        let rows = pages * 20;
        desk.until("another page", |desk| {
            desk.state().orders.len() as u64 >= rows
        })
        .await;
        assert_eq!(desk.state().orders.len() as u64, rows);
        let status = format!("reading {rows}/240");
        desk.until_within(Duration::from_millis(34), "the page is on screen", |desk| {
            desk.status().contains(&status)
        })
        .await;
        assert!(
            desk.shows(&format!(" 1 Orders {rows}")),
            "{}",
            desk.screen()
        );
    }
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    desk.pass(Duration::from_millis(34)).await;
    assert!(desk.status().contains("fresh "), "{}", desk.status());
    assert_eq!(desk.references(), desk.served());
    assert_eq!(desk.asked(LIST), 12);
    assert_eq!(
        desk.state().orders.news_count(),
        0,
        "the first sweep is no news"
    );
    assert_eq!(desk.state().notices.unread(), 0);
    assert_eq!(desk.sim.stats().logins.password, 1);
    assert!(desk.sim.stats().statuses.keys().eq([&200]));
}

#[tokio::test(start_paused = true)]
async fn the_list_can_be_used_while_it_fills() {
    let mut desk = Desk::open(slow_pages()).await;
    desk.until("rows", |desk| desk.state().orders.len() == 40)
        .await;
    let first = desk.under_cursor();
    desk.press("jjj").await;
    let chosen = desk.under_cursor().unwrap();
    assert_ne!(Some(&chosen), first.as_ref());
    let (line, _) = desk.line(&chosen).unwrap();
    desk.press("/CMD_X").await;
    assert!(!desk.sweep_is_over());
    desk.until("more rows", |desk| desk.state().orders.len() == 100)
        .await;
    desk.press("_0").await;
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    desk.pass(Duration::from_millis(34)).await;
    let filter = &desk.state().orders_pane.filter;
    assert_eq!((filter.text(), filter.is_editing()), ("CMD_X_0", true));
    assert!(desk.shows(" / CMD_X_0"), "{}", desk.screen());
    assert_eq!(desk.under_cursor().as_ref(), Some(&chosen));
    assert_eq!(desk.line(&chosen).unwrap().0, line);
}
