//! Every quote basket and line known, merged from list rows, create answers and details (Q5, Q6).
//!
//! Invariants: a row's number never changes and belongs to one basket or one line; a line knows its basket as soon as any
//! basket detail named it (Q4); an answer that does not hold a field never takes away what another one told.

mod basket;
mod line;
mod merge;
mod news;
mod offers;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::app::entities::Numbered;
use crate::app::entities::orders::RowId;
use crate::app::loadable::Slot;
use crate::domain::failure::Failure;
use crate::domain::ids::{BasketId, LineId};
use crate::domain::quote::{Basket, Line};
use crate::domain::write::{Receipt, Write};

pub use crate::app::entities::Listed;
pub use crate::app::entities::orders::Taken;
pub use basket::QuoteBasket;
pub use line::QuoteLine;
pub use news::{LineCells, LineNews, LineSeen};
pub use offers::{OfferAct, Standing};

/// What a row of the Quotes pane is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QuoteRow {
    /// A basket.
    Basket(BasketId),
    /// A line.
    Line(LineId),
}

/// Baskets and lines.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    rows: Numbered<QuoteRow>,
    baskets: HashMap<BasketId, QuoteBasket>,
    lines: HashMap<LineId, QuoteLine>,
    /// Lines that are new or changed.
    news: HashSet<RowId>,
    /// When a line without a known basket was last met for the first time.
    orphan_met_at: Option<DateTime<Utc>>,
}

impl Quotes {
    /// What a row number stands for.
    pub fn row(&self, row: RowId) -> Option<&QuoteRow> {
        self.rows.get(row)
    }

    /// The number of a row.
    pub fn number(&self, row: &QuoteRow) -> Option<RowId> {
        self.rows.number(row)
    }

    /// The number of a line's row.
    pub fn line_number(&self, id: &LineId) -> Option<RowId> {
        self.number(&QuoteRow::Line(id.clone()))
    }

    /// The number of a basket's row.
    pub fn basket_number(&self, id: &BasketId) -> Option<RowId> {
        self.number(&QuoteRow::Basket(id.clone()))
    }

    /// A basket.
    pub fn basket(&self, id: &BasketId) -> Option<&QuoteBasket> {
        self.baskets.get(id)
    }

    /// A line.
    pub fn line(&self, id: &LineId) -> Option<&QuoteLine> {
        self.lines.get(id)
    }

    /// The line of a row; `None` for a basket's.
    pub fn line_at(&self, row: RowId) -> Option<&QuoteLine> {
        match self.row(row)? {
            QuoteRow::Line(id) => self.line(id),
            QuoteRow::Basket(_) => None,
        }
    }

    /// The basket of a row; `None` for a line's.
    pub fn basket_at(&self, row: RowId) -> Option<&QuoteBasket> {
        match self.row(row)? {
            QuoteRow::Basket(id) => self.basket(id),
            QuoteRow::Line(_) => None,
        }
    }

