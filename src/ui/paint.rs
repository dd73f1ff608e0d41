//! The last gate before the screen: the only module that writes text into cells.
//!
//! The raw setters of the terminal library let escape, bidirectional and zero-width characters through; they are banned
//! everywhere else by lint. Here every character is asked once more whether it may be drawn, whatever type it came
//! from, and its width is the renderer's own.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthChar;

use crate::domain::fold::fold;
use crate::domain::text::is_drawable;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::{Overlay, Role, Theme};

/// Text of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// What it means.
    pub role: Role,
}

/// A line of pieces.
pub type Pieces<'a> = Vec<Piece<'a>>;

/// Text with a role.
pub fn piece<'a>(text: impl Into<Cow<'a, str>>, role: Role) -> Piece<'a> {
    Piece {
        text: text.into(),
        role,
    }
}

/// Columns a text takes; combining marks take none.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char_width).sum()
    }
}

/// Columns a text takes as it would be drawn: plain ASCII may need more than one letter for one.
pub fn columns(text: &str, glyphs: &Glyphs) -> usize {
    width(&Painter::safe(text, glyphs))
}

/// Text in exactly `columns` columns: cut with an ellipsis or filled with blanks. The formatter of the standard library
/// counts characters, which is wrong for every wide or combining one.
pub fn fit(text: &str, columns: usize) -> String {
    let needed = width(text);
    if needed <= columns {
        return format!("{text}{}", " ".repeat(columns - needed));
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        if used + char_width(c) >= columns {
            break;
        }
        used += char_width(c);
        out.push(c);
    }
    if columns > 0 {
        out.push('…');
        used += 1;
    }
    out + &" ".repeat(columns - used)
}

/// Box drawing: it is looked at and not read.
fn is_line(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257f}')
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Draws into a buffer with a theme and a set of glyphs.
#[derive(Debug)]
pub struct Painter<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    /// The characters for lines and marks.
    pub glyphs: &'static Glyphs,
}

impl<'a> Painter<'a> {
    /// A painter for one frame.
    pub fn new(buffer: &'a mut Buffer, theme: Theme, glyphs: &'static Glyphs) -> Self {
        Self {
            buffer,
            theme,
            glyphs,
        }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes `text` from column `x` of row `y` into at most `room` columns, cut with an ellipsis; returns the columns
    /// used. Nothing outside the buffer is touched.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that may: each character is asked"
    )]
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        let (style, lines) = (self.theme.style(role), self.theme.line(role));
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let room = room.min(area.right() - x);
        let text = Self::safe(text, self.glyphs);
        let is_cut = width(&text) > usize::from(room);
        let limit = room - u16::from(is_cut && room > 0);
        let mut used = 0;
        let mut symbol = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let columns = to_columns(char_width(c));
            if columns == 0 {
                continue;
            }
            if used + columns > limit {
                break;
            }
            symbol.clear();
            symbol.push(c);
            while let Some(mark) = chars.next_if(|next| char_width(*next) == 0) {
                symbol.push(mark);
            }
            // Styles add up in a cell: what was drawn below must not shine through.
            self.buffer[(x + used, y)].reset();
            self.buffer[(x + used, y)]
                .set_symbol(&symbol)
                .set_style(if is_line(c) { lines } else { style });
            for covered in 1..columns {
                self.buffer[(x + used + covered, y)].reset();
                self.buffer[(x + used + covered, y)].set_style(style);
            }
            used += columns;
        }
        if is_cut && room > 0 {
            // A wide character may leave a gap before the ellipsis.
            while used + 1 < room {
                self.buffer[(x + used, y)].reset();
                self.buffer[(x + used, y)].set_style(style);
                used += 1;
            }
            self.buffer[(x + used, y)].reset();
            self.buffer[(x + used, y)]
                .set_symbol(self.glyphs.cut)
                .set_style(style);
            used += 1;
        }
        used
    }

    /// Writes `text` so that it ends at the right edge of `room` columns from `x`.
    pub fn put_right(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) {
        let used = to_columns(width(text)).min(room);
        self.put(x + (room - used), y, used, text, role);
    }

    /// Writes pieces one after the other; returns the columns used.
    pub fn put_pieces(&mut self, x: u16, y: u16, room: u16, pieces: &[Piece<'_>]) -> u16 {
        let mut used = 0;
        let mut rest = pieces
            .iter()
            .filter(|piece| !piece.text.is_empty())
            .peekable();
        while let Some(piece) = rest.next() {
            let left = room - used;
            if rest.peek().is_some() && self.columns(&piece.text) == usize::from(left) {
                // It would just fit, but what follows is cut off, and that must show.
                let text = format!("{} ", piece.text);
                return used + self.put(x + used, y, left, &text, piece.role);
            }
            used += self.put(x + used, y, left, &piece.text, piece.role);
            if used >= room {
                break;
            }
        }
        used
    }

    /// Columns a text takes as it would be drawn.
    pub fn columns(&self, text: &str) -> usize {
        columns(text, self.glyphs)
    }

    /// Repeats a glyph over a row.
    pub fn rule(&mut self, x: u16, y: u16, room: u16, role: Role) {
        let line = self.glyphs.horizontal.repeat(usize::from(room));
        self.put(x, y, room, &line, role);
    }

    /// A vertical line.
    pub fn bar(&mut self, x: u16, top: u16, height: u16, role: Role) {
        let glyph = self.glyphs.vertical;
        for y in top..top.saturating_add(height) {
            self.put(x, y, 1, glyph, role);
        }
    }

    /// Lays the cursor row's style over a row.
    pub fn mark_cursor_row(&mut self, row: Rect) {
        self.buffer.set_style(row, self.theme.cursor_row());
    }

    /// Lays the style of a fresh change over some cells.
    pub fn mark_changed(&mut self, cells: Rect) {
        self.buffer.set_style(cells, self.theme.changed_cell());
    }

    /// Lays a style over some cells.
    pub fn overlay(&mut self, cells: Rect, overlay: Overlay) {
        self.buffer.set_style(cells, self.theme.overlay(overlay));
    }

    /// Shows the caret of a text field.
    pub fn caret(&mut self, x: u16, y: u16) {
        self.buffer.set_style(
            Rect::new(x, y, 1, 1).intersection(self.buffer.area),
            self.theme.caret(),
        );
    }

    /// Empties an area, for what lies over the panes.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            // A wide character that straddles the edge would be torn: blank its other half.
            if area.left() > 0 && width(self.buffer[(area.left() - 1, y)].symbol()) > 1 {
                self.buffer[(area.left() - 1, y)].reset();
            }
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    fn safe<'t>(text: &'t str, glyphs: &Glyphs) -> Cow<'t, str> {
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Cow::Borrowed(text);
        }
        if glyphs.is_ascii {
            let ascii = |c: char| match c {
                ' '..='~' => Cow::Owned(c.to_string()),
                '…' => Cow::Borrowed(glyphs.cut),
                '⏎' => Cow::Borrowed("/"),
                '↑' => Cow::Borrowed(glyphs.ascending),
                '↓' => Cow::Borrowed(glyphs.descending),
                _ => {
                    let upper = c.is_uppercase();
                    let folded = fold(c.encode_utf8(&mut [0; 4]));
                    if folded.is_empty() || !folded.bytes().all(|byte| matches!(byte, b' '..=b'~'))
                    {
                        Cow::Borrowed("?")
                    } else if upper {
                        Cow::Owned(folded.to_ascii_uppercase())
                    } else {
                        Cow::Owned(folded)
                    }
                }
            };
            return Cow::Owned(text.chars().map(ascii).collect());
        }
        if text.chars().all(is_drawable) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(
            text.chars()
                .map(|c| if is_drawable(c) { c } else { '\u{FFFD}' })
                .collect(),
        )
    }
}

