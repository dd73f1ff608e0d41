//! A check of eligibility: a place is recognised, its site is looked up, and all that is sent was shown.

use super::*;
use crate::app::effect::Effect;
use crate::app::event::{Event, WriteMove};
use crate::app::form::eligibility::{CheckField, Told, Tone};
use crate::domain::eligibility::{Category, Site, SiteQuery};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::SiteKey;
use crate::domain::journal::JournalId;
use crate::domain::write::{ContactField, Outcome, Way, is_mark};

const BUILDING: &str = "IMB/76451/C/0019";
const KEY: &str = "KHg6MS4wOTIxMDgxO3k6NDkuNDc0Mzk3MTtiOklNQi83NjQ1MS9DLzAwMTkp";

/// The open form of a check, in a place, with families that are read.
fn checking(place: &str) -> Story {
    let mut story = Story::new();
    story.chars("3+n");
    answer(&mut story, &Read::Categories, families(&["BPE", "BPEA"]));
    story.feed(Event::Pasted(place.to_owned()));
    story
}

fn families(names: &[&str]) -> Reply {
    let family = |name: &&str| Category {
        name: Some(Text::new(*name)),
        kind: Some(Text::new("OFFER_FAMILY")),
        description: None,
    };
    Reply::Categories(names.iter().map(family).collect())
}

fn site() -> Site {
    Site {
        key: Some(SiteKey::new(KEY)),
        building_ref: Some(Text::new(BUILDING)),
        x: Some(Text::new("1.0921081")),
        y: Some(Text::new("49.4743971")),
    }
}

fn building(reference: &str) -> SiteQuery {
    SiteQuery {
        position: None,
        building_ref: Some(Text::new(reference)),
    }
}

fn position(x: &str, y: &str) -> SiteQuery {
    SiteQuery {
        position: Some((Text::new(x), Text::new(y))),
        building_ref: None,
    }
}

fn look_up(story: &mut Story, query: SiteQuery, site: Option<Site>) {
    answer(story, &Read::Site(query), Reply::Site(site));
}

/// A check of a building that was found, with the keys past its place.
fn found() -> Story {
    let mut story = checking(BUILDING);
    press(&mut story, [Key::Enter]);
    look_up(&mut story, building(BUILDING), Some(site()));
    story
}

fn told_of(story: &Story) -> Vec<Told> {
    story.state.told_of_place(form(story))
}

fn texts(story: &Story) -> Vec<String> {
    let lines = told_of(story).into_iter();
    let lines = lines.map(|line| format!("{} {}", line.label, line.text).trim().to_owned());
    lines.collect()
}

fn remark_on(story: &Story, field: CheckField) -> Option<String> {
    let is_it = |it: &&crate::app::form::field::Field| it.id == Id::Check(field);
    let field = form(story).fields.iter().find(is_it).unwrap();
    let remark = story.state.remark(form(story), field)?;
    Some(remark.text().into_owned())
}

#[test]
fn from_a_reference_to_the_question_all_that_is_sent_was_shown() {
    let mut story = found();
    assert_eq!(
        texts(&story),
        [
            format!("read as building {BUILDING}"),
            format!("site {BUILDING}, lat 49.4743971 N, lon 1.0921081 E"),
            format!("key {KEY}"),
        ]
    );
    go_on(&mut story);
    let mark = write(&story).reference().unwrap().clone();
    assert!(is_mark(&mark), "E6: found again by it");
    assert_eq!(
        rows(&story, 0),
        [
            ("asked for", "building IMB/76451/C/0019"),
            ("building", BUILDING),
            ("at", "lat 49.4743971 N, lon 1.0921081 E"),
            ("site key", KEY),
            ("families", "BPE, BPEA"),
            ("prices", "asked for"),
            ("answer", "sync: waited for, up to 60 s"),
            ("your reference", mark.line()),
            ("", "put in here: by it a lost answer is found again"),
        ]
    );
    let Write::Qualify(asked) = write(&story) else {
        panic!("no check");
    };
    assert_eq!((asked.way, asked.sites.len()), (Way::Sync, 1));
    assert_eq!(asked.sites[0].site.wire(), KEY);
    assert!(asked.sites[0].resolve_pricing, "E10");
    assert_eq!(asked.sites[0].families, phrases(&["BPE", "BPEA"]));
    assert_eq!(asked.sites[0].address, None);
    assert_eq!(asked_subject(&story), BUILDING);
}

fn asked_subject(story: &Story) -> &str {
    asked(story).intents[0].subject.line()
}

