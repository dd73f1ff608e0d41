//! What the terminal shows, and the fewest bytes that make it show the next frame.
//!
//! A frame is drawn by ratatui into its buffer; of ratatui's own backends nothing is used, since
//! they address every gap and restyle every run. Here a frame becomes one [`Packet`]: an optional
//! scroll, then the changed cells inside synchronized output. If nothing changed there is no
//! packet at all.
//!
//! Invariants:
//! - `shown` is what the terminal shows once every packet so far is written. That holds because a
//!   packet is written whole or the next one repaints everything (`super::writer`).
//! - A packet stands alone: it assumes nothing of the cursor and leaves the plain style behind,
//!   so that a stray message on the terminal damages no more than the cells it overwrites.
//! - The last wall against control characters: a symbol with one is replaced here, whatever
//!   `domain::text` let through.
//!
//! Never: a question to the terminal, a write, a look at the application's state.

mod emit;
mod scroll;
mod style;

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, Terminal as Ratatui};

use self::emit::Emitter;
use self::style::Look;
use super::terminal::Modes;
use super::writer::Packet;

/// A tail of blanks shorter than this is cheaper to write than to erase: `CSI K` has 3 bytes.
const ERASE_FROM: usize = 4;

/// Stands in `shown` for the cells that a wide character covers.
const COVERED: Cell = Cell::new("");

/// How frames are put into bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which colours are written.
    pub colours: Colours,
    /// Which characters are written.
    pub charset: Charset,
    /// Bracket each frame with mode 2026; terminals that do not know it ignore it.
    pub is_synchronized: bool,
    /// Move lines with a scroll region. Off for `TERM=linux`, which lacks `CSI S` and `CSI T`.
    pub can_scroll: bool,
}

/// Which colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Those of the theme.
    Theme,
    /// None, modifiers only: for `NO_COLOR` and `--color never`.
    Off,
}

/// Which characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// All.
    Utf8,
    /// Every byte below 0x80, anything else becomes `?`: for terminals that are not UTF-8.
    Ascii,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            colours: Colours::Theme,
            charset: Charset::Utf8,
            is_synchronized: true,
            can_scroll: true,
        }
    }
}

impl Options {
    /// What the environment says: `NO_COLOR`, `LC_ALL` over `LC_CTYPE` over `LANG`, `TERM`.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(variable);
        let is_utf8 = locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        Self {
            colours: match variable("NO_COLOR") {
                Some(_) => Colours::Off,
                None => Colours::Theme,
            },
            charset: if is_utf8 {
                Charset::Utf8
            } else {
                Charset::Ascii
            },
            is_synchronized: true,
            can_scroll: variable("TERM").is_none_or(|term| !term.starts_with("linux")),
        }
    }
}

/// The screen; owned by the loop.
#[derive(Debug)]
pub struct Screen {
    terminal: Ratatui<Canvas>,
    shown: Buffer,
    caret: Option<Position>,
    start: Start,
    options: Options,
    modes: Modes,
    extras: Vec<u8>,
}

/// What the next frame can build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    /// The terminal shows `shown`.
    Known,
    /// The terminal shows anything: clear it.
    Unknown,
    /// The terminal is not entered: set the modes, then clear it.
    Outside,
}

impl Screen {
    /// A screen of this size; its first frame enters the terminal.
    pub fn new(size: Size, modes: Modes, options: Options) -> Self {
        let Ok(terminal) = Ratatui::new(Canvas { size, caret: None });
        Self {
            terminal,
            shown: Buffer::empty(Rect::from((Position::ORIGIN, size))),
            caret: None,
            start: Start::Outside,
            options,
            modes,
            extras: Vec::new(),
        }
    }

    /// Size in cells.
    pub fn size(&self) -> Size {
        self.terminal.backend().size
    }

    /// The terminal was given a size; the next frame repaints everything. Even where it is the size it had before: a
    /// terminal that was smaller in between has lost cells, and only the last of several changes is heard of.
    pub fn resize(&mut self, size: Size) {
        self.terminal.backend_mut().size = size;
        self.repaint();
    }

    /// The next frame repaints everything: for the key that says the screen is garbled.
    pub fn repaint(&mut self) {
        self.start = self.start.max(Start::Unknown);
    }

    /// The next frame enters the terminal and repaints everything: after a stop, after a helper
    /// had the terminal, after a frame was dropped.
    pub fn enter(&mut self) {
        self.start = Start::Outside;
    }

    /// Rings with the next packet.
    pub fn bell(&mut self) {
        self.extras.push(0x07);
    }

