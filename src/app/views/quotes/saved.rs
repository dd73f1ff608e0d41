//! What the counts of views owe to the quotes: every line that differs is judged anew.

use crate::app::entities::orders::RowId;
use crate::app::pane::Pane;
use crate::app::state::AppState;

impl AppState {
    /// Some rows differ. A basket that does, may change what its lines are found by.
    pub(super) fn recount_quote_views(&mut self, touched: &[RowId]) {
        if !self.views.is_counting() {
            return;
        }
        let baskets = touched.iter().filter_map(|row| self.quotes.basket_at(*row));
        let under = baskets.flat_map(|basket| &basket.lines);
        let under = under.filter_map(|line| self.quotes.line_number(line));
        let rows: Vec<_> = touched.iter().copied().chain(under).collect();
        self.recount_views(Pane::Quotes, &rows);
    }
}
