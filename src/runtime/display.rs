//! Where frames go: the terminal in the product, a buffer in the tests.
//!
//! A display draws and says whether it could; it never decides when.

use ratatui::layout::{Rect, Size};

use super::screen::{Options, Screen};
use super::terminal::Terminal;
use super::writer::{FrameId, Writer};
use crate::app::state::AppState;
use crate::ui::glyphs::Glyphs;
use crate::ui::root::{Look, draw};

/// What became of a frame that was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Not a byte of it differs: it is what the terminal shows.
    Same,
    /// It was handed to the writer under this name.
    Handed(FrameId),
    /// It went nowhere; the next one draws every cell.
    Lost,
}

/// Takes frames.
pub trait Display {
    /// Cells there are.
    fn size(&self) -> Size;

    /// Whether the last frame is out of the way.
    fn can_draw(&self) -> bool;

    /// The characters it draws with.
    fn glyphs(&self) -> &'static Glyphs;

    /// Draws the state.
    fn draw(&mut self, state: &AppState) -> Drawn;

    /// The size may differ.
    fn resized(&mut self);

    /// The next frame draws every cell.
    fn repaint(&mut self);

    /// The next frame puts a text on the terminal's clipboard.
    fn copy(&mut self, text: &str);

    /// The terminal was given away and is back: the next frame enters it again.
    fn reenter(&mut self);
}

/// The terminal.
#[derive(Debug)]
pub struct Tty {
    terminal: Terminal,
    screen: Screen,
    writer: Writer,
    look: Look,
}

impl Tty {
    /// A display on a terminal that was taken.
    pub fn new(terminal: Terminal, writer: Writer, look: Look, options: Options) -> Self {
        let screen = Screen::new(terminal.size(), terminal.modes(), options);
        Self {
            terminal,
            screen,
            writer,
            look,
        }
    }
}

impl Display for Tty {
    fn size(&self) -> Size {
        self.screen.size()
    }

    fn can_draw(&self) -> bool {
        self.writer.can_draw()
    }

    fn glyphs(&self) -> &'static Glyphs {
        self.look.glyphs
    }

    fn draw(&mut self, state: &AppState) -> Drawn {
        let look = self.look;
        let packet = self.screen.draw(self.writer.spare(), |frame| {
            draw(frame.buffer_mut(), state, look);
        });
        let Some(packet) = packet else {
            return Drawn::Same;
        };
        if let Ok(id) = self.writer.submit(packet) {
            Drawn::Handed(id)
        } else {
            // The slot was free a moment ago and nobody else fills it; were it not, a repaint makes the screen true.
            self.screen.repaint();
            Drawn::Lost
        }
    }

    fn resized(&mut self) {
        self.screen.resize(self.terminal.size());
    }

    fn repaint(&mut self) {
        self.screen.repaint();
    }

    fn copy(&mut self, text: &str) {
        self.screen.copy(text);
    }

    fn reenter(&mut self) {
        self.resized();
        self.screen.enter();
    }
}

/// The area of a display.
pub fn area(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}
