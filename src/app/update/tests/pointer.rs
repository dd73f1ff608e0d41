//! Clicks and the wheel.

use super::*;
use crate::app::columns::Column;
use crate::app::entities::orders::RowId;
use crate::app::menu::Kind;
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;
use crate::app::pointer::{Target, Turn};
use crate::app::update::Effects;
use crate::app::views::orders::preview::Tab;

fn click(story: &mut Story, target: Target) -> Effects {
    let effects = story.feed(Event::Clicked(target));
    assert!(effects.is_dirty);
    effects
}

fn wheel(story: &mut Story, target: Target, turn: Turn) {
    assert!(story.feed(Event::Wheeled(target, turn)).is_dirty);
}

fn row_of(story: &Story, number: u32) -> RowId {
    story.state.orders.find(&reference(number)).unwrap()
}

#[test]
fn a_click_puts_the_cursor_on_a_row_and_one_on_the_cursor_opens_it() {
    let mut story = Story::of(rows(9));
    let row = Target::Row(row_of(&story, 7));
    click(&mut story, row);
    assert_eq!(story.cursor(), Some("CMD_X_00000007"));
    assert_eq!(story.state.orders_pane.focus, Focus::List);
    click(&mut story, row);
    assert_eq!(story.state.orders_pane.focus, Focus::Preview);
    click(&mut story, row);
    assert_eq!(
        story.state.orders_pane.focus,
        Focus::List,
        "from the preview the first click leads back to the list"
    );
}

#[test]
fn the_wheel_moves_the_window_and_takes_the_cursor_along_at_its_edge() {
    let mut story = Story::of(rows(20));
    story.answer_parts();
    story.chars("jjj");
    let row = Target::Row(row_of(&story, 17));
    wheel(&mut story, row, Turn::Down);
    assert_eq!(story.window()[0], "CMD_X_00000017");
    assert_eq!(story.cursor(), Some("CMD_X_00000017"), "still in view");
    wheel(&mut story, Target::List, Turn::Down);
    assert_eq!(story.cursor(), Some("CMD_X_00000014"));
    wheel(&mut story, Target::Title(Column::Order.into()), Turn::Up);
    assert_eq!(story.window()[0], "CMD_X_00000017");
    assert_eq!(story.cursor(), Some("CMD_X_00000014"));
    assert_eq!(story.state.orders_pane.focus, Focus::List);
}

#[test]
fn a_turning_wheel_reads_nothing_until_it_rests() {
    let mut story = Story::of(rows(100));
    story.answer_parts();
    let mut asked = Vec::new();
    for _ in 0..20 {
        story.now += TimeDelta::milliseconds(50);
        let effects = story.feed(Event::Wheeled(Target::List, Turn::Down));
        asked.extend(effects.list);
    }
    assert_eq!(asked, []);
    assert_ne!(story.pass(REST).list, []);
}

#[test]
fn a_click_on_a_title_sorts_and_another_one_reverses() {
    let mut story = Story::of(rows(3));
    let sort = |story: &Story| story.state.orders_pane.index.sort();
    click(&mut story, Target::Title(Column::Slack.into()));
    let first = sort(&story);
    assert_ne!(first, Story::of(rows(3)).state.orders_pane.index.sort());
    click(&mut story, Target::Title(Column::Slack.into()));
    assert_eq!(sort(&story), first.reversed());
}

#[test]
fn a_click_on_the_filter_edits_it_there() {
    let mut story = Story::with_filter("client:dupont");
    story.wake();
    story.sweep(rows(3));
    click(&mut story, Target::Filter(7));
    let filter = |story: &Story| {
        let filter = &story.state.orders_pane.filter;
        (filter.is_editing(), filter.caret())
    };
    assert_eq!(filter(&story), (true, 7));
    click(&mut story, Target::Filter(2));
    assert_eq!(filter(&story), (true, 2));
    story.chars("x");
    assert_eq!(story.state.orders_pane.filter.text(), "clxient:dupont");
    story.press(Key::Esc);
    assert_eq!(story.state.orders_pane.filter.text(), "client:dupont");
}

#[test]
fn a_click_elsewhere_keeps_what_was_typed() {
    let mut story = Story::of(rows(9));
    story.chars("/ref:0000000");
    let row = Target::Row(row_of(&story, 9));
    click(&mut story, row);
    let pane = &story.state.orders_pane;
    assert_eq!(
        (pane.filter.text(), pane.filter.is_editing()),
        ("ref:0000000", false)
    );
    assert_eq!(pane.focus, Focus::List, "no row is opened by that click");
}

