//! The Quotes pane: list and offers at all sizes and in all states.

use chrono::TimeDelta;

use super::*;
use crate::app::fixtures::quotes::{
    basket, basket_id, basket_with, line, line_id, offer, offers, ready_line, refused,
};
use crate::app::gauges::Offline;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::order::{Contact, Person};
use crate::domain::quote::Line;
use crate::domain::request::RequestId;
use crate::domain::text::Text;

const TINY: (u16, u16) = (60, 16);
const LARGE: (u16, u16) = (200, 60);

fn named(line: Line, customer: &str) -> Line {
    Line {
        end_customer_name: Some(Text::new(customer)),
        ..line
    }
}

/// The line under the cursor, with everything the preview shows.
fn first() -> Line {
    Line {
        address: Some(Text::new("4bis RUE A. SAKHAROV 76130 MONT ST AIGNAN")),
        project: Some(Text::new("P042")),
        note: Some(Text::new("Digicode 12A, demander M. Noël")),
        contacts: vec![Contact {
            end_customer_name: Some(Text::new("KING JOUET")),
            siret: None,
            people: vec![Person {
                name: Some(Text::new("Zoé Martin")),
                phone: Some(Text::new("0612345678")),
                email: Some(Text::new("zoe.martin@example.com")),
            }],
            city: Some(Text::new("MONT ST AIGNAN")),
            postcode: Some(Text::new("76130")),
            street_name: Some(Text::new("RUE A. SAKHAROV")),
            street_number: Some(Text::new("4")),
            street_number_extension: Some(Text::new("bis")),
            insee_code: None,
            building_name: None,
            level_number: None,
            latitude: None,
            longitude: None,
        }],
        ..named(ready_line(1, 3, offers()), "KING JOUET")
    }
}

/// Some lines in every state, three of them ready, in two baskets.
fn filled() -> Story {
    let states = [
        (4, "acknowledged"),
        (5, "confirmed"),
        (6, "refused"),
        (7, "accepted"),
        (8, "expired"),
        (9, "unable_to_provide"),
    ];
    let others = states.map(|(number, state)| line(number, state));
    let ready = [
        (1, "KING JOUET"),
        (17, "MAIRIE D'ÉVRY"),
        (18, "CLINIQUE ST JEAN"),
    ];
    let ready = ready.map(|(number, customer)| named(line(number, "ready"), customer));
    let all: Vec<_> = ready.into_iter().chain(others).collect();
    let mut story = Story::of_quotes(
        all.clone(),
        [basket(7, "partial_ready"), basket(8, "acknowledged")],
    );
    story.room.list = 12;
    story.pass(crate::app::refresh::parts::REST);
    let single = offer("1681", "BPE 1G très dense", 1_000, 12, (360, 540, 440));
    let expired = refused(single.clone());
    for detail in [
        first(),
        named(ready_line(17, 6, vec![single]), "MAIRIE D'ÉVRY"),
        named(
            ready_line(18, 9, vec![expired.clone(), expired]),
            "CLINIQUE ST JEAN",
        ),
    ] {
        let id = RequestId(u64::MAX);
        story.answer(id, Ok(Reply::Line(Box::new(detail))));
    }
    let in_basket = all.iter().filter(|line| line.id != line_id(4)).cloned();
    let detail = basket_with(7, "partial_ready", in_basket.collect());
    story.answer(RequestId(u64::MAX), Ok(Reply::Basket(Box::new(detail))));
    let detail = basket_with(8, "acknowledged", vec![line(4, "acknowledged")]);
    story.answer(RequestId(u64::MAX), Ok(Reply::Basket(Box::new(detail))));
    story.open.clear();
    let gauges = healthy(&story);
    story.gauges(gauges);
    story.chars("g");
    story.pass(TimeDelta::seconds(8));
    story
}

