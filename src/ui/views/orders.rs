//! The order list: only the rows on screen.

mod cells;
mod columns;
mod footer;

use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::columns::Column;
use crate::app::entities::orders::{Order, RowId};
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;
use crate::ui::views::orders_empty;

use cells::{cell, news_mark};
use columns::{Fit, GAP, GUTTER, fit, is_right_aligned, title};

/// Draws titles and rows, or why there are none.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let list = areas.list;
    if list.height == 0 {
        return;
    }
    let height = usize::from(list.height);
    let pane = &state.orders_pane;
    let rows = pane.window(height);
    let fit = fit(&pane.columns, list.width);
    footer::draw(painter, areas.footer, state, list.height, &fit);
    if rows.is_empty() {
        return orders_empty::draw(painter, list, state);
    }
    draw_titles(painter, areas.header, &fit, state);
    let range = pane.range();
    for ((y, row), place) in (list.top()..list.bottom())
        .zip(rows)
        .zip(pane.top(height)..)
    {
        let is_in_range = range.as_ref().is_some_and(|range| range.contains(&place));
        let line = Rect {
            y,
            height: 1,
            ..list
        };
        if is_in_range || pane.marked.contains(row) {
            painter.put(line.x + 1, line.y, 1, "*", Role::Text);
        }
        if let Some(order) = state.orders.get(*row) {
            draw_row(painter, line, &fit.columns, state, *row, order);
        }
    }
}

/// What a click on a position of the titles asks for.
pub fn title_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let header = areas.header;
    if !header.contains(at) {
        return None;
    }
    let fit = fit(&state.orders_pane.columns, areas.list.width);
    if fit.is_more_right && at.x + 1 == header.right() {
        return Some(Target::Act(Action::ColumnsRight));
    }
    let mut x = header.x + GUTTER;
    for (column, columns_of) in fit.columns {
        let end = x + columns_of;
        if fit.is_more_left && column == Column::Order && at.x + 1 == end {
            return Some(Target::Act(Action::ColumnsLeft));
        }
        if (x..end).contains(&at.x) {
            return Some(Target::Title(column.into()));
        }
        x = end + GAP;
    }
    None
}

/// How far the columns of a list can be scrolled.
pub fn columns_ahead(state: &AppState, list: Rect) -> usize {
    columns::most_skipped(&state.orders_pane.columns, list.width)
}

fn draw_titles(painter: &mut Painter<'_>, area: Rect, fit: &Fit, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let by = state.orders_pane.index.sort().by.column;
    let mut x = area.x + GUTTER;
    for (column, columns_of) in &fit.columns {
        let role = if *column == by {
            Role::Strong
        } else {
            Role::Dim
        };
        put_cell(
            painter,
            (x, area.y),
            (*column, *columns_of),
            title(*column),
            role,
        );
        x += columns_of + GAP;
        if *column == Column::Order && fit.is_more_left {
            // Over the end of the references, which are longer than their title.
            painter.put(x - GAP - 1, area.y, 1, "<", Role::Accent);
        }
    }
    if fit.is_more_right {
        let edge = area.right().saturating_sub(1);
        painter.put(edge, area.y, 1, ">", Role::Accent);
    }
}

fn draw_row(
    painter: &mut Painter<'_>,
    line: Rect,
    columns: &[(Column, u16)],
    state: &AppState,
    row: RowId,
    order: &Order,
) {
    let is_cursor = state.orders_pane.cursor.row() == Some(row);
    if is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    let (mark, role) = news_mark(order);
    painter.put(line.x + 2, line.y, 1, mark, role);
    let mut x = line.x + GUTTER;
    for (column, columns_of) in columns {
        let cell = cell(*column, state, order);
        put_cell(
            painter,
            (x, line.y),
            (*column, *columns_of),
            &cell.text,
            cell.role,
        );
        let is_changed = match column {
            Column::Step => order.news.cells.state,
            Column::Slack => order.news.cells.due,
            _ => false,
        };
        if is_changed && state.is_cell_marked(order) {
            let used = to_columns(width(&cell.text)).min(*columns_of);
            let at = if is_right_aligned(*column) {
                x + (columns_of - used)
            } else {
                x
            };
            painter.mark_changed(Rect::new(at, line.y, used, 1));
        }
        x += columns_of + GAP;
    }
    if state.is_stale(order) {
        painter.put(line.right().saturating_sub(1), line.y, 1, "?", Role::Dim);
    }
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}

fn put_cell(
    painter: &mut Painter<'_>,
    (x, y): (u16, u16),
    (column, room): (Column, u16),
    text: &str,
    role: Role,
) {
    if is_right_aligned(column) {
        painter.put_right(x, y, room, text, role);
    } else {
        painter.put(x, y, room, text, role);
    }
}
