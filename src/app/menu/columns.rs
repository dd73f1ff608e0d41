//! Which columns are shown and in what order.

use crate::app::columns::SortColumn as _;
use crate::app::keymap::{Chord, Key};
use crate::app::state::AppState;

use super::{Choice, Item, Menu};

/// Said above the columns: it holds on screens without a row of hints too.
const HOW: &str = "Space: shown or not   < > or K J: moves   r: as at the start";

/// Every column in its place, and the way back.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let mut items = vec![Item::heading(HOW)];
    items.extend(state.orders_pane.columns.places().iter().map(|place| {
        let column = place.column;
        let lead = if place.is_shown { "[x]" } else { "[ ]" };
        let text = format!("{:<11} {}", column.name(), column.help());
        Item::new(text, Choice::Column(column))
            .lead(lead)
            .off(column.is_fixed().then_some("always first"))
    }));
    let back = Item::new("back to the columns at the start", Choice::FirstColumns);
    items.push(back.hot(Chord::char('r')));
    items
}

/// What a key picks: Space as Enter does; the others move the column under the cursor.
pub(super) fn pick(menu: &Menu, chord: Chord) -> Option<Item> {
    let selected = menu.selected().filter(|_| !chord.is_ctrl)?;
    let to_the_right = match chord.key {
        Key::Char(' ') => return Some(selected.clone()),
        Key::Char('>' | 'J') => true,
        Key::Char('<' | 'K') => false,
        _ => return None,
    };
    match selected.choice {
        Choice::Column(column) => {
            Some(Item::new("", Choice::ShiftColumn(column, to_the_right)).off(selected.off.clone()))
        }
        _ => None,
    }
}
