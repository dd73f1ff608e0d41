//! A screen in its window as plain shapes, which both kinds of files are drawn from.

use crate::blocks;
use crate::grid::{Cell, Grid};
use crate::palette::{Palette, Rgb};

/// The lengths that letters and lines go by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metrics {
    /// Width and height of a cell; whole numbers, so that lines are sharp.
    pub(crate) cell: (f32, f32),
    /// Size of the letters: with it a letter of the font is as wide as a cell.
    pub(crate) font_size: f32,
    /// From the top of a cell to the line that letters stand on.
    pub(crate) baseline: f32,
    /// Where lines cross: the corner of the square that they share.
    pub(crate) middle: (f32, f32),
}

impl Metrics {
    const ORDINARY: Self = Self {
        cell: (9.0, 20.0),
        font_size: 15.0,
        baseline: 15.0,
        middle: (4.0, 10.0),
    };
    /// Whoever has a terminal that large has small letters in it.
    const SMALL: Self = Self {
        cell: (7.0, 16.0),
        font_size: 11.6,
        baseline: 12.0,
        middle: (3.0, 8.0),
    };
    /// From so many columns on letters are small.
    const SMALL_FROM: u16 = 160;

    fn of(columns: u16) -> Self {
        if columns < Self::SMALL_FROM {
            Self::ORDINARY
        } else {
            Self::SMALL
        }
    }

    fn corner(&self, cell: &Cell) -> (f32, f32) {
        let (column, row) = cell.at;
        (
            MARGIN + self.cell.0 * f32::from(column),
            BAR + self.cell.1 * f32::from(row),
        )
    }

    /// A stripe of a cell.
    fn block(&self, cell: &Cell, top: f32, bottom: f32, fill: Rgb) -> Block {
        let (x, y) = self.corner(cell);
        Block {
            at: (x, y + top),
            size: (self.cell.0 * f32::from(cell.columns), bottom - top),
            fill,
        }
    }
}

/// Between the cells and the window's edge.
const MARGIN: f32 = 16.0;
/// Height of the bar with the dots.
const BAR: f32 = 34.0;
/// Radius of the window's corners.
pub(crate) const CORNER: f32 = 10.0;

/// A picture; lengths are pixels of an ordinary screen.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Width and height.
    pub(crate) size: (f32, f32),
    /// The window: its ground and the line around it.
    pub(crate) window: (Rgb, Rgb),
    /// What its letters are drawn by.
    pub(crate) metrics: Metrics,
    /// What lies on it, bottom first.
    pub(crate) shapes: Vec<Shape>,
    /// What is written on it.
    pub(crate) runs: Vec<Run>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// A rectangle.
    Block(Block),
    /// A circle.
    Circle {
        /// Its middle.
        centre: (f32, f32),
        /// To the outside of a filled one, to the middle of a line.
        radius: f32,
        /// Thickness of the line; none when it is filled.
        line: Option<f32>,
        /// Its colour.
        ink: Rgb,
    },
}

/// A rectangle: a background, a line, a part of a bar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Its corner.
    pub(crate) at: (f32, f32),
    /// Width and height.
    pub(crate) size: (f32, f32),
    /// Its colour.
    pub(crate) fill: Rgb,
}

impl Block {
    /// Grows over another that goes on where this one ends, so that a line over many cells is one; false when that is
    /// elsewhere. Only what is narrower than a cell grows downwards.
    fn take_in(&mut self, next: &Self, cell: (f32, f32)) -> bool {
        let ((x, y), (width, height)) = (self.at, self.size);
        if self.fill != next.fill {
            return false;
        }
        if meets(y, next.at.1) && meets(height, next.size.1) && meets(x + width, next.at.0) {
            self.size.0 += next.size.0;
            return true;
        }
        let is_line = width < cell.0;
        if is_line
            && meets(x, next.at.0)
            && meets(width, next.size.0)
            && meets(y + height, next.at.1)
        {
            self.size.1 += next.size.1;
            return true;
        }
        false
    }
}

