//! The order list: only the rows on screen, in columns chosen by width and never by what the rows hold.

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part, RowId};
use crate::app::state::AppState;
use crate::domain::order::OrderState;
use crate::domain::schedule::Late;
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep;
use crate::ui::format::{flagged, short_date, slack, span};
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, to_columns, width};
use crate::ui::theme::Role;
use crate::ui::views::orders_empty;
use crate::ui::views::timeline::LONG_DWELL;

/// Columns before the first one: cursor, mark, news, a gap.
const GUTTER: u16 = 4;
const GAP: u16 = 1;
/// A list narrower than this has room for the number of a step and the beginning of its name.
const NARROW: u16 = 64;
/// From this width on customers are shown at some length, before less important columns are shown at all.
const ROOMY: u16 = 90;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Order,
    Step,
    Dwell,
    Slack,
    Customer,
    Site,
    Family,
    Project,
    Modified,
    By,
}

impl Column {
    fn title(self) -> &'static str {
        match self {
            Self::Order => "ORDER",
            Self::Step => "STATE/STEP",
            Self::Dwell => "DWELL",
            Self::Slack => "SLACK",
            Self::Customer => "CUSTOMER",
            Self::Site => "SITE",
            Self::Family => "FAM",
            Self::Project => "PROJECT",
            Self::Modified => "MODIFIED",
            Self::By => "BY",
        }
    }

    /// Columns it needs at least in a list of `total`, and its share of what is left over.
    fn size(self, total: u16) -> (u16, u16) {
        match self {
            Self::Order => (14, 0),
            // The customer is worth the end of a step's name.
            Self::Step if total < NARROW => (12, 0),
            Self::Step => (19, 0),
            Self::Dwell | Self::Family => (5, 0),
            Self::Slack => (6, 0),
            Self::Customer if total < ROOMY => (11, 3),
            Self::Customer => (16, 3),
            Self::Site => (18, 5),
            Self::Project => (8, 1),
            Self::Modified => (10, 0),
            Self::By => (12, 2),
        }
    }

    fn is_right_aligned(self) -> bool {
        matches!(self, Self::Dwell | Self::Slack)
    }
}

/// From left to right.
const ORDER: [Column; 10] = [
    Column::Order,
    Column::Step,
    Column::Dwell,
    Column::Slack,
    Column::Customer,
    Column::Site,
    Column::Family,
    Column::Project,
    Column::Modified,
    Column::By,
];

/// Who leaves first when the list is narrow.
const DROPPED_FIRST: [Column; 9] = [
    Column::Project,
    Column::By,
    Column::Modified,
    Column::Site,
    Column::Family,
    Column::Customer,
    Column::Dwell,
    Column::Slack,
    Column::Step,
];

/// The columns that fit, with their widths.
fn columns(total: u16) -> Vec<(Column, u16)> {
    let room = total.saturating_sub(GUTTER);
    let mut chosen = ORDER.to_vec();
    let needed = |chosen: &[Column]| {
        chosen
            .iter()
            .map(|column| column.size(total).0 + GAP)
            .sum::<u16>()
    };
    for dropped in DROPPED_FIRST {
        if needed(&chosen) <= room {
            break;
        }
        chosen.retain(|column| *column != dropped);
    }
    let spare = room.saturating_sub(needed(&chosen));
    let shares: u16 = chosen.iter().map(|column| column.size(total).1).sum();
    chosen
        .into_iter()
        .map(|column| {
            let (least, weight) = column.size(total);
            (
                column,
                least + (spare * weight).checked_div(shares).unwrap_or(0),
            )
        })
        .collect()
}

/// Draws titles and rows, or why there are none.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let list = areas.list;
    if list.height == 0 {
        return;
    }
    let height = usize::from(list.height);
    let rows = state.orders_pane.window(height);
    if rows.is_empty() {
        return orders_empty::draw(painter, list, state);
    }
    let columns = columns(list.width);
    draw_titles(painter, areas.header, &columns);
    for (y, row) in (list.top()..list.bottom()).zip(rows) {
        if let Some(order) = state.orders.get(*row) {
            let line = Rect {
                y,
                height: 1,
                ..list
            };
            draw_row(painter, line, &columns, state, *row, order);
        }
    }
}

