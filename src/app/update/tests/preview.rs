//! Inside the preview: tabs and their scroll, what is selected, the search through the raw answers, dates.

use super::*;
use crate::app::entities::orders::Part;
use crate::app::pane::Focus;
use crate::app::views::orders::preview::{Preview, Tab};
use crate::domain::date::Dates;
use crate::domain::order::OrderDetail;
use crate::domain::text::Text;

/// One order whose detail is `detail`, and one below it.
fn chased(detail: OrderDetail) -> Story {
    let mut story = Story::of([fixtures::whole_summary(), row(1)]);
    let read = Read::Order(fixtures::whole_summary().reference);
    let id = story.asked(&read).unwrap();
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    story.answer_parts();
    story
}

fn preview(story: &Story) -> &Preview {
    &story.state.orders_pane.preview
}

#[test]
fn each_tab_keeps_its_scroll_while_the_cursor_stays() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("JJ]J");
    assert_eq!(
        (preview(&story).tab, preview(&story).scroll()),
        (Tab::Detail, 1)
    );
    story.chars("[");
    assert_eq!(preview(&story).scroll(), 2);
    story.chars("(");
    assert_eq!(preview(&story).tab, Tab::Raw, "around the end");
    story.chars(")");
    story.pass(INTERVAL);
    story.answer_parts();
    assert_eq!(preview(&story).scroll(), 2, "a refresh moves nothing");
    story.chars("j");
    assert_eq!(
        (preview(&story).tab, preview(&story).scroll()),
        (Tab::Timeline, 0)
    );
    story.chars("]");
    assert_eq!(preview(&story).scroll(), 0);
}

#[test]
fn a_tab_that_is_not_on_screen_cannot_be_changed_and_i_brings_the_answers_there() {
    let mut story = chased(fixtures::whole_detail());
    story.room.preview = 0;
    story.chars("]");
    assert_eq!(preview(&story).tab, Tab::Timeline);
    assert_eq!(
        story.notice(),
        Some("the preview is not on screen: Enter shows it")
    );
    story.chars("i");
    let pane = &story.state.orders_pane;
    assert_eq!((pane.preview.tab, pane.focus), (Tab::Raw, Focus::Preview));
}

#[test]
fn enter_lists_empty_fields_and_says_what_comes_later() {
    let mut story = chased(fixtures::whole_detail());
    story.press(Key::Enter);
    story.press(Key::Enter);
    assert_eq!(story.notice(), Some("there is nothing to open here"));
    story.chars("]");
    story.press(Key::Enter);
    assert!(preview(&story).shows_empty);
    story.press(Key::Enter);
    assert!(!preview(&story).shows_empty);
    story.chars("]]");
    story.press(Key::Enter);
    assert_eq!(story.notice(), Some("T downloads documents"));
    story.chars("]");
    story.press(Key::Enter);
    assert_eq!(story.notice(), Some("+ files a change or a termination"));
}

#[test]
fn people_are_selected_one_by_one_and_copied_as_they_came() {
    let mut story = chased(fixtures::whole_detail());
    let copied = |story: &Story| story.state.selected_text();
    assert_eq!(copied(&story), None, "the tab is not open");
    story.chars("]]");
    story.press(Key::Enter);
    assert_eq!(
        copied(&story).unwrap(),
        "Zoé Martin, 215488745, zoe.martin@example.com"
    );
    story.chars("jj");
    assert_eq!(
        copied(&story).unwrap(),
        "Gregory DUPONT, 612345679, g.dupont@example.com"
    );
    story.chars("Gj");
    assert_eq!(
        copied(&story).unwrap(),
        "Paul Noël, 612345682, p.noel@example.com"
    );
    story.chars("gk");
    assert_eq!(story.state.selected_item(), Some(0));
    assert!(preview(&story).reveals());
    story.chars("J");
    assert!(!preview(&story).reveals(), "a scroll is not pulled back");
}

#[test]
fn a_refresh_that_puts_others_above_leaves_the_selection_on_its_person() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("]]");
    story.press(Key::Enter);
    story.chars("jr");
    let before = story.state.selected_text();
    let mut detail = fixtures::whole_detail();
    detail.contacts.insert(0, detail.contacts[0].clone());
    detail.contacts[0].people.truncate(1);
    detail.contacts[0].people[0].name = Some(Text::new("Somebody New"));
    let id = story.asked(&Read::Order(detail.reference.clone())).unwrap();
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    assert_eq!(story.state.selected_text(), before);
    assert_eq!(story.state.selected_item(), Some(2));
}

