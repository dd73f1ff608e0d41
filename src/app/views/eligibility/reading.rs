//! `R`: reading what the filter is unsure of and what is marked, else both lists anew. At most a handful of calls at a
//! time: whoever wants more presses again.

use crate::app::effect::Effect;
use crate::app::entities::eligibility::EligibilityRow;
use crate::app::entities::orders::RowId;
use crate::app::query::Verdict;
use crate::app::refresh::eligibility::teller;
use crate::app::refresh::reads::AT_MOST;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::orders::reading::calls;

impl AppState {
    /// How many of the details a person asked for are still to be read.
    pub fn eligibility_wanted(&self) -> usize {
        self.eligibility_pane.reads.wanted()
    }

    /// What to read to settle something, a call each: for marked rows first, then for those the filter is unsure of.
    pub fn eligibility_in_doubt(&self) -> Vec<EligibilityRow> {
        let pane = &self.eligibility_pane;
        let list = &pane.list;
        let mut marked: Vec<_> = pane.marks.rows.iter().copied().collect();
        marked.sort_by_key(|row| (list.place(*row).unwrap_or(usize::MAX), *row));
        let is_unsure = |row: &&RowId| list.verdict(**row) == Some(Verdict::Maybe);
        let unsure = list.rows().iter().filter(is_unsure);
        let mut tellers: Vec<EligibilityRow> = Vec::new();
        for row in marked.iter().chain(unsure) {
            let row = self.eligibility.row(*row);
            let teller = row.and_then(|row| teller(&self.eligibility, row));
            let teller = teller.filter(|teller| self.is_unread(teller));
            tellers.extend(teller.filter(|teller| !tellers.contains(teller)));
        }
        tellers
    }

    /// Whether reading would tell anything about a row.
    fn is_unread(&self, row: &EligibilityRow) -> bool {
        match row {
            EligibilityRow::Request(id) => self.eligibility.request(id).is_none_or(|request| {
                let is_there = request.gone_since.is_none() && request.request.broken.is_none();
                let is_unread = request.detail.read_at().is_none();
                is_there && (is_unread || request.is_outdated())
            }),
            EligibilityRow::Item(id) => self.eligibility.item(id).is_some_and(|item| {
                let is_there = item.gone_since.is_none() && item.item.broken.is_none();
                is_there && item.detail.read_at().is_none()
            }),
        }
    }

    /// What `R` does.
    pub(super) fn refresh_eligibility(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        let under_way = self.eligibility_wanted();
        if under_way > 0 && !self.is_login_stuck() {
            let said = format!("reading already: {} to go", calls(under_way));
            return self.notices.info(self.now, said);
        }
        let doubted = self.eligibility_in_doubt();
        let all = doubted.len();
        let rows: Vec<_> = doubted.into_iter().take(AT_MOST).collect();
        if rows.is_empty() || self.is_login_stuck() {
            self.hurry_eligibility_lists(effects);
            return self.notices.info(self.now, "reading both lists anew");
        }
        let said = self.reading_said(rows.len(), all, ("details", "request"));
        self.eligibility_pane.reads.want(rows);
        self.notices.info(self.now, said);
    }

    /// Leaves what is still to be read unread; false when there is none.
    pub(super) fn want_no_more_eligibility(&mut self) -> bool {
        let was_any = self.eligibility_pane.reads.want_no_more();
        if was_any {
            self.notices.info(self.now, "stopped reading");
        }
        was_any
    }
}
