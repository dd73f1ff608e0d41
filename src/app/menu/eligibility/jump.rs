//! What belongs to a request or a site: its sites or its request, and the quote lines and orders that were made from it.

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::entities::orders::{Order, RowId};
use crate::app::entities::quotes::QuoteLine;
use crate::app::keymap::Chord;
use crate::app::menu::{Choice, Item, foreign};
use crate::app::state::AppState;
use crate::domain::ids::QualificationItemId;
use crate::domain::text::Text;

/// What belongs to the row the menu was opened on.
pub(in crate::app::menu) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    if let Some(item) = row.and_then(|row| state.eligibility.item_at(row)) {
        return of_item(state, item);
    }
    let request = row.and_then(|row| state.eligibility.request_at(row));
    request.map_or_else(Vec::new, |request| of_request(state, request))
}

fn of_item(state: &AppState, item: &KnownItem) -> Vec<Item> {
    let mut items = vec![Item::heading("Became")];
    items.extend(became(state, std::slice::from_ref(&item.item.id)));
    items.push(Item::heading("Part of"));
    let request = item.request.as_ref();
    let known = request.and_then(|id| {
        let row = state.eligibility.request_number(id)?;
        Some((row, state.eligibility.request(id)?))
    });
    items.push(match known {
        Some((row, request)) => {
            let text = format!("{:<12}{}", "request", state.eligibility_name(row));
            Item::new(text, Choice::Eligibility(row))
                .hot(Chord::char('r'))
                .note(request_state(request))
        }
        None => Item::new("request", Choice::Text).off(Some("no request that was read holds it")),
    });
    items
}

fn of_request(state: &AppState, request: &KnownRequest) -> Vec<Item> {
    let mut items = vec![Item::heading("Sites")];
    items.extend(request.items.iter().filter_map(|id| {
        let row = state.eligibility.item_number(id)?;
        let item = state.eligibility.item(id).filter(|item| !item.has_left)?;
        let name = state.eligibility_name(row);
        Some(Item::new(name, Choice::Eligibility(row)).note(item_state(item)))
    }));
    if items.len() == 1 {
        items.push(Item::remark("No site of it is known."));
    }
    items.push(Item::heading("Became"));
    items.extend(became(state, &request.items));
    items
}

fn request_state(request: &KnownRequest) -> String {
    let state = request.request.state.as_ref();
    state.map_or("", |state| state.word()).to_owned()
}

fn item_state(item: &KnownItem) -> String {
    let state = item.item.state.as_ref();
    state.map_or("", |state| state.word()).to_owned()
}

/// The quote lines and the orders that name one of these sites.
fn became(state: &AppState, sites: &[QualificationItemId]) -> Vec<Item> {
    let is_of = |line: &QuoteLine| {
        let site = line.line.qualification_item_id.as_ref();
        site.is_some_and(|site| sites.contains(site)) && !line.has_left
    };
    let lines = state.quotes.lines().filter(|(_, line)| is_of(line));
    let lines = lines.map(|(row, line)| {
        let customer = foreign(line.customer());
        let text = format!("{:<12}{}  {customer}", "quote line", line.name());
        Item::new(text.trim_end(), Choice::Quote(row)).note(line.line.state.word())
    });
    let names = |order: &Order| {
        let detail = order.detail().and_then(|detail| detail.value());
        let named = detail.and_then(|detail| detail.qualification_item_id.as_ref());
        named.is_some_and(|named| sites.iter().any(|site| site.text() == named))
    };
    let orders = state.orders.iter().filter(|(_, order)| names(order));
    let orders = orders.map(|(row, order)| {
        let reference = foreign(Some(order.summary.reference.text()));
        let text = format!("{:<12}{reference}", "order");
        Item::new(text, Choice::Order(row)).note(order.summary.state.word())
    });
    let mut items: Vec<_> = lines.chain(orders).collect();
    for (kind, key) in [("quote line", 'q'), ("order", 'o')] {
        if let Some(first) = items.iter_mut().find(|item| item.text.starts_with(kind)) {
            *first = first.clone().hot(Chord::char(key));
        }
    }
    if items.is_empty() {
        let add = state.keymap.tell("{new} adds a quote line");
        let why = format!("nothing that was read names it; {add}");
        items.push(Item::new("quote line", Choice::Text).off(Some(why)));
    }
    items
}

/// The site that a line or an order was made from; choosing one that nobody read yet reads it, and then it leads there.
pub(in crate::app::menu) fn origin(state: &AppState, named: Option<&Text>, by: &str) -> Item {
    let text = format!("{:<12}{}", "eligibility", foreign(named));
    let item = |choice| Item::new(text.as_str(), choice).hot(Chord::char('e'));
    let Some(named) = named else {
        return item(Choice::Text).off(Some(format!("{by} names none")));
    };
    let id = QualificationItemId::new(named.wire());
    match (
        state.eligibility.item_number(&id),
        state.eligibility.item(&id),
    ) {
        (Some(row), Some(known)) => item(Choice::Eligibility(row)).note(item_state(known)),
        _ if state.jumps.is_asked(&id) => item(Choice::Text).off(Some("it is being read")),
        _ => item(Choice::ReadSite(id)).note("not known yet: reads it, 1 call"),
    }
}
