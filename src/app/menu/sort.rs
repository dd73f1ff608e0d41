//! What to sort by: a first column, and a second one for rows that are equal by the first.

use crate::app::columns::Column;
use crate::app::keymap::{Chord, Key};
use crate::app::state::AppState;

use super::{Choice, Item, Menu};

/// Said above the columns: it holds on screens without a row of hints too.
const HOW: &str = "letter: first   capital or Space: then   again: reversed";

/// The columns rows can be sorted by; choosing the one in force turns it round.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let sort = state.orders_pane.index.sort();
    let mut items = vec![Item::heading(HOW)];
    items.extend(Column::ALL.map(|column| {
        let note = match sort.then {
            _ if sort.by.column == column => format!("first {}", sort.by.arrow()),
            Some(then) if then.column == column => format!("then {}", then.arrow()),
            _ => String::new(),
        };
        let text = format!("{:<11} {}", column.name(), column.help());
        Item::new(text, Choice::Sort(column))
            .hot(Chord::char(column.letter()))
            .note(note)
    }));
    items
}

/// The line of the column in force.
pub(super) fn line(state: &AppState) -> usize {
    let by = state.orders_pane.index.sort().by;
    let is_it = |column: &Column| *column == by.column;
    Column::ALL.iter().position(is_it).map_or(0, |at| at + 1)
}

/// What a key picks beside the letters of the items: Space and capitals pick a second column.
pub(super) fn pick(menu: &Menu, chord: Chord) -> Option<Item> {
    let item = match chord.key {
        Key::Char(' ') if !chord.is_ctrl => menu.selected(),
        Key::Char(c) if !chord.is_ctrl && c.is_ascii_uppercase() => {
            let hot = Some(Chord::char(c.to_ascii_lowercase()));
            menu.items().iter().find(|item| item.hot == hot)
        }
        _ => None,
    }?;
    match item.choice {
        Choice::Sort(column) => Some(Item::new("", Choice::SortThen(column))),
        _ => None,
    }
}
