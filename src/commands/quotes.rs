//! `covage-tui quotes`: every quote line, from its list row, with what the filter or the format asks for beside it.
//!
//! Offers come from the detail of a line: JSON has them for the lines that await an answer, and a filter that asks for
//! them has them read for all it is unsure of. No line names its basket (Q4), so a filter that asks for baskets has their
//! list read, and the baskets that may hold a line it is unsure of.

mod cells;
mod row;

use std::collections::HashMap;
use std::io::Write;

use chrono::{DateTime, Utc};

use super::chosen::{Chosen, ChosenError};
use super::listing::problem::{Gap, Gaps, Means, Missing, RowsError};
use super::listing::reader::{List, Readable, Reader, still_in_doubt, unreadable};
use super::listing::{self, Columns, Present, Table};
use super::rows::{Look, Value};
use crate::app::entities::orders::{RowId, Taken};
use crate::app::entities::quotes::{Listed, QuoteLine, QuoteRow, Quotes};
use crate::app::facts::quotes::{QuoteCards, QuoteField, QuoteScope};
use crate::app::pane::Pane;
use crate::app::query::{Facts as _, Now, Query, Verdict};
use crate::app::refresh::quotes::read;
use crate::app::views::quotes::Marks;
use crate::app::views::quotes::columns::QuoteSort;
use crate::app::views::quotes::list::QuoteList;
use crate::cli::{Exit, Format, RowsArgs};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{BasketId, LineId};
use crate::domain::quote::{Basket, Line, LineFilter};
use crate::domain::request::{Cursor, Page, Read, Reply};

/// Reads the quote lines and writes those that match to `out`. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`RowsError`]; the rows are written before it is returned where there are any.
pub async fn run(args: &RowsArgs, out: &mut impl Write) -> Result<Exit, RowsError> {
    listing::run::<QuoteTable>(args, out).await
}

/// The quote lines.
#[derive(Debug)]
struct QuoteTable {
    quotes: Quotes,
    cards: QuoteCards,
    list: QuoteList,
    present: Present,
    /// What the format has of the offers, whatever the filter asks.
    wants_offers: bool,
}

/// The list of lines.
struct AllLines;

impl List for AllLines {
    type Row = Line;
    type Key = LineId;
    const ROWS: &'static str = "quote lines";

    fn read(cursor: Cursor) -> Read {
        Read::Lines(LineFilter::default(), cursor)
    }

    fn page(reply: Reply) -> Option<Page<Line>> {
        match reply {
            Reply::Lines(page) => Some(page),
            _ => None,
        }
    }

    fn key(row: &Line) -> LineId {
        row.id.clone()
    }
}

/// The list of baskets.
struct AllBaskets;

impl List for AllBaskets {
    type Row = Basket;
    type Key = BasketId;
    const ROWS: &'static str = "quote baskets";

    fn read(cursor: Cursor) -> Read {
        Read::Baskets(None, cursor)
    }

    fn page(reply: Reply) -> Option<Page<Basket>> {
        match reply {
            Reply::Baskets(page) => Some(page),
            _ => None,
        }
    }

    fn key(row: &Basket) -> BasketId {
        row.id.clone()
    }
}

impl Table for QuoteTable {
    const PANE: Pane = Pane::Quotes;
    const NAME: &'static str = AllLines::ROWS;
    const COLUMNS: Columns = Columns {
        fields: &row::FIELDS,
        titles: &cells::TITLES,
        dropped_first: &cells::DROPPED_FIRST,
    };
    type Asked = (Query<QuoteField>, QuoteSort);

    fn ask(chosen: &Chosen, now: &Now<'_>) -> Result<Self::Asked, ChosenError> {
        chosen.quotes(now)
    }

    fn new(present: Present) -> Self {
        Self {
            quotes: Quotes::default(),
            cards: QuoteCards::default(),
            list: QuoteList::default(),
            present,
            wants_offers: false,
        }
    }

    async fn list(&mut self, reader: &mut Reader) -> Result<Option<Missing>, Failure> {
        let quotes = &mut self.quotes;
        let take = |rows: Vec<Line>, sweep, at| {
            for row in rows {
                quotes.take_listed_line(row, listed(sweep, at));
            }
            quotes.lines().count()
        };
        let swept = reader.list::<AllLines>(take).await?;
        if swept.missing.is_none() {
            self.quotes.mark_gone_lines(swept.number, swept.at);
        }
        Ok(swept.missing)
    }

