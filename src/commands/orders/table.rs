//! Orders in columns for people.

use std::io::{self, Write};

use super::print::Look;
use super::row::late;
use crate::app::entities::orders::Order;
use crate::app::query::Verdict;
use crate::commands::rows::cell;
use crate::commands::rows::table::{self, Shape};
use crate::domain::date::FlexDate;
use crate::domain::order::OrderState;
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep;

const TITLES: [&str; 9] = [
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
/// The column of the verdict; shown only where some row is in doubt.
const MATCH: usize = 8;
/// Who leaves first when the table is narrow; the order never does.
const DROPPED_FIRST: [usize; 7] = [7, 6, 5, 3, 2, 4, 1];

pub(super) fn print(
    out: &mut impl Write,
    rows: &[(&Order, Verdict)],
    look: &Look,
) -> io::Result<()> {
    let lines: Vec<_> = rows
        .iter()
        .map(|(order, verdict)| cells(order, *verdict, look).to_vec())
        .collect();
    let is_certain = rows.iter().all(|(_, verdict)| *verdict == Verdict::Yes);
    let shape = Shape {
        titles: &TITLES,
        dropped_first: &DROPPED_FIRST,
        hidden: is_certain.then_some(MATCH),
    };
    table::print(out, shape, &lines, &look.rows)
}

fn cells(order: &Order, verdict: Verdict, look: &Look) -> [String; TITLES.len()] {
    let row = &order.summary;
    let foreign = |text: Option<&Text>| cell(text, &look.rows);
    [
        foreign(Some(row.reference.text())),
        step(order, foreign),
        order.due.map_or_else(String::new, |due| {
            format!("{}{}", due.day, if due.is_estimate { "~" } else { "" })
        }),
        late(order, look.today).to_owned(),
        foreign(
            row.broken
                .as_ref()
                .map_or(row.customer.as_ref(), |broken| Some(&broken.problem)),
        ),
        foreign(row.site.as_ref()),
        foreign(row.offer_family.as_ref()),
        match row.modification_date.as_ref() {
            Some(FlexDate::Raw(text)) => foreign(Some(text)),
            date => date
                .and_then(|date| date.day(&look.zone))
                .map_or_else(String::new, |day| day.to_string()),
        },
        if verdict == Verdict::Yes {
            "yes"
        } else {
            "maybe"
        }
        .to_owned(),
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
