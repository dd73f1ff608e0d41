//! A check of eligibility, from a pasted reference to the server's own counters and back.

use std::time::Duration;

use covage_tui::app::form::eligibility::Told;
use covage_tui::app::overlay::Overlay;
use covage_tui::domain::journal::{Settled, Stage};
use covage_tui::domain::write::{Outcome, Receipt, Way};
use covage_tui::sim::scenario::{Fault, FaultRule, SiteConflict};
use covage_tui::sim::world::eligibility::request::Request;

use super::desk::{Desk, Setup};
use super::quotes::few_orders;

const BUILDING: &str = "IMB/76451/C/0019";
const SYNC: &str = "POST /api/v1/product_offering_qualification/sync/";
const ASYNC: &str = "POST /api/v1/product_offering_qualification/";
const SITE: &str = "GET /api/v4/eligibility/site/";

/// A desk with a form that holds a place, looked up.
async fn with_form(setup: Setup, place: &str) -> Desk {
    let mut desk = Box::pin(setup.open()).await;
    desk.press("3+n").await;
    desk.paste(place).await;
    desk.press("<Enter>").await;
    desk.until("the site and the families are there", |desk| {
        let lines = told(desk);
        let families = desk
            .state()
            .forms
            .lists
            .get(covage_tui::app::form::lists::List::Families);
        let has_families = families.is_some_and(|list| list.value().is_some());
        has_families
            && lines
                .iter()
                .all(|line| !line.text.contains("looked up next"))
            && lines
                .iter()
                .all(|line| !line.text.contains("being looked up"))
    })
    .await;
    desk
}

fn told(desk: &Desk) -> Vec<Told> {
    match &desk.state().overlay {
        Some(Overlay::Form(form)) => desk.state().told_of_place(form),
        other => panic!("no form is open: {other:?}\n{}", desk.screen()),
    }
}

/// Goes on to the question and says yes.
async fn send(desk: &mut Desk) {
    desk.press("<PgDn><Enter>").await;
    assert!(desk.state().dialog().is_some(), "{}", desk.screen());
    desk.confirm().await;
}

/// The mark of the latest write.
fn mark(desk: &Desk) -> String {
    let intent = desk.entries()[0].intent.as_ref().unwrap();
    intent.write.reference().unwrap().wire().to_owned()
}

/// The one request that the server made of a mark.
fn made(desk: &Desk, mark: &str) -> Request {
    desk.sim.world(|world| {
        let requests = world.eligibility.requests();
        let mut ours = requests.filter(|request| request.external_id == mark);
        let request = ours.next().unwrap().clone();
        assert!(ours.next().is_none(), "there are two");
        request
    })
}

fn times_asked(desk: &Desk, mark: &str) -> u64 {
    desk.sim.world(|world| world.eligibility.asked_as(mark))
}

