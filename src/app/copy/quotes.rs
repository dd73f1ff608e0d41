//! What leaves the Quotes pane by the clipboard.

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteLine, QuoteRow};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::quotes::columns::{QuoteColumn, created};
use crate::app::views::quotes::preview::Tab;
use crate::domain::ids::BasketId;
use crate::domain::lenient::Cents;
use crate::domain::text::Text;

use super::row::{cell, date};
use super::{command, counted, encoded, pretty_json};

impl AppState {
    /// Copies what the cursor is on: inside the raw answers the answer, else the marked references where there are any,
    /// else the one of the row.
    pub(super) fn copy_quote_here(&mut self, effects: &mut Effects) {
        let is_raw = self.quote_tab() == Tab::Raw && self.quotes_pane.focus == Focus::Preview;
        if is_raw && let Some(json) = self.quote_json() {
            return self.copy("the answer, JSON", &json, effects);
        }
        let marked = self.marked_lines();
        if !marked.is_empty() {
            let what = counted(marked.len(), "reference");
            let text = self.quote_references(&marked);
            return self.copy(&what, &text, effects);
        }
        let name = match self.quote_row_under_cursor() {
            Some(QuoteRow::Line(id)) => self.quotes.line(id).map(|it| it.name_text().clone()),
            Some(QuoteRow::Basket(id)) => self.quotes.basket(id).map(|it| {
                let own = it.basket.external_id.clone();
                own.unwrap_or_else(|| it.basket.id.text().clone())
            }),
            None => None,
        };
        if let Some(name) = name {
            self.copy(name.line(), name.line(), effects);
        }
    }

    fn quote_json(&self) -> Option<String> {
        let raw = match self.line_under_cursor() {
            Some(line) => &line.line.raw,
            None => &self.basket_under_cursor()?.basket.raw,
        };
        Some(pretty_json(raw))
    }

    /// References of lines, one a line; keys where there is none.
    pub(crate) fn quote_references(&self, rows: &[RowId]) -> String {
        let lines = rows.iter().filter_map(|row| self.quotes.line_at(*row));
        let names: Vec<_> = lines.map(QuoteLine::name).collect();
        names.join("\n")
    }

    /// Lines as tab separated values, one a line, under the names of their columns.
    pub(crate) fn quote_table(&self, rows: &[RowId]) -> String {
        let names = QuoteColumn::ALL.map(QuoteColumn::name);
        format!("{}\n{}", names.join("\t"), self.quote_rows(rows))
    }

    /// Lines as tab separated values, one a line.
    pub(crate) fn quote_rows(&self, rows: &[RowId]) -> String {
        let lines = rows.iter().filter_map(|row| self.quotes.line_at(*row));
        let line = |line: &QuoteLine| {
            QuoteColumn::ALL
                .map(|column| self.quote_value(column, line))
                .join("\t")
        };
        lines.map(line).collect::<Vec<_>>().join("\n")
    }

    /// Empty where there is none, or none that is known.
    fn quote_value(&self, column: QuoteColumn, line: &QuoteLine) -> String {
        let known = &line.line;
        let amount = |lowest: Option<(Cents, bool)>| {
            lowest.map_or_else(String::new, |(Cents(cents), _)| {
                format!("{}.{:02}", cents / 100, cents.unsigned_abs() % 100)
            })
        };
        match column {
            QuoteColumn::Line => cell(Some(line.name_text())),
            QuoteColumn::State => cell(Some(&Text::new(known.state.word()))),
            QuoteColumn::Ready => line
                .ready()
                .map_or_else(String::new, |(ready, _)| ready.to_string()),
            QuoteColumn::Valid => line
                .days_left(self.today(), &self.zone)
                .map_or_else(String::new, |days| days.to_string()),
            QuoteColumn::From => amount(line.lowest_monthly()),
            QuoteColumn::Total => amount(line.lowest_total()),
            QuoteColumn::Customer => cell(line.customer()),
            QuoteColumn::Site => cell(known.address.as_ref()),
            QuoteColumn::Project => cell(known.project.as_ref()),
            QuoteColumn::Basket => cell(line.basket.as_ref().map(BasketId::text)),
            QuoteColumn::Answered => date(known.response_date.as_ref()),
            QuoteColumn::Created => date(created(line)),
        }
    }

    /// The command that asks for a row by the folder of its path and its key.
    pub(crate) fn curl_of(&self, [folder, key]: [&str; 2]) -> Result<String, String> {
        let segment = encoded(key).ok_or("this row has no address")?;
        Ok(command(&format!(
            "{}{folder}{segment}/",
            self.session.api_url
        )))
    }
}
