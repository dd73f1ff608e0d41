//! A filter that matches nothing: which of its terms is too much.
//!
//! Each term is left out in turn and what the others match is counted; of those that match something the one that
//! matches least is nearest to what was asked. It is only asked for an empty list, and only where that is cheap: while
//! a person types at most as many verdicts are given as a keystroke bears, and at rest a bounded number.

use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::index::{Counts, Scope};
use crate::app::pane::Pane;
use crate::app::query::{Now, Query};
use crate::app::state::AppState;

use super::OrdersPane;

/// Verdicts given while a filter is typed: a few milliseconds at most.
const WHILE_TYPING: usize = 50_000;
/// Verdicts given otherwise.
const AT_REST: usize = 1_000_000;

/// A filter that matches something, where the one in force matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// What to ask for.
    pub filter: String,
    /// What it finds.
    pub counts: Counts,
}

impl OrdersPane {
    /// The nearest filter that matches something, while the one in force matches nothing.
    pub fn nearest(&self) -> Option<&Nearest> {
        self.nearest
            .as_ref()
            .filter(|_| self.index.rows().is_empty())
    }
}

impl AppState {
    /// Looks for the nearest filter anew.
    pub(super) fn seek_nearest(&mut self) {
        self.orders_pane.nearest = self.find_nearest();
    }

    /// Puts the nearest filter in force; the old one can be read in the messages.
    pub(super) fn take_nearest(&mut self) {
        if let Some(nearest) = self.orders_pane.nearest().cloned() {
            let was = self.orders_pane.filter.text().trim().to_owned();
            self.set_filter(Pane::Orders, &nearest.filter);
            self.notices.info(self.now, format!("the filter was {was}"));
        }
    }

    fn find_nearest(&self) -> Option<Nearest> {
        let pane = &self.orders_pane;
        let text = pane.index.query()?.text();
        let terms = terms(text);
        let most = if pane.filter.is_editing() {
            WHILE_TYPING
        } else {
            AT_REST
        };
        let verdicts = terms.len().saturating_mul(self.orders.len());
        if !pane.index.rows().is_empty() || terms.len() < 2 || verdicts > most {
            return None;
        }
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let scope = Scope {
            orders: &self.orders,
            now: &now,
            marked: &pane.marked,
        };
        let without = |left_out: usize| {
            let rest = terms.iter().enumerate().filter(|(at, _)| *at != left_out);
            let rest: Vec<&str> = rest.map(|(_, term)| *term).collect();
            let filter = rest.join(" ");
            let query = Query::parse(&filter, &ORDER_SCHEMA, &now).ok()?;
            let counts = pane.index.count(&query, &scope);
            (counts.shown() > 0).then_some(Nearest { filter, counts })
        };
        (0..terms.len())
            .filter_map(without)
            .min_by_key(|nearest| nearest.counts.shown())
    }
}

/// The terms of a query that stand beside each other at its top. Where brackets or quotes are meant otherwise, parts of
/// a term come out, which then cannot be read or match nothing.
fn terms(text: &str) -> Vec<&str> {
    let (mut terms, mut start) = (Vec::new(), 0);
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => {
                terms.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    terms.push(&text[start..]);
    terms.retain(|term| !term.is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_told_apart_as_a_person_sees_them() {
        assert_eq!(terms("  a  b:c "), ["a", "b:c"]);
        assert_eq!(
            terms("( a | b c ) site:\"saint denis\" -late:no"),
            ["( a | b c )", "site:\"saint denis\"", "-late:no"]
        );
        assert_eq!(terms("\"a \\\" b\" c"), ["\"a \\\" b\"", "c"]);
        assert_eq!(terms(""), [""; 0]);
    }
}
