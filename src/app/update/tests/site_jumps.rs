//! From a site to the line and the order it became, and back.

use super::*;
use crate::app::entities::eligibility::EligibilityRow;
use crate::app::fixtures::eligibility as sites;
use crate::app::fixtures::quotes as lines;
use crate::app::menu::{Choice, Menu};
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::domain::failure::FailureKind;
use crate::domain::ids::QualificationItemId;
use crate::domain::quote::Line;

/// A site that is known, a line that names it and one that names another site.
fn story() -> Story {
    let mut story = Story::new();
    let state = &mut story.state;
    let line = |number: u32, site: u32| Line {
        qualification_item_id: Some(sites::item_id(site)),
        ..lines::line(number, "ready")
    };
    for line in [line(1, 1), line(2, 7)] {
        state.quotes.take_line(line, false, state.now);
    }
    state.rebuild_quotes();
    let item = sites::ready_item(1, 9, sites::offers());
    let request = sites::request_with(1, "done.ready", vec![item]);
    let touched = state.eligibility.take_request(request, false, state.now);
    state.reindex_eligibility(&touched);
    story
}

fn menu(story: &Story) -> &Menu {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu,
        other => panic!("no menu is open: {other:?}"),
    }
}

fn told(story: &Story) -> Vec<String> {
    let items = menu(story).items().iter();
    let items = items.filter(|item| item.choice != Choice::Heading);
    items
        .map(|item| match &item.off {
            Some(why) => format!("{} {} ({why})", item.lead, item.text),
            None => format!("{} {} | {}", item.lead, item.text, item.note),
        })
        .collect()
}

/// Puts the cursor of the Quotes pane on a line.
fn at_line(story: &mut Story, number: u32) {
    story.chars("2");
    let row = story
        .state
        .quotes
        .line_number(&lines::line_id(number))
        .unwrap();
    story.state.visit_quote(row);
}

#[test]
fn a_site_leads_to_its_line_and_back_and_the_line_to_its_site() {
    let mut story = story();
    story.chars("3ge");
    let became = told(&story)[1].clone();
    assert!(
        became.starts_with("q quote line  QO_20260423_00000001"),
        "{became}"
    );
    story.chars("q");
    assert_eq!(story.state.pane, Pane::Quotes);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    story.chars("e");
    let site = told(&story)
        .into_iter()
        .find(|it| it.starts_with('e'))
        .unwrap();
    assert_eq!(
        site,
        format!("e eligibility {} | done.ready", sites::item_id(1).wire())
    );
    story.chars("e");
    let here = story.state.eligibility_row_under_cursor();
    assert_eq!(here, Some(&EligibilityRow::Item(sites::item_id(1))));
    story.chars("e");
    story.chars("r");
    let here = story.state.eligibility_row_under_cursor();
    assert_eq!(here, Some(&EligibilityRow::Request(sites::request_id(1))));
    // And all the way back.
    story.chars("q");
    let here = story.state.eligibility_row_under_cursor();
    assert_eq!(here, Some(&EligibilityRow::Item(sites::item_id(1))));
    story.chars("q");
    assert_eq!(story.state.pane, Pane::Quotes);
    story.chars("q");
    assert_eq!(story.state.pane, Pane::Eligibility);
    let here = story.state.eligibility_row_under_cursor();
    assert_eq!(here, Some(&EligibilityRow::Request(sites::request_id(1))));
}

#[test]
fn a_site_that_nobody_read_is_read_from_the_menu_and_then_it_leads_there() {
    let mut story = story();
    at_line(&mut story, 2);
    story.chars("e");
    let unknown = sites::item_id(7);
    let item = |story: &Story| {
        told(story)
            .into_iter()
            .find(|it| it.contains("eligibility"))
    };
    assert!(
        item(&story)
            .unwrap()
            .ends_with("not known yet: reads it, 1 call")
    );
    story.chars("e");
    assert!(item(&story).unwrap().ends_with("(it is being read)"));
    let id = story.asked(&Read::Item(unknown.clone())).unwrap();
    let site = sites::ready_item(7, 3, sites::offers());
    story.answer(id, Ok(Reply::Item(Box::new(site))));
    story.pass(TimeDelta::seconds(1));
    story.chars("e");
    let here = story.state.eligibility_row_under_cursor();
    assert_eq!(here, Some(&EligibilityRow::Item(unknown)));
}

#[test]
fn a_site_that_cannot_be_read_is_said_and_can_be_asked_for_again() {
    let mut story = story();
    at_line(&mut story, 2);
    story.chars("ee");
    let unknown = QualificationItemId::new(sites::item_id(7).wire());
    let id = story.asked(&Read::Item(unknown)).unwrap();
    let path = "/api/v1/product_offering_qualification_item/{id}/";
    let failure = Failure::new(FailureKind::NotFound, path).with_status(404);
    story.answer(id, Err(failure));
    assert!(
        story
            .notice()
            .unwrap()
            .contains("could not be read: not found (404)")
    );
    story.pass(TimeDelta::seconds(1));
    let items = told(&story);
    assert!(
        items
            .iter()
            .any(|it| it.ends_with("not known yet: reads it, 1 call"))
    );
}

#[test]
fn a_site_without_a_line_says_how_to_add_one() {
    let mut story = story();
    let item = sites::ready_item(3, 9, sites::offers());
    let request = sites::request_with(3, "done.ready", vec![item]);
    let touched = story
        .state
        .eligibility
        .take_request(request, false, story.now);
    story.state.reindex_eligibility(&touched);
    let row = story
        .state
        .eligibility
        .item_number(&sites::item_id(3))
        .unwrap();
    story.state.visit_eligibility(row);
    story.chars("e");
    assert_eq!(
        told(&story)[0],
        " quote line (nothing that was read names it; + adds a quote line)"
    );
}
