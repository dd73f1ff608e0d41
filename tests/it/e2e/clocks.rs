//! Clocks that are set and a machine that sleeps.

use std::time::Duration;

use chrono::TimeDelta;
use covage_tui::app::entities::orders::Part;
use covage_tui::sim::Scenario;

use super::desk::{Desk, INTERVAL, LIST};

impl Desk {
    /// Demands that the list is read on and shown as fresh, and that tokens were refused at most this often.
    async fn goes_on(&mut self, refused: u64) {
        let lists = self.asked(LIST);
        self.until_within(INTERVAL * 12, "polling goes on", |desk| {
            desk.asked(LIST) >= lists + 2
        })
        .await;
        let placed = self.sim.world(covage_tui::sim::world::World::place_order);
        self.until_within(INTERVAL * 2, "what is new is found", |desk| {
            desk.references().contains(&placed)
        })
        .await;
        self.until_within(INTERVAL, "it is fresh", |desk| {
            desk.status().contains("fresh ")
        })
        .await;
        let statuses = self.sim.stats().statuses;
        assert!(
            statuses.get(&401).copied().unwrap_or(0) <= refused,
            "{statuses:?}"
        );
        assert_eq!(self.state().notices.unread(), 0, "{}", self.screen());
        assert!(self.shows("UTC"), "{}", self.screen());
    }
}

fn orders() -> Scenario {
    Scenario::default().orders(40)
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_stops_nothing() {
    for hours in [1, 30, 24 * 365] {
        let mut desk = Desk::at_rest(orders()).await;
        desk.clock.step(TimeDelta::hours(-hours));
        desk.goes_on(0).await;
        assert_eq!(
            desk.sim.stats().logins.password,
            1,
            "the token is as old as it is"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_read_in_the_future_is_read_again() {
    let mut desk = Desk::at_rest(orders()).await;
    desk.clock.step(TimeDelta::hours(-5));
    let chosen = desk.under_cursor().unwrap();
    let days = desk.order(&chosen).due.unwrap().day;
    desk.sim.world(|world| assert!(world.push_due(&chosen, 21)));
    desk.until_within(INTERVAL * 2, "the new day is known", |desk| {
        desk.order(&chosen).due.unwrap().day - days == TimeDelta::days(21)
    })
    .await;
    // The cursor rested before the clock was set; a move after it must still be followed.
    desk.press("/state:active<Enter>g").await;
    desk.pass(Duration::from_millis(100)).await;
    desk.press("j").await;
    desk.clock.step(TimeDelta::hours(-5));
    let chosen = desk.under_cursor().unwrap();
    desk.until_within(INTERVAL * 2, "the row is read", |desk| {
        desk.order(&chosen).part_read_at(Part::Historic).is_some()
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_sweep_that_slept_does_not_rest_for_days() {
    for step in [false, true] {
        let mut desk = Desk::open(orders().page_size(5)).await;
        desk.until("a page", |desk| desk.state().orders.len() >= 15)
            .await;
        let night = Duration::from_secs(9 * 3_600);
        if step {
            desk.clock.step(TimeDelta::hours(9));
        } else {
            desk.clock.sleep_machine(night);
            desk.server_clock.sleep_machine(night);
        }
        desk.until("the sweep is over", Desk::sweep_is_over).await;
        desk.goes_on(1).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_forward_costs_a_renewal_at_most() {
    for hours in [1, 30, 24 * 365] {
        let mut desk = Desk::at_rest(orders()).await;
        desk.clock.step(TimeDelta::hours(hours));
        desk.goes_on(0).await;
        let logins = desk.sim.stats().logins;
        assert!(logins.password + logins.refresh <= 3, "{logins:?}");
        assert_eq!(logins.refused_password, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_goes_on_within_a_minute() {
    for hours in [1, 3, 24 * 14] {
        let mut desk = Desk::at_rest(orders()).await;
        let slept = Duration::from_secs(hours * 3_600);
        desk.clock.sleep_machine(slept);
        desk.server_clock.sleep_machine(slept);
        desk.goes_on(1).await;
        assert_eq!(desk.sim.stats().logins.refused_password, 0);
    }
}
