//! What a resting cursor costs, and what a moving one does not.

use std::time::Duration;

use covage_tui::app::entities::orders::Part;
use covage_tui::sim::Scenario;

use super::desk::{DETAIL, Desk, HISTORIC};

/// A list of orders that are delivered: such rows are read only under the cursor.
async fn at_delivered_orders() -> Desk {
    let mut desk = Desk::at_rest(Scenario::default().orders(120)).await;
    desk.press("/state:active<Enter>g").await;
    desk.pass(Duration::from_secs(2)).await;
    assert!(desk.visible().len() > 22, "{}", desk.screen());
    desk
}

fn is_read(desk: &Desk, reference: &str) -> bool {
    let order = desk.order(reference);
    [Part::Detail, Part::Historic]
        .into_iter()
        .all(|part| order.part_read_at(part).is_some())
}

#[tokio::test(start_paused = true)]
async fn a_row_is_read_once_the_cursor_has_rested_on_it() {
    let mut desk = at_delivered_orders().await;
    let (details, historics) = (desk.asked(DETAIL), desk.asked(HISTORIC));
    desk.press("j").await;
    let chosen = desk.under_cursor().unwrap();
    desk.pass(Duration::from_millis(299)).await;
    assert_eq!(
        (desk.asked(DETAIL), desk.asked(HISTORIC)),
        (details, historics)
    );
    assert!(!is_read(&desk, &chosen));
    desk.pass(Duration::from_millis(2)).await;
    desk.until_within(Duration::from_secs(1), "the row is read", |desk| {
        is_read(desk, &chosen)
    })
    .await;
    let asked = (desk.asked(DETAIL), desk.asked(HISTORIC));
    assert_eq!(asked, (details + 1, historics + 1));
    desk.pass(Duration::from_secs(20)).await;
    assert_eq!((desk.asked(DETAIL), desk.asked(HISTORIC)), asked, "once");
}

#[tokio::test(start_paused = true)]
async fn rows_passed_over_cost_nothing() {
    let mut desk = at_delivered_orders().await;
    let before = desk.parts_asked();
    let mut passed = Vec::new();
    for _ in 0..20 {
        desk.press("j").await;
        passed.push(desk.under_cursor().unwrap());
        desk.pass(Duration::from_millis(33)).await;
    }
    assert_eq!(desk.parts_asked(), before, "while j is held");
    let last = passed.pop().unwrap();
    desk.until_within(Duration::from_secs(2), "the last row is read", |desk| {
        is_read(desk, &last)
    })
    .await;
    desk.pass(Duration::from_secs(2)).await;
    assert_eq!(desk.parts_asked(), before + 2);
    for reference in &passed {
        assert!(!is_read(&desk, reference), "{reference} was passed over");
    }
    assert!(desk.shows(&format!("─ {last} ")), "{}", desk.screen());
}