#[tokio::test(start_paused = true)]
async fn e6_a_synchronous_check_is_sent_once_and_its_answer_holds_the_offers() {
    let mut scenario = few_orders();
    scenario.eligibility.sync_ms = 12_000;
    let mut desk = with_form(Setup::new(scenario).writing(), BUILDING).await;
    assert_eq!(desk.asked(SITE), 1);
    assert_eq!(desk.asked(SYNC), 0, "nothing is sent before a yes");
    send(&mut desk).await;
    desk.until_sending().await;
    desk.pass(Duration::from_secs(9)).await;
    assert!(desk.shows("waiting for the answer"), "{}", desk.screen());
    assert!(desk.shows("s of 60s at most"), "{}", desk.screen());
    desk.until_over().await;
    let Stage::Ended(Outcome::Applied(receipt)) = &desk.entries()[0].stage else {
        panic!("{:?}", desk.entries()[0]);
    };
    let mark = mark(&desk);
    let request = made(&desk, &mark);
    assert_eq!(*receipt, Receipt::Key(request.id.as_str().into()));
    assert_eq!((desk.asked(SYNC), times_asked(&desk, &mark)), (1, 1));
    assert!(
        desk.said()
            .contains("check eligibility IMB/76451/C/0019: done.ready, ")
    );
    desk.until("it is read again", |desk| {
        desk.asked("GET /api/v1/product_offering_qualification/{id}/") > 0
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn e6_an_asynchronous_check_is_taken_in_and_looked_for() {
    let mut desk = with_form(
        Setup::new(few_orders()).writing().single(Way::Async),
        BUILDING,
    )
    .await;
    send(&mut desk).await;
    desk.until_over().await;
    let mark = mark(&desk);
    made(&desk, &mark);
    assert_eq!((desk.asked(ASYNC), desk.asked(SYNC)), (1, 0));
    assert!(desk.said().contains("taken in; its answer is looked for"));
    desk.until_within(Duration::from_secs(120), "its offers", |desk| {
        let item = desk.state().item_under_cursor();
        item.is_some_and(|known| known.item.offers.as_ref().is_some_and(|it| !it.is_empty()))
    })
    .await;
}

/// From the offers of a site to a line in a basket that is made first, and from the line back to the site.
#[tokio::test(start_paused = true)]
async fn a_site_becomes_a_quote_line_in_a_basket_made_for_it() {
    let mut desk = with_form(Setup::new(few_orders()).writing(), BUILDING).await;
    send(&mut desk).await;
    desk.until("its offers", |desk| {
        desk.state().offer_in_preview().is_some()
    })
    .await;
    let site = desk.state().item_under_cursor().unwrap().item.id.clone();
    let (_, offer) = desk.state().offer_in_preview().unwrap();
    let offer = offer.product.clone().unwrap();
    desk.press("+lb").await;
    desk.press("<PgDn><Enter>").await;
    desk.confirm().await;
    desk.until_over().await;
    assert!(
        desk.said()
            .contains("+ l adds the line of IMB/76451/C/0019")
    );
    desk.press("+l<Enter>").await;
    desk.press("<PgDn><Enter>").await;
    desk.confirm().await;
    desk.until_over().await;
    let (line, offers) = desk.sim.world(|world| {
        let mut lines = world.quotes.lines();
        let line =
            lines.find(|line| line.wish.product_offering_qualification_item_id == site.wire());
        let line = line.expect("the line names its site");
        (line.id.clone(), line.wish.product_offerings.clone())
    });
    assert_eq!(offers, Some(vec![offer.wire().into()]), "Q8");
    desk.until("the line is known", |desk| {
        desk.state().quotes.lines().next().is_some()
    })
    .await;
    desk.press("eq").await;
    let here = desk.state().line_under_cursor().unwrap();
    assert_eq!(here.line.id.wire(), line);
    desk.press("ee").await;
    let here = desk.state().item_under_cursor().unwrap();
    assert_eq!(here.item.id, site);
}

/// The answer is lost on its way, whatever way it was asked over: it is found again by its mark, and never asked twice.
#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_found_again_by_its_mark() {
    for way in Way::ALL {
        let mut desk = with_form(Setup::new(few_orders()).writing().single(way), BUILDING).await;
        desk.sim
            .set_faults(vec![FaultRule::new(Fault::LostAnswer).on(way.path())]);
        send(&mut desk).await;
        desk.until_over().await;
        assert!(desk.entries()[0].is_unknown(), "{way:?}");
        assert!(
            desk.said()
                .contains("OUTCOME UNKNOWN, read back, do not redo")
        );
        desk.until_within(Duration::from_secs(60), "it is settled", |desk| {
            matches!(
                desk.entries()[0].stage,
                Stage::Settled(Settled::Reached { .. })
            )
        })
        .await;
        let Stage::Settled(Settled::Reached { found, maybe_other }) = &desk.entries()[0].stage
        else {
            panic!("{:?}", desk.entries()[0]);
        };
        let mark = mark(&desk);
        let request = made(&desk, &mark);
        assert_eq!(found.line(), format!("request {} is there", request.id));
        assert!(!maybe_other, "our mark ties it to us");
        desk.pass(Duration::from_secs(1_200)).await;
        assert_eq!(times_asked(&desk, &mark), 1, "{way:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn e22_whatever_the_server_does_with_a_conflict_it_is_said() {
    // The second printed building, with a position far from it.
    let place = "48.85, 2.35 IMB/76451/C/0019";
    let way_out = "the two may not belong together: try one of them alone";
    for (conflict, line, text) in [
        (SiteConflict::Missing, 2, way_out),
        (SiteConflict::Refused, 2, way_out),
        (
            SiteConflict::Building,
            2,
            "far from what was asked for: ask by one of the two",
        ),
        (
            SiteConflict::Position,
            2,
            "without the building that was asked for: ask by one of the two",
        ),
    ] {
        let mut scenario = few_orders();
        scenario.eligibility.site_conflict = conflict;
        let desk = with_form(Setup::new(scenario).writing(), place).await;
        assert_eq!(
            told(&desk)[line].text,
            text,
            "{conflict:?}\n{}",
            desk.screen()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_refuses_is_in_the_form_again() {
    let mut desk = with_form(Setup::new(few_orders()).writing(), BUILDING).await;
    // To the families: one that nobody sells.
    desk.press("<Enter>").await;
    desk.press("<Esc>").await;
    desk.press("<PgDn><Enter>").await;
    desk.until_armed().await;
    desk.sim
        .set_faults(vec![FaultRule::new(Fault::Throttle).on(Way::Sync.path())]);
    desk.press("y").await;
    desk.until_over().await;
    assert!(
        desk.said()
            .contains("too many requests (429); press + again")
    );
    desk.press("+n").await;
    assert!(
        desk.shows("IMB/76451/C/0019, lat 49.4743971 N"),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.asked(SITE), 1, "what was looked up is known");
}