    /// Puts a text on the terminal's clipboard with the next packet (OSC 52; write only, there is
    /// no acknowledgement). The text goes out in base 64, so it can be anything; how long it may
    /// be is the core's business (`app::copy::COPY_LIMIT`).
    pub fn copy(&mut self, text: &str) {
        self.extras.extend(b"\x1b]52;c;");
        emit::base64(text.as_bytes(), &mut self.extras);
        self.extras.push(0x07);
    }

    /// Draws a frame; `None` when the terminal shows it already. `bytes` is the buffer to use.
    ///
    /// Call it only while the writer can take the packet: `shown` counts it as written.
    pub fn draw(
        &mut self,
        mut bytes: Vec<u8>,
        render: impl FnOnce(&mut Frame<'_>),
    ) -> Option<Packet> {
        bytes.clear();
        let start = std::mem::replace(&mut self.start, Start::Known);
        if start == Start::Outside {
            bytes.extend(self.modes.enter());
            self.caret = None;
        }
        let (shown, options) = (&mut self.shown, self.options);
        let mut emitter = Emitter::new(&mut bytes, options);
        let Ok(_) = self.terminal.draw(|frame| {
            render(frame);
            let next = frame.buffer_mut();
            if start > Start::Known {
                emitter.begin();
                emitter.clear();
                *shown = Buffer::empty(next.area);
            }
            paint(next, shown, &mut emitter);
        });
        let caret = self.terminal.backend().caret;
        emitter.finish(self.caret, caret);
        self.caret = caret;
        bytes.append(&mut self.extras);
        (!bytes.is_empty()).then_some(Packet {
            bytes,
            enters: start == Start::Outside,
        })
    }
}

/// Makes `shown` equal to `next`, and the terminal with it.
fn paint(next: &Buffer, shown: &mut Buffer, emitter: &mut Emitter<'_>) {
    let width = usize::from(next.area.width);
    if width == 0 || next.area.height == 0 {
        return;
    }
    let is_changed = |(new, old): (&[Cell], &[Cell])| !emitter.is_row_same(new, old);
    let mut changed: Vec<bool> = next
        .content
        .chunks(width)
        .zip(shown.content.chunks(width))
        .map(is_changed)
        .collect();
    if emitter.options().can_scroll
        && let Some(scroll) = scroll::find(next, shown, &changed, emitter)
    {
        emitter.scroll(scroll.top, scroll.bottom, scroll.up);
        scroll.apply(shown);
        for (y, flag) in changed.iter_mut().enumerate() {
            if (scroll.top..=scroll.bottom).contains(&y) {
                *flag = !scroll.right.contains(&y);
            }
        }
    }
    let rows = next
        .content
        .chunks(width)
        .zip(shown.content.chunks_mut(width));
    for (y, (new, old)) in (0..).zip(rows) {
        if changed.get(usize::from(y)).copied().unwrap_or(true) {
            paint_row(y, new, old, emitter);
        }
    }
}

fn paint_row(y: u16, next: &[Cell], shown: &mut [Cell], emitter: &mut Emitter<'_>) {
    let tail = next.len() - next.iter().rev().take_while(|cell| is_blank(cell)).count();
    let mut x = 0;
    while let Some(cell) = next.get(x) {
        let width = width(cell).min(next.len() - x);
        if emitter.is_shown(next, shown, x) {
            x += width;
            continue;
        }
        if x >= tail {
            let last = (x..next.len())
                .rev()
                .find(|&i| !emitter.is_shown(next, shown, i));
            if last.is_some_and(|last| last - x + 1 >= ERASE_FROM) {
                emitter.go(x, y, next);
                emitter.erase_line();
                for (old, new) in shown.iter_mut().zip(next).skip(x) {
                    old.clone_from(new);
                }
                return;
            }
        }
        emitter.go(x, y, next);
        emitter.put(cell, width, next.len());
        if let Some(old) = shown.get_mut(x) {
            old.clone_from(cell);
        }
        for covered in shown.iter_mut().skip(x + 1).take(width - 1) {
            *covered = COVERED;
        }
        x += width;
    }
}

/// A cell that an erased one cannot be told from.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell, Colours::Theme) == Look::PLAIN
}

/// Columns the symbol takes; one source for the whole program, ratatui's.
fn width(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 {
        // ratatui's own width asserts that this is no control character; here it may be one.
        return 1;
    }
    usize::from(symbol.cell_width()).max(1)
}

/// The backend that ratatui believes in: it has a size and remembers the cursor.
#[derive(Debug)]
struct Canvas {
    size: Size,
    caret: Option<Position>,
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, _content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // The iterator is lazy: ratatui's diff, unused, is never computed.
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.caret = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.caret.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.caret = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear_region(&mut self, _region: ClearType) -> Result<(), Infallible> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
