//! What can be copied of an order, and of the rows that are marked.
//!
//! The foot of the menu shows the beginning of what a choice copies.

use crate::app::copy::{COPY_LIMIT, counted, curl, pretty_json, reference};
use crate::app::entities::orders::{Order, RowId};
use crate::app::keymap::Chord;
use crate::app::state::AppState;
use crate::domain::ids::OrderId;
use crate::domain::text::Text;

use super::jump::unread;
use super::{Choice, Item, foreign};

/// Rows that are copied together at most: more of them are too long for any terminal.
const ROWS: usize = 4_096;
/// Lines of a text that the foot may show.
const SHOWN: usize = 8;
/// Characters by which a message names what was copied.
const NAMED: usize = 32;

/// What can be copied.
pub(super) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let mut items = Vec::new();
    let marked = state.marked_rows();
    if !marked.is_empty() {
        items.push(Item::heading(format!("{} marked", marked.len())));
        let is_too_much = marked.len() > ROWS;
        let text = |of: fn(&AppState, &[RowId]) -> String| {
            if is_too_much {
                Err("too many rows to copy at once".to_owned())
            } else {
                Ok(of(state, &marked))
            }
        };
        let (references, rows) = (
            counted(marked.len(), "reference"),
            counted(marked.len(), "row"),
        );
        items.push(item('m', &references, text(AppState::references)));
        let rows = format!("{rows}, tab separated");
        items.push(item('M', &rows, text(AppState::table)));
        items.push(Item::heading("This order"));
    }
    let order = row.and_then(|row| Some((row, state.orders.get(row)?)));
    if let Some((row, order)) = order {
        items.extend(of_order(state, row, order));
    }
    items
}

fn of_order(state: &AppState, row: RowId, order: &Order) -> Vec<Item> {
    let summary = &order.summary;
    let of_row = |text: Option<&Text>| match text {
        Some(text) => Ok(text.line().to_owned()),
        None => Err("the order has none".to_owned()),
    };
    let detail = order.detail().and_then(|detail| detail.value());
    let historic = order.historic().and_then(|historic| historic.value());
    let unread = || unread(state, order).unwrap_or_default();
    let service = match detail {
        Some(detail) => of_row(detail.service_reference.as_ref()),
        None => Err(unread()),
    };
    let json = detail.map(|detail| pretty_json(&detail.raw));
    let steps = historic.map(|historic| pretty_json(&historic.raw));
    let curl = curl(&state.session.api_url, order);
    vec![
        item('y', "reference", reference(order).map_err(str::to_owned)),
        item('i', "id", of_row(summary.id.as_ref().map(OrderId::text))),
        item('v', "service reference", service),
        item('c', "customer", of_row(summary.customer.as_ref())),
        item('s', "site", of_row(summary.site.as_ref())),
        item('p', "project", of_row(summary.project.as_ref())),
        item('t', "row, tab separated", Ok(state.tab_separated(row))),
        item('d', "detail, JSON", json.ok_or_else(unread)),
        item(
            'o',
            "historic, JSON",
            steps.ok_or("the historic is not read yet".to_owned()),
        ),
        item(
            'u',
            "curl command",
            curl.ok_or("this row has no address".to_owned()),
        ),
    ]
}

/// A text to copy under its name, or why it cannot be.
pub(super) fn item(key: char, name: &str, text: Result<String, String>) -> Item {
    let chord = Chord::char(key);
    let text = match text {
        Ok(text) => text,
        Err(why) => return Item::new(name, Choice::Text).hot(chord).off(Some(why)),
    };
    let (bytes, lines) = (text.len(), text.lines().count());
    if bytes > COPY_LIMIT {
        let why = format!("{bytes} bytes are more than terminals take");
        return Item::new(name, Choice::Text).hot(chord).off(Some(why));
    }
    if lines > 1 {
        let beginning: Vec<_> = text.lines().take(SHOWN).collect();
        let beginning = beginning.join("\n");
        return Item::new(name, Choice::Copy(text))
            .hot(chord)
            .note(format!("{lines} lines, {bytes} bytes"))
            .more(beginning);
    }
    let value = foreign(Some(&Text::new(text.as_str())));
    Item::new(format!("{name:<18}  {value}"), Choice::Copy(text)).hot(chord)
}

/// What was copied, in a few words.
pub(super) fn named(item: &Item) -> String {
    let words: Vec<_> = item.text.split_whitespace().collect();
    let words = words.join(" ");
    match words.char_indices().nth(NAMED) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
