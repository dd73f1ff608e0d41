//! What counts as a person's answer, and what only looks like one.

use super::*;
use crate::app::pointer::{Target, Turn};

/// A dialog to accept in which everything holds and the field is filled: Enter alone is missing.
fn one_key_away() -> Story {
    let mut story = accepting();
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "001");
    story
}

#[test]
fn what_was_typed_before_the_dialog_was_on_screen_does_not_count() {
    let mut story = accepting();
    answer(&mut story, &line(1));
    story.pass(TimeDelta::seconds(9));
    assert_eq!(story.chars("001").list, []);
    assert_eq!(story.press(Key::Enter).list, []);
    assert_eq!(
        remark(&story),
        "one moment: what is typed before this is read does not count"
    );
    assert_eq!(story.state.dialog().unwrap().typed.text(), "");

    frame(&mut story);
    story.pass(QUIET - TimeDelta::milliseconds(1));
    story.chars("0");
    assert_eq!(story.state.dialog().unwrap().typed.text(), "");
    story.pass(QUIET - TimeDelta::milliseconds(1));
    assert_eq!(
        next_wake(&story.state),
        Some(story.now + TimeDelta::milliseconds(1))
    );
    story.pass(TimeDelta::milliseconds(1));
    story.chars("0");
    assert_eq!(story.state.dialog().unwrap().typed.text(), "0");
}

#[test]
fn the_frame_of_another_state_arms_nothing() {
    let mut story = declining();
    let old = story.state.dialog_revision().unwrap();
    answer(&mut story, &line(1));
    story.press(Key::Tab);
    story.press(Key::Tab);
    story.feed(Event::FrameWritten(old));
    story.pass(TimeDelta::seconds(5));
    story.chars("y");
    assert_eq!(count(&story), 0);
    see(&mut story);
    story.chars("y");
    assert_eq!(count(&story), 1);
}

#[test]
fn keys_that_come_several_at_once_begin_it_all_anew() {
    let mut story = one_key_away();
    burst(&mut story, "\n");
    assert_eq!(count(&story), 0);
    assert_eq!(
        remark(&story),
        "several keys came at once, so none counts: press it alone"
    );
    let dialog = story.state.dialog().unwrap();
    assert_eq!(dialog.typed.text(), "");
    assert!(!dialog.arming.is_armed());
    burst(&mut story, "001\n");
    assert_eq!(count(&story), 0);
    story.pass(QUIET);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn a_paste_confirms_nothing_and_types_nothing() {
    let mut story = one_key_away();
    for text in ["\n", "y", "001\n", "\u{1b}[201~\n", ""] {
        let effects = story.feed(Event::Pasted(text.to_owned()));
        assert_eq!(effects.list, []);
        assert_eq!(story.state.dialog().unwrap().typed.text(), "");
        assert_eq!(remark(&story), "pasted text does not count here: type it");
    }
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
}

#[test]
fn a_click_confirms_nothing() {
    let mut story = one_key_away();
    let click = |story: &mut Story, target| story.feed(Event::Clicked(target)).list;
    for target in [
        Target::Key(Chord::plain(Key::Enter)),
        Target::Overlay,
        Target::Beside,
        Target::Act(Action::Accept),
    ] {
        click(&mut story, target);
        assert_eq!(count(&story), 0);
        assert!(
            story.state.dialog().is_some(),
            "{target:?} does not close it"
        );
    }
    story.feed(Event::Wheeled(Target::Overlay, Turn::Down));
    story.press(Key::Enter);
    assert_eq!(count(&story), 0, "the hand was on the mouse");
    story.pass(QUIET);
    story.press(Key::Enter);
    assert_eq!(count(&story), 1);
}

#[test]
fn another_size_has_to_be_seen_again_and_a_small_one_confirms_nothing() {
    let mut story = one_key_away();
    story.feed(Event::Resized);
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
    story.room.overlay = 0;
    see(&mut story);
    assert!(!story.state.dialog().unwrap().arming.is_armed());
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
    assert_eq!(
        remark(&story),
        "the screen is too small to show what is confirmed"
    );
    story.room.overlay = 10;
    story.feed(Event::Resized);
    see(&mut story);
    story.press(Key::Enter);
    assert_eq!(count(&story), 1);
}

#[test]
fn an_armed_dialog_that_no_longer_fits_confirms_nothing() {
    let mut story = one_key_away();
    story.room.overlay = 0;
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
}

#[test]
fn a_clock_that_jumps_arms_nothing_by_itself() {
    let mut story = accepting();
    answer(&mut story, &line(1));
    frame(&mut story);
    story.now -= TimeDelta::hours(1);
    story.wake();
    assert!(!story.state.dialog().unwrap().arming.is_armed());
    story.pass(QUIET);
    assert!(
        story.state.dialog().unwrap().arming.is_armed(),
        "and keeps nobody waiting"
    );
}

#[test]
fn what_the_engine_forgot_is_asked_again() {
    let mut story = accepting();
    story.open.clear();
    story.feed(Event::EngineRestarted);
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn redraw_and_suspend_work_and_the_dialog_has_to_be_seen_again() {
    let mut story = one_key_away();
    assert_eq!(story.key(Chord::ctrl('z')).list, [Effect::Suspend]);
    story.feed(Event::Resumed);
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
    see(&mut story);
    story.press(Key::Enter);
    assert_eq!(count(&story), 1);
}
