//! Values of the rows shown, field by field, with how many rows each finds. Choosing one puts its term into the filter or
//! takes it out; the list behind follows.

use crate::app::facts::eligibility::{ELIGIBILITY_SCHEMA, EligibilitySurvey};
use crate::app::facts::facets::{Facet, OF_ELIGIBILITY, OF_ORDERS, OF_QUOTES, facets};
use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteSurvey};
use crate::app::index::{Scope, Survey};
use crate::app::pane::Pane;
use crate::app::query::{Now, Query, Schema, toggle_term};
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet as ListFacet;
use crate::app::views::orders::reading::calls;
use crate::domain::fold::fold;

use super::{Choice, Item};

pub(super) fn items(state: &AppState, search: &str) -> Vec<Item> {
    let now = Now::new(state.now, &state.zone, &state.session.me);
    if state.list_pane().counts().all == 0 {
        return vec![Item::remark(before_rows(state))];
    }
    // A filter that cannot be read was refused before.
    match state.pane {
        Pane::Orders => of_orders(state, search, &now).unwrap_or_default(),
        Pane::Quotes => of_quotes(state, search, &now).unwrap_or_default(),
        Pane::Eligibility => of_eligibility(state, search, &now).unwrap_or_default(),
        Pane::Activity => Vec::new(),
    }
}

fn of_orders(state: &AppState, search: &str, now: &Now<'_>) -> Option<Vec<Item>> {
    let pane = &state.orders_pane;
    let query = Query::parse(pane.filter.text(), &ORDER_SCHEMA, now).ok()?;
    let scope = Scope {
        orders: &state.orders,
        now,
        marked: &pane.marked,
    };
    let mut survey = Survey::new(&pane.index, scope);
    let facets = facets((&ORDER_SCHEMA, &OF_ORDERS), &query, now, &mut survey);
    Some(listed(state, &facets, search))
}

fn of_quotes(state: &AppState, search: &str, now: &Now<'_>) -> Option<Vec<Item>> {
    let query = Query::parse(state.quotes_pane.filter.text(), &QUOTE_SCHEMA, now).ok()?;
    let mut survey = QuoteSurvey(state.quote_scope(now));
    let facets = facets((&QUOTE_SCHEMA, &OF_QUOTES), &query, now, &mut survey);
    Some(listed(state, &facets, search))
}

fn of_eligibility(state: &AppState, search: &str, now: &Now<'_>) -> Option<Vec<Item>> {
    let pane = &state.eligibility_pane;
    let query = Query::parse(pane.filter.text(), &ELIGIBILITY_SCHEMA, now).ok()?;
    let mut survey = EligibilitySurvey(state.eligibility_scope(now), pane.facet);
    let of = (&ELIGIBILITY_SCHEMA, &OF_ELIGIBILITY[..]);
    Some(listed(state, &facets(of, &query, now, &mut survey), search))
}

fn listed<F>(state: &AppState, facets: &[Facet<F>], search: &str) -> Vec<Item> {
    let searched = fold(search);
    let words: Vec<_> = searched.split_whitespace().collect();
    let mut found = Vec::new();
    for facet in facets {
        found.extend(of_facet(facet, &words));
    }
    if facets.is_empty() {
        let why = "No row is left to take values from: {toggle_filter} shows all.";
        found.push(Item::remark(state.keymap.tell(why)));
    } else if words.is_empty() {
        let is_unread = facets.iter().any(|facet| facet.unread > 0);
        found.splice(0..0, remarks(state, is_unread));
    }
    found
}

/// Why there is nothing to choose from.
fn before_rows(state: &AppState) -> String {
    let (row, is_read) = match state.pane {
        Pane::Quotes => ("quote line", state.quotes_pane.lines_sweep.last().is_some()),
        Pane::Eligibility => {
            let pane = &state.eligibility_pane;
            match pane.facet {
                ListFacet::Requests => {
                    ("eligibility request", pane.requests_sweep.last().is_some())
                }
                ListFacet::Items => ("site", pane.items_sweep.last().is_some()),
            }
        }
        Pane::Orders | Pane::Activity => ("order", state.orders_pane.sweep.last().is_some()),
    };
    let what = if is_read {
        format!("Covage lists no {row}")
    } else {
        format!("No {row} is read yet")
    };
    let way_out = state.keymap.tell("{refresh_view} in the list reads it");
    format!("{what}: {way_out}.")
}

/// What is to be known of all of them.
fn remarks(state: &AppState, is_unread: bool) -> Vec<Item> {
    let mut remarks = Vec::new();
    if state.list_pane().filter().is_off {
        remarks.push("The filter is off: choosing a value switches it on.".to_owned());
    }
    let cost = match state.pane {
        Pane::Orders => state.orders_pane.index.load_cost().calls,
        // What reading would cost is told where it is asked for.
        Pane::Quotes | Pane::Eligibility | Pane::Activity => 0,
    };
    let key = state.keymap.tell("{refresh_view}");
    if cost > 0 {
        let calls = calls(cost);
        remarks.push(format!("? is in doubt: Esc, then {key} reads it, {calls}."));
    } else if is_unread {
        remarks.push(format!(
            "? is not read: choose a value, Esc, then {key} reads it."
        ));
    }
    remarks.into_iter().map(Item::remark).collect()
}

/// A field and those of its values that hold all words; nothing if none does.
fn of_facet<F>(facet: &Facet<F>, words: &[&str]) -> Vec<Item> {
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
            item(field.name, &value.written, value.is_chosen, text).note(value.count.to_string())
        })
        .collect();
    if facet.values.is_empty() && holds(field.name) {
        // Nothing is known of it: with any value asked for, reading has something to settle.
        items.push(item(field.name, "*", false, "any value".to_owned()));
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

fn item(field: &'static str, written: &str, is_chosen: bool, text: String) -> Item {
    let lead = if is_chosen { "[x]" } else { "[ ]" };
    Item::new(text, Choice::Term(field, written.to_owned())).lead(lead)
}

impl AppState {
    /// Puts a value of a field into the filter of the pane on screen, or takes it out.
    pub(super) fn toggle_filter_term(&mut self, field: &str, written: &str) {
        let text = self.list_pane().filter().text();
        let toggled = match self.pane {
            Pane::Orders => toggled(text, &ORDER_SCHEMA, field, written),
            Pane::Quotes => toggled(text, &QUOTE_SCHEMA, field, written),
            Pane::Eligibility => toggled(text, &ELIGIBILITY_SCHEMA, field, written),
            Pane::Activity => None,
        };
        if let Some(text) = toggled {
            self.set_filter(self.pane, &text);
        }
    }
}

fn toggled<F: Copy + PartialEq>(
    text: &str,
    schema: &Schema<F>,
    field: &str,
    written: &str,
) -> Option<String> {
    let field = schema.find(field)?;
    Some(toggle_term(text, schema, field.id, written))
}
