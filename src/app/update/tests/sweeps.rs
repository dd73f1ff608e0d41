//! Reading the list: when pages are asked for, what they change, and what trouble does to that.

use super::*;
use crate::app::gauges::{Login, Offline, Slowed};
use crate::app::pane::Focus;
use crate::domain::failure::FailureKind;

fn failure(kind: FailureKind) -> Failure {
    Failure::new(kind, "/api/v1/order/")
}

#[test]
fn an_answer_fills_the_list_and_the_next_sweep_comes_after_the_interval() {
    let mut story = Story::new();
    story.wake();
    assert!(story.sweep(rows(3)).is_dirty);
    assert_eq!(
        story.window(),
        ["CMD_X_00000003", "CMD_X_00000002", "CMD_X_00000001"]
    );
    story.pass(INTERVAL - TimeDelta::seconds(1));
    assert!(!story.is_page_asked());
    let effects = story.pass(TimeDelta::seconds(1));
    assert!(effects.list.iter().any(|effect| matches!(
        effect,
        Effect::Submit {
            read: Read::Orders(Cursor::First),
            lane: Lane::Visible,
            ..
        }
    )));
}

#[test]
fn a_page_that_names_a_next_one_is_followed_at_once() {
    let mut story = Story::new();
    story.wake();
    let id = story.page_asked();
    let first = Page {
        next: Some(Cursor::Number(2)),
        ..whole([row(2)])
    };
    let effects = story.answer(id, Ok(Reply::Orders(first)));
    assert_eq!(
        effects.list,
        [submit(2, Read::Orders(Cursor::Number(2)), Lane::Visible)]
    );
    story.sweep([row(1)]);
    assert_eq!(story.window(), ["CMD_X_00000002", "CMD_X_00000001"]);
}

#[test]
fn rows_are_new_only_after_the_first_whole_sweep() {
    let mut story = Story::of(rows(2));
    assert_eq!(story.state.orders.news_count(), 0);
    story.next_sweep(rows(3));
    assert_eq!(story.state.orders.news_count(), 1);
    let new = story.state.orders.find(&reference(3)).unwrap();
    assert!(story.state.orders.get(new).unwrap().news.is_new);
}

#[test]
fn rows_that_come_in_above_move_neither_the_cursor_nor_its_line() {
    let mut story = Story::of(rows(20));
    story.chars("jjj");
    let shown = story
        .window()
        .iter()
        .map(|row| (*row).to_owned())
        .collect::<Vec<_>>();
    story.next_sweep(rows(30));
    assert_eq!(story.cursor(), Some("CMD_X_00000017"));
    assert_eq!(story.window(), shown);
}

#[test]
fn a_row_that_two_whole_sweeps_no_longer_hold_is_gone_and_comes_back() {
    let mut story = Story::of(rows(3));
    story.next_sweep([row(3), row(1)]);
    story.next_sweep([row(3), row(1)]);
    let gone = |story: &Story| {
        let row = story.state.orders.find(&reference(2)).unwrap();
        story.state.orders.get(row).unwrap().gone_since.is_some()
    };
    assert!(gone(&story));
    assert_eq!(story.window().len(), 3, "a gone row stays in the list");
    story.next_sweep(rows(3));
    assert!(!gone(&story));
}

#[test]
fn a_page_beyond_the_end_is_no_trouble_and_a_row_missed_once_is_not_gone() {
    let mut story = Story::of(rows(3));
    story.pass(INTERVAL);
    let id = story.page_asked();
    let first = Page {
        next: Some(Cursor::Number(2)),
        ..whole([row(3), row(2)])
    };
    story.answer(id, Ok(Reply::Orders(first)));
    let id = story.page_asked();
    story.answer(id, Err(failure(FailureKind::NotFound)));
    assert_eq!(story.state.notices.unread(), 0);
    let row = story.state.orders.find(&reference(1)).unwrap();
    assert!(story.state.orders.get(row).unwrap().gone_since.is_none());
}

#[test]
fn a_failed_page_is_told_once_and_asked_again_after_a_pause() {
    let mut story = Story::new();
    story.wake();
    for pause in [2, 4, 8] {
        let id = story.page_asked();
        story.answer(id, Err(failure(FailureKind::Server)));
        assert!(!story.is_page_asked());
        story.pass(TimeDelta::seconds(pause));
        assert!(story.is_page_asked(), "after {pause} s");
    }
    assert_eq!(story.state.notices.unread(), 1);
}

#[test]
fn an_answer_of_the_wrong_kind_does_not_stop_the_sweeps() {
    let mut story = Story::new();
    story.wake();
    let id = story.page_asked();
    story.answer(id, Ok(Reply::TerminateReasons(Vec::new())));
    story.pass(INTERVAL);
    assert!(story.is_page_asked());
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    let mut story = Story::of(rows(2));
    let effects = story.answer(RequestId(999), Ok(Reply::Orders(whole(rows(9)))));
    assert_eq!(effects, Effects::default());
    assert_eq!(story.window().len(), 2);
}

