//! Saved filters with their sort.

use crate::app::state::AppState;

use super::Item;

pub(super) fn items(_state: &AppState) -> Vec<Item> {
    Vec::new()
}
