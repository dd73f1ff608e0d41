//! Choosing from lists: found, failed, empty, and what no list holds.

use super::*;
use crate::app::event::Event;
use crate::app::form::chooser::{Pick, Standing};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::referential::Project;
use crate::domain::request::Cursor;

fn items(story: &Story) -> Vec<String> {
    let items = form(story).chooser().expect("no list is open").items();
    let told = |pick: &Pick| match pick {
        Pick::Value(text) => text.wire().to_owned(),
        Pick::Typed(text) => format!("typed {}", text.wire()),
        Pick::Read => "read".to_owned(),
    };
    items.iter().map(|item| told(&item.pick)).collect()
}

fn project(code: &str, client: &str, active: bool) -> Project {
    Project {
        code: Some(Text::new(code)),
        active: Some(active),
        start_date: None,
        end_date: None,
        code_client: Some(Text::new(client)),
    }
}

fn projects() -> Read {
    Read::Projects(Cursor::First)
}

fn standing(story: &Story) -> Standing {
    let field = form(story).field().unwrap();
    story
        .state
        .forms
        .lists
        .standing(field.choices.as_ref().unwrap())
}

/// The projects, listed.
fn among_projects() -> Story {
    let mut story = editing();
    line_field(&mut story, LineField::Project);
    press(&mut story, [Key::Enter]);
    let rows = vec![
        project("P042", "ACME", true),
        project("P043", "Hôpitaux", false),
    ];
    answer(&mut story, &projects(), Reply::Projects(page(rows)));
    story
}

#[test]
fn a_code_is_found_by_its_label_and_the_one_in_the_field_is_under_the_cursor() {
    let mut story = among_projects();
    assert_eq!(items(&story), ["P042", "P043", "read"]);
    assert_eq!(form(&story).chooser().unwrap().cursor(), 0);
    assert!(form(&story).chooser().unwrap().items()[0].is_chosen);
    story.chars("hopi");
    assert_eq!(items(&story), ["P043", "typed hopi", "read"]);
    assert!(form(&story).chooser().unwrap().items()[0].is_over);
    press(&mut story, [Key::Enter]);
    assert_eq!(told(&story, Id::Line(LineField::Project)), "P043");
    assert_eq!(
        form(&story).field().unwrap().id,
        Id::Line(LineField::CustomerOrderName),
        "and on"
    );
}

#[test]
fn where_the_api_takes_any_text_what_was_typed_can_be_chosen_whatever_the_list_does() {
    let mut story = editing();
    line_field(&mut story, LineField::Project);
    story.chars("PRJ456");
    assert_eq!(
        (items(&story), standing(&story)),
        (vec!["typed PRJ456".to_owned()], Standing::Reading(false))
    );
    let id = story.asked(&projects()).unwrap();
    story.answer(
        id,
        Err(Failure::new(
            FailureKind::Forbidden,
            "/api/v1/referential/project/",
        )),
    );
    let why = "not allowed for this account on /api/v1/referential/project/".to_owned();
    assert_eq!(standing(&story), Standing::Failed(why, false));
    // The value of the field is offered too, though no list was read.
    assert_eq!(items(&story), ["typed PRJ456", "read"]);
    press(&mut story, [Key::Down, Key::Enter]);
    assert_eq!(standing(&story), Standing::Reading(false), "try again");
    press(&mut story, [Key::Up, Key::Enter]);
    assert_eq!(told(&story, Id::Line(LineField::Project)), "PRJ456");
    go_on(&mut story);
    assert_eq!(rows(&story, 4), [("project", "P042 -> PRJ456")]);
}

#[test]
fn a_list_that_could_not_be_read_anew_stays_as_it_was() {
    let mut story = among_projects();
    press(&mut story, [Key::End, Key::Enter]);
    assert_eq!(standing(&story), Standing::Reading(true));
    let id = story.asked(&projects()).unwrap();
    story.answer(
        id,
        Err(Failure::new(
            FailureKind::Offline,
            "/api/v1/referential/project/",
        )),
    );
    assert!(matches!(standing(&story), Standing::Failed(_, true)));
    assert_eq!(items(&story), ["P042", "P043", "read"]);
    story.feed(Event::EngineRestarted);
    assert_eq!(items(&story), ["P042", "P043", "read"]);
}

#[test]
fn after_a_day_a_list_is_read_anew_and_the_cursor_stays_on_what_it_is_on() {
    let mut story = among_projects();
    press(&mut story, [Key::Esc]);
    story.pass(chrono::TimeDelta::hours(25));
    press(&mut story, [Key::Enter, Key::Down]);
    let rows = vec![
        project("P001", "NEW", true),
        project("P042", "ACME", true),
        project("P043", "H", true),
    ];
    answer(&mut story, &projects(), Reply::Projects(page(rows)));
    assert_eq!(items(&story), ["P001", "P042", "P043", "read"]);
    assert_eq!(form(&story).chooser().unwrap().cursor(), 2);
}

#[test]
fn q8_offers_are_ticked_one_by_one_known_ones_and_typed_ones() {
    let mut story = editing();
    line_field(&mut story, LineField::ProductOfferings);
    press(&mut story, [Key::Enter]);
    assert_eq!(
        (items(&story), standing(&story)),
        (vec!["2173".to_owned(), "2174".to_owned()], Standing::Known)
    );
    press(&mut story, [Key::Down, Key::Enter]);
    story.chars("BPE_100M_24MOIS,1679");
    press(&mut story, [Key::Enter]);
    story.chars("2173");
    press(&mut story, [Key::Enter, Key::Esc]);
    let keys = ["2174", "BPE_100M_24MOIS", "1679"];
    assert_eq!(
        told(&story, Id::Line(LineField::ProductOfferings)),
        keys.join(", ")
    );
    go_on(&mut story);
    assert_eq!(
        rows(&story, 4),
        [("offers to quote", "2173 -> 2174, BPE_100M_24MOIS, 1679")]
    );
    assert_eq!(
        write(&story).said(),
        r#"{"product_offerings":["2174","BPE_100M_24MOIS","1679"]}"#
    );
}

#[test]
fn what_is_pasted_on_a_list_is_searched_for_and_never_chosen_by_itself() {
    let mut story = editing();
    line_field(&mut story, LineField::Project);
    story.feed(Event::Pasted("P042\ny\n".to_owned()));
    assert_eq!(form(&story).chooser().unwrap().search(), "P042");
    assert_eq!(form(&story).changes(), 0);
}

#[test]
fn a_field_that_is_chosen_is_emptied_and_gets_back_what_was_in_it() {
    let mut story = editing();
    line_field(&mut story, LineField::Project);
    press(&mut story, [Key::Delete]);
    assert_eq!(told(&story, Id::Line(LineField::Project)), "");
    press(&mut story, [Key::Delete]);
    assert_eq!(
        (
            told(&story, Id::Line(LineField::Project)).as_str(),
            form(&story).changes()
        ),
        ("P042", 0)
    );
}
