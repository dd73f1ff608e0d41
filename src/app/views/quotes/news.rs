//! Lines that are new or changed: where they are, and `n` and `N` from one to the next.
//!
//! A line has been seen once the cursor leaves it, so going on with `n` walks through all of them.

use crate::app::action::Action;
use crate::app::entities::quotes::Quotes;
use crate::app::state::AppState;
use crate::app::table::Move;

use super::QuotesPane;

impl QuotesPane {
    /// How many lines with news lie above and below the window when `height` rows fit.
    pub fn news_beyond(&self, height: usize) -> (usize, usize) {
        let (top, places) = (self.top(height), &self.news_places);
        let above = places.partition_point(|place| *place < top);
        let seen = places.partition_point(|place| *place < top + height);
        (above, places.len() - seen)
    }

    /// Finds anew where lines with news are shown.
    pub(super) fn place_news(&mut self, quotes: &Quotes) {
        let places = quotes.news().filter_map(|row| self.list.place(row));
        self.news_places.clear();
        self.news_places.extend(places);
        self.news_places.sort_unstable();
    }
}

impl AppState {
    /// Goes to the nearest line with news in a direction, around the end if need be.
    pub(super) fn go_to_quote_news(&mut self, forward: bool) {
        let pane = &self.quotes_pane;
        let (row, places) = (pane.cursor.row(), &pane.news_places);
        let here = row.and_then(|row| pane.list.place(row)).unwrap_or(0);
        let (next, first) = if forward {
            let next = places.iter().find(|place| **place > here);
            (next, places.first())
        } else {
            let next = places.iter().rev().find(|place| **place < here);
            (next, places.last())
        };
        match (next, first) {
            (Some(place), _) => self.move_quote_cursor(Move::To(*place)),
            (None, Some(place)) if *place != here => {
                let from = if forward { "top" } else { "bottom" };
                self.move_quote_cursor(Move::To(*place));
                self.notices.info(self.now, format!("from the {from}"));
            }
            (None, only) => {
                // Whoever asks for the next one has seen this one.
                let was_one = only.is_some();
                if let Some(row) = row.filter(|_| was_one)
                    && self.quotes.see(row)
                {
                    self.reindex_quotes(&[row]);
                }
                self.notices.info(self.now, self.no_quote_news(was_one));
            }
        }
    }

    fn no_quote_news(&self, was_one: bool) -> String {
        let nothing = if was_one { "nothing else" } else { "nothing" };
        match self.quotes.news_count() {
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