#[test]
fn a_place_is_looked_up_once_it_is_left_and_only_once() {
    let mut story = checking(BUILDING);
    assert_eq!(story.asked(&Read::Site(building(BUILDING))), None);
    assert_eq!(
        remark_on(&story, CheckField::Place).unwrap(),
        "Enter looks it up"
    );
    press(&mut story, [Key::Tab]);
    assert!(story.asked(&Read::Site(building(BUILDING))).is_some());
    press(&mut story, [Key::Tab, Key::Tab, Key::PageDown]);
    let is_site = |read: &Read| matches!(read, Read::Site(_));
    assert_eq!(
        story
            .open
            .iter()
            .filter(|(_, read, _)| is_site(read))
            .count(),
        1
    );
    look_up(&mut story, building(BUILDING), Some(site()));
    press(&mut story, [Key::PageUp]);
    story.chars("A");
    assert_eq!(
        texts(&story)[1],
        "site looked up next",
        "what is typed is another place"
    );
    press(&mut story, [Key::Backspace]);
    assert!(
        texts(&story)[1].starts_with("site IMB/"),
        "the answer is kept"
    );
    press(&mut story, [Key::Tab]);
    assert_eq!(
        story
            .open
            .iter()
            .filter(|(_, read, _)| is_site(read))
            .count(),
        0
    );
}

#[test]
fn a_position_is_read_in_the_order_that_lies_in_france_and_can_be_turned_round() {
    let mut story = checking("1,09; 49,47");
    assert_eq!(texts(&story)[0], "read as lat 49.47 N, lon 1.09 E");
    assert_eq!(
        remark_on(&story, CheckField::Order).unwrap(),
        "longitude first: only so in France"
    );
    press(&mut story, [Key::Enter]);
    assert!(
        story
            .asked(&Read::Site(position("1.09", "49.47")))
            .is_some()
    );
    press(&mut story, [Key::Enter, Key::Enter]);
    assert_eq!(told(&story, Id::Check(CheckField::Order)), "latitude first");
    assert_eq!(texts(&story)[0], "read as lat 1.09 N, lon 49.47 E");
    assert_eq!(
        remark_on(&story, CheckField::Order).unwrap(),
        "not in France"
    );
    assert!(
        story
            .asked(&Read::Site(position("49.47", "1.09")))
            .is_some()
    );
}

#[test]
fn where_either_order_is_possible_a_person_is_asked() {
    let mut story = checking("52.5, 13.4");
    press(&mut story, [Key::PageDown, Key::Enter]);
    assert_eq!(
        story.notice(),
        Some("which first: which is the latitude? Enter lists")
    );
    assert_eq!(
        form(&story).field().unwrap().id,
        Id::Check(CheckField::Order)
    );
    press(&mut story, [Key::Enter, Key::Enter]);
    assert!(story.asked(&Read::Site(position("13.4", "52.5"))).is_some());
}

#[test]
fn what_cannot_be_read_stops_at_the_place_with_what_to_write() {
    for (place, why) in [
        ("", "place: needed"),
        (
            "49,47",
            "place: one number or two? write it like 49.474397, 1.092108",
        ),
        (
            "149.5, 181",
            "place: no place on earth: latitude to 90, longitude to 180",
        ),
    ] {
        let mut story = checking(place);
        go_on(&mut story);
        assert_eq!(story.notice(), Some(why));
        assert_eq!(form(&story).place(), 0);
        assert!(
            !story
                .open
                .iter()
                .any(|(_, read, _)| matches!(read, Read::Site(_)))
        );
    }
}

#[test]
fn nobody_is_asked_before_the_site_is_there_and_the_answer_asks_nobody() {
    let mut story = checking(BUILDING);
    go_on(&mut story);
    let waits = "place: being looked up; Enter goes on once it is there";
    assert_eq!(story.notice(), Some(waits));
    assert!(
        form(&story).field().is_none(),
        "the keys stay on the way on"
    );
    look_up(&mut story, building(BUILDING), Some(site()));
    assert!(form(&story).field().is_none());
    press(&mut story, [Key::Enter]);
    assert_eq!(
        asked(&story).title,
        "Ask Covage for the eligibility of a site"
    );
}

