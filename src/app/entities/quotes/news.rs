//! What of a line is worth a person's eye: it is new, or its state, its offers or its validity changed.

use chrono::{DateTime, Utc};

use crate::app::entities::orders::CELL_MARK;
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::{LineState, Offer};

use super::QuoteLine;

/// Whether a line differs from what a person last saw of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineNews {
    /// It appeared after the first whole sweep.
    pub is_new: bool,
    /// Something of it changed, and when last.
    pub changed_at: Option<DateTime<Utc>>,
    /// Which cells changed last.
    pub cells: LineCells,
}

impl LineNews {
    /// Whether there is anything to see.
    pub fn is_any(self) -> bool {
        self.is_new || self.changed_at.is_some()
    }
}

/// Cells of a line that changed, marked on screen for two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "one flag per kind of cell")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each stands for a cell of its own"
)]
pub struct LineCells {
    pub state: bool,
    pub ready: bool,
    pub validity: bool,
    pub price: bool,
}

/// What was known of a line when a person last looked at it; only what has changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineSeen {
    /// The state.
    pub state: Option<LineState>,
    /// Offers that could be accepted, and all offers.
    pub ready: Option<(usize, usize)>,
    /// The validity, or that it had none.
    pub validity: Option<Option<FlexDate>>,
    /// Whether a price is another one.
    pub price: bool,
}

/// What news are told from.
struct Before {
    state: LineState,
    ready: Option<(usize, usize)>,
    validity: Option<FlexDate>,
    offers: Option<Vec<Offer>>,
}

impl QuoteLine {
    /// Applies `change` and marks what differs afterwards; true if anything shown may differ. Learning a value for the
    /// first time is not a change of it.
    pub(super) fn change(&mut self, at: DateTime<Utc>, change: impl FnOnce(&mut Self)) -> bool {
        let line_was = self.line.clone();
        let before = Before {
            state: self.line.state.clone(),
            ready: self.ready(),
            validity: self.line.validity_date.clone(),
            offers: self.line.offers.clone(),
        };
        change(self);
        let cells = LineCells {
            state: before.state != self.line.state,
            ready: before.ready.is_some() && before.ready != self.ready(),
            validity: before.validity.is_some() && before.validity != self.line.validity_date,
            price: before
                .offers
                .as_deref()
                .zip(self.line.offers.as_deref())
                .is_some_and(|(was, is)| has_other_price(was, is)),
        };
        if cells.state || cells.validity {
            // A list row tells of a change that the offers may be part of.
            self.hinted_at = Some(at);
        }
        if cells != LineCells::default() {
            self.note(at, cells, before);
        }
        !is_alike(&line_was, &self.line)
    }

    fn note(&mut self, at: DateTime<Utc>, cells: LineCells, before: Before) {
        let was = self.news.cells;
        let is_fresh = self.news.changed_at.is_some_and(|was| at < was + CELL_MARK);
        // Two answers about one change come one after the other: the mark of the first is not to go out early.
        self.news.cells = LineCells {
            state: cells.state || is_fresh && was.state,
            ready: cells.ready || is_fresh && was.ready,
            validity: cells.validity || is_fresh && was.validity,
            price: cells.price || is_fresh && was.price,
        };
        self.news.changed_at = Some(at);
        let seen = self.seen.get_or_insert_default();
        if cells.state {
            seen.state.get_or_insert(before.state);
        }
        if let Some(ready) = before.ready.filter(|_| cells.ready) {
            seen.ready.get_or_insert(ready);
        }
        if cells.validity {
            seen.validity.get_or_insert(before.validity);
        }
        seen.price |= cells.price;
    }
}

/// Whether two answers tell the same of a line, however they are spelled.
fn is_alike(was: &crate::domain::quote::Line, is: &crate::domain::quote::Line) -> bool {
    let mut was = was.clone();
    was.raw = is.raw.clone();
    was == *is
}

fn has_other_price(was: &[Offer], is: &[Offer]) -> bool {
    let amounts = |offer: &Offer| -> [Option<Lenient<Cents>>; 3] {
        [offer.monthly.clone(), offer.fas.clone(), offer.far.clone()]
    };
    was.iter().any(|old| {
        let same = |new: &&Offer| old.product.is_some() && new.product == old.product;
        let new = is.iter().find(same);
        new.is_some_and(|new| amounts(old) != amounts(new) || old.term != new.term)
    })
}
