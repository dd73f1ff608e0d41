//! When the core wants to be woken, and what passing time alone draws.

use super::*;

/// Wakes as asked for `seconds`; returns how often, and how many frames that drew.
fn wakes_within(story: &mut Story, seconds: i64) -> (usize, usize) {
    let end = story.now + TimeDelta::seconds(seconds);
    let (mut wakes, mut frames) = (0, 0);
    while let Some(at) = next_wake(&story.state).filter(|at| *at <= end) {
        assert!(at > story.state.now, "woken for the past: {at}");
        story.now = at;
        frames += usize::from(story.wake().is_dirty);
        wakes += 1;
        assert!(wakes < 10_000, "it spins");
    }
    (wakes, frames)
}

#[test]
fn an_idle_hour_wakes_for_minutes_and_polls_and_draws_once_a_minute() {
    let mut story = Story::of([fixtures::order(1).state("active").build()]);
    story.answer_parts();
    let (mut wakes, mut frames) = (0, 0);
    for _ in 0..60 {
        let (woken, drawn) = wakes_within(&mut story, 60);
        wakes += woken;
        frames += drawn;
        if story.is_page_asked() {
            story.sweep([fixtures::order(1).state("active").build()]);
        }
        story.answer_parts();
    }
    assert!(wakes <= 60 * 6, "{wakes} wakes in an hour");
    assert!((60..=62).contains(&frames), "{frames} frames in an hour");
}

#[test]
fn a_message_leaves_its_row_by_itself() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    story.chars("R");
    assert!(story.notice().is_some());
    let shown_for = TimeDelta::seconds(8);
    assert!(next_wake(&story.state).unwrap() <= story.now + shown_for);
    assert!(story.pass(shown_for).is_dirty);
    assert_eq!(story.notice(), None);
}

#[test]
fn a_countdown_ticks_each_second_and_nothing_else_does() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    assert!(!story.pass(TimeDelta::seconds(1)).is_dirty);
    story.gauges(Gauges {
        waiting: 1,
        next_at: Some(story.now + TimeDelta::seconds(12)),
        ..calm()
    });
    assert_eq!(
        next_wake(&story.state),
        Some(story.now + TimeDelta::seconds(1))
    );
    assert!(story.pass(TimeDelta::seconds(1)).is_dirty);
}

#[test]
fn the_first_page_shows_its_progress_from_the_start() {
    let mut story = Story::new();
    story.wake();
    assert!(story.state.shows_progress() && story.state.is_counting_down());
    story.sweep(rows(1));
    assert!(!story.state.is_counting_down());
}
