//! What the list says when it has no rows: why, and the way out.
//!
//! Our own lines fit into 54 columns, the narrowest list beside a preview: a warning must not be cut.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::gauges::Login;
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

/// Draws the reason in the middle of the list.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let lines = reason(state);
    let top = area.y + area.height.saturating_sub(to_columns(lines.len())) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let columns = line.iter().map(|piece| width(&piece.text)).sum::<usize>();
        let needed = to_columns(columns).min(area.width);
        painter.put_pieces(area.x + (area.width - needed) / 2, y, needed, line);
    }
}

fn reason(state: &AppState) -> Vec<Pieces<'_>> {
    let pane = &state.quotes_pane;
    let key = |action| piece(state.keymap.shown(action), Role::Accent);
    let counts = pane.list.counts();
    if counts.all > 0 {
        let text = pane.list.query().map_or("", |query| query.text());
        return vec![
            vec![
                piece(
                    format!("0 of {} lines match ", grouped(counts.all)),
                    Role::Text,
                ),
                piece(text, Role::Strong),
            ],
            Vec::new(),
            vec![
                key(Action::ToggleFilter),
                piece(" shows all, ", Role::Dim),
                key(Action::Filter),
                piece(" edits the filter", Role::Dim),
            ],
        ];
    }
    if matches!(state.gauges.login, Login::Refused | Login::NoPassword) {
        return vec![
            vec![piece(
                "Covage lets nobody in: see Orders for why.",
                Role::Bad,
            )],
            Vec::new(),
            vec![key(Action::Orders), piece(" goes there", Role::Dim)],
        ];
    }
    if let Some(failure) = pane.lines_sweep.failure() {
        return vec![
            vec![piece(failure.line(), Role::Bad)],
            Vec::new(),
            vec![piece(state.keymap.tell(failure.way_out()), Role::Text)],
        ];
    }
    if let Some(offline) = state.gauges.offline {
        let tries = if offline.next_try.is_some() {
            "Tried again by itself; "
        } else {
            ""
        };
        return vec![
            vec![piece(
                "No connection to Covage, and nothing was read before.",
                Role::Bad,
            )],
            vec![
                piece(tries, Role::Text),
                key(Action::RefreshRow),
                piece(" tries now", Role::Dim),
            ],
        ];
    }
    if pane.lines_sweep.last().is_some() {
        return nothing(state);
    }
    let pages = pane.lines_sweep.progress().map_or(0, |it| it.pages % 3);
    let dots = ".".repeat(3 + usize::try_from(pages).unwrap_or(0));
    vec![vec![piece(format!("Reading the quotes{dots}"), Role::Dim)]]
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
