//! Cells to bytes: the shortest way to a place, the shortest change of style.
//!
//! Nothing here knows what the terminal shows; it knows where the cursor is and which style is
//! on, as far as that is certain. It is not certain after the last column (the wrap is pending)
//! and after a symbol whose width terminals disagree about.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::layout::Position;

use super::style::{Look, differ};
use super::{COVERED, Charset, Options, width};

/// The longest gap that writing over may be cheaper than moving across.
const GAP: usize = 8;

/// Writes one packet.
pub(super) struct Emitter<'a> {
    out: &'a mut Vec<u8>,
    options: Options,
    /// The cursor, column and row from 0, if certain.
    at: Option<(usize, u16)>,
    pen: Look,
    /// The synchronized update is open.
    has_begun: bool,
    /// The cursor may have been moved.
    has_moved: bool,
    /// Scratch for the two ways that are compared.
    ways: [Vec<u8>; 2],
}

impl<'a> Emitter<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, options: Options) -> Self {
        Self {
            out,
            options,
            at: None,
            pen: Look::PLAIN,
            has_begun: false,
            has_moved: false,
            ways: [Vec::new(), Vec::new()],
        }
    }

    pub(super) fn options(&self) -> Options {
        self.options
    }

    /// Opens the synchronized update, once, before the first byte that changes the screen.
    pub(super) fn begin(&mut self) {
        if !self.has_begun && self.options.is_synchronized {
            self.out.extend(b"\x1b[?2026h");
        }
        self.has_begun = true;
        self.has_moved = true;
    }

    /// Clears the screen. The style is plain at this point, so the blanks are too.
    pub(super) fn clear(&mut self) {
        self.out.extend(b"\x1b[m\x1b[H\x1b[2J");
        self.at = Some((0, 0));
    }

    /// Moves the rows `top..=bottom` up by `up` (down if negative). Goes before the synchronized
    /// update: tmux redraws the whole region for a scroll inside one.
    pub(super) fn scroll(&mut self, top: usize, bottom: usize, up: isize) {
        let (count, last) = (up.unsigned_abs(), if up > 0 { 'S' } else { 'T' });
        self.write(format_args!("\x1b[{};{}r\x1b[", top + 1, bottom + 1));
        if count > 1 {
            self.write(format_args!("{count}"));
        }
        self.write(format_args!("{last}\x1b[r"));
        // Setting a region moves the cursor home, by the standard; not everywhere, in practice.
        self.at = None;
        self.has_moved = true;
    }

    /// Whether the terminal shows the cell `x` of the row `next` already.
    pub(super) fn is_shown(&self, next: &[Cell], shown: &[Cell], x: usize) -> bool {
        let (Some(new), Some(old)) = (next.get(x), shown.get(x)) else {
            return true;
        };
        (new == old || self.is_same(new, old))
            && (1..width(new)).all(|i| {
                shown
                    .get(x + i)
                    .is_none_or(|cell| cell.symbol() == COVERED.symbol())
            })
    }

    /// Whether two rows look the same; the first as drawn, the second as shown.
    pub(super) fn is_row_same(&self, next: &[Cell], shown: &[Cell]) -> bool {
        // Most rows are the same to the bit and have no wide character, whose covered cells differ.
        if next == shown {
            return true;
        }
        let mut x = 0;
        while let Some(cell) = next.get(x) {
            if !self.is_shown(next, shown, x) {
                return false;
            }
            x += width(cell);
        }
        true
    }

    fn is_same(&self, new: &Cell, old: &Cell) -> bool {
        new.symbol() == old.symbol() && self.look(new) == self.look(old)
    }

    fn look(&self, cell: &Cell) -> Look {
        Look::of(cell, self.options.colours)
    }

    /// Goes to a place, by writing what lies between if that is shorter; `row` is the row gone to.
    pub(super) fn go(&mut self, x: usize, y: u16, row: &[Cell]) {
        self.begin();
        if self.at == Some((x, y)) {
            return;
        }
        let [mut best, mut other] = std::mem::take(&mut self.ways);
        best.clear();
        let _ = match (x, y) {
            (0, 0) => best.write_all(b"\x1b[H"),
            (0, _) => write!(best, "\x1b[{}H", y + 1),
            _ => write!(best, "\x1b[{};{}H", y + 1, x + 1),
        };
        if let Some((from, line)) = self.at {
            let mut offer = |way: &mut Vec<u8>| {
                if way.len() < best.len() {
                    std::mem::swap(way, &mut best);
                }
                way.clear();
            };
            other.clear();
            if let Some(down) = y.checked_sub(line).map(usize::from)
                && down < 8
            {
                other.resize(down, b'\n');
                across(from, x, &mut other);
                offer(&mut other);
                other.push(b'\r');
                other.resize(1 + down, b'\n');
                across(0, x, &mut other);
                offer(&mut other);
            }
            if line == y {
                let _ = write!(other, "\x1b[{}G", x + 1);
                offer(&mut other);
                if from < x && x - from <= GAP && self.over(row.get(from..x), &mut other) {
                    offer(&mut other);
                }
            }
        }
        self.out.extend(&best);
        self.at = Some((x, y));
        self.ways = [best, other];
    }

    /// Writes a gap's cells as they are, if the style that is on is theirs.
    fn over(&self, gap: Option<&[Cell]>, way: &mut Vec<u8>) -> bool {
        way.clear();
        gap.is_some_and(|cells| {
            cells.iter().all(|cell| {
                way.extend(cell.symbol().as_bytes());
                let look = self.look(cell);
                cell.symbol().len() == 1
                    && !cell.symbol().as_bytes()[0].is_ascii_control()
                    && (look == self.pen || cell.symbol() == " " && look.is_bare_under(self.pen))
            })
        })
    }

    /// Writes a cell that takes `width` columns of a row of `columns`.
    pub(super) fn put(&mut self, cell: &Cell, width: usize, columns: usize) {
        let look = self.look(cell);
        if !(cell.symbol() == " " && look.is_bare_under(self.pen)) {
            self.style(look);
        }
        let symbol = cell.symbol();
        let is_disputed = is_disputed(symbol);
        if is_fit(symbol, width, self.options.charset) && super::width(cell) == width {
            if is_disputed
                && width > 1
                && let Some((x, _)) = self.at
            {
                // A terminal that takes it for narrower must not show what was there before.
                self.out.resize(self.out.len() + width, b' ');
                self.write(format_args!("\x1b[{}G", x + 1));
            }
            self.out.extend(symbol.as_bytes());
        } else {
            let stand_in = match (symbol, self.options.charset) {
                ("" | " ", _) => " ",
                (_, Charset::Ascii) => "?",
                (_, Charset::Utf8) => "\u{fffd}",
            };
            self.out.extend(stand_in.repeat(width).as_bytes());
        }
        self.at = self
            .at
            .map(|(x, y)| (x + width, y))
            .filter(|&(x, _)| x < columns && !is_disputed);
    }

    /// Erases from the cursor to the end of its line.
    pub(super) fn erase_line(&mut self) {
        if !Look::PLAIN.is_bare_under(self.pen) {
            self.style(Look::PLAIN);
        }
        self.out.extend(b"\x1b[K");
    }

    /// Ends the packet: the plain style, the text cursor, the end of the synchronized update.
    pub(super) fn finish(mut self, was: Option<Position>, caret: Option<Position>) {
        if self.pen != Look::PLAIN {
            self.style(Look::PLAIN);
        }
        match caret {
            Some(caret) => {
                // Painting moved it, unless nothing was painted.
                if self.has_moved || was != Some(caret) {
                    self.go(usize::from(caret.x), caret.y, &[]);
                }
                if was.is_none() {
                    self.out.extend(b"\x1b[?25h");
                }
            }
            None if was.is_some() => {
                self.begin();
                self.out.extend(b"\x1b[?25l");
            }
            None => {}
        }
        if self.has_begun && self.options.is_synchronized {
            self.out.extend(b"\x1b[?2026l");
        }
    }

    /// Turns a style on, from plain or from the one that is on, whichever is shorter.
    fn style(&mut self, look: Look) {
        if self.pen == look {
            return;
        }
        let [mut fresh, mut change] = std::mem::take(&mut self.ways);
        fresh.clear();
        change.clear();
        if look != Look::PLAIN {
            // An empty parameter is 0.
            fresh.push(b';');
        }
        differ(Look::PLAIN, look, &mut fresh);
        differ(self.pen, look, &mut change);
        let shorter = if change.len() < fresh.len() {
            &change
        } else {
            &fresh
        };
        let params = shorter.strip_suffix(b";").unwrap_or(shorter);
        self.out.extend(b"\x1b[");
        self.out.extend(params);
        self.out.push(b'm');
        self.pen = look;
        self.ways = [fresh, change];
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // A vector takes everything.
        let _ = self.out.write_fmt(text);
    }
}