/// Breaks text at spaces so that each line fits `columns`; a word longer than a line is broken where it must.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + width(word.trim_end()) > columns {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let columns_of = width(c.encode_utf8(&mut [0; 4]));
            if used + columns_of > columns.max(1) {
                lines.push(String::new());
                used = 0;
                if c == ' ' {
                    continue;
                }
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += columns_of;
        }
    }
    lines
}

/// Columns as the screen counts them; a text wider than any screen counts as the widest one.
pub fn to_columns(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn painted(columns: u16, text: &str, glyphs: &'static Glyphs) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
        Painter::new(&mut buffer, Theme::MONO, glyphs).put(0, 0, columns, text, Role::Text);
        buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn text_that_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(painted(8, "KING JOUET", Glyphs::UNICODE), "KING JO…");
        assert_eq!(painted(10, "KING JOUET", Glyphs::UNICODE), "KING JOUET");
    }

    #[test]
    fn raw_controls_never_reach_a_cell_even_without_the_text_type() {
        assert_eq!(
            painted(6, "a\u{1b}[2J\u{202E}", Glyphs::UNICODE)
                .chars()
                .next(),
            Some('a')
        );
        assert!(
            !painted(20, "a\u{1b}[2J\u{202E}\u{9b}", Glyphs::UNICODE)
                .chars()
                .any(|c| !is_drawable(c))
        );
    }

    #[test]
    fn ascii_mode_spells_accents_out() {
        assert_eq!(painted(12, "Évry Œuvre 東", Glyphs::ASCII), "Evry OEuvre.");
    }

    #[test]
    fn pieces_that_are_left_out_leave_an_ellipsis() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        Painter::new(&mut buffer, Theme::MONO, Glyphs::UNICODE).put_pieces(
            0,
            0,
            6,
            &[piece("abcdef", Role::Text), piece("g", Role::Text)],
        );
        let drawn: String = buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(drawn, "abcde…");
    }

    proptest! {
        #[test]
        fn a_text_that_is_fitted_takes_exactly_its_columns(text in "(?s:.{0,30})", columns in 0_usize..40) {
            prop_assert_eq!(width(&fit(&text, columns)), columns);
        }

        #[test]
        fn the_widths_of_a_row_add_up_to_the_row(text in "(?s:.{0,40})", columns in 1_u16..30) {
            let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
            let used = Painter::new(&mut buffer, Theme::MONO, Glyphs::UNICODE).put(0, 0, columns, &text, Role::Text);
            prop_assert!(used <= columns);
            let mut column = 0;
            while column < columns {
                column += to_columns(width(buffer[(column, 0)].symbol()).max(1));
            }
            prop_assert_eq!(column, columns);
        }

        #[test]
        fn ascii_mode_draws_nothing_above_0x7f(text in "(?s:.{0,40})") {
            prop_assert!(painted(30, &text, Glyphs::ASCII).is_ascii());
        }
    }

    #[test]
    fn text_breaks_at_spaces_and_no_line_begins_with_one() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("東京都", 4), ["東京", "都"]);
    }

    proptest! {
        #[test]
        fn every_line_fits_and_no_letter_is_lost(text in "[a-z东é ]{0,60}", columns in 2_usize..20) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line.trim_end()) <= columns));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