#[test]
fn at_every_size() {
    for size in [TINY, SMALL, (100, 30), MIDDLE, LARGE] {
        let name = format!("at_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, shown(&mut filled(), size));
    }
}

#[test]
fn in_ascii_and_without_colour() {
    let ascii = print(&buffer(&mut filled(), SMALL, ASCII), ASCII.theme, 0..24);
    assert!(ascii.is_ascii());
    insta::assert_snapshot!("in_ascii", ascii);
    let mono = print(&buffer(&mut filled(), SMALL, MONO), MONO.theme, 0..24);
    insta::assert_snapshot!("without_colour", mono);
}

#[test]
fn lines_under_their_baskets() {
    let mut story = filled();
    story.chars("L");
    insta::assert_snapshot!("tree", shown(&mut story, SMALL));
    story.chars("gg");
    story.press(crate::app::keymap::Key::Enter);
    insta::assert_snapshot!("tree_folded_on_a_basket", shown(&mut story, MIDDLE));
}

#[test]
fn every_tab() {
    for (keys, name) in [
        ("]", "detail"),
        ("]]", "contact"),
        ("]]]", "basket"),
        ("i", "raw"),
    ] {
        let mut story = filled();
        story.chars(keys);
        insta::assert_snapshot!(format!("tab_{name}"), shown(&mut story, MIDDLE));
    }
}

#[test]
fn inside_the_offers_with_marks() {
    let mut story = filled();
    story.chars("lj k");
    story.chars("h ");
    story.chars("kl");
    insta::assert_snapshot!("marks", shown(&mut story, SMALL));
}

#[test]
fn prices_that_are_missing_or_cannot_be_read_make_no_total() {
    let mut story = filled();
    let mut odd = offers();
    odd[0].far = None;
    odd[1].monthly = Some(Lenient::Raw(Text::new("sur devis, nous consulter")));
    odd[1].state = None;
    odd[2].product = None;
    odd[2].comment = Some(Text::new("trop cher"));
    odd.push(offer("1700", "BPE 200M", 200, 60, (0, 0, 0)));
    odd[3].monthly = Some(Lenient::Value(Cents(19_995)));
    let detail = Line {
        offers: Some(odd),
        ..first()
    };
    story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(detail))));
    insta::assert_snapshot!("odd_prices_at_80x24", shown(&mut story, SMALL));
    insta::assert_snapshot!("odd_prices_at_120x40", shown(&mut story, MIDDLE));
}

#[test]
fn what_changed_is_marked_and_told() {
    let mut story = filled();
    let mut changed = offers();
    changed[0] = offer("2173", "BPEA 20M/100M", 20, 24, (360, 240, 150));
    changed[1] = refused(changed[1].clone());
    let detail = Line {
        offers: Some(changed),
        validity_date: Some(crate::domain::date::FlexDate::Day(
            crate::app::fixtures::quotes::day(5),
        )),
        ..first()
    };
    story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(detail))));
    insta::assert_snapshot!("changed", shown(&mut story, SMALL));
}

#[test]
fn nothing_is_read_yet_then_nothing_is_there() {
    let mut story = Story::before_quotes();
    story.chars("2");
    insta::assert_snapshot!("loading", shown(&mut story, SMALL));
    story.sweep_quotes([], [basket(7, "acknowledged")]);
    insta::assert_snapshot!("empty", shown(&mut story, SMALL));
}

#[test]
fn offers_that_are_not_read_and_a_filter_that_is_unsure() {
    let mut story = Story::of_quotes((1..=6).map(|number| line(number, "ready")), []);
    story.chars("/price<200");
    story.press(crate::app::keymap::Key::Enter);
    story.pass(crate::app::refresh::parts::REST);
    insta::assert_snapshot!("partial", shown(&mut story, SMALL));
}

#[test]
fn failing_offline_and_stale() {
    let mut story = filled();
    let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/{id}/");
    story.chars("r");
    let id = story.asked(&Read::Line(line_id(1))).unwrap();
    story.answer(id, Err(failure));
    insta::assert_snapshot!("failing", shown(&mut story, SMALL));
    let mut story = filled();
    story.gauges(Gauges {
        offline: Some(Offline {
            since: story.now - TimeDelta::minutes(3),
            next_try: Some(story.now + TimeDelta::seconds(20)),
        }),
        ..Gauges::default()
    });
    story.pass(TimeDelta::minutes(20));
    insta::assert_snapshot!("offline_and_stale", shown(&mut story, SMALL));
    let mut story = Story::before_quotes();
    story.chars("2");
    let page = story.lines_asked().unwrap();
    let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/");
    story.answer(page, Err(failure));
    insta::assert_snapshot!("list_failing", shown(&mut story, SMALL));
}

