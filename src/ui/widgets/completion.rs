//! What completes the filter, in a small box under the filter row, over the list: each candidate with what it finds or
//! what it means. The filter itself is never covered.

use ratatui::layout::{Position, Rect};

use super::dialog::{Labels, boxed, inside};
use super::filter_row;
use crate::app::filter::Offered;
use crate::app::query::Candidate;
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, columns, to_columns, width};
use crate::ui::theme::Role;

/// Candidates shown at once, and where there is little room.
const ROWS: u16 = 8;
const FEW: u16 = 3;
/// Rows under the filter that a box needs.
const BOX_FROM: u16 = 8;
/// Columns between a candidate and what stands at its right.
const GAP: usize = 2;
/// A box is at least as wide as what its border says.
const NARROWEST: usize = 30;

/// Draws the candidates, if some are offered.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let Some(offered) = state.list_pane().filter().offered() else {
        return;
    };
    let Some(place) = place(areas, state, painter.glyphs) else {
        return;
    };
    if place.is_boxed {
        let completion = &offered.completion;
        let above = place.top(offered);
        let shown = above + usize::from(place.lines.height);
        let below = completion.candidates.len().saturating_sub(shown) + completion.left_out;
        let labels = Labels {
            count: &unread(completion.unread),
            more: &more(below),
            ..Labels::default()
        };
        boxed(painter, place.frame, labels);
    } else {
        painter.clear(place.frame);
    }
    let candidates = offered.completion.candidates.iter().enumerate();
    let lines = place.lines;
    for (y, (index, candidate)) in
        (lines.top()..lines.bottom()).zip(candidates.skip(place.top(offered)))
    {
        let line = Rect {
            y,
            height: 1,
            ..lines
        };
        draw_candidate(painter, line, candidate);
        if index == offered.chosen {
            painter.mark_cursor_row(line);
        }
    }
}

/// The candidate at a position; the box itself stands for none.
pub fn candidate_at(
    areas: &Areas,
    state: &AppState,
    glyphs: &Glyphs,
    at: Position,
) -> Option<Option<usize>> {
    let offered = state.list_pane().filter().offered()?;
    let place = place(areas, state, glyphs)?;
    let index = place
        .lines
        .contains(at)
        .then(|| place.top(offered) + usize::from(at.y - place.lines.y))
        .filter(|index| *index < offered.completion.candidates.len());
    place.frame.contains(at).then_some(index)
}

/// Where the candidates are.
struct Place {
    frame: Rect,
    lines: Rect,
    is_boxed: bool,
}

impl Place {
    /// The first one shown: the chosen one is always in view.
    fn top(&self, offered: &Offered) -> usize {
        (offered.chosen + 1).saturating_sub(self.lines.height.into())
    }
}

fn place(areas: &Areas, state: &AppState, glyphs: &Glyphs) -> Option<Place> {
    let filter = state.list_pane().filter();
    let completion = &filter.offered()?.completion;
    let row = areas.filter;
    let candidates = to_columns(completion.candidates.len());
    let room = areas.message.y.saturating_sub(row.bottom());
    let is_boxed = !areas.is_tiny && room >= BOX_FROM;
    if room == 0 || row.height == 0 {
        // The message row is all there is.
        let lines = Rect {
            height: areas.message.height.min(1),
            ..areas.message
        };
        return (lines.height > 0).then_some(Place {
            frame: lines,
            lines,
            is_boxed: false,
        });
    }
    let needed = |candidate: &Candidate| {
        let right = width(&right_of(candidate));
        columns(&candidate.label, glyphs) + if right > 0 { right + GAP } else { 0 }
    };
    let widest = completion.candidates.iter().map(needed).max();
    let widest = widest.unwrap_or(0);
    let (least, border, most) = if is_boxed {
        (NARROWEST, 4, ROWS.min(room - 2))
    } else {
        (0, 2, FEW.min(room))
    };
    let columns = to_columns(widest.max(least) + border).min(row.width);
    let begins = filter_row::column_of(row, state, glyphs, completion.at.start);
    // Labels stand under the text they would replace, as far as the screen allows.
    let x = begins
        .saturating_sub(to_columns(border / 2))
        .min(row.right().saturating_sub(columns))
        .max(row.x);
    let rows = candidates.min(most);
    let frame = Rect {
        x,
        y: row.bottom(),
        width: columns,
        height: if is_boxed { rows + 2 } else { rows },
    };
    let lines = if is_boxed { inside(frame) } else { frame };
    Some(Place {
        frame,
        lines,
        is_boxed,
    })
}

fn draw_candidate(painter: &mut Painter<'_>, line: Rect, candidate: &Candidate) {
    let right = right_of(candidate);
    let label = painter.columns(&candidate.label);
    let needed = width(&right);
    let room = usize::from(line.width);
    // A count stays whole where a label has to be cut; an explanation goes first.
    let right_room = match candidate.count {
        Some(_) if needed + GAP < room => needed,
        _ => room.saturating_sub(label + GAP).min(needed),
    };
    let gap = if right_room > 0 { GAP } else { 0 };
    let label_room = to_columns(room.saturating_sub(right_room + gap));
    painter.put(line.x, line.y, label_room, &candidate.label, Role::Text);
    let right_room = to_columns(right_room);
    let x = line.right() - right_room;
    painter.put_right(x, line.y, right_room, &right, Role::Dim);
}

/// What it finds, else what it means; both where both are known.
fn right_of(candidate: &Candidate) -> String {
    let count = candidate.count.map(|count| count.to_string());
    match (candidate.help, count) {
        (help, None) => help.to_owned(),
        ("", Some(count)) => count,
        (help, Some(count)) => format!("{help}  {count}"),
    }
}

fn unread(rows: usize) -> String {
    match rows {
        0 => String::new(),
        rows => format!("{} not read yet", grouped(rows)),
    }
}

fn more(below: usize) -> String {
    match below {
        0 => String::new(),
        below => format!("{} more", grouped(below)),
    }
}
