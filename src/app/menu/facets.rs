//! Values of the rows shown, field by field, with how many rows each finds. Choosing one puts its term into the filter or
//! takes it out; the list behind follows.

use crate::app::facts::facets::{Facet, facets};
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::index::{Scope, Survey};
use crate::app::query::{Now, Query};
use crate::app::state::AppState;
use crate::app::views::orders::reading::calls;
use crate::domain::fold::fold;

use super::{Choice, Item};

pub(super) fn items(state: &AppState, search: &str) -> Vec<Item> {
    let now = Now::new(state.now, &state.zone, &state.session.me);
    let pane = &state.orders_pane;
    if state.orders.is_empty() {
        return vec![Item::remark(before_rows(state))];
    }
    // A filter that cannot be read was refused before.
    let Ok(query) = Query::parse(pane.filter.text(), &ORDER_SCHEMA, &now) else {
        return Vec::new();
    };
    let scope = Scope {
        orders: &state.orders,
        now: &now,
        marked: &pane.marked,
    };
    let facets = facets(&query, &now, &mut Survey::new(&pane.index, scope));
    let searched = fold(search);
    let words: Vec<_> = searched.split_whitespace().collect();
    let mut found = Vec::new();
    for facet in &facets {
        found.extend(of_facet(facet, &words));
    }
    if facets.is_empty() {
        let why = "No row is left to take values from: {toggle_filter} shows all.";
        found.push(Item::remark(state.keymap.tell(why)));
    } else if words.is_empty() {
        found.splice(0..0, remarks(state, &facets));
    }
    found
}

/// Why there is nothing to choose from.
fn before_rows(state: &AppState) -> String {
    let what = if state.orders_pane.sweep.last().is_some() {
        "Covage lists no order"
    } else {
        "No order is read yet"
    };
    let way_out = state.keymap.tell("{refresh_view} in the list reads it");
    format!("{what}: {way_out}.")
}

/// What is to be known of all of them.
fn remarks(state: &AppState, facets: &[Facet]) -> Vec<Item> {
    let pane = &state.orders_pane;
    let mut remarks = Vec::new();
    if pane.filter.is_off {
        remarks.push("The filter is off: choosing a value switches it on.".to_owned());
    }
    let cost = pane.index.load_cost();
    let key = state.keymap.tell("{refresh_view}");
    if cost.calls > 0 {
        let calls = calls(cost.calls);
        remarks.push(format!("? is in doubt: Esc, then {key} reads it, {calls}."));
    } else if facets.iter().any(|facet| facet.unread > 0) {
        remarks.push(format!(
            "? is not read: choose a value, Esc, then {key} reads it."
        ));
    }
    remarks.into_iter().map(Item::remark).collect()
}

/// A field and those of its values that hold all words; nothing if none does.
fn of_facet(facet: &Facet, words: &[&str]) -> Vec<Item> {
    let field = facet.field;
    let holds = |texts: &str| {
        let texts = fold(texts);
        words.iter().all(|word| texts.contains(word))
    };
    let values = facet.values.iter();
    let values = values.filter(|it| holds(&format!("{} {} {}", field.name, it.label, it.help)));
    let mut items: Vec<_> = values
        .map(|value| {
            let text = match value.help {
                "" => value.label.clone(),
                help => format!("{}  {help}", value.label),
            };
            item(field.id, &value.written, value.is_chosen, text).note(value.count.to_string())
        })
        .collect();
    if facet.values.is_empty() && holds(field.name) {
        // Nothing is known of it: with any value asked for, reading has something to settle.
        items.push(item(field.id, "*", false, "any value".to_owned()));
    }
    if items.is_empty() {
        return items;
    }
    let unread = match facet.unread {
        0 => String::new(),
        unread => format!("{unread}? not read"),
    };
    items.insert(0, Item::heading(field.name).note(unread));
    if facet.left_out > 0 {
        let left_out = facet.left_out;
        let where_to = format!("  {left_out} more: {}: and Tab in the filter", field.name);
        items.push(Item::remark(where_to));
    }
    items
}

fn item(field: OrderField, written: &str, is_chosen: bool, text: String) -> Item {
    let lead = if is_chosen { "[x]" } else { "[ ]" };
    Item::new(text, Choice::Term(field, written.to_owned())).lead(lead)
}
