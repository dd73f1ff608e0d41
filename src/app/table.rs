//! The cursor and the window of a list.
//!
//! The cursor is an id and the window hangs on it: what is kept is the row under the cursor and the screen line it
//! stands on. So a refresh that moves rows about moves neither the cursor nor the scroll.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;

/// Cursor and window over the shown rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    row: Option<RowId>,
    /// Where the row stood when it was last shown, to stay near when it leaves the list.
    position: usize,
    /// Screen line of the cursor, counted from the first line of the list.
    line: usize,
    /// Whether it belongs to its row. Until a person moved it or the first sweep ended it stays on the first row,
    /// whichever that is.
    is_placed: bool,
}

/// A movement of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// By rows; negative is up.
    By(isize),
    /// By whole pages.
    Pages(isize),
    /// By half pages.
    HalfPages(isize),
    /// To the row at a place of the list.
    To(usize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Move {
    /// What a key of the list means.
    pub(crate) fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::Down => Self::By(1),
            Action::Up => Self::By(-1),
            Action::First => Self::First,
            Action::Last => Self::Last,
            Action::PageDown => Self::Pages(1),
            Action::PageUp => Self::Pages(-1),
            Action::HalfPageDown => Self::HalfPages(1),
            Action::HalfPageUp => Self::HalfPages(-1),
            _ => return None,
        })
    }

    /// Lines of a text that is `height` high; to a place there is nothing to move.
    pub(crate) fn lines(self, height: usize) -> isize {
        let page = height.max(1).cast_signed();
        match self {
            Self::By(lines) => lines,
            Self::To(_) => 0,
            Self::Pages(pages) => pages * page,
            Self::HalfPages(halves) => halves * (page / 2).max(1),
            Self::First => isize::MIN,
            Self::Last => isize::MAX,
        }
    }
}

impl Cursor {
    /// The row under the cursor.
    pub fn row(&self) -> Option<RowId> {
        self.row
    }

    /// Whether a person moved it; until then it stays on the first row, whichever that is.
    pub fn is_placed(&self) -> bool {
        self.is_placed
    }

    /// From now on it stays on the row it is on, as if a person had put it there.
    pub fn place(&mut self) {
        self.is_placed = self.row.is_some();
    }

    /// Index of the first shown row when `height` rows fit and the list has `len`.
    pub fn top(&self, len: usize, height: usize) -> usize {
        let line = self.line.min(height.saturating_sub(1));
        self.position
            .saturating_sub(line)
            .min(len.saturating_sub(height))
    }