#[test]
fn e22_no_site_and_a_site_without_a_key_say_what_else_can_be_tried() {
    let keyless = Site {
        key: None,
        ..site()
    };
    let both = SiteQuery {
        building_ref: Some(Text::new(BUILDING)),
        ..position("1.09", "49.47")
    };
    for (place, query, answer, way_out) in [
        (
            BUILDING,
            building(BUILDING),
            None,
            "check the reference, or try its position",
        ),
        (
            "49.47, 1.09",
            position("1.09", "49.47"),
            Some(keyless),
            "try the building reference, or a point on the building",
        ),
        (
            "49.47, 1.09 IMB/76451/C/0019",
            both,
            None,
            "the two may not belong together: try one of them alone",
        ),
        (
            "3 rue de la Paix Paris",
            building("3 rue de la Paix Paris"),
            None,
            "an address is not looked up: paste a position or a building reference",
        ),
    ] {
        let mut story = checking(place);
        press(&mut story, [Key::Enter]);
        look_up(&mut story, query, answer);
        assert_eq!(
            texts(&story)[1..],
            ["site Covage knows no site there", way_out]
        );
        assert_eq!(told_of(&story)[1].tone, Tone::Wrong);
        go_on(&mut story);
        assert_eq!(story.notice(), Some("place: no site found"));
        assert_eq!(form(&story).place(), 0);
    }
}

#[test]
fn e22_a_404_is_no_site_and_what_failed_is_tried_again_by_hand() {
    let mut story = checking(BUILDING);
    press(&mut story, [Key::Enter]);
    let fail = |story: &mut Story, kind, status| {
        let id = story.asked(&Read::Site(building(BUILDING))).unwrap();
        let failure = Failure::new(kind, "/api/v4/eligibility/site/").with_status(status);
        story.answer(id, Err(failure.with_detail("try later")));
    };
    fail(&mut story, FailureKind::Server, 503);
    assert_eq!(
        texts(&story)[1..],
        [
            "site could not be looked up: the server failed: try later",
            "Enter in the place tries again"
        ]
    );
    go_on(&mut story);
    assert_eq!(story.notice(), Some("place: not looked up"));
    assert_eq!(form(&story).place(), 0);
    press(&mut story, [Key::Enter]);
    fail(&mut story, FailureKind::NotFound, 404);
    assert_eq!(texts(&story)[1], "site Covage knows no site there");
}

#[test]
fn a_site_that_is_another_than_asked_for_is_said_before_and_in_the_question() {
    let mut story = checking("49.5, 1.1 imb/76451/c/0019");
    press(&mut story, [Key::Enter]);
    let query = SiteQuery {
        building_ref: Some(Text::new("imb/76451/c/0019")),
        ..position("1.1", "49.5")
    };
    look_up(&mut story, query.clone(), Some(site()));
    assert_eq!(
        remark_on(&story, CheckField::Place).unwrap(),
        "far from what was asked for"
    );
    go_on(&mut story);
    let at = rows(&story, 0)
        .into_iter()
        .find(|(label, _)| *label == "at");
    assert_eq!(
        at.unwrap().1,
        "lat 49.4743971 N, lon 1.0921081 E, 2.9 km away"
    );
    assert!(rows(&story, 0).contains(&("note", "far from what was asked for")));

    let mut story = checking("IMB/1");
    press(&mut story, [Key::Enter]);
    look_up(&mut story, building("IMB/1"), Some(site()));
    assert_eq!(
        texts(&story)[2],
        "another building than asked for: ask by one of the two"
    );
    assert_eq!(told_of(&story)[1].tone, Tone::Doubt);
}

#[test]
fn every_family_on_sale_is_asked_for_unless_a_person_ticks_others() {
    let mut story = Story::new();
    story.chars("3+n");
    assert_eq!(
        remark_on(&story, CheckField::Families).unwrap(),
        "being read"
    );
    answer(
        &mut story,
        &Read::Categories,
        families(&["BPE", "BPEA", "DIA"]),
    );
    let families = Id::Check(CheckField::Families);
    assert_eq!(told(&story, families), "BPE, BPEA, DIA");
    assert_eq!(form(&story).changes(), 0, "that is where it begins");
    go_to(&mut story, families);
    press(&mut story, [Key::Enter, Key::Down, Key::Enter, Key::Esc]);
    assert_eq!(told(&story, families), "BPE, DIA");
    press(&mut story, [Key::Delete]);
    assert_eq!(remark_on(&story, CheckField::Families).unwrap(), "needed");
    press(&mut story, [Key::Delete]);
    assert_eq!(told(&story, families), "BPE, BPEA, DIA");
}

