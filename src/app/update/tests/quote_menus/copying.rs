//! What leaves the Quotes pane by the clipboard.

use super::*;
use crate::app::fixtures::quotes::basket;
use crate::app::menu::Choice;
use crate::domain::ids::{BasketId, LineId};
use crate::domain::lenient::Lenient;
use crate::domain::quote::Offer;

fn copied(effects: &Effects) -> &str {
    let text = effects.list.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    });
    text.expect("nothing is copied")
}

/// What an item of the open menu copies, or why it copies nothing.
fn item(story: &Story, name: &str) -> Result<String, String> {
    let mut items = menu(story).items().iter();
    let item = items.find(|item| item.text.split("  ").next() == Some(name));
    let item = item.unwrap_or_else(|| panic!("no {name} in {:?}", lines(story)));
    match (&item.choice, &item.off) {
        (Choice::Copy(text), None) => Ok(text.clone()),
        (_, why) => Err(why.clone().unwrap_or_default()),
    }
}

#[test]
fn inside_the_offers_the_offer_is_copied_in_one_line() {
    let mut story = story();
    story.press(Key::Enter);
    assert_eq!(
        copied(&story.chars("y")),
        "2173, BPEA 20M/100M, 24 months, FAS 360.00, FAR 240.00, a month 145.00, in all 4080.00"
    );
    let raw = |text: &str| Some(Lenient::Raw(Text::new(text)));
    let odd = Offer {
        name: Some(Text::new("BPE\u{1b}[2J\u{202e}")),
        far: raw("sur\ndevis"),
        term: None,
        ..offer("9", "", 10, 12, (1, 1, 1))
    };
    story.answer(
        RequestId(0),
        Ok(Reply::Line(Box::new(ready_line(1, 3, vec![odd])))),
    );
    assert_eq!(
        copied(&story.chars("y")),
        "9, BPE\u{fffd}[2J\u{fffd}, FAS 1.00, FAR sur⏎devis, a month 1.00",
        "no control leaves, and no total that is not known"
    );
}

#[test]
fn a_basket_is_copied_by_its_own_reference_its_key_and_its_address() {
    let mut story = story();
    story.chars("Lg");
    assert_eq!(copied(&story.chars("y")), "DEVIS-002");
    story.chars("Y");
    assert_eq!(menu(&story).title, "Copy of DEVIS-002");
    assert_eq!(
        item(&story, "key").unwrap(),
        "00000002-e89b-42d3-a456-426614174000"
    );
    let curl = item(&story, "curl command").unwrap();
    assert!(curl.ends_with("/api/v1/quote/00000002-e89b-42d3-a456-426614174000/'"));
    assert!(curl.contains("$COVAGE_TOKEN"));
    assert!(item(&story, "as it came, JSON").is_ok());
}

#[test]
fn marked_lines_are_copied_although_the_filter_hides_some() {
    let mut story = story();
    story.chars(" G /state:ready");
    story.press(Key::Enter);
    assert_eq!(
        copied(&story.chars("y")),
        "QO_20260423_00000001\nQO_20260423_00000003",
        "those that are shown first"
    );
    story.chars("Y");
    let table = item(&story, "2 rows, tab separated").unwrap();
    let table: Vec<Vec<_>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!(table.len(), 3);
    assert_eq!(table[0][..3], ["line", "state", "ready"]);
    assert!(table.iter().all(|row| row.len() == table[0].len()));
}

#[test]
fn a_row_that_came_without_a_key_says_so_and_ours_is_never_copied() {
    let broken = Line {
        id: LineId::new("line without a key 7"),
        reference: None,
        broken: Some(Text::new("no id")),
        ..line(7, "ready")
    };
    let lost = Basket {
        id: BasketId::new("basket without a key 8"),
        external_id: None,
        broken: Some(Text::new("no id")),
        ..basket(8, "ready")
    };
    let mut story = Story::of_quotes([broken], [lost]);
    let why = "this row could not be read: it has no reference to copy";
    let effects = story.chars("y");
    assert_eq!((effects.list, story.notice()), (Vec::new(), Some(why)));
    story.chars("Y");
    assert_eq!(item(&story, "key").unwrap_err(), "it came without one");
    let no_address = Err("this row has no address".to_owned());
    assert_eq!(item(&story, "curl command"), no_address);
    story.press(Key::Esc);
    story.chars("Lg");
    assert_eq!(story.chars("y").list, []);
    assert_eq!(story.notice(), Some(why));
    story.chars("Y");
    assert_eq!(item(&story, "curl command"), no_address);
}

#[test]
fn a_key_is_one_segment_of_its_path_whatever_it_holds() {
    let hostile = Line {
        id: LineId::new("../a'b?\u{1b}"),
        ..line(7, "ready")
    };
    let mut story = Story::of_quotes([hostile], []);
    story.chars("Y");
    let curl = item(&story, "curl command").unwrap();
    assert!(
        curl.ends_with("/api/v1/quote_item/..%2Fa%27b%3F%1B/'"),
        "{curl}"
    );
    assert_eq!(
        item(&story, "detail, JSON").unwrap_err(),
        "its detail is not read yet; r reads it"
    );
    story.press(Key::Esc);
    let mut nothing = Story::of_quotes([], []);
    nothing.chars("y");
    assert_eq!(nothing.notice(), Some("there is no row here"));
}
