//! Menus: what they list, what choosing does, and what a refresh leaves alone.

use super::*;
use crate::app::menu::{Choice, Item, Kind, Menu};
use crate::app::overlay::Overlay;
use crate::app::views::orders::Focus;

/// The open menu.
fn menu(story: &Story) -> &Menu {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu,
        other => panic!("no menu but {other:?}"),
    }
}

fn kind(story: &Story) -> Option<Kind> {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => Some(menu.kind),
        _ => None,
    }
}

fn selected(story: &Story) -> &str {
    menu(story).selected().map_or("", |item| &item.text)
}

fn texts(story: &Story) -> Vec<&str> {
    let items = menu(story).items().iter();
    items.map(|item| item.text.as_str()).collect()
}

/// The item with this text.
#[track_caller]
fn item<'a>(story: &'a Story, text: &str) -> &'a Item {
    let found = menu(story).items().iter().find(|item| item.text == text);
    found.unwrap_or_else(|| panic!("no {text:?} among {:?}", texts(story)))
}

/// References of the orders that are listed.
fn orders(story: &Story) -> Vec<&str> {
    let reference = |item: &Item| match item.choice {
        Choice::Order(row) => Some(story.state.orders.get(row)?.summary.reference.wire()),
        _ => None,
    };
    // The references outlive the items.
    menu(story).items().iter().filter_map(reference).collect()
}

#[test]
fn the_action_menu_takes_every_key_of_what_it_lists() {
    let mut story = Story::of(rows(3));
    story.chars("x ");
    assert_eq!(kind(&story), None, "Space marked");
    assert_eq!(story.state.orders_pane.marked.len(), 1);
    story.chars("x/zero");
    assert_eq!(story.state.orders_pane.filter.text(), "zero");
    story.press(Key::Enter);
    story.chars("x;");
    assert!(
        story.state.orders_pane.filter.is_off,
        "the second key of an action too"
    );
    assert_eq!(story.chars("xQ").list, [Effect::Quit]);
}

#[test]
fn an_action_that_is_off_stays_in_the_menu_and_says_why() {
    let mut story = Story::of(rows(3));
    story.chars("x");
    let unmark = item(&story, "unmark all");
    assert_eq!(unmark.off.as_deref(), Some("nothing is marked"));
    assert_eq!(story.chars("U").list, []);
    assert_eq!(story.notice(), Some("nothing is marked"));
    assert_eq!(kind(&story), Some(Kind::Actions));
    let places: Vec<_> = menu(&story)
        .items()
        .iter()
        .map(|it| it.off.is_some())
        .collect();
    let list = texts(&story)
        .iter()
        .position(|text| *text == "List")
        .unwrap();
    let preview = texts(&story)
        .iter()
        .position(|text| *text == "Preview")
        .unwrap();
    assert!(
        places[list..preview].is_sorted(),
        "what is off comes last in its group"
    );
}

#[test]
fn a_menu_opens_another_one() {
    let mut story = Story::of(rows(3));
    for (keys, opened) in [
        ("x?", Kind::Help),
        ("x:", Kind::Palette),
        ("xo", Kind::Sort),
        ("xY", Kind::Copy),
        ("xe", Kind::Jump),
    ] {
        story.chars(keys);
        assert_eq!(kind(&story), Some(opened), "{keys}");
        story.press(Key::Esc);
        assert_eq!(kind(&story), None);
    }
    story.chars("?menu actions");
    story.chars("x");
    story.press(Key::Esc);
    story.chars(":every action");
    story.press(Key::Enter);
    assert_eq!(kind(&story), Some(Kind::Actions));
}

#[test]
fn the_place_that_has_the_keys_comes_first() {
    let mut story = Story::of(rows(3));
    story.chars("x");
    assert_eq!(texts(&story)[0], "CMD_X_00000003");
    story.press(Key::Esc);
    story.press(Key::Enter);
    assert_eq!(story.state.orders_pane.focus, Focus::Preview);
    story.chars("x");
    assert_eq!(texts(&story)[0], "Preview");
    story.press(Key::Esc);
    story.chars("?");
    assert_eq!(texts(&story)[..2], ["In the preview", "next row"]);
    let count = |wanted: Action| {
        let acts = |item: &&Item| item.choice == Choice::Act(wanted);
        menu(&story).items().iter().filter(acts).count()
    };
    assert!(Action::ALL.iter().all(|action| count(*action) == 1));
}

#[test]
fn help_opened_while_the_filter_is_typed_begins_with_the_filter() {
    let mut story = Story::of(rows(3));
    story.chars("/lyo");
    // As a chord with Ctrl would, which is no text.
    story.state.act(Action::Help, &mut Effects::default());
    assert_eq!(
        texts(&story)[..2],
        ["While the filter is typed", "keep the filter"]
    );
    story.press(Key::Esc);
    story.chars("n");
    assert_eq!(
        story.state.orders_pane.filter.text(),
        "lyon",
        "typing goes on"
    );
}

#[test]
fn help_is_searched_by_words_and_by_keys_and_runs_what_it_finds() {
    let mut story = Story::of(rows(3));
    story.chars("?row READ");
    assert_eq!(
        texts(&story),
        ["Look", "read this row anew, or try again after trouble"]
    );
    assert_eq!(menu(&story).count(), "1 of 48 actions");
    let effects = story.press(Key::Enter);
    assert_eq!(effects.list[0], Effect::TryNow);
    story.chars("?@pg");
    assert_eq!(texts(&story), ["Move", "a page down", "a page up"]);
    story.press(Key::Esc);
    story.chars("?@~");
    assert_eq!(texts(&story), Vec::<&str>::new());
    assert_eq!(story.press(Key::Enter).list, [], "nothing to run");
    assert_eq!(kind(&story), Some(Kind::Help));
}

