//! What it costs to learn that K of N orders changed.

use std::time::Duration;

use chrono::Utc;
use covage_tui::app::entities::orders::Part;
use covage_tui::domain::order::OrderState;
use covage_tui::sim::Scenario;

use super::desk::{Desk, INTERVAL, LIST};

const ORDERS: u64 = 200;
const PAGE: usize = 20;
const PAGES: u64 = ORDERS / PAGE as u64;

async fn at_rest() -> Desk {
    let orders = usize::try_from(ORDERS).unwrap();
    let mut desk = Desk::at_rest(Scenario::default().orders(orders).page_size(PAGE)).await;
    // A sweep has just ended: a whole interval lies ahead.
    let lists = desk.asked(LIST);
    desk.until("another sweep", |desk| {
        desk.asked(LIST) == lists + PAGES && desk.sweep_is_over()
    })
    .await;
    desk
}

#[tokio::test(start_paused = true)]
async fn changed_orders_cost_the_pages_and_two_reads_each() {
    let mut desk = at_rest().await;
    let in_production: Vec<String> = desk
        .state()
        .orders
        .iter()
        .filter(|(_, order)| order.summary.state == OrderState::InProgress)
        .map(|(_, order)| order.summary.reference.wire().to_owned())
        .collect();
    let changed: Vec<String> = in_production.iter().step_by(5).take(7).cloned().collect();
    assert_eq!(changed.len(), 7);
    let visible = desk.visible().len() as u64;
    let (lists, parts) = (desk.asked(LIST), desk.parts_asked());
    let since = desk.state().now;
    desk.sim.world(|world| {
        for reference in &changed {
            assert!(world.push_due(reference, 14));
        }
    });
    let is_learnt = |desk: &Desk, since: chrono::DateTime<Utc>| {
        changed.iter().all(|reference| {
            let order = desk.order(reference);
            [Part::Detail, Part::Historic]
                .into_iter()
                .all(|part| order.part_read_at(part).is_some_and(|at| at > since))
                && order.news.changed_at.is_some()
        })
    };
    let wait = INTERVAL + Duration::from_secs(20);
    desk.until_within(wait, "every change is known", |desk| {
        desk.sweep_is_over() && is_learnt(desk, since)
    })
    .await;
    assert_eq!(desk.asked(LIST) - lists, PAGES);
    let read = desk.parts_asked() - parts;
    let least = 2 * changed.len() as u64;
    assert!(
        (least..=least + 2 * visible).contains(&read),
        "{read} reads for {} changes and {visible} visible rows",
        changed.len()
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_where_nothing_changes_costs_its_pages_and_what_is_visible() {
    let mut desk = at_rest().await;
    let visible = desk.visible().len() as u64;
    let (lists, parts) = (desk.asked(LIST), desk.parts_asked());
    desk.pass(INTERVAL).await;
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    assert_eq!(desk.asked(LIST) - lists, PAGES);
    let read = desk.parts_asked() - parts;
    assert!(read <= 2 * visible, "{read} reads, {visible} visible rows");
    assert_eq!(desk.sim.stats().throttled(), 0);
}
