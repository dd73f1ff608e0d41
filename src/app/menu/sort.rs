//! What to sort by: a first column, and a second one for rows that are equal by the first.

use crate::app::columns::{AnyColumn, SortColumn};
use crate::app::index::Sort;
use crate::app::keymap::{Chord, Key};
use crate::app::pane::Pane;
use crate::app::state::AppState;

use super::{Choice, Item, Menu};

/// Said above the columns: it holds on screens without a row of hints too.
const HOW: &str = "letter: first   capital or Space: then   again: reversed";

/// The columns rows can be sorted by; choosing the one in force turns it round.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    match state.pane {
        Pane::Orders => of(state.orders_pane.index.sort()),
        Pane::Quotes => of(state.quotes_pane.list.sort()),
        Pane::Eligibility => of(state.eligibility_pane.list.sort()),
        Pane::Activity => Vec::new(),
    }
}

fn of<C: SortColumn + Into<AnyColumn>>(sort: Sort<C>) -> Vec<Item> {
    let mut items = vec![Item::heading(HOW)];
    items.extend(C::ALL.iter().map(|column| {
        let note = match sort.then {
            _ if sort.by.column == *column => format!("first {}", sort.by.arrow()),
            Some(then) if then.column == *column => format!("then {}", then.arrow()),
            _ => String::new(),
        };
        let text = format!("{:<11} {}", column.name(), column.help());
        Item::new(text, Choice::Sort((*column).into()))
            .hot(Chord::char(column.letter()))
            .note(note)
    }));
    items
}

/// The line of the column in force.
pub(super) fn line(state: &AppState) -> usize {
    let by: AnyColumn = match state.pane {
        Pane::Orders => state.orders_pane.index.sort().by.column.into(),
        Pane::Quotes => state.quotes_pane.list.sort().by.column.into(),
        Pane::Eligibility => state.eligibility_pane.list.sort().by.column.into(),
        Pane::Activity => return 0,
    };
    let is_it = |item: &Item| item.choice == Choice::Sort(by);
    items(state).iter().position(is_it).unwrap_or(0)
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

impl AppState {
    /// Sorts a list by a column; by the one in force, the other way round.
    pub(crate) fn sort_by_column(&mut self, column: AnyColumn) {
        match column {
            AnyColumn::Order(column) => self.sort_orders_by(column),
            AnyColumn::Quote(column) => {
                self.sort_quotes(self.quotes_pane.list.sort().picked(column));
            }
            AnyColumn::Eligibility(column) => {
                self.sort_eligibility(self.eligibility_pane.list.sort().picked(column));
            }
        }
    }

    /// Sorts a list by a second column, or says why that would change nothing.
    pub(super) fn sort_then_by_column(&mut self, column: AnyColumn) {
        match column {
            AnyColumn::Order(column) => self.sort_orders_then_by(column),
            AnyColumn::Quote(column) => {
                let sort = self.quotes_pane.list.sort();
                match sort.why_no_second(column) {
                    Some(why) => self.notices.info(self.now, why),
                    None => self.sort_quotes(sort.picked_second(column)),
                }
            }
            AnyColumn::Eligibility(column) => {
                let sort = self.eligibility_pane.list.sort();
                match sort.why_no_second(column) {
                    Some(why) => self.notices.info(self.now, why),
                    None => self.sort_eligibility(sort.picked_second(column)),
                }
            }
        }
    }
}
