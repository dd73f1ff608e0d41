//! What the list says when it has no rows: why, and the way out.
//!
//! Our own lines fit into 54 columns, the narrowest list beside a preview: a warning must not be cut.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::gauges::Login;
use crate::app::state::AppState;
use crate::app::views::orders::nearest::Nearest;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

/// Draws the reason in the middle of the list.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let lines = reason(state);
    let top = area.y + area.height.saturating_sub(to_columns(lines.len())) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let needed =
            to_columns(line.iter().map(|piece| width(&piece.text)).sum::<usize>()).min(area.width);
        painter.put_pieces(area.x + (area.width - needed) / 2, y, needed, line);
    }
}

fn reason(state: &AppState) -> Vec<Pieces<'_>> {
    let pane = &state.orders_pane;
    let key = |action| state.keymap.shown(action);
    match state.gauges.login {
        Login::Refused => {
            return vec![
                vec![piece(
                    "Covage refused this user name and password.",
                    Role::Bad,
                )],
                Vec::new(),
                vec![piece("Nothing is tried again by itself:", Role::Text)],
                vec![piece("more tries could lock the account.", Role::Text)],
                vec![
                    piece("Check both, then start again.  ", Role::Text),
                    piece(key(Action::Quit), Role::Accent),
                    piece(" quits", Role::Dim),
                ],
            ];
        }
        Login::NoPassword => {
            let cause = pane
                .sweep
                .failure()
                .map(crate::domain::failure::Failure::line)
                .unwrap_or_default();
            return vec![
                vec![piece("There is no password to log in with.", Role::Bad)],
                vec![piece(cause, Role::Text)],
                Vec::new(),
                vec![piece(
                    "Set password_command or password_file in the profile,",
                    Role::Text,
                )],
                vec![piece("or COVAGE_PASSWORD.", Role::Text)],
                vec![
                    piece(key(Action::RefreshRow), Role::Accent),
                    piece(" tries again", Role::Dim),
                ],
            ];
        }
        Login::None | Login::Valid { .. } | Login::Expired => {}
    }
    let all = pane.index.counts().all;
    if all > 0 {
        return no_match(state, all);
    }
    if let Some(failure) = pane.sweep.failure() {
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
                piece(key(Action::RefreshRow), Role::Accent),
                piece(" tries now", Role::Dim),
            ],
        ];
    }
    if pane.sweep.last().is_some() {
        return vec![
            vec![piece("This account has no orders yet.", Role::Text)],
            vec![
                piece(key(Action::RefreshView), Role::Accent),
                piece(" looks again", Role::Dim),
            ],
        ];
    }
    vec![vec![
        piece("Reading the orders", Role::Dim),
        piece(dots(state), Role::Dim),
    ]]
}

/// The filter matches nothing: what it is, how to be rid of it, and what is nearest.
fn no_match(state: &AppState, all: usize) -> Vec<Pieces<'_>> {
    let pane = &state.orders_pane;
    let text = pane.index.query().map_or("", |query| query.text());
    let mut lines = vec![
        vec![
            piece(format!("0 of {} orders match ", grouped(all)), Role::Text),
            piece(text, Role::Strong),
        ],
        Vec::new(),
        vec![
            piece(state.keymap.shown(Action::ToggleFilter), Role::Accent),
            piece(" shows all, ", Role::Dim),
            piece(state.keymap.shown(Action::Filter), Role::Accent),
            piece(" edits the filter", Role::Dim),
        ],
    ];
    if let Some(Nearest { filter, counts }) = pane.nearest() {
        let maybe = match counts.maybe {
            0 => String::new(),
            maybe => format!(", {} of them maybe", grouped(maybe)),
        };
        lines.push(vec![
            piece("Nearest: ", Role::Dim),
            piece(filter.as_str(), Role::Strong),
            piece(format!("  {}{maybe}", grouped(counts.shown())), Role::Text),
        ]);
        if !pane.filter.is_editing() {
            lines.push(vec![
                piece("Enter", Role::Accent),
                piece(" takes it", Role::Dim),
            ]);
        }
    }
    lines
}

/// Three to five dots, one more with each page, so that a long first reading is not a dead screen.
fn dots(state: &AppState) -> String {
    let pages = state
        .orders_pane
        .sweep
        .progress()
        .map_or(0, |progress| progress.pages);
    ".".repeat(3 + usize::try_from(pages % 3).unwrap_or(0))
}
