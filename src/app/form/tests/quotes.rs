//! Forms from the Quotes pane: which key opens which, on what, and why not.

use super::*;
use crate::app::dialog::{How, Recheck};
use crate::app::menu::Kind;
use crate::domain::quote::{Basket, Line, LineState};
use crate::domain::write::{LineKey, is_mark};

/// A line by its number, with all that a confirmation needs.
fn line(number: u32) -> Line {
    let made_up = made_up::line();
    Line {
        id: crate::domain::ids::LineId::new(format!("l{number}")),
        reference: Some(Text::new(format!("QO_{number:08}"))),
        site_connection_type: Some(Text::new("Datacenter")),
        ..made_up
    }
}

fn lacking(number: u32) -> Line {
    Line {
        site_connection_type: None,
        product_offerings: Vec::new(),
        ..line(number)
    }
}

/// The pane with a basket under the cursor.
fn pane(lines: impl Into<Vec<Line>>) -> Story {
    let mut story = Story::new();
    let basket = Basket {
        lines: Some(lines.into()),
        ..made_up::basket()
    };
    made_up::fill_with(&mut story.state, basket);
    story.chars("Lg");
    story
}

/// The same with the first line under it.
fn on_line(lines: impl Into<Vec<Line>>) -> Story {
    let mut story = pane(lines);
    story.chars("j");
    assert!(story.state.line_under_cursor().is_some());
    story
}

fn menu(story: &Story) -> Vec<(&str, &str)> {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu
            .items()
            .iter()
            .map(|item| (item.lead.as_str(), item.text.as_str()))
            .collect(),
        other => panic!("no menu: {other:?}"),
    }
}

#[test]
fn plus_offers_a_line_in_the_basket_here_and_another_basket() {
    for is_on_line in [false, true] {
        let mut story = if is_on_line {
            on_line([line(1)])
        } else {
            pane([line(1)])
        };
        story.chars("+");
        assert_eq!(
            menu(&story),
            [("l", "a line in basket DEVIS-017"), ("b", "a basket")]
        );
        story.chars("l");
        assert_eq!(form(&story).title, "New line in basket DEVIS-017");
        assert_eq!(form(&story).about.line(), "acknowledged, 1 line");
        assert_eq!(
            form(&story).field().unwrap().id,
            Id::Line(LineField::QualificationItem),
            "what nothing can be sent without"
        );
    }
    let mut story = pane([line(1)]);
    story.chars("+b");
    go_on(&mut story);
    assert!(matches!(write(&story), Write::CreateBasket(fields) if fields.project.is_none()));
    assert!(
        write(&story).reference().is_some_and(is_mark),
        "by which it is found again"
    );
}

#[test]
fn the_eligibility_line_comes_along_where_it_is_known() {
    let mut story = pane([line(1)]);
    let prefill = crate::domain::write::LineFields::from([(
        LineField::QualificationItem,
        crate::domain::write::FieldValue::Text(Text::new("7ee14cbd")),
    )]);
    story.state.open_line_form(&made_up::basket().id, prefill);
    assert_eq!(
        told(&story, Id::Line(LineField::QualificationItem)),
        "7ee14cbd"
    );
    assert_eq!(form(&story).place(), 0);
}

#[test]
fn e_opens_what_is_under_the_cursor_as_it_is_now() {
    let mut story = pane([line(1)]);
    story.chars("E");
    assert_eq!(
        (form(&story).title.as_str(), form(&story).fields.len()),
        ("Basket DEVIS-017", 2)
    );
    let mut story = on_line([line(1)]);
    story.chars("E");
    assert_eq!(form(&story).title, "Line QO_00000001");
    assert_eq!(
        form(&story).fields.len(),
        LineField::ALL.len() + 1,
        "two sites"
    );
    assert_eq!(form(&story).changes(), 0);
}