/// Moves within a line.
fn across(from: usize, to: usize, way: &mut Vec<u8>) {
    let (distance, last) = (from.abs_diff(to), if to > from { 'C' } else { 'D' });
    let _ = match distance {
        0 => Ok(()),
        1 => write!(way, "\x1b[{last}"),
        _ => write!(way, "\x1b[{distance}{last}"),
    };
}

/// Whether a symbol may go out as it is.
fn is_fit(symbol: &str, width: usize, charset: Charset) -> bool {
    let is_safe = match symbol.as_bytes() {
        [] => false,
        [byte] => !byte.is_ascii_control(),
        _ => {
            !symbol.contains(char::is_control) && ratatui::buffer::CellWidth::cell_width(symbol) > 0
        }
    };
    is_safe && width > 0 && (charset == Charset::Utf8 || symbol.is_ascii())
}

/// Whether terminals disagree about a symbol's width: sequences and pictographs.
fn is_disputed(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let first = chars.next();
    symbol.len() > 1 && (chars.next().is_some() || first.is_some_and(|c| c >= '\u{1f000}'))
}

/// RFC 4648, with padding.
pub(super) fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, i| {
            bits << 8 | usize::from(group.get(i).copied().unwrap_or(0))
        });
        for i in 0..4 {
            let digit = DIGITS
                .get(bits >> (18 - 6 * i) & 63)
                .filter(|_| i <= group.len());
            out.push(digit.copied().unwrap_or(b'='));
        }
    }
}
