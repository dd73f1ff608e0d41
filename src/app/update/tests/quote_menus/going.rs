//! Going to quotes by typing, from every pane, and reading a line that an order names.

use super::*;
use crate::app::fixtures::quotes::line_id;
use crate::app::menu::Choice;
use crate::app::pane::Pane;
use crate::app::views::quotes::QuotesPane;

/// Orders and quotes side by side.
fn both() -> Story {
    let mut story = story();
    story.chars("1");
    story.state.orders_pane.sweep.hurry(story.now);
    story.pass(INTERVAL);
    let of = |number, customer: &str| fixtures::order(number).customer(customer).build();
    story.sweep([of(3, "King Jouet"), of(2, "DUPONT"), of(1, "OTHER")]);
    story
}

/// What of the open menu is an order or a quote.
fn rows_listed(story: &Story) -> Vec<String> {
    let items = menu(story).items().iter();
    let rows = items.filter(|it| matches!(it.choice, Choice::Order(_) | Choice::Quote(_)));
    rows.map(|item| format!("{} {} | {}", item.lead, item.text, item.note))
        .collect()
}

#[test]
fn digits_and_words_find_lines_and_baskets_beside_orders() {
    let mut story = both();
    story.chars(":0002");
    assert_eq!(
        rows_listed(&story),
        [
            "order CMD_X_00000002    DUPONT | active",
            "line QO_20260423_00000002  MAIRIE D'EVRY | ready 6d",
        ]
    );
    assert_eq!(menu(&story).count(), "1 of 3 orders, 1 quote");
    story.press(Key::Esc);
    story.chars("2:king");
    assert_eq!(
        rows_listed(&story),
        [
            "line QO_20260423_00000004  King Jouet | refused",
            "line QO_20260423_00000001  KING JOUET | ready 3d",
            "order CMD_X_00000003    King Jouet | in_progress",
        ],
        "what the pane on screen lists comes first"
    );
    story.press(Key::Esc);
    story.chars(":devis");
    assert_eq!(
        rows_listed(&story),
        [
            "basket DEVIS-002 | confirmed, 2 lines",
            "basket DEVIS-001 | ready, 2 lines",
            "line QO_20260423_00000004  King Jouet | refused",
            "line QO_20260423_00000003  CLINIQUE ST JEAN | confirmed",
            "line QO_20260423_00000002  MAIRIE D'EVRY | ready 6d",
            "line QO_20260423_00000001  KING JOUET | ready 3d",
        ],
        "lines are found by their basket"
    );
    story.press(Key::Esc);
    let key = line_id(3);
    let end: String = key.wire().chars().skip(30).collect();
    story.chars(":");
    story.chars(&end);
    assert_eq!(
        rows_listed(&story)[..1],
        ["line QO_20260423_00000003  CLINIQUE ST JEAN | confirmed"]
    );
}

#[test]
fn choosing_one_switches_the_pane_and_what_the_filter_hides_is_shown() {
    let mut story = both();
    story.chars("2/state:ready");
    story.press(Key::Enter);
    story.chars("1:0004");
    assert_eq!(
        rows_listed(&story),
        ["line QO_20260423_00000004  King Jouet | refused (hidden)"]
    );
    story.press(Key::Enter);
    assert_eq!(story.state.pane, Pane::Quotes);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000004"));
    assert_eq!(
        story.notice(),
        Some("filter off to show QO_20260423_00000004; \\ brings it back")
    );
    story.chars(":devis-001");
    story.press(Key::Enter);
    assert!(story.state.quotes_pane.list.is_tree());
    assert_eq!(story.quote_cursor(), Some("DEVIS-001"));
    story.chars(":dupont");
    story.press(Key::Enter);
    assert_eq!(story.state.pane, Pane::Orders);
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
    story.chars(":");
    assert_eq!(
        rows_listed(&story),
        [
            "basket DEVIS-001 | ready, 2 lines",
            "line QO_20260423_00000004  King Jouet | refused",
        ],
        "where it went last, but for where it is"
    );
}

