//! The line under the list: what lies beyond the window, what is marked, what a sign means.
//!
//! It keeps its row whether or not there is something to say, so that no news ever moves the list. Where it is narrow
//! the least important part leaves first.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::columns::Column;
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list_footer::{self, Part};

use super::columns::Fit;

/// Draws the line for a list of some rows.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState, rows: u16, fit: &Fit) {
    if area.height == 0 {
        return;
    }
    let parts = [
        range(state),
        below(state, rows.into()),
        news(state, rows.into()),
        marks(state),
        estimates(state, rows.into(), fit),
    ];
    list_footer::draw(painter, area, parts);
}

fn range(state: &AppState) -> Option<Part> {
    let range = state.orders_pane.range()?;
    let rows = range.end() - range.start() + 1;
    let (rows, end) = (grouped(rows), key(state, Action::MarkRange));
    let text = format!("range of {rows}: {end} marks it, Esc leaves it.");
    Some((4, text, Role::Strong))
}

fn below(state: &AppState, rows: usize) -> Option<Part> {
    let pane = &state.orders_pane;
    list_footer::below(1, pane.index.rows().len(), pane.top(rows) + rows)
}

fn news(state: &AppState, rows: usize) -> Option<Part> {
    let back = key(state, Action::PreviousNews);
    let on = key(state, Action::NextNews);
    let beyond = state.orders_pane.news_beyond(rows);
    list_footer::news(2, beyond, (&back, &on))
}

fn marks(state: &AppState) -> Option<Part> {
    let pane = &state.orders_pane;
    let (marked, hidden) = (pane.marked.len(), pane.hidden_marks());
    let text = match (marked, pane.index.query()) {
        (0, _) => return None,
        (_, None) => format!("{} marked.", grouped(marked)),
        (_, Some(_)) => format!(
            "{} marked, {} hidden by the filter.",
            grouped(marked),
            grouped(hidden)
        ),
    };
    let role = if hidden > 0 { Role::Warn } else { Role::Text };
    Some((3, text, role))
}

/// What `~` means, while one is on screen.
fn estimates(state: &AppState, rows: usize, fit: &Fit) -> Option<Part> {
    let is_shown = fit
        .columns
        .iter()
        .any(|(column, _)| *column == Column::Slack);
    let mut orders = state.orders_pane.window(rows).iter();
    let is_meant = is_shown
        && orders.any(|row| {
            state.orders.get(*row).is_some_and(|order| {
                let awaits = order.summary.state.is_awaiting_delivery();
                awaits && order.due.is_some_and(|due| due.is_estimate)
            })
        });
    is_meant.then(|| (0, "SLACK ~ = estimated due date".to_owned(), Role::Dim))
}

/// The key to show for an action.
fn key(state: &AppState, action: Action) -> String {
    let chord = state.keymap.chords(action).next();
    chord.map(|chord| chord.to_string()).unwrap_or_default()
}