    fn judge(&mut self, (query, sort): Self::Asked, present: Present) {
        self.present = present;
        self.list.set_query(Some(query));
        self.list.set_sort(sort);
        self.cards.take_all(&self.quotes, &self.present.zone);
        self.make();
    }

    async fn settle(&mut self, reader: &mut Reader, format: Format) -> Gaps {
        let mut gaps = Gaps::default();
        let mut failures = HashMap::new();
        if self.asks_for_baskets() || self.list.query().is_some_and(Query::has_words) {
            self.list_baskets(reader, &mut gaps).await;
            let asks = self.baskets_to_read();
            failures = reader.each("reading quote baskets", asks, self).await;
        }
        let of_detail = |field| {
            matches!(
                field,
                QuoteField::Offers
                    | QuoteField::Ready
                    | QuoteField::Val
                    | QuoteField::Price
                    | QuoteField::Total
            )
        };
        if self.list.query().is_some_and(|query| query.asks(of_detail)) {
            let asks = self.lines_to_read(|verdict, _| verdict == Verdict::Maybe);
            let failed = reader.each("reading quote lines in doubt", asks, self);
            failures.extend(failed.await);
        }
        if format == Format::Json {
            self.wants_offers = true;
            let asks = self.lines_to_read(|_, line| line.awaits_an_answer());
            let asks = asks.into_iter().filter(|ask| !failures.contains_key(ask));
            let asks: Vec<_> = asks.collect();
            failures.extend(reader.each("reading offers", asks, self).await);
        }
        gaps.rows.extend(self.gaps(&failures));
        gaps
    }

    /// One that an earlier try of the sweep held and the whole sweep did not is gone.
    fn rows(&self) -> Vec<(RowId, Verdict)> {
        let line = |row| self.quotes.line_at(row);
        let is_there = |row| line(row).is_some_and(|it| it.gone_since.is_none());
        let rows = self.list.rows().iter().filter(|row| is_there(**row));
        rows.filter_map(|row| Some((*row, self.list.verdict(*row)?)))
            .collect()
    }

    fn values(&self, row: RowId, verdict: Verdict) -> Vec<Value<'_>> {
        let line = self.quotes.line_at(row);
        line.map_or_else(Vec::new, |line| {
            row::values(line, self.basket_of(line), verdict).into()
        })
    }

    fn cells(&self, row: RowId, verdict: Verdict, look: &Look) -> Vec<String> {
        let line = self.quotes.line_at(row);
        line.map_or_else(Vec::new, |line| {
            cells::cells(line, verdict, &self.present, look).into()
        })
    }
}

impl QuoteTable {
    fn make(&mut self) {
        let (now, marks) = (self.present.now(), Marks::default());
        let scope = QuoteScope::new(&self.quotes, &self.cards, &marks, &now);
        self.list.make(scope, &self.present.zone);
    }

    fn basket_of(&self, line: &QuoteLine) -> Option<&Basket> {
        let basket = self.quotes.basket(line.basket.as_ref()?)?;
        Some(&basket.basket)
    }

    fn asks_for_baskets(&self) -> bool {
        let is_basket = |field| field == QuoteField::Basket;
        self.list.query().is_some_and(|query| query.asks(is_basket))
    }

    /// Whether some line may match or not because nobody knows its basket.
    fn is_a_basket_missing(&self) -> bool {
        let mut rows = self.rows().into_iter();
        let is_missing = |row| {
            self.quotes
                .line_at(row)
                .is_some_and(|it| it.basket.is_none())
        };
        rows.any(|(row, verdict)| verdict == Verdict::Maybe && is_missing(row))
    }

    async fn list_baskets(&mut self, reader: &mut Reader, gaps: &mut Gaps) {
        let quotes = &mut self.quotes;
        let take = |rows: Vec<Basket>, sweep, at| {
            for row in rows {
                quotes.take_listed_basket(row, listed(sweep, at));
            }
            quotes.baskets().count()
        };
        match reader.list::<AllBaskets>(take).await {
            Ok(swept) => {
                if swept.missing.is_none() {
                    self.quotes.mark_gone_baskets(swept.number, swept.at);
                }
                gaps.lists.extend(swept.missing);
            }
            Err(failure) => gaps.rows.push(Gap {
                means: Means::Unseen,
                name: format!("the {}", AllBaskets::ROWS),
                failure,
            }),
        }
        self.cards.take(&[], &self.quotes, &self.present.zone);
        self.make();
    }

