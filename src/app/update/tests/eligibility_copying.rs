//! What leaves the Eligibility pane by the clipboard.

use super::*;
use crate::app::fixtures::eligibility::{
    item_id, priced_offers, ready_item, request, request_id, request_with,
};
use crate::app::menu::Choice;
use crate::app::overlay::Overlay;
use crate::domain::eligibility::Qualification;
use crate::domain::text::Text;

fn story() -> Story {
    let named = request_with(2, "done.ready", vec![ready_item(2, 20, priced_offers())]);
    let bare = Qualification {
        external_id: None,
        ..request(1, "acknowledged")
    };
    let rows = [request(2, "done.ready"), bare];
    let mut story = Story::of_eligibility(rows, []);
    let reply = Reply::Qualification(Box::new(named));
    story.answer(RequestId(u64::MAX), Ok(reply));
    story.chars("g");
    story
}

fn copied(effects: &Effects) -> &str {
    let text = effects.list.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    });
    text.expect("nothing is copied")
}

/// What a key of the open menu copies.
fn item(story: &Story, key: char) -> &str {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu is open");
    };
    let chord = Chord::char(key);
    let mut items = menu.items().iter();
    let item = items.find(|item| item.hot == Some(chord)).unwrap();
    match &item.choice {
        Choice::Copy(text) => text,
        other => panic!("{other:?}: {:?}", item.off),
    }
}

#[test]
fn a_row_is_copied_by_its_name_and_marked_ones_by_theirs() {
    let mut story = story();
    assert_eq!(copied(&story.chars("y")), "SITE-0002");
    assert_eq!(copied(&story.chars("jy")), request_id(1).wire());
    story.chars("g  ");
    let both = format!("SITE-0002\n{}", request_id(1).wire());
    assert_eq!(copied(&story.chars("y")), both);
}

#[test]
fn inside_the_preview_the_offer_or_the_answer_is_copied() {
    let mut story = story();
    story.press(Key::Enter);
    assert_eq!(
        copied(&story.chars("y")),
        "1765, BPEA 100M très dense, 100M, 12 months, FAS 360.00, FAR 240.00, a month 145.00"
    );
    assert_eq!(
        copied(&story.chars("Gy")),
        "1681, BPE 1G très dense, 1G, 36 months, by quotation"
    );
    let id = item_id(2);
    let raw = format!("{{\n  \"id\": \"{}\"\n}}", id.wire());
    assert_eq!(copied(&story.chars("iy")), raw);
}

#[test]
fn everything_else_stands_in_the_menu() {
    let mut story = story();
    story.chars("Y");
    assert_eq!(item(&story, 'i'), request_id(2).wire());
    assert_eq!(item(&story, 'B'), "IMB/31555/X/0002");
    assert_eq!(item(&story, 'E'), "KHg6MS4wOTE0NTU7eTo0OS40002");
    let curl = item(&story, 'u');
    let path = "/api/v1/product_offering_qualification/";
    assert!(curl.contains(&format!("{path}{}/", request_id(2).wire())));
    let row = item(&story, 't');
    assert!(
        row.starts_with("SITE-0002\tdone.ready\t1\t4\t231\t"),
        "{row}"
    );
    assert!(
        row.contains("\tTRESDENSE\tBPE 1, BPEA 1\t10000\t20\t"),
        "{row}"
    );
    story.key(Chord::plain(Key::Esc));
    story.key(Chord::plain(Key::Tab));
    story.chars("Y");
    assert_eq!(item(&story, 'y'), "IMB/31555/X/0002");
    assert_eq!(item(&story, 'r'), request_id(2).wire());
    assert_eq!(item(&story, 'o'), "1765");
    let sites = item(&story, 't');
    assert!(
        sites.starts_with("IMB/31555/X/0002\tdone.ready\t\t4\t"),
        "{sites}"
    );
}

#[test]
fn a_mark_of_our_own_making_is_no_name() {
    let marked = Qualification {
        external_id: Some(Text::new("cvg-01890f3c5d7e4a2b-9f8e7d6c5b4a3f2e")),
        ..request(3, "done.ready")
    };
    let mut story = Story::of_eligibility([marked], []);
    assert_eq!(copied(&story.chars("y")), request_id(3).wire());
}
