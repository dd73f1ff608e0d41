//! `R`: what the filter is unsure of, with its price.

use chrono::TimeDelta as Delta;

use super::*;
use crate::app::gauges::{Login, Offline, Slowed};
use crate::app::overlay::{Overlay, Question};
use crate::app::views::orders::reading::Price;
use crate::domain::failure::FailureKind;

/// Orders whose zone nobody has read: none is read by itself, for the budget is spent.
fn unsure(count: u32) -> Story {
    let mut story = Story::with_filter("zone:6");
    story.room.list = 0;
    story.gauges(spent());
    story.sweep(rows(count));
    story
}

fn spent() -> Gauges {
    Gauges {
        used: 100,
        ..calm()
    }
}

/// The reads of a load that are under way.
fn loading(story: &Story) -> usize {
    let of_user = |(_, _, lane): &&(RequestId, Read, Lane)| *lane == Lane::User;
    story.open.iter().filter(of_user).count()
}

fn progress(story: &Story) -> Option<(usize, usize)> {
    let progress = story.state.load_progress()?;
    Some((progress.done, progress.total))
}

fn answer_one(story: &mut Story) {
    let is_of_user = |(_, _, lane): &&(RequestId, Read, Lane)| *lane == Lane::User;
    let (id, read, _) = story.open.iter().find(is_of_user).cloned().unwrap();
    let reply = story.reply(&read);
    story.answer(id, Ok(reply));
}

fn price(story: &Story) -> Option<Price> {
    match story.state.overlay {
        Some(Overlay::Question(Question::Read(price))) => Some(price),
        _ => None,
    }
}

#[test]
fn the_parts_that_are_missing_are_read_few_at_a_time_and_settle_row_by_row() {
    let mut story = unsure(6);
    assert_eq!(story.state.orders_pane.index.counts().maybe, 6);
    assert_eq!((loading(&story), progress(&story)), (0, None));
    story.chars("R");
    assert_eq!(story.notice(), Some("loading what is in doubt: 6 calls"));
    assert_eq!((loading(&story), progress(&story)), (4, Some((0, 6))));
    answer_one(&mut story);
    assert_eq!((loading(&story), progress(&story)), (4, Some((1, 6))));
    assert_eq!(story.state.orders_pane.index.counts().maybe, 5);
    story.chars("R");
    let said = "loading already: 1 of 6; Esc stops it";
    assert_eq!(story.notice(), Some(said), "no call is made twice");
    assert_eq!(loading(&story), 4);
    for _ in 0..5 {
        answer_one(&mut story);
    }
    assert_eq!((loading(&story), progress(&story)), (0, None));
    assert_eq!(story.notice(), Some("loaded 6: every row is exact"));
    assert_eq!(story.state.orders_pane.index.counts().maybe, 0);
}

#[test]
fn esc_or_another_filter_gives_up_what_is_left() {
    let mut story = unsure(9);
    story.chars("R");
    answer_one(&mut story);
    story.press(Key::Esc);
    assert_eq!(story.notice(), Some("loading stopped at 1 of 9"));
    assert_eq!((loading(&story), progress(&story)), (0, None));
    assert!(story.state.overlay.is_none(), "not a word of quitting");
    story.chars("R");
    assert_eq!((loading(&story), progress(&story)), (4, Some((0, 8))));
    story.chars("/1");
    assert_eq!((loading(&story), progress(&story)), (0, None));
    story.press(Key::Backspace);
    story.press(Key::Enter);
    story.chars("R");
    assert_eq!(loading(&story), 4, "what was cancelled is asked for again");
}

#[test]
fn many_calls_are_asked_about_with_their_price() {
    let mut story = unsure(63);
    story.chars("R");
    let wanted = Price {
        orders: Some(63),
        calls: 63,
    };
    assert_eq!((price(&story), loading(&story)), (Some(wanted), 0));
    assert_eq!(
        story.state.price_line(wanted),
        "R reads 63 orders: 63 calls, about 32 s"
    );
    story.chars("n");
    assert_eq!((price(&story), loading(&story)), (None, 0));
    story.chars("R");
    story.chars("y");
    assert_eq!((loading(&story), progress(&story)), (4, Some((0, 63))));
    let twice = Price {
        orders: Some(63),
        calls: 126,
    };
    assert_eq!(
        story.state.price_line(twice),
        "R reads 63 orders: 126 calls, about 1 min"
    );
    let mut story = unsure(20);
    story.chars("R");
    assert_eq!(loading(&story), 4, "twenty are not many");
}

