//! What each action does in the Quotes pane.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;
use crate::domain::ids::BasketId;

use super::QuotesPane;

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_quotes(&mut self, action: Action, effects: &mut Effects) -> bool {
        let is_in_preview = self.quotes_pane.focus == Focus::Preview;
        let movement = match action {
            Action::Down => Move::By(1),
            Action::Up => Move::By(-1),
            Action::First => Move::First,
            Action::Last => Move::Last,
            Action::PageDown => Move::Pages(1),
            Action::PageUp => Move::Pages(-1),
            Action::HalfPageDown => Move::HalfPages(1),
            Action::HalfPageUp => Move::HalfPages(-1),
            Action::Back if is_in_preview => {
                self.quotes_pane.focus = Focus::List;
                return true;
            }
            Action::Back => return self.leave_quote_range() || self.want_no_more_quotes(),
            other => {
                self.act_on_quotes_pane(other, effects);
                return true;
            }
        };
        if is_in_preview {
            self.move_in_quote(movement);
        } else {
            self.move_quote_cursor(movement);
        }
        true
    }

    /// Moves the cursor in the list, wherever the focus is.
    pub(super) fn move_quote_cursor(&mut self, movement: Move) {
        let QuotesPane { list, cursor, .. } = &mut self.quotes_pane;
        let left = cursor.row();
        if cursor.go(movement, list.rows(), self.room.list) {
            self.leave_quote(left);
            self.fit_quotes();
        }
    }

    fn act_on_quotes_pane(&mut self, action: Action, effects: &mut Effects) {
        if self.folds_here() && action == Action::Enter {
            return self.fold_basket();
        }
        if self.act_on_quote_preview(action) {
            return;
        }
        match action {
            Action::Enter => self.quotes_pane.focus = Focus::Preview,
            Action::NextPart | Action::PreviousPart => {
                self.quotes_pane.focus = match self.quotes_pane.focus {
                    Focus::List => Focus::Preview,
                    Focus::Preview => Focus::List,
                };
            }
            Action::Filter => {
                self.quotes_pane.focus = Focus::List;
                self.quotes_pane.filter.edit();
                self.apply_quotes_filter();
            }
            Action::ToggleFilter => {
                self.quotes_pane.filter.is_off = !self.quotes_pane.filter.is_off;
                self.refilter_quotes();
            }
            Action::Flat => self.toggle_tree(),
            Action::Reverse => self.sort_quotes(self.quotes_pane.list.sort().reversed()),
            Action::NextNews => self.go_to_quote_news(true),
            Action::PreviousNews => self.go_to_quote_news(false),
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
            self.move_quote_cursor(Move::To(place));
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
            return self.move_quote_cursor(Move::To(place));
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