    /// Every row with its number.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &QuoteRow)> {
        self.rows.iter()
    }

    /// Every line with its row, in the order they were met.
    pub fn lines(&self) -> impl Iterator<Item = (RowId, &QuoteLine)> {
        self.rows()
            .filter_map(|(number, _)| Some((number, self.line_at(number)?)))
    }

    /// Every basket with its row, in the order they were met.
    pub fn baskets(&self) -> impl Iterator<Item = (RowId, &QuoteBasket)> {
        self.rows()
            .filter_map(|(number, _)| Some((number, self.basket_at(number)?)))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many lines are new or changed since a person last saw them.
    pub fn news_count(&self) -> usize {
        self.news.len()
    }

    /// The lines that are new or changed, in no particular order.
    pub fn news(&self) -> impl Iterator<Item = RowId> {
        self.news.iter().copied()
    }

    /// When a line without a known basket was last met for the first time: baskets read before may have got it since.
    pub fn orphan_met_at(&self) -> Option<DateTime<Utc>> {
        self.orphan_met_at
    }

    /// Takes in a row of the line list.
    pub fn take_listed_line(&mut self, line: Line, listed: Listed) -> Taken {
        let is_known = self.lines.contains_key(&line.id);
        let row = self.enter_line(&line, listed.counts_as_new, listed.at);
        let Some(known) = self.lines.get_mut(&line.id) else {
            return Taken::Same(row);
        };
        known.sweep = Some(listed.sweep);
        known.listed_at = Some(listed.at);
        let came_back = known.gone_since.take().is_some();
        known.has_left = false;
        known.row_raw = Some(line.raw.clone());
        let is_other = known.change(listed.at, |known| known.take_row(line));
        self.taken(row, is_known, is_other || came_back)
    }

    /// Takes in the detail of a line.
    pub fn take_line(&mut self, line: Line, counts_as_new: bool, at: DateTime<Utc>) -> Taken {
        let is_known = self.lines.contains_key(&line.id);
        let row = self.enter_line(&line, counts_as_new, at);
        let is_other = self
            .lines
            .get_mut(&line.id)
            .is_some_and(|known| known.change(at, |known| known.take_detail(line, at)));
        self.taken(row, is_known, is_other)
    }

    /// Takes in a row of the basket list.
    pub fn take_listed_basket(&mut self, basket: Basket, listed: Listed) -> Taken {
        let is_known = self.baskets.contains_key(&basket.id);
        let row = self.enter_basket(&basket);
        let Some(known) = self.baskets.get_mut(&basket.id) else {
            return Taken::Same(row);
        };
        known.sweep = Some(listed.sweep);
        known.listed_at = Some(listed.at);
        let came_back = known.gone_since.take().is_some();
        known.has_left = false;
        let is_other = known.take(basket, listed.at);
        self.taken(row, is_known, is_other || came_back)
    }

    /// Takes in the detail of a basket, and its lines with it. `counts_as_new` is about lines nobody heard of.
    pub fn take_basket(
        &mut self,
        mut basket: Basket,
        counts_as_new: bool,
        at: DateTime<Utc>,
    ) -> Vec<Taken> {
        let is_known = self.baskets.contains_key(&basket.id);
        let (row, id) = (self.enter_basket(&basket), basket.id.clone());
        let mut all = Vec::new();
        if let Some(lines) = basket.lines.take() {
            let ids: Vec<_> = lines.iter().map(|line| line.id.clone()).collect();
            for line in lines {
                all.push(self.take_basket_line(line, &id, counts_as_new, at));
            }
            let left = self.leave_basket(&id, &ids).into_iter();
            all.extend(left.map(Taken::Changed));
            if let Some(known) = self.baskets.get_mut(&id) {
                known.lines = ids;
                known.detail.succeed((), at);
            }
        }
        let is_other = self
            .baskets
            .get_mut(&id)
            .is_some_and(|known| known.take(basket, at));
        all.push(self.taken(row, is_known, is_other));
        all
    }

    fn take_basket_line(
        &mut self,
        line: Line,
        basket: &BasketId,
        counts_as_new: bool,
        at: DateTime<Utc>,
    ) -> Taken {
        let is_known = self.lines.contains_key(&line.id);
        let row = self.enter_line(&line, counts_as_new, at);
        let Some(known) = self.lines.get_mut(&line.id) else {
            return Taken::Same(row);
        };
        let is_other_basket = known.basket.as_ref() != Some(basket);
        known.basket = Some(basket.clone());
        let is_whole = line.offers.is_some();
        let is_other = known.change(at, |known| {
            if is_whole {
                known.take_detail(line, at);
            } else {
                known.take_row(line);
            }
        });
        self.taken(row, is_known, is_other || is_other_basket)
    }

    /// Lines that a basket held and holds no longer belong to none that is known; returns their rows.
    fn leave_basket(&mut self, basket: &BasketId, holds: &[LineId]) -> Vec<RowId> {
        let held = self.baskets.get(basket).map(|known| known.lines.clone());
        let mut left = Vec::new();
        for id in held.unwrap_or_default() {
            if !holds.contains(&id)
                && let Some(line) = self.lines.get_mut(&id)
                && line.basket.as_ref() == Some(basket)
            {
                line.basket = None;
                left.extend(self.line_number(&id));
            }
        }
        left
    }

    /// Takes in what a write told; returns the rows that differ. What a person did is no news to that person.
    pub fn take_receipt(
        &mut self,
        write: &Write,
        receipt: &Receipt,
        at: DateTime<Utc>,
    ) -> Vec<RowId> {
        let mut touched = Vec::new();
        match receipt {
            Receipt::Basket(basket) => {
                let taken = self.take_basket((**basket).clone(), false, at);
                touched.extend(taken.iter().filter_map(|taken| taken.other()));
            }
            Receipt::Line(line) => {
                let line = (**line).clone();
                let taken = match write {
                    Write::AddLine(basket, _) => self.add_line(line, &basket.clone(), at),
                    _ => self.take_line_answer(line, at),
                };
                touched.extend(taken.other());
            }
            Receipt::Task(_)
            | Receipt::Accepted { .. }
            | Receipt::Qualification(_)
            | Receipt::Key(_)
            | Receipt::Bare => {}
        }
        if let Write::DeleteLine(key) = write {
            touched.extend(self.line_deleted(&key.line, at));
        }
        for row in &touched {
            self.see(*row);
        }
        touched
    }

    fn take_line_answer(&mut self, line: Line, at: DateTime<Utc>) -> Taken {
        if line.offers.is_some() {
            return self.take_line(line, false, at);
        }
        let is_known = self.lines.contains_key(&line.id);
        let row = self.enter_line(&line, false, at);
        let is_other = self
            .lines
            .get_mut(&line.id)
            .is_some_and(|known| known.change(at, |known| known.take_row(line)));
        self.taken(row, is_known, is_other)
    }

    fn add_line(&mut self, line: Line, basket: &BasketId, at: DateTime<Utc>) -> Taken {
        let id = line.id.clone();
        let taken = self.take_basket_line(line, basket, false, at);
        if let Some(known) = self.baskets.get_mut(basket)
            && !known.lines.contains(&id)
        {
            known.lines.push(id);
        }
        taken
    }

    fn line_deleted(&mut self, id: &LineId, at: DateTime<Utc>) -> Option<RowId> {
        let line = self.lines.get_mut(id)?;
        line.gone_since = Some(at);
        line.has_left = true;
        for basket in self.baskets.values_mut() {
            basket.lines.retain(|held| held != id);
        }
        self.line_number(id)
    }

    /// Marks the lines that no sweep since `sweep` held, itself included; returns their rows.
    pub fn mark_gone_lines(&mut self, sweep: u32, at: DateTime<Utc>) -> Vec<RowId> {
        let is_missing = |line: &QuoteLine| line.sweep.is_some_and(|last| last < sweep);
        let mut gone = Vec::new();
        for (id, line) in &mut self.lines {
            if line.gone_since.is_none() && is_missing(line) {
                line.gone_since = Some(at);
                gone.extend(self.rows.number(&QuoteRow::Line(id.clone())));
            }
        }
        gone
    }

    /// As [`Self::mark_gone_lines`], for baskets.
    pub fn mark_gone_baskets(&mut self, sweep: u32, at: DateTime<Utc>) -> Vec<RowId> {
        let is_missing = |basket: &QuoteBasket| basket.sweep.is_some_and(|last| last < sweep);
        let mut gone = Vec::new();
        for (id, basket) in &mut self.baskets {
            if basket.gone_since.is_none() && is_missing(basket) {
                basket.gone_since = Some(at);
                gone.extend(self.rows.number(&QuoteRow::Basket(id.clone())));
            }
        }
        gone
    }

    /// Lets the rows leave that have been gone since `at` or longer; returns them. They are news no longer.
    pub fn drop_gone(&mut self, at: DateTime<Utc>) -> Vec<RowId> {
        let mut left = Vec::new();
        for (number, row) in self.rows.iter() {
            let (since, has_left) = match row {
                QuoteRow::Line(id) => match self.lines.get_mut(id) {
                    Some(line) => (line.gone_since, &mut line.has_left),
                    None => continue,
                },
                QuoteRow::Basket(id) => match self.baskets.get_mut(id) {
                    Some(basket) => (basket.gone_since, &mut basket.has_left),
                    None => continue,
                },
            };
            if !*has_left && since.is_some_and(|since| since <= at) {
                *has_left = true;
                left.push(number);
            }
        }
        for row in &left {
            self.see(*row);
        }
        left
    }

    /// A person looked at the row: it is news no longer.
    pub fn see(&mut self, row: RowId) -> bool {
        if let Some(QuoteRow::Line(id)) = self.rows.get(row)
            && let Some(line) = self.lines.get_mut(id)
        {
            line.news = LineNews::default();
            line.seen = None;
        }
        self.news.remove(&row)
    }

    /// The detail of a row was asked for.
    pub fn begin(&mut self, row: &QuoteRow) {
        self.with_detail(row, |detail| detail.begin());
    }

    /// The detail of a row that was asked for will not come.
    pub fn abandon(&mut self, row: &QuoteRow) {
        self.with_detail(row, |detail| detail.abandon());
    }

    /// The detail of a row could not be read; what is known stays.
    pub fn fail(&mut self, row: &QuoteRow, failure: &Failure, at: DateTime<Utc>) {
        self.with_detail(row, |detail| detail.fail(failure.clone(), at));
    }

    /// The clock was set back to `now`: nothing was read later than that.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        for line in self.lines.values_mut() {
            line.clock_set_back(now);
        }
        for basket in self.baskets.values_mut() {
            basket.clock_set_back(now);
        }
        self.orphan_met_at = self.orphan_met_at.map(|at| at.min(now));
    }

    fn with_detail(&mut self, row: &QuoteRow, act: impl FnOnce(&mut dyn Slot)) {
        match row {
            QuoteRow::Line(id) => {
                if let Some(line) = self.lines.get_mut(id) {
                    act(&mut line.detail);
                }
            }
            QuoteRow::Basket(id) => {
                if let Some(basket) = self.baskets.get_mut(id) {
                    act(&mut basket.detail);
                }
            }
        }
    }

    /// The row of a line, which is entered in the table if it is not known.
    fn enter_line(&mut self, line: &Line, counts_as_new: bool, at: DateTime<Utc>) -> RowId {
        let row = self.rows.enter(QuoteRow::Line(line.id.clone()));
        if !self.lines.contains_key(&line.id) {
            let known = QuoteLine::met(line.clone(), counts_as_new);
            self.lines.insert(line.id.clone(), known);
            self.orphan_met_at = Some(at);
            if counts_as_new {
                self.news.insert(row);
            }
        }
        row
    }

    fn enter_basket(&mut self, basket: &Basket) -> RowId {
        let row = self.rows.enter(QuoteRow::Basket(basket.id.clone()));
        self.baskets
            .entry(basket.id.clone())
            .or_insert_with(|| QuoteBasket::met(basket.clone()));
        row
    }

    fn taken(&mut self, row: RowId, was_known: bool, is_other: bool) -> Taken {
        if self.line_at(row).is_some_and(|line| line.news.is_any()) {
            self.news.insert(row);
        }
        match (was_known, is_other) {
            (false, _) => Taken::New(row),
            (true, true) => Taken::Changed(row),
            (true, false) => Taken::Same(row),
        }
    }
}

#[cfg(test)]
mod tests;
