//! The values of the rows shown, chosen with a key.

use super::*;
use crate::app::menu::Kind;
use crate::app::overlay::Overlay;

fn story() -> Story {
    let of = |number, state, family| fixtures::order(number).state(state).family(family).build();
    let mut story = Story::of([
        of(4, "in_progress", "BPE"),
        of(3, "active", "BPE"),
        of(2, "active", "DIA"),
        of(1, "cancelled", "DIA"),
    ]);
    story.chars("f");
    story
}

/// The lines of the menu.
fn lines(story: &Story) -> Vec<String> {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        return Vec::new();
    };
    let line = |item: &crate::app::menu::Item| {
        let parts = [item.lead.as_str(), &item.text, &item.note];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    };
    menu.items().iter().map(line).collect()
}

fn selected(story: &Story) -> Option<&str> {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu.selected().map(|item| item.text.as_str()),
        _ => None,
    }
}

fn filter(story: &Story) -> &str {
    story.state.orders_pane.filter.text()
}

#[test]
fn a_value_is_put_into_the_filter_and_taken_out_again_while_the_menu_stays() {
    let mut story = story();
    let state = |story: &Story| {
        let lines = lines(story).into_iter();
        let lines = lines.skip_while(|line| line != "state").skip(1).take(3);
        lines.collect::<Vec<_>>()
    };
    assert_eq!(
        state(&story),
        ["[ ] active 2", "[ ] cancelled 1", "[ ] in_progress 1"]
    );
    assert_eq!(selected(&story), Some("active"));
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:active");
    assert_eq!(story.window().len(), 2, "the list behind follows");
    assert_eq!(
        (state(&story)[0].as_str(), selected(&story)),
        ("[x] active 2", Some("active"))
    );
    story.press(Key::Down);
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:active,cancelled");
    assert_eq!(story.window().len(), 3);
    assert_eq!(selected(&story), Some("cancelled"));
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:active");
    story.press(Key::Up);
    story.press(Key::Enter);
    assert_eq!(filter(&story), "");
    assert_eq!(story.window().len(), 4);
    story.press(Key::Esc);
    assert!(story.state.overlay.is_none());
}

#[test]
fn letters_narrow_the_values() {
    let mut story = story();
    story.chars("fam bp");
    assert_eq!(lines(&story), ["family", "[ ] BPE 2"]);
    story.press(Key::Enter);
    assert_eq!(filter(&story), "family:BPE");
    assert_eq!(lines(&story), ["family", "[x] BPE 2"]);
    story.chars("zzz");
    assert_eq!(lines(&story), Vec::<String>::new());
    story.press(Key::Enter);
    assert_eq!(filter(&story), "family:BPE");
}

#[test]
fn what_is_not_read_is_said_with_the_way_out() {
    let mut story = Story::new();
    story.room.list = 0;
    story.gauges(Gauges::default());
    story.sweep(rows(3));
    story.chars("f");
    let listed = lines(&story);
    assert!(
        listed[0].starts_with("? is not read: choose a value, Esc, then R reads it"),
        "{listed:?}"
    );
    assert!(
        listed.contains(&"zone 3? not read".to_owned()),
        "{listed:?}"
    );
    story.chars("zone");
    assert_eq!(lines(&story), ["zone 3? not read", "[ ] any value"]);
    story.press(Key::Enter);
    assert_eq!(filter(&story), "zone:*");
    assert_eq!(story.state.orders_pane.index.load_cost().calls, 3);
}

#[test]
fn nothing_to_choose_from_says_why() {
    let mut story = Story::new();
    story.wake();
    story.chars("f");
    assert_eq!(
        lines(&story),
        ["No order is read yet: R in the list reads it."]
    );
    story.press(Key::Esc);
    story.sweep(rows(2));
    story.chars("/zzzz");
    story.press(Key::Enter);
    story.chars("f");
    assert_eq!(
        lines(&story),
        ["No row is left to take values from: \\ shows all."]
    );
    story.press(Key::Esc);
    story.chars("/");
    story.key(Chord::ctrl('u'));
    story.chars("state:");
    story.press(Key::Enter);
    story.chars("f");
    assert!(story.state.overlay.is_none());
    let why = "the filter cannot be read: mend it with / first";
    assert_eq!(story.notice(), Some(why));
}

#[test]
fn choosing_switches_a_filter_on_that_is_off() {
    let mut story = story();
    story.press(Key::Enter);
    story.press(Key::Esc);
    story.chars("\\f");
    assert_eq!(
        lines(&story)[0],
        "The filter is off: choosing a value switches it on."
    );
    story.chars("bpe");
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:active family:BPE");
    assert_eq!(story.window(), ["CMD_X_00000003"]);
    assert!(matches!(&story.state.overlay, Some(Overlay::Menu(menu)) if menu.kind == Kind::Facets));
}