#[test]
fn a_line_that_is_over_or_not_read_whole_is_not_changed() {
    let with = |state| Line { state, ..line(1) };
    let half = Line {
        offers: None,
        ..line(1)
    };
    let other_sites = Line {
        contacts: Vec::new(),
        ..line(1)
    };
    for (line, why) in [
        (
            with(LineState::Accepted),
            "this line was accepted: nothing of it can be changed any more",
        ),
        (
            with(LineState::Expired),
            "this line has expired: nothing of it can be changed any more",
        ),
        (half, "this line is not read whole yet: r reads it"),
        (
            other_sites,
            "its sites were not told whole: r reads the line",
        ),
    ] {
        let mut story = on_line([line]);
        story.chars("E");
        assert_eq!(
            (story.state.overlay.is_none(), story.notice()),
            (true, Some(why))
        );
    }
    let broken = Line {
        broken: Some(Text::new("no id")),
        ..line(1)
    };
    let mut story = on_line([broken]);
    for key in ["E", "-"] {
        story.chars(key);
        let why = Some("this row could not be read, so nothing can be asked for it");
        assert_eq!((story.state.overlay.is_none(), story.notice()), (true, why));
    }
}

#[test]
fn deleting_a_line_tells_what_goes_with_it() {
    let mut line = line(1);
    line.trace_file = Some(Text::new("trace.kmz"));
    let mut story = on_line([line]);
    story.chars("-");
    assert_eq!(
        asked(&story).title,
        "Delete line QO_00000001: cannot be brought back"
    );
    assert_eq!(
        rows(&story, 0),
        [
            ("line", "QO_00000001"),
            ("customer", "KING JOUET"),
            ("basket", "DEVIS-017"),
            ("state", "acknowledged"),
            ("kind of site", "Datacenter"),
            ("your reference", "EXT_ITEM"),
            ("note", "Accès par la cour⏎Gardien jusqu'à 18h"),
            ("offers", "2 go"),
            ("sites", "1 goes"),
            ("trace file", "trace.kmz"),
        ]
    );
    let key = LineKey {
        basket: made_up::basket().id,
        line: crate::domain::ids::LineId::new("l1"),
    };
    assert_eq!(*write(&story), Write::DeleteLine(key.clone()));
    assert_eq!(
        (&asked(&story).how, &asked(&story).recheck),
        (&How::Yes, &Some(Recheck::Line(key.line)))
    );
    let mut story = pane([super::quotes::line(1)]);
    story.press(Key::Delete);
    assert_eq!(story.notice(), Some("Covage deletes lines, not baskets"));
}

#[test]
fn q15_what_a_basket_lacks_comes_first_and_leads_to_the_field() {
    let mut story = pane([line(1), lacking(2)]);
    story.chars("C");
    assert_eq!(
        menu(&story),
        [
            ("", "QO_00000002  KING JOUET"),
            ("", "kind of site     site_connection_type"),
            ("", "offers to quote  product_offerings"),
        ]
    );
    let Some(Overlay::Menu(open)) = &story.state.overlay else {
        panic!();
    };
    assert_eq!(
        open.title,
        "Missing before basket DEVIS-017 can be confirmed"
    );
    assert_eq!(
        (open.kind, open.cursor()),
        (Kind::Missing, 1),
        "the first that is missing"
    );
    press(&mut story, [Key::Down, Key::Enter]);
    assert_eq!(form(&story).title, "Line QO_00000002");
    assert_eq!(
        form(&story).field().unwrap().id,
        Id::Line(LineField::ProductOfferings)
    );
}

#[test]
fn a_basket_that_lacks_nothing_is_confirmed_with_its_lines_in_sight() {
    let mut story = on_line([line(1), line(2)]);
    story.chars("C");
    assert_eq!(
        asked(&story).title,
        "Confirm basket DEVIS-017: 2 lines to be priced"
    );
    assert_eq!(
        rows(&story, 2),
        [
            ("state", "acknowledged"),
            ("holds", "2 lines"),
            ("QO_00000001", "KING JOUET, Datacenter, offers 2173"),
            ("QO_00000002", "KING JOUET, Datacenter, offers 2173"),
        ]
    );
    assert_eq!(*write(&story), Write::ConfirmBasket(made_up::basket().id));
    assert_eq!(
        asked(&story).recheck,
        Some(Recheck::Basket(made_up::basket().id))
    );
    let seen: Vec<_> = asked(&story).intents[0]
        .seen
        .iter()
        .map(|seen| seen.value.line())
        .collect();
    assert_eq!(seen, ["acknowledged", "2"]);
}

#[test]
fn a_basket_without_lines_is_not_confirmed() {
    let mut story = pane([]);
    story.chars("C");
    assert_eq!(
        story.notice(),
        Some("this basket holds no line: + adds one")
    );
}
