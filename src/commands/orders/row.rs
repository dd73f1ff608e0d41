//! One order as a script sees it: the list row under the API's own names, and what was derived from the rest.
//!
//! What was not read is absent. Nothing here decides how a value is written.

use chrono::NaiveDate;

use crate::app::entities::orders::Order;
use crate::app::query::Verdict;
use crate::commands::rows::{Value, date, matches, number};
use crate::domain::lenient::{Months, Weeks};
use crate::domain::order::OrderState;
use crate::domain::schedule::Late;

/// The names of the fields, in the order they are written. The first 18 are the contract's.
pub(super) const FIELDS: [&str; 25] = [
    "order_reference",
    "id",
    "state",
    "order_date",
    "modification_date",
    "cancellation_date",
    "cancellation_reason",
    "completion_date",
    "delivery_lead_time",
    "project_id",
    "offer_family",
    "offer_technology",
    "commitment",
    "site_client",
    "site_client_2",
    "end_customer_name",
    "end_customer_name_2",
    "created_by",
    "step",
    "step_number",
    "due",
    "due_is_estimate",
    "late",
    "match",
    "problem",
];

/// The values of an order, named by [`FIELDS`].
pub(super) fn values(
    order: &Order,
    verdict: Verdict,
    today: NaiveDate,
) -> [Value<'_>; FIELDS.len()] {
    let row = &order.summary;
    let step = order.step.map(|(step, _)| step);
    [
        Value::Foreign(row.reference.text()),
        Value::foreign(row.id.as_ref().map(crate::domain::ids::OrderId::text)),
        state(&row.state),
        date(row.order_date.as_ref()),
        date(row.modification_date.as_ref()),
        date(row.cancellation_date.as_ref()),
        Value::foreign(row.cancellation_reason.as_ref()),
        date(row.completion_date.as_ref()),
        number(row.delivery_lead_time.as_ref(), |Weeks(weeks)| weeks.into()),
        Value::foreign(row.project.as_ref()),
        Value::foreign(row.offer_family.as_ref()),
        Value::foreign(row.offer_technology.as_ref()),
        number(row.commitment.as_ref(), |Months(months)| months.into()),
        Value::foreign(row.site.as_ref()),
        Value::foreign(row.site_2.as_ref()),
        Value::foreign(row.customer.as_ref()),
        Value::foreign(row.customer_2.as_ref()),
        Value::foreign(row.created_by.as_ref()),
        step.map_or(Value::Absent, |step| Value::own(step.word())),
        step.map_or(Value::Absent, |step| Value::Number(step.number().into())),
        order
            .due
            .map_or(Value::Absent, |due| Value::own(due.day.to_string())),
        order
            .due
            .map_or(Value::Absent, |due| Value::Truth(due.is_estimate)),
        Value::own(late(order, today)),
        Value::own(matches(verdict)),
        Value::foreign(row.broken.as_ref().map(|broken| &broken.problem)),
    ]
}

/// Whether an order is late by the day in `due`, stated or estimated.
pub(super) fn late(order: &Order, today: NaiveDate) -> &'static str {
    match Late::judge(&order.summary.state, order.due, today) {
        Late::No => "no",
        Late::Maybe => "maybe",
        Late::Yes => "yes",
    }
}

fn state(state: &OrderState) -> Value<'_> {
    match state {
        OrderState::Other(word) if word.wire().is_empty() => Value::Absent,
        OrderState::Other(word) => Value::Foreign(word),
        known => Value::own(known.word()),
    }
}