fn draw_titles(painter: &mut Painter<'_>, area: Rect, columns: &[(Column, u16)]) {
    if area.height == 0 {
        return;
    }
    let mut x = area.x + GUTTER;
    for (column, columns_of) in columns {
        if column.is_right_aligned() {
            painter.put_right(x, area.y, *columns_of, column.title(), Role::Dim);
        } else {
            painter.put(x, area.y, *columns_of, column.title(), Role::Dim);
        }
        x += columns_of + GAP;
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
    if state.orders_pane.marked.contains(&row) {
        painter.put(line.x + 1, line.y, 1, "*", Role::Text);
    }
    let (mark, role) = news_mark(order);
    painter.put(line.x + 2, line.y, 1, mark, role);
    let mut x = line.x + GUTTER;
    for (column, columns_of) in columns {
        let cell = cell(*column, state, order);
        if column.is_right_aligned() {
            painter.put_right(x, line.y, *columns_of, &cell.text, cell.role);
        } else {
            painter.put(x, line.y, *columns_of, &cell.text, cell.role);
        }
        let is_changed = match column {
            Column::Step => order.news.cells.state,
            Column::Slack => order.news.cells.due,
            _ => false,
        };
        if is_changed && state.is_cell_marked(order) {
            painter.mark_changed(Rect::new(
                x,
                line.y,
                to_columns(width(&cell.text)).min(*columns_of),
                1,
            ));
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

fn news_mark(order: &Order) -> (&'static str, Role) {
    if order.summary.broken.is_some() {
        ("E", Role::Bad)
    } else if order.gone_since.is_some() {
        ("-", Role::Dim)
    } else if order.news.is_new {
        ("N", Role::New)
    } else if order.news.changed_at.is_some() {
        ("C", Role::Warn)
    } else {
        (" ", Role::Text)
    }
}

struct Cell<'a> {
    text: std::borrow::Cow<'a, str>,
    role: Role,
}

fn cell_of<'a>(text: impl Into<std::borrow::Cow<'a, str>>, role: Role) -> Cell<'a> {
    Cell {
        text: text.into(),
        role,
    }
}

fn foreign(text: Option<&Text>) -> Cell<'_> {
    match text {
        Some(text) if text.is_flagged() => cell_of(flagged(text), Role::Warn),
        Some(text) => cell_of(text.line(), Role::Text),
        None => cell_of("", Role::Dim),
    }
}

fn cell<'a>(column: Column, state: &'a AppState, order: &'a Order) -> Cell<'a> {
    let summary = &order.summary;
    match column {
        Column::Order => foreign(Some(summary.reference.text())),
        Column::Step => step_cell(order),
        Column::Dwell => dwell_cell(state, order),
        Column::Slack => slack_cell(state, order),
        Column::Customer => match &summary.broken {
            Some(broken) => cell_of(broken.problem.line(), Role::Bad),
            None => foreign(summary.customer.as_ref()),
        },
        Column::Site => foreign(summary.site.as_ref()),
        Column::Family => foreign(summary.offer_family.as_ref()),
        Column::Project => foreign(summary.project.as_ref()),
        Column::Modified => match &summary.modification_date {
            Some(date) => cell_of(short_date(date, &state.zone, state.today()), Role::Dim),
            None => cell_of("", Role::Dim),
        },
        Column::By => {
            let cell = foreign(summary.created_by.as_ref());
            Cell {
                role: Role::Dim,
                ..cell
            }
        }
    }
}

/// `4/11 visit done`, or the state where there is no step; `.` while the step is not known.
fn step_cell(order: &Order) -> Cell<'_> {
    let state = &order.summary.state;
    if order.gone_since.is_some() {
        return cell_of("gone from the list", Role::Dim);
    }
    if order.summary.broken.is_some() {
        return cell_of(state.word(), Role::Dim);
    }
    match (state, order.step) {
        (OrderState::InProgress, Some((step, _))) => cell_of(
            format!(
                "{:>2}/{} {}",
                step.number(),
                ProductionStep::COUNT,
                step.short()
            ),
            Role::Text,
        ),
        (OrderState::InProgress, None) if order.part_failure(Part::Historic).is_some() => {
            cell_of(" E in_progress", Role::Warn)
        }
        (OrderState::InProgress, None) if order.part_read_at(Part::Historic).is_none() => {
            cell_of(" . in_progress", Role::Dim)
        }
        (OrderState::Active, _) => cell_of(state.word(), Role::Good),
        (OrderState::Rejected | OrderState::Cancelled, _) => cell_of(state.word(), Role::Bad),
        (OrderState::Terminated, _) => cell_of(state.word(), Role::Dim),
        _ => cell_of(state.word(), Role::Text),
    }
}

fn dwell_cell<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return cell_of("", Role::Dim);
    }
    match order.step {
        Some((_, Some(since))) => {
            let dwell = state.now - since;
            let role = if dwell >= LONG_DWELL {
                Role::Warn
            } else {
                Role::Text
            };
            cell_of(span(dwell), role)
        }
        Some((_, None)) => cell_of("?", Role::Dim),
        None if order.part_read_at(Part::Historic).is_some() => cell_of("-", Role::Dim),
        None => cell_of(".", Role::Dim),
    }
}

fn slack_cell<'a>(state: &AppState, order: &Order) -> Cell<'a> {
    if !order.summary.state.is_awaiting_delivery() || order.summary.broken.is_some() {
        return cell_of("", Role::Dim);
    }
    let Some(due) = order.due else {
        let is_read = order.part_read_at(Part::Detail).is_some();
        return cell_of(if is_read { "-" } else { "." }, Role::Dim);
    };
    let role = match Late::judge(&order.summary.state, Some(due), state.today()) {
        Late::Yes => Role::Bad,
        Late::Maybe => Role::Warn,
        Late::No => Role::Text,
    };
    let text = slack(due.slack_days(state.today()), due.is_estimate);
    // Exact and estimated days stand on the same decimal column.
    cell_of(
        if due.is_estimate {
            text
        } else {
            format!("{text} ")
        },
        role,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_always_fit_and_the_reference_never_leaves() {
        for total in 0..300 {
            let chosen = columns(total);
            assert_eq!(chosen[0].0, Column::Order);
            let used: u16 = chosen.iter().map(|(_, columns)| columns + GAP).sum();
            assert!(
                chosen.len() == 1 || used + GUTTER <= total,
                "{total}: {chosen:?}"
            );
        }
    }

    #[test]
    fn a_wide_list_shows_every_column() {
        assert_eq!(columns(140).len(), ORDER.len());
    }
}
