//! Documents and requests: read for the one row whose tab is open, and for no other.

use super::*;
use crate::app::entities::orders::{Order, Part};
use crate::app::views::orders::preview::Tab;
use crate::domain::failure::FailureKind;
use crate::domain::order::OrderRequest;

fn documents_of(number: u32) -> Read {
    Read::Documents(reference(number))
}

fn requests_of(number: u32, cursor: Cursor) -> Read {
    Read::OrderRequests(Some(reference(number)), cursor)
}

fn on_demand(story: &Story) -> Vec<Read> {
    let is_on_demand = |read: &Read| matches!(read, Read::Documents(_) | Read::OrderRequests(..));
    let reads = story.open.iter().map(|(_, read, _)| read);
    reads.filter(|read| is_on_demand(read)).cloned().collect()
}

fn order(story: &Story, number: u32) -> &Order {
    let row = story.state.orders.find(&reference(number)).unwrap();
    story.state.orders.get(row).unwrap()
}

/// Three orders whose details and historics are read, budget to spare.
fn read_through() -> Story {
    let mut story = Story::of(rows(3));
    story.gauges(calm());
    story.answer_parts();
    story
}

#[test]
fn documents_are_asked_for_while_their_tab_is_open_and_the_cursor_rests() {
    let mut story = read_through();
    story.chars("]]");
    assert_eq!(on_demand(&story), []);
    story.chars("]");
    assert_eq!(on_demand(&story), [documents_of(3)]);
    story.answer_parts();
    story.chars("j");
    assert_eq!(on_demand(&story), [], "the cursor moves");
    story.pass(REST);
    assert_eq!(on_demand(&story), [documents_of(2)]);
    story.answer_parts();
    story.chars("]");
    assert_eq!(on_demand(&story), [requests_of(2, Cursor::First)]);
    assert!(order(&story, 1).documents().is_none() && order(&story, 2).requests().is_some());
}

#[test]
fn a_preview_that_is_not_on_screen_asks_for_nothing() {
    let mut story = read_through();
    story.chars("]]");
    story.room.preview = 0;
    story.wake();
    story.state.orders_pane.preview.open(Tab::Documents);
    story.wake();
    assert_eq!(on_demand(&story), []);
    story.room.preview = 8;
    story.wake();
    assert_eq!(on_demand(&story), [documents_of(3)]);
}

#[test]
fn documents_grow_old_neither_under_the_cursor_nor_in_the_rotation() {
    let mut story = read_through();
    story.chars("]]]");
    story.answer_parts();
    for _ in 0..60 {
        story.pass(TimeDelta::seconds(30));
        assert_eq!(on_demand(&story), []);
        if story.is_page_asked() {
            story.sweep(rows(3));
        }
        story.answer_parts();
    }
    story.chars("r");
    assert_eq!(on_demand(&story), [documents_of(3)]);
}

#[test]
fn an_order_that_moved_has_its_documents_read_again() {
    let mut story = read_through();
    story.chars("]]]");
    story.answer_parts();
    let mut moved = rows(3);
    moved[0] = fixtures::order(3)
        .state("in_progress")
        .modified("2026-05-28T09:00:00Z")
        .build();
    story.next_sweep(moved);
    assert_eq!(on_demand(&story), [documents_of(3)]);
    story.answer_parts();
    story.pass(TimeDelta::seconds(1));
    assert_eq!(on_demand(&story), []);
}

#[test]
fn requests_are_read_page_by_page_and_shown_when_whole() {
    let mut story = read_through();
    story.chars("]]]]");
    let request = |id: &str| fixtures::request(id, &reference(3));
    let page = |rows: Vec<OrderRequest>, next| {
        let page = Page {
            rows,
            next,
            count: None,
            page_size: None,
        };
        Ok(Reply::OrderRequests(page, "[]".into()))
    };
    let first = story.asked(&requests_of(3, Cursor::First)).unwrap();
    story.answer(first, page(vec![request("a")], Some(Cursor::Number(2))));
    let known = order(&story, 3).requests().unwrap();
    assert!(known.value().is_none() && known.is_loading());
    let second = story.asked(&requests_of(3, Cursor::Number(2))).unwrap();
    story.answer(second, page(vec![request("b")], None));
    let known = order(&story, 3).requests().unwrap();
    let ids = known.value().unwrap().rows.iter().map(|row| &row.id);
    assert_eq!(
        ids.collect::<Vec<_>>(),
        [&Some("a".into()), &Some("b".into())]
    );
    assert!(!known.is_loading());
}

#[test]
fn requests_that_failed_on_the_way_keep_what_was_known_and_begin_anew() {
    let mut story = read_through();
    story.chars("]]]]");
    story.answer_parts();
    story.chars("r");
    let asked = story.asked(&requests_of(3, Cursor::First)).unwrap();
    let failure = Failure::new(FailureKind::Server, "/api/v1/order_request/");
    story.answer(asked, Err(failure.clone()));
    story.answer_parts();
    let known = order(&story, 3);
    assert_eq!(known.part_failure(Part::Requests), Some(&failure));
    assert_eq!(known.requests().unwrap().value().unwrap().rows.len(), 1);
    story.pass(TimeDelta::seconds(29));
    assert_eq!(on_demand(&story), []);
    story.pass(TimeDelta::seconds(1));
    assert_eq!(on_demand(&story), [requests_of(3, Cursor::First)]);
}
