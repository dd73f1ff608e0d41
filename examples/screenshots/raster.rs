//! A picture as PNG, at twice its size for sharp screens.

mod png;

use std::collections::BTreeSet;
use std::path::Path;

use tiny_skia::{
    Color, FillRule, Paint, Path as Outline, PathBuilder, Pixmap, Rect, Stroke, Transform,
};
use ttf_parser::{Face, OutlineBuilder};

use crate::palette::Rgb;
use crate::picture::{Block, CORNER, Metrics, Picture, Run, Shape};

const SCALE: f32 = 2.0;

/// The two weights of the font, as files.
#[derive(Debug)]
pub(crate) struct Fonts {
    regular: Vec<u8>,
    bold: Vec<u8>,
}

impl Fonts {
    /// Reads them.
    pub(crate) fn read(place: &Path) -> Result<Self, String> {
        let file = |name: &str| {
            let path = place.join(name);
            std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        Ok(Self {
            regular: file("DejaVuSansMono.ttf")?,
            bold: file("DejaVuSansMono-Bold.ttf")?,
        })
    }

    fn faces(&self) -> Result<(Face<'_>, Face<'_>), String> {
        let face = |data| Face::parse(data, 0).map_err(|error| error.to_string());
        Ok((face(&self.regular)?, face(&self.bold)?))
    }
}

/// The whole file.
pub(crate) fn draw(picture: &Picture, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let (width, height) = picture.size;
    let mut canvas = Canvas::new(width, height)?;
    canvas.window(picture);
    for shape in &picture.shapes {
        canvas.shape(shape);
    }
    let (regular, bold) = fonts.faces()?;
    for run in &picture.runs {
        let (ink, is_bold) = run.style;
        let face = if is_bold { &bold } else { &regular };
        canvas.run(run, face, ink, &picture.metrics)?;
    }
    png::encode(&canvas.pixels, &needed(picture))
}

/// The inks, and some shades of each for the edges of letters: what is rare must not turn grey.
fn needed(picture: &Picture) -> BTreeSet<Rgb> {
    let (ground, _) = picture.window;
    let inks = picture.runs.iter().map(|run| run.style.0);
    inks.flat_map(|ink| [1.0, 0.75, 0.5, 0.25].map(|share| ink.over(ground, share)))
        .collect()
}

struct Canvas {
    pixels: Pixmap,
    scale: Transform,
}

impl Canvas {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a picture has a few thousand pixels, in whole numbers"
    )]
    fn new(width: f32, height: f32) -> Result<Self, String> {
        let pixels = Pixmap::new((width * SCALE) as u32, (height * SCALE) as u32);
        Ok(Self {
            pixels: pixels.ok_or("a picture of no size")?,
            scale: Transform::from_scale(SCALE, SCALE),
        })
    }

    fn window(&mut self, picture: &Picture) {
        let (width, height) = picture.size;
        let (ground, edge) = picture.window;
        if let Some(outline) = rounded(0.5, 0.5, width - 1.0, height - 1.0, CORNER) {
            self.fill(&outline, ground, self.scale);
            self.stroke(&outline, 1.0, edge);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match *shape {
            Shape::Block(Block {
                at: (x, y),
                size: (width, height),
                fill,
            }) => {
                if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                    self.fill(&PathBuilder::from_rect(rect), fill, self.scale);
                }
            }
            Shape::Circle {
                centre: (x, y),
                radius,
                line,
                ink,
            } => {
                let Some(outline) = PathBuilder::from_circle(x, y, radius) else {
                    return;
                };
                match line {
                    Some(line) => self.stroke(&outline, line, ink),
                    None => self.fill(&outline, ink, self.scale),
                }
            }
        }
    }

    fn run(
        &mut self,
        run: &Run,
        face: &Face<'_>,
        ink: Rgb,
        metrics: &Metrics,
    ) -> Result<(), String> {
        let width = metrics.cell.0;
        let size = metrics.font_size / f32::from(face.units_per_em());
        for (x, symbol) in &run.letters {
            for c in symbol.chars().filter(|c| *c != ' ') {
                let glyph = face
                    .glyph_index(c)
                    .ok_or_else(|| format!("no {c:?} in screenshots/fonts"))?;
                let advance = f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * size;
                // A mark has no width, and its outline lies to the left of it.
                let left = if advance > 0.0 {
                    x + (width - advance) / 2.0
                } else {
                    x + width
                };
                let mut pen = Pen(PathBuilder::new());
                let has_outline = face.outline_glyph(glyph, &mut pen).is_some();
                if let Some(outline) = pen.0.finish().filter(|_| has_outline) {
                    let place = Transform::from_row(size, 0.0, 0.0, -size, left, run.y);
                    self.fill(&outline, ink, place.post_concat(self.scale));
                }
            }
        }
        Ok(())
    }

    fn fill(&mut self, outline: &Outline, ink: Rgb, place: Transform) {
        self.pixels
            .fill_path(outline, &paint(ink), FillRule::Winding, place, None);
    }

    fn stroke(&mut self, outline: &Outline, width: f32, ink: Rgb) {
        let stroke = Stroke {
            width,
            ..Stroke::default()
        };
        self.pixels
            .stroke_path(outline, &paint(ink), &stroke, self.scale, None);
    }
}

fn paint(Rgb(r, g, b): Rgb) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color(Color::from_rgba8(r, g, b, 255));
    paint
}

fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Outline> {
    // How far the handles of a curve reach that is a quarter of a circle.
    let reach = radius * (1.0 - 0.552_284_8);
    let (right, bottom) = (x + width, y + height);
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - reach, y, right, y + reach, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - reach,
        right - reach,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(x + radius, bottom);
    path.cubic_to(x + reach, bottom, x, bottom - reach, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + reach, x + reach, y, x + radius, y);
    path.close();
    path.finish()
}

/// Turns a glyph's outline into a path, in the units of the font.
struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
