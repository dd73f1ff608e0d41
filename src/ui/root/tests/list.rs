//! The list, its filter row and its empty forms.

use super::*;
use crate::domain::order::BrokenRow;
use crate::domain::text::Text;

#[test]
fn filled_at_80x24() {
    insta::assert_snapshot!(shown(&mut filled(), SMALL));
}

#[test]
fn filled_at_120x40() {
    insta::assert_snapshot!(shown(&mut filled(), MIDDLE));
}

#[test]
fn filled_at_200x60() {
    insta::assert_snapshot!(shown(&mut filled(), (200, 60)));
}

#[test]
fn filled_at_60x16_and_at_20x5() {
    let mut story = filled();
    let screens = [(60, 16), (59, 20), (20, 5)].map(|size| shown(&mut story, size));
    press(&mut story, Key::Enter);
    insta::assert_snapshot!(format!(
        "{}\n{}",
        screens.join("\n"),
        shown(&mut story, (20, 5))
    ));
}

#[test]
fn ascii_at_80x24() {
    let mut story = filled();
    story.chars("/é");
    press(&mut story, Key::Enter);
    story.chars("?");
    press(&mut story, Key::Esc);
    let buffer = buffer(&mut story, SMALL, ASCII);
    insta::assert_snapshot!(print(&buffer, ASCII.theme, 0..24));
}

#[test]
fn without_colour_at_80x24() {
    let buffer = buffer(&mut filled(), SMALL, MONO);
    insta::assert_snapshot!(print(&buffer, MONO.theme, 0..24));
}

#[test]
fn news_marks_changes_and_rows_that_are_gone() {
    let mut story = filled();
    // One that stands high in the list vanishes.
    let mut next: Vec<_> = orders()
        .into_iter()
        .filter(|order| !order.reference.wire().ends_with("58"))
        .collect();
    story.chars("  ");
    story.next_sweep(next.clone());
    next.push(
        fixtures::order(77)
            .customer("APPEARED")
            .modified("2026-05-29T13:00:30Z")
            .build(),
    );
    next[58] = fixtures::order(60)
        .state("active")
        .customer("CHANGED")
        .modified("2026-05-29T13:00:20Z")
        .build();
    story.next_sweep(next);
    press(&mut story, Key::Home);
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn a_broken_row_under_the_cursor() {
    let mut all = orders();
    all[0].broken = Some(std::sync::Arc::new(BrokenRow {
        problem: Text::new("no order_reference"),
        raw: Text::new("{\"order_reference\": null,\n \"state\": \"in_progress\"}"),
    }));
    insta::assert_snapshot!(shown(&mut filled_with(all, &steps()), SMALL));
}

#[test]
fn hostile_and_very_long_text() {
    let mut all = orders();
    let hostile = |builder: fixtures::OrderBuilder, text: &str| {
        builder
            .customer(text)
            .site(text)
            .family(text)
            .project(text)
            .by(text)
            .modified("2026-05-29T13:00:00Z")
            .build()
    };
    all[0] = hostile(fixtures::order(1), "\u{1b}[2J\u{1b}[31mred\u{7}");
    all[1] = hostile(fixtures::order(2), "abc\u{202E}fed");
    all[2] = hostile(fixtures::order(3), "zero\u{200B}width");
    all[3] = hostile(fixtures::order(4), "東京都千代田区丸の内一丁目");
    all[4] = hostile(
        fixtures::order(5),
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}x",
    );
    all[5] = hostile(fixtures::order(6), "one\ntwo\tthree");
    all[6] = hostile(
        fixtures::order(7).reference("CMD_\u{202E}4449"),
        &"long ".repeat(900),
    );
    all[7] = hostile(
        fixtures::order(8)
            .reference(&"X".repeat(300))
            .state("\u{1b}]0;title\u{7}"),
        "",
    );
    let mut historic = steps();
    historic.entries.insert(
        0,
        fixtures::lifecycle("東京都\u{202E}x", "bientôt \u{1b}[2J et plus tard encore"),
    );
    historic.entries[3].date = crate::domain::date::FlexDate::parse("東京都千代田区丸の内一丁目");
    let mut story = filled_with(all, &historic);
    let wide = shown(&mut story, MIDDLE);
    for _ in 0..7 {
        story.chars("j");
    }
    settle(&mut story, &historic);
    insta::assert_snapshot!(format!("{wide}\n{}", shown(&mut story, SMALL)));
}

#[test]
fn a_filter_that_matches_nothing() {
    let mut story = filled();
    story.chars("/client:nobody");
    press(&mut story, Key::Enter);
    let alone = shown(&mut story, SMALL);
    story.chars("/ late:yes");
    press(&mut story, Key::Enter);
    let screens = [SMALL, MIDDLE, (60, 16), (20, 5)].map(|size| shown(&mut story, size));
    insta::assert_snapshot!(format!("{alone}\n{}", screens.join("\n")));
}

#[test]
fn a_filter_that_knows_only_in_part() {
    let mut story = filled();
    story.chars("/late:yes,maybe");
    press(&mut story, Key::Enter);
    let buffer = buffer(&mut story, SMALL, UNICODE);
    story.chars("\\");
    let off = self::buffer(&mut story, SMALL, UNICODE);
    insta::assert_snapshot!(format!(
        "{}{}",
        print(&buffer, UNICODE.theme, 0..6),
        print(&off, UNICODE.theme, 0..6)
    ));
}

#[test]
fn a_filter_with_an_error() {
    let mut story = filled();
    let mut screens = Vec::new();
    for text in [
        "stat:active",
        "client:dupont age>",
        "client:東京都 stat:active",
        "late:yes client:dupont site:marseille project:P012 by:noc stat:active",
    ] {
        story.key(Chord::char('/'));
        story.key(Chord::ctrl('u'));
        story.feed(Event::Pasted(text.to_owned()));
        for size in [SMALL, (60, 16)] {
            let buffer = buffer(&mut story, size, UNICODE);
            let top = if size == SMALL { 2..5 } else { 1..3 };
            screens.push(print(&buffer, UNICODE.theme, top));
        }
        press(&mut story, Key::Esc);
    }
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn rows_read_more_than_two_intervals_ago_carry_a_question_mark() {
    let mut story = filled();
    let marked = |story: &mut Story| {
        let screen = shown(story, SMALL);
        let rows = screen.lines().filter(|line| line.contains(" CMD_"));
        rows.filter(|line| line.ends_with('?')).count()
    };
    assert_eq!(marked(&mut story), 0);
    story.pass(chrono::TimeDelta::minutes(30));
    assert!(marked(&mut story) > 3, "{}", shown(&mut story, SMALL));
}
