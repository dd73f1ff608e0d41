//! What each action does in the Quotes pane.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;
use crate::domain::ids::BasketId;

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_quotes(&mut self, action: Action, effects: &mut Effects) -> bool {
        let is_in_preview = self.quotes_pane.focus == Focus::Preview;
        match Move::of(action) {
            Some(movement) if is_in_preview => self.move_in_quote(movement),
            Some(movement) => self.move_in_list(movement),
            None if action == Action::Back && is_in_preview => {
                self.quotes_pane.focus = Focus::List;
            }
            None if action == Action::Back => {
                return self.leave_quote_range() || self.want_no_more_quotes();
            }
            None => self.act_on_quotes_pane(action, effects),
        }
        true
    }

    fn act_on_quotes_pane(&mut self, action: Action, effects: &mut Effects) {
        if self.folds_here() && action == Action::Enter {
            return self.fold_basket();
        }
        if self.act_on_quote_preview(action) || self.act_on_list(action) {
            return;
        }
        match action {
            Action::Enter => self.quotes_pane.focus = Focus::Preview,
            Action::Flat => self.toggle_tree(),
            Action::Reverse => self.sort_quotes(self.quotes_pane.list.sort().reversed()),
            Action::RefreshRow => self.refresh_quote(effects),
            Action::RefreshView => self.refresh_quotes(effects),
            Action::Mark => self.mark_quote(),
            Action::MarkRange => self.mark_quote_range(),
            Action::MarkAll => self.mark_all_quotes(),
            Action::UnmarkAll => self.unmark_all_quotes(),
            _ => {}
        }
    }

    /// Whether Enter folds: the cursor of the list is on a basket.
    fn folds_here(&self) -> bool {
        let is_basket = matches!(self.quote_row_under_cursor(), Some(QuoteRow::Basket(_)));
        is_basket && self.quotes_pane.focus == Focus::List
    }

    fn fold_basket(&mut self) {
        if let Some(QuoteRow::Basket(id)) = self.quote_row_under_cursor().cloned() {
            self.quotes_pane.list.fold(&id);
            self.relist_quotes();
        }
    }

    /// Lines alone, or under their baskets. A cursor on a basket goes to its first line when baskets leave.
    fn toggle_tree(&mut self) {
        let was_tree = self.quotes_pane.list.is_tree();
        let basket = match self.quote_row_under_cursor() {
            Some(QuoteRow::Basket(id)) if was_tree => Some(id.clone()),
            _ => None,
        };
        self.quotes_pane.list.set_tree(!was_tree);
        self.relist_quotes();
        if let Some(place) = basket.and_then(|id| self.first_place_of(&id)) {
            self.move_in_list(Move::To(place));
        }
        let how = if was_tree {
            "lines alone"
        } else {
            "lines under their baskets: Enter folds one"
        };
        self.notices.info(self.now, how);
    }

    /// Where the first line of a basket is shown.
    fn first_place_of(&self, basket: &BasketId) -> Option<usize> {
        let lines = self.quotes.basket(basket)?.lines.iter();
        let rows = lines.filter_map(|line| self.quotes.line_number(line));
        rows.filter_map(|row| self.quotes_pane.list.place(row))
            .min()
    }

    /// Puts the cursor on a row; one that the filter hides is said to be hidden.
    pub(crate) fn go_to_quote(&mut self, row: RowId) {
        if let Some(place) = self.quotes_pane.list.place(row) {
            return self.move_in_list(Move::To(place));
        }
        let name = match (self.quotes.line_at(row), self.quotes.basket_at(row)) {
            (Some(line), _) => line.name(),
            (_, Some(basket)) => basket.name(),
            _ => return,
        };
        let key = self.keymap.shown(Action::ToggleFilter);
        let why = format!("the filter hides {name} ({key} shows all)");
        self.notices.info(self.now, why);
    }
}
