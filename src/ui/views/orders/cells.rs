//! What stands in a cell of the order list, and how it is meant.
//!
//! `.` is not read yet, `E` could not be read, `-` is read and there is none; an empty cell has no meaning here.

use chrono::TimeDelta;

use crate::app::columns::Column;
use crate::app::entities::orders::{Order, Part};
use crate::app::facts::orders::bandwidth as bandwidth_of;
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::ids::OrderId;
use crate::domain::lenient::{Lenient, Months};
use crate::domain::order::OrderState;
use crate::domain::schedule::Late;
use crate::domain::timeline::ProductionStep;
use crate::ui::format::{DAY, bandwidth, date, slack, span};
use crate::ui::theme::Role;
use crate::ui::views::timeline::LONG_DWELL;
use crate::ui::widgets::list::Cell;

/// The cell of a column.
pub(super) fn cell<'a>(column: Column, state: &'a AppState, order: &'a Order) -> Cell<'a> {
    let summary = &order.summary;
    match column {
        Column::Order => Cell::foreign(Some(summary.reference.text())),
        Column::Step => step(state, order),
        Column::Dwell => dwell(state, order),
        Column::Slack => days_left(state, order),
        Column::Customer => match &summary.broken {
            Some(broken) => Cell::new(broken.problem.line(), Role::Bad),
            None => Cell::foreign(summary.customer.as_ref()),
        },
        Column::Site => Cell::foreign(summary.site.as_ref()),
        Column::Family => Cell::foreign(summary.offer_family.as_ref()),
        Column::Bandwidth => of_detail(order),
        Column::Project => Cell::foreign(summary.project.as_ref()),
        Column::Modified => day(state, summary.modification_date.as_ref()),
        Column::Age => age(state, summary.order_date.as_ref()),
        Column::By => Cell::foreign(summary.created_by.as_ref()).dim(),
        Column::Id => Cell::foreign(summary.id.as_ref().map(OrderId::text)).dim(),
        Column::Commitment => commitment(summary.commitment.as_ref()),
        Column::Completed => day(state, summary.completion_date.as_ref()),
    }
}

/// The mark of a row that wants a look.
pub(super) fn news_mark(order: &Order) -> (&'static str, Role) {
    if order.summary.broken.is_some() {
        ("E", Role::Bad)
    } else if order.gone_since.is_some() {
        ("-", Role::Dim)
    } else if order.news.is_new {
        ("N", Role::New)
    } else if order.news.changed_at.is_some() {
        ("C", Role::Warn)
    } else {
        (" ", Role::Text)
    }
}

/// `4/11 visit done`, or the state where there is no step; `.` while the step is not known.
fn step<'a>(state: &AppState, order: &'a Order) -> Cell<'a> {
    let word = &order.summary.state;
    if let Some(since) = order.gone_since {
        return Cell::new(format!("gone {} ago", span(state.now - since)), Role::Dim);
    }
    if order.summary.broken.is_some() {
        return Cell::new(word.word(), Role::Dim);
    }
    match (word, order.step) {
        (OrderState::InProgress, Some((step, _))) => {
            let (number, count) = (step.number(), ProductionStep::COUNT);
            let text = format!("{number:>2}/{count} {}", step.short());
            Cell::new(text, Role::Text)
        }
        (OrderState::InProgress, None) if order.part_failure(Part::Historic).is_some() => {
            Cell::new(" E in_progress", Role::Warn)
        }
        (OrderState::InProgress, None) if order.part_read_at(Part::Historic).is_none() => {
            Cell::new(" . in_progress", Role::Dim)
        }
        (OrderState::Active, _) => Cell::new(word.word(), Role::Good),
        (OrderState::Rejected | OrderState::Cancelled, _) => Cell::new(word.word(), Role::Bad),
        (OrderState::Terminated, _) => Cell::new(word.word(), Role::Dim),
        _ => Cell::new(word.word(), Role::Text),
    }
}

fn dwell<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return Cell::empty();
    }
    match order.step {
        Some((_, Some(since))) => {
            let dwell = state.now - since;
            let role = if dwell >= LONG_DWELL {
                Role::Warn
            } else {
                Role::Text
            };
            Cell::new(span(dwell), role)
        }
        Some((_, None)) => Cell::new("?", Role::Dim),
        None if order.part_read_at(Part::Historic).is_some() => Cell::new("-", Role::Dim),
        None => Cell::new(".", Role::Dim),
    }
}

fn days_left<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return Cell::empty();
    }
    let Some(due) = order.due else {
        let is_read = order.part_read_at(Part::Detail).is_some();
        return Cell::new(if is_read { "-" } else { "." }, Role::Dim);
    };
    let role = match Late::judge(&order.summary.state, Some(due), state.today()) {
        Late::Yes => Role::Bad,
        Late::Maybe => Role::Warn,
        Late::No => Role::Text,
    };
    let text = slack(due.slack_days(state.today()), due.is_estimate);
    // Exact and estimated days stand on the same decimal column.
    let text = if due.is_estimate {
        text
    } else {
        format!("{text} ")
    };
    Cell::new(text, role)
}

/// The bandwidth, which only the detail tells.
fn of_detail(order: &Order) -> Cell<'_> {
    if order.summary.broken.is_some() {
        return Cell::empty();
    }
    match order.detail().and_then(|detail| detail.value()) {
        Some(detail) => match bandwidth_of(detail) {
            Some(found) => Cell::new(bandwidth(found), Role::Text),
            None => Cell::new("-", Role::Dim),
        },
        None if order.part_failure(Part::Detail).is_some() => Cell::new("E", Role::Warn),
        None => Cell::new(".", Role::Dim),
    }
}

fn day<'a>(state: &AppState, at: Option<&FlexDate>) -> Cell<'a> {
    let text = at.map(|at| date(at, state, DAY));
    Cell::new(text.unwrap_or_default(), Role::Dim)
}

fn age<'a>(state: &AppState, date: Option<&'a FlexDate>) -> Cell<'a> {
    match (date.and_then(|date| date.moment(&state.zone)), date) {
        (Some(at), _) if state.now - at < TimeDelta::zero() => Cell::new("-", Role::Dim),
        (Some(at), _) => Cell::new(span(state.now - at), Role::Text),
        (None, Some(FlexDate::Raw(raw))) => Cell::foreign(Some(raw)),
        (None, _) => Cell::empty(),
    }
}

/// `12m`: months, as contracts are made.
fn commitment(commitment: Option<&Lenient<Months>>) -> Cell<'_> {
    match commitment {
        Some(Lenient::Value(Months(months))) => Cell::new(format!("{months}m"), Role::Text),
        Some(Lenient::Raw(raw)) => Cell::foreign(Some(raw)),
        None => Cell::empty(),
    }
}