#[test]
fn the_raw_answers_are_searched_as_one_types() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("i");
    story.press(Key::Enter);
    story.chars("/ORDER_ref");
    let search = |story: &Story| {
        let search = &preview(story).raw.search;
        (
            search.text().to_owned(),
            search.current(),
            search.matches().len(),
        )
    };
    assert_eq!(search(&story), ("ORDER_ref".to_owned(), 0, 1));
    story.key(Chord::ctrl('u'));
    story.feed(Event::Pasted("16\u{1b}\nQ".to_owned()));
    assert_eq!(search(&story), ("16".to_owned(), 0, 3));
    story.press(Key::Enter);
    assert!(!story.state.is_searching_raw());
    story.chars("nn");
    assert_eq!(search(&story).1, 2);
    story.chars("n");
    assert_eq!(search(&story).1, 0, "around the end");
    story.chars("N");
    assert_eq!(search(&story).1, 2);
    story.press(Key::Esc);
    assert_eq!(search(&story), (String::new(), 0, 0));
    assert_eq!(story.state.orders_pane.focus, Focus::Preview);
    story.press(Key::Esc);
    assert_eq!(story.state.orders_pane.focus, Focus::List);
}

#[test]
fn a_search_that_finds_nothing_says_so_and_keys_stay_text() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("i");
    story.press(Key::Enter);
    story.chars("/Qq?");
    assert!(story.state.overlay.is_none() && story.state.is_searching_raw());
    story.press(Key::Tab);
    assert!(
        story.state.is_searching_raw(),
        "the caret is not left behind"
    );
    story.press(Key::Enter);
    assert_eq!(story.notice(), Some("nothing here holds \"Qq?\""));
}

#[test]
fn slash_filters_the_list_from_every_other_tab() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("]");
    story.press(Key::Enter);
    story.chars("/");
    assert!(story.state.orders_pane.filter.is_editing());
    assert_eq!(story.state.orders_pane.focus, Focus::List);
}

#[test]
fn the_answers_are_laid_out_while_their_tab_is_open_and_follow_the_row() {
    let mut story = chased(fixtures::whole_detail());
    let lines = |story: &Story| -> usize {
        let answers = preview(story).raw.answers();
        answers.map(|(_, answer)| answer.lines.len()).sum()
    };
    assert_eq!(lines(&story), 0);
    story.chars("i");
    assert!(lines(&story) > 20);
    story.chars("j");
    assert!((1..10).contains(&lines(&story)));
    story.chars("i");
    assert_eq!(lines(&story), 0, "nothing is kept for a closed tab");
}

#[test]
fn an_answer_of_the_same_moment_is_laid_out_too() {
    let mut story = chased(fixtures::whole_detail());
    story.chars("ir");
    let changed = OrderDetail {
        raw: Text::new("[1]"),
        ..fixtures::whole_detail()
    };
    let id = story
        .asked(&Read::Order(changed.reference.clone()))
        .unwrap();
    story.answer(id, Ok(Reply::Order(Box::new(changed))));
    let mut answers = preview(&story).raw.answers();
    let (_, detail) = answers.find(|(part, _)| *part == Part::Detail).unwrap();
    assert_eq!(detail.lines.len(), 3);
}

#[test]
fn what_was_read_is_one_json_object() {
    let mut story = chased(OrderDetail {
        raw: Text::new("\u{feff} {\"id\": 1}\n"),
        ..fixtures::whole_detail()
    });
    assert_eq!(
        story.state.raw_json().unwrap(),
        "{\"historic\": {}, \"detail\": {\"id\": 1}}"
    );
    story.chars("]]]");
    story.answer_parts();
    assert_eq!(
        story.state.raw_json().unwrap(),
        "{\"historic\": {}, \"detail\": {\"id\": 1}, \"documents\": []}"
    );
}

#[test]
fn t_writes_dates_as_ages_and_back() {
    let mut story = Story::of(rows(1));
    assert_eq!(story.state.dates, Dates::Absolute);
    story.chars("t");
    assert_eq!(story.state.dates, Dates::Relative);
    assert_eq!(story.notice(), Some("dates as ages"));
    story.chars("t");
    assert_eq!(story.state.dates, Dates::Absolute);
}
