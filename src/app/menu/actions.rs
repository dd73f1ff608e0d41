//! The action menu: what is possible here, with its keys, which work inside the menu too.
//!
//! Moving about is not listed: whoever has found this menu knows how to move.

use crate::app::action::{Action, Group};
use crate::app::copy::counted;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::domain::ids::ProductId;

use super::help::action_item;
use super::{Item, foreign};

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

/// The row under the cursor, and how many are marked: some actions are for those.
fn row_title(state: &AppState) -> String {
    match state.pane {
        Pane::Orders => {
            let order = state.order_under_cursor();
            let order = order.map_or("Order", |order| order.summary.reference.text().line());
            match state.orders_pane.marked.len() {
                0 => order.to_owned(),
                marked => format!("{order}, {marked} marked"),
            }
        }
        Pane::Quotes => quote_title(state),
        Pane::Eligibility => {
            let row = state.list_pane().row();
            let name = row.map_or("Check", |row| state.eligibility_name(row));
            match state.eligibility_pane.marks.rows.len() {
                0 => name.to_owned(),
                marked => format!("{name}, {marked} marked"),
            }
        }
        Pane::Activity => {
            let subject = state.activity_pane.under_cursor();
            let row = subject.and_then(|subject| state.activity_row(subject));
            row.map_or_else(|| "Row".to_owned(), |row| row.brief)
        }
    }
}

/// The line or the basket under the cursor, and the offer that answers are about: the one that is meant, or the marked.
fn quote_title(state: &AppState) -> String {
    let row = state.list_pane().row();
    let name = row.map_or("Line", |row| state.quote_name(row));
    let marks = &state.quotes_pane.marks;
    if !marks.is_empty() {
        let lines = (marks.lines.len(), "line");
        let offers = (marks.offers.len(), "offer");
        let marked = [lines, offers].into_iter().filter(|(count, _)| *count > 0);
        let marked: Vec<_> = marked.map(|(count, what)| counted(count, what)).collect();
        return format!("{name}; {} marked", marked.join(", "));
    }
    match state.offer_under_cursor() {
        Some((place, offer)) => {
            let product = foreign(offer.product.as_ref().map(ProductId::text));
            let offer = format!("{name}, offer {} {product}", place + 1);
            offer.trim_end().to_owned()
        }
        None => name.to_owned(),
    }
}

/// The actions in groups, the one of the place that has the keys first; in each, those that are impossible come last.
pub(super) fn items(state: &AppState) -> Vec<Item> {
    let concerns = match state.list_pane().focus() {
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
