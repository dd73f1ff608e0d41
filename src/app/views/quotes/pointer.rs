//! Clicks and the wheel in the Quotes pane.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::pane::Focus;
use crate::app::pointer::{Target, Turn, WHEEL};
use crate::app::state::AppState;
use crate::app::update::Effects;

use super::QuotesPane;
use super::preview::Tab;

impl AppState {
    /// Takes in a click while no box is open.
    pub(crate) fn click_quotes(&mut self, target: Target, effects: &mut Effects) {
        if let Target::Filter(place) = target {
            return self.click_filter(place);
        }
        if let Target::Candidate(place) = target {
            return self.click_candidate(place);
        }
        let was_typing = self.end_typing();
        match target {
            Target::Row(row) => self.click_quote(row, was_typing, effects),
            Target::List => self.quotes_pane.focus = Focus::List,
            Target::Title(column) => self.sort_by_column(column),
            Target::QuoteTab(Tab::Raw) if self.quote_tab() != Tab::Raw => {
                // By the key's way, so that the key leads back.
                self.act_on_quote_preview(Action::Raw);
            }
            Target::QuoteTab(tab) => self.quotes_pane.preview.open(tab),
            Target::Preview if self.quotes_pane.cursor.row().is_some() => {
                self.quotes_pane.focus = Focus::Preview;
            }
            Target::PreviewItem(place) => {
                self.quotes_pane.focus = Focus::Preview;
                self.pick_offer(place);
            }
            Target::Act(action) => self.act(action, effects),
            _ => {}
        }
    }

    /// Takes in a turn of the wheel while no box is open.
    pub(crate) fn wheel_over_quotes(&mut self, target: Target, turn: Turn) {
        match target {
            Target::Row(_) | Target::List | Target::Title(_) => self.scroll_quotes(turn.lines()),
            Target::Preview | Target::PreviewItem(_) | Target::QuoteTab(_) => {
                let action = match turn {
                    Turn::Up => Action::PreviewUp,
                    _ => Action::PreviewDown,
                };
                for _ in 0..WHEEL {
                    self.act_on_quote_preview(action);
                }
            }
            _ => {}
        }
    }

    fn click_quote(&mut self, row: RowId, was_typing: bool, effects: &mut Effects) {
        let was_here = self.quotes_pane.focus == Focus::List
            && self.quotes_pane.cursor.row() == Some(row)
            && !was_typing;
        self.quotes_pane.focus = Focus::List;
        if was_here {
            self.act(Action::Enter, effects);
        } else {
            self.go_to_quote(row);
        }
    }

    /// Moves the window; the cursor stays on its row as long as that is in view.
    fn scroll_quotes(&mut self, lines: isize) {
        let QuotesPane { list, cursor, .. } = &mut self.quotes_pane;
        let left = cursor.row();
        cursor.scroll(lines, list.rows(), self.room.list);
        if cursor.row() == left {
            // Other rows are in view: they are read once the wheel rests.
            self.quotes_pane.moved_at = self.now;
        } else {
            self.leave_quote(left);
        }
    }
}
