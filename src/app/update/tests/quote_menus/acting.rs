//! The menu of actions over the Quotes pane: what it is about, and what is impossible here.

use super::*;
use crate::app::menu::Choice;

/// The headings of the open menu.
fn headings(story: &Story) -> Vec<&str> {
    let items = menu(story).items().iter();
    let headings = items.filter(|item| item.choice == Choice::Heading);
    headings.map(|item| item.text.as_str()).collect()
}

/// Why an action of the open menu is off.
fn off(story: &Story, wanted: Action) -> Option<&str> {
    let mut items = menu(story).items().iter();
    let item = items.find(|item| item.choice == Choice::Act(wanted));
    item.expect("it is not listed").off.as_deref()
}

#[test]
fn the_menu_names_the_line_and_the_offer_that_answers_are_about() {
    let mut story = story();
    story.chars("x");
    let line = line_reference(1);
    assert_eq!(
        headings(&story),
        [
            &format!("{line}, offer 1 2173"),
            "List",
            "Preview",
            "Program"
        ]
    );
    assert_eq!(off(&story, Action::Accept), None);
    assert_eq!(
        off(&story, Action::Columns),
        Some("the columns of this list follow the width of the screen")
    );
    story.press(Key::Esc);
    story.press(Key::Enter);
    story.chars("jx");
    assert_eq!(
        headings(&story)[..2],
        ["Preview", &format!("{line}, offer 2 2174")],
        "the place that has the keys comes first"
    );
}

#[test]
fn what_is_marked_is_said_and_a_basket_is_named() {
    let mut story = story();
    story.press(Key::Enter);
    story.chars(" ");
    story.press(Key::Esc);
    story.chars("j x");
    assert_eq!(
        headings(&story)[0],
        format!("{}; 1 line, 1 offer marked", line_reference(4))
    );
    story.press(Key::Esc);
    story.chars("ULgx");
    assert_eq!(headings(&story)[0], "DEVIS-002");
    assert_eq!(
        off(&story, Action::Accept),
        Some("this is a basket: offers belong to its lines")
    );
}

#[test]
fn help_is_titled_by_the_pane_and_tells_the_fields_of_its_filter() {
    let mut story = story();
    let told = |story: &mut Story, pane: &str| {
        story.chars(pane);
        story.chars("?");
        let title = menu(story).title.clone();
        let fields = ["val", "slack", "accept unknown"];
        let items = menu(story).items().iter();
        let known: Vec<_> = items
            .filter(|item| item.choice == Choice::Text)
            .filter_map(|item| fields.iter().find(|field| item.lead == **field))
            .copied()
            .collect();
        story.press(Key::Esc);
        (title, known)
    };
    assert_eq!(
        told(&mut story, "1"),
        ("Help: Orders".into(), vec!["slack"])
    );
    assert_eq!(told(&mut story, "2"), ("Help: Quotes".into(), vec!["val"]));
    assert_eq!(
        told(&mut story, "5"),
        ("Help: Activity".into(), vec!["accept unknown"])
    );
}

#[test]
fn without_a_row_the_menu_says_so() {
    let mut story = Story::of_quotes([], []);
    story.chars("x");
    assert_eq!(headings(&story)[0], "Line");
    assert_eq!(off(&story, Action::Copy), Some("there is no row here"));
    assert_eq!(off(&story, Action::Views), None);
}
