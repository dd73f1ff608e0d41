//! Rows for a spreadsheet: the columns that are shown, as values to calculate with.
//!
//! Days are numbers, dates are as the API writes them, and no cell is a formula.

use chrono::SecondsFormat;

use crate::app::columns::Column;
use crate::app::entities::orders::{Order, RowId};
use crate::app::facts::orders::bandwidth;
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::ids::OrderId;
use crate::domain::lenient::{Lenient, Mbps, Months};
use crate::domain::order::OrderState;
use crate::domain::text::Text;

impl AppState {
    /// The row of an order as tab separated values.
    pub(crate) fn tab_separated(&self, row: RowId) -> String {
        self.rows_of(&[row])
    }

    /// Rows as tab separated values, one a line, under the names of their columns.
    pub(crate) fn table(&self, rows: &[RowId]) -> String {
        let names: Vec<_> = self
            .orders_pane
            .columns
            .columns()
            .map(Column::name)
            .collect();
        format!("{}\n{}", names.join("\t"), self.rows_of(rows))
    }

    fn rows_of(&self, rows: &[RowId]) -> String {
        let orders = rows.iter().filter_map(|row| self.orders.get(*row));
        let line = |order: &Order| {
            let columns = self.orders_pane.columns.columns();
            let values: Vec<_> = columns.map(|column| self.value(column, order)).collect();
            values.join("\t")
        };
        orders.map(line).collect::<Vec<_>>().join("\n")
    }

    /// Empty where there is none, or none that is known.
    fn value(&self, column: Column, order: &Order) -> String {
        let row = &order.summary;
        match column {
            Column::Order => cell(Some(row.reference.text())),
            Column::Step => step(order),
            Column::Dwell => self.dwell_days(order).map_or_else(String::new, number),
            Column::Slack => self.slack_days(order).map_or_else(String::new, number),
            Column::Customer => cell(row.customer.as_ref()),
            Column::Site => cell(row.site.as_ref()),
            Column::Family => cell(row.offer_family.as_ref()),
            Column::Bandwidth => {
                let detail = order.detail().and_then(|detail| detail.value());
                lenient(detail.and_then(bandwidth), |Mbps(mbps)| mbps)
            }
            Column::Project => cell(row.project.as_ref()),
            Column::Modified => date(row.modification_date.as_ref()),
            Column::Age => {
                let ordered = row
                    .order_date
                    .as_ref()
                    .and_then(|date| date.day(&self.zone));
                let age = ordered.map(|day| (self.today() - day).num_days());
                age.map_or_else(String::new, number)
            }
            Column::By => cell(row.created_by.as_ref()),
            Column::Id => cell(row.id.as_ref().map(OrderId::text)),
            Column::Commitment => lenient(row.commitment.as_ref(), |Months(months)| months.into()),
            Column::Completed => date(row.completion_date.as_ref()),
        }
    }

    fn dwell_days(&self, order: &Order) -> Option<i64> {
        let since = order.step.and_then(|(_, since)| since)?;
        order
            .summary
            .state
            .is_awaiting_delivery()
            .then(|| (self.now - since).num_days())
    }

    fn slack_days(&self, order: &Order) -> Option<i64> {
        let is_awaited = order.summary.state.is_awaiting_delivery();
        order
            .due
            .filter(|_| is_awaited)
            .map(|due| due.slack_days(self.today()))
    }
}

/// The current step by the API's word, else the state.
fn step(order: &Order) -> String {
    match (&order.summary.state, order.step) {
        (OrderState::InProgress, Some((step, _))) => step.word().to_owned(),
        (state, _) => cell(Some(&Text::new(state.word()))),
    }
}

fn number(number: i64) -> String {
    number.to_string()
}

pub(super) fn lenient<T: Copy>(value: Option<&Lenient<T>>, count: impl Fn(T) -> u32) -> String {
    match value {
        None => String::new(),
        Some(Lenient::Value(value)) => count(*value).to_string(),
        Some(Lenient::Raw(text)) => cell(Some(text)),
    }
}

pub(super) fn date(date: Option<&FlexDate>) -> String {
    match date {
        None => String::new(),
        Some(FlexDate::At(at)) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        Some(FlexDate::Day(day)) => day.to_string(),
        Some(FlexDate::Raw(text)) => cell(Some(text)),
    }
}

/// One line, and nothing a spreadsheet would take for a formula.
pub(super) fn cell(text: Option<&Text>) -> String {
    let line = text.map_or("", Text::line);
    let is_formula = line.starts_with(['=', '+', '-', '@']) && line.parse::<f64>().is_err();
    if is_formula {
        format!("'{line}")
    } else {
        line.to_owned()
    }
}
