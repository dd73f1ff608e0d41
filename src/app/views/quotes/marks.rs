//! Lines and offers a person marked. A mark on a line means all of its offers, whichever there are when they are asked
//! for; a mark on an offer means that one.
//!
//! A mark belongs to its line or offer: no refresh, sort or filter takes it away. What the filter hides is said to be
//! hidden, so that nobody acts on more than they see.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::app::copy::counted;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteLine;
use crate::app::facts::quotes::QuoteField;
use crate::app::marks::{OpenRange, turn};
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::domain::quote::Offer;
use crate::domain::write::OfferKey;

use super::QuotesPane;

/// What is marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Lines.
    pub lines: HashSet<RowId>,
    /// Single offers.
    pub offers: HashSet<OfferKey>,
    range: OpenRange,
}

impl Marks {
    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.offers.is_empty()
    }

    /// Whether an offer of a line is marked by itself.
    pub fn has_offer(&self, line: &QuoteLine, offer: &Offer) -> bool {
        key(line, offer).is_some_and(|key| self.offers.contains(&key))
    }

    /// Whether single offers of a line are marked.
    pub fn has_offers_of(&self, line: &QuoteLine) -> bool {
        !self.offers.is_empty() && self.offers.iter().any(|key| key.line == line.line.id)
    }

    /// Whether a line is marked, or an offer of it.
    pub fn touch(&self, row: RowId, line: &QuoteLine) -> bool {
        self.lines.contains(&row) || self.has_offers_of(line)
    }
}

/// What accept, decline and restore take; none for an offer that came without a key.
fn key(line: &QuoteLine, offer: &Offer) -> Option<OfferKey> {
    Some(OfferKey {
        line: line.line.id.clone(),
        product: offer.product.clone()?,
    })
}

/// A marked offer.
#[derive(Clone, Copy, Debug)]
pub struct MarkedOffer<'a> {
    /// Its line.
    pub line: &'a QuoteLine,
    /// Its place among the offers of the line.
    pub place: usize,
    /// The offer.
    pub offer: &'a Offer,
    /// Whether the filter hides its line.
    pub is_hidden: bool,
}

impl QuotesPane {
    /// Places of the rows of the open range.
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        self.marks.range.places(self)
    }
}

