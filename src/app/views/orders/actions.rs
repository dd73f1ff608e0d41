//! What each action does in the Orders pane.

use crate::app::action::Action;
use crate::app::columns::Column;
use crate::app::entities::orders::RowId;
use crate::app::index::Sort;
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;

use crate::app::pane::Focus;

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_orders(&mut self, action: Action, effects: &mut Effects) -> bool {
        let is_in_preview = self.orders_pane.focus == Focus::Preview;
        match Move::of(action) {
            Some(movement) if is_in_preview => self.move_in_preview(movement),
            Some(movement) => self.move_in_list(movement),
            None if action == Action::Back && is_in_preview => self.leave_preview(),
            None if action == Action::Back => {
                return self.leave_range() || self.stop_load_by_hand(effects);
            }
            None => self.act_on_orders_pane(action, effects),
        }
        true
    }

    fn act_on_orders_pane(&mut self, action: Action, effects: &mut Effects) {
        if self.act_on_preview(action) || self.act_on_list(action) {
            return;
        }
        match action {
            Action::Enter if self.orders_pane.cursor.row().is_none() => self.take_nearest(),
            Action::Enter => self.orders_pane.focus = Focus::Preview,
            Action::ColumnsRight => self.scroll_columns(true),
            Action::ColumnsLeft => self.scroll_columns(false),
            Action::Mark => self.mark_row(),
            Action::MarkRange => self.mark_range(),
            Action::MarkAll => self.mark_all(),
            Action::UnmarkAll => self.unmark_all(),
            Action::Reverse => self.sort_by(self.orders_pane.index.sort().reversed()),
            Action::RefreshRow => self.refresh_row(effects),
            Action::RefreshView => self.refresh_view(effects),
            _ => {}
        }
    }

    /// Puts the cursor on a row; one that the filter hides is said to be hidden.
    pub(crate) fn go_to_row(&mut self, row: RowId) {
        let Some(place) = self.orders_pane.index.position(row) else {
            let why = self.orders.get(row).map_or_else(String::new, |order| {
                let reference = order.summary.reference.text().line();
                if order.has_left {
                    format!("{reference} left the list of orders")
                } else {
                    let key = self.keymap.shown(Action::ToggleFilter);
                    format!("the filter hides {reference} ({key} shows all)")
                }
            });
            return self.notices.info(self.now, why);
        };
        self.move_in_list(Move::To(place));
    }

    /// Sorts by a column; by the one in force, the other way round.
    pub(crate) fn sort_orders_by(&mut self, column: Column) {
        self.sort_by(self.orders_pane.index.sort().picked(column));
    }

    /// Sorts by a second column, or says why that would change nothing.
    pub(crate) fn sort_orders_then_by(&mut self, column: Column) {
        let sort = self.orders_pane.index.sort();
        match sort.why_no_second(column) {
            Some(why) => self.notices.info(self.now, why),
            None => self.sort_by(sort.picked_second(column)),
        }
    }

    fn sort_by(&mut self, sort: Sort) {
        self.orders_pane.index.set_sort(sort);
        self.fit_orders();
    }
}
