//! Rows that are new or changed: where they are, and `n` and `N` from one to the next, in every list alike.
//!
//! A row has been seen once the cursor leaves it, so going on with `n` walks through all of them.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::table::Move;

/// Places of the shown rows that are new or changed, in order.
#[derive(Clone, Debug, Default)]
pub struct NewsPlaces(Vec<usize>);

impl NewsPlaces {
    /// They are here now.
    pub(crate) fn set(&mut self, places: impl Iterator<Item = usize>) {
        self.0.clear();
        self.0.extend(places);
        self.0.sort_unstable();
    }

    /// How many lie above and below a window of `height` rows that begins at `top`.
    pub fn beyond(&self, top: usize, height: usize) -> (usize, usize) {
        let above = self.0.partition_point(|place| *place < top);
        let seen = self.0.partition_point(|place| *place < top + height);
        (above, self.0.len() - seen)
    }

    /// The nearest one in a direction from `here`, and the first one in that direction from the other end.
    fn near(&self, here: usize, forward: bool) -> (Option<usize>, Option<usize>) {
        let places = self.0.iter().copied();
        if forward {
            let next = places.clone().find(|place| *place > here);
            (next, self.0.first().copied())
        } else {
            let next = places.rev().find(|place| *place < here);
            (next, self.0.last().copied())
        }
    }
}

impl AppState {
    /// Goes to the nearest row with news in a direction, around the end if need be.
    pub(crate) fn go_to_news(&mut self, forward: bool) {
        let pane = self.list_pane();
        let Some(places) = pane.news() else {
            return;
        };
        let row = pane.row();
        let here = row.and_then(|row| pane.place(row)).unwrap_or(0);
        match places.near(here, forward) {
            (Some(place), _) => self.move_in_list(Move::To(place)),
            (None, Some(place)) if place != here => {
                let from = if forward { "top" } else { "bottom" };
                self.move_in_list(Move::To(place));
                self.notices.info(self.now, format!("from the {from}"));
            }
            (None, only) => {
                // Whoever asks for the next one has seen this one.
                let was_one = only.is_some();
                if let Some(row) = row.filter(|_| was_one) {
                    self.see(row);
                }
                self.notices.info(self.now, self.no_news(was_one));
            }
        }
    }

    /// A row of the pane on screen was looked at.
    fn see(&mut self, row: RowId) {
        match self.pane {
            Pane::Orders => self.see_order(row),
            Pane::Quotes => self.see_quote(row),
            Pane::Eligibility => self.see_eligibility(row),
            Pane::Activity => {}
        }
    }

    /// How many rows of a pane are new or changed, shown or not.
    pub fn news_in(&self, pane: Pane) -> usize {
        match pane {
            Pane::Orders => self.orders.news_count(),
            Pane::Quotes => self.quotes.news_count(),
            Pane::Eligibility => self.eligibility_news(),
            Pane::Activity => 0,
        }
    }

    fn no_news(&self, was_one: bool) -> String {
        let nothing = if was_one { "nothing else" } else { "nothing" };
        match self.news_in(self.pane) {
            0 => format!("{nothing} is new or changed"),
            hidden => {
                let key = self.keymap.shown(Action::ToggleFilter);
                format!(
                    "{nothing} shown is new or changed; the filter hides {hidden} ({key} shows all)"
                )
            }
        }
    }
}
