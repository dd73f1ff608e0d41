//! The action menu: what is possible here, with its keys, which work inside the menu too.

use crate::app::action::{Action, Group};
use crate::app::state::AppState;

use super::Item;
use super::help::action_item;

/// Every action but moving about, in groups.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let mut items = Vec::new();
    let mut group = None;
    for action in Action::ALL {
        if action.group() == Group::Move || *action == Action::Actions {
            continue;
        }
        if group != Some(action.group()) {
            group = Some(action.group());
            items.push(Item::heading(action.group().title()));
        }
        let mut item = action_item(state, *action);
        item.hot = state.keymap.chords(*action).next();
        items.push(item);
    }
    items
}
