//! What is read, in which lane and how often, and what is not.

use super::*;
use crate::app::entities::eligibility::EligibilityRow;

fn lanes(story: &Story) -> Vec<(Lane, &'static str)> {
    let open = story.open.iter();
    open.map(|(_, read, lane)| (*lane, read.path())).collect()
}

const REQUESTS: &str = "/api/v1/product_offering_qualification/";
const ITEMS: &str = "/api/v1/product_offering_qualification_item/";

#[test]
fn before_the_pane_is_opened_only_the_requests_are_swept_with_spare_budget() {
    let mut story = Story::before_eligibility();
    assert_eq!(lanes(&story), [], "nothing is known of the budget");
    story.gauges(calm());
    assert_eq!(lanes(&story), [(Lane::Background, REQUESTS)]);
    story.sweep_eligibility([request(1, "done.ready"), request(2, "acknowledged")], []);
    assert_eq!(story.asked_requests(), [], "the list tells of open ones");
    story.chars("31");
    story.sweep_eligibility_items([]);
    assert_eq!(story.asked_requests(), ids([2]), "from now on they matter");
}

#[test]
fn the_open_pane_reads_both_lists_and_once_the_cursor_rests_the_rows_on_screen() {
    let mut story = Story::before_eligibility();
    story.chars("3");
    assert_eq!(
        lanes(&story),
        [(Lane::User, REQUESTS), (Lane::User, ITEMS)],
        "a person looks at an empty screen"
    );
    story.sweep_eligibility((1..=9).map(|number| request(number, "done.ready")), []);
    assert_eq!(lanes(&story), [], "the cursor has only just come here");
    story.pass(REST);
    assert_eq!(story.asked_requests(), ids([9, 8, 7, 6]), "four at once");
    story.chars("1");
    assert_eq!(
        story.asked_requests(),
        [],
        "what left the screen is cancelled"
    );
    let known = story.state.eligibility.request(&request_id(9)).unwrap();
    assert!(!known.detail.is_loading());
}

#[test]
fn an_open_request_is_looked_at_ever_more_rarely_and_never_again_once_it_is_final() {
    let mut story = Story::of_eligibility([], []);
    let mut made = request(1, "acknowledged");
    made.creation_date = None;
    story.pass(TimeDelta::minutes(2));
    story.sweep_eligibility([made.clone()], []);
    story.pass(REST);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        story.tell_request(made.clone());
        let since = story.now;
        while story.asked_requests().is_empty() {
            let at = next_wake(&story.state).unwrap();
            story.pass(at - story.now);
            if story.requests_asked().is_some() {
                story.sweep_eligibility([made.clone()], []);
            }
        }
        pauses.push((story.now - since).num_seconds());
    }
    assert_eq!(pauses, [2, 3, 5, 8, 13, 20, 30, 60, 60]);
    let mut ready = request_with(1, "done.ready", vec![ready_item(1, 9, offers())]);
    ready.creation_date = None;
    story.tell_request(ready.clone());
    for _ in 0..30 {
        story.pass(TimeDelta::seconds(30));
        if story.requests_asked().is_some() {
            let listed = request(1, "done.ready");
            story.sweep_eligibility([listed], []);
        }
        assert_eq!(story.asked_requests(), []);
    }
}

#[test]
fn e9_each_of_the_three_finals_ends_the_looking() {
    for state in [
        "done.ready",
        "done.unable_to_provide",
        "terminated_with_error",
    ] {
        let mut story = Story::of_eligibility([request(1, "acknowledged")], []);
        story.pass(REST);
        story.tell_request(request_with(1, state, vec![item(1, state)]));
        story.pass(TimeDelta::seconds(100));
        assert_eq!(story.asked_requests(), [], "{state}");
    }
}

