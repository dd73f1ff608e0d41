//! What of a request or a site is worth a person's eye: it is new, it came to an end, or its offers changed. A step on
//! the way is shown and is no news.

use chrono::{DateTime, Utc};

use crate::app::entities::orders::CELL_MARK;
use crate::domain::eligibility::QualificationState;

/// Whether a row differs from what a person last saw of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EligibilityNews {
    /// It appeared after the first whole sweep, and this program did not make it.
    pub is_new: bool,
    /// When it last came to an end, or its offers changed.
    pub changed_at: Option<DateTime<Utc>>,
    /// Which cells changed last, steps on the way too.
    pub cells: EligibilityCells,
    /// When they did.
    pub cells_at: Option<DateTime<Utc>>,
    /// The state a person last saw, where it is another one by now.
    pub seen: Option<QualificationState>,
}

/// Cells of a row that changed, marked on screen for two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "one flag per kind of cell")]
pub struct EligibilityCells {
    pub state: bool,
    pub offers: bool,
}

/// What news are told from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) state: Option<QualificationState>,
    /// How many offers there are, where that is known.
    pub(super) offers: Option<usize>,
}

impl EligibilityNews {
    /// Whether there is anything to see.
    pub fn is_any(&self) -> bool {
        self.is_new || self.changed_at.is_some()
    }

    /// Whether the cells that changed are still marked.
    pub fn is_marked(&self, now: DateTime<Utc>) -> bool {
        self.cells_at.is_some_and(|at| now < at + CELL_MARK)
    }

    /// A person looked at it.
    pub(super) fn see(&mut self) {
        self.is_new = false;
        self.changed_at = None;
        self.seen = None;
    }

    /// Notes what differs. Learning something for the first time is not a change of it.
    pub(super) fn note(&mut self, was: Told, is: &Told, at: DateTime<Utc>) {
        let cells = EligibilityCells {
            state: was.state.is_some() && was.state != is.state,
            offers: was.offers.is_some() && was.offers != is.offers,
        };
        if cells == EligibilityCells::default() {
            return;
        }
        // Two answers about one change come one after the other: the mark of the first is not to go out early.
        let is_fresh = self.is_marked(at);
        self.cells = EligibilityCells {
            state: cells.state || is_fresh && self.cells.state,
            offers: cells.offers || is_fresh && self.cells.offers,
        };
        self.cells_at = Some(at);
        let is_worth = |state: &QualificationState| {
            state.is_final() || matches!(state, QualificationState::Other(_))
        };
        let states = [&was.state, &is.state];
        if cells.offers || cells.state && states.into_iter().flatten().any(is_worth) {
            self.changed_at = Some(at);
        }
        if cells.state && self.seen.is_none() {
            self.seen = was.state;
        }
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        self.changed_at = self.changed_at.map(|at| at.min(now));
        self.cells_at = self.cells_at.map(|at| at.min(now));
    }
}
