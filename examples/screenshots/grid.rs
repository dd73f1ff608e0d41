//! The cells of a screen, each with the colours one sees: reverse and dim are carried out.

use crate::palette::{Palette, Rgb};

/// How much of its colour dim text keeps.
const DIM: f32 = 0.62;

/// A screen.
#[derive(Debug)]
pub(crate) struct Grid {
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// The cells that begin a symbol, row by row.
    pub(crate) cells: Vec<Cell>,
    text: String,
}

/// A symbol in its place.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Column and row, from 0.
    pub(crate) at: (u16, u16),
    /// Columns it takes.
    pub(crate) columns: u16,
    /// A character and its marks; a blank for an empty cell.
    pub(crate) symbol: String,
    /// Colour of the symbol.
    pub(crate) ink: Rgb,
    /// Colour behind it.
    pub(crate) ground: Rgb,
    /// Whether it is bold.
    pub(crate) is_bold: bool,
    /// Whether it is underlined.
    pub(crate) is_underlined: bool,
}

impl Grid {
    /// What a terminal with this palette shows.
    pub(crate) fn of(screen: &vt100::Screen, palette: &Palette) -> Self {
        let (rows, columns) = screen.size();
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let cells = places.filter_map(|(x, y)| cell(screen.cell(y, x)?, (x, y), palette));
        let text = screen
            .rows(0, columns)
            .map(|row| row.trim_end().to_owned() + "\n");
        Self {
            size: (columns, rows),
            cells: cells.collect(),
            text: text.collect(),
        }
    }

    /// The screen as text, a line for each row.
    pub(crate) fn text(&self) -> String {
        self.text.clone()
    }
}

fn cell(cell: &vt100::Cell, at: (u16, u16), palette: &Palette) -> Option<Cell> {
    if cell.is_wide_continuation() {
        return None;
    }
    let mut ink = palette.resolve(cell.fgcolor(), palette.ink);
    let mut ground = palette.resolve(cell.bgcolor(), palette.ground);
    if cell.dim() {
        ink = ink.over(ground, DIM);
    }
    if cell.inverse() {
        (ink, ground) = (ground, ink);
    }
    let symbol = Some(cell.contents()).filter(|symbol| !symbol.is_empty());
    Some(Cell {
        at,
        columns: if cell.is_wide() { 2 } else { 1 },
        symbol: symbol.unwrap_or(" ").to_owned(),
        ink,
        ground,
        is_bold: cell.bold(),
        is_underlined: cell.underline(),
    })
}
