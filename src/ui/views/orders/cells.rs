//! What stands in a cell of the order list, and how it is meant.
//!
//! `.` is not read yet, `E` could not be read, `-` is read and there is none; an empty cell has no meaning here.

use std::borrow::Cow;

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
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep;
use crate::ui::format::{DAY, bandwidth, date, flagged, slack, span};
use crate::ui::theme::Role;
use crate::ui::views::timeline::LONG_DWELL;

/// A text with its meaning.
pub(super) struct Cell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) role: Role,
}

/// The cell of a column.
pub(super) fn cell<'a>(column: Column, state: &'a AppState, order: &'a Order) -> Cell<'a> {
    let summary = &order.summary;
    match column {
        Column::Order => foreign(Some(summary.reference.text())),
        Column::Step => step(state, order),
        Column::Dwell => dwell(state, order),
        Column::Slack => days_left(state, order),
        Column::Customer => match &summary.broken {
            Some(broken) => cell_of(broken.problem.line(), Role::Bad),
            None => foreign(summary.customer.as_ref()),
        },
        Column::Site => foreign(summary.site.as_ref()),
        Column::Family => foreign(summary.offer_family.as_ref()),
        Column::Bandwidth => of_detail(order),
        Column::Project => foreign(summary.project.as_ref()),
        Column::Modified => day(state, summary.modification_date.as_ref()),
        Column::Age => age(state, summary.order_date.as_ref()),
        Column::By => dim(foreign(summary.created_by.as_ref())),
        Column::Id => dim(foreign(summary.id.as_ref().map(OrderId::text))),
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

fn cell_of<'a>(text: impl Into<Cow<'a, str>>, role: Role) -> Cell<'a> {
    Cell {
        text: text.into(),
        role,
    }
}

fn foreign(text: Option<&Text>) -> Cell<'_> {
    match text {
        Some(text) if text.is_flagged() => cell_of(flagged(text), Role::Warn),
        Some(text) => cell_of(text.line(), Role::Text),
        None => cell_of("", Role::Dim),
    }
}

fn dim(cell: Cell<'_>) -> Cell<'_> {
    Cell {
        role: Role::Dim,
        ..cell
    }
}

/// `4/11 visit done`, or the state where there is no step; `.` while the step is not known.
fn step<'a>(state: &AppState, order: &'a Order) -> Cell<'a> {
    let word = &order.summary.state;
    if let Some(since) = order.gone_since {
        return cell_of(format!("gone {} ago", span(state.now - since)), Role::Dim);
    }
    if order.summary.broken.is_some() {
        return cell_of(word.word(), Role::Dim);
    }
    match (word, order.step) {
        (OrderState::InProgress, Some((step, _))) => {
            let (number, count) = (step.number(), ProductionStep::COUNT);
            let text = format!("{number:>2}/{count} {}", step.short());
            cell_of(text, Role::Text)
        }
        (OrderState::InProgress, None) if order.part_failure(Part::Historic).is_some() => {
            cell_of(" E in_progress", Role::Warn)
        }
        (OrderState::InProgress, None) if order.part_read_at(Part::Historic).is_none() => {
            cell_of(" . in_progress", Role::Dim)
        }
        (OrderState::Active, _) => cell_of(word.word(), Role::Good),
        (OrderState::Rejected | OrderState::Cancelled, _) => cell_of(word.word(), Role::Bad),
        (OrderState::Terminated, _) => cell_of(word.word(), Role::Dim),
        _ => cell_of(word.word(), Role::Text),
    }
}

fn dwell<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return cell_of("", Role::Dim);
    }
    match order.step {
        Some((_, Some(since))) => {
            let dwell = state.now - since;
            let role = if dwell >= LONG_DWELL {
                Role::Warn
            } else {
                Role::Text
            };
            cell_of(span(dwell), role)
        }
        Some((_, None)) => cell_of("?", Role::Dim),
        None if order.part_read_at(Part::Historic).is_some() => cell_of("-", Role::Dim),
        None => cell_of(".", Role::Dim),
    }
}

fn days_left<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return cell_of("", Role::Dim);
    }
    let Some(due) = order.due else {
        let is_read = order.part_read_at(Part::Detail).is_some();
        return cell_of(if is_read { "-" } else { "." }, Role::Dim);
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
    cell_of(text, role)
}

/// The bandwidth, which only the detail tells.
fn of_detail(order: &Order) -> Cell<'_> {
    if order.summary.broken.is_some() {
        return cell_of("", Role::Dim);
    }
    match order.detail().and_then(|detail| detail.value()) {
        Some(detail) => match bandwidth_of(detail) {
            Some(found) => cell_of(bandwidth(found), Role::Text),
            None => cell_of("-", Role::Dim),
        },
        None if order.part_failure(Part::Detail).is_some() => cell_of("E", Role::Warn),
        None => cell_of(".", Role::Dim),
    }
}

fn day<'a>(state: &AppState, at: Option<&FlexDate>) -> Cell<'a> {
    let text = at.map(|at| date(at, state, DAY));
    cell_of(text.unwrap_or_default(), Role::Dim)
}

fn age<'a>(state: &AppState, date: Option<&'a FlexDate>) -> Cell<'a> {
    match (date.and_then(|date| date.moment(&state.zone)), date) {
        (Some(at), _) if state.now - at < TimeDelta::zero() => cell_of("-", Role::Dim),
        (Some(at), _) => cell_of(span(state.now - at), Role::Text),
        (None, Some(FlexDate::Raw(raw))) => foreign(Some(raw)),
        (None, _) => cell_of("", Role::Dim),
    }
}

/// `12m`: months, as contracts are made.
fn commitment(commitment: Option<&Lenient<Months>>) -> Cell<'_> {
    match commitment {
        Some(Lenient::Value(Months(months))) => cell_of(format!("{months}m"), Role::Text),
        Some(Lenient::Raw(raw)) => foreign(Some(raw)),
        None => cell_of("", Role::Dim),
    }
}
