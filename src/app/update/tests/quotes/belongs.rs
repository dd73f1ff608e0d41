//! What belongs to a line, and what leaves by the clipboard.

use super::*;
use crate::app::menu::{Choice, Item, Kind};
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::domain::text::Text;

fn items(story: &Story) -> &[Item] {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu is open");
    };
    menu.items()
}

fn item<'a>(story: &'a Story, beginning: &str) -> &'a Item {
    let mut all = items(story).iter();
    let found = all.find(|item| item.text.starts_with(beginning));
    found.unwrap_or_else(|| panic!("no {beginning} in {:?}", items(story)))
}

/// An accepted line, and an order whose detail names it.
fn accepted() -> Story {
    let mut story = Story::before_quotes();
    story.chars("R");
    story.sweep(rows(2));
    story.chars("2");
    story.sweep_quotes(
        [line(1, "accepted"), line(2, "ready")],
        [basket(7, "partial_finalized")],
    );
    story
}

fn order_names(story: &mut Story, number: u32, line: &Text) {
    let row = story.state.orders.find(&reference(number)).unwrap();
    let summary = &story.state.orders.get(row).unwrap().summary;
    let mut detail = fixtures::plausible_detail(number, summary);
    detail.quote_item_id = Some(line.clone());
    let zone = story.state.zone.clone();
    story
        .state
        .orders
        .take_detail(row, detail, story.now, &zone);
}

#[test]
fn one_key_leads_from_an_accepted_line_to_its_order_and_back() {
    let mut story = accepted();
    story.chars("ge");
    assert_eq!(
        item(&story, "order").off.as_deref(),
        Some("it was not accepted")
    );
    story.press(Key::Esc);
    story.chars("je");
    assert_eq!(
        item(&story, "order").off.as_deref(),
        Some("no order that was read names this line yet")
    );
    story.press(Key::Esc);
    order_names(&mut story, 1, line_id(1).text());
    story.chars("e");
    assert_eq!(story.state.pane, Pane::Orders);
    assert_eq!(story.cursor(), Some("CMD_X_00000001"));
    assert_eq!(story.notice(), Some("q goes back to QO_20260423_00000001"));
    story.chars("jq");
    assert_eq!(story.state.pane, Pane::Quotes);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    story.chars("eeq");
    assert_eq!(story.state.pane, Pane::Quotes, "and from the order to it");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    story.press(Key::Esc);
    assert_eq!(story.state.pane, Pane::Orders, "back step by step");
    story.press(Key::Esc);
    assert_eq!(story.state.pane, Pane::Quotes);
    story.press(Key::Esc);
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
}

#[test]
fn a_line_leads_to_its_basket_and_a_basket_to_its_lines() {
    let mut story = accepted();
    story.chars("e");
    assert_eq!(
        item(&story, "basket").off.as_deref(),
        Some("no basket that was read holds it")
    );
    story.press(Key::Esc);
    let detail = basket_with(
        7,
        "partial_finalized",
        vec![line(1, "accepted"), line(2, "ready")],
    );
    story.answer(RequestId(u64::MAX), Ok(Reply::Basket(Box::new(detail))));
    story.chars("eb");
    assert!(story.state.quotes_pane.list.is_tree());
    assert_eq!(story.quote_cursor(), Some("DEVIS-007"));
    story.press(Key::Esc);
    assert!(!story.state.quotes_pane.list.is_tree(), "as it was before");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000002"));
    story.chars("eb");
    story.press(Key::Enter);
    assert_eq!(story.quote_rows(), ["DEVIS-007"], "folded");
    story.chars("e");
    assert_eq!(items(&story).len(), 3, "a heading and two lines");
    story.press(Key::Enter);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    assert_eq!(story.quote_rows().len(), 3, "unfolded");
}

#[test]
fn a_line_the_filter_hides_is_shown_all_the_same() {
    let mut story = accepted();
    story.chars("/state:ready");
    story.press(Key::Enter);
    let row = story.state.quotes.line_number(&line_id(1)).unwrap();
    story.state.visit_quote(row);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    assert_eq!(
        story.notice(),
        Some("filter off to show QO_20260423_00000001; \\ brings it back")
    );
}

#[test]
fn lines_that_share_something_are_one_filter_away() {
    let same = crate::domain::quote::Line {
        project: Some(Text::new("P \"1\"")),
        ..line(1, "ready")
    };
    let other = crate::domain::quote::Line {
        id: line_id(2),
        ..same.clone()
    };
    let mut story = Story::of_quotes([same, other, line(3, "ready")], []);
    story.chars("je");
    assert_eq!(item(&story, "project").note, "1 more");
    story.chars("p");
    assert_eq!(story.state.quotes_pane.list.counts().shown(), 2);
    assert_eq!(story.notice(), Some("q goes back to all lines"));
    story.chars("kq");
    assert_eq!(story.state.quotes_pane.filter.text(), "");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
}

#[test]
fn references_and_rows_leave_by_the_clipboard() {
    let mut story = three();
    let copied = |effects: &Effects| {
        let text = effects.list.iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        });
        text.expect("nothing is copied")
    };
    let effects = story.chars("y");
    assert_eq!(copied(&effects), "QO_20260423_00000003");
    story.chars("  ");
    let effects = story.chars("y");
    assert_eq!(
        copied(&effects),
        "QO_20260423_00000003\nQO_20260423_00000002"
    );
    story.chars("gY");
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu is open");
    };
    assert_eq!(
        (menu.kind, menu.title.as_str()),
        (Kind::Copy, "Copy of QO_20260423_00000003")
    );
    let effects = story.chars("t");
    let row = copied(&effects);
    let cells: Vec<_> = row.split('\t').collect();
    assert_eq!(
        cells[..6],
        [
            "QO_20260423_00000003",
            "ready",
            "2",
            "3",
            "145.00",
            "4080.00"
        ]
    );
    story.chars("YM");
    story.chars("Y");
    let curl = item(&story, "curl command");
    let Choice::Copy(curl) = &curl.choice else {
        panic!("{curl:?}");
    };
    assert!(curl.contains("/api/v1/quote_item/5a3c0000-77d1-4c56-9c51-000000000003/"));
    assert!(curl.contains("$COVAGE_TOKEN"));
}

#[test]
fn help_explains_the_total_and_the_fields_of_this_pane() {
    let mut story = three();
    story.chars("?total");
    let texts: Vec<_> = items(&story)
        .iter()
        .map(|item| (item.lead.as_str(), item.text.as_str()))
        .collect();
    assert!(texts.contains(&(
        "TOTAL",
        "FAS + FAR + TERM x /mo: what the offer costs over its term"
    )));
    assert!(texts.contains(&("total", "lowest total over the term: total<5000")));
}
