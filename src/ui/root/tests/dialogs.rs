//! Dialogs before writes, in their states and at every size.

use super::*;
use crate::app::dialog::arming::QUIET;
use crate::app::dialog::made_up::{known, line};
use crate::app::dialog::several::{Item, Several};
use crate::app::dialog::{Confirm, How, Recheck};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::Line;
use crate::domain::text::Text;
use crate::domain::write::{Intent, Write};

fn accepting(line: Line) -> Story {
    let mut story = filled();
    story.act(|state, effects| state.ask_accept_of(known(line), 0, effects));
    story
}

fn answer(story: &mut Story, line: &Line) {
    let id = story.asked(&Read::Line(line.id.clone())).unwrap();
    story.answer(id, Ok(Reply::Line(Box::new(line.clone()))));
}

/// The dialog is seen at a size, and a second passes.
fn see(story: &mut Story, size: (u16, u16)) {
    buffer(story, size, UNICODE);
    let revision = story.state.dialog_revision().unwrap();
    story.feed(Event::FrameWritten(revision));
    story.pass(QUIET);
}

/// What stands on the screen once it was seen at that size.
fn seen(story: &mut Story, size: (u16, u16)) -> String {
    see(story, size);
    let screen = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(screen);
    draw(&mut buffer, &story.state, UNICODE);
    print(&buffer, UNICODE.theme, 0..size.1)
}

fn item(number: u32, place: usize, is_hidden: bool) -> Item {
    let known = known(line(number));
    let offer = known.line.offers.as_ref().unwrap()[place].clone();
    Item::new(&known, place, &offer, is_hidden).unwrap()
}

fn declining(items: Vec<Item>) -> Story {
    let mut story = filled();
    let several = Several {
        items,
        ..Several::default()
    };
    story.act(|state, effects| state.ask_decline_of(several, effects));
    story
}

#[test]
fn accept_from_its_first_frame_to_the_last_key() {
    let mut story = accepting(line(1));
    let first = shown(&mut story, SMALL);
    see(&mut story, SMALL);
    story.chars("00");
    let reading = seen_still(&mut story, SMALL);
    answer(&mut story, &line(1));
    story.pass(chrono::TimeDelta::seconds(1));
    story.chars("1");
    let last = seen_still(&mut story, SMALL);
    insta::assert_snapshot!(format!("{first}\n{reading}\n{last}"));
}

/// What stands on the screen, without another size on the way.
fn seen_still(story: &mut Story, size: (u16, u16)) -> String {
    let screen = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(screen);
    draw(&mut buffer, &story.state, UNICODE);
    print(&buffer, UNICODE.theme, 0..size.1)
}

