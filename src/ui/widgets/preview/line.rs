//! A line of the preview: its text, what it belongs to, and what is laid over it.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::ui::paint::{Piece, Pieces, to_columns};
pub(in crate::ui) use crate::ui::theme::Overlay;

/// A line of the preview.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Line<'a> {
    /// What it says.
    pub(in crate::ui) pieces: Pieces<'a>,
    /// Which of the things that can be selected it belongs to.
    pub(in crate::ui) item: Option<usize>,
    /// Columns with a style of their own laid over.
    pub(in crate::ui) overlays: Vec<(Range<usize>, Overlay)>,
}

impl<'a> From<Pieces<'a>> for Line<'a> {
    fn from(pieces: Pieces<'a>) -> Self {
        Self {
            pieces,
            ..Self::default()
        }
    }
}

impl<'a> From<Piece<'a>> for Line<'a> {
    fn from(piece: Piece<'a>) -> Self {
        Self::from(vec![piece])
    }
}

impl Line<'_> {
    /// As part of a thing that can be selected.
    pub(in crate::ui) fn of_item(self, item: usize) -> Self {
        Self {
            item: Some(item),
            ..self
        }
    }

    /// With a style laid over some columns.
    pub(in crate::ui) fn with(mut self, columns: Range<usize>, overlay: Overlay) -> Self {
        self.overlays.push((columns, overlay));
        self
    }
}

/// The cells of some columns of a row, as far as they are on it.
pub(in crate::ui) fn cells(row: Rect, columns: &Range<usize>) -> Rect {
    let start = to_columns(columns.start).min(row.width);
    let end = to_columns(columns.end).clamp(start, row.width);
    Rect {
        x: row.x + start,
        width: end - start,
        ..row
    }
}
