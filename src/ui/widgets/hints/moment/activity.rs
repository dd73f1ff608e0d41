//! The hints of the Activity pane.

use crate::app::action::Action;
use crate::app::pane::Focus;
use crate::app::state::AppState;

use super::super::Hint;

/// What keys do in its list or its preview, the most useful first.
pub(super) fn hints(state: &AppState, focus: Focus) -> Vec<Hint> {
    let of = |actions: &[Action], what| Hint::of_all(state, actions, what);
    match focus {
        Focus::List => vec![of(&[Action::Down, Action::Up], "move")],
        Focus::Preview => vec![of(&[Action::Back], "back")],
    }
}
