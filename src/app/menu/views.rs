//! Saved filters with their sort: the key of each, its filter, and how many rows it holds just now.

use unicode_width::UnicodeWidthStr as _;

use crate::app::keymap::{Chord, Key};
use crate::app::saved::{Entry, Origin, Seen};
use crate::app::state::AppState;

use super::{Choice, Item, Menu};

/// What stands for a count that is not known yet.
const UNKNOWN: &str = ". ";

/// The views of the pane on screen, those that cannot be opened with the reason.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    of(state, &state.views.listed(state.pane))
}

/// The views of all panes, those of the one on screen first.
pub(super) fn of_all_panes(state: &AppState) -> Vec<Item> {
    let all = state.views.entries().iter().enumerate();
    let (mut here, elsewhere): (Vec<_>, Vec<_>) =
        all.partition(|(_, entry)| entry.view.pane() == state.pane);
    here.extend(elsewhere);
    of(state, &here)
}

fn of(state: &AppState, entries: &[(usize, &Entry)]) -> Vec<Item> {
    let names = entries
        .iter()
        .map(|(_, entry)| entry.view.name.width())
        .max();
    let names = names.unwrap_or(0);
    let counts = entries
        .iter()
        .map(|(_, entry)| count(state.held_by(entry)).width());
    let counts = counts.max().unwrap_or(0);
    let item = |(place, entry): &(usize, &Entry)| {
        let view = &entry.view;
        let gap = names - view.name.width();
        let text = match entry.off() {
            // The reason needs the room.
            Some(_) => view.name.clone(),
            None => format!("{}{:gap$}  {}", view.name, "", view.filter),
        };
        let seen = state.held_by(entry);
        let note = format!("{}{:>counts$}", news(seen), count(seen));
        let item = Item::new(text, Choice::View(*place))
            .note(note)
            .off(entry.off());
        let item = item.more(more(state, entry));
        match entry.key {
            Some(key) => item.hot(Chord::char(key)),
            None => item,
        }
    };
    entries.iter().map(item).collect()
}

/// `37`, or `37~` where some rows are not certain; the digits of both end in one column.
fn count(seen: Option<Seen>) -> String {
    seen.map_or_else(
        || UNKNOWN.to_owned(),
        |seen| {
            let sign = if seen.maybe > 0 { "~" } else { " " };
            format!("{}{sign}", seen.rows())
        },
    )
}

fn news(seen: Option<Seen>) -> String {
    let news = seen.map_or(0, |seen| seen.news);
    if news > 0 {
        format!("+{news}  ")
    } else {
        String::new()
    }
}

/// What its line does not say.
fn more(state: &AppState, entry: &Entry) -> String {
    let whose = match entry.origin {
        Origin::BuiltIn => "built in",
        _ if !state.views.is_stored(entry.view.pane(), &entry.view.name) => {
            "kept until you quit, in no file"
        }
        Origin::Saved => "saved, - deletes it",
        Origin::Replaced => "saved in place of the built-in one, - brings that back",
    };
    let (pane, sort) = (entry.view.pane(), entry.view.sorted_by());
    if pane == state.pane {
        format!("sort {sort}; {whose}")
    } else {
        format!("opens {}; sort {sort}; {whose}", pane.title())
    }
}

/// The line of the view that is open.
pub(super) fn line(state: &AppState) -> Option<usize> {
    let (open, _) = state.current_view()?;
    let listed = state.views.listed(state.pane);
    let mut entries = listed.iter().map(|(_, entry)| entry);
    entries.position(|entry| entry.view == open.view)
}

/// What a key picks beside the keys of the views: `-` and Delete delete the one under the cursor.
pub(super) fn pick(menu: &Menu, chord: Chord) -> Option<Item> {
    let deletes = [Chord::char('-'), Chord::plain(Key::Delete)];
    match menu.selected()?.choice {
        Choice::View(place) if deletes.contains(&chord) => {
            Some(Item::new("", Choice::DeleteView(place)))
        }
        _ => None,
    }
}
