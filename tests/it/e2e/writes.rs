//! Accept, decline and the others, from the key to the server's own counters and back to the screen.

use std::time::Duration;

use covage_tui::app::pane::Pane;
use covage_tui::domain::journal::{Settled, Stage};
use covage_tui::domain::write::Outcome;
use covage_tui::sim::WriteCount;
use covage_tui::sim::scenario::{Fault, FaultRule};
use covage_tui::sim::world::quotes::basket::BasketState;
use covage_tui::sim::world::quotes::line::{LineState, Validity};
use covage_tui::sim::world::quotes::offer::OfferState;

use super::desk::{Desk, Setup};
use super::quotes::{Target, draft, few_orders};

const ACCEPT: &str = "/api/v1/quote_item/{id}/accept/";

const NEVER: WriteCount = count(0, 0);
const ONCE: WriteCount = count(1, 1);

const fn count(received: u64, applied: u64) -> WriteCount {
    WriteCount { received, applied }
}

/// The cursor on a ready line, and everything usual.
async fn before_a_ready_line() -> (Desk, Target) {
    before(Setup::new(few_orders()).writing()).await
}

async fn before(setup: Setup) -> (Desk, Target) {
    let mut desk = setup.at_ready_lines(2).await;
    let target = desk.go_to_ready().await;
    (desk, target)
}

fn fault(desk: &Desk, rule: FaultRule) {
    desk.sim.set_faults(vec![rule.on(ACCEPT)]);
}

fn offer_state(desk: &Desk, target: &Target) -> OfferState {
    desk.sim.world(|world| {
        let line = world.quotes.line(&target.line).unwrap();
        line.offer(&target.product).unwrap().state
    })
}

/// Says with the screen what is missing.
#[track_caller]
fn assert_said(desk: &Desk, text: &str) {
    let said = desk.said();
    assert!(
        said.contains(text),
        "{text:?} in\n{said}\n{}",
        desk.screen()
    );
}

#[track_caller]
fn assert_shows(desk: &Desk, text: &str) {
    assert!(desk.shows(text), "{text:?} in\n{}", desk.screen());
}

