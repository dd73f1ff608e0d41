//! The palette: an order, a quote, a check, a view or an action by typing. From what is known already, without a call.
//!
//! Digits alone go to references; words search orders, quotes, checks, views and actions together, and what the pane on screen
//! lists comes first. While nothing is typed it offers where it went last and what is most often wanted.

use std::collections::VecDeque;

use crate::app::action::Action;
use crate::app::copy::counted;
use crate::app::entities::orders::{Order, RowId};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::domain::fold::fold;
use crate::domain::order::OrderState;
use crate::domain::timeline::ProductionStep;

use super::eligibility::find as eligibility;
use super::finder;
use super::quotes::find as quotes;
use super::words::{Rank, Words};
use super::{Choice, Item, Listing, foreign, views};

/// Rows listed at most, and where there are rows of another pane beside them.
const ROWS: usize = 50;
const FEW: usize = 8;
/// Rows it went to that are remembered.
const REMEMBERED: usize = 5;
/// Actions and views that begin with what is typed come before orders from so many letters on; one letter may be a key.
const SURE: usize = 3;

/// What is offered while nothing is typed.
const OFFERED: [Action; 10] = [
    Action::Filter,
    Action::Facets,
    Action::Views,
    Action::NextNews,
    Action::Sort,
    Action::Jump,
    Action::CopyMenu,
    Action::RefreshView,
    Action::Messages,
    Action::Help,
];

/// A row the palette went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Went {
    /// An order.
    Order(RowId),
    /// A quote line or a basket.
    Quote(RowId),
    /// An eligibility request or a site.
    Eligibility(RowId),
}

/// The rows the palette went to, the last one first.
#[derive(Clone, Debug, Default)]
pub struct Recent(VecDeque<Went>);

impl Recent {
    /// It went somewhere.
    pub(crate) fn went_to(&mut self, row: Went) {
        self.0.retain(|known| *known != row);
        self.0.push_front(row);
        self.0.truncate(REMEMBERED);
    }
}

/// What fits the search text, the best first.
pub(super) fn listing(state: &AppState, search: &str) -> Listing {
    let search = without_go(search);
    let words = Words::new(search);
    if words.is_empty() {
        return offered(state).into();
    }
    let (rows, count) = rows(state, &words);
    let mut others: Vec<_> = views(state, &words).chain(actions(state, &words)).collect();
    others.sort_by_key(|(rank, _)| *rank);
    let letters = search.trim().len();
    let is_sure = letters == 1 || letters >= SURE && others.iter().any(|(rank, _)| *rank == 0);
    let has_digits = search.contains(|c: char| c.is_ascii_digit());
    let others = others.into_iter().map(|(_, item)| item);
    let items = if is_sure && !has_digits {
        others.chain(rows).collect()
    } else {
        rows.into_iter().chain(others).collect()
    };
    Listing { items, count }
}

/// `go 9444` is how a person may say it; `go sport` is a customer.
fn without_go(search: &str) -> &str {
    let rest = search.trim_start().strip_prefix("go ");
    rest.filter(|rest| rest.contains(|c: char| c.is_ascii_digit()))
        .unwrap_or(search)
}

fn offered(state: &AppState) -> Vec<Item> {
    let here = state.list_pane().row().map(|row| match state.pane {
        Pane::Quotes => Went::Quote(row),
        Pane::Eligibility => Went::Eligibility(row),
        Pane::Orders | Pane::Activity => Went::Order(row),
    });
    let recent = state.recent.0.iter().filter(|row| here != Some(**row));
    let rows = recent.filter_map(|row| match *row {
        Went::Order(row) => order_item(state, row),
        Went::Quote(row) => quotes::item(state, row),
        Went::Eligibility(row) => eligibility::item(state, row),
    });
    let actions = OFFERED.iter().map(|action| action_item(state, *action));
    let all = Words::new("");
    let views = views(state, &all).map(|(_, item)| item);
    // What cannot be opened is told when it is asked for.
    let views = views.filter(|item| item.off.is_none());
    rows.chain(actions).chain(views).collect()
}

/// The orders, the quotes and the checks of eligibility that hold the words, and how many there are. References that end in the digits asked for come
/// first, then what the pane on screen lists.
fn rows(state: &AppState, words: &Words) -> (Vec<Item>, String) {
    let orders = finder::find(&state.orders_pane.index, words, ROWS);
    let quotes = quotes::find(state, words);
    let checks = eligibility::find(state, words);
    let all = orders.total + quotes.len() + checks.len();
    let most = |own: usize| if all > own { FEW } else { ROWS };
    let cards = state.orders_pane.index.cards();
    let of_orders = Listed::new(
        orders.rows.iter().take(most(orders.total)),
        (orders.total, "orders"),
        |row| Some((words.end(cards.reference(row)), order_item(state, row)?)),
    );
    let of_quotes = Listed::new(
        quotes.iter().take(most(quotes.len())),
        (quotes.len(), "quotes"),
        |row| {
            let name = fold(state.quote_name(row));
            Some((words.end(&name), quotes::item(state, row)?))
        },
    );
    let of_checks = Listed::new(
        checks.iter().take(most(checks.len())),
        (checks.len(), "checks and sites"),
        |row| {
            let name = fold(state.eligibility_name(row));
            Some((words.end(&name), eligibility::item(state, row)?))
        },
    );
    let mut count = format!("{} of {} orders", orders.total, state.orders.len());
    if !quotes.is_empty() {
        count = format!("{count}, {}", counted(quotes.len(), "quote"));
    }
    if !checks.is_empty() {
        count = format!("{count}, {} of eligibility", checks.len());
    }
    let panes = match state.pane {
        Pane::Quotes => [of_quotes, of_orders, of_checks],
        Pane::Eligibility => [of_checks, of_orders, of_quotes],
        Pane::Orders | Pane::Activity => [of_orders, of_quotes, of_checks],
    };
    let (mut items, mut others) = (Vec::new(), Vec::new());
    for listed in panes {
        items.extend(listed.meant);
        others.extend(listed.others);
    }
    items.extend(others);
    (items, count)
}

