//! Why a list shows nothing, and the way out, in the middle of it.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::gauges::Login;
use crate::app::state::AppState;
use crate::domain::failure::Failure;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

/// What a list that shows nothing is to tell.
pub(in crate::ui) struct Empty<'a> {
    /// What its rows are called: `lines`.
    pub(in crate::ui) rows: &'static str,
    /// What is read: `the quotes`.
    pub(in crate::ui) whole: &'static str,
    /// Rows there are, whatever the filter says.
    pub(in crate::ui) all: usize,
    /// The filter in force.
    pub(in crate::ui) query: &'a str,
    /// Why the last sweep failed.
    pub(in crate::ui) failure: Option<&'a Failure>,
    /// Whether it was wholly read.
    pub(in crate::ui) is_read: bool,
    /// Pages read so far.
    pub(in crate::ui) pages: u32,
    /// What is said when there are none.
    pub(in crate::ui) none: Vec<Pieces<'a>>,
}

/// Draws the reason.
pub(in crate::ui) fn draw(
    painter: &mut Painter<'_>,
    area: Rect,
    empty: Empty<'_>,
    state: &AppState,
) {
    let lines = reason(empty, state);
    let top = area.y + area.height.saturating_sub(to_columns(lines.len())) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let columns = line.iter().map(|piece| width(&piece.text)).sum::<usize>();
        let needed = to_columns(columns).min(area.width);
        painter.put_pieces(area.x + (area.width - needed) / 2, y, needed, line);
    }
}

fn reason<'a>(empty: Empty<'a>, state: &AppState) -> Vec<Pieces<'a>> {
    let key = |action| piece(state.keymap.shown(action), Role::Accent);
    if empty.all > 0 {
        let (all, rows) = (grouped(empty.all), empty.rows);
        return vec![
            vec![
                piece(format!("0 of {all} {rows} match "), Role::Text),
                piece(empty.query, Role::Strong),
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
    if let Some(failure) = empty.failure {
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
    if empty.is_read {
        return empty.none;
    }
    let dots = ".".repeat(usize::try_from(3 + empty.pages % 3).unwrap_or(3));
    let text = format!("Reading {}{dots}", empty.whole);
    vec![vec![piece(text, Role::Dim)]]
}
