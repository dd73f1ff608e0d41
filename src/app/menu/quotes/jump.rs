//! What belongs to a line or a basket: the basket, the order it became, what it was made from, and the lines that share
//! something with it.

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::facts::quotes::QUOTE_SCHEMA;
use crate::app::keymap::Chord;
use crate::app::menu::eligibility::jump::origin;
use crate::app::menu::{Choice, Item, foreign};
use crate::app::pane::Pane;
use crate::app::query::{Now, Query, Scratch, Verdict};
use crate::app::state::AppState;
use crate::domain::ids::QualificationItemId;
use crate::domain::quote::LineState;
use crate::domain::text::Text;

/// What belongs to the row the menu was opened on.
pub(in crate::app::menu) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let line = row.and_then(|row| state.quotes.line_at(row));
    if let Some(line) = line {
        return of_line(state, line);
    }
    let basket = row.and_then(|row| state.quotes.basket_at(row));
    basket.map_or_else(Vec::new, |basket| of_basket(state, basket))
}

fn of_line(state: &AppState, line: &QuoteLine) -> Vec<Item> {
    let mut items = vec![Item::heading("Became")];
    items.extend(orders(state, line));
    items.push(Item::heading("Part of"));
    let basket = line.basket.as_ref().and_then(|id| state.quotes.basket(id));
    let number = basket.and_then(|it| state.quotes.basket_number(&it.basket.id));
    items.push(match (basket, number) {
        (Some(basket), Some(row)) => {
            let text = format!("{:<12}{}", "basket", basket_name(basket));
            Item::new(text, Choice::Quote(row))
                .hot(Chord::char('b'))
                .note(basket.basket.state.word())
        }
        _ => Item::new("basket", Choice::Text).off(Some("no basket that was read holds it")),
    });
    items.push(Item::heading("Made from"));
    let item = line.line.qualification_item_id.as_ref();
    items.push(origin(
        state,
        item.map(QualificationItemId::text),
        "the line",
    ));
    items.push(Item::heading("Lines with the same"));
    let shared = [
        ("customer", 'c', "client", line.customer()),
        ("site", 's', "site", line.line.address.as_ref()),
        ("project", 'p', "project", line.line.project.as_ref()),
    ];
    items.extend(
        shared
            .into_iter()
            .filter_map(|(name, key, field, value)| shared_item(state, (name, key, field), value?)),
    );
    items
}

/// The orders whose detail names the line; or why there is none to be seen.
fn orders(state: &AppState, line: &QuoteLine) -> Vec<Item> {
    let orders = state.orders_of_line(line);
    if orders.is_empty() {
        let why = match line.line.state {
            LineState::Accepted => "no order that was read names this line yet",
            _ => "it was not accepted",
        };
        return vec![Item::new("order", Choice::Text).off(Some(why))];
    }
    let known = orders.into_iter();
    known
        .filter_map(|row| {
            let order = state.orders.get(row)?;
            let reference = foreign(Some(order.summary.reference.text()));
            let text = format!("{:<12}{reference}", "order");
            Some(
                Item::new(text, Choice::Order(row))
                    .hot(Chord::char('o'))
                    .note(order.summary.state.word()),
            )
        })
        .collect()
}

fn of_basket(state: &AppState, basket: &QuoteBasket) -> Vec<Item> {
    let mut items = vec![Item::heading("Lines")];
    let lines = basket.lines.iter();
    let rows = lines.filter_map(|id| state.quotes.line_number(id));
    items.extend(rows.filter_map(|row| {
        let line = state.quotes.line_at(row).filter(|line| !line.has_left)?;
        let name = foreign(Some(line.name_text()));
        let text = format!("{name}  {}", foreign(line.customer()));
        Some(Item::new(text, Choice::Quote(row)).note(line.line.state.word()))
    }));
    if items.len() == 1 {
        items.push(Item::remark("No line of it is known."));
    }
    items
}

fn shared_item(
    state: &AppState,
    (name, key, field): (&str, char, &str),
    value: &Text,
) -> Option<Item> {
    let quoted = value.line().replace('\\', "\\\\").replace('"', "\\\"");
    let filter = format!("{field}=\"{quoted}\"");
    let now = Now::new(state.now, &state.zone, &state.session.me);
    let query = Query::parse(&filter, &QUOTE_SCHEMA, &now).ok()?;
    let scope = state.quote_scope(&now);
    let mut scratch = Scratch::default();
    let mut lines = 0;
    for (row, line) in state.quotes.lines() {
        let is_shown = !line.has_left;
        let verdict = query.judge(&scope.facts(row)?, &mut scratch);
        lines += usize::from(is_shown && verdict != Verdict::No);
    }
    let others = lines.saturating_sub(1);
    let text = format!("{name:<12}{}", foreign(Some(value)));
    Some(
        Item::new(text, Choice::QuoteFilter(filter))
            .hot(Chord::char(key))
            .note(format!("{others} more"))
            .off((others == 0).then_some("no other line")),
    )
}

fn basket_name(basket: &QuoteBasket) -> String {
    let own = basket.basket.external_id.as_ref();
    own.map_or_else(|| basket.name().to_owned(), |own| foreign(Some(own)))
}

impl AppState {
    /// The orders whose detail was read and names a line, by its key or its reference.
    pub fn orders_of_line(&self, line: &QuoteLine) -> Vec<RowId> {
        let (key, reference) = (line.line.id.text(), line.line.reference.as_ref());
        let names = |order: &crate::app::entities::orders::Order| {
            let detail = order.detail().and_then(|detail| detail.value());
            let named = detail.and_then(|detail| detail.quote_item_id.as_ref());
            named.is_some_and(|named| named == key || Some(named) == reference)
        };
        let orders = self.orders.iter().filter(|(_, order)| names(order));
        orders.map(|(row, _)| row).collect()
    }

    /// Goes to the order that the line under the cursor became; false where none is known, or more than one.
    pub(crate) fn jump_to_its_order(&mut self) -> bool {
        let line = self.line_under_cursor();
        let orders = line
            .filter(|_| self.pane == Pane::Quotes)
            .map(|line| self.orders_of_line(line));
        let Some([order]) = orders.as_deref() else {
            return false;
        };
        self.jump_to_order(*order);
        true
    }

    /// The line an order was made from, where it is known.
    pub fn line_of_order(&self, named: &Text) -> Option<RowId> {
        let mut lines = self.quotes.lines();
        let is_it = |line: &QuoteLine| {
            line.line.id.text() == named || line.line.reference.as_ref() == Some(named)
        };
        lines.find(|(_, line)| is_it(line)).map(|(row, _)| row)
    }
}
