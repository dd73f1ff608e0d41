//! Forms, their lists and what stands in them.

use super::*;
use crate::app::event::Event;
use crate::app::form::made_up;
use crate::domain::eligibility::{Category, Site, SiteQuery};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::SiteKey;
use crate::domain::referential::Project;
use crate::domain::request::{Cursor, Page};
use crate::domain::text::Text;

const LOW: (u16, u16) = (60, 16);
const HOPELESS: (u16, u16) = (20, 5);

fn editing() -> Story {
    let mut story = Story::new();
    made_up::edit_line(&mut story.state);
    story
}

fn down(story: &mut Story, fields: usize) {
    for _ in 0..fields {
        press(story, Key::Tab);
    }
}

/// A termination whose reasons are listed.
fn terminating() -> Story {
    let mut story = filled();
    story.chars("+t");
    press(&mut story, Key::Enter);
    story
}

fn answer(story: &mut Story, read: &Read, result: Result<Reply, Failure>) {
    let id = story.asked(read).unwrap();
    story.answer(id, result);
}

fn reasons() -> Reply {
    let phrases = [
        "Cessation d'activité",
        "Déménagement ",
        "Fin de bail",
        "Autres motifs ",
    ];
    Reply::TerminateReasons(phrases.map(Text::new).to_vec())
}

fn projects() -> Reply {
    let project = |code: &str, client: &str, active| Project {
        code: Some(Text::new(code)),
        active: Some(active),
        start_date: None,
        end_date: None,
        code_client: Some(Text::new(client)),
    };
    Reply::Projects(Page {
        rows: vec![
            project("P042", "Hôpitaux de la région", true),
            project("P043", "Écoles", false),
            project("PROJET_TRES_LONG_2026_LOT_17", "Collèges et lycées", true),
        ],
        next: None,
        count: None,
        page_size: None,
    })
}

#[test]
fn a_line_as_it_is_and_with_changes() {
    let mut story = editing();
    let as_it_is = shown(&mut story, SMALL);
    story.chars(" SA");
    down(&mut story, 2);
    press(&mut story, Key::Delete);
    down(&mut story, 7);
    story.chars("x");
    insta::assert_snapshot!(format!("{as_it_is}\n{}", shown(&mut story, SMALL)));
}

