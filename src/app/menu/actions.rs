//! The action menu: what is possible here, with its keys, which work inside the menu too.
//!
//! Moving about is not listed: whoever has found this menu knows how to move.

use crate::app::action::{Action, Group};
use crate::app::pane::Focus;
use crate::app::state::AppState;

use super::Item;
use super::help::action_item;

/// What an action concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concern {
    Row,
    List,
    Preview,
    Program,
}

impl Concern {
    fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::Actions => return None,
            Action::NextTab
            | Action::PreviousTab
            | Action::Raw
            | Action::PreviewPlace
            | Action::Zoom => Self::Preview,
            Action::Enter | Action::Mark => Self::Row,
            Action::RefreshView | Action::Dates => Self::List,
            _ => match action.group() {
                Group::Move => return None,
                Group::News | Group::Find | Group::Mark => Self::List,
                Group::Look | Group::Take | Group::Write => Self::Row,
                Group::App => Self::Program,
            },
        })
    }

    fn title(self, state: &AppState) -> String {
        let title = match self {
            Self::Row => return row_title(state),
            Self::List => "List",
            Self::Preview => "Preview",
            Self::Program => "Program",
        };
        title.to_owned()
    }
}

/// The order under the cursor, and how many are marked: some actions are for those.
fn row_title(state: &AppState) -> String {
    let order = state.order_under_cursor();
    let reference = order.map_or("Order", |order| order.summary.reference.text().line());
    match state.orders_pane.marked.len() {
        0 => reference.to_owned(),
        marked => format!("{reference}, {marked} marked"),
    }
}

/// The actions in groups, the one of the place that has the keys first; in each, those that are impossible come last.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let concerns = match state.orders_pane.focus {
        Focus::List => [
            Concern::Row,
            Concern::List,
            Concern::Preview,
            Concern::Program,
        ],
        Focus::Preview => [
            Concern::Preview,
            Concern::Row,
            Concern::List,
            Concern::Program,
        ],
    };
    let mut items = Vec::new();
    for concern in concerns {
        items.push(Item::heading(concern.title(state)));
        let of_it = |action: &&Action| Concern::of(**action) == Some(concern);
        let mut actions: Vec<_> = Action::ALL
            .iter()
            .filter(of_it)
            .map(|action| action_item(state, *action))
            .collect();
        actions.sort_by_key(|item| item.off.is_some());
        items.extend(actions);
    }
    items
}
