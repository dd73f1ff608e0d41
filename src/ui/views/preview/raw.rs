//! The Raw tab: the answers of the API as they came, each under its path and age, laid out for reading.
//!
//! Long lines are folded rather than cut: what does not fit is what one was looking for. Folding is counted for every
//! line but carried out only for those on screen, because an answer may have thousands.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::refresh::parts::read;
use crate::app::state::AppState;
use crate::app::views::orders::raw::{Match, RawView};
use crate::domain::json::JsonLine;
use crate::ui::format::{flagged, span};
use crate::ui::paint::{Painter, piece, to_columns, width};
use crate::ui::theme::Role;

use super::part::standing;
use crate::ui::widgets::preview::{Line, Overlay};
use crate::ui::widgets::preview::{draw_words, said};

/// Columns of a level; levels beyond a third of the width are not told apart.
const LEVEL: usize = 2;
/// Columns the rest of a folded line is indented by.
const REST: usize = 2;
/// Columns before everything: the mark of a line that needed a repair.
const MARGIN: usize = 1;

/// The lines of the tab, made one by one.
pub(super) struct Lines<'a> {
    raw: &'a RawView,
    columns: usize,
    blocks: Vec<Block<'a>>,
    len: usize,
}

/// One answer.
struct Block<'a> {
    /// What is said over it.
    head: Vec<Line<'static>>,
    json: &'a [JsonLine],
    /// Index of the answer.
    answer: usize,
    /// The row each line of `json` begins at, and behind the last one the row the block ends at.
    rows: Vec<usize>,
    /// The row the block begins at.
    start: usize,
    /// Whether there is more than was laid out.
    is_cut: bool,
}

impl Block<'_> {
    fn end(&self) -> usize {
        let end = self.rows.last().copied().unwrap_or(self.start);
        end + usize::from(self.is_cut)
    }
}

impl<'a> Lines<'a> {
    pub(super) fn of(order: &'a Order, state: &'a AppState, columns: usize) -> Self {
        let raw = &state.orders_pane.preview.raw;
        let mut lines = Self {
            raw,
            columns,
            blocks: Vec::new(),
            len: 0,
        };
        for (index, (part, answer)) in raw.answers().enumerate() {
            let mut head = head(order, part, state, to_columns(columns));
            if index > 0 {
                head.insert(0, Line::default());
            }
            let mut row = lines.len + head.len();
            let mut rows = Vec::with_capacity(answer.lines.len() + 1);
            for line in &answer.lines {
                rows.push(row);
                row += lines.rows_of(line);
            }
            rows.push(row);
            let block = Block {
                head,
                json: &answer.lines,
                answer: index,
                rows,
                start: lines.len,
                is_cut: answer.is_cut,
            };
            lines.len = block.end();
            lines.blocks.push(block);
        }
        lines
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, row: usize) -> Option<Line<'a>> {
        let block = self.blocks.iter().find(|block| row < block.end())?;
        if let Some(line) = block.head.get(row - block.start) {
            return Some(line.clone());
        }
        let index = block.rows.partition_point(|start| *start <= row) - 1;
        let Some(json) = block.json.get(index) else {
            return Some(Line::from(piece(
                " too long: the rest is left out",
                Role::Warn,
            )));
        };
        let first = *block.rows.get(index)?;
        let pieces = self.fold(json);
        let bytes = pieces.get(row - first)?.clone();
        Some(self.line(json, &bytes, (block.answer, index)))
    }

    /// The row of the match in hand.
    pub(super) fn found(&self) -> Option<usize> {
        let found = self.raw.search.here()?;
        let block = self.blocks.get(found.answer)?;
        let folded = self.fold(block.json.get(found.line)?);
        let within = folded
            .iter()
            .position(|bytes| found.bytes.start < bytes.end)
            .unwrap_or(0);
        Some(block.rows.get(found.line)? + within)
    }

    fn indent(&self, json: &JsonLine) -> usize {
        MARGIN + (json.depth * LEVEL).min(self.columns / 3)
    }

    fn rows_of(&self, json: &JsonLine) -> usize {
        let room = self.columns.saturating_sub(self.indent(json));
        // Bytes are never fewer than columns.
        if json.text.len() <= room {
            1
        } else {
            self.fold(json).len()
        }
    }

    /// The bytes of each row of a line.
    fn fold(&self, json: &JsonLine) -> Vec<Range<usize>> {
        let room = self.columns.saturating_sub(self.indent(json)).max(2);
        fold(&json.text, room, room.saturating_sub(REST).max(2))
    }

    fn line(&self, json: &'a JsonLine, bytes: &Range<usize>, place: (usize, usize)) -> Line<'a> {
        let is_first = bytes.start == 0;
        let indent = self.indent(json) + if is_first { 0 } else { REST };
        let flag = if json.is_flagged && is_first {
            piece("!", Role::Warn)
        } else {
            piece(" ", Role::Text)
        };
        let key_end = json.key.clamp(bytes.start, bytes.end);
        let text = |bytes: Range<usize>| json.text.get(bytes).unwrap_or_default();
        let mut line = Line::from(vec![
            flag,
            piece(" ".repeat(indent - MARGIN), Role::Text),
            piece(text(bytes.start..key_end), Role::Dim),
            piece(text(key_end..bytes.end), Role::Text),
        ]);
        let search = &self.raw.search;
        let key = |found: &Match| (found.answer, found.line);
        let from = search.matches().partition_point(|found| key(found) < place);
        let in_line = search.matches().iter().enumerate().skip(from);
        for (index, found) in in_line.take_while(|(_, found)| key(found) == place) {
            let start = found.bytes.start.max(bytes.start);
            let end = found.bytes.end.min(bytes.end);
            if start >= end {
                continue;
            }
            let before = indent + width(text(bytes.start..start));
            let overlay = if index == search.current() {
                Overlay::FoundHere
            } else {
                Overlay::Found
            };
            line = line.with(before..before + width(text(start..end)), overlay);
        }
        line
    }
}

