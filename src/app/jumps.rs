//! Jumps that lead to another filter or another pane, and back.
//!
//! Going back brings pane, filter and row from before. Whoever has written another filter since, or gone to another pane
//! by its key, is somewhere of their own: from there nothing leads back.

use std::collections::HashMap;

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::entities::orders::RowId;
use crate::app::filter::FilterRow;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::ids::QualificationItemId;
use crate::domain::request::{Lane, Read, Reply, RequestId};

/// Jumps that can be taken back.
const DEPTH: usize = 16;

/// What jumps left behind, and what they wait for.
#[derive(Debug, Default)]
pub struct Jumps {
    /// The last one last.
    left: Vec<Left>,
    /// Sites that are read because somebody wants to go there.
    sites: HashMap<RequestId, QualificationItemId>,
}

impl Jumps {
    /// Whether a site is being read for somebody who wants to go there.
    pub fn is_asked(&self, site: &QualificationItemId) -> bool {
        self.sites.values().any(|asked| asked == site)
    }
}

/// What a jump left behind.
#[derive(Clone, Debug)]
struct Left {
    pane: Pane,
    filter: FilterRow,
    row: Option<RowId>,
    /// Whether quote lines stood under their baskets.
    was_tree: bool,
    /// Where it led.
    to: Pane,
    /// The filter it put in force there, if it did.
    made: Option<String>,
}

impl AppState {
    /// Puts the filter of a jump in force in a pane, with a way back.
    pub(crate) fn jump_to_filter(&mut self, to: Pane, filter: &str) {
        let before = self.list_pane().filter().text().trim();
        let before = match (before, self.pane) {
            _ if to != self.pane => self.name_here(),
            ("", Pane::Quotes) => "all lines".to_owned(),
            ("", Pane::Eligibility) => "all checks".to_owned(),
            ("", _) => "all orders".to_owned(),
            (before, _) => before.to_owned(),
        };
        self.leave(to, Some(filter), &before);
        self.show_pane(to);
        self.list_pane_mut().set_focus(Focus::List);
        self.set_filter(to, filter);
    }

    /// Goes to an order, with a way back.
    pub(crate) fn jump_to_order(&mut self, row: RowId) {
        self.leave(Pane::Orders, None, &self.name_here());
        self.visit_order(row);
    }

    /// Goes to a quote line or a basket, with a way back.
    pub(crate) fn jump_to_quote(&mut self, row: RowId) {
        self.leave(Pane::Quotes, None, &self.name_here());
        self.visit_quote(row);
    }

    /// Goes to an eligibility request or a site, with a way back.
    pub(crate) fn jump_to_eligibility(&mut self, row: RowId) {
        self.leave(Pane::Eligibility, None, &self.name_here());
        self.visit_eligibility(row);
    }

    /// Reads a site that a line or an order names.
    pub(crate) fn read_site(&mut self, site: &QualificationItemId, effects: &mut Effects) {
        let id = self.next_request();
        self.jumps.sites.insert(id, site.clone());
        effects.push(Effect::Submit {
            id,
            read: Read::Item(site.clone()),
            lane: Lane::User,
        });
    }

    /// A site was read, which the pane takes in, or could not be.
    pub(crate) fn jumps_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let Some(site) = self.jumps.sites.remove(&id) else {
            return;
        };
        effects.dirty();
        if let Err(failure) = result {
            let why = failure.line();
            let text = format!("site {} could not be read: {why}", site.text().line());
            self.notices.problem(self.now, text);
        }
    }

    /// What was asked will not be answered any more.
    pub(crate) fn jumps_unanswered(&mut self) {
        self.jumps.sites.clear();
    }

    /// Remembers where the jump comes from and says how to go back there.
    fn leave(&mut self, to: Pane, made: Option<&str>, before: &str) {
        let pane = self.list_pane();
        let left = Left {
            pane: self.pane,
            filter: pane.filter().clone(),
            row: pane.row(),
            was_tree: self.quotes_pane.list.is_tree(),
            to,
            made: made.map(str::to_owned),
        };
        self.jumps.left.push(left);
        if self.jumps.left.len() > DEPTH {
            self.jumps.left.remove(0);
        }
        let back = self.keymap.chords(Action::Back).next();
        let back = back.map_or_else(String::new, |key| format!("{key} goes back to "));
        self.notices.info(self.now, format!("{back}{before}"));
    }

    /// What people call the row under the cursor; else the pane.
    fn name_here(&self) -> String {
        let row = self.list_pane().row();
        let name = row.map_or("", |row| self.row_name(self.pane, row));
        if name.is_empty() {
            self.pane.title().to_owned()
        } else {
            name.to_owned()
        }
    }

    /// Takes the last jump back; false when there is none, or where it led has been left since.
    pub(crate) fn jump_back(&mut self) -> bool {
        let pane = self.pane;
        let filter = self.list_pane().filter().text().to_owned();
        let is_here = |left: &mut Left| {
            left.to == pane && left.made.as_ref().is_none_or(|made| *made == filter)
        };
        let Some(left) = self.jumps.left.pop_if(is_here) else {
            self.jumps.left.clear();
            return false;
        };
        self.show_pane(left.pane);
        *self.list_pane_mut().filter_mut() = left.filter;
        if left.pane == Pane::Quotes {
            self.quotes_pane.list.set_tree(left.was_tree);
        }
        self.refilter(self.pane);
        match (left.pane, left.row) {
            (Pane::Orders, Some(row)) if self.orders_pane.index.position(row).is_some() => {
                self.go_to_row(row);
            }
            (Pane::Quotes, Some(row)) if self.quotes_pane.list.place(row).is_some() => {
                self.go_to_quote(row);
            }
            (Pane::Eligibility, Some(row)) => self.visit_eligibility(row),
            _ => {}
        }
        true
    }
}
