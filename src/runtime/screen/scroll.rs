//! Finds the scroll that saves the most: rows that the terminal shows already, only elsewhere.
//!
//! Nobody announces a scroll, so nothing can forget to: the frames tell. Only whole rows count,
//! for a scroll region is as wide as the terminal.

use std::ops::RangeInclusive;

use ratatui::buffer::{Buffer, Cell};

use super::emit::Emitter;
use super::is_blank;

/// Fewer rows are as cheap to paint: setting and resetting the region costs some 15 bytes.
const WORTH: usize = 3;

/// Rows `top..=bottom` (from 0) move up by `up`, down if negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) up: isize,
    /// The rows that are right once it is done.
    pub(super) right: RangeInclusive<usize>,
}

impl Scroll {
    /// Does to the buffer what the terminal does to itself.
    pub(super) fn apply(&self, shown: &mut Buffer) {
        let width = usize::from(shown.area.width);
        let Some(region) = shown
            .content
            .get_mut(self.top * width..(self.bottom + 1) * width)
        else {
            return;
        };
        let moved = self.up.unsigned_abs() * width;
        let vacated = if self.up > 0 {
            region.rotate_left(moved);
            region.len() - moved..region.len()
        } else {
            region.rotate_right(moved);
            0..moved
        };
        if let Some(cells) = region.get_mut(vacated) {
            cells.fill(Cell::EMPTY);
        }
    }
}

/// The scroll to do before painting, if one is worth it. `changed` says which rows differ.
pub(super) fn find(
    next: &Buffer,
    shown: &Buffer,
    changed: &[bool],
    emitter: &Emitter<'_>,
) -> Option<Scroll> {
    let width = usize::from(next.area.width);
    let new: Vec<&[Cell]> = next.content.chunks(width).collect();
    let old: Vec<&[Cell]> = shown.content.chunks(width).collect();
    let rows: Vec<usize> = (0..new.len())
        .filter(|&y| changed.get(y) == Some(&true) && new.get(y).is_some_and(|row| !is_empty(row)))
        .collect();
    if rows.len() < WORTH {
        return None;
    }
    // Three rows far apart: one of them may be the cursor's, whose look changes as it moves.
    let probes = [rows.len() / 2, rows.len() / 4, rows.len() * 3 / 4];
    let is_moved = |y: usize, from: usize| matches!((new.get(y), old.get(from)), (Some(a), Some(b)) if emitter.is_row_same(a, b));
    let mut best: Option<(usize, Scroll)> = None;
    for &y in probes.iter().filter_map(|&i| rows.get(i)) {
        for from in (0..old.len()).filter(|&from| from != y && is_moved(y, from)) {
            let source = |row: usize| (row + from).checked_sub(y);
            let is_run = |row: &usize| source(*row).is_some_and(|from| is_moved(*row, from));
            let first = (0..y).rev().take_while(is_run).last().unwrap_or(y);
            let last = (y + 1..new.len()).take_while(is_run).last().unwrap_or(y);
            let (Some(first_from), Some(last_from)) = (source(first), source(last)) else {
                continue;
            };
            let right = first..=last;
            let (top, bottom) = (first.min(first_from), last.max(last_from));
            let saved = rows.iter().filter(|row| right.contains(row)).count();
            // Rows of the region that do not move with it must be painted anew.
            let spoilt = (top..=bottom)
                .filter(|row| !right.contains(row) && changed.get(*row) == Some(&false))
                .count();
            let gain = saved.saturating_sub(spoilt);
            if gain >= best.as_ref().map_or(WORTH, |(most, _)| most + 1) {
                let up = from.cast_signed() - y.cast_signed();
                let scroll = Scroll {
                    top,
                    bottom,
                    up,
                    right,
                };
                best = Some((gain, scroll));
            }
            if gain * 2 > rows.len() {
                // No other can gain more.
                return best.map(|(_, scroll)| scroll);
            }
        }
    }
    best.map(|(_, scroll)| scroll)
}

fn is_empty(row: &[Cell]) -> bool {
    row.iter().all(is_blank)
}
