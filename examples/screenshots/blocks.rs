//! Lines, blocks and the marks of the timeline as shapes, so that they join and fill whatever the font.

use crate::grid::Cell;
use crate::palette::Rgb;
use crate::picture::{Block, Metrics, Shape};

/// Thickness of a light line.
const LINE: f32 = 1.0;

/// The shapes of a cell whose corner is at `(x, y)`; none when it holds a letter for the font.
///
/// # Errors
/// A box line that nobody has drawn yet.
pub(crate) fn shapes(
    cell: &Cell,
    (x, y): (f32, f32),
    metrics: &Metrics,
) -> Result<Vec<Shape>, String> {
    let mut chars = cell.symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return Ok(Vec::new());
    };
    let rect = |(left, top): (f32, f32), (right, bottom): (f32, f32), fill: Rgb| {
        Shape::Block(Block {
            at: (x + left, y + top),
            size: (right - left, bottom - top),
            fill,
        })
    };
    let (width, height) = metrics.cell;
    let (ink, middle) = (cell.ink, metrics.middle);
    // Radius and line in hundredths of the width, so that marks have the same look in every size.
    let circle = |radius: f32, line: Option<f32>| Shape::Circle {
        centre: (x + middle.0 + LINE / 2.0, y + middle.1 + LINE / 2.0),
        radius: radius * width / 100.0,
        line: line.map(|line| line * width / 100.0),
        ink,
    };
    let code = u32::from(c);
    Ok(match c {
        '\u{2500}'..='\u{257f}' => {
            let [up, right, down, left] = arms(c)
                .ok_or_else(|| format!("no lines for {c} in examples/screenshots/blocks.rs"))?;
            let (from, to) = (middle, (middle.0 + LINE, middle.1 + LINE));
            let mut lines = Vec::new();
            if left || right {
                let ends = (
                    if left { 0.0 } else { from.0 },
                    if right { width } else { to.0 },
                );
                lines.push(rect((ends.0, from.1), (ends.1, to.1), ink));
            }
            if up || down {
                let ends = (
                    if up { 0.0 } else { from.1 },
                    if down { height } else { to.1 },
                );
                lines.push(rect((from.0, ends.0), (to.0, ends.1), ink));
            }
            lines
        }
        '▀' => vec![rect((0.0, 0.0), (width, height / 2.0), ink)],
        '▁'..='█' => {
            let top = height - height * eighths(code - 0x2580);
            vec![rect((0.0, top), (width, height), ink)]
        }
        '▉'..='▏' => vec![rect(
            (0.0, 0.0),
            (width * eighths(0x2590 - code), height),
            ink,
        )],
        '▐' => vec![rect((width / 2.0, 0.0), (width, height), ink)],
        '░' | '▒' | '▓' => {
            let shade = ink.over(cell.ground, 2.0 * eighths(code - 0x2590));
            vec![rect((0.0, 0.0), (width, height), shade)]
        }
        '●' => vec![circle(40.0, None)],
        '○' => vec![circle(34.0, Some(11.0))],
        '◉' => vec![circle(42.0, Some(11.0)), circle(23.0, None)],
        _ => Vec::new(),
    })
}

/// Which of up, right, down and left a light line goes to.
fn arms(c: char) -> Option<[bool; 4]> {
    let arms = match c {
        '─' => "rl",
        '│' => "ud",
        '┌' => "rd",
        '┐' => "dl",
        '└' => "ur",
        '┘' => "ul",
        '├' => "urd",
        '┤' => "udl",
        '┬' => "rdl",
        '┴' => "url",
        '┼' => "urdl",
        '╴' => "l",
        '╵' => "u",
        '╶' => "r",
        '╷' => "d",
        _ => return None,
    };
    Some(['u', 'r', 'd', 'l'].map(|arm| arms.contains(arm)))
}

fn eighths(count: u32) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(8)) / 8.0
}
