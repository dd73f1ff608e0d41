//! Going to a line or a basket from elsewhere: a menu, an order, a jump.

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::{Focus, Pane};
use crate::app::refresh::reads::Pending;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::ids::LineId;
use crate::domain::request::Lane;

impl AppState {
    /// Goes to a line or a basket, whatever pane is shown. A basket is shown in the tree, a folded line unfolded; where
    /// the filter hides it, the filter is switched off.
    pub(crate) fn visit_quote(&mut self, row: RowId) {
        self.show_pane(Pane::Quotes);
        self.quotes_pane.focus = Focus::List;
        let list = &mut self.quotes_pane.list;
        if self.quotes.basket_at(row).is_some() {
            list.set_tree(true);
        }
        let basket = self.quotes.line_at(row).and_then(|it| it.basket.as_ref());
        if let Some(basket) = basket.filter(|id| list.is_folded(id)) {
            list.fold(&basket.clone());
        }
        self.relist_quotes();
        let filter = &mut self.quotes_pane.filter;
        if self.quotes_pane.list.place(row).is_none() && !filter.is_off {
            filter.is_off = true;
            self.apply_quotes_filter();
            let (key, name) = (self.keymap.tell("{toggle_filter}"), self.quote_name(row));
            let said = format!("filter off to show {name}; {key} brings it back");
            self.notices.info(self.now, said);
        }
        self.go_to_quote(row);
    }

    /// Reads a line by its key, known or not.
    pub(crate) fn read_line(&mut self, id: &LineId, effects: &mut Effects) {
        let row = QuoteRow::Line(id.clone());
        self.submit_quote(Pending::alone(row, Lane::User), effects);
    }

    /// Whether the detail of a line is asked for.
    pub(crate) fn is_line_asked(&self, id: &LineId) -> bool {
        let row = QuoteRow::Line(id.clone());
        self.quotes_pane.reads.is_pending(&row)
    }

    /// What people call a line or a basket.
    pub(crate) fn quote_name(&self, row: RowId) -> &str {
        match (self.quotes.line_at(row), self.quotes.basket_at(row)) {
            (Some(line), _) => line.name(),
            (None, Some(basket)) => basket.name(),
            (None, None) => "",
        }
    }
}
