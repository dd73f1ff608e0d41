//! The line under the list: what lies beyond the window, what is marked, what a sign means. It keeps its row whether or
//! not there is something to say, so that no news ever moves the list.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list_footer::{self, Part};

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
    list_footer::draw(painter, area, parts);
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
    list_footer::below(2, pane.list.rows().len(), pane.top(rows) + rows)
}

fn news(state: &AppState, rows: usize) -> Option<Part> {
    let back = state.keymap.shown(Action::PreviousNews);
    let on = state.keymap.shown(Action::NextNews);
    let beyond = state.quotes_pane.news_beyond(rows);
    list_footer::news(3, beyond, (&back, &on))
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
