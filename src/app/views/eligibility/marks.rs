//! Requests and sites a person marked. A mark belongs to its row: no refresh, sort, filter or facet takes it away. What is
//! not shown is counted, so that nobody acts on more than they see.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::app::copy::counted;
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::EligibilityField;
use crate::app::marks::{OpenRange, turn};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::table::Move;

use super::{EligibilityPane, Facet};

/// What is marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Requests and sites.
    pub rows: HashSet<RowId>,
    pub(super) range: OpenRange,
}

impl EligibilityPane {
    /// Places of the rows of the open range.
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        self.marks.range.places(self)
    }

    /// How many marked rows are not shown.
    pub fn hidden_marks(&self) -> usize {
        let is_hidden = |row: &&RowId| self.list.verdict(**row).is_none();
        self.marks.rows.iter().filter(is_hidden).count()
    }
}

impl AppState {
    /// Marks the row under the cursor or takes its mark, and goes down; not where a filter for marks let the next row
    /// take its place.
    pub(super) fn mark_eligibility(&mut self) {
        let Some(row) = self.eligibility_pane.cursor.row() else {
            return;
        };
        turn(&mut self.eligibility_pane.marks.rows, &[row]);
        self.eligibility_marks_changed();
        if self.eligibility_pane.cursor.row() == Some(row) {
            self.move_in_list(Move::By(1));
        }
    }

    /// Begins a range at the cursor, or ends the open one there.
    pub(super) fn mark_eligibility_range(&mut self) {
        let pane = &mut self.eligibility_pane;
        let Some(range) = pane.range() else {
            return pane.marks.range.begin(pane.cursor.row());
        };
        pane.marks.range.leave();
        let rows = pane.list.rows().get(range).unwrap_or_default().to_vec();
        pane.marks.rows.extend(&rows);
        self.say_eligibility_marks("marked", rows.len());
    }

    /// Marks every row the filter shows; if they all are, takes their marks.
    pub(super) fn mark_all_eligibility(&mut self) {
        let pane = &mut self.eligibility_pane;
        let rows = pane.list.rows().to_vec();
        let is_on = turn(&mut pane.marks.rows, &rows);
        let how = if is_on { "marked" } else { "unmarked" };
        self.say_eligibility_marks(how, rows.len());
    }

    pub(super) fn unmark_all_eligibility(&mut self) {
        self.eligibility_pane.marks = Marks::default();
        self.eligibility_marks_changed();
    }

    fn say_eligibility_marks(&mut self, how: &str, rows: usize) {
        self.eligibility_marks_changed();
        let what = match self.eligibility_pane.facet {
            Facet::Requests => "request",
            Facet::Items => "site",
        };
        let said = format!("{how} {}", counted(rows, what));
        self.notices.info(self.now, said);
    }

    /// Only a query that asks for marks sees them.
    fn eligibility_marks_changed(&mut self) {
        self.views.marks_changed(Pane::Eligibility);
        let query = self.eligibility_pane.list.query();
        if query.is_some_and(|query| query.asks(|field| field == EligibilityField::Is)) {
            self.relist_eligibility();
        }
    }
}