#[test]
fn families_that_could_not_be_read_can_be_typed() {
    let mut story = Story::new();
    story.chars("3+n");
    let id = story.asked(&Read::Categories).unwrap();
    story.answer(
        id,
        Err(Failure::new(
            FailureKind::Server,
            "/api/v1/catalog/category/",
        )),
    );
    let families = Id::Check(CheckField::Families);
    assert_eq!(
        remark_on(&story, CheckField::Families).unwrap(),
        "not read: type one, or try again"
    );
    go_to(&mut story, families);
    story.chars("BPE");
    press(&mut story, [Key::Enter, Key::Esc]);
    assert_eq!(told(&story, families), "BPE");
}

#[test]
fn e6_the_way_is_a_setting_and_a_choice_and_prices_and_address_go_along() {
    let mut story = Story::new();
    story.state.forms.single = Way::Async;
    story.chars("3+n");
    answer(&mut story, &Read::Categories, families(&["BPE"]));
    story.feed(Event::Pasted(BUILDING.to_owned()));
    press(&mut story, [Key::Enter]);
    look_up(&mut story, building(BUILDING), Some(site()));
    go_to(&mut story, Id::Check(CheckField::Prices));
    press(&mut story, [Key::Enter, Key::Down, Key::Enter]);
    go_to(&mut story, Id::Check(CheckField::ExternalId));
    story.chars("CHANTIER-7");
    go_to(&mut story, Id::Check(CheckField::Address));
    story.feed(Event::Pasted("4bis Rue Andrei Sakharov\n".to_owned()));
    press(&mut story, [Key::Enter, Key::Enter]);
    assert!(form(&story).is_inner());
    let remark = story
        .state
        .remark(form(&story), form(&story).field().unwrap());
    assert_eq!(remark, None, "of an address nothing is expected");
    story.chars("4");
    go_to(&mut story, Id::Contact(ContactField::Postcode));
    story.chars("76130");
    go_on(&mut story);
    assert!(!form(&story).is_inner());
    go_on(&mut story);
    assert_eq!(
        rows(&story, 4),
        [
            ("families", "BPE"),
            ("prices", "not asked for"),
            ("address", "4bis Rue Andrei Sakharov"),
            ("number", "4"),
            ("postcode", "76130"),
            ("answer", "async: looked for until it is there"),
            ("your reference", "CHANTIER-7"),
        ]
    );
    assert_eq!(
        write(&story).said(),
        format!(
            r#"{{"external_id":"CHANTIER-7","product_offering_qualification_items":[{{"address":{{"city":{{"post_code":"76130"}},"label":"4bis Rue Andrei Sakharov","street_nr":"4"}},"eligibility_id":"{KEY}","offer_families":["BPE"],"resolve_pricing":false}}]}}"#
        )
    );
}

#[test]
fn what_covage_refused_is_in_the_form_again_with_its_words_where_they_belong() {
    let mut story = found();
    go_on(&mut story);
    let asked = write(&story).clone();
    story.state.overlay = None;
    let failure = Failure::new(FailureKind::Refused, "/")
        .with_status(400)
        .with_detail(
            "product_offering_qualification_items: offer_families: unknown BPEA; \
         project_id: no such project",
        );
    let moved = WriteMove::Ended(JournalId(1), Outcome::Refused(failure));
    story.state.form_write_moved(&asked, &moved);
    let back = story.state.way_back_to_form(&asked);
    assert_eq!(back.as_deref(), Some("+ opens its form again"));
    story.chars("+n");
    assert_eq!(told(&story, Id::Check(CheckField::Place)), BUILDING);
    assert_eq!(
        remark_on(&story, CheckField::Families).unwrap(),
        "Covage: unknown BPEA"
    );
    assert_eq!(
        remark_on(&story, CheckField::Project).unwrap(),
        "Covage: no such project"
    );
    assert_eq!(
        form(&story).field().unwrap().id,
        Id::Check(CheckField::Families)
    );
}

#[test]
fn leaving_the_question_leads_back_and_a_yes_hands_in_once_without_a_delay() {
    let mut story = found();
    go_on(&mut story);
    press(&mut story, [Key::Esc]);
    assert_eq!(told(&story, Id::Check(CheckField::Place)), BUILDING);
    press(&mut story, [Key::Enter]);
    let confirm = asked(&story).clone();
    let effects = story.act(|state, effects| state.hand_in(confirm, effects));
    let sent = |effect: &&Effect| matches!(effect, Effect::Write { .. });
    assert_eq!(effects.list.iter().filter(sent).count(), 1);
}