#[test]
fn many_of_each_are_listed_in_part_and_the_rest_is_counted() {
    let mut story = Story::of_quotes((1..30).map(|number| line(number, "ready")), []);
    story.chars(":qo");
    assert_eq!(rows_listed(&story).len(), 29, "nothing stands beside them");
    story.press(Key::Esc);
    story.chars("1");
    story.state.orders_pane.sweep.hurry(story.now);
    story.pass(INTERVAL);
    story.sweep(rows(20));
    story.chars(":0");
    let listed = rows_listed(&story);
    assert_eq!(listed.len(), 16);
    let kinds: Vec<_> = listed
        .iter()
        .map(|row| row.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        kinds[..4],
        ["order", "order", "line", "line"],
        "what ends in the digit, of both"
    );
    assert_eq!((kinds[9], kinds[10]), ("order", "line"));
    let remarks: Vec<_> = lines(&story)
        .into_iter()
        .filter(|line| line.starts_with("  and"))
        .collect();
    assert_eq!(
        remarks,
        [
            "  and 12 more orders: another word or digit tells them apart",
            "  and 21 more quotes: another word or digit tells them apart",
        ]
    );
}

#[test]
fn lines_that_have_left_are_not_found() {
    let mut story = story();
    story.chars(":0003");
    assert_eq!(rows_listed(&story).len(), 1);
    story.press(Key::Esc);
    let delete = crate::domain::write::Write::DeleteLine(crate::domain::write::LineKey {
        basket: crate::app::fixtures::quotes::basket_id(2),
        line: line_id(3),
    });
    let receipt = crate::domain::write::Receipt::Bare;
    let touched = story
        .state
        .quotes
        .take_receipt(&delete, &receipt, story.now);
    story.state.reindex_quotes(&touched);
    story.chars(":0003");
    assert_eq!(rows_listed(&story), [""; 0]);
}

#[test]
fn an_order_asks_to_read_its_line_and_then_leads_there_and_back() {
    let mut story = Story::of(rows(2));
    story.state.quotes_pane = QuotesPane::swept(TimeDelta::days(10_000), story.now);
    let id = story.asked(&detail_of(2)).unwrap();
    let summary = story.state.order_under_cursor().unwrap().summary.clone();
    let detail = crate::domain::order::OrderDetail {
        quote_item_id: Some(line_id(9).text().clone()),
        ..fixtures::detail(&summary.reference, &summary.state)
    };
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    story.chars("e");
    let of_line = |story: &Story| {
        let mut items = menu(story).items().iter();
        let item = items.find(|item| item.text.starts_with("quote line"));
        item.expect("no quote line").clone()
    };
    assert_eq!(of_line(&story).note, "not known yet: reads it, 1 call");
    let read = Read::Line(line_id(9));
    assert_eq!(story.asked(&read), None, "nothing is read unasked");
    story.chars("q");
    let asked = story.asked(&read).expect("it is asked for");
    assert_eq!(of_line(&story).off.as_deref(), Some("it is being read"));
    story.chars("q");
    assert_eq!(story.notice(), Some("it is being read"));
    story.pass(TimeDelta::seconds(1));
    story.answer(asked, Ok(Reply::Line(Box::new(line(9, "accepted")))));
    assert_eq!(story.state.pane, Pane::Orders, "no answer moves anybody");
    story.chars("q");
    assert_eq!(story.state.pane, Pane::Quotes);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000009"));
    assert_eq!(story.notice(), Some("q goes back to CMD_X_00000002"));
    story.chars("q");
    assert_eq!(story.state.pane, Pane::Orders);
    assert_eq!(story.cursor(), Some("CMD_X_00000002"));
}

#[test]
fn a_line_that_cannot_be_read_says_why_and_can_be_asked_for_again() {
    let mut story = Story::of(rows(1));
    let id = story.asked(&detail_of(1)).unwrap();
    let summary = story.state.order_under_cursor().unwrap().summary.clone();
    let detail = crate::domain::order::OrderDetail {
        quote_item_id: Some(line_id(9).text().clone()),
        ..fixtures::detail(&summary.reference, &summary.state)
    };
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    story.chars("eq");
    let asked = story.asked(&Read::Line(line_id(9))).unwrap();
    let failure = Failure::new(crate::domain::failure::FailureKind::NotFound, "quote_item/");
    story.answer(asked, Err(failure.clone()));
    assert_eq!(story.notice(), Some(failure.line().as_str()));
    story.pass(TimeDelta::seconds(1));
    story.chars("q");
    assert!(story.asked(&Read::Line(line_id(9))).is_some());
}

#[test]
fn whoever_went_to_another_pane_by_its_key_is_not_led_back() {
    let mut story = story();
    story.chars("ep");
    assert_eq!(story.notice(), Some("q goes back to all lines"));
    story.chars("1q");
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    story.press(Key::Esc);
    story.chars("2q");
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    story.press(Key::Esc);
    story.chars("eb1q");
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    assert_eq!(story.state.pane, Pane::Orders);
}
