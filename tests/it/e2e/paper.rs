//! A display that is a buffer: what the terminal would show, as text.

use covage_tui::app::state::AppState;
use covage_tui::runtime::display::{Display, Drawn, area};
use covage_tui::ui::glyphs::Glyphs;
use covage_tui::ui::root::{Look, draw};
use covage_tui::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

/// The last frame, and how many there were.
#[derive(Debug)]
pub(super) struct Paper {
    buffer: Buffer,
    size: Size,
    pub(super) frames: u64,
    /// What was copied last.
    pub(super) copied: String,
}

impl Paper {
    /// An empty sheet of so many columns and rows.
    pub(super) fn new(width: u16, height: u16) -> Self {
        let size = Size::new(width, height);
        Self {
            buffer: Buffer::empty(area(size)),
            size,
            frames: 0,
            copied: String::new(),
        }
    }

    /// The rows of the last frame, without blanks at their ends.
    pub(super) fn rows(&self) -> Vec<String> {
        let width = usize::from(self.size.width);
        let rows = self.buffer.content().chunks(width);
        rows.map(|cells| {
            let row: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
            row.trim_end().to_owned()
        })
        .collect()
    }
}

impl Display for Paper {
    fn size(&self) -> Size {
        self.size
    }

    fn can_draw(&self) -> bool {
        true
    }

    fn glyphs(&self) -> &'static Glyphs {
        Glyphs::UNICODE
    }

    fn draw(&mut self, state: &AppState) -> Drawn {
        let look = Look {
            theme: Theme::DEFAULT,
            glyphs: self.glyphs(),
        };
        self.buffer = Buffer::empty(area(self.size));
        draw(&mut self.buffer, state, look);
        self.frames += 1;
        Drawn::Same
    }

    fn resized(&mut self) {}

    fn repaint(&mut self) {}

    fn copy(&mut self, text: &str) {
        text.clone_into(&mut self.copied);
    }

    fn reenter(&mut self) {}
}
