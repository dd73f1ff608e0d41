//! Styles as SGR parameters: the shortest list that turns one into another.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::Colours;

/// Modifiers that show on a space.
const VISIBLE_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// SGR code that sets each modifier, and the one that unsets it.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// A style as the terminal knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Look {
    /// What `CSI m` sets.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The style of a cell, as far as one can see it: of a space only what shows on a space.
    pub(super) fn of(cell: &Cell, colours: Colours) -> Self {
        let is_bare = cell.symbol() == " " && !cell.modifier.intersects(VISIBLE_ON_BLANK);
        Self {
            fg: if colours == Colours::Theme && !is_bare {
                cell.fg
            } else {
                Color::Reset
            },
            bg: if colours == Colours::Theme {
                cell.bg
            } else {
                Color::Reset
            },
            modifier: if is_bare {
                Modifier::empty()
            } else {
                cell.modifier
            },
        }
    }

    /// Whether a space that should look like this does so under `pen`.
    pub(super) fn is_bare_under(self, pen: Self) -> bool {
        self.modifier.is_empty()
            && self.fg == Color::Reset
            && self.bg == pen.bg
            && !pen.modifier.intersects(VISIBLE_ON_BLANK)
    }
}

/// The parameters that turn one style into another, each followed by a semicolon.
pub(super) fn differ(from: Look, to: Look, way: &mut Vec<u8>) {
    let mut have = from.modifier;
    for (modifier, _, off) in MODIFIERS {
        if have.contains(modifier) && !to.modifier.contains(modifier) {
            let _ = write!(way, "{off};");
            // One code may unset two.
            for (twin, _, _) in MODIFIERS.iter().filter(|(_, _, code)| *code == off) {
                have.remove(*twin);
            }
        }
    }
    for (modifier, on, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !have.contains(modifier) {
            let _ = write!(way, "{on};");
        }
    }
    if from.fg != to.fg {
        colour(to.fg, 30, way);
    }
    if from.bg != to.bg {
        colour(to.bg, 40, way);
    }
}

/// The parameters of a colour; `base` is 30 for text and 40 for the background. The 16 named
/// colours keep their short codes, so that the palette of the terminal's owner rules.
fn colour(colour: Color, base: u8, way: &mut Vec<u8>) {
    let code = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(index) => {
            let _ = write!(way, "{};5;{index};", base + 8);
            return;
        }
        Color::Rgb(r, g, b) => {
            let _ = write!(way, "{};2;{r};{g};{b};", base + 8);
            return;
        }
    };
    let _ = write!(way, "{code};");
}