#[test]
fn a_state_no_table_lists_is_looked_at_on() {
    let mut story = Story::of_eligibility([request(1, "acknowledged")], []);
    story.pass(REST);
    story.tell_request(request_with(1, "frozen", vec![]));
    story.pass(TimeDelta::seconds(60));
    assert_eq!(story.asked_requests(), ids([1]));
}

#[test]
fn open_requests_come_before_details_that_nobody_read_and_those_before_lonely_sites() {
    let mut story = Story::of_eligibility(
        [request(1, "done.ready"), request(2, "acknowledged")],
        [item(9, "done.ready")],
    );
    story.chars("1");
    story.gauges(calm());
    let mut asked = Vec::new();
    while let Some((_, read, lane)) = story.open.first().cloned() {
        assert_eq!((story.open.len(), lane), (1, Lane::Background));
        asked.push(read.clone());
        match read {
            Read::Qualification(id) if id == request_id(2) => {
                story.tell_request(request_with(2, "done.ready", vec![]));
            }
            Read::Qualification(_) => story.tell_request(request_with(1, "done.ready", vec![])),
            _ => story.tell_item(item(9, "done.ready")),
        }
    }
    assert_eq!(
        asked,
        [
            Read::Qualification(request_id(2)),
            Read::Qualification(request_id(1)),
            Read::Item(item_id(9)),
        ]
    );
}

#[test]
fn e17_a_site_is_read_within_its_request_once_that_is_known() {
    let mut story = Story::of_eligibility([request(1, "done.ready")], [item(1, "done.ready")]);
    story.press(Key::Tab);
    assert_eq!(story.state.eligibility_pane.facet, Facet::Items);
    story.pass(REST);
    assert_eq!(
        story.asked_items(),
        [item_id(1)],
        "nobody knows its request"
    );
    story.tell_item(item(1, "done.ready"));
    let known = story.state.eligibility.item(&item_id(1)).unwrap();
    assert_eq!((known.request.clone(), known.offers()), (None, None));
    story.press(Key::Tab);
    story.pass(REST);
    story.tell_request(request_with(
        1,
        "done.ready",
        vec![ready_item(1, 9, offers())],
    ));
    let known = story.state.eligibility.item(&item_id(1)).unwrap();
    assert_eq!(known.request, Some(request_id(1)));
    assert_eq!(known.offers().unwrap().len(), 4);
    story.press(Key::Tab);
    story.chars("r");
    assert_eq!(story.asked_requests(), ids([1]), "which tells its offers");
}

#[test]
fn r_says_that_it_was_read_or_why_not() {
    let mut story = three();
    story.chars("gr");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0003"));
    let id = story.asked(&Read::Qualification(request_id(3))).unwrap();
    let failure = Failure::new(
        FailureKind::Server,
        "/api/v1/product_offering_qualification/{id}/",
    );
    story.answer(id, Err(failure.clone()));
    assert_eq!(story.notice(), Some(failure.line().as_str()));
    let row = EligibilityRow::Request(request_id(3));
    let row = story.state.eligibility.number(&row).unwrap();
    let known = story.state.eligibility.request_at(row).unwrap();
    assert_eq!(known.detail.failure(), Some(&failure));
    assert_eq!(known.items.len(), 1, "what was read before stays");
    story.chars("r");
    story.tell_request(request_with(3, "done.unable_to_provide", vec![]));
    assert_eq!(story.notice(), Some("read anew"));
    let known = story.state.eligibility.request_at(row).unwrap();
    assert_eq!(known.items.len(), 1, "an empty list takes nothing away");
}

#[test]
fn a_list_that_cannot_be_read_says_so_once_and_is_tried_again() {
    let mut story = Story::before_eligibility();
    story.chars("3");
    let failure = Failure::new(FailureKind::Server, REQUESTS);
    let page = story.requests_asked().unwrap();
    story.answer(page, Err(failure.clone()));
    let said = format!("eligibility requests: {}", failure.line());
    assert_eq!(story.notice(), Some(said.as_str()));
    story.pass(TimeDelta::seconds(2));
    assert!(story.requests_asked().is_some());
}

