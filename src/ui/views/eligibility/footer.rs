//! The line under the list: what it lists and what the other list holds, what lies beyond the window, what is marked. It
//! keeps its row whether or not there is something to say, so that no news ever moves the list.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::copy::counted;
use crate::app::pane::ListPane as _;
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet;
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
        Some(other_facet(state)),
        range(state),
        below(state, rows),
        news(state, rows),
        marks(state),
        priced(state),
    ];
    list_footer::draw(painter, area, parts);
}

/// What the list would hold beside this: `Tab: 12 sites.`
fn other_facet(state: &AppState) -> Part {
    let (what, count) = match state.eligibility_pane.facet {
        Facet::Requests => ("site", state.eligibility.items().count()),
        Facet::Items => ("request", state.eligibility.requests().count()),
    };
    let key = state.keymap.shown(Action::NextPart);
    (1, format!("{key}: {}.", counted(count, what)), Role::Dim)
}

fn range(state: &AppState) -> Option<Part> {
    let range = state.eligibility_pane.range()?;
    let rows = grouped(range.end() - range.start() + 1);
    let end = state.keymap.shown(Action::MarkRange);
    let text = format!("range of {rows}: {end} marks it, Esc leaves it.");
    Some((6, text, Role::Strong))
}

fn below(state: &AppState, rows: usize) -> Option<Part> {
    let pane = &state.eligibility_pane;
    list_footer::below(3, pane.list.rows().len(), pane.top(rows) + rows)
}

fn news(state: &AppState, rows: usize) -> Option<Part> {
    let back = state.keymap.shown(Action::PreviousNews);
    let on = state.keymap.shown(Action::NextNews);
    let pane = &state.eligibility_pane;
    let beyond = pane.news()?.beyond(pane.top(rows), rows);
    list_footer::news(4, beyond, (&back, &on))
}

fn marks(state: &AppState) -> Option<Part> {
    let pane = &state.eligibility_pane;
    let marked = pane.marks.rows.len();
    if marked == 0 {
        return None;
    }
    let text = match pane.hidden_marks() {
        0 => format!("{} marked.", grouped(marked)),
        hidden => format!("{} marked, {hidden} not shown.", grouped(marked)),
    };
    Some((5, text, Role::Text))
}

/// Offers that are marked to be priced together, wherever they are.
fn priced(state: &AppState) -> Option<Part> {
    let marks = state.eligibility_pane.preview.offers.marks().len();
    let text = format!("{} marked.", counted(marks, "offer"));
    (marks > 0).then_some((5, text, Role::Text))
}
