//! `R`: reading what the filter is unsure of and what is marked, else both lists anew. At most a handful of calls at a
//! time: whoever wants more presses again.

use crate::app::effect::Effect;
use crate::app::entities::quotes::{QuoteLine, QuoteRow};
use crate::app::query::Verdict;
use crate::app::refresh::reads::AT_MOST;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::orders::reading::calls;

impl AppState {
    /// How many of the lines a person asked for are still to be read.
    pub fn quotes_wanted(&self) -> usize {
        self.quotes_pane.reads.wanted()
    }

    /// Lines whose offers would settle something: marked ones first, then those the filter is unsure of.
    pub fn quotes_in_doubt(&self) -> Vec<&QuoteLine> {
        let can_be_read = |line: &&QuoteLine| {
            line.offers().is_none() && line.gone_since.is_none() && line.line.broken.is_none()
        };
        let list = &self.quotes_pane.list;
        let mut rows: Vec<_> = list.rows().to_vec();
        rows.retain(|row| list.verdict(*row) == Some(Verdict::Maybe));
        let marked = self.marked_unread();
        let is_marked = |line: &&QuoteLine| {
            let mut marked = marked.iter();
            marked.any(|other| other.line.id == line.line.id)
        };
        let unsure = rows.iter().filter_map(|row| self.quotes.line_at(*row));
        let unsure: Vec<_> = unsure.filter(|line| !is_marked(line)).collect();
        let all = marked.into_iter().chain(unsure);
        all.filter(can_be_read).collect()
    }

    /// What `R` does.
    pub(super) fn refresh_quotes(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        let under_way = self.quotes_wanted();
        if under_way > 0 && !self.is_login_stuck() {
            let said = format!("reading already: {} to go", calls(under_way));
            return self.notices.info(self.now, said);
        }
        let doubted = self.quotes_in_doubt();
        let all = doubted.len();
        let rows = doubted.into_iter().take(AT_MOST);
        let rows: Vec<_> = rows
            .map(|line| QuoteRow::Line(line.line.id.clone()))
            .collect();
        if rows.is_empty() || self.is_login_stuck() {
            self.hurry_quote_lists(effects);
            return self.notices.info(self.now, "reading both lists anew");
        }
        let said = self.reading_said(rows.len(), all, ("offers", "line"));
        self.quotes_pane.reads.want(rows);
        self.notices.info(self.now, said);
    }

    /// Leaves what is still to be read unread; false when there is none.
    pub(super) fn want_no_more_quotes(&mut self) -> bool {
        let was_any = self.quotes_pane.reads.want_no_more();
        if was_any {
            self.notices.info(self.now, "stopped reading");
        }
        was_any
    }
}
