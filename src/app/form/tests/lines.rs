//! A line: only what differs is sent, and all of it was shown.

use super::*;
use crate::app::dialog::{How, Recheck};
use crate::app::event::Event;
use crate::domain::write::{ContactField, FieldValue, LineFields, LineKey, is_mark};

const ABOUT: usize = 4;

fn edited(story: &Story) -> &LineFields {
    match write(story) {
        Write::EditLine(_, fields) => fields,
        other => panic!("{other:?}"),
    }
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(Text::new(text))
}

#[test]
fn q9_only_what_differs_is_sent_and_it_is_shown_old_and_new() {
    let mut story = editing();
    story.chars(" SA");
    line_field(&mut story, LineField::ExternalId);
    story.key(Chord::ctrl('u'));
    line_field(&mut story, LineField::ExpectedResponseDate);
    story.key(Chord::ctrl('u'));
    story.chars("31/12/2026");
    go_on(&mut story);
    assert_eq!(
        asked(&story).title,
        "Change QO_20260423_00000001 KING JOUET: 3 fields"
    );
    assert_eq!(
        rows(&story, 0),
        [
            ("line", "QO_20260423_00000001"),
            ("customer", "KING JOUET"),
            ("basket", "DEVIS-017"),
            ("state", "acknowledged"),
            ("end customer", "KING JOUET -> KING JOUET SA"),
            ("your reference", "EXT_ITEM -> (none)"),
            ("answer wished for", "2026-06-15 -> 2026-12-31"),
        ]
    );
    let meant = LineFields::from([
        (LineField::EndCustomerName, text("KING JOUET SA")),
        (LineField::ExternalId, text("")),
        (LineField::ExpectedResponseDate, text("2026-12-31")),
    ]);
    let key = LineKey {
        basket: made_up::basket().id,
        line: made_up::line().id,
    };
    assert_eq!(*write(&story), Write::EditLine(key, meant));
    assert_eq!(asked(&story).how, How::Yes);
    assert_eq!(
        asked(&story).recheck,
        Some(Recheck::Line(made_up::line().id))
    );
}

#[test]
fn a_form_in_which_nothing_differs_sends_nothing() {
    let mut story = editing();
    story.chars("x");
    press(&mut story, [Key::Backspace]);
    go_on(&mut story);
    assert_eq!(form(&story).changes(), 0);
    assert_eq!(
        story.notice(),
        Some("nothing was changed, so there is nothing to send")
    );
    press(&mut story, [Key::Esc]);
    assert!(
        story.state.overlay.is_none(),
        "and is left without a question"
    );
}

#[test]
fn leaving_asks_once_before_what_was_typed_is_lost() {
    let mut story = editing();
    story.chars("x");
    press(&mut story, [Key::Esc]);
    assert!(form(&story).is_leaving());
    story.chars("y");
    assert!(!form(&story).is_leaving());
    assert_eq!(
        told(&story, Id::Line(LineField::EndCustomerName)),
        "KING JOUETx",
        "y only stayed"
    );
    press(&mut story, [Key::Esc]);
    story.feed(Event::Pasted("z".to_owned()));
    assert!(!form(&story).is_leaving());
    press(&mut story, [Key::Esc, Key::Esc]);
    assert!(story.state.overlay.is_none());
}

#[test]
fn a_paste_is_one_line_but_in_notes_it_keeps_its_lines() {
    let mut story = editing();
    story.feed(Event::Pasted(" A\nB\u{1b}[2J".to_owned()));
    line_field(&mut story, LineField::TechnicalNote);
    story.feed(Event::Pasted("one\r\ntwo\n".to_owned()));
    go_on(&mut story);
    assert_eq!(
        *edited(&story),
        LineFields::from([
            (LineField::EndCustomerName, text("KING JOUET A")),
            (LineField::TechnicalNote, text("one\ntwo")),
        ])
    );
    assert_eq!(
        rows(&story, ABOUT)[1],
        ("technical note", "(none) -> one⏎two")
    );
}

#[test]
fn a_day_that_is_none_stops_the_form_there() {
    let mut story = editing();
    line_field(&mut story, LineField::ExpectedResponseDate);
    story.chars("x");
    go_on(&mut story);
    assert_eq!(
        story.notice(),
        Some("answer wished for: not a day such as 2026-12-31")
    );
    assert_eq!(
        form(&story).field().unwrap().id,
        Id::Line(LineField::ExpectedResponseDate)
    );
}