#[test]
fn a_request_that_two_sweeps_did_not_hold_is_gone_and_leaves_after_a_week() {
    let mut story = three();
    for _ in 0..2 {
        story.pass(TimeDelta::minutes(2));
        story.sweep_eligibility(
            [
                request(1, "done.ready"),
                request(3, "done.unable_to_provide"),
            ],
            [],
        );
    }
    let gone = |story: &Story, number| {
        let known = story
            .state
            .eligibility
            .request(&request_id(number))
            .unwrap();
        known.gone_since.is_some()
    };
    assert!(gone(&story, 2) && !gone(&story, 1));
    assert_eq!(story.eligibility_rows().len(), 3, "it stays to be seen");
    story.chars("jr");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0002"));
    story.pass(TimeDelta::days(8));
    assert_eq!(story.eligibility_rows(), names([3, 1]));
}

#[test]
fn the_whole_view_is_read_anew_and_what_the_filter_is_unsure_of_first() {
    let rows = (1..=30).map(|number| request(number, "done.ready"));
    let mut story = Story::of_eligibility(rows, []);
    story.chars("/offers>0");
    story.press(Key::Enter);
    assert_eq!(story.state.eligibility_pane.list.counts().maybe, 30);
    story.chars("R");
    assert_eq!(
        story.notice(),
        Some("reading the first 20 of 30 requests; R again reads more")
    );
    assert_eq!(
        story
            .open
            .iter()
            .map(|(.., lane)| *lane)
            .collect::<Vec<_>>(),
        [Lane::User; 4]
    );
    story.chars("R");
    assert_eq!(story.notice(), Some("reading already: 20 calls to go"));
    story.press(Key::Esc);
    assert_eq!(story.notice(), Some("stopped reading"));
    while let [first, ..] = story.asked_requests().as_slice() {
        let number = u32::from_str_radix(&first.wire()[4..8], 16).unwrap();
        let sites = vec![ready_item(number, 9, offers())];
        story.tell_request(request_with(number, "done.ready", sites));
    }
    let counts = story.state.eligibility_pane.list.counts();
    assert_eq!((counts.yes, counts.maybe), (4, 26), "those on their way");
}

#[test]
fn with_nothing_in_doubt_both_lists_are_read() {
    let mut story = three();
    story.chars("R");
    assert_eq!(story.notice(), Some("reading both lists anew"));
    assert!(story.requests_asked().is_some() && story.items_asked().is_some());
}

#[test]
fn an_engine_that_was_started_anew_leaves_nothing_waiting() {
    let mut story = Story::of_eligibility([request(1, "done.ready")], []);
    story.pass(REST);
    story.open.clear();
    story.feed(Event::EngineRestarted);
    assert_eq!(story.asked_requests(), ids([1]));
}

#[test]
fn offline_nothing_is_asked_and_the_connection_brings_all_of_it_back() {
    use crate::app::gauges::Offline;
    let mut story = three();
    let offline = Offline {
        since: story.now,
        next_try: None,
    };
    story.gauges(Gauges {
        offline: Some(offline),
        ..calm()
    });
    story.pass(TimeDelta::seconds(100));
    assert_eq!(story.asked_requests(), []);
    story.gauges(calm());
    assert!(story.requests_asked().is_some());
    assert_eq!(story.asked_requests(), ids([2]));
}

#[test]
fn a_clock_set_back_makes_nothing_wait_for_long() {
    let mut story = three();
    story.now -= TimeDelta::days(3);
    story.wake();
    let read_at = story.state.eligibility.request(&request_id(1)).unwrap();
    assert!(read_at.detail.read_at().unwrap() <= story.now);
    story.pass(TimeDelta::seconds(61));
    assert!(story.asked_requests().contains(&request_id(2)));
}