    /// The baskets that may tell something: all of them where the filter asks for baskets, else those in whose name words
    /// of the filter stand.
    fn baskets_to_read(&self) -> Vec<QuoteRow> {
        let (asks, query) = (self.asks_for_baskets(), self.list.query());
        let (now, marks) = (self.present.now(), Marks::default());
        let scope = QuoteScope::new(&self.quotes, &self.cards, &marks, &now);
        let is_touched = |row| {
            let facts = scope.facts(row);
            facts
                .zip(query)
                .is_some_and(|(it, query)| query.is_touched_by(it.searched()))
        };
        let baskets = self.quotes.baskets();
        baskets
            .filter(|(row, it)| it.gone_since.is_none() && (asks || is_touched(*row)))
            .filter(|(_, it)| it.basket.broken.is_none())
            .map(|(_, it)| QuoteRow::Basket(it.basket.id.clone()))
            .collect()
    }

    /// The lines that are written, were not read, and are meant.
    fn lines_to_read(&self, is_meant: impl Fn(Verdict, &QuoteLine) -> bool) -> Vec<QuoteRow> {
        let rows = self.rows().into_iter();
        let lines = rows.filter_map(|(row, verdict)| Some((verdict, self.quotes.line_at(row)?)));
        lines
            .filter(|(_, line)| line.line.broken.is_none() && line.detail.read_at().is_none())
            .filter(|(verdict, line)| is_meant(*verdict, line))
            .map(|(_, line)| QuoteRow::Line(line.line.id.clone()))
            .collect()
    }

    /// What nobody could read, line by line; and the baskets, where words may stand in what they are called.
    fn gaps(&self, failures: &HashMap<QuoteRow, Failure>) -> Vec<Gap> {
        let of_basket = |ask: &&QuoteRow| matches!(ask, QuoteRow::Basket(_));
        let basket_failure = failures
            .keys()
            .find(of_basket)
            .and_then(|it| failures.get(it));
        let gap = |(row, verdict): (RowId, Verdict)| {
            let line = self.quotes.line_at(row)?;
            let failed = failures.get(&QuoteRow::Line(line.line.id.clone()));
            let basket_failed = basket_failure.filter(|_| line.basket.is_none());
            let failure = if verdict == Verdict::Yes {
                failed?.clone()
            } else if let Some(broken) = &line.line.broken {
                unreadable(broken)
            } else {
                let failed = failed.or(basket_failed).cloned();
                failed.unwrap_or_else(|| self.why_in_doubt(line))
            };
            Some(Gap {
                means: if verdict == Verdict::Yes {
                    Means::Bare
                } else {
                    Means::Doubt
                },
                name: line.name().to_owned(),
                failure,
            })
        };
        let rows = self.rows().into_iter().filter_map(gap);
        let unseen = failures.iter().filter_map(|(ask, failure)| {
            let QuoteRow::Basket(id) = ask else {
                return None;
            };
            let basket = self.quotes.basket(id)?;
            Some(Gap {
                means: Means::Unseen,
                name: format!("basket {}", basket.name()),
                failure: failure.clone(),
            })
        });
        rows.chain(unseen).collect()
    }

    fn why_in_doubt(&self, line: &QuoteLine) -> Failure {
        if line.basket.is_none() && self.asks_for_baskets() {
            return Failure::new(FailureKind::Unreadable, "/api/v1/quote/")
                .with_detail("no basket that Covage lists names it");
        }
        still_in_doubt()
    }
}

impl Readable for QuoteTable {
    type Ask = QuoteRow;

    fn read(&self, ask: &QuoteRow) -> Option<Read> {
        let is_needed = match ask {
            QuoteRow::Basket(_) => !self.asks_for_baskets() || self.is_a_basket_missing(),
            QuoteRow::Line(_) => true,
        };
        is_needed.then(|| read(ask))
    }

    fn take(&mut self, _: &QuoteRow, reply: Reply, at: DateTime<Utc>) -> bool {
        let taken = match reply {
            Reply::Basket(basket) => self.quotes.take_basket(*basket, false, at),
            Reply::Line(line) => vec![self.quotes.take_line(*line, false, at)],
            _ => return false,
        };
        let touched: Vec<_> = taken.into_iter().filter_map(Taken::other).collect();
        self.cards.take(&touched, &self.quotes, &self.present.zone);
        self.make();
        true
    }
}

fn listed(sweep: u32, at: DateTime<Utc>) -> Listed {
    Listed {
        sweep,
        counts_as_new: false,
        at,
    }
}

#[cfg(test)]
mod tests;