#[test]
fn q17_a_site_is_changed_in_a_form_of_its_own_and_the_list_is_sent_whole() {
    let mut story = editing();
    go_to(&mut story, Id::Site(0));
    press(&mut story, [Key::Enter]);
    assert!(form(&story).is_inner());
    go_to(&mut story, Id::Contact(ContactField::City));
    story.key(Chord::ctrl('u'));
    story.chars("ROUEN");
    go_to(&mut story, Id::Contact(ContactField::Longitude));
    story.key(Chord::ctrl('u'));
    go_on(&mut story);
    assert!(!form(&story).is_inner());
    assert_eq!(
        told(&story, Id::Site(0)),
        "KING JOUET, 76130 ROUEN, Jeanne MARTIN"
    );
    press(&mut story, [Key::Enter]);
    go_to(&mut story, Id::Contact(ContactField::City));
    story.chars("LYON");
    go_on(&mut story);
    go_on(&mut story);
    assert_eq!(
        rows(&story, ABOUT),
        [
            ("site 1 town", "MONT ST AIGNAN -> ROUEN"),
            ("site 1 longitude", "1.090847 -> (none)"),
            ("site 2 town", "LYON"),
        ]
    );
    let Some(FieldValue::Contacts(sites)) = edited(&story).get(&LineField::Contacts) else {
        panic!("no sites");
    };
    assert_eq!(sites.len(), 2);
    let of = |field| sites[0].get(&field).map(Text::wire);
    assert_eq!(of(ContactField::City), Some("ROUEN"));
    assert_eq!(of(ContactField::FirstName1), Some("Jeanne"));
    assert_eq!(
        of(ContactField::Siret),
        Some(""),
        "what was there stays there"
    );
    assert_eq!(
        of(ContactField::Phone1),
        Some("215488745"),
        "O11: no zero is added"
    );
    assert_eq!(of(ContactField::Longitude), None, "no number is empty text");
    let said = write(&story).said();
    assert!(said.contains(r#""latitude":49.474174"#), "{said}");
}

#[test]
fn a_site_that_is_left_is_as_it_was_and_a_wrong_number_is_not_taken() {
    let mut story = editing();
    go_to(&mut story, Id::Site(0));
    press(&mut story, [Key::Enter]);
    go_to(&mut story, Id::Contact(ContactField::Latitude));
    story.chars("north");
    go_on(&mut story);
    assert_eq!(
        story.notice(),
        Some("latitude: not a number such as 49.474174")
    );
    press(&mut story, [Key::Esc, Key::Esc]);
    assert!(!form(&story).is_inner());
    assert_eq!(
        (form(&story).changes(), form(&story).field().unwrap().id),
        (0, Id::Site(0))
    );
}

#[test]
fn a_new_line_needs_its_eligibility_line_and_sends_what_is_filled_in() {
    let mut story = Story::new();
    made_up::add_line(&mut story.state);
    go_on(&mut story);
    assert_eq!(story.notice(), Some("eligibility line: needed"));
    story.feed(Event::Pasted("7ee14cbd-0000\n".to_owned()));
    line_field(&mut story, LineField::EndCustomerName);
    story.chars("DUPONT");
    go_on(&mut story);
    assert_eq!(asked(&story).title, "Add a line to basket DEVIS-017");
    let Some(mark) = write(&story).reference().cloned() else {
        panic!("no reference");
    };
    assert!(is_mark(&mark));
    assert_eq!(
        rows(&story, ABOUT),
        [
            ("end customer", "DUPONT"),
            ("eligibility line", "7ee14cbd-0000"),
            ("your reference", mark.line()),
            ("", "put in here: by it a lost answer is found again"),
        ]
    );
    let meant = LineFields::from([
        (LineField::EndCustomerName, text("DUPONT")),
        (LineField::QualificationItem, text("7ee14cbd-0000")),
        (LineField::ExternalId, FieldValue::Text(mark.clone())),
    ]);
    assert_eq!(*write(&story), Write::AddLine(made_up::basket().id, meant));
    assert_eq!(
        asked(&story).recheck,
        Some(Recheck::Basket(made_up::basket().id))
    );
}

#[test]
fn a_basket_is_made_from_nothing_and_its_references_are_changed() {
    let mut story = Story::new();
    story.chars("2+EXT123");
    go_on(&mut story);
    assert_eq!(write(&story).said(), r#"{"external_id":"EXT123"}"#);
    assert_eq!(rows(&story, 0), [("your reference", "EXT123")]);
    assert_eq!(asked(&story).recheck, None);

    made_up::edit_basket(&mut story.state);
    go_to(&mut story, Id::BasketProject);
    press(&mut story, [Key::Delete]);
    go_on(&mut story);
    assert_eq!(write(&story).said(), r#"{"project_id":""}"#);
    assert_eq!(rows(&story, ABOUT), [("project", "P042 -> (none)")]);
}
