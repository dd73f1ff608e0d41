//! A picture as SVG. Every letter has its own place, so that the columns stand whatever font there is.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::palette::Rgb;
use crate::picture::{Block, CORNER, Picture, Run, Shape};

const FONTS: &str = "DejaVu Sans Mono, Menlo, Consolas, monospace";

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The whole file.
pub(crate) fn draw(picture: &Picture, title: &str) -> String {
    let mut out = String::new();
    // A string takes everything.
    let _ = write(&mut out, picture, title);
    out
}

fn write(out: &mut String, picture: &Picture, title: &str) -> fmt::Result {
    let (width, height) = picture.size;
    let (ground, edge) = picture.window;
    let size = picture.metrics.font_size;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"{FONTS}\" font-size=\"{size}\" xml:space=\"preserve\">"
    )?;
    writeln!(out, "<title>{}</title>", escaped(title))?;
    writeln!(
        out,
        "<rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"{CORNER}\" fill=\"{ground}\" stroke=\"{edge}\"/>",
        width - 1.0,
        height - 1.0
    )?;
    shapes(out, &picture.shapes)?;
    texts(out, &picture.runs)?;
    out.push_str("</svg>\n");
    Ok(())
}

/// Neighbours of one colour share a path; their order is kept, for they may overlap.
fn shapes(out: &mut String, shapes: &[Shape]) -> fmt::Result {
    let mut open = None;
    for shape in shapes {
        match *shape {
            Shape::Block(Block {
                at: (x, y),
                size: (width, height),
                fill,
            }) => {
                if open != Some(fill) {
                    close(out, open);
                    write!(out, "<path fill=\"{fill}\" d=\"")?;
                    open = Some(fill);
                }
                write!(out, "M{x} {y}h{width}v{height}h-{width}z")?;
            }
            Shape::Circle {
                centre: (x, y),
                radius,
                line,
                ink,
            } => {
                close(out, open.take());
                write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" ")?;
                match line {
                    Some(line) => writeln!(
                        out,
                        "fill=\"none\" stroke=\"{ink}\" stroke-width=\"{line}\"/>"
                    )?,
                    None => writeln!(out, "fill=\"{ink}\"/>")?,
                }
            }
        }
    }
    close(out, open);
    Ok(())
}

fn close(out: &mut String, open: Option<Rgb>) {
    if open.is_some() {
        out.push_str("\"/>\n");
    }
}

/// The runs, gathered by style.
fn texts(out: &mut String, runs: &[Run]) -> fmt::Result {
    let mut styles: BTreeMap<(bool, Rgb), Vec<&Run>> = BTreeMap::new();
    for run in runs {
        let (ink, is_bold) = run.style;
        styles.entry((is_bold, ink)).or_default().push(run);
    }
    for ((is_bold, ink), runs) in styles {
        let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
        writeln!(out, "<g fill=\"{ink}\"{weight}>")?;
        for run in runs {
            text(out, run)?;
        }
        out.push_str("</g>\n");
    }
    Ok(())
}

fn text(out: &mut String, run: &Run) -> fmt::Result {
    let mut places = String::new();
    for (x, symbol) in &run.letters {
        // A combining mark counts as well, and is where its letter is.
        for _ in symbol.chars() {
            write!(places, "{x} ")?;
        }
    }
    let letters: String = run
        .letters
        .iter()
        .map(|(_, symbol)| symbol.as_str())
        .collect();
    writeln!(
        out,
        "<text x=\"{}\" y=\"{}\">{}</text>",
        places.trim_end(),
        run.y,
        escaped(&letters)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
