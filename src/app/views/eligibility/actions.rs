//! What keys do in the Eligibility pane.

use crate::app::action::Action;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::app::update::Effects;

use super::Facet;

impl AppState {
    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_eligibility(&mut self, action: Action, effects: &mut Effects) -> bool {
        let is_in_preview = self.eligibility_pane.focus == Focus::Preview;
        // Whoever acts here has other things in mind than what was asked for before.
        self.eligibility_pane.awaited = None;
        match Move::of(action) {
            Some(movement) if is_in_preview => self.move_in_eligibility(movement),
            Some(movement) => self.move_in_list(movement),
            None if self.act_on_eligibility_preview(action) => {}
            None if action == Action::Back && is_in_preview => {
                self.eligibility_pane.focus = Focus::List;
            }
            None if action == Action::Back => {
                return self.eligibility_pane.marks.range.leave()
                    || self.want_no_more_eligibility();
            }
            None => self.act_on_eligibility_list(action, effects),
        }
        true
    }

    fn act_on_eligibility_list(&mut self, action: Action, effects: &mut Effects) {
        let is_in_list = self.eligibility_pane.focus == Focus::List;
        match action {
            Action::NextPart | Action::PreviousPart if is_in_list => {
                self.show_eligibility_facet(self.eligibility_pane.facet.other());
            }
            action if self.act_on_list(action) => {}
            Action::Enter => self.eligibility_pane.focus = Focus::Preview,
            Action::Reverse => {
                self.sort_eligibility(self.eligibility_pane.list.sort().reversed());
            }
            Action::RefreshRow => self.refresh_eligibility_row(effects),
            Action::RefreshView => self.refresh_eligibility(effects),
            Action::Mark => self.mark_eligibility(),
            Action::MarkRange => self.mark_eligibility_range(),
            Action::MarkAll => self.mark_all_eligibility(),
            Action::UnmarkAll => self.unmark_all_eligibility(),
            _ => {}
        }
    }

    /// Lists requests or sites, wherever the cursor then is.
    pub(super) fn turn_eligibility(&mut self, facet: Facet) {
        self.eligibility_pane.facet = facet;
        self.eligibility_pane.marks.range.leave();
        self.views.facet_changed(Pane::Eligibility);
        self.relist_eligibility();
    }

    /// Lists requests or sites. The cursor goes to what belongs to the row it was on: the first site of a request, the
    /// request of a site; where there is none, to the first row.
    pub(crate) fn show_eligibility_facet(&mut self, facet: Facet) {
        if self.eligibility_pane.facet == facet {
            return;
        }
        let kin = self.eligibility_kin();
        let left = self.eligibility_pane.cursor.row();
        self.turn_eligibility(facet);
        let list = &self.eligibility_pane.list;
        let kin = kin.filter(|row| list.place(*row).is_some());
        if let Some(row) = kin.or(list.rows().first().copied()) {
            self.put_on_eligibility(row, left);
        }
    }
}
