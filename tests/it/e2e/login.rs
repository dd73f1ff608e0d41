//! Tokens that end in the middle of the work, and a password that is wrong.

use std::time::Duration;

use covage_tui::app::gauges::Login;
use covage_tui::sim::{Logins, Scenario};

use super::desk::{Desk, LIST, Setup};

/// Sixty pages: at the engine's pace some half a minute.
fn long_sweep() -> Scenario {
    Scenario::default().orders(300).page_size(5)
}

async fn assert_whole(desk: &mut Desk) {
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    assert_eq!(desk.references(), desk.served());
    assert_eq!(desk.asked(LIST) - desk.refused(), 60);
    assert_eq!(desk.state().notices.unread(), 0, "{}", desk.screen());
    desk.pass(Duration::from_millis(34)).await;
    assert!(desk.status().contains("fresh"), "{}", desk.status());
}

impl Desk {
    /// Answers that refused a token.
    fn refused(&self) -> u64 {
        self.sim.stats().statuses.get(&401).copied().unwrap_or(0)
    }

    /// How often a token of ten seconds is renewed during the sweep: a tenth of its life before its end, at the next use.
    fn renewals(&self) -> std::ops::RangeInclusive<u64> {
        let took = self.state().orders_pane.sweep.last().unwrap().took;
        let seconds = took.num_seconds().unsigned_abs();
        assert!(seconds > 30, "{took}");
        seconds / 10 - 1..=seconds / 9
    }

    async fn in_the_middle(&mut self) {
        self.until("half the list is read", |desk| {
            desk.state().orders.len() >= 150
        })
        .await;
        assert!(!self.sweep_is_over());
    }
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_renewed_before_it_ends() {
    let mut desk = Desk::open(long_sweep().token_life(10, 120)).await;
    assert_whole(&mut desk).await;
    assert_eq!(desk.refused(), 0);
    let logins = desk.sim.stats().logins;
    assert_eq!((logins.password, logins.refused_refresh), (1, 0));
    assert!(desk.renewals().contains(&logins.refresh), "{logins:?}");
}

#[tokio::test(start_paused = true)]
async fn where_nothing_can_be_refreshed_the_password_is_used_again() {
    let mut desk = Desk::open(long_sweep().token_life(10, 5)).await;
    assert_whole(&mut desk).await;
    assert_eq!(desk.refused(), 0);
    let logins = desk.sim.stats().logins;
    assert!(
        desk.renewals().contains(&(logins.password - 1)),
        "{logins:?}"
    );
    assert_eq!((logins.refused_password, logins.refused_refresh), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_taken_away_costs_one_renewal_and_nothing_else() {
    let mut desk = Desk::open(long_sweep()).await;
    desk.in_the_middle().await;
    desk.sim.revoke_tokens();
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    let refused = desk.refused();
    assert!(
        (1..=4).contains(&refused),
        "as many as were under way: {refused}"
    );
    assert_eq!(desk.references(), desk.served());
    assert_eq!(desk.state().notices.unread(), 0, "{}", desk.screen());
    let counted = Logins {
        password: 1,
        refresh: 1,
        ..Logins::default()
    };
    assert_eq!(desk.sim.stats().logins, counted);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_ended_is_begun_anew() {
    let mut desk = Desk::open(long_sweep()).await;
    desk.in_the_middle().await;
    desk.sim.revoke_sessions();
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    assert_eq!(desk.references(), desk.served());
    assert_eq!(desk.state().notices.unread(), 0, "{}", desk.screen());
    let counted = Logins {
        password: 2,
        refresh: 1,
        refused_password: 0,
        refused_refresh: 1,
    };
    assert_eq!(desk.sim.stats().logins, counted);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_is_sent_exactly_once() {
    let scenario = Scenario::default().orders(20);
    let mut desk = Setup::new(scenario).password("Demo").open().await;
    desk.until("the login is refused", |desk| {
        desk.state().gauges.login == Login::Refused
    })
    .await;
    let frames = desk.frames();
    desk.pass(Duration::from_secs(24 * 3_600)).await;
    let drawn = desk.frames() - frames;
    assert!(
        drawn <= 24 * 60 + 10,
        "a minute shows nothing new but the time: {drawn}"
    );
    assert!(!desk.status().contains("reading"), "{}", desk.status());
    for key in ["r", "R", "j", "\\", "r"] {
        desk.press(key).await;
        desk.pass(Duration::from_secs(600)).await;
    }
    let counted = Logins {
        password: 1,
        refused_password: 1,
        ..Logins::default()
    };
    assert_eq!(desk.sim.stats().logins, counted);
    assert_eq!(desk.sim.stats().total_requests(), 1, "and nothing else");
    assert!(desk.status().contains("LOGIN REFUSED"), "{}", desk.status());
    for words in [
        "Covage refused this user name and password.",
        "more tries could lock the account",
        "Check both, then start again.",
    ] {
        assert!(desk.shows(words), "{words}\n{}", desk.screen());
    }
}
