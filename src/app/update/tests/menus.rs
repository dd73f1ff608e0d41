//! Menus: what they list, what choosing does, and what a refresh leaves alone.

use super::*;
use crate::app::menu::{Choice, Item, Kind, Menu};
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;

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
    let all = Action::ALL.len();
    assert_eq!(menu(&story).count(), format!("1 of {all} actions"));
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
    assert!(menu(&story).selected().unwrap().note.ends_with("(hidden)"));
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

/// Orders of two customers; 1 to 3 are of the first one.
fn of_customers() -> Story {
    let of = |number: u32, customer: &str| {
        let row = fixtures::order(number).state("in_progress").project("");
        row.customer(customer)
            .site(&format!("{number} RUE DU BAC"))
            .build()
    };
    let mut story = Story::of([
        of(5, "OTHER \"QUOTED\" \\ SARL"),
        of(4, "KING JOUET 2"),
        of(3, "Kîng Jouet"),
        of(2, "KING JOUET"),
        of(1, "king jouet"),
    ]);
    story.answer_parts();
    story
}

#[test]
fn from_an_order_to_those_of_its_customer_and_back() {
    let mut story = of_customers();
    story.chars("/rue");
    story.press(Key::Enter);
    story.chars("jjje");
    assert_eq!(menu(&story).title, "Belongs to CMD_X_00000002");
    let customer = item(&story, "customer    KING JOUET");
    assert_eq!((customer.note.as_str(), &customer.off), ("2 more", &None));
    assert_eq!(
        item(&story, "site        2 RUE DU BAC").off.as_deref(),
        Some("no other order")
    );
    assert!(
        !texts(&story).iter().any(|text| text.starts_with("project")),
        "it has none"
    );
    story.chars("c");
    assert_eq!(
        story.state.orders_pane.filter.text(),
        "client=\"KING JOUET\""
    );
    assert_eq!(
        story.window(),
        ["CMD_X_00000003", "CMD_X_00000002", "CMD_X_00000001"]
    );
    assert_eq!(story.cursor(), Some("CMD_X_00000002"), "still here");
    assert_eq!(story.notice(), Some("q goes back to rue"));
    story.chars("jq");
    assert_eq!(story.state.orders_pane.filter.text(), "rue");
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    story.press(Key::Esc);
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
}

#[test]
fn there_is_no_way_back_from_a_filter_of_ones_own() {
    let mut story = of_customers();
    story.chars("jjec/");
    story.chars(" -ref:1");
    story.press(Key::Enter);
    story.chars("q");
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
}

#[test]
fn a_customer_of_any_spelling_is_quoted() {
    let mut story = of_customers();
    story.chars("e");
    let customer = item(&story, "customer    OTHER \"QUOTED\" \\ SARL");
    assert_eq!(
        customer.choice,
        Choice::Filter("client=\"OTHER \\\"QUOTED\\\" \\\\ SARL\"".to_owned())
    );
    assert_eq!(
        customer.off.as_deref(),
        Some("no other order"),
        "it found itself"
    );
}

#[test]
fn what_only_the_detail_tells_says_how_it_is_read() {
    let mut story = Story::of(rows(2));
    story.chars("e");
    let line = |story: &Story| item(story, "quote line").off.clone();
    assert_eq!(line(&story).as_deref(), Some("the detail is being read"));
    let id = story.asked(&detail_of(2)).unwrap();
    let summary = story.state.order_under_cursor().unwrap().summary.clone();
    story.pass(TimeDelta::seconds(1));
    story.answer(
        id,
        Ok(Reply::Order(Box::new(crate::domain::order::OrderDetail {
            quote_item_id: Some("QO_1".into()),
            service_reference: Some("FR\u{202e}1".into()),
            ..fixtures::detail(&summary.reference, &summary.state)
        }))),
    );
    assert_eq!(
        item(&story, "quote line  QO_1").off.as_deref(),
        Some("no quote line that was read is this one"),
        "the open menu follows"
    );
    let service = item(&story, "service     !FR\u{fffd}1");
    assert_eq!(
        (service.note.as_str(), &service.off),
        ("0 more, 1 not read", &None)
    );
    assert_eq!(
        item(&story, "eligibility ").off.as_deref(),
        Some("the order names none")
    );
    story.press(Key::Enter);
    story.press(Key::Esc);
    let id = story.asked(&detail_of(1)).unwrap();
    story.answer(
        id,
        Err(Failure::new(
            crate::domain::failure::FailureKind::Server,
            "/",
        )),
    );
    story.chars("je");
    assert_eq!(
        line(&story).as_deref(),
        Some("the detail could not be read; r reads it")
    );
}

#[test]
fn a_menu_about_an_order_stays_about_it_when_another_comes_under_the_cursor() {
    let mut story = Story::of(rows(3));
    story.answer_parts();
    story.chars("/state:in_progress");
    story.press(Key::Enter);
    story.chars("je");
    assert_eq!(menu(&story).title, "Belongs to CMD_X_00000002");
    let mut moved = rows(3);
    moved[1] = fixtures::order(2)
        .state("active")
        .customer("NOW ACTIVE")
        .build();
    story.next_sweep(moved);
    assert_ne!(
        story.cursor(),
        Some("CMD_X_00000002"),
        "the filter hides it"
    );
    assert!(
        texts(&story).contains(&"customer    NOW ACTIVE"),
        "{:?}",
        texts(&story)
    );
}

#[test]
fn half_typed_text_survives_whatever_comes_in() {
    let mut story = Story::of(rows(12));
    story.answer_parts();
    story.chars("/lyo");
    story.state.act(Action::Palette, &mut Effects::default());
    story.chars("00000");
    story.press(Key::Left);
    story.feed(Event::Resized);
    story.feed(Event::Resumed);
    story.feed(Event::EngineRestarted);
    story.gauges(Gauges {
        login: crate::app::gauges::Login::Refused,
        ..calm()
    });
    story.gauges(calm());
    story.pass(INTERVAL);
    if story.is_page_asked() {
        story.sweep(rows(20));
    }
    story.pass(TimeDelta::hours(12));
    story.feed(Event::Pasted("1".to_owned()));
    assert_eq!((menu(&story).search(), menu(&story).caret()), ("000010", 5));
    story.press(Key::Esc);
    assert!(story.state.orders_pane.filter.is_editing());
    assert_eq!(story.state.orders_pane.filter.text(), "lyo");
}

#[test]
fn a_list_that_empties_under_a_menu_leaves_nothing_to_act_on_by_mistake() {
    let mut story = Story::of(rows(2));
    story.answer_parts();
    story.chars("/state:in_progress");
    story.press(Key::Enter);
    story.chars("x");
    let delivered = |number| fixtures::order(number).state("active").build();
    story.next_sweep([delivered(2), delivered(1)]);
    assert_eq!(story.cursor(), None);
    assert_eq!(
        item(&story, "copy the reference").off.as_deref(),
        Some("there is no row here")
    );
    assert_eq!(story.chars("y").list, []);
    assert_eq!(story.notice(), Some("there is no row here"));
}