#[tokio::test(start_paused = true)]
async fn an_accept_takes_five_keys_and_its_order_is_found_later() {
    let (mut desk, target) = before_a_ready_line().await;
    desk.press("a").await;
    desk.until_armed().await;
    assert_shows(&desk, "ACCEPT: creates an order, cannot be undone");
    let ending = desk.ending();
    assert_eq!(ending.len(), 3);
    desk.press(&format!("{ending}<Enter>")).await;
    assert_shows(&desk, "in 5s        u cancels; quitting cancels too");
    desk.pass(Duration::from_millis(4_900)).await;
    assert_eq!(desk.count(&target.accept()), NEVER);
    desk.until_over().await;
    assert_eq!(desk.count(&target.accept()), ONCE);
    assert_eq!(desk.state_of(&target.line), LineState::Accepted);
    assert_said(
        &desk,
        "order line created; its order is looked for (session ",
    );
    desk.until("the line follows", |desk| {
        let line = desk.state().line_under_cursor();
        line.is_some_and(|line| line.line.state.word() == "accepted")
    })
    .await;

    let orders = desk.served();
    desk.until_within(Duration::from_secs(180), "its order", |desk| {
        desk.said().contains(" became order CMD_X_")
    })
    .await;
    let mut made = desk.served();
    made.retain(|order| !orders.contains(order));
    assert_eq!(made.len(), 1);
    assert_said(
        &desk,
        &format!(" became order {}: e on the line jumps to it", made[0]),
    );
    desk.press("e").await;
    assert_eq!(desk.under_cursor().as_ref(), Some(&made[0]));
    assert_eq!(desk.state().pane, Pane::Orders);
    let entry = &desk.entries()[0];
    assert!(
        matches!(entry.stage, Stage::Ended(Outcome::Applied(_))),
        "{entry:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_order_that_never_appears_is_said_not_to_be_seen_yet() {
    let mut scenario = few_orders();
    scenario.quotes.orderless_percent = 100;
    let (mut desk, target) = before(Setup::new(scenario).writing()).await;
    desk.do_it("a").await;
    desk.until_over().await;
    assert_eq!(desk.count(&target.accept()), ONCE);
    desk.until_within(Duration::from_secs(31 * 60), "it is given up", |desk| {
        desk.said().contains("its order was not seen yet")
    })
    .await;
    assert_eq!(desk.count(&target.accept()), ONCE);
}

#[tokio::test(start_paused = true)]
async fn a_decline_is_brought_back_by_its_key_and_by_undo() {
    let (mut desk, target) = before_a_ready_line().await;
    let began = desk.clock.now();
    desk.do_it("d").await;
    desk.until_over().await;
    assert!(
        (desk.clock.now() - began).num_seconds() < 5,
        "it is not held"
    );
    assert_eq!(desk.count(&target.decline()), ONCE);
    assert_eq!(offer_state(&desk, &target), OfferState::Refused);
    assert_said(&desk, "done; u or b brings it back");
    desk.do_it("u").await;
    desk.until_over().await;
    assert_eq!(desk.count(&target.restore()), ONCE);
    assert_eq!(offer_state(&desk, &target), OfferState::Ready);

    desk.until("it is ready here too", |desk| {
        let offer = desk.state().offer_under_cursor();
        offer.is_some_and(|(_, offer)| offer.state.as_ref().is_some_and(|it| it.word() == "ready"))
    })
    .await;
    desk.do_it("d").await;
    desk.until_over().await;
    desk.pass(Duration::from_secs(3)).await;
    desk.do_it("b").await;
    desk.until_over().await;
    assert_eq!(desk.count(&target.restore()), count(2, 2));
    assert_eq!(offer_state(&desk, &target), OfferState::Ready);
}

#[tokio::test(start_paused = true)]
async fn a_basket_is_confirmed() {
    let mut basket = String::new();
    let setup = Setup::new(few_orders()).writing();
    let mut desk = Box::pin(setup.furnished(|world| basket = draft(world))).await;
    desk.open_quotes().await;
    let line = desk
        .sim
        .world(|world| world.quotes.basket(&basket).unwrap().lines[0].id.clone());
    desk.go_to(&line, |desk| desk.state().line_under_cursor().is_some())
        .await;
    desk.do_it("C").await;
    desk.until_over().await;
    assert_eq!(
        desk.count(&format!("PATCH /api/v1/quote/{basket}/confirm/")),
        ONCE
    );
    let state = desk
        .sim
        .world(|world| world.quotes.basket(&basket).unwrap().state());
    assert_ne!(state, BasketState::Acknowledged);
}

#[tokio::test(start_paused = true)]
async fn what_is_held_is_taken_back_by_its_key() {
    let (mut desk, target) = before_a_ready_line().await;
    desk.do_it("a").await;
    desk.pass(Duration::from_secs(3)).await;
    desk.press("u").await;
    assert_said(&desk, "not sent: taken back");
    desk.pass(Duration::from_secs(60)).await;
    assert_eq!(desk.count(&target.accept()), NEVER);
    assert!(desk.entries().is_empty());
}

#[tokio::test(start_paused = true)]
async fn quitting_takes_back_what_is_held() {
    let (mut desk, target) = before_a_ready_line().await;
    desk.do_it("a").await;
    desk.pass(Duration::from_secs(3)).await;
    desk.press("Q").await;
    desk.until_ended().await;
    assert_eq!(desk.count(&target.accept()), NEVER);
    let mut desk = desk.restart().await;
    desk.pass(Duration::from_secs(60)).await;
    assert_eq!(desk.count(&target.accept()), NEVER);
    assert!(desk.entries().is_empty());
}

#[tokio::test(start_paused = true)]
async fn quitting_waits_for_what_is_on_its_way() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::Latency).amount(20_000));
    desk.do_it("a").await;
    desk.until_sending().await;
    let began = desk.clock.now();
    desk.press("Q").await;
    assert_shows(&desk, "quitting when accept QO_..");
    desk.until_ended().await;
    let waited = (desk.clock.now() - began).num_seconds();
    assert!((15..=21).contains(&waited), "{waited}");
    assert_eq!(desk.count(&target.accept()), ONCE);
    let entry = &desk.entries()[0];
    assert!(
        matches!(entry.stage, Stage::Ended(Outcome::Applied(_))),
        "{entry:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn read_only_says_so_at_every_key_that_writes() {
    let (mut desk, _) = before(Setup::new(few_orders()).writing().read_only()).await;
    for key in ["a", "d", "b", "C", "-", "+", "E"] {
        desk.press(key).await;
        assert!(desk.state().overlay.is_none(), "{key}\n{}", desk.screen());
        desk.pass(Duration::from_secs(10)).await;
    }
    assert_said(&desk, "read-only: nothing is changed at Covage");
    assert!(desk.sim.stats().writes_to.is_empty());
}

#[tokio::test(start_paused = true)]
async fn keys_that_come_before_a_dialog_was_seen_confirm_nothing() {
    let (mut desk, _) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    desk.press("a").await;
    desk.until_within(Duration::from_millis(100), "it is read", |desk| {
        let dialog = desk.state().dialog().unwrap();
        dialog.looks.verdict(&dialog.confirm).is_same()
    })
    .await;
    let ending = desk.ending();
    desk.press(&format!("{ending}<Enter>")).await;
    assert!(desk.state().dialog().is_some(), "{}", desk.screen());
    desk.press("<Esc>").await;
    desk.pass(Duration::from_secs(60)).await;
    assert!(desk.sim.stats().writes_to.is_empty());
    assert!(desk.entries().is_empty());
}