#[test]
fn accept_at_other_sizes() {
    let mut all = String::new();
    for size in [(120, 40), (200, 60), (60, 16), (59, 15), (20, 5)] {
        let mut story = accepting(line(1));
        answer(&mut story, &line(1));
        all.push_str(&seen(&mut story, size));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

#[test]
fn accept_in_ascii_and_without_colour() {
    let mut story = accepting(line(1));
    answer(&mut story, &line(1));
    see(&mut story, SMALL);
    let ascii = buffer(&mut story, SMALL, ASCII);
    let ascii = print(&ascii, ASCII.theme, 4..19);
    let mono = buffer(&mut story, SMALL, MONO);
    let mono = print(&mono, MONO.theme, 4..19);
    insta::assert_snapshot!(format!("{ascii}\n{mono}"));
}

#[test]
fn accept_that_cannot_be_confirmed() {
    let mut dearer = line(1);
    dearer.offers.as_mut().unwrap()[0].monthly = Some(Lenient::Value(Cents(15_000)));
    let mut story = accepting(line(1));
    answer(&mut story, &dearer);
    see(&mut story, SMALL);
    story.chars("001");
    story.press(Key::Enter);
    let differs = seen_still(&mut story, SMALL);

    let mut story = accepting(line(1));
    let id = story.asked(&Read::Line(line(1).id)).unwrap();
    story.answer(id, Err(Failure::new(FailureKind::Offline, "/")));
    see(&mut story, SMALL);
    story.chars("0o");
    story.press(Key::Enter);
    let failed = seen_still(&mut story, SMALL);
    insta::assert_snapshot!(format!("{differs}\n{failed}"));
}

#[test]
fn accept_of_what_is_odd() {
    let mut odd = line(1);
    odd.reference = Some(Text::new("QO_\u{202e}2026\n东"));
    odd.end_customer_name = Some(Text::new("KING\u{1b}[2J ".repeat(30)));
    odd.validity_date = None;
    let offers = odd.offers.as_mut().unwrap();
    offers[0].monthly = None;
    offers[0].raw = Text::new(format!("{{\"prix\":{}}}", "[1,2],".repeat(80)));
    let mut story = accepting(odd.clone());
    answer(&mut story, &odd);
    insta::assert_snapshot!(seen(&mut story, SMALL));
}

#[test]
fn the_exact_request() {
    let mut story = accepting(line(1));
    story.press(Key::Tab);
    insta::assert_snapshot!(seen(&mut story, SMALL));
}

#[test]
fn decline_of_several() {
    let mut all = String::new();
    for size in [SMALL, MIDDLE, (200, 60), (60, 16), (20, 5)] {
        let mut story = declining(vec![
            item(1, 0, false),
            item(1, 1, false),
            item(17, 0, true),
        ]);
        answer(&mut story, &line(1));
        answer(&mut story, &line(17));
        all.push_str(&seen(&mut story, size));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

#[test]
fn decline_of_one_with_a_comment() {
    let mut story = filled();
    story.act(|state, _| {
        let taken = state.quotes.take_line(line(1), false, state.now);
        state.reindex_quotes(&taken.other().into_iter().collect::<Vec<_>>());
    });
    story.chars("2gd");
    let first = shown(&mut story, SMALL);
    answer(&mut story, &line(1));
    see(&mut story, SMALL);
    story.chars("c");
    story.chars("too expensive");
    let writing = seen_still(&mut story, SMALL);
    press(&mut story, Key::Enter);
    let written = seen(&mut story, SMALL);
    insta::assert_snapshot!(format!("{first}\n{writing}\n{written}"));
}

#[test]
fn decline_of_more_than_fit() {
    let items = (1..=40)
        .map(|number| item(number, 0, number % 5 == 0))
        .collect();
    let mut story = declining(items);
    for number in 1..=12 {
        answer(&mut story, &line(number));
    }
    press(&mut story, Key::PageDown);
    let small = seen(&mut story, SMALL);
    insta::assert_snapshot!(format!("{small}\n{}", seen(&mut story, (60, 16))));
}

#[test]
fn bringing_one_back() {
    let mut story = filled();
    let several = Several {
        items: vec![item(1, 2, false)],
        ..Several::default()
    };
    story.act(|state, effects| state.ask_bring_back_of(several, effects));
    answer(&mut story, &line(1));
    insta::assert_snapshot!(seen(&mut story, SMALL));
}

/// As a form asks: many rows, a letter.
#[test]
fn what_a_form_asks() {
    let row = |label: &str, value: &str| (label.to_owned(), Text::new(value));
    let confirm = Confirm {
        title: "Change QO_20260423_00000001: 3 fields".to_owned(),
        rows: vec![
            row("line", "QO_20260423_00000001"),
            row("end customer", "KING JOUET -> KING JOUET SAS"),
            row("technical note", &"the door is at the back, ".repeat(12)),
            row("expected answer", "(none) -> 2026-06-12"),
        ],
        intents: vec![Intent {
            write: Write::StartOrderExport,
            subject: Text::new("QO"),
            seen: Vec::new(),
        }],
        how: How::Yes,
        recheck: Some(Recheck::Line(line(1).id)),
    };
    let mut story = filled();
    story.act(|state, effects| state.confirm(confirm, effects));
    answer(&mut story, &line(1));
    insta::assert_snapshot!(seen(&mut story, SMALL));
}

/// What is drawn as too small cannot be confirmed, and the other way round: at every size at all.
#[test]
fn at_every_size_it_is_either_seen_whole_or_cannot_be_confirmed() {
    let widths = [1, 9, 20, 21, 34, 47, 59, 60, 61, 72, 79, 80, 90];
    let sizes = widths
        .iter()
        .flat_map(|width| (1..=25).step_by(2).map(move |height| (*width, height)));
    for (width, height) in sizes {
        let mut story = accepting(line(1));
        answer(&mut story, &line(1));
        see(&mut story, (width, height));
        story.chars("001");
        let text = seen_still(&mut story, (width, height));
        let text = text.split("~~").next().unwrap();
        story.press(Key::Enter);
        let written = story.state.writes.under_way().next().is_some();
        let joined: String = text.split_whitespace().collect();
        let is_whole = [
            "QO_20260423_00000001",
            "4080.00",
            "[ok]stillready",
            "[ok]noearlieracceptmade",
        ]
        .iter()
        .all(|part| joined.replace(['│', '─'], "").contains(part));
        assert_eq!(written, is_whole, "{width}x{height}\n{text}");
    }
}
