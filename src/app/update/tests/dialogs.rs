//! Dialogs before writes: what it takes to confirm one, and everything that does not.

mod accept;
mod arming;
mod decline;
mod earlier;
mod plain;
mod properties;

use super::*;
use crate::app::dialog::arming::QUIET;
use crate::app::dialog::made_up::{known, line};
use crate::domain::failure::FailureKind;
use crate::domain::ids::{LineId, ProductId};
use crate::domain::quote::Line;
use crate::domain::write::{Intent, OfferKey, Write};

/// A story with these lines read and the Quotes pane on screen, the cursor on the first of them.
fn at_lines(lines: &[Line]) -> Story {
    let mut story = Story::of(rows(3));
    story.state.session.api_url = "https://api".to_owned();
    story.act(|state, _| {
        let now = state.now;
        let taken = lines
            .iter()
            .map(|line| state.quotes.take_line(line.clone(), false, now));
        let rows: Vec<_> = taken
            .filter_map(crate::app::entities::orders::Taken::other)
            .collect();
        state.reindex_quotes(&rows);
    });
    story.chars("2g");
    story.open.clear();
    story
}

/// A story in which the dialog that accepts the first offer of line 1 has just opened.
fn accepting() -> Story {
    accepting_of(&line(1))
}

fn accepting_of(line: &Line) -> Story {
    let mut story = at_lines(std::slice::from_ref(line));
    story.chars("a");
    story
}

/// The same for declining it.
fn declining() -> Story {
    let mut story = at_lines(&[line(1)]);
    story.chars("d");
    story
}

fn key(number: u32, product: &str) -> OfferKey {
    OfferKey {
        line: line(number).id,
        product: ProductId::new(product),
    }
}

/// Writes the frame that shows the dialog, and lets the quiet moment pass.
fn see(story: &mut Story) {
    frame(story);
    story.pass(QUIET);
}

fn frame(story: &mut Story) {
    let revision = story.state.dialog_revision().expect("no dialog is open");
    story.feed(Event::FrameWritten(revision));
}

/// Answers the second look at a line, and whoever else asked for it.
fn answer(story: &mut Story, line: &Line) {
    assert!(
        look_at(story, &line.id).is_some(),
        "the line is not read again"
    );
    while let Some(id) = look_at(story, &line.id) {
        story.answer(id, Ok(Reply::Line(Box::new(line.clone()))));
    }
}

fn look_at(story: &Story, line: &LineId) -> Option<RequestId> {
    story.asked(&Read::Line(line.clone()))
}

/// Types as a person does: each key by itself, with time and a frame between.
fn typed(story: &mut Story, keys: &str) -> Effects {
    let mut last = Effects::default();
    for c in keys.chars() {
        story.pass(TimeDelta::milliseconds(180));
        last = match c {
            '\n' => story.press(Key::Enter),
            c => story.key(Chord::char(c)),
        };
        if story.state.dialog().is_some() {
            frame(story);
        }
    }
    last
}

fn burst(story: &mut Story, keys: &str) -> Vec<Effect> {
    let mut all = Vec::new();
    for c in keys.chars() {
        let chord = match c {
            '\n' => Chord::plain(Key::Enter),
            c => Chord::char(c),
        };
        all.extend(story.feed(Event::BurstKey(chord)).list);
    }
    all
}

/// What was handed in: the first intent of each dialog, and how many there are in all.
fn handed(story: &Story) -> (Vec<&Intent>, usize) {
    let first: Vec<_> = story.state.writes.under_way().collect();
    let all = first.iter().map(|it| 1 + it.more).sum();
    (first.into_iter().map(|it| it.intent).collect(), all)
}

/// How many writes were handed in.
fn count(story: &Story) -> usize {
    handed(story).1
}

fn remark(story: &Story) -> &str {
    let dialog = story.state.dialog().expect("no dialog is open");
    dialog.remark.as_deref().unwrap_or_default()
}

/// The checks, a mark and a text each.
fn checks(story: &Story) -> Vec<String> {
    use crate::app::dialog::checks::Mark;
    let dialog = story.state.dialog().expect("no dialog is open");
    let checks = story.state.dialog_checks(dialog).into_iter();
    checks
        .map(|check| {
            let mark = match check.mark {
                Mark::Good => "ok",
                Mark::Open => "--",
                Mark::Waiting => "..",
                Mark::Bad => "!!",
            };
            format!("{mark} {}", check.text)
        })
        .collect()
}

fn row_of(story: &Story, label: &str) -> String {
    let dialog = story.state.dialog().expect("no dialog is open");
    let row = dialog.confirm.rows.iter().find(|(it, _)| it == label);
    row.map_or_else(String::new, |(_, text)| text.line().to_owned())
}
