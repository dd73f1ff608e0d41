//! What the list says when it has no rows: why, and the way out.

use ratatui::layout::Rect;

use crate::app::state::AppState;
use crate::app::views::activity::Facet;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;

/// Draws the reason in the middle of the list.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let lines = reason(state);
    let top = area.y + area.height.saturating_sub(to_columns(lines.len())) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let needed: usize = line.iter().map(|piece| width(&piece.text)).sum();
        let needed = to_columns(needed).min(area.width);
        painter.put_pieces(area.x + (area.width - needed) / 2, y, needed, line);
    }
}

fn reason(state: &AppState) -> Vec<Pieces<'static>> {
    let pane = &state.activity_pane;
    if pane.all() > 0 {
        let of = grouped(pane.all());
        let way_out = state.keymap.tell("{toggle_filter} shows all");
        return vec![
            vec![piece(format!("0 of {of} match."), Role::Text)],
            vec![piece(way_out, Role::Dim)],
        ];
    }
    let (what, how) = match pane.facet {
        Facet::All => (
            "Nothing has happened yet.",
            "What you change at Covage, exports,\ndownloads and errors are listed here.",
        ),
        Facet::Writes => (
            "Nothing was written at Covage yet.",
            "Every attempt is kept here, with its outcome.",
        ),
        Facet::Jobs => (
            "No exports and no downloads yet.",
            "{export} asks Covage for a file, {files} lists those of a row.",
        ),
        Facet::Errors => (
            "Nothing went wrong so far.",
            "What does is listed here with its full text.",
        ),
    };
    let mut lines = vec![vec![piece(what, Role::Text)]];
    let how = state.keymap.tell(how);
    lines.extend(
        how.lines()
            .map(|line| vec![piece(line.to_owned(), Role::Dim)]),
    );
    if let Some(why) = &state.writes.journal.off {
        lines.push(Vec::new());
        lines.push(vec![piece("Writes are off:", Role::Warn)]);
        lines.push(vec![piece(why.clone(), Role::Warn)]);
    }
    lines
}
