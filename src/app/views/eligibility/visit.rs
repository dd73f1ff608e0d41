//! Going to a request or a site: from a menu, from another pane, or because Covage answered what was just asked for.

use crate::app::entities::eligibility::EligibilityRow;
use crate::app::entities::orders::RowId;
use crate::app::pane::{Focus, ListPane as _, Pane};
use crate::app::state::AppState;
use crate::app::table::Move;

use super::Facet;

impl AppState {
    /// Goes to a request or a site, whatever pane is shown; where the filter hides it, the filter is switched off.
    pub(crate) fn visit_eligibility(&mut self, row: RowId) {
        let Some(facet) = self.eligibility.row(row).map(Facet::of) else {
            return;
        };
        let left = self.eligibility_pane.cursor.row();
        self.show_pane(Pane::Eligibility);
        self.eligibility_pane.focus = Focus::List;
        if self.eligibility_pane.facet != facet {
            self.turn_eligibility(facet);
        }
        let filter = &mut self.eligibility_pane.filter;
        if self.eligibility_pane.list.place(row).is_none() && !filter.is_off {
            filter.is_off = true;
            self.apply_eligibility_filter();
            let key = self.keymap.tell("{toggle_filter}");
            let name = self.eligibility_name(row);
            let said = format!("filter off to show {name}; {key} brings it back");
            self.notices.info(self.now, said);
        }
        self.put_on_eligibility(row, left);
    }

    /// Puts the cursor on a row that is shown. `left` is where it was before the rows were others: whatever it stood on
    /// meanwhile nobody has seen.
    pub(super) fn put_on_eligibility(&mut self, row: RowId, left: Option<RowId>) {
        let height = self.room.list;
        if let Some(place) = self.eligibility_pane.list.place(row) {
            self.eligibility_pane.go(Move::To(place), height);
        }
        if self.eligibility_pane.cursor.row() != left {
            self.leave_eligibility(left);
        }
    }

    /// What people call a request or a site.
    pub(crate) fn eligibility_name(&self, row: RowId) -> &str {
        match (
            self.eligibility.request_at(row),
            self.eligibility.item_at(row),
        ) {
            (Some(request), _) => request.name(),
            (None, Some(item)) => item.name(),
            (None, None) => "",
        }
    }

    /// What the row under the cursor is in the other facet: the first site of a request, the request of a site.
    pub(super) fn eligibility_kin(&self) -> Option<RowId> {
        match self.eligibility_row_under_cursor()? {
            EligibilityRow::Request(id) => {
                let first = self.eligibility.request(id)?.items.first()?;
                self.eligibility.item_number(first)
            }
            EligibilityRow::Item(id) => {
                let request = self.eligibility.item(id)?.request.as_ref()?;
                self.eligibility.request_number(request)
            }
        }
    }
}
