//! Clicks and the wheel in the Orders pane.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::keymap::{Chord, Key};
use crate::app::pointer::{Target, Turn, WHEEL};
use crate::app::state::AppState;
use crate::app::update::Effects;

use super::OrdersPane;
use super::preview::Tab;
use crate::app::pane::Focus;

impl AppState {
    /// Takes in a click while no box is open.
    pub(crate) fn click_orders(&mut self, target: Target, effects: &mut Effects) {
        // What is typed elsewhere stands, as after Enter.
        if self.is_searching_raw() && target != Target::RawSearch {
            self.raw_search_key(Chord::plain(Key::Enter));
        }
        if let Target::Filter(place) = target {
            return self.click_filter(place);
        }
        if let Target::Candidate(place) = target {
            return self.click_candidate(place);
        }
        let was_typing = self.end_typing();
        match target {
            Target::Row(row) => self.click_row(row, was_typing, effects),
            Target::View(place) => self.open_view(place),
            Target::List => self.orders_pane.focus = Focus::List,
            Target::Title(column) => self.sort_by_column(column),
            Target::Tab(tab) => self.click_tab(tab),
            Target::Preview if self.orders_pane.cursor.row().is_some() => {
                self.orders_pane.focus = Focus::Preview;
            }
            Target::PreviewItem(item) => self.click_preview_item(item, effects),
            Target::RawSearch => {
                self.orders_pane.focus = Focus::Preview;
                self.search_raw();
            }
            Target::Act(action) => self.act(action, effects),
            _ => {}
        }
    }

    /// Takes in a turn of the wheel while no box is open.
    pub(crate) fn wheel_over_orders(&mut self, target: Target, turn: Turn, effects: &mut Effects) {
        let sideways = match turn {
            Turn::Left => Some(Action::ColumnsLeft),
            Turn::Right => Some(Action::ColumnsRight),
            Turn::Up | Turn::Down => None,
        };
        match (target, sideways) {
            (Target::Row(_) | Target::List | Target::Title(_), Some(action)) => {
                self.act(action, effects);
            }
            (Target::Row(_) | Target::List | Target::Title(_), None) => {
                self.scroll_list(turn.lines());
            }
            (
                Target::Preview | Target::PreviewItem(_) | Target::RawSearch | Target::Tab(_),
                None,
            ) => {
                let action = match turn {
                    Turn::Up => Action::PreviewUp,
                    _ => Action::PreviewDown,
                };
                for _ in 0..WHEEL {
                    self.act_on_preview(action);
                }
            }
            _ => {}
        }
    }

    fn click_row(&mut self, row: RowId, was_typing: bool, effects: &mut Effects) {
        let was_here = self.orders_pane.focus == Focus::List
            && self.orders_pane.cursor.row() == Some(row)
            && !was_typing;
        self.orders_pane.focus = Focus::List;
        if was_here {
            self.act(Action::Enter, effects);
        } else {
            self.go_to_row(row);
        }
    }

    fn click_preview_item(&mut self, item: usize, effects: &mut Effects) {
        let was_here =
            self.orders_pane.focus == Focus::Preview && self.selected_item() == Some(item);
        self.orders_pane.focus = Focus::Preview;
        if was_here {
            self.act(Action::Enter, effects);
        } else {
            self.orders_pane.preview.select(item);
            self.reveal_in_preview();
        }
    }

    fn click_tab(&mut self, tab: Tab) {
        let preview = &mut self.orders_pane.preview;
        match tab {
            // By the key's way, so that the key leads back.
            Tab::Raw if preview.tab != Tab::Raw => {
                self.act_on_preview(Action::Raw);
            }
            tab => preview.open(tab),
        }
    }

    /// Moves the window; the cursor stays on its row as long as that is in view.
    fn scroll_list(&mut self, lines: isize) {
        let OrdersPane { index, cursor, .. } = &mut self.orders_pane;
        let left = cursor.row();
        cursor.scroll(lines, index.rows(), self.room.list);
        if cursor.row() == left {
            // Other rows are in view: they are read once the wheel rests.
            self.orders_pane.moved_at = self.now;
        } else {
            self.leave_order(left);
        }
    }
}
