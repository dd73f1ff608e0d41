//! What belongs to an order: the orders that share something with it, and what it was made from.

use crate::app::entities::orders::{Order, Part, RowId};
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::facts::view::Present;
use crate::app::keymap::Chord;
use crate::app::query::{Needle, Now, Query, Scratch, Verdict};
use crate::app::state::AppState;
use crate::domain::ids::LineId;
use crate::domain::text::Text;

use super::eligibility::jump::origin;
use super::{Choice, Item, foreign};

/// Something that orders have in common.
struct Shared<'a> {
    name: &'static str,
    key: char,
    field: &'static str,
    value: Option<&'a Text>,
    /// Whether every list row tells it, so that it is found without asking each order.
    is_in_row: bool,
}

/// What belongs to the order of a row.
pub(super) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let Some((row, order)) = row.and_then(|row| Some((row, state.orders.get(row)?))) else {
        return Vec::new();
    };
    if order.summary.broken.is_some() {
        return vec![Item::remark(
            "This row could not be read: nothing is known to belong to it.",
        )];
    }
    let mut items = vec![Item::heading("Orders with the same")];
    let shared = shared(order).into_iter();
    items.extend(shared.filter_map(|shared| shared_item(state, order, &shared)));
    items.push(Item::heading("Made from"));
    items.extend(origins(state, row, order));
    items
}

fn shared(order: &Order) -> [Shared<'_>; 6] {
    let summary = &order.summary;
    let detail = order.detail().and_then(|detail| detail.value());
    let of_row = |name, key, field, value| Shared {
        name,
        key,
        field,
        value,
        is_in_row: true,
    };
    [
        of_row("customer", 'c', "client", summary.customer.as_ref()),
        of_row("customer 2", 'C', "client", summary.customer_2.as_ref()),
        of_row("site", 's', "site", summary.site.as_ref()),
        of_row("site 2", 'S', "site", summary.site_2.as_ref()),
        of_row("project", 'p', "project", summary.project.as_ref()),
        Shared {
            name: "service",
            key: 'v',
            field: "svc",
            value: detail.and_then(|detail| detail.service_reference.as_ref()),
            is_in_row: false,
        },
    ]
}

/// `None` where the order has none of it, which is known only of what was read.
fn shared_item(state: &AppState, order: &Order, shared: &Shared<'_>) -> Option<Item> {
    let label = format!("{:<12}", shared.name);
    let Some(value) = shared.value else {
        let unread = (!shared.is_in_row)
            .then(|| unread(state, order))
            .flatten()?;
        return Some(Item::new(label, Choice::Text).off(Some(unread)));
    };
    let quoted = value.line().replace('\\', "\\\\").replace('"', "\\\"");
    let filter = format!("{}=\"{quoted}\"", shared.field);
    let (certain, maybe) = count(state, &filter, value, shared.is_in_row);
    let others = certain.saturating_sub(1);
    let why_not = (others == 0 && maybe == 0).then_some("no other order");
    let note = match (others, maybe) {
        (_, 0) => format!("{others} more"),
        _ => format!("{others} more, {maybe} not read"),
    };
    let text = format!("{label}{}", foreign(Some(value)));
    Some(
        Item::new(text, Choice::Filter(filter))
            .hot(Chord::char(shared.key))
            .note(note)
            .off(why_not),
    )
}

/// How many orders a filter holds for certain, and how many it may hold once they are read.
fn count(state: &AppState, filter: &str, value: &Text, is_in_row: bool) -> (usize, usize) {
    let now = Now::new(state.now, &state.zone, &state.session.me);
    let Ok(query) = Query::<OrderField>::parse(filter, &ORDER_SCHEMA, &now) else {
        return (0, 0);
    };
    let (present, pane) = (Present::new(&now), &state.orders_pane);
    let cards = pane.index.cards();
    let mut scratch = Scratch::default();
    let (mut certain, mut maybe) = (0, 0);
    let mut judge = |row: usize| {
        let facts = cards.facts(RowId::at(row), &state.orders, present, &pane.marked);
        match facts.map(|facts| query.judge(&facts, &mut scratch)) {
            Some(Verdict::Yes) => certain += 1,
            Some(Verdict::Maybe) => maybe += 1,
            Some(Verdict::No) | None => {}
        }
    };
    if is_in_row {
        cards.search(&Needle::new(value.line()), judge);
    } else {
        (0..cards.len()).for_each(&mut judge);
    }
    (certain, maybe)
}

/// The quote line and the eligibility item it was made from, and other orders of that line.
fn origins(state: &AppState, row: RowId, order: &Order) -> Vec<Item> {
    let Some(detail) = order.detail().and_then(|detail| detail.value()) else {
        let why = unread(state, order);
        return ["quote line", "eligibility"]
            .map(|name| Item::new(name, Choice::Text).off(why.clone()))
            .to_vec();
    };
    let line = detail.quote_item_id.as_ref();
    let known = line.and_then(|line| state.line_of_order(line));
    let mut items = vec![match known {
        Some(row) => {
            let text = format!("{:<12}{}", "quote line", foreign(line));
            Item::new(text, Choice::Quote(row)).hot(Chord::char('q'))
        }
        None => quote_line_unknown(state, line),
    }];
    let is_of_line = |(other, known): &(RowId, &Order)| {
        let its_line = known
            .detail()
            .and_then(|detail| detail.value()?.quote_item_id.as_ref());
        *other != row && line.is_some() && its_line == line
    };
    items.extend(
        state
            .orders
            .iter()
            .filter(is_of_line)
            .map(|(other, known)| {
                let reference = foreign(Some(known.summary.reference.text()));
                Item::new(
                    format!("{:<12}{reference}", "  its order"),
                    Choice::Order(other),
                )
                .note(known.summary.state.word())
            }),
    );
    let item = detail.qualification_item_id.as_ref();
    items.push(origin(state, item, "the order"));
    items
}

/// A line that nobody read yet: choosing it reads it, and then this menu leads there.
fn quote_line_unknown(state: &AppState, line: Option<&Text>) -> Item {
    let text = format!("{:<12}{}", "quote line", foreign(line));
    let item = |choice| Item::new(text.as_str(), choice).hot(Chord::char('q'));
    let off = |why: &str| item(Choice::Text).off(Some(why));
    let Some(line) = line else {
        return off("the order names none");
    };
    // Lines are asked for by their keys; a reference that no list held leads nowhere.
    if line.wire().starts_with("QO_") {
        return off("no quote line that was read is this one");
    }
    let id = LineId::new(line.wire());
    if state.is_line_asked(&id) {
        return off("it is being read");
    }
    item(Choice::ReadLine(id)).note("not known yet: reads it, 1 call")
}

/// Why what only the detail tells is not known, and how it will be.
pub(super) fn unread(state: &AppState, order: &Order) -> Option<String> {
    let is_known = order
        .detail()
        .is_some_and(|detail| detail.value().is_some());
    if is_known {
        return None;
    }
    let key = state
        .keymap
        .chords(crate::app::action::Action::RefreshRow)
        .next()
        .map_or_else(String::new, |chord| format!("; {chord} reads it"));
    Some(match order.part_failure(Part::Detail) {
        Some(_) => format!("the detail could not be read{key}"),
        None if order.is_part_loading(Part::Detail) => "the detail is being read".to_owned(),
        None => format!("the detail is not read yet{key}"),
    })
}
