//! Orders in columns for people.

use super::row::late;
use crate::app::entities::orders::Order;
use crate::app::query::Verdict;
use crate::commands::listing::Present;
use crate::commands::rows::{Look, cell, day, matches};
use crate::domain::order::OrderState;
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep;

/// The columns of a table. The last is that of the verdict.
pub(super) const TITLES: [&str; 9] = [
    "ORDER",
    "STATE/STEP",
    "DUE",
    "LATE",
    "CUSTOMER",
    "SITE",
    "FAM",
    "MODIFIED",
    "MATCH",
];
/// Who leaves first when the table is narrow; the order never does.
pub(super) const DROPPED_FIRST: [usize; 7] = [7, 6, 5, 3, 2, 4, 1];

/// The cells of an order, under [`TITLES`].
pub(super) fn cells(
    order: &Order,
    verdict: Verdict,
    present: &Present,
    look: &Look,
) -> [String; TITLES.len()] {
    let row = &order.summary;
    let foreign = |text: Option<&Text>| cell(text, look);
    [
        foreign(Some(row.reference.text())),
        step(order, foreign),
        order.due.map_or_else(String::new, |due| {
            format!("{}{}", due.day, if due.is_estimate { "~" } else { "" })
        }),
        late(order, present.today()).to_owned(),
        foreign(
            row.broken
                .as_ref()
                .map_or(row.customer.as_ref(), |broken| Some(&broken.problem)),
        ),
        foreign(row.site.as_ref()),
        foreign(row.offer_family.as_ref()),
        day(row.modification_date.as_ref(), &present.zone, look),
        matches(verdict).to_owned(),
    ]
}

/// `4/11 visit done` where the step is known, else the state.
fn step(order: &Order, foreign: impl Fn(Option<&Text>) -> String) -> String {
    match (&order.summary.state, order.step) {
        (OrderState::InProgress, Some((step, _))) => {
            format!(
                "{}/{} {}",
                step.number(),
                ProductionStep::COUNT,
                step.short()
            )
        }
        (OrderState::Other(word), _) => foreign(Some(word)),
        (state, _) => state.word().to_owned(),
    }
}
