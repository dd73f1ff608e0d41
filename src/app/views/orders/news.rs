//! Rows that are new or changed: where they are, and `n` and `N` from one to the next.
//!
//! A row has been seen once the cursor leaves it, so going on with `n` walks through all of them.

use crate::app::action::Action;
use crate::app::entities::orders::Orders;
use crate::app::state::AppState;
use crate::app::table::Move;

use super::OrdersPane;

impl OrdersPane {
    /// How many rows with news lie above and below the window when `height` rows fit.
    pub fn news_beyond(&self, height: usize) -> (usize, usize) {
        let top = self.top(height);
        let above = self.news_places.partition_point(|place| *place < top);
        let seen = self
            .news_places
            .partition_point(|place| *place < top + height);
        (above, self.news_places.len() - seen)
    }

    /// Finds anew where rows with news are shown.
    pub(super) fn place_news(&mut self, orders: &Orders) {
        let places = orders.news().filter_map(|row| self.index.position(row));
        self.news_places.clear();
        self.news_places.extend(places);
        self.news_places.sort_unstable();
    }
}

impl AppState {
    /// Goes to the nearest row with news in a direction, around the end if need be.
    pub(super) fn go_to_news(&mut self, forward: bool) {
        let OrdersPane {
            index,
            cursor,
            news_places: places,
            ..
        } = &self.orders_pane;
        let row = cursor.row();
        let here = row.and_then(|row| index.position(row)).unwrap_or(0);
        let (next, first) = if forward {
            let next = places.iter().find(|place| **place > here);
            (next, places.first())
        } else {
            let next = places.iter().rev().find(|place| **place < here);
            (next, places.last())
        };
        match (next, first) {
            (Some(place), _) => self.move_cursor(Move::To(*place)),
            (None, Some(place)) if *place != here => {
                let from = if forward { "top" } else { "bottom" };
                self.move_cursor(Move::To(*place));
                self.notices.info(self.now, format!("from the {from}"));
            }
            (None, only) => {
                // Whoever asks for the next one has seen this one.
                let is_last = only.is_some();
                if let Some(row) = row.filter(|_| is_last)
                    && self.orders.see(row)
                {
                    self.reindex(&[row]);
                }
                self.notices.info(self.now, self.no_news(is_last));
            }
        }
    }

    fn no_news(&self, was_one: bool) -> String {
        let nothing = if was_one { "nothing else" } else { "nothing" };
        match self.orders.news_count() {
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