#[test]
fn a_part_that_fails_is_counted_and_not_asked_for_again_by_itself() {
    let mut story = unsure(2);
    story.chars("R");
    let (id, read, _) = story.open[0].clone();
    story.answer(id, Err(Failure::new(FailureKind::Server, read.path())));
    assert_eq!(progress(&story), Some((1, 2)));
    answer_one(&mut story);
    let said = "loaded 1 of 2, 1 failed: R tries again";
    assert_eq!((story.notice(), progress(&story)), (Some(said), None));
    assert_eq!(loading(&story), 0);
    story.chars("R");
    assert_eq!(progress(&story), Some((0, 1)));
}

#[test]
fn offline_the_rest_waits_and_goes_on_by_itself() {
    let mut story = unsure(6);
    let offline = Gauges {
        offline: Some(Offline {
            since: story.now,
            next_try: None,
        }),
        ..spent()
    };
    story.gauges(offline);
    story.chars("R");
    assert_eq!(
        story.notice(),
        Some("loading what is in doubt: 6 calls; offline: they wait until the connection is back")
    );
    assert_eq!((loading(&story), progress(&story)), (0, Some((0, 6))));
    story.gauges(spent());
    assert_eq!(loading(&story), 4);
}

#[test]
fn a_slow_pace_is_said_and_a_stuck_login_gets_one_call() {
    let mut story = unsure(30);
    story.gauges(Gauges {
        slowed: Some(Slowed {
            cap: 15,
            until: story.now + Delta::minutes(5),
        }),
        ..spent()
    });
    story.chars("R");
    let line = story.state.price_line(price(&story).unwrap());
    assert_eq!(line, "R reads 30 orders: 30 calls, about 2 min");
    assert_eq!(
        story.state.hindrance().as_deref(),
        Some("Covage slowed us down to 15 a minute")
    );
    story.press(Key::Esc);
    story.gauges(Gauges {
        login: Login::Refused,
        ..spent()
    });
    story.chars("R");
    assert_eq!((loading(&story), price(&story)), (1, None));
    assert!(story.is_page_asked());
}

#[test]
fn a_load_whose_login_is_refused_waits_and_the_key_tries_the_login() {
    let mut story = unsure(6);
    story.chars("R");
    answer_one(&mut story);
    story.gauges(Gauges {
        login: Login::Refused,
        ..spent()
    });
    answer_one(&mut story);
    assert_eq!((loading(&story), progress(&story)), (3, Some((2, 6))));
    story.pass(INTERVAL);
    story.chars("R");
    assert!(story.is_page_asked());
    assert_eq!(progress(&story), Some((2, 6)));
    story.gauges(spent());
    assert_eq!(progress(&story), Some((2, 6)));
    answer_one(&mut story);
}

#[test]
fn without_doubt_the_list_is_read_anew_and_a_long_one_is_asked_about() {
    let mut story = Story::of(rows(3));
    story.chars("R");
    assert_eq!(story.notice(), Some("reading the list anew"));
    assert!(story.is_page_asked());
    let mut story = Story::new();
    story.gauges(spent());
    for number in (1..=30).rev() {
        let page = Page {
            next: (number > 1).then_some(Cursor::Number(31 - number)),
            ..whole([row(number)])
        };
        let id = story.page_asked();
        story.answer(id, Ok(Reply::Orders(page)));
    }
    assert!(!story.is_page_asked());
    story.chars("R");
    let wanted = Price {
        orders: None,
        calls: 30,
    };
    assert_eq!(price(&story), Some(wanted));
    assert_eq!(
        story.state.price_line(wanted),
        "R reads the whole list: 30 calls, about 15 s"
    );
    assert!(!story.is_page_asked());
    story.chars("y");
    assert!(story.is_page_asked());
}