#[test]
fn a_line_on_other_screens() {
    let mut story = editing();
    down(&mut story, 11);
    story.feed(Event::Pasted(
        ", sonner deux fois, puis demander la clé au gardien".to_owned(),
    ));
    let screens: Vec<_> = [MIDDLE, LOW, HOPELESS]
        .iter()
        .map(|size| shown(&mut story, *size))
        .collect();
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_line_in_ascii_and_without_colour() {
    let mut story = editing();
    down(&mut story, 11);
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    let mono = print(&buffer(&mut story, SMALL, MONO), MONO.theme, 0..24);
    insta::assert_snapshot!(format!("{ascii}\n{mono}"));
}

#[test]
fn a_new_line_its_way_on_and_what_it_asks_before_it_is_left() {
    let mut story = Story::new();
    made_up::add_line(&mut story.state);
    let begun = shown(&mut story, SMALL);
    story.chars("7ee14cbd");
    press(&mut story, Key::PageDown);
    let end = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    let leaving = shown(&mut story, SMALL);
    let hopeless = shown(&mut story, HOPELESS);
    insta::assert_snapshot!([begun, end, leaving, hopeless].join("\n"));
}

#[test]
fn a_site() {
    let mut story = editing();
    down(&mut story, 13);
    press(&mut story, Key::Enter);
    story.chars(" SA");
    let begun = shown(&mut story, SMALL);
    down(&mut story, 4);
    story.chars("215488745");
    down(&mut story, 1);
    story.chars("x");
    let mail = shown(&mut story, LOW);
    down(&mut story, 14);
    story.chars("x");
    press(&mut story, Key::PageDown);
    press(&mut story, Key::Enter);
    insta::assert_snapshot!([begun, mail, shown(&mut story, SMALL)].join("\n"));
}

#[test]
fn a_list_while_it_is_read_when_it_is_and_searched() {
    let mut story = editing();
    down(&mut story, 5);
    press(&mut story, Key::Enter);
    let reading = shown(&mut story, SMALL);
    answer(&mut story, &Read::Projects(Cursor::First), Ok(projects()));
    let read = shown(&mut story, SMALL);
    story.chars("ecoles");
    let found = shown(&mut story, SMALL);
    insta::assert_snapshot!([reading, read, found].join("\n"));
}

#[test]
fn a_list_that_could_not_be_read_and_one_on_small_screens() {
    let mut story = editing();
    down(&mut story, 5);
    press(&mut story, Key::Enter);
    let failure =
        Failure::new(FailureKind::Forbidden, "/api/v1/referential/project/").with_status(403);
    answer(&mut story, &Read::Projects(Cursor::First), Err(failure));
    let failed = shown(&mut story, SMALL);
    story.chars("P0");
    let small = shown(&mut story, LOW);
    let hopeless = shown(&mut story, HOPELESS);
    insta::assert_snapshot!([failed, small, hopeless].join("\n"));
}

#[test]
fn offers_are_ticked() {
    let mut story = editing();
    down(&mut story, 2);
    press(&mut story, Key::Enter);
    press(&mut story, Key::Down);
    press(&mut story, Key::Enter);
    let ticked = shown(&mut story, SMALL);
    story.chars("1679");
    insta::assert_snapshot!([ticked, shown(&mut story, SMALL)].join("\n"));
}

#[test]
fn a_termination() {
    let mut story = terminating();
    let reading = shown(&mut story, SMALL);
    answer(&mut story, &Read::TerminateReasons, Ok(reasons()));
    story.chars("aut");
    let listed = shown(&mut story, SMALL);
    press(&mut story, Key::Enter);
    let chosen = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    press(&mut story, Key::Esc);
    story.chars("+");
    let menu = shown(&mut story, SMALL);
    insta::assert_snapshot!([menu, reading, listed, chosen].join("\n"));
}

#[test]
fn a_basket_and_what_it_lacks() {
    let mut story = Story::new();
    made_up::edit_basket(&mut story.state);
    let basket = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    story.chars("C");
    let missing = shown(&mut story, SMALL);
    insta::assert_snapshot!([basket, missing].join("\n"));
}

/// A check of eligibility whose families are read, in a place.
fn checking(place: &str) -> Story {
    let mut story = Story::new();
    story.chars("3+n");
    let family = |name: &str| Category {
        name: Some(Text::new(name)),
        kind: Some(Text::new("OFFER_FAMILY")),
        description: None,
    };
    let families = ["BPE", "BPEA", "DIA"].map(family).to_vec();
    answer(
        &mut story,
        &Read::Categories,
        Ok(Reply::Categories(families)),
    );
    story.feed(Event::Pasted(place.to_owned()));
    story
}

const BOTH: &str = "1.092108, 49.474397 IMB/76451/C/0019";

fn both() -> Read {
    Read::Site(SiteQuery {
        position: Some((Text::new("1.092108"), Text::new("49.474397"))),
        building_ref: Some(Text::new("IMB/76451/C/0019")),
    })
}

fn site() -> Site {
    Site {
        key: Some(SiteKey::new(
            "KHg6MS4wOTIxMDgxO3k6NDkuNDc0Mzk3MTtiOklNQi83NjQ1MS9DLzAwMTkp",
        )),
        building_ref: Some(Text::new("IMB/76451/C/0019")),
        x: Some(Text::new("1.0925081")),
        y: Some(Text::new("49.4743971")),
    }
}

#[test]
fn a_check_from_an_empty_place_to_the_question() {
    let mut story = Story::new();
    story.chars("3+");
    let menu = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    let empty = shown(&mut checking(""), SMALL);
    let mut story = checking(BOTH);
    press(&mut story, Key::Enter);
    let asked = shown(&mut story, SMALL);
    answer(&mut story, &both(), Ok(Reply::Site(Some(site()))));
    let found = shown(&mut story, SMALL);
    press(&mut story, Key::PageDown);
    press(&mut story, Key::Enter);
    let question = shown(&mut story, SMALL);
    insta::assert_snapshot!([menu, empty, asked, found, question].join("\n"));
}

#[test]
fn a_check_whose_place_is_wrong_unknown_or_hostile() {
    let wrong = shown(&mut checking("52.5, 13.4"), SMALL);
    let mut story = checking("IMB/\u{202e}1");
    press(&mut story, Key::Enter);
    let hostile = Read::Site(SiteQuery {
        position: None,
        building_ref: Some(Text::new("IMB/\u{202e}1")),
    });
    answer(&mut story, &hostile, Ok(Reply::Site(None)));
    let unknown = shown(&mut story, SMALL);
    let mut story = checking(BOTH);
    press(&mut story, Key::Enter);
    let odd = Site {
        building_ref: Some(Text::new("IMB/\u{1b}[2J9")),
        x: Some(Text::new("east")),
        ..site()
    };
    answer(&mut story, &both(), Ok(Reply::Site(Some(odd))));
    insta::assert_snapshot!([wrong, unknown, shown(&mut story, SMALL)].join("\n"));
}

#[test]
fn a_check_on_other_screens_and_the_parts_of_its_address() {
    let mut story = checking(BOTH);
    press(&mut story, Key::Enter);
    answer(&mut story, &both(), Ok(Reply::Site(Some(site()))));
    let middle = shown(&mut story, MIDDLE);
    let low = shown(&mut story, LOW);
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    let mono = print(&buffer(&mut story, SMALL, MONO), MONO.theme, 0..24);
    down(&mut story, 7);
    press(&mut story, Key::Enter);
    story.chars("4");
    press(&mut story, Key::PageDown);
    let parts = shown(&mut story, SMALL);
    let hopeless = shown(&mut story, HOPELESS);
    insta::assert_snapshot!([middle, low, ascii, mono, parts, hopeless].join("\n"));
}
