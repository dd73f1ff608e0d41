//! Keys: overlays, the filter row, marks, and the way out.

use super::*;
use crate::app::menu::{Choice, Item};
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;

#[test]
fn quitting_asks_once_at_the_top_and_not_at_all_with_capital_q() {
    let mut story = Story::of(rows(3));
    assert_eq!(story.chars("q").list, []);
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    assert_eq!(story.chars("n").list, [], "any other key stays");
    assert!(story.state.overlay.is_none());
    story.press(Key::Esc);
    assert_eq!(story.key(Chord::ctrl('y')).list, []);
    assert_eq!(story.chars("qy").list, [Effect::Quit]);
    assert_eq!(story.chars("Q").list, [Effect::Quit]);
}

#[test]
fn redraw_and_suspend_work_under_everything() {
    let mut story = Story::of(rows(3));
    for opened in ["", "?", "q", "!", "/", "x", ":", "o", "Y", "e"] {
        story.chars(opened);
        assert_eq!(
            story.key(Chord::ctrl('l')).list,
            [Effect::Redraw],
            "{opened}"
        );
        assert_eq!(
            story.key(Chord::ctrl('z')).list,
            [Effect::Suspend],
            "{opened}"
        );
        story.press(Key::Esc);
    }
}

#[test]
fn help_is_searched_as_one_types() {
    let mut story = Story::of(rows(1));
    story.chars("?quit");
    assert_eq!(listed(&story), [Action::Back, Action::Quit]);
    story.press(Key::Esc);
    story.chars("?@U");
    assert_eq!(listed(&story), [Action::UnmarkAll]);
}

/// The actions the open menu lists.
fn listed(story: &Story) -> Vec<Action> {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu");
    };
    let action = |item: &Item| match item.choice {
        Choice::Act(action) => Some(action),
        _ => None,
    };
    menu.items().iter().filter_map(action).collect()
}

#[test]
fn messages_count_until_they_are_read() {
    let mut story = Story::of(rows(1));
    for task in ["sched", "sched", "clock"] {
        story.feed(Event::TaskPanicked(crate::app::event::TaskPanic {
            task: task.to_owned(),
            message: "index out of bounds".to_owned(),
            was_restarted: task == "sched",
        }));
    }
    assert_eq!(
        story.state.notices.unread(),
        2,
        "said twice in a row counts once"
    );
    assert!(
        story
            .notice()
            .unwrap()
            .starts_with("a defect in task clock")
    );
    story.chars("!");
    assert_eq!(story.state.notices.unread(), 0);
    assert_eq!(story.state.notices.newest_first().count(), 2);
}

#[test]
fn a_paste_goes_into_the_filter_or_nowhere() {
    let mut story = Story::of(rows(3));
    let effects = story.feed(Event::Pasted("Qyq\n".to_owned()));
    assert_eq!(effects, Effects::default());
    story.chars("/");
    story.feed(Event::Pasted("00000002\nQ".to_owned()));
    assert_eq!(story.state.orders_pane.filter.text(), "00000002");
    assert_eq!(story.window(), ["CMD_X_00000002"]);
    story.press(Key::Enter);
    story.chars("?");
    assert_eq!(story.feed(Event::Pasted("x".to_owned())).list, []);
}

#[test]
fn a_bad_query_keeps_the_last_good_rows_and_says_where() {
    let mut story = Story::of(rows(3));
    story.chars("/ref:00000002");
    assert_eq!(story.window(), ["CMD_X_00000002"]);
    story.feed(Event::Pasted(" age>".to_owned()));
    assert_eq!(story.window(), ["CMD_X_00000002"]);
    let error = story.state.orders_pane.filter.error.as_ref().unwrap();
    assert!(error.at.start >= "ref:00000002 ".len(), "{error:?}");
    story.press(Key::Esc);
    assert_eq!(story.state.orders_pane.filter.text(), "");
    assert!(story.state.orders_pane.filter.error.is_none());
    assert_eq!(story.window().len(), 3);
}

#[test]
fn the_filter_can_be_switched_off_and_on() {
    let mut story = Story::of(rows(3));
    story.chars("/ref:00000002");
    story.press(Key::Enter);
    story.chars("\\");
    assert_eq!(story.window().len(), 3);
    story.chars("/");
    story.press(Key::Esc);
    assert_eq!(story.window().len(), 3, "Esc leaves an off filter off");
    story.chars("\\");
    assert_eq!(story.window(), ["CMD_X_00000002"]);
}

#[test]
fn typing_a_filter_reads_nothing_until_the_hands_rest() {
    let mut story = Story::of(rows(40));
    story.answer_parts();
    let effects = story.chars("/ref:00000002");
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    assert_eq!(effects.list, []);
    assert!(story.pass(REST).list.contains(&submit(
        story.open[0].0.0,
        historic_of(2),
        Lane::Visible
    )));
}

#[test]
fn a_new_day_reads_relative_dates_anew_even_while_nonsense_is_typed() {
    let ordered_today = fixtures::order(1)
        .ordered("2026-05-29")
        .modified("2026-05-29")
        .build();
    let ordered_later = fixtures::order(2)
        .ordered("2026-05-30")
        .modified("2026-05-29")
        .build();
    let mut story = Story::of([ordered_today.clone(), ordered_later.clone()]);
    story.chars("/ordered:today");
    assert_eq!(story.window(), ["CMD_X_00000001"]);
    story.feed(Event::Pasted(" age>".to_owned()));
    assert!(story.state.orders_pane.filter.error.is_some());
    story.pass(TimeDelta::hours(24));
    assert_eq!(story.window(), ["CMD_X_00000002"]);
}

#[test]
fn marks_stay_with_their_rows() {
    let mut story = Story::of(rows(4));
    story.chars("  ");
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    assert_eq!(story.state.orders_pane.marked.len(), 2);
    story.chars("/is:marked");
    story.press(Key::Enter);
    assert_eq!(story.window(), ["CMD_X_00000004", "CMD_X_00000003"]);
    story.chars("U");
    assert_eq!(story.window(), Vec::<&str>::new());
    story.chars("U");
    assert_eq!(story.notice(), Some("nothing is marked"));
}

#[test]
fn every_action_draws_and_says_why_when_it_cannot_act() {
    for is_empty in [true, false] {
        for focus in [Focus::List, Focus::Preview] {
            for action in Action::ALL {
                let mut story = Story::of(if is_empty { Vec::new() } else { rows(9) });
                if focus == Focus::Preview {
                    story.press(Key::Enter);
                }
                let chord = story.state.keymap.chords(*action).next().unwrap();
                let effects = story.key(chord);
                assert!(effects.is_dirty, "{action:?}");
            }
        }
    }
    let mut story = Story::of(Vec::new());
    story.room.preview = 0;
    for keys in ["l", " ", "U", "\\", "J"] {
        story.chars(keys);
        assert!(story.notice().is_some(), "{keys}");
        story.pass(TimeDelta::seconds(9));
    }
}

#[test]
fn a_refresh_keeps_the_preview_where_it_was_scrolled_to_and_another_row_starts_at_the_top() {
    let mut story = Story::of(rows(5));
    story.chars("JJ");
    story.next_sweep(rows(6));
    assert_eq!(
        story.state.orders_pane.preview.scroll(),
        2,
        "after the first sweep the cursor belongs to its row"
    );
    story.chars("jJJ");
    story.next_sweep(rows(8));
    assert_eq!(story.state.orders_pane.preview.scroll(), 2);
    story.chars("/ref:00000001");
    assert_eq!(story.state.orders_pane.preview.scroll(), 0);
}