impl AppState {
    /// The offers that are marked, or whose line is: in the order of the list, then those that the filter hides. An offer
    /// stands here once, whatever it stands at; what can be done with each, [`QuoteLine::why_not`] tells.
    pub fn marked_offers(&self) -> Vec<MarkedOffer<'_>> {
        let marks = &self.quotes_pane.marks;
        let mut marked = Vec::new();
        for (row, line, is_hidden) in self.lines_with_marks() {
            let is_whole = marks.lines.contains(&row);
            let offers = line.offers().unwrap_or_default().iter().enumerate();
            let meant = offers.filter(|(_, offer)| is_whole || marks.has_offer(line, offer));
            marked.extend(meant.map(|(place, offer)| MarkedOffer {
                line,
                place,
                offer,
                is_hidden,
            }));
        }
        marked
    }

    /// Marked lines whose offers nobody read yet, so that [`Self::marked_offers`] does not hold them.
    pub fn marked_unread(&self) -> Vec<&QuoteLine> {
        let lines = self.lines_with_marks().into_iter();
        let lines = lines.map(|(_, line, _)| line);
        lines.filter(|line| line.offers().is_none()).collect()
    }

    /// How many marked lines, and lines with marked offers, the filter hides.
    pub fn hidden_quote_marks(&self) -> usize {
        let lines = self.lines_with_marks().into_iter();
        lines.filter(|(_, _, is_hidden)| *is_hidden).count()
    }

    /// The marked lines: those that are shown in their order, then the hidden ones.
    pub(crate) fn marked_lines(&self) -> Vec<RowId> {
        let marks = &self.quotes_pane.marks.lines;
        let rows = self.lines_with_marks().into_iter();
        rows.map(|(row, ..)| row)
            .filter(|row| marks.contains(row))
            .collect()
    }

    fn lines_with_marks(&self) -> Vec<(RowId, &QuoteLine, bool)> {
        let QuotesPane { marks, list, .. } = &self.quotes_pane;
        if marks.is_empty() {
            return Vec::new();
        }
        let of_offers = marks.offers.iter();
        let mut rows: HashSet<RowId> = of_offers
            .filter_map(|key| self.quotes.line_number(&key.line))
            .collect();
        rows.extend(&marks.lines);
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|row| (list.place(*row).unwrap_or(usize::MAX), *row));
        rows.into_iter()
            .filter_map(|row| {
                let is_hidden = list.verdict(row).is_none();
                Some((row, self.quotes.line_at(row)?, is_hidden))
            })
            .collect()
    }

    /// Marks what the cursor is on or takes its mark, and goes down: in the list a line, or the lines of a basket; in the
    /// preview an offer.
    pub(super) fn mark_quote(&mut self) {
        if self.quotes_pane.focus == Focus::Preview && self.mark_offer() {
            self.move_offer(1);
            return;
        }
        let Some(row) = self.quotes_pane.cursor.row() else {
            return;
        };
        let lines = self.lines_of(row);
        turn(&mut self.quotes_pane.marks.lines, &lines);
        self.quote_marks_changed();
        if self.quotes_pane.cursor.row() == Some(row) {
            self.move_in_list(Move::By(1));
        }
    }

    /// Marks the offer under the cursor or takes its mark; false when there is none.
    fn mark_offer(&mut self) -> bool {
        let line = self.line_under_cursor();
        let Some((line, (_, offer))) = line.zip(self.offer_under_cursor()) else {
            return false;
        };
        let Some(key) = key(line, offer) else {
            let why = "this offer came without a key: nothing can be done with it";
            self.notices.info(self.now, why);
            return true;
        };
        let marks = &mut self.quotes_pane.marks;
        if !marks.offers.remove(&key) {
            marks.offers.insert(key);
        }
        self.quote_marks_changed();
        true
    }

    /// The line of a row, or the lines of its basket that the filter shows.
    fn lines_of(&self, row: RowId) -> Vec<RowId> {
        let Some(basket) = self.quotes.basket_at(row) else {
            return vec![row];
        };
        let rows = basket.lines.iter();
        let rows = rows.filter_map(|line| self.quotes.line_number(line));
        rows.filter(|row| self.quotes_pane.list.verdict(*row).is_some())
            .collect()
    }

    /// Begins a range at the cursor, or ends the open one there.
    pub(super) fn mark_quote_range(&mut self) {
        let pane = &mut self.quotes_pane;
        let Some(range) = pane.range() else {
            pane.marks.range.begin(pane.cursor.row());
            return;
        };
        pane.marks.range.leave();
        let rows = pane.list.rows().get(range).unwrap_or_default().to_vec();
        self.mark_quotes(&rows);
    }

    /// Leaves the open range without marking; false when there is none.
    pub(super) fn leave_quote_range(&mut self) -> bool {
        self.quotes_pane.marks.range.leave()
    }

    /// Marks every line the filter shows; if they all are, takes their marks.
    pub(super) fn mark_all_quotes(&mut self) {
        let rows = self.quotes_pane.list.rows().to_vec();
        let lines = self.only_lines(&rows);
        if turn(&mut self.quotes_pane.marks.lines, &lines) {
            return self.mark_quotes(&rows);
        }
        self.quote_marks_changed();
        let said = format!("unmarked {}", counted(lines.len(), "line"));
        self.notices.info(self.now, said);
    }

    pub(super) fn unmark_all_quotes(&mut self) {
        self.quotes_pane.marks = Marks::default();
        self.quote_marks_changed();
    }

    fn mark_quotes(&mut self, rows: &[RowId]) {
        let lines = self.only_lines(rows);
        self.quotes_pane.marks.lines.extend(&lines);
        self.quote_marks_changed();
        let said = format!("marked {}", counted(lines.len(), "line"));
        self.notices.info(self.now, said);
    }

    fn only_lines(&self, rows: &[RowId]) -> Vec<RowId> {
        let is_line = |row: &RowId| self.quotes.line_at(*row).is_some();
        rows.iter().copied().filter(is_line).collect()
    }

    /// Only a query that asks for marks sees them.
    fn quote_marks_changed(&mut self) {
        self.views.marks_changed(Pane::Quotes);
        let query = self.quotes_pane.list.query();
        if query.is_some_and(|query| query.asks(|field| field == QuoteField::Is)) {
            self.relist_quotes();
        }
    }
}
