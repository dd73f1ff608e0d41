//! What to sort by.

use crate::app::index::SortColumn;
use crate::app::state::AppState;

use super::{Choice, Item};

/// The columns rows can be sorted by; choosing the one in force turns it round.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let sort = state.orders_pane.index.sort();
    SortColumn::ALL
        .iter()
        .map(|column| {
            let note = match (*column == sort.column, sort.descending) {
                (true, true) => "descending",
                (true, false) => "ascending",
                (false, _) => "",
            };
            Item::new(column.name(), Choice::Sort(*column)).note(note)
        })
        .collect()
}
