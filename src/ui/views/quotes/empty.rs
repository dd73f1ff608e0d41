//! What the list says when it has no rows: why, and the way out.
//!
//! Our own lines fit into 54 columns, the narrowest list beside a preview: a warning must not be cut.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::ui::paint::{Painter, Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::list_empty::{self, Empty};

/// Draws the reason in the middle of the list.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let pane = &state.quotes_pane;
    let empty = Empty {
        rows: "lines",
        whole: "the quotes",
        all: pane.list.counts().all,
        query: pane.list.query().map_or("", |query| query.text()),
        failure: pane.lines_sweep.failure(),
        is_read: pane.lines_sweep.last().is_some(),
        pages: pane.lines_sweep.progress().map_or(0, |it| it.pages),
        none: nothing(state),
    };
    list_empty::draw(painter, area, empty, state);
}

/// No line there is; but maybe a basket that waits for one.
fn nothing(state: &AppState) -> Vec<Pieces<'_>> {
    let key = |action| piece(state.keymap.shown(action), Role::Accent);
    let baskets = state.quotes.baskets().filter(|(_, it)| !it.has_left);
    let mut lines = vec![vec![piece("No quote lines yet.", Role::Text)], Vec::new()];
    match baskets.count() {
        0 => {}
        1 => lines.push(vec![
            key(Action::Flat),
            piece(" shows the one basket there is", Role::Dim),
        ]),
        baskets => lines.push(vec![
            key(Action::Flat),
            piece(format!(" shows {baskets} baskets"), Role::Dim),
        ]),
    }
    lines.push(vec![
        key(Action::New),
        piece(" makes a basket, ", Role::Dim),
        key(Action::RefreshView),
        piece(" looks again", Role::Dim),
    ]);
    lines
}