#[test]
fn the_cursor_of_a_menu_stays_on_its_item_when_a_refresh_brings_others() {
    let mut story = Story::of(rows(4));
    story.answer_parts();
    story.chars(":cmd");
    story.press(Key::Down);
    story.press(Key::Down);
    assert!(selected(&story).starts_with("CMD_X_00000002"));
    story.next_sweep(rows(9));
    assert_eq!(orders(&story).len(), 9);
    assert!(selected(&story).starts_with("CMD_X_00000002"));
    assert_eq!(menu(&story).search(), "cmd");
}

#[test]
fn a_burst_of_answers_lists_a_menu_once_and_the_last_one_is_not_missed() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    story.pass(INTERVAL);
    story.chars(":cmd");
    let opened = story.now;
    story.sweep(rows(5));
    assert_eq!(orders(&story).len(), 1, "listed a moment ago");
    let wake = next_wake(&story.state).unwrap();
    assert_eq!(wake - opened, crate::app::menu::FOLLOWS_AFTER);
    let effects = story.pass(wake - opened);
    assert!(effects.is_dirty);
    assert_eq!(orders(&story).len(), 5);
    story.gauges(calm());
    story.pass(crate::app::menu::FOLLOWS_AFTER);
    assert!(
        !story.pass(crate::app::menu::FOLLOWS_AFTER).is_dirty,
        "at rest"
    );
}

#[test]
fn digits_go_to_the_order_and_a_filter_that_hides_it_is_switched_off() {
    let mut story = Story::of(rows(12));
    story.chars("/ref:00000003");
    story.press(Key::Enter);
    story.chars(":go 00011");
    assert_eq!(orders(&story), ["CMD_X_00000011"]);
    assert!(
        menu(&story)
            .selected()
            .unwrap()
            .note
            .ends_with("filtered out")
    );
    assert_eq!(menu(&story).count(), "1 of 12 orders");
    story.press(Key::Enter);
    assert_eq!(story.cursor(), Some("CMD_X_00000011"));
    assert_eq!(
        story.notice(),
        Some("filter off to show CMD_X_00000011; \\ brings it back")
    );
    story.chars("\\");
    assert_eq!(story.window(), ["CMD_X_00000003"]);
    story.chars("\\:");
    assert!(
        selected(&story).starts_with("CMD_X_00000011"),
        "visited lately"
    );
}

#[test]
fn what_is_visible_is_gone_to_with_the_filter_in_force() {
    let mut story = Story::of(rows(12));
    story.chars("/cmd");
    story.press(Key::Enter);
    story.chars(":7");
    story.press(Key::Enter);
    assert_eq!(story.cursor(), Some("CMD_X_00000007"));
    assert!(!story.state.orders_pane.filter.is_off);
    assert_eq!(story.notice(), None);
}

#[test]
fn the_palette_runs_actions_and_tab_completes() {
    let mut story = Story::of(rows(3));
    story.chars(":quit");
    assert_eq!(selected(&story), "quit at once");
    assert_eq!(menu(&story).selected().unwrap().note, "key Q");
    assert_eq!(story.press(Key::Enter).list, [Effect::Quit]);
    story.chars(":q");
    assert_eq!(selected(&story), "back; at the top level asks to quit");
    story.press(Key::Esc);
    story.chars(":2");
    story.press(Key::Tab);
    assert_eq!(menu(&story).search(), "CMD_X_00000002");
    assert_eq!(orders(&story), ["CMD_X_00000002"]);
    story.press(Key::Esc);
    story.chars(":nothing like that");
    assert_eq!(texts(&story), Vec::<&str>::new());
    story.press(Key::Tab);
    story.press(Key::Enter);
    assert_eq!(menu(&story).search(), "nothing like that");
}

#[test]
fn many_orders_are_counted_and_the_best_are_listed() {
    let mut story = Story::of(rows(87));
    story.chars(":cmd");
    assert_eq!(orders(&story).len(), 50);
    let remark = texts(&story)[50];
    assert!(remark.contains("37 more orders"), "{remark}");
    for _ in 0..60 {
        story.press(Key::Down);
        assert!(menu(&story).selected().is_some());
    }
}

#[test]
fn a_paste_is_searched_for_and_nowhere_else_typed() {
    let mut story = Story::of(rows(12));
    story.chars(":");
    story.feed(Event::Pasted("CMD_X_00000007\nQ".to_owned()));
    assert_eq!(orders(&story), ["CMD_X_00000007"]);
    story.press(Key::Esc);
    story.chars("x");
    story.feed(Event::Pasted("Q".to_owned()));
    assert_eq!(kind(&story), Some(Kind::Actions));
}

#[test]
fn letters_are_searched_for_and_never_act() {
    let mut story = Story::of(rows(3));
    story.chars(":Q");
    assert_eq!(kind(&story), Some(Kind::Palette));
    assert_eq!(menu(&story).search(), "Q");
    story.key(Chord::ctrl('w'));
    assert_eq!(menu(&story).search(), "");
    story.chars("ab");
    story.press(Key::Left);
    story.chars("c");
    assert_eq!((menu(&story).search(), menu(&story).caret()), ("acb", 2));
}