#[test]
fn states_that_have_no_offers_say_what_comes_next() {
    for (number, name) in [(4, "acknowledged"), (5, "confirmed"), (9, "unable")] {
        let mut story = filled();
        let row = story.state.quotes.line_number(&line_id(number)).unwrap();
        story.state.go_to_quote(row);
        let detail = Line {
            offers: Some(vec![]),
            ..story.state.line_under_cursor().unwrap().line.clone()
        };
        story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(detail))));
        let screen = buffer(&mut story, SMALL, UNICODE);
        insta::assert_snapshot!(name, print(&screen, UNICODE.theme, 10..24));
    }
}

#[test]
fn hostile_text_stays_in_its_cells() {
    let hostile = "\u{202E}evil\u{1b}[2J\nline\u{200B}é e\u{301}\u{301}";
    let odd = Line {
        reference: Some(Text::new(hostile)),
        address: Some(Text::new(hostile)),
        note: Some(Text::new(hostile.repeat(40))),
        offers: Some(vec![offer(hostile, hostile, 100, 12, (1, 1, 1))]),
        ..named(first(), hostile)
    };
    let mut story = Story::of_quotes([line(1, "ready")], [basket(7, "ready")]);
    story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(odd))));
    let broken = Line {
        broken: Some(Text::new("no id")),
        ..line(3, "")
    };
    story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(broken))));
    assert!(story.state.quotes.basket(&basket_id(7)).is_some());
    insta::assert_snapshot!("hostile", shown(&mut story, SMALL));
}

#[test]
fn menus_of_this_pane() {
    let mut story = filled();
    story.chars("e");
    insta::assert_snapshot!("belongs", shown(&mut story, SMALL));
    let mut story = filled();
    story.chars("Y");
    insta::assert_snapshot!("copy", shown(&mut story, SMALL));
    let mut story = filled();
    story.chars("?offer");
    insta::assert_snapshot!("help", shown(&mut story, SMALL));
}

#[test]
fn a_click_means_what_is_drawn_there() {
    use crate::app::pointer::Target;
    use crate::app::views::quotes::preview::Tab;
    use crate::ui::hit;

    let mut story = filled();
    let text = print(&buffer(&mut story, SMALL, UNICODE), UNICODE.theme, 0..24);
    let lines: Vec<_> = text.lines().collect();
    let screen = Rect::new(0, 0, SMALL.0, SMALL.1);
    let at = |story: &Story, needle: &str| {
        let y = lines.iter().position(|line| line.contains(needle)).unwrap();
        let before = lines[y].split(needle).next().unwrap();
        let x = before.chars().count();
        let position = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
        hit::target(screen, &story.state, Glyphs::UNICODE, position)
    };
    let row = story.state.quotes.line_number(&line_id(17)).unwrap();
    assert_eq!(at(&story, "QO_20260423_00000017"), Some(Target::Row(row)));
    assert_eq!(at(&story, "Basket"), Some(Target::QuoteTab(Tab::Basket)));
    assert_eq!(at(&story, "2174 BPEA"), Some(Target::PreviewItem(1)));
    assert_eq!(at(&story, "valid until"), Some(Target::Preview));
    story.feed(Event::Clicked(Target::PreviewItem(1)));
    assert_eq!(story.offer(), Some("2174"));
    story.feed(Event::Clicked(Target::Row(row)));
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000017"));
    story.feed(Event::Clicked(Target::QuoteTab(Tab::Raw)));
    assert_eq!(story.state.quote_tab(), Tab::Raw);
}

#[test]
fn no_size_is_too_small_and_none_draws_outside() {
    let mut story = filled();
    for (keys, width) in [
        ("", 1),
        ("L", 7),
        ("l", 23),
        ("]", 38),
        ("]", 59),
        ("]", 81),
        ("]", 133),
    ] {
        story.chars(keys);
        for height in 1..=30 {
            buffer(&mut story, (width, height), UNICODE);
            buffer(&mut story, (width * 2, height), ASCII);
        }
    }
}
