//! Clicks and the wheel in the Eligibility pane.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::pane::{Focus, ListPane as _};
use crate::app::pointer::{Target, Turn, WHEEL};
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;

use super::preview::Tab;

impl AppState {
    /// Takes in a click while no box is open.
    pub(crate) fn click_eligibility(&mut self, target: Target, effects: &mut Effects) {
        if let Target::Filter(place) = target {
            return self.click_filter(place);
        }
        if let Target::Candidate(place) = target {
            return self.click_candidate(place);
        }
        let was_typing = self.end_typing();
        let tab = self.eligibility_pane.preview.tab;
        match target {
            Target::Row(row) => self.click_eligibility_row(row, was_typing, effects),
            Target::List => self.eligibility_pane.focus = Focus::List,
            Target::Title(column) => self.sort_by_column(column),
            Target::EligibilityTab(Tab::Raw) if tab != Tab::Raw => {
                // By the key's way, so that the key leads back.
                self.act_on_eligibility_preview(Action::Raw);
            }
            Target::EligibilityTab(tab) => self.eligibility_pane.preview.open(tab),
            Target::Preview if self.eligibility_pane.cursor.row().is_some() => {
                self.eligibility_pane.focus = Focus::Preview;
            }
            Target::PreviewItem(place) => self.click_in_eligibility(place, effects),
            Target::Act(action) => self.act(action, effects),
            _ => {}
        }
    }

    /// Takes in a turn of the wheel while no box is open.
    pub(crate) fn wheel_over_eligibility(&mut self, target: Target, turn: Turn) {
        match target {
            Target::Row(_) | Target::List | Target::Title(_) => {
                self.scroll_eligibility(turn.lines());
            }
            Target::Preview | Target::PreviewItem(_) | Target::EligibilityTab(_) => {
                let action = match turn {
                    Turn::Up => Action::PreviewUp,
                    _ => Action::PreviewDown,
                };
                for _ in 0..WHEEL {
                    self.act_on_eligibility_preview(action);
                }
            }
            _ => {}
        }
    }

    fn click_eligibility_row(&mut self, row: RowId, was_typing: bool, effects: &mut Effects) {
        let was_here = self.eligibility_pane.focus == Focus::List
            && self.eligibility_pane.cursor.row() == Some(row)
            && !was_typing;
        self.eligibility_pane.focus = Focus::List;
        if was_here {
            self.act(Action::Enter, effects);
        } else if let Some(place) = self.eligibility_pane.place(row) {
            self.move_in_list(Move::To(place));
        }
    }

    /// A site or an offer of the preview: the first click means it, one on what is meant opens it.
    fn click_in_eligibility(&mut self, place: usize, effects: &mut Effects) {
        let was_inside = self.eligibility_pane.focus == Focus::Preview;
        self.eligibility_pane.focus = Focus::Preview;
        let site = self.site_in_preview().map(|(place, _)| place);
        let meant = site.or_else(|| self.offer_in_preview().map(|(place, _)| place));
        if was_inside && meant == Some(place) {
            return self.act(Action::Enter, effects);
        }
        if site.is_some() {
            self.pick_site(place);
        } else {
            self.pick_eligibility_offer(place);
        }
    }

    /// Moves the window; the cursor stays on its row as long as that is in view.
    fn scroll_eligibility(&mut self, lines: isize) {
        let rows = self.eligibility_pane.rows().to_vec();
        let height = self.room.list;
        self.eligibility_pane.cursor.scroll(lines, &rows, height);
    }
}
