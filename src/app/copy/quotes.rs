//! What leaves the Quotes pane by the clipboard.

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine, QuoteRow};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::quotes::columns::{QuoteColumn, created};
use crate::app::views::quotes::preview::Tab;
use crate::domain::ids::BasketId;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient, Months};
use crate::domain::quote::Offer;
use crate::domain::text::Text;

use super::row::{cell, date};
use super::{command, counted, encoded, pretty_json};

impl AppState {
    /// Copies what the cursor is on: inside the preview the offer that is meant or the raw answer, else the marked
    /// references where there are any, else the one of the row.
    pub(super) fn copy_quote_here(&mut self, effects: &mut Effects) {
        if self.quotes_pane.focus == Focus::Preview
            && let Some((what, text)) = self.copyable_in_quote()
        {
            return self.copy(what, &text, effects);
        }
        let marked = self.marked_lines();
        if !marked.is_empty() {
            let what = counted(marked.len(), "reference");
            let text = self.quote_references(&marked);
            return self.copy(&what, &text, effects);
        }
        let name = match self.quote_row_under_cursor() {
            Some(QuoteRow::Line(id)) => self.quotes.line(id).map(line_name),
            Some(QuoteRow::Basket(id)) => self.quotes.basket(id).map(basket_name),
            None => None,
        };
        match name {
            Some(Ok(name)) => self.copy(&name, &name, effects),
            Some(Err(why)) => self.notices.info(self.now, why),
            None => {}
        }
    }

    /// What the open tab of the preview gives, and its name.
    fn copyable_in_quote(&self) -> Option<(&'static str, String)> {
        match self.quote_tab() {
            Tab::Offers => {
                let (_, offer) = self.offer_under_cursor()?;
                Some(("the offer", offer_words(offer)))
            }
            Tab::Raw => Some(("the answer, JSON", self.quote_json()?)),
            Tab::Detail | Tab::Contact | Tab::Basket => None,
        }
    }

    fn quote_json(&self) -> Option<String> {
        let raw = match self.line_under_cursor() {
            Some(line) => &line.line.raw,
            None => &self.basket_under_cursor()?.basket.raw,
        };
        Some(pretty_json(raw))
    }

    /// References of lines, one a line; keys where there is none. Rows that could not be read are left out.
    pub(crate) fn quote_references(&self, rows: &[RowId]) -> String {
        let lines = rows.iter().filter_map(|row| self.quotes.line_at(*row));
        let names: Vec<_> = lines.filter_map(|line| line_name(line).ok()).collect();
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
            lowest.map_or_else(String::new, |(cents, _)| decimal(cents))
        };
        match column {
            QuoteColumn::Line => cell(line_name(line).ok().map(Text::new).as_ref()),
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

/// What a row has no name for.
pub(super) const UNREADABLE: &str = "this row could not be read: it has no reference to copy";

/// The reference of a line, else its key.
fn line_name(line: &QuoteLine) -> Result<String, &'static str> {
    match &line.line.broken {
        // A key of our own means nothing to anybody.
        Some(_) if line.line.reference.is_none() => Err(UNREADABLE),
        _ => Ok(line.name().to_owned()),
    }
}

/// The caller's own reference of a basket, else its key.
fn basket_name(basket: &QuoteBasket) -> Result<String, &'static str> {
    let known = &basket.basket;
    match (&known.external_id, &known.broken) {
        (Some(own), _) => Ok(own.line().to_owned()),
        (None, Some(_)) => Err(UNREADABLE),
        (None, None) => Ok(known.id.text().line().to_owned()),
    }
}

/// An offer in one line, as for a mail; what is not told is left out.
fn offer_words(offer: &Offer) -> String {
    let text = |text: Option<&Text>| text.map(|text| text.line().to_owned());
    let money = |name: &str, amount: Option<&Lenient<Cents>>| {
        Some(format!("{name} {}", self::amount(amount?)))
    };
    let term = offer.term.as_ref().map(|term| match term {
        Lenient::Value(Months(months)) => counted((*months).into(), "month"),
        Lenient::Raw(text) => text.line().to_owned(),
    });
    let words = [
        text(offer.product.as_ref().map(ProductId::text)),
        text(offer.name.as_ref()),
        term,
        money("FAS", offer.fas.as_ref()),
        money("FAR", offer.far.as_ref()),
        money("a month", offer.monthly.as_ref()),
        offer
            .total()
            .map(|total| format!("in all {}", decimal(total))),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An amount to calculate with, or what it came as.
pub(super) fn amount(amount: &Lenient<Cents>) -> String {
    match amount {
        Lenient::Value(cents) => decimal(*cents),
        Lenient::Raw(text) => text.line().to_owned(),
    }
}

fn decimal(Cents(cents): Cents) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}
