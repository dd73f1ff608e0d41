//! What can be copied of a line or a basket, and of the lines that are marked.

use crate::app::copy::{counted, pretty_json};
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::menu::Item;
use crate::app::menu::copy::item;
use crate::app::state::AppState;
use crate::domain::ids::{BasketId, ProductId};
use crate::domain::text::Text;

/// What can be copied.
pub(in crate::app::menu) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let mut items = Vec::new();
    let marked = state.marked_lines();
    if !marked.is_empty() {
        items.push(Item::heading(format!("{} marked", marked.len())));
        let (references, rows) = (
            counted(marked.len(), "reference"),
            counted(marked.len(), "row"),
        );
        items.push(item('m', &references, Ok(state.quote_references(&marked))));
        let rows = format!("{rows}, tab separated");
        items.push(item('M', &rows, Ok(state.quote_table(&marked))));
    }
    let line = row.and_then(|row| Some((row, state.quotes.line_at(row)?)));
    if let Some((row, line)) = line {
        if !marked.is_empty() {
            items.push(Item::heading("This line"));
        }
        items.extend(of_line(state, row, line));
    }
    if let Some(basket) = row.and_then(|row| state.quotes.basket_at(row)) {
        items.extend(of_basket(state, basket));
    }
    items
}

pub(in crate::app::menu) fn told(text: Option<&Text>) -> Result<String, String> {
    match text {
        Some(text) => Ok(text.line().to_owned()),
        None => Err("it has none".to_owned()),
    }
}

fn of_line(state: &AppState, row: RowId, line: &QuoteLine) -> Vec<Item> {
    let known = &line.line;
    let offer = state.offer_under_cursor().map(|(_, offer)| offer);
    let offer = offer.filter(|_| state.quotes_pane.cursor.row() == Some(row));
    let product = offer.and_then(|offer| offer.product.as_ref());
    let is_read = line.detail.read_at().is_some();
    let unread = || {
        state
            .keymap
            .tell("its detail is not read yet; {refresh_row} reads it")
    };
    let json = if is_read {
        Ok(pretty_json(&known.raw))
    } else {
        Err(unread())
    };
    let basket = line.basket.as_ref().map(BasketId::text);
    let path = ["/api/v1/quote_item/", known.id.wire()];
    vec![
        item('y', "reference", told(known.reference.as_ref())),
        item('i', "key", key(known.id.text(), known.broken.as_ref())),
        item('x', "your reference", told(known.external_id.as_ref())),
        item('o', "offer, key", told(product.map(ProductId::text))),
        item('c', "customer", told(line.customer())),
        item('s', "site", told(known.address.as_ref())),
        item('p', "project", told(known.project.as_ref())),
        item('b', "basket, key", told(basket)),
        item('t', "row, tab separated", Ok(state.quote_rows(&[row]))),
        item('d', "detail, JSON", json),
        item(
            'u',
            "curl command",
            asked(state, path, known.broken.as_ref()),
        ),
    ]
}

/// The key of a row. One that came without has only one of ours, which nobody else knows.
pub(in crate::app::menu) fn key(key: &Text, broken: Option<&Text>) -> Result<String, String> {
    match broken {
        Some(_) => Err("it came without one".to_owned()),
        None => told(Some(key)),
    }
}

/// The command that asks for a row.
pub(in crate::app::menu) fn asked(
    state: &AppState,
    path: [&str; 2],
    broken: Option<&Text>,
) -> Result<String, String> {
    match broken {
        Some(_) => Err("this row has no address".to_owned()),
        None => state.curl_of(path),
    }
}

fn of_basket(state: &AppState, basket: &QuoteBasket) -> Vec<Item> {
    let known = &basket.basket;
    let path = ["/api/v1/quote/", known.id.wire()];
    vec![
        item('y', "your reference", told(known.external_id.as_ref())),
        item('i', "key", key(known.id.text(), known.broken.as_ref())),
        item('p', "project", told(known.project.as_ref())),
        item('d', "as it came, JSON", Ok(pretty_json(&known.raw))),
        item(
            'u',
            "curl command",
            asked(state, path, known.broken.as_ref()),
        ),
    ]
}