fn meets(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.01
}

/// Letters of one style in one row.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Colour and weight.
    pub(crate) style: (Rgb, bool),
    /// The line they stand on.
    pub(crate) y: f32,
    /// Each letter and its left edge; blanks between words are letters too.
    pub(crate) letters: Vec<(f32, String)>,
}

impl Picture {
    /// Draws a screen.
    ///
    /// # Errors
    /// A character that nobody knows how to draw.
    pub(crate) fn of(grid: &Grid, palette: &Palette) -> Result<Self, String> {
        let (columns, rows) = grid.size;
        let metrics = Metrics::of(columns);
        let width = metrics.cell.0 * f32::from(columns) + 2.0 * MARGIN;
        let height = metrics.cell.1 * f32::from(rows) + BAR + MARGIN;
        let mut picture = Self {
            size: (width, height),
            window: (palette.ground, palette.edge),
            metrics,
            shapes: dots(palette.dots).collect(),
            runs: Vec::new(),
        };
        for cell in grid.cells.iter().filter(|it| it.ground != palette.ground) {
            picture.push(metrics.block(cell, 0.0, metrics.cell.1, cell.ground));
        }
        for cell in &grid.cells {
            picture.draw(cell)?;
        }
        for run in &mut picture.runs {
            while run.letters.last().is_some_and(|(_, symbol)| symbol == " ") {
                run.letters.pop();
            }
        }
        picture.runs.retain(|run| !run.letters.is_empty());
        Ok(picture)
    }

    fn draw(&mut self, cell: &Cell) -> Result<(), String> {
        let (metrics, line) = (self.metrics, self.metrics.baseline);
        let (x, y) = metrics.corner(cell);
        if cell.is_underlined {
            self.push(metrics.block(cell, line + 2.0, line + 3.0, cell.ink));
        }
        let shapes = blocks::shapes(cell, (x, y), &metrics)?;
        if shapes.is_empty() {
            self.write(cell, (x, y + line));
        }
        for shape in shapes {
            match shape {
                Shape::Block(block) => self.push(block),
                Shape::Circle { .. } => self.shapes.push(shape),
            }
        }
        Ok(())
    }

    /// Adds a rectangle, to one that is there if it can.
    fn push(&mut self, block: Block) {
        let cell = self.metrics.cell;
        let blocks = self
            .shapes
            .iter_mut()
            .rev()
            .filter_map(|shape| match shape {
                Shape::Block(other) => Some(other),
                Shape::Circle { .. } => None,
            });
        for other in blocks {
            if other.take_in(&block, cell) {
                return;
            }
        }
        self.shapes.push(Shape::Block(block));
    }

    /// Adds a letter to the run it belongs to. A blank needs no style and begins no run; a wide gap ends one.
    fn write(&mut self, cell: &Cell, (x, y): (f32, f32)) {
        let is_blank = cell.symbol == " ";
        let style = (cell.ink, cell.is_bold);
        let letter = (x, cell.symbol.clone());
        match self.runs.last_mut() {
            Some(run) if meets(run.y, y) && (is_blank || run.style == style && !has_gap(run)) => {
                run.letters.push(letter);
            }
            _ if is_blank => {}
            _ => self.runs.push(Run {
                style,
                y,
                letters: vec![letter],
            }),
        }
    }
}

fn has_gap(run: &Run) -> bool {
    let mut last = run.letters.iter().rev().map(|(_, symbol)| symbol.as_str());
    last.next() == Some(" ") && last.next() == Some(" ")
}

fn dots(ink: Rgb) -> impl Iterator<Item = Shape> {
    [0.0, 1.0, 2.0].into_iter().map(move |index| Shape::Circle {
        centre: (MARGIN + 6.0 + 18.0 * index, BAR / 2.0),
        radius: 5.0,
        line: None,
        ink,
    })
}