#[test]
fn a_refused_login_stops_every_submit_until_a_person_acts() {
    let mut story = Story::of(rows(3));
    let refused = Gauges {
        login: Login::Refused,
        ..calm()
    };
    story.gauges(refused);
    story.open.clear();
    for _ in 0..200 {
        assert_eq!(story.pass(TimeDelta::seconds(7)).list, []);
    }
    story.chars("jjk");
    assert_eq!(story.pass(REST).list, []);
    // The login's own latch decides what comes of it: the core only passes the wish on.
    let effects = story.chars("R");
    assert_eq!(effects.list[0], Effect::TryNow);
    assert_eq!(story.open.len(), 1);
    assert_eq!(story.open[0].2, Lane::User);
}

#[test]
fn without_a_password_r_tries_again_even_on_an_empty_screen() {
    let mut story = Story::new();
    story.wake();
    let id = story.page_asked();
    story.answer(id, Err(failure(FailureKind::NoCredentials)));
    story.gauges(Gauges {
        login: Login::NoPassword,
        ..calm()
    });
    assert_eq!(story.pass(INTERVAL).list, []);
    let effects = story.chars("r");
    assert_eq!(
        effects.list,
        [
            Effect::TryNow,
            submit(2, Read::Orders(Cursor::First), Lane::User)
        ]
    );
}

#[test]
fn when_the_connection_is_back_the_sweep_hurries() {
    let mut story = Story::of(rows(1));
    let offline = Offline {
        since: story.now,
        next_try: None,
    };
    story.gauges(Gauges {
        offline: Some(offline),
        ..calm()
    });
    assert!(!story.is_page_asked());
    assert!(story.gauges(calm()).is_dirty);
    assert!(story.is_page_asked());
    assert_eq!(story.notice(), Some("the connection is back"));
}

#[test]
fn a_429_is_told_and_gauges_that_say_the_same_draw_nothing() {
    let mut story = Story::of(rows(1));
    let slowed = Gauges {
        slowed: Some(Slowed {
            cap: 30,
            until: story.now + TimeDelta::minutes(5),
        }),
        ..calm()
    };
    assert!(story.gauges(slowed.clone()).is_dirty);
    assert!(story.notice().unwrap().contains("429"));
    assert!(!story.gauges(slowed).is_dirty);
    assert_eq!(story.state.notices.unread(), 1);
}

/// A list whose order 2 is gone since now; the cursor is on it.
fn one_is_gone() -> Story {
    let mut story = Story::of(rows(4));
    story.chars("jj ");
    story.press(Key::Up);
    for _ in 0..2 {
        story.next_sweep([row(4), row(3), row(1)]);
    }
    let row = story.state.orders.find(&reference(2)).unwrap();
    assert_eq!(
        story.state.orders.get(row).unwrap().gone_since,
        Some(story.now)
    );
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    story
}

/// Lets time pass and answers whatever sweep falls due.
fn pass_with_sweeps(story: &mut Story, time: TimeDelta) {
    story.pass(time);
    if story.is_page_asked() {
        story.sweep([row(4), row(3), row(1)]);
    }
}

#[test]
fn a_gone_row_is_shown_for_seven_days_and_then_leaves_with_its_mark() {
    let mut story = one_is_gone();
    assert_eq!(story.state.orders_pane.marked.len(), 1);
    pass_with_sweeps(&mut story, TimeDelta::days(7) - TimeDelta::minutes(1));
    assert_eq!(story.window().len(), 4);
    pass_with_sweeps(&mut story, TimeDelta::minutes(1));
    assert_eq!(
        story.window(),
        ["CMD_X_00000004", "CMD_X_00000003", "CMD_X_00000001"]
    );
    assert_eq!(
        story.cursor(),
        Some("CMD_X_00000001"),
        "its neighbour takes its line"
    );
    assert_eq!(story.state.orders_pane.index.counts().all, 3);
    assert!(story.state.orders_pane.marked.is_empty());
    for filter in ["/00000002", "/cmd_x_00000002", "/is:gone"] {
        story.chars(filter);
        let counts = story.state.orders_pane.index.counts();
        assert_eq!((counts.yes, counts.maybe), (0, 0), "{filter}");
        assert_eq!(story.window(), Vec::<&str>::new(), "{filter}");
        story.press(Key::Esc);
    }
}

#[test]
fn a_row_that_left_comes_back_when_the_list_holds_it_again() {
    let mut story = one_is_gone();
    pass_with_sweeps(&mut story, TimeDelta::days(8));
    assert_eq!(story.window().len(), 3);
    story.next_sweep(rows(4));
    assert_eq!(
        story.window(),
        [
            "CMD_X_00000004",
            "CMD_X_00000003",
            "CMD_X_00000002",
            "CMD_X_00000001"
        ]
    );
    pass_with_sweeps(&mut story, TimeDelta::days(8));
    assert_eq!(
        story.window().len(),
        4,
        "its week was over, and is not any more"
    );
}

#[test]
fn when_the_last_row_leaves_there_is_no_cursor_and_the_preview_has_no_focus() {
    let mut story = Story::of(rows(1));
    story.press(Key::Enter);
    story.next_sweep([]);
    story.next_sweep([]);
    assert_eq!(story.window().len(), 1);
    story.pass(TimeDelta::days(7));
    assert_eq!((story.window().len(), story.cursor()), (0, None));
    assert_eq!(story.state.orders_pane.index.counts().all, 0);
    assert_eq!(story.state.orders_pane.focus, Focus::List);
}
