//! Counting what the views hold: only while the counts are on screen, in slices that cost no frame.

use crate::app::entities::eligibility::EligibilityNews;
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::{EligibilityField, EligibilityScope};
use crate::app::facts::orders::OrderField;
use crate::app::facts::quotes::{QuoteField, QuoteScope};
use crate::app::facts::view::Present;
use crate::app::index::{OrderIndex, Scope};
use crate::app::pane::Pane;
use crate::app::query::{Query, Scratch};

use crate::app::views::eligibility::Facet;

use super::tally::{Judged, SLICE, Tally};
use super::{Asked, Entry, Views};

/// The rows of every pane, as views judge them.
#[derive(Clone, Copy)]
pub(crate) struct Among<'a> {
    pub(crate) index: &'a OrderIndex,
    pub(crate) orders: Scope<'a>,
    pub(crate) quotes: QuoteScope<'a>,
    pub(crate) eligibility: EligibilityScope<'a>,
    /// Of requests and sites, what the pane lists.
    pub(crate) facet: Facet,
}

impl Among<'_> {
    /// How many row numbers a pane has.
    fn rows(&self, pane: Pane) -> usize {
        match pane {
            Pane::Orders => self.orders.orders.len(),
            Pane::Quotes => self.quotes.quotes.rows().count(),
            Pane::Eligibility => self.eligibility.eligibility.rows().count(),
            Pane::Activity => 0,
        }
    }

    fn judge(&self, asked: &Asked, row: RowId, scratch: &mut Scratch) -> Judged {
        let judged = match asked {
            Asked::Orders(query) => self.judge_order(query, row, scratch),
            Asked::Quotes(query) => self.judge_line(query, row, scratch),
            Asked::Eligibility(query) => self.judge_eligibility(query, row, scratch),
        };
        judged.unwrap_or(Judged::OUT)
    }

    fn judge_order(
        &self,
        query: &Query<OrderField>,
        row: RowId,
        scratch: &mut Scratch,
    ) -> Option<Judged> {
        let Scope {
            orders,
            now,
            marked,
        } = self.orders;
        let cards = self.index.cards();
        // The card says it all; the orders themselves lie too far apart for a count.
        let card = cards.get(row).filter(|_| !self.index.has_left(row))?;
        let facts = cards.facts(row, orders, Present::new(now), marked)?;
        Some(Judged {
            verdict: query.judge(&facts, scratch),
            is_news: card.is_news(),
        })
    }

    /// A basket is no line: what views hold is lines.
    fn judge_line(
        &self,
        query: &Query<QuoteField>,
        row: RowId,
        scratch: &mut Scratch,
    ) -> Option<Judged> {
        let line = self.quotes.quotes.line_at(row)?;
        let facts = self.quotes.facts(row).filter(|_| !line.has_left)?;
        Some(Judged {
            verdict: query.judge(&facts, scratch),
            is_news: line.news.is_any(),
        })
    }

    fn judge_eligibility(
        &self,
        query: &Query<EligibilityField>,
        row: RowId,
        scratch: &mut Scratch,
    ) -> Option<Judged> {
        let scope = self.eligibility;
        let facts = scope.facts(row).filter(|_| scope.lists(self.facet, row))?;
        Some(Judged {
            verdict: query.judge(&facts, scratch),
            is_news: scope
                .eligibility
                .news_of(row)
                .is_some_and(EligibilityNews::is_any),
        })
    }
}

impl Views {
    /// Whether rows are counted.
    pub(crate) fn is_counting(&self) -> bool {
        self.is_counting
    }

    /// From now on rows are counted, or are counted no longer.
    pub(crate) fn set_counting(&mut self, is_counting: bool) {
        if is_counting == self.is_counting {
            return;
        }
        self.is_counting = is_counting;
        for entry in &mut self.entries {
            entry.tally = Tally::default();
        }
    }

    /// Whether rows are to be judged yet.
    pub(crate) fn is_behind(&self, among: Among<'_>) -> bool {
        let is_behind = |entry: &Entry| {
            entry.asked.is_ok() && entry.tally.is_behind(among.rows(entry.view.pane()))
        };
        self.is_counting && self.entries.iter().any(is_behind)
    }

    /// Judges some more rows; returns whether what is shown differs.
    pub(crate) fn count_on(&mut self, among: Among<'_>) -> bool {
        let mut left = SLICE;
        self.each(|pane, tally, asked| {
            let judge = |row, scratch: &mut Scratch| among.judge(asked, row, scratch);
            left = tally.go_on(left, among.rows(pane), judge);
        })
    }

    /// Judges rows of a pane anew that are new or changed, read further, looked at, gone, marked or unmarked; returns
    /// whether what is shown differs.
    pub(crate) fn recount(&mut self, of: Pane, touched: &[RowId], among: Among<'_>) -> bool {
        self.each(|pane, tally, asked| {
            if pane == of {
                tally.judge(touched, |row, scratch| among.judge(asked, row, scratch));
            }
        })
    }

    /// A pane lists rows of another kind: its views are to be counted anew.
    pub(crate) fn facet_changed(&mut self, of: Pane) {
        self.each(|pane, tally, _| {
            if pane == of {
                tally.judge_anew();
            }
        });
    }

    /// Some rows of a pane were marked or unmarked: views that ask for marks are to be counted anew.
    pub(crate) fn marks_changed(&mut self, of: Pane) {
        self.each(|pane, tally, asked| {
            if pane == of && asked.asks_flags() {
                tally.judge_anew();
            }
        });
    }

    /// Time went by: views that ask for lengths of time are to be counted anew.
    pub(crate) fn age(&mut self) {
        self.each(|_, tally, asked| {
            if asked.is_timely() {
                tally.judge_anew();
            }
        });
    }

    /// Does something to the tally of each view that can be opened; returns whether a count differs afterwards.
    fn each(&mut self, mut act: impl FnMut(Pane, &mut Tally, &Asked)) -> bool {
        let mut is_other = false;
        for entry in &mut self.entries {
            if let Ok(asked) = &entry.asked {
                let was = entry.tally.seen();
                act(entry.view.pane(), &mut entry.tally, asked);
                is_other |= was != entry.tally.seen();
            }
        }
        is_other
    }
}
