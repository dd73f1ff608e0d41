//! The Quotes pane: baskets and lines, and the offers of the line under the cursor.

mod cells;
mod columns;
mod empty;
mod footer;
mod preview;

use ratatui::layout::{Position, Rect};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::app::views::quotes::columns::QuoteColumn;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;

use cells::{Cell, basket_mark, cell, line_mark, summary};
use columns::{Fit, GAP, GUTTER, INDENT, fit, is_right_aligned, title};

pub use preview::measure;

/// Draws list and preview.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    draw_list(painter, areas, state);
    if areas.divider.width > 0 {
        let divider = areas.divider;
        painter.bar(divider.x, divider.y, divider.height, Role::Dim);
    }
    preview::draw(painter, areas, state);
}

/// What a position of the list or the preview stands for.
pub fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    if areas.list.contains(at) {
        let rows = state.quotes_pane.window(areas.list.height.into());
        let row = rows.get(usize::from(at.y - areas.list.y));
        return Some(row.map_or(Target::List, |row| Target::Row(*row)));
    }
    if areas.header.contains(at) {
        return title_at(areas, state, at.x);
    }
    preview::target_at(areas, state, at)
}

/// What a click on a column of the titles asks for.
fn title_at(areas: &Areas, state: &AppState, x: u16) -> Option<Target> {
    let pane = &state.quotes_pane;
    if pane.list.rows().is_empty() {
        return None;
    }
    let mut begin = areas.header.x + GUTTER;
    for (column, room) in fit(pane.list.is_tree(), areas.list.width).columns {
        if (begin..begin + room).contains(&x) {
            return Some(Target::Title(column.into()));
        }
        begin += room + GAP;
    }
    None
}

fn draw_list(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let list = areas.list;
    if list.height == 0 {
        return;
    }
    let height = usize::from(list.height);
    let pane = &state.quotes_pane;
    let rows = pane.window(height);
    let fit = fit(pane.list.is_tree(), list.width);
    footer::draw(painter, areas.footer, state, height);
    if rows.is_empty() {
        return empty::draw(painter, list, state);
    }
    draw_titles(painter, areas.header, &fit, state);
    let range = pane.range();
    let places = pane.top(height)..;
    for ((y, row), place) in (list.top()..list.bottom()).zip(rows).zip(places) {
        let line = Rect {
            y,
            height: 1,
            ..list
        };
        let is_in_range = range.as_ref().is_some_and(|range| range.contains(&place));
        draw_row(painter, line, &fit, state, *row, is_in_range);
    }
}

fn draw_titles(painter: &mut Painter<'_>, area: Rect, fit: &Fit, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let by = state.quotes_pane.list.sort().by.column;
    let mut x = area.x + GUTTER;
    for (column, room) in &fit.columns {
        let role = if *column == by {
            Role::Strong
        } else {
            Role::Dim
        };
        let title = title(*column);
        // The signs behind the days have no title.
        let at_right = if *column == QuoteColumn::Valid {
            room.saturating_sub(2)
        } else {
            *room
        };
        if is_right_aligned(*column) {
            painter.put_right(x, area.y, at_right, title, role);
        } else {
            painter.put(x, area.y, *room, title, role);
        }
        x += room + GAP;
    }
}

fn draw_row(
    painter: &mut Painter<'_>,
    line: Rect,
    fit: &Fit,
    state: &AppState,
    row: RowId,
    is_in_range: bool,
) {
    let is_cursor = state.quotes_pane.cursor.row() == Some(row);
    if is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    let is_stale = if let Some(known) = state.quotes.line_at(row) {
        draw_line(painter, line, fit, state, (row, known), is_in_range);
        state.is_quote_stale(known.read_at(), known.gone_since.is_some())
    } else if let Some(known) = state.quotes.basket_at(row) {
        draw_basket(painter, line, fit, state, known);
        state.is_quote_stale(known.read_at(), known.gone_since.is_some())
    } else {
        false
    };
    if is_stale {
        painter.put(line.right().saturating_sub(1), line.y, 1, "?", Role::Dim);
    }
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}

fn draw_line(
    painter: &mut Painter<'_>,
    line: Rect,
    fit: &Fit,
    state: &AppState,
    (row, known): (RowId, &QuoteLine),
    is_in_range: bool,
) {
    let marks = &state.quotes_pane.marks;
    if is_in_range || marks.lines.contains(&row) {
        painter.put(line.x + 1, line.y, 1, "*", Role::Text);
    } else if marks.has_offers_of(known) {
        painter.put(line.x + 1, line.y, 1, "+", Role::Text);
    }
    let (mark, role) = line_mark(known);
    painter.put(line.x + 2, line.y, 1, mark, role);
    let is_tree = state.quotes_pane.list.is_tree();
    let mut x = line.x + GUTTER;
    for (column, room) in &fit.columns {
        let cell = cell(*column, state, known);
        let indent = match column {
            QuoteColumn::Line if is_tree && known.basket.is_some() => INDENT,
            _ => 0,
        };
        let at = (x + indent, line.y);
        put_cell(painter, at, (*column, room - indent.min(*room)), &cell);
        if is_changed(*column, known) && state.is_quote_cell_marked(known) {
            let used = to_columns(width(&cell.text)).min(*room);
            let from = if is_right_aligned(*column) {
                x + (room - used)
            } else {
                x
            };
            painter.mark_changed(Rect::new(from, line.y, used, 1));
        }
        if !cell.sign.is_empty() {
            painter.put(x + room, line.y, GAP, cell.sign, Role::Dim);
        }
        x += room + GAP;
    }
}

fn draw_basket(
    painter: &mut Painter<'_>,
    line: Rect,
    fit: &Fit,
    state: &AppState,
    known: &QuoteBasket,
) {
    let (mark, role) = basket_mark(known);
    painter.put(line.x + 2, line.y, 1, mark, role);
    let fold = if state.quotes_pane.list.is_folded(&known.basket.id) {
        "+ "
    } else {
        "- "
    };
    let x = line.x + GUTTER;
    let room = fit.columns.first().map_or(0, |(_, room)| *room);
    painter.put(x, line.y, 2, fold, Role::Dim);
    let name = cells::basket_name(known);
    painter.put(
        x + 2,
        line.y,
        room.saturating_sub(2),
        &name.text,
        Role::Strong,
    );
    let from = x + room + GAP;
    let left = line.right().saturating_sub(from + 1);
    painter.put_pieces(from, line.y, left, &summary(state, known));
}

fn is_changed(column: QuoteColumn, line: &QuoteLine) -> bool {
    let cells = line.news.cells;
    match column {
        QuoteColumn::State => cells.state,
        QuoteColumn::Ready => cells.ready,
        QuoteColumn::Valid => cells.validity,
        QuoteColumn::From | QuoteColumn::Total => cells.price,
        _ => false,
    }
}

fn put_cell(
    painter: &mut Painter<'_>,
    (x, y): (u16, u16),
    (column, room): (QuoteColumn, u16),
    cell: &Cell<'_>,
) {
    if is_right_aligned(column) {
        painter.put_right(x, y, room, &cell.text, cell.role);
    } else {
        painter.put(x, y, room, &cell.text, cell.role);
    }
}