/// Rows of a kind that were found.
#[derive(Default)]
struct Listed {
    /// Those whose reference ends in the digits asked for.
    meant: Vec<Item>,
    /// The others, and how many more there are.
    others: Vec<Item>,
}

impl Listed {
    /// `item` says of a row whether it is meant, and how it is listed.
    fn new<'a>(
        rows: impl ExactSizeIterator<Item = &'a RowId>,
        (total, what): (usize, &str),
        item: impl Fn(RowId) -> Option<(bool, Item)>,
    ) -> Self {
        let left_out = total - rows.len();
        let mut listed = Self::default();
        for (is_meant, item) in rows.filter_map(|row| item(*row)) {
            if is_meant {
                listed.meant.push(item);
            } else {
                listed.others.push(item);
            }
        }
        if left_out > 0 {
            listed.others.push(Item::remark(format!(
                "  and {left_out} more {what}: another word or digit tells them apart"
            )));
        }
        listed
    }
}

fn order_item(state: &AppState, row: RowId) -> Option<Item> {
    let order = state.orders.get(row)?;
    let summary = &order.summary;
    let reference = foreign(Some(summary.reference.text()));
    let customer = foreign(summary.customer.as_ref());
    let about = [
        &summary.customer,
        &summary.customer_2,
        &summary.site,
        &summary.site_2,
        &summary.project,
    ];
    let about: Vec<_> = about
        .into_iter()
        .flatten()
        .map(|text| foreign(Some(text)))
        .chain([stage(order)])
        .collect();
    let note = if state.orders_pane.index.position(row).is_some() {
        stage(order)
    } else {
        format!("{} (hidden)", stage(order))
    };
    Some(
        Item::new(format!("{reference:<16}  {customer}"), Choice::Order(row))
            .lead("order")
            .note(note)
            .completion(summary.reference.text().line())
            .more(about.join("; ")),
    )
}

/// Where an order stands, in a few words.
fn stage(order: &Order) -> String {
    match (&order.summary.state, order.step) {
        _ if order.summary.broken.is_some() => "unreadable".to_owned(),
        _ if order.gone_since.is_some() => "gone from the list".to_owned(),
        (OrderState::InProgress, Some((step, _))) => {
            let (number, count) = (step.number(), ProductionStep::COUNT);
            format!("{number}/{count} {}", step.short())
        }
        (state, _) => state.word().to_owned(),
    }
}

/// The views whose line holds the words, as the menu of views lists them.
fn views(state: &AppState, words: &Words) -> impl Iterator<Item = (Rank, Item)> {
    views::of_all_panes(state).into_iter().filter_map(|view| {
        let rank = words.rank(&fold(&view.text))?;
        let Choice::View(place) = view.choice else {
            return None;
        };
        let entry = state.views.entries().get(place)?;
        let note = if entry.view.pane() == state.pane {
            let key = view.hot.map_or_else(String::new, |key| format!(" {key}"));
            let opens = state.keymap.chords(Action::Views).next();
            opens.map_or_else(String::new, |chord| format!("key {chord}{key}"))
        } else {
            format!("in {}", entry.view.pane().title())
        };
        let item = Item {
            hot: None,
            ..view.lead("view").note(note)
        };
        Some((rank, item))
    })
}

fn actions(state: &AppState, words: &Words) -> impl Iterator<Item = (Rank, Item)> {
    let others = Action::ALL.iter().filter(|it| **it != Action::Palette);
    others.filter_map(|action| {
        let rank = words.rank_action(*action, &state.keymap)?;
        Some((rank, action_item(state, *action)))
    })
}

fn action_item(state: &AppState, action: Action) -> Item {
    let key = state.keymap.chords(action).next();
    let key = key.map_or_else(String::new, |chord| format!("key {chord}"));
    super::help::action_item(state, action)
        .lead("action")
        .note(key)
}

impl AppState {
    /// Goes to an order; where the filter hides it, the filter is switched off.
    pub(crate) fn visit_order(&mut self, row: RowId) {
        self.show_pane(Pane::Orders);
        let is_hidden = self.orders_pane.index.position(row).is_none();
        if is_hidden && !self.orders_pane.filter.is_off {
            self.orders_pane.filter.is_off = true;
            self.apply_orders_filter();
            let reference = self
                .orders
                .get(row)
                .map_or("", |order| order.summary.reference.text().line());
            let keys = self.keymap.chords(Action::ToggleFilter).next();
            let back = keys.map_or_else(String::new, |key| format!("; {key} brings it back"));
            self.notices
                .info(self.now, format!("filter off to show {reference}{back}"));
        }
        self.go_to_row(row);
        self.recent.went_to(Went::Order(row));
    }
}
