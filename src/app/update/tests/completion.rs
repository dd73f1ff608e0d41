//! Completing the filter with Tab.

use super::*;
use crate::app::pointer::Target;
use crate::domain::order::OrderSummary;

/// Three states: in production, active twice, cancelled.
fn states() -> Vec<OrderSummary> {
    let of = |number, state| fixtures::order(number).state(state).build();
    vec![
        of(4, "in_progress"),
        of(3, "active"),
        of(2, "active"),
        of(1, "cancelled"),
    ]
}

fn typing(text: &str) -> Story {
    let mut story = Story::of(states());
    story.chars("/");
    story.chars(text);
    story
}

fn text(story: &Story) -> &str {
    story.state.orders_pane.filter.text()
}

/// The candidates with what they find, the chosen one starred.
fn offered(story: &Story) -> Vec<String> {
    let Some(offered) = story.state.orders_pane.filter.offered() else {
        return Vec::new();
    };
    let candidates = offered.completion.candidates.iter().enumerate();
    candidates
        .map(|(index, candidate)| {
            let star = if index == offered.chosen { "*" } else { "" };
            let count = candidate.count.map(|count| format!(" {count}"));
            format!("{star}{}{}", candidate.label, count.unwrap_or_default())
        })
        .collect()
}

#[test]
fn tab_offers_the_values_that_rows_hold_with_what_each_finds() {
    let mut story = typing("state:");
    story.press(Key::Tab);
    assert_eq!(
        offered(&story),
        ["*active 2", "cancelled 1", "in_progress 1", "* 4", "- 0"]
    );
    assert_eq!(text(&story), "state:", "nothing is taken yet");
    story.press(Key::Tab);
    story.press(Key::Down);
    assert_eq!(
        offered(&story),
        ["active 2", "cancelled 1", "*in_progress 1", "* 4", "- 0"]
    );
    story.press(Key::Down);
    story.press(Key::BackTab);
    story.press(Key::Up);
    story.press(Key::Enter);
    assert_eq!(text(&story), "state:cancelled");
    assert_eq!(offered(&story), Vec::<String>::new());
    assert!(story.state.orders_pane.filter.is_editing());
    assert_eq!(story.window(), ["CMD_X_00000001"], "the list follows");
}

#[test]
fn a_field_that_is_taken_offers_its_values_and_the_only_candidate_is_put_in_at_once() {
    let mut story = typing("sta");
    story.press(Key::Tab);
    assert_eq!(text(&story), "state:");
    assert_eq!(offered(&story).len(), 5);
    story.chars("can");
    assert_eq!(text(&story), "state:can");
    story.press(Key::Tab);
    assert_eq!(text(&story), "state:cancelled");
    assert_eq!(offered(&story), Vec::<String>::new());
    story.press(Key::Tab);
    assert_eq!(story.notice(), Some("it is complete as it is"));
    story.chars(" zzzz");
    story.press(Key::Tab);
    assert_eq!(story.notice(), Some("nothing here completes what is typed"));
    assert_eq!(text(&story), "state:cancelled zzzz");
}

#[test]
fn esc_closes_the_list_alone_and_any_other_key_is_typed() {
    let mut story = typing("state:");
    story.press(Key::Tab);
    story.press(Key::Esc);
    assert_eq!((text(&story), offered(&story).len()), ("state:", 0));
    assert!(story.state.orders_pane.filter.is_editing());
    for key in [Key::Left, Key::Home, Key::Backspace] {
        story.press(Key::End);
        story.press(Key::Tab);
        assert_eq!(offered(&story).len(), 5);
        story.press(key);
        assert_eq!(offered(&story).len(), 0, "{key:?}");
    }
    story.press(Key::Esc);
    assert!(!story.state.orders_pane.filter.is_editing());
    assert_eq!(text(&story), "");
}

#[test]
fn an_open_list_stays_as_it_is_while_answers_come_in() {
    let mut story = typing("-is:new state:");
    story.press(Key::Tab);
    story.press(Key::Tab);
    let before = offered(&story);
    let caret = story.state.orders_pane.filter.caret();
    assert_eq!(text(&story), "-is:new state:");
    story.next_sweep(states().into_iter().chain(rows(9).drain(..5)));
    story.answer_parts();
    assert_eq!(story.state.orders.len(), 9, "rows came in");
    assert_eq!(offered(&story), before);
    assert_eq!(story.state.orders_pane.filter.caret(), caret);
    assert_eq!(text(&story), "-is:new state:");
}

#[test]
fn a_click_takes_a_candidate_and_one_beside_keeps_what_is_typed() {
    let mut story = typing("state:");
    story.press(Key::Tab);
    story.feed(Event::Clicked(Target::Candidate(1)));
    assert_eq!(text(&story), "state:cancelled");
    assert!(story.state.orders_pane.filter.is_editing());
    story.key(Chord::ctrl('w'));
    story.chars("state:");
    story.press(Key::Tab);
    story.feed(Event::Clicked(Target::List));
    assert_eq!(text(&story), "state:");
    assert!(!story.state.orders_pane.filter.is_editing());
    assert_eq!(offered(&story).len(), 0);
}