#[test]
fn the_preview_is_focused_by_a_click_scrolled_by_the_wheel_and_its_tabs_open() {
    let mut story = Story::of(rows(3));
    let scroll = |story: &Story| story.state.orders_pane.preview.scroll();
    wheel(&mut story, Target::Preview, Turn::Down);
    assert_eq!(
        (scroll(&story), story.state.orders_pane.focus),
        (3, Focus::List)
    );
    wheel(&mut story, Target::Tab(Tab::Detail), Turn::Up);
    assert_eq!(scroll(&story), 0);
    click(&mut story, Target::Tab(Tab::Contacts));
    assert_eq!(story.state.orders_pane.preview.tab, Tab::Contacts);
    assert_eq!(story.state.orders_pane.focus, Focus::List);
    click(&mut story, Target::Tab(Tab::Raw));
    story.chars("i");
    assert_eq!(
        story.state.orders_pane.preview.tab,
        Tab::Contacts,
        "the key leads back from where the click came"
    );
    click(&mut story, Target::Preview);
    assert_eq!(story.state.orders_pane.focus, Focus::Preview);
}

#[test]
fn the_search_of_the_raw_answers_is_clicked_into_and_out_of() {
    let mut story = Story::of(rows(3));
    story.answer_parts();
    click(&mut story, Target::Tab(Tab::Raw));
    click(&mut story, Target::RawSearch);
    story.chars("ref");
    assert!(story.state.is_searching_raw());
    click(&mut story, Target::RawSearch);
    assert!(story.state.is_searching_raw(), "typing goes on");
    click(&mut story, Target::Filter(0));
    assert!(!story.state.is_searching_raw());
    let pane = &story.state.orders_pane;
    assert!(pane.filter.is_editing() && pane.preview.raw.search.text() == "ref");
    click(&mut story, Target::Preview);
    assert!(!story.state.is_searching_raw(), "what was typed stands");
}

#[test]
fn a_click_selects_an_item_and_one_on_the_selected_chooses() {
    let mut story = Story::of(rows(3));
    story.chars("o");
    let open = |story: &Story| match &story.state.overlay {
        Some(Overlay::Menu(menu)) => Some(menu.cursor()),
        _ => None,
    };
    let before = story.state.orders_pane.index.sort();
    click(&mut story, Target::Item(3));
    assert_eq!(open(&story), Some(3));
    assert_eq!(story.state.orders_pane.index.sort(), before);
    click(&mut story, Target::Overlay);
    assert_eq!(open(&story), Some(3));
    click(&mut story, Target::Item(3));
    assert_eq!(open(&story), None);
    assert_ne!(story.state.orders_pane.index.sort(), before);

    story.chars("?");
    let first = open(&story);
    click(&mut story, Target::Item(0));
    assert_eq!(open(&story), first, "a heading is nothing to stand on");
    story.room.overlay = 5;
    wheel(&mut story, Target::Item(1), Turn::Down);
    assert!(open(&story) >= first.map(|at| at + 3));
    click(&mut story, Target::Beside);
    assert_eq!(open(&story), None);
}

#[test]
fn under_an_open_box_nothing_is_clicked() {
    let mut story = Story::of(rows(9));
    let row = Target::Row(row_of(&story, 3));
    for keys in ["?", "!", "q"] {
        story.chars(keys);
        click(&mut story, row);
        wheel(&mut story, row, Turn::Down);
        assert_eq!(story.cursor(), Some("CMD_X_00000009"), "{keys}");
        click(&mut story, Target::Beside);
        assert!(story.state.overlay.is_none(), "{keys}");
    }
}

#[test]
fn no_click_answers_a_question() {
    let mut story = Story::of(rows(3));
    story.chars("q");
    for target in [
        Target::Overlay,
        Target::Item(0),
        Target::Act(Action::Quit),
        Target::Preview,
    ] {
        assert_eq!(click(&mut story, target).list, []);
        assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    }
}

#[test]
fn a_hint_is_the_key_it_names_and_a_word_the_action_it_stands_for() {
    let mut story = Story::of(rows(3));
    click(&mut story, Target::Key(Chord::char('j')));
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    click(&mut story, Target::Key(Chord::char('/')));
    story.chars("ref:00000001");
    click(&mut story, Target::Key(Chord::ctrl('u')));
    assert_eq!(story.state.orders_pane.filter.text(), "");
    click(&mut story, Target::Key(Chord::plain(Key::Enter)));
    assert!(!story.state.orders_pane.filter.is_editing());
    click(&mut story, Target::Act(Action::Messages));
    assert!(matches!(
        story.state.overlay,
        Some(Overlay::Messages { .. })
    ));
    story.press(Key::Esc);
    story.state.open_menu(Kind::Sort);
    click(&mut story, Target::Key(Chord::plain(Key::Esc)));
    assert!(story.state.overlay.is_none());
}
