//! The hints of an open form.

use crate::app::form::Form;
use crate::app::form::field::Entry;
use crate::app::keymap::{Chord, Key};
use crate::ui::glyphs::Glyphs;

use super::super::Hint;
use super::{ENTER, ESC, TAB};

/// What keys do in it, and how it is left.
pub(super) fn hints(form: &Form, glyphs: &Glyphs) -> (Vec<Hint>, Vec<Hint>) {
    if form.is_leaving() {
        // Nothing is lost by a click.
        let hints = vec![
            Hint::say("Esc", "drop what was typed"),
            Hint::key(TAB, "stay"),
        ];
        return (hints, Vec::new());
    }
    let entry = form.field().map(|field| &field.entry);
    if form.chooser().is_some() {
        let enter = if matches!(entry, Some(Entry::Keys(_))) {
            "tick"
        } else {
            "take"
        };
        let hints = vec![
            Hint::key(ENTER, enter),
            Hint::say(glyphs.up_down, "move"),
            Hint::say("type", "to search"),
        ];
        return (hints, vec![Hint::key(ESC, "close the list")]);
    }
    let enter = match entry {
        None if form.is_of_check() => "take the address",
        None if form.is_inner() => "take the site",
        None => "go on",
        Some(Entry::Typed(_)) => "next",
        Some(Entry::Site(_)) => "open",
        Some(Entry::Chosen(_) | Entry::Keys(_)) => "list",
    };
    let mut hints = vec![Hint::key(ENTER, enter), Hint::say(glyphs.up_down, "field")];
    match entry {
        Some(Entry::Typed(_)) => hints.push(Hint::key(Chord::ctrl('u'), "clear")),
        Some(_) => hints.push(Hint::key(Chord::plain(Key::Delete), "empty")),
        None => {}
    }
    if entry.is_some() {
        hints.push(Hint::key(Chord::plain(Key::PageDown), "to the end"));
    }
    (
        hints,
        vec![Hint::key(
            ESC,
            if form.is_inner() { "back" } else { "leave" },
        )],
    )
}
