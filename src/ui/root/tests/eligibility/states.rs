//! What the pane says while something is missing, fails, goes on or changes.

use super::*;
use crate::app::gauges::Offline;
use crate::domain::failure::{Failure, FailureKind};

#[test]
fn nothing_is_read_yet_then_nothing_is_there() {
    let mut story = Story::before_eligibility();
    story.chars("3");
    insta::assert_snapshot!("loading", shown(&mut story, SMALL));
    story.sweep_eligibility([], []);
    insta::assert_snapshot!("empty", shown(&mut story, SMALL));
    press(&mut story, Key::Tab);
    insta::assert_snapshot!("empty_sites", shown(&mut story, SMALL));
}

#[test]
fn details_that_are_not_read_and_a_filter_that_is_unsure() {
    let rows = (1..=6).map(|number| request(number, "done.ready"));
    let mut story = Story::of_eligibility(rows.collect::<Vec<_>>(), []);
    story.chars("/zone:1");
    press(&mut story, Key::Enter);
    story.pass(crate::app::refresh::parts::REST);
    insta::assert_snapshot!("partial", shown(&mut story, SMALL));
    story.chars("/");
    story.key(Chord::ctrl('u'));
    story.chars("ref:zzz");
    press(&mut story, Key::Enter);
    insta::assert_snapshot!("no_match", shown(&mut story, SMALL));
}

#[test]
fn failing_offline_stale_and_throttled() {
    let failure = || {
        Failure::new(
            FailureKind::Server,
            "/api/v1/product_offering_qualification/",
        )
    };
    let mut story = on(23);
    story.chars("r");
    let id = story.asked(&Read::Qualification(request_id(23))).unwrap();
    story.answer(id, Err(failure()));
    insta::assert_snapshot!("failing", shown(&mut story, SMALL));

    let mut story = filled();
    story.gauges(Gauges {
        offline: Some(Offline {
            since: story.now - TimeDelta::minutes(3),
            next_try: Some(story.now + TimeDelta::seconds(20)),
        }),
        ..Gauges::default()
    });
    story.pass(TimeDelta::minutes(20));
    insta::assert_snapshot!("offline_and_stale", shown(&mut story, SMALL));

    let mut story = Story::before_eligibility();
    story.chars("3");
    let page = story.requests_asked().unwrap();
    story.answer(page, Err(failure()));
    insta::assert_snapshot!("list_failing", shown(&mut story, SMALL));

    let mut story = on(26);
    story.gauges(Gauges {
        used: 120,
        cap: 120,
        waiting: 2,
        next_at: Some(story.now + TimeDelta::seconds(12)),
        ..Gauges::default()
    });
    insta::assert_snapshot!("throttled", shown(&mut story, SMALL));
}

#[test]
fn read_only_names_no_key_that_would_not_act() {
    let mut story = on(30);
    story.state.session.is_read_only = true;
    let screen = shown(&mut story, SMALL);
    assert!(screen.contains("READ-ONLY"), "{screen}");
    insta::assert_snapshot!("read_only", screen);
}

#[test]
fn sites_of_a_request_side_by_side_and_time_that_goes_on() {
    let mut story = on(29);
    insta::assert_snapshot!("several_sites_80", shown(&mut story, SMALL));
    insta::assert_snapshot!("several_sites_120", shown(&mut story, MIDDLE));
    // The second that passes is seen without a key.
    assert!(story.state.is_counting_down());
    let before = shown(&mut story, SMALL);
    story.pass(TimeDelta::seconds(1));
    let after = shown(&mut story, SMALL);
    assert!(before.contains("12s elapsed") && after.contains("13s elapsed"));
    story.chars("]");
    insta::assert_snapshot!("timeline_of_several_120", shown(&mut story, MIDDLE));
}

#[test]
fn every_state_says_what_it_means() {
    for (number, name) in [
        (28, "by_quotation"),
        (27, "error"),
        (26, "acknowledged"),
        (25, "priced"),
    ] {
        let mut story = on(number);
        let screen = buffer(&mut story, SMALL, UNICODE);
        insta::assert_snapshot!(name, print(&screen, UNICODE.theme, 9..24));
    }
    let mut story = on_site(291);
    let screen = buffer(&mut story, SMALL, UNICODE);
    insta::assert_snapshot!("site_under_way", print(&screen, UNICODE.theme, 3..24));
}

#[test]
fn every_tab() {
    for (keys, name) in [("]", "timeline"), ("]]", "detail"), ("i", "raw")] {
        for size in [SMALL, MIDDLE] {
            let mut story = on(25);
            story.chars(keys);
            let name = format!("tab_{name}_{}", size.0);
            insta::assert_snapshot!(name, shown(&mut story, size));
        }
    }
    let mut story = on(25);
    story.chars("]]l");
    press(&mut story, Key::Enter);
    insta::assert_snapshot!("tab_detail_with_empty_120", shown(&mut story, MIDDLE));
    let mut story = on(27);
    story.chars("]");
    insta::assert_snapshot!("tab_timeline_of_an_error_120", shown(&mut story, MIDDLE));
}

#[test]
fn what_is_new_marked_or_gone_stands_before_its_row() {
    let mut story = filled();
    tell(
        &mut story,
        [request_with(
            33,
            "done.ready",
            vec![ready_item(33, 9, offers())],
        )],
    );
    let done = request_with(26, "done.ready", vec![ready_item(26, 9, offers())]);
    tell(&mut story, [done]);
    story.chars("G k l *h");
    insta::assert_snapshot!("news_and_marks", shown(&mut story, MIDDLE));
}

#[test]
fn menus_of_this_pane() {
    for (keys, name) in [
        ("Y", "copy"),
        ("?offer", "help"),
        ("x", "actions"),
        ("o", "sort"),
    ] {
        let mut story = on(25);
        story.chars(keys);
        insta::assert_snapshot!(name, shown(&mut story, MIDDLE));
    }
    let mut story = on_site(25);
    story.chars("Y");
    insta::assert_snapshot!("copy_of_a_site", shown(&mut story, MIDDLE));
}
