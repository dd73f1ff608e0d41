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
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::{self, Cell, Fit, GAP, GUTTER, Gutter};

use cells::{basket_mark, cell, line_mark, summary};
use columns::{INDENT, fit};

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
    let columns = fit(pane.list.is_tree(), areas.list.width);
    let column = list::title_at(areas.header, &columns, x)?;
    Some(Target::Title(column.into()))
}

fn draw_list(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let area = areas.list;
    if area.height == 0 {
        return;
    }
    let height = usize::from(area.height);
    let pane = &state.quotes_pane;
    let rows = pane.window(height);
    let columns = fit(pane.list.is_tree(), area.width);
    footer::draw(painter, areas.footer, state, height);
    if rows.is_empty() {
        return empty::draw(painter, area, state);
    }
    let by = pane.list.sort().by.column;
    list::draw_titles(painter, areas.header, &columns, Some(by));
    let range = pane.range();
    let places = pane.top(height)..;
    for ((y, row), place) in (area.top()..area.bottom()).zip(rows).zip(places) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        let is_in_range = range.as_ref().is_some_and(|range| range.contains(&place));
        draw_row(painter, line, &columns, state, *row, is_in_range);
    }
}

fn draw_row(
    painter: &mut Painter<'_>,
    line: Rect,
    columns: &Fit<QuoteColumn>,
    state: &AppState,
    row: RowId,
    is_in_range: bool,
) {
    let is_cursor = state.quotes_pane.cursor.row() == Some(row);
    if let Some(known) = state.quotes.line_at(row) {
        let gutter = Gutter {
            is_cursor,
            mark: mark(state, row, known, is_in_range),
            news: line_mark(known),
            is_stale: state.is_quote_stale(known.read_at(), known.gone_since.is_some()),
        };
        list::draw_row(painter, line, columns, gutter, |column| {
            cell_of_line(column, state, known)
        });
    } else if let Some(known) = state.quotes.basket_at(row) {
        let gutter = Gutter {
            is_cursor,
            mark: " ",
            news: basket_mark(known),
            is_stale: state.is_quote_stale(known.read_at(), known.gone_since.is_some()),
        };
        list::draw_gutter(painter, line, gutter);
        draw_basket(painter, line, columns, state, known);
        list::draw_end(painter, line, gutter);
    }
}

/// That a line is marked, or offers of it are.
fn mark(state: &AppState, row: RowId, known: &QuoteLine, is_in_range: bool) -> &'static str {
    let marks = &state.quotes_pane.marks;
    if is_in_range || marks.lines.contains(&row) {
        "*"
    } else if marks.has_offers_of(known) {
        "+"
    } else {
        " "
    }
}

fn cell_of_line<'a>(column: QuoteColumn, state: &'a AppState, known: &'a QuoteLine) -> Cell<'a> {
    let is_in_tree = state.quotes_pane.list.is_tree() && known.basket.is_some();
    Cell {
        indent: match column {
            QuoteColumn::Line if is_in_tree => INDENT,
            _ => 0,
        },
        is_changed: is_changed(column, known) && state.is_quote_cell_marked(known),
        ..cell(column, state, known)
    }
}

fn draw_basket(
    painter: &mut Painter<'_>,
    line: Rect,
    columns: &Fit<QuoteColumn>,
    state: &AppState,
    known: &QuoteBasket,
) {
    let fold = if state.quotes_pane.list.is_folded(&known.basket.id) {
        "+ "
    } else {
        "- "
    };
    let x = line.x + GUTTER;
    let room = columns.first().map_or(0, |(_, room)| *room);
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