/// Something that happens at Covage while a person looks at an old screen, and a word of what is to be told of it.
type Change = (&'static str, fn(&Desk, &Target) -> String);

const CHANGES: [Change; 4] = [
    ("state", |desk, target| {
        desk.sim
            .world(|world| world.quotes.set_state(&target.line, LineState::Expired));
        "ready -> expired".to_owned()
    }),
    ("price", |desk, target| {
        let (line, product) = (&target.line, &target.product);
        let was = desk.sim.world(|world| {
            let was = world
                .quotes
                .line(line)
                .unwrap()
                .offer(product)
                .unwrap()
                .price
                .unwrap();
            world.quotes.set_price(line, product, Some(99_999));
            was
        });
        format!("{}.{:02} -> 999.99", was / 100, was % 100)
    }),
    ("validity", |desk, target| {
        let day = "2026-05-05".parse().unwrap();
        desk.sim.world(|world| {
            world
                .quotes
                .set_validity(&target.line, Some(Validity::Day(day)))
        });
        "-> 2026-05-05".to_owned()
    }),
    ("a colleague", |desk, target| {
        desk.sim.world(|world| {
            let now = world.now();
            world
                .quotes
                .accept(&target.line, &target.product, now)
                .unwrap();
        });
        "ready -> accepted".to_owned()
    }),
];

#[tokio::test(start_paused = true)]
async fn what_changed_before_the_dialog_is_shown_there_and_nothing_is_sent() {
    for (name, change) in CHANGES {
        let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
        let told = change(&desk, &target);
        desk.press("a").await;
        desk.until("it was read again", |desk| {
            let dialog = desk.state().dialog().unwrap();
            dialog
                .looks
                .reply_about(&dialog.confirm.intents[0])
                .is_some()
        })
        .await;
        desk.pass(Duration::from_secs(2)).await;
        let words: Vec<_> = told.split(" -> ").collect();
        assert!(
            words.iter().all(|it| desk.shows(it)) && desk.shows("->"),
            "{name}: {told}\n{}",
            desk.screen()
        );
        let ending = desk.ending();
        desk.press(&format!("{ending}<Enter>")).await;
        assert!(desk.state().dialog().is_some(), "{name}\n{}", desk.screen());
        desk.pass(Duration::from_secs(30)).await;
        assert_eq!(desk.count(&target.accept()), NEVER, "{name}");
        assert!(desk.entries().is_empty(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_changed_while_it_was_held_is_told_and_nothing_is_sent() {
    for (name, change) in CHANGES {
        let (mut desk, target) = before_a_ready_line().await;
        desk.do_it("a").await;
        desk.pass(Duration::from_secs(2)).await;
        let told = change(&desk, &target);
        desk.until_over().await;
        assert_said(&desk, "not sent: it changed while it was held: ");
        assert_said(&desk, &told);
        desk.pass(Duration::from_secs(30)).await;
        assert_eq!(desk.count(&target.accept()), NEVER, "{name}");
        assert!(desk.entries().is_empty(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_takes_effect_late_is_unknown_and_then_found() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::LateApply).amount(60_000));
    desk.do_it("a").await;
    desk.until_over().await;
    assert_said(&desk, "OUTCOME UNKNOWN");
    assert_eq!(desk.count(&target.accept()), count(1, 0));

    desk.pass(Duration::from_secs(40)).await;
    let entry = &desk.entries()[0];
    assert!(entry.is_unknown(), "{entry:?}");
    assert_eq!(entry.looks, 3, "after 2, 10 and 30 s");
    let look = entry.look.as_ref().unwrap();
    assert!(look.found.line().contains("ready"), "{look:?}");
    let since = entry.at.format("%H:%M:%S").to_string();

    desk.press("a").await;
    assert!(desk.state().dialog().is_none(), "{}", desk.screen());
    assert_said(
        &desk,
        &format!("already in progress since {since}, outcome unknown: do not redo"),
    );

    desk.until_within(Duration::from_secs(90), "it is settled", |desk| {
        matches!(
            desk.entries()[0].stage,
            Stage::Settled(Settled::Reached { .. })
        )
    })
    .await;
    assert_eq!(desk.state_of(&target.line), LineState::Accepted);
    assert_said(&desk, "read back at ");
    desk.pass(Duration::from_secs(1_000)).await;
    assert_eq!(desk.count(&target.accept()), ONCE);
}

#[tokio::test(start_paused = true)]
async fn what_is_still_as_it_was_after_two_minutes_may_be_asked_for_anew() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::Reset).times(1));
    desk.do_it("a").await;
    desk.until_over().await;
    desk.pass(Duration::from_secs(110)).await;
    desk.press("a").await;
    assert!(desk.state().dialog().is_none(), "{}", desk.screen());
    desk.until_within(Duration::from_secs(15), "it is said", |desk| {
        desk.said().contains("not applied as of 09:02:")
    })
    .await;
    assert_eq!(desk.count(&target.accept()), count(1, 0));

    desk.pass(Duration::from_secs(1)).await;
    desk.press("a").await;
    desk.until_armed().await;
    assert_shows(&desk, "earlier attempt");
    desk.confirm().await;
    desk.until_over().await;
    assert_eq!(
        desk.count(&target.accept()),
        count(2, 1),
        "one for each time a person confirmed"
    );
    let stages: Vec<_> = desk.entries().iter().map(|entry| &entry.stage).collect();
    assert!(
        matches!(
            stages[..],
            [
                Stage::Ended(Outcome::Applied(_)),
                Stage::Settled(Settled::GivenUp)
            ]
        ),
        "{stages:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_sent_again_by_itself() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::Revoke).times(1));
    desk.do_it("a").await;
    desk.until_over().await;
    assert_said(&desk, "not sent: the token was refused; press a again");
    desk.pass(Duration::from_secs(120)).await;
    assert_eq!(desk.count(&target.accept()), count(1, 0));
    desk.do_it("a").await;
    desk.until_over().await;
    assert_eq!(desk.count(&target.accept()), count(2, 1));
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_is_not_sent_again_by_itself_and_the_moment_is_told() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::Throttle).amount(30).times(1));
    desk.do_it("a").await;
    desk.until_over().await;
    assert_said(
        &desk,
        "not sent: too many requests (429); press a again at 09:00:",
    );
    desk.until_within(Duration::from_secs(40), "it is time", |desk| {
        desk.said().contains(" not sent: press a again\n")
            || desk.said().ends_with(" not sent: press a again")
    })
    .await;
    desk.pass(Duration::from_secs(60)).await;
    assert_eq!(desk.count(&target.accept()), count(1, 0));
    desk.do_it("a").await;
    desk.until_over().await;
    assert_eq!(desk.count(&target.accept()), count(2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_second_copy_is_told_and_sends_nothing() {
    let (mut first, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    let mut second = first.beside();
    second.open_quotes().await;
    second.go_to_line(&target.line).await;
    // Both have asked and may confirm; the server holds the answer of the first.
    second.press("a").await;
    second.until_armed().await;
    fault(&first, FaultRule::new(Fault::Hang).times(1));
    first.do_it("a").await;
    first.until_sending().await;
    first.until_held().await;
    second.held_for_others = 1;
    let ending = second.ending();
    second.press(&format!("{ending}<Enter>")).await;
    second
        .until_within(Duration::from_secs(10), "it is told", |desk| {
            desk.said()
                .contains("not sent: already in progress since 09:00:")
        })
        .await;
    // Once it knows, it does not even ask.
    second.pass(Duration::from_secs(2)).await;
    second.press("a").await;
    assert!(second.state().dialog().is_none(), "{}", second.screen());
    assert_said(&second, "already in progress since 09:00:");
    assert_eq!(first.count(&target.accept()), count(1, 0));

    second.held_for_others = 0;
    first.until_over().await;
    assert!(first.entries()[0].is_unknown());
    second.pass(Duration::from_secs(2)).await;
    second.press("a").await;
    assert_said(&second, "outcome unknown: do not redo");
    assert_eq!(first.count(&target.accept()), count(1, 0));
}

#[tokio::test(start_paused = true)]
async fn what_was_unknown_at_the_end_is_read_back_by_the_next_start() {
    let (mut desk, target) = before(Setup::new(few_orders()).writing().send_delay(0)).await;
    fault(&desk, FaultRule::new(Fault::LostAnswer));
    desk.do_it("a").await;
    desk.until_over().await;
    assert!(desk.entries()[0].is_unknown());
    let mut desk = desk.restart().await;
    desk.until("the journal is read", |desk| !desk.entries().is_empty())
        .await;
    assert!(desk.entries()[0].is_unknown());
    desk.until_within(Duration::from_secs(20), "it is settled", |desk| {
        matches!(
            desk.entries()[0].stage,
            Stage::Settled(Settled::Reached { .. })
        )
    })
    .await;
    desk.pass(Duration::from_secs(300)).await;
    assert_eq!(desk.count(&target.accept()), ONCE);
}

/// Without a state directory nothing could be remembered, so nothing is sent.
#[tokio::test(start_paused = true)]
async fn without_a_journal_nothing_is_sent() {
    let (mut desk, target) = before(Setup::new(few_orders())).await;
    desk.press("a").await;
    if desk.state().dialog().is_some() {
        desk.confirm().await;
        desk.until_over().await;
    }
    assert_said(&desk, "there is no journal: nothing can be remembered");
    assert_eq!(desk.count(&target.accept()), NEVER);
}
