//! A screen that names a key names the one that is bound.

use super::*;
use crate::app::action::Action;
use crate::app::gauges::Offline;
use crate::domain::failure::{Failure, FailureKind};

/// Other keys for what screens tell people to press.
const OTHERS: [(Action, char); 8] = [
    (Action::Filter, 'ф'),
    (Action::ToggleFilter, 'ы'),
    (Action::Help, 'в'),
    (Action::RefreshRow, 'а'),
    (Action::RefreshView, 'п'),
    (Action::Quit, 'р'),
    (Action::Messages, 'о'),
    (Action::Zoom, 'л'),
];

fn rebound(mut story: Story) -> Story {
    for (action, key) in OTHERS {
        story.state.keymap.rebind(action, [Chord::char(key)]);
    }
    story
}

#[track_caller]
fn assert_says(story: Story, wanted: &[&str]) {
    let mut story = rebound(story);
    let screen = shown(&mut story, MIDDLE);
    for text in wanted {
        assert!(screen.contains(text), "no `{text}` on\n{screen}");
    }
}

fn with_gauges(mut story: Story, change: impl FnOnce(&mut Gauges)) -> Story {
    let mut gauges = healthy(&story);
    change(&mut gauges);
    story.gauges(gauges);
    story
}

fn nothing_read() -> Story {
    let mut story = Story::new();
    story.wake();
    story
}

#[test]
fn hints_and_invitations_name_the_keys_that_are_bound() {
    assert_says(
        filled(),
        &["type ф to filter, в for help", "ф filter", "в help"],
    );
    let mut story = filled();
    story.chars("Z");
    assert_says(story, &["л all parts"]);
    let mut story = filled();
    story.chars("/state:active");
    press(&mut story, Key::Enter);
    story.chars("\\");
    assert_says(story, &["filter off (ы)"]);
}

#[test]
fn an_empty_list_names_the_keys_that_are_bound() {
    let mut story = filled();
    story.chars("/zzzz");
    press(&mut story, Key::Enter);
    assert_says(story, &["ы shows all, ф edits the filter"]);
    let mut story = nothing_read();
    story.sweep(Vec::new());
    assert_says(story, &["п looks again"]);
    let refused = |login| move |gauges: &mut Gauges| gauges.login = login;
    let story = with_gauges(nothing_read(), refused(Login::Refused));
    assert_says(story, &["р quits"]);
    let story = with_gauges(nothing_read(), refused(Login::NoPassword));
    assert_says(story, &["а tries again"]);
}

#[test]
fn trouble_names_the_keys_that_are_bound() {
    let story = with_gauges(filled(), |gauges| gauges.login = Login::Expired);
    assert_says(story, &["LOGIN EXPIRED (а)"]);
    let mut story = filled();
    let offline = Offline {
        since: story.now,
        next_try: None,
    };
    story = with_gauges(story, |gauges| gauges.offline = Some(offline));
    assert_says(story, &["(а now)"]);
    let story = with_gauges(nothing_read(), |gauges| gauges.offline = Some(offline));
    assert_says(story, &["а tries now"]);
    let mut story = nothing_read();
    let id = story.page_asked();
    let failure = Failure::new(FailureKind::Server, "/api/v1/order/");
    story.answer(id, Err(failure));
    assert_says(story, &["tried again by itself; а tries now"]);
}

#[test]
fn what_cannot_be_done_now_names_the_keys_that_are_bound() {
    let mut story = rebound(filled());
    story.chars("лP");
    assert_eq!(
        story.notice(),
        Some("one part has the screen to itself: л brings the others back")
    );
    story.state.keymap.rebind(Action::Zoom, []);
    story.chars("P");
    assert_eq!(
        story.notice(),
        Some("one part has the screen to itself: zoom brings the others back"),
        "without a key it is found by its name"
    );
}
