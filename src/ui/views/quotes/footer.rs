//! The line under the list: what lies beyond the window, what is marked, what a sign means. It keeps its row whether or
//! not there is something to say, so that no news ever moves the list.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, width};
use crate::ui::theme::Role;

/// A part of the line: how much it matters, what it says.
type Part = (u8, String, Role);

/// Draws the line for a list of some rows.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState, rows: usize) {
    if area.height == 0 {
        return;
    }
    let parts = [
        range(state),
        reading(state),
        below(state, rows),
        news(state, rows),
        marks(state),
        without_lines(state),
        without_basket(state),
        unsure(state, rows),
    ];
    let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
    let room = usize::from(area.width.saturating_sub(1));
    let needed = |parts: &[Part]| -> usize { parts.iter().map(|part| width(&part.1) + 2).sum() };
    while needed(&parts) > room + 2 && parts.len() > 1 {
        let least = parts.iter().map(|part| part.0).min();
        parts.retain(|part| Some(part.0) != least);
    }
    let mut line: Pieces<'_> = Vec::new();
    for (_, text, role) in parts {
        let gap = if line.is_empty() { " " } else { "  " };
        line.push(piece(gap, Role::Dim));
        line.push(piece(text, role));
    }
    painter.put_pieces(area.x, area.y, area.width, &line);
}

fn range(state: &AppState) -> Option<Part> {
    let range = state.quotes_pane.range()?;
    let rows = grouped(range.end() - range.start() + 1);
    let end = state.keymap.shown(Action::MarkRange);
    let text = format!("range of {rows}: {end} marks it, Esc leaves it.");
    Some((6, text, Role::Strong))
}

fn reading(state: &AppState) -> Option<Part> {
    let left = state.quotes_wanted();
    (left > 0).then(|| (5, format!("reading: {left} to go, Esc stops."), Role::Warn))
}

fn below(state: &AppState, rows: usize) -> Option<Part> {
    let pane = &state.quotes_pane;
    let below = pane.list.rows().len().checked_sub(pane.top(rows) + rows)?;
    (below > 0).then(|| (2, format!("{} more below.", grouped(below)), Role::Dim))
}

fn news(state: &AppState, rows: usize) -> Option<Part> {
    let (above, below) = state.quotes_pane.news_beyond(rows);
    let key = |action| state.keymap.shown(action);
    let above_are = format!("{above} above ({})", key(Action::PreviousNews));
    let below_are = format!("{below} below ({})", key(Action::NextNews));
    let text = match (above, below) {
        (0, 0) => return None,
        (_, 0) => format!("news: {above_are}."),
        (0, _) => format!("news: {below_are}."),
        _ => format!("news: {above_are}, {below_are}."),
    };
    Some((3, text, Role::New))
}

fn marks(state: &AppState) -> Option<Part> {
    let marks = &state.quotes_pane.marks;
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        count => Some(format!("{} {what}s", grouped(count))),
    };
    let what: Vec<_> = [
        counted(marks.lines.len(), "line"),
        counted(marks.offers.len(), "offer"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if what.is_empty() {
        return None;
    }
    let hidden = state.hidden_quote_marks();
    let text = match hidden {
        0 => format!("marked: {}.", what.join(", ")),
        _ => format!(
            "marked: {}; {hidden} hidden by the filter.",
            what.join(", ")
        ),
    };
    let role = if hidden > 0 { Role::Warn } else { Role::Text };
    Some((4, text, role))
}

/// Baskets that only the tree shows.
fn without_lines(state: &AppState) -> Option<Part> {
    if state.quotes_pane.list.is_tree() {
        return None;
    }
    let is_empty = |basket: &QuoteBasket| {
        basket.detail.read_at().is_some() && basket.lines.is_empty() && !basket.has_left
    };
    let baskets = state.quotes.baskets();
    let empty = baskets.filter(|(_, basket)| is_empty(basket)).count();
    let key = state.keymap.shown(Action::Flat);
    let plural = if empty == 1 { "" } else { "s" };
    let text = format!("{empty} basket{plural} without lines: {key} shows baskets.");
    (empty > 0).then_some((1, text, Role::Dim))
}

/// Lines that no basket that was read holds, in the tree: they stand last.
fn without_basket(state: &AppState) -> Option<Part> {
    if !state.quotes_pane.list.is_tree() {
        return None;
    }
    let lines = state.quotes_pane.list.rows().iter();
    let lines = lines.filter_map(|row| state.quotes.line_at(*row));
    let orphans = lines.filter(|line| line.basket.is_none()).count();
    let plural = if orphans == 1 { "" } else { "s" };
    let text = format!(
        "{} line{plural} last: basket not read yet.",
        grouped(orphans)
    );
    (orphans > 0).then_some((1, text, Role::Dim))
}

/// What `~` means, while one is on screen.
fn unsure(state: &AppState, rows: usize) -> Option<Part> {
    let mut lines = state.quotes_pane.window(rows).iter();
    let is_unsure = |row: &RowId| {
        let line = state.quotes.line_at(*row);
        let lowest = line.and_then(QuoteLine::lowest_monthly);
        lowest.is_some_and(|(_, is_whole)| !is_whole)
    };
    lines
        .any(is_unsure)
        .then(|| (0, "~ some price is not known".to_owned(), Role::Dim))
}
