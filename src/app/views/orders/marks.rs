//! Rows a person marked, and the range that is being marked.
//!
//! A mark belongs to its order: no refresh, sort or filter takes it away. Marked rows that the filter hides are counted,
//! so that nobody acts on more than they see.

use std::ops::RangeInclusive;

use crate::app::entities::orders::RowId;
use crate::app::facts::orders::OrderField;
use crate::app::marks::turn;
use crate::app::pane::Pane;
use crate::app::query::Verdict;
use crate::app::state::AppState;
use crate::app::table::Move;

use super::OrdersPane;

impl OrdersPane {
    /// Places of the rows of the open range.
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        self.range.places(self)
    }

    /// How many marked rows the filter hides.
    pub fn hidden_marks(&self) -> usize {
        self.hidden_marks
    }

    /// Counts again what the filter hides, and closes a range whose first row left the list; true if it did.
    pub(super) fn settle_marks(&mut self) -> bool {
        let index = &self.index;
        // Their places would be dear where everything is marked.
        let is_hidden = |row: &&RowId| index.verdict(**row).is_none_or(|it| it == Verdict::No);
        self.hidden_marks = self.marked.iter().filter(is_hidden).count();
        self.range
            .leave_without(|row| index.position(row).is_some())
    }
}

impl AppState {
    /// Marks the row under the cursor or takes its mark, and goes down; not where a filter for marks let the next row
    /// take its place.
    pub(super) fn mark_row(&mut self) {
        let Some(row) = self.orders_pane.cursor.row() else {
            return;
        };
        turn(&mut self.orders_pane.marked, &[row]);
        self.marks_changed(&[row]);
        if self.orders_pane.cursor.row() == Some(row) {
            self.move_in_list(Move::By(1));
        }
    }

    /// Begins a range at the cursor, or ends the open one there.
    pub(super) fn mark_range(&mut self) {
        let pane = &mut self.orders_pane;
        let Some(range) = pane.range() else {
            pane.range.begin(pane.cursor.row());
            return;
        };
        pane.range.leave();
        let rows = pane.index.rows().get(range).unwrap_or_default().to_vec();
        self.mark(&rows);
    }

    /// Leaves the open range without marking; false when there is none.
    pub(super) fn leave_range(&mut self) -> bool {
        self.orders_pane.range.leave()
    }

    /// Marks every row the filter shows; if they all are, takes their marks.
    pub(super) fn mark_all(&mut self) {
        let pane = &mut self.orders_pane;
        let rows = pane.index.rows().to_vec();
        if turn(&mut pane.marked, &rows) {
            return self.mark(&rows);
        }
        self.marks_changed(&rows);
        self.notices.info(self.now, told("unmarked", rows.len()));
    }

    pub(super) fn unmark_all(&mut self) {
        self.leave_range();
        let marked: Vec<_> = self.orders_pane.marked.drain().collect();
        self.marks_changed(&marked);
    }

    fn mark(&mut self, rows: &[RowId]) {
        let pane = &mut self.orders_pane;
        pane.marked.extend(rows);
        let is_maybe = |row: &&RowId| {
            let verdict = pane.index.verdict(**row);
            verdict == Some(Verdict::Maybe)
        };
        let marked = told("marked", rows.len());
        let told = match rows.iter().filter(is_maybe).count() {
            0 => marked,
            maybe => format!("{marked}, {maybe} of them only maybe match"),
        };
        self.marks_changed(rows);
        self.notices.info(self.now, told);
    }

    /// Only a query that asks for marks sees them.
    fn marks_changed(&mut self, rows: &[RowId]) {
        let query = self.orders_pane.index.query();
        if query.is_some_and(|query| query.asks(|field| field == OrderField::Is)) {
            self.with_index(|index, scope| index.judge_again(rows, scope));
        } else {
            self.fit_orders();
        }
        self.recount_views(Pane::Orders, rows);
    }
}

fn told(what: &str, rows: usize) -> String {
    let rows_are = if rows == 1 { "row" } else { "rows" };
    format!("{what} {rows} {rows_are}")
}