/// Folds a text into rows: at a blank where there is one in the second half of the row, else where the row ends.
fn fold(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used, mut room) = (0, 0, first);
    let mut blank = None;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|tail| tail.chars().next()) {
        let columns = width(c.encode_utf8(&mut [0; 4]));
        if used + columns > room && at > start {
            let end = blank
                .filter(|(_, columns)| columns * 2 > room)
                .map_or(at, |(end, _)| end);
            rows.push(start..end);
            (start, at, used, room, blank) = (end, end, 0, rest, None);
            continue;
        }
        used += columns;
        at += c.len_utf8();
        if c == ' ' {
            blank = Some((at, used));
        }
    }
    rows.push(start..text.len());
    rows
}

/// Which call it is, how old the answer is, or why there is none.
fn head(order: &Order, part: Part, state: &AppState, columns: u16) -> Vec<Line<'static>> {
    let age = order
        .part_read_at(part)
        .map(|at| format!("  read {} ago", span(state.now - at)));
    let name = part.name();
    let is_asked = order.part_read_at(part).is_some()
        || order.part_failure(part).is_some()
        || order.is_part_loading(part);
    if part.is_on_demand() && !is_asked {
        let text = format!(" {name}: asked for when their tab opens");
        return said(&text, Role::Dim, columns);
    }
    let mut lines = Vec::new();
    if let Some(age) = age {
        lines.push(Line::from(vec![
            piece(format!(" {name}"), Role::Strong),
            piece(age, Role::Dim),
        ]));
        lines.extend(said(&format!(" {}", path(order, part)), Role::Dim, columns));
    }
    lines.extend(standing(order, part, name, state, columns));
    lines
}

/// The address of a part, as the contract writes it, with the order's reference in its place.
fn path(order: &Order, part: Part) -> String {
    let reference = &order.summary.reference;
    let template = read(part, reference.clone()).path();
    let shown = flagged(reference.text());
    match part {
        Part::Requests => format!("{template}?order_reference={shown}"),
        _ => template.replace("{order_reference}", &shown),
    }
}

/// The search row: what is searched for, and which of how many matches is in hand.
pub(super) fn draw_search(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let search = &state.orders_pane.preview.raw.search;
    let count = search.matches().len();
    let right: Cow<'_, str> = match count {
        _ if search.text().is_empty() => "Enter keeps, Esc leaves ".into(),
        0 => "no match ".into(),
        _ => format!("{}/{count} ", search.current() + 1).into(),
    };
    let caret = search.is_editing().then(|| search.caret());
    draw_words(painter, area, (search.text(), caret), &right);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str, first: usize, rest: usize) -> Vec<&str> {
        let rows = fold(text, first, rest);
        rows.into_iter().map(|bytes| &text[bytes]).collect()
    }

    #[test]
    fn lines_are_folded_at_blanks_where_that_costs_little() {
        assert_eq!(folded("\"a\": 1,", 10, 8), ["\"a\": 1,"]);
        assert_eq!(
            folded("\"site\": \"3 RUE DU BAC\"", 16, 14),
            ["\"site\": \"3 RUE ", "DU BAC\""]
        );
        assert_eq!(folded("a bcdefghijkl", 8, 6), ["a bcdefg", "hijkl"]);
        assert_eq!(folded("", 8, 6), [""]);
    }

    proptest! {
        #[test]
        fn folding_loses_nothing_and_every_row_fits(text in "[ a-zé東\u{301}]{0,60}", first in 2_usize..20) {
            let rest = first.max(4) - 2;
            let rows = folded(&text, first, rest);
            prop_assert_eq!(&rows.concat(), &text);
            for (index, row) in rows.iter().enumerate() {
                let room = if index == 0 { first } else { rest };
                prop_assert!(width(row) <= room);
            }
        }
    }
}
