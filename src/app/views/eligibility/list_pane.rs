//! What the pane tells of itself to the parts of the screen that all panes share.

use crate::app::entities::orders::RowId;
use crate::app::filter::FilterRow;
use crate::app::index::Counts;
use crate::app::news::NewsPlaces;
use crate::app::pane::{Focus, ListPane};
use crate::app::table::{Cursor, Move};

use super::EligibilityPane;

impl ListPane for EligibilityPane {
    fn filter(&self) -> &FilterRow {
        &self.filter
    }

    fn filter_mut(&mut self) -> &mut FilterRow {
        &mut self.filter
    }

    fn focus(&self) -> Focus {
        self.focus
    }

    fn set_focus(&mut self, focus: Focus) {
        self.focus = focus;
    }

    fn rows(&self) -> &[RowId] {
        self.list.rows()
    }

    fn place(&self, row: RowId) -> Option<usize> {
        self.list.place(row)
    }

    fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    fn go(&mut self, movement: Move, height: usize) -> bool {
        self.cursor.go(movement, self.list.rows(), height)
    }

    fn news(&self) -> Option<&NewsPlaces> {
        Some(&self.news)
    }

    fn counts(&self) -> Counts {
        self.list.counts()
    }

    fn sort_words(&self) -> String {
        self.list.sort().to_string()
    }
}
