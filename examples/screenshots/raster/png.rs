//! Pixels as a small PNG: a palette of the colours that have to be there and of those that are used most. Text has many
//! thousand shades at its edges and nobody can tell neighbours apart.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use tiny_skia::Pixmap;

use crate::palette::Rgb;

/// Colours of a palette.
const COLOURS: usize = 96;

/// Red, green, blue and alpha, as they are mixed: multiplied by alpha.
type Mixed = [u8; 4];

/// The whole file; `needed` are colours that keep their place however rare they are.
pub(crate) fn encode(pixels: &Pixmap, needed: &BTreeSet<Rgb>) -> Result<Vec<u8>, String> {
    let mixed: &[Mixed] = pixels.data().as_chunks().0;
    let colours = palette(mixed, needed);
    let mut known = HashMap::new();
    let mut index = |pixel: &Mixed| {
        *known
            .entry(*pixel)
            .or_insert_with(|| nearest(*pixel, &colours))
    };
    let indexes: Vec<u8> = mixed.iter().map(&mut index).collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(colours.iter().flat_map(|it| plain(*it)).collect::<Vec<_>>());
    encoder.set_trns(colours.iter().map(|it| it[3]).collect::<Vec<_>>());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&indexes));
    written.map_err(|error| error.to_string())?;
    Ok(file)
}

/// The colours needed, then those used most; those used alike in an order of their own, so that every run agrees.
fn palette(pixels: &[Mixed], needed: &BTreeSet<Rgb>) -> Vec<Mixed> {
    let mut counts: HashMap<Mixed, usize> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut by_use: Vec<_> = counts.into_iter().collect();
    by_use.sort_unstable_by_key(|(colour, count)| (Reverse(*count), *colour));
    let mut colours: Vec<Mixed> = needed
        .iter()
        .map(|Rgb(r, g, b)| [*r, *g, *b, 255])
        .collect();
    for (colour, _) in by_use {
        if colours.len() < COLOURS && !colours.contains(&colour) {
            colours.push(colour);
        }
    }
    colours
}

fn nearest(colour: Mixed, colours: &[Mixed]) -> u8 {
    let distance = |other: &Mixed| -> u32 {
        let channels = colour.iter().zip(other);
        channels
            .map(|(one, two)| u32::from(one.abs_diff(*two)).pow(2))
            .sum()
    };
    let nearest = (0_u8..=255)
        .zip(colours)
        .min_by_key(|(_, other)| distance(other));
    nearest.map_or(0, |(index, _)| index)
}

/// The colour without its alpha.
fn plain([r, g, b, alpha]: Mixed) -> [u8; 3] {
    [r, g, b].map(|channel| {
        let full = u16::from(channel) * 255 / u16::from(alpha.max(1));
        u8::try_from(full).unwrap_or(u8::MAX)
    })
}
