//! What Covage answers to a check that was asked for here enters the list at once, and the person who waits for it finds
//! it under the cursor: unless they left the pane or did anything in it since.

use crate::app::entities::eligibility::EligibilityRow;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::domain::write::{Intent, Qualify, Receipt, Write};

impl AppState {
    /// A person confirmed writes: of a check of eligibility in this pane the answer is waited for.
    pub(crate) fn eligibility_confirmed<'a>(&mut self, intents: impl Iterator<Item = &'a Intent>) {
        if self.pane != Pane::Eligibility {
            return;
        }
        for intent in intents {
            if let Write::Qualify(qualify) = &intent.write {
                self.eligibility_pane.awaited = Some((qualify.sites.clone(), self.now));
            }
        }
    }

    /// An applied write answered with what it made, or somebody else read it.
    pub(crate) fn eligibility_receipt(&mut self, write: &Write, receipt: &Receipt) {
        let (Write::Qualify(qualify), Receipt::Qualification(request)) = (write, receipt) else {
            return;
        };
        let sent_at = self.awaited_since(qualify).unwrap_or(self.now);
        let id = request.id.clone();
        let request = (**request).clone();
        let when = (sent_at, self.now);
        let touched = self.eligibility.take_answer(qualify, request, when);
        self.eligibility_pane.reads.came_in();
        self.eligibility_touched(&touched);
        let row = self.eligibility.number(&EligibilityRow::Request(id));
        if let Some(row) = row.filter(|_| self.awaited_since(qualify).is_some()) {
            self.eligibility_pane.awaited = None;
            let is_in_list = self.eligibility_pane.focus == Focus::List;
            if is_in_list && !self.eligibility_pane.filter.is_editing() {
                self.visit_eligibility(row);
            }
        }
    }

    /// Since when a person waits here for the answer to a check.
    fn awaited_since(&self, qualify: &Qualify) -> Option<chrono::DateTime<chrono::Utc>> {
        let (sites, since) = self.eligibility_pane.awaited.as_ref()?;
        (*sites == qualify.sites).then_some(*since)
    }
}
