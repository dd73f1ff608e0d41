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
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::views::orders_empty;
use crate::ui::widgets::list::{self, Cell, GAP, GUTTER, Gutter};

use cells::{cell, news_mark};
use columns::{Fit, fit};

/// Draws titles and rows, or why there are none.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let area = areas.list;
    if area.height == 0 {
        return;
    }
    let height = usize::from(area.height);
    let pane = &state.orders_pane;
    let rows = pane.window(height);
    let fit = fit(&pane.columns, area.width);
    footer::draw(painter, areas.footer, state, area.height, &fit);
    if rows.is_empty() {
        return orders_empty::draw(painter, area, state);
    }
    draw_titles(painter, areas.header, &fit, state);
    let range = pane.range();
    for ((y, row), place) in (area.top()..area.bottom())
        .zip(rows)
        .zip(pane.top(height)..)
    {
        let is_in_range = range.as_ref().is_some_and(|range| range.contains(&place));
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        let is_marked = is_in_range || pane.marked.contains(row);
        if let Some(order) = state.orders.get(*row) {
            draw_row(painter, line, &fit.columns, state, (*row, order), is_marked);
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
    let by = state.orders_pane.index.sort().by.column;
    list::draw_titles(painter, area, &fit.columns, Some(by));
    if area.height == 0 {
        return;
    }
    if let Some((_, reference)) = fit.columns.first().filter(|_| fit.is_more_left) {
        // Over the end of the references, which are longer than their title.
        let edge = area.x + GUTTER + reference - 1;
        painter.put(edge, area.y, 1, "<", Role::Accent);
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
    (row, order): (RowId, &Order),
    is_marked: bool,
) {
    let gutter = Gutter {
        is_cursor: state.orders_pane.cursor.row() == Some(row),
        mark: if is_marked { "*" } else { " " },
        news: news_mark(order),
        is_stale: state.is_stale(order),
    };
    list::draw_row(painter, line, columns, gutter, |column| Cell {
        is_changed: is_changed(column, order) && state.is_cell_marked(order),
        ..cell(column, state, order)
    });
}

fn is_changed(column: Column, order: &Order) -> bool {
    match column {
        Column::Step => order.news.cells.state,
        Column::Slack => order.news.cells.due,
        _ => false,
    }
}
