//! The Eligibility pane: requests or sites, and the offers of the one under the cursor.

mod cells;
mod columns;
mod empty;
mod footer;
mod preview;
mod words;

use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::pane::ListPane as _;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::layout::Areas;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::{self, Cell, Fit, Gutter};

use columns::{Shown, fit};

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
    let pane = &state.eligibility_pane;
    if areas.list.contains(at) {
        let rows = pane.window(areas.list.height.into());
        let row = rows.get(usize::from(at.y - areas.list.y));
        return Some(row.map_or(Target::List, |row| Target::Row(*row)));
    }
    if areas.header.contains(at) {
        if pane.rows().is_empty() {
            return None;
        }
        let columns = fit(pane.facet, areas.list.width);
        let column = list::title_at(areas.header, &columns, at.x)?;
        return column.sorts_by().map(|by| Target::Title(by.into()));
    }
    if areas.footer.contains(at) {
        return Some(Target::Act(Action::NextPart));
    }
    preview::target_at(areas, state, at)
}

fn draw_list(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let area = areas.list;
    if area.height == 0 {
        return;
    }
    let height = usize::from(area.height);
    let pane = &state.eligibility_pane;
    let rows = pane.window(height);
    let columns = fit(pane.facet, area.width);
    footer::draw(painter, areas.footer, state, height);
    if rows.is_empty() {
        return empty::draw(painter, area, state);
    }
    let by = Shown::of(pane.facet, pane.list.sort().by.column);
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
    columns: &Fit<Shown>,
    state: &AppState,
    row: RowId,
    is_in_range: bool,
) {
    let pane = &state.eligibility_pane;
    let is_written_out = columns::writes_states_out(pane.facet, line.width);
    let is_marked = is_in_range || pane.marks.rows.contains(&row);
    let gutter = |is_broken, is_gone, is_stale, news| Gutter {
        is_cursor: pane.cursor.row() == Some(row),
        mark: if is_marked { "*" } else { " " },
        news: cells::mark(is_broken, is_gone, news),
        is_stale,
    };
    if let Some(request) = state.eligibility.request_at(row) {
        let is_gone = request.gone_since.is_some();
        let is_stale = state.is_eligibility_stale(request.read_at(), is_gone);
        let is_broken = request.request.broken.is_some();
        let gutter = gutter(is_broken, is_gone, is_stale, &request.news);
        list::draw_row(painter, line, columns, gutter, |column| {
            let by = column.sorts_by();
            by.map_or_else(Cell::empty, |by| {
                cells::of_request(by, state, request, is_written_out)
            })
        });
    } else if let Some(item) = state.eligibility.item_at(row) {
        let is_gone = item.gone_since.is_some();
        let is_stale = state.is_eligibility_stale(item.read_at(), is_gone);
        let gutter = gutter(item.item.broken.is_some(), is_gone, is_stale, &item.news);
        list::draw_row(painter, line, columns, gutter, |column| {
            cells::of_item(column, state, item, is_written_out)
        });
    }
}
