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
        &[]
    }

    fn place(&self, _row: RowId) -> Option<usize> {
        None
    }

    fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    fn go(&mut self, movement: Move, height: usize) -> bool {
        self.cursor.go(movement, &[], height)
    }

    fn news(&self) -> Option<&NewsPlaces> {
        None
    }

    fn counts(&self) -> Counts {
        Counts::default()
    }

    fn sort_words(&self) -> String {
        String::new()
    }
}
