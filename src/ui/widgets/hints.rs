//! The last two rows: the message, and what the keys do here.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::menu::Kind;
use crate::app::notice::Weight;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::views::orders::Focus;
use crate::ui::format::clock;
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Painter, Pieces, piece, width};
use crate::ui::theme::Role;

/// Draws the message row.
pub fn draw_message(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let Some(notice) = state.notices.current(state.now) else {
        return;
    };
    let role = match notice.weight {
        Weight::Info => Role::Text,
        Weight::Problem => Role::Warn,
    };
    let times = if notice.times > 1 {
        format!("  {}{}", painter.glyphs.times, notice.times)
    } else {
        String::new()
    };
    let line = [
        piece(format!(" {} ", clock(notice.at, &state.zone)), Role::Dim),
        piece(notice.text.as_str(), role),
        piece(times, Role::Dim),
    ];
    painter.put_pieces(area.x, area.y, area.width, &line);
}

/// Draws the hints; the last ones leave first when the row is narrow.
pub fn draw_hints(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let mut line: Pieces<'_> = vec![piece(" ", Role::Text)];
    let mut room = usize::from(area.width).saturating_sub(2);
    for (keys, what) in hints(state, painter.glyphs) {
        let needed = width(&keys) + width(what) + 3;
        if needed > room {
            break;
        }
        room -= needed;
        line.push(piece(keys, Role::Accent));
        line.push(piece(format!(" {what}  "), Role::Dim));
    }
    painter.put_pieces(area.x, area.y, area.width, &line);
}

fn hints(state: &AppState, glyphs: &Glyphs) -> Vec<(String, &'static str)> {
    let own = |keys: &str, what| (keys.to_owned(), what);
    match &state.overlay {
        Some(Overlay::ConfirmQuit) => return vec![own("y", "quit"), own("Esc", "stay")],
        Some(Overlay::Menu(menu)) => {
            let mut hints = vec![own(glyphs.up_down, "move"), own("Enter", "choose")];
            if menu.kind.is_searched() {
                hints.insert(0, own("type", "to search"));
            }
            match menu.kind {
                Kind::Help => hints.push(own("@key", "search by key")),
                Kind::Sort => hints.push(own("Space", "then by")),
                Kind::Columns => hints.push(own("J/K", "move it")),
                _ => {}
            }
            hints.push(own("Esc", "close"));
            return hints;
        }
        Some(Overlay::Messages { .. }) => return vec![own("j/k", "scroll"), own("Esc", "close")],
        None => {}
    }
    if state.orders_pane.filter.is_editing() {
        return vec![
            own("Enter", "keep"),
            own("Esc", "undo"),
            own(glyphs.up_down, "move in the list"),
            own("C-u", "clear"),
            own("C-w", "delete a word"),
        ];
    }
    let key = |action: Action| {
        state
            .keymap
            .chords(action)
            .next()
            .map(|chord| chord.to_string())
            .unwrap_or_default()
    };
    let pair = |a, b, what| (format!("{}/{}", key(a), key(b)), what);
    let is_zoomed = state.orders_pane.preview.is_zoomed;
    let all_parts = is_zoomed.then(|| (key(Action::Zoom), "all parts"));
    if state.orders_pane.focus == Focus::Preview {
        let preview = [
            pair(Action::Down, Action::Up, "scroll"),
            own("Esc", "back to the list"),
            (key(Action::RefreshRow), "read anew"),
            (key(Action::Help), "help"),
        ];
        return all_parts.into_iter().chain(preview).collect();
    }
    let list = [
        pair(Action::Down, Action::Up, "move"),
        (key(Action::Filter), "filter"),
        (key(Action::Enter), "preview"),
        pair(Action::Sort, Action::Reverse, "sort"),
        (key(Action::RefreshRow), "read anew"),
        (key(Action::Help), "help"),
        pair(Action::PreviewDown, Action::PreviewUp, "scroll preview"),
        (key(Action::Messages), "messages"),
        (key(Action::Quit), "quit"),
    ];
    all_parts.into_iter().chain(list).collect()
}