    /// The rows on screen when `height` of them fit.
    pub fn window<'a>(&self, rows: &'a [RowId], height: usize) -> &'a [RowId] {
        let top = self.top(rows.len(), height);
        rows.get(top..rows.len().min(top + height))
            .unwrap_or_default()
    }

    /// The rows changed places: follow the row, or stay near its place when it is gone.
    pub fn follow(
        &mut self,
        rows: &[RowId],
        position_of: impl Fn(RowId) -> Option<usize>,
        height: usize,
    ) {
        match self.row.filter(|_| self.is_placed).and_then(position_of) {
            Some(position) => self.position = position,
            None if !self.is_placed => self.position = 0,
            None => self.position = self.position.min(rows.len().saturating_sub(1)),
        }
        self.row = rows.get(self.position).copied();
        self.settle(rows.len(), height);
    }

    /// Moves; returns whether the cursor is on another row.
    pub fn go(&mut self, movement: Move, rows: &[RowId], height: usize) -> bool {
        let Some(last) = rows.len().checked_sub(1) else {
            return false;
        };
        let top = self.top(rows.len(), height);
        let page = height.max(1).cast_signed();
        let target = match movement {
            Move::By(rows) => self.position.saturating_add_signed(rows),
            Move::Pages(pages) => self.position.saturating_add_signed(pages * page),
            Move::HalfPages(halves) => self
                .position
                .saturating_add_signed(halves * (page / 2).max(1)),
            Move::To(place) => place,
            Move::First => 0,
            Move::Last => last,
        };
        let target = target.min(last);
        self.is_placed = true;
        let was = self.row;
        self.line = match movement {
            Move::Pages(_) | Move::HalfPages(_) => self.line,
            Move::By(_) | Move::To(_) | Move::First | Move::Last => {
                target.saturating_sub(top).min(height.saturating_sub(1))
            }
        };
        self.position = target;
        self.row = rows.get(target).copied();
        self.settle(rows.len(), height);
        self.row != was
    }

    /// Moves the window by lines; the cursor stays on its row while that is in view, else it is at the edge.
    pub fn scroll(&mut self, lines: isize, rows: &[RowId], height: usize) {
        let Some(last) = rows.len().checked_sub(1) else {
            return;
        };
        let before = self.top(rows.len(), height);
        let most = rows.len().saturating_sub(height.max(1));
        let top = before.saturating_add_signed(lines).min(most);
        if top == before {
            return;
        }
        let bottom = (top + height.max(1) - 1).min(last);
        self.is_placed = true;
        self.position = self.position.clamp(top, bottom);
        self.line = self.position - top;
        self.row = rows.get(self.position).copied();
    }

    /// Makes the remembered line the one the window really shows.
    fn settle(&mut self, len: usize, height: usize) {
        self.line = self.position - self.top(len, height).min(self.position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ids: impl IntoIterator<Item = u32>) -> Vec<RowId> {
        ids.into_iter().map(RowId).collect()
    }

    fn follow(cursor: &mut Cursor, rows: &[RowId], height: usize) {
        cursor.follow(
            rows,
            |row| rows.iter().position(|other| *other == row),
            height,
        );
    }

    #[test]
    fn rows_that_appear_above_move_neither_cursor_nor_scroll() {
        let before = rows(10..60);
        let mut cursor = Cursor::default();
        follow(&mut cursor, &before, 10);
        cursor.go(Move::By(25), &before, 10);
        let (row, line) = (cursor.row(), 25 - cursor.top(50, 10));
        let after = rows(0..60);
        follow(&mut cursor, &after, 10);
        assert_eq!(cursor.row(), row);
        assert_eq!(35 - cursor.top(60, 10), line);
    }

    #[test]
    fn before_a_person_moves_it_the_cursor_stays_on_the_first_row() {
        let mut cursor = Cursor::default();
        follow(&mut cursor, &rows(10..20), 5);
        follow(&mut cursor, &rows(0..20), 5);
        assert_eq!(cursor.row(), Some(RowId(0)));
    }

    #[test]
    fn a_row_that_vanishes_leaves_the_cursor_at_its_place() {
        let mut cursor = Cursor::default();
        follow(&mut cursor, &rows(0..10), 5);
        cursor.go(Move::By(4), &rows(0..10), 5);
        follow(&mut cursor, &rows([0, 1, 2, 3, 5, 6]), 5);
        assert_eq!(cursor.row(), Some(RowId(5)));
        follow(&mut cursor, &[], 5);
        assert_eq!(cursor.row(), None);
        follow(&mut cursor, &rows([7]), 5);
        assert_eq!(cursor.row(), Some(RowId(7)));
    }

    #[test]
    fn paging_keeps_the_line_and_stops_at_the_ends() {
        let all = rows(0..100);
        let mut cursor = Cursor::default();
        follow(&mut cursor, &all, 10);
        cursor.go(Move::By(3), &all, 10);
        cursor.go(Move::Pages(1), &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(13)), 10));
        cursor.go(Move::Last, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(99)), 90));
        assert!(!cursor.go(Move::By(1), &all, 10));
        cursor.go(Move::First, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(0)), 0));
    }

    #[test]
    fn the_window_is_scrolled_under_the_cursor_until_its_edge_takes_it_along() {
        let all = rows(0..100);
        let mut cursor = Cursor::default();
        follow(&mut cursor, &all, 10);
        cursor.go(Move::By(5), &all, 10);
        cursor.scroll(3, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(5)), 3));
        cursor.scroll(3, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(6)), 6));
        cursor.scroll(isize::MAX, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(90)), 90));
        cursor.scroll(-3, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(90)), 87));
        cursor.scroll(isize::MIN, &all, 10);
        assert_eq!((cursor.row(), cursor.top(100, 10)), (Some(RowId(9)), 0));
        // What fits is not scrolled.
        let few = rows(0..5);
        follow(&mut cursor, &few, 10);
        let before = cursor;
        cursor.scroll(3, &few, 10);
        assert_eq!(cursor, before);
    }

    #[test]
    fn a_window_of_no_height_is_no_trouble() {
        let all = rows(0..3);
        let mut cursor = Cursor::default();
        follow(&mut cursor, &all, 0);
        cursor.go(Move::Pages(1), &all, 0);
        cursor.scroll(2, &all, 0);
        cursor.scroll(-9, &all, 0);
        assert!(cursor.top(3, 0) <= 3);
    }
}
