//! Forms as stories: keys, pastes and answers, then exactly what is asked before it is sent.

mod anything;
mod checks;
mod choosing;
mod kept;
mod lines;
mod quotes;
mod requests;
mod site_lines;

use super::{Form, made_up};
use crate::app::dialog::Confirm;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::story::Story;
use crate::domain::request::{Page, Read, Reply};
use crate::domain::text::Text;
use crate::domain::write::{LineField, Write};

use super::field::Id;

/// An open form of a line that is there.
fn editing() -> Story {
    let mut story = Story::new();
    made_up::edit_line(&mut story.state);
    story
}

fn form(story: &Story) -> &Form {
    match &story.state.overlay {
        Some(Overlay::Form(form)) => form,
        other => panic!("no form is open: {other:?}"),
    }
}

/// What the open dialog asks.
fn asked(story: &Story) -> &Confirm {
    match &story.state.overlay {
        Some(Overlay::Dialog(dialog)) => &dialog.confirm,
        other => panic!("no dialog is open: {other:?}, {:?}", story.notice()),
    }
}

fn write(story: &Story) -> &Write {
    &asked(story).intents[0].write
}

/// The rows of the open dialog behind those about what it is on.
fn rows(story: &Story, about: usize) -> Vec<(&str, &str)> {
    let rows = asked(story).rows.iter().skip(about);
    rows.map(|(label, text)| (label.as_str(), text.line()))
        .collect()
}

fn press(story: &mut Story, keys: impl IntoIterator<Item = Key>) {
    for key in keys {
        story.key(Chord::plain(key));
    }
}

/// Puts the keys on a field.
fn go_to(story: &mut Story, id: Id) {
    let is_there = |story: &Story| form(story).field().is_some_and(|field| field.id == id);
    press(story, [Key::PageUp]);
    while !is_there(story) {
        assert!(
            form(story).field().is_some(),
            "{id:?} is no field of the form"
        );
        press(story, [Key::Tab]);
    }
}

fn line_field(story: &mut Story, field: LineField) {
    go_to(story, Id::Line(field));
}

/// To the way on, and on.
fn go_on(story: &mut Story) {
    press(story, [Key::PageDown, Key::Enter]);
}

fn told(story: &Story, id: Id) -> String {
    let field = form(story).fields.iter().find(|field| field.id == id);
    field.unwrap().content().told().wire().to_owned()
}

fn phrases(phrases: &[&str]) -> Vec<Text> {
    phrases.iter().map(|phrase| Text::new(*phrase)).collect()
}

/// Answers a list of phrases that was asked for.
fn answer(story: &mut Story, read: &Read, reply: Reply) {
    let id = story.asked(read).expect("the list is not asked for");
    story.answer(id, Ok(reply));
}

fn page<T>(rows: Vec<T>) -> Page<T> {
    Page {
        rows,
        next: None,
        count: None,
        page_size: None,
    }
}
