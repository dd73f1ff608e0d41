//! The last two rows: the message, and what the keys do here.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::keymap::{Chord, Key};
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
    for hint in fitting(state, painter.glyphs, area.width) {
        line.push(piece(hint.keys(), Role::Accent));
        line.push(piece(format!(" {}  ", hint.what), Role::Dim));
    }
    painter.put_pieces(area.x, area.y, area.width, &line);
}

/// The key that a click on a column of the hints stands for.
pub fn chord_at(area: Rect, state: &AppState, glyphs: &Glyphs, x: u16) -> Option<Chord> {
    let mut begin = usize::from(area.x) + 1;
    for hint in fitting(state, glyphs, area.width) {
        let end = begin + hint.columns();
        if (begin..end - 2).contains(&usize::from(x)) {
            return hint.chord_at(usize::from(x) - begin);
        }
        begin = end;
    }
    None
}

/// Some keys and what they do.
struct Hint {
    /// Each as it is shown, with the key that a click on it stands for.
    parts: Vec<(String, Option<Chord>)>,
    what: &'static str,
}

impl Hint {
    /// A key.
    fn key(chord: Chord, what: &'static str) -> Self {
        Self {
            parts: vec![(chord.to_string(), Some(chord))],
            what,
        }
    }

    /// Some letters.
    fn letters(letters: &[char], what: &'static str) -> Self {
        let shown = |letter: &char| (letter.to_string(), Some(Chord::char(*letter)));
        Self {
            parts: letters.iter().map(shown).collect(),
            what,
        }
    }

    /// Something to do that no click can stand for.
    fn say(text: &str, what: &'static str) -> Self {
        Self {
            parts: vec![(text.to_owned(), None)],
            what,
        }
    }

    /// The first key of an action.
    fn of(state: &AppState, action: Action, what: &'static str) -> Self {
        Self::of_all(state, &[action], what)
    }

    /// The first keys of some actions.
    fn of_all(state: &AppState, actions: &[Action], what: &'static str) -> Self {
        let first = |action: &Action| state.keymap.chords(*action).next();
        let shown = |chord: Chord| (chord.to_string(), Some(chord));
        Self {
            parts: actions.iter().filter_map(first).map(shown).collect(),
            what,
        }
    }

    fn keys(&self) -> String {
        let texts: Vec<_> = self.parts.iter().map(|(text, _)| text.as_str()).collect();
        texts.join("/")
    }

    /// With the blanks that set it apart from the next.
    fn columns(&self) -> usize {
        width(&self.keys()) + width(self.what) + 3
    }

    /// The key at a column; the words stand for the first.
    fn chord_at(&self, column: usize) -> Option<Chord> {
        let mut end = 0;
        for (text, chord) in &self.parts {
            end += width(text) + 1;
            if column < end {
                return *chord;
            }
        }
        self.parts.first().and_then(|(_, chord)| *chord)
    }
}

/// The hints that fit; those of actions without a key are left out.
fn fitting(state: &AppState, glyphs: &Glyphs, columns: u16) -> Vec<Hint> {
    let mut room = usize::from(columns).saturating_sub(2);
    hints(state, glyphs)
        .into_iter()
        .filter(|hint| !hint.parts.is_empty())
        .take_while(|hint| {
            let fits = hint.columns() <= room;
            room = room.saturating_sub(hint.columns());
            fits
        })
        .collect()
}

fn hints(state: &AppState, glyphs: &Glyphs) -> Vec<Hint> {
    let (enter, esc) = (Chord::plain(Key::Enter), Chord::plain(Key::Esc));
    match &state.overlay {
        // A question is answered with a key, never with a click.
        Some(Overlay::ConfirmQuit) => return vec![Hint::say("y", "quit"), Hint::key(esc, "stay")],
        Some(Overlay::Menu(menu)) => {
            let mut hints = vec![
                Hint::say(glyphs.up_down, "move"),
                Hint::key(enter, "choose"),
            ];
            if menu.kind.is_searched() {
                hints.insert(0, Hint::say("type", "to search"));
            }
            match menu.kind {
                Kind::Help => hints.push(Hint::say("@key", "search by key")),
                Kind::Sort => hints.push(Hint::key(Chord::char(' '), "then by")),
                Kind::Columns => hints.push(Hint::letters(&['J', 'K'], "move it")),
                _ => {}
            }
            hints.push(Hint::key(esc, "close"));
            return hints;
        }
        Some(Overlay::Messages { .. }) => {
            return vec![
                Hint::of_all(state, &[Action::Down, Action::Up], "scroll"),
                Hint::key(esc, "close"),
            ];
        }
        None => {}
    }
    if state.orders_pane.filter.is_editing() {
        return vec![
            Hint::key(enter, "keep"),
            Hint::key(esc, "undo"),
            Hint::say(glyphs.up_down, "move in the list"),
            Hint::key(Chord::ctrl('u'), "clear"),
            Hint::key(Chord::ctrl('w'), "delete a word"),
        ];
    }
    let of = |action, what| Hint::of(state, action, what);
    let pair = |a, b, what| Hint::of_all(state, &[a, b], what);
    let is_zoomed = state.orders_pane.preview.is_zoomed;
    let all_parts = is_zoomed.then(|| of(Action::Zoom, "all parts"));
    if state.orders_pane.focus == Focus::Preview {
        let preview = [
            pair(Action::Down, Action::Up, "scroll"),
            Hint::key(way_back(state), "back to the list"),
            of(Action::RefreshRow, "read anew"),
            of(Action::Help, "help"),
        ];
        return all_parts.into_iter().chain(preview).collect();
    }
    let list = [
        pair(Action::Down, Action::Up, "move"),
        of(Action::Filter, "filter"),
        of(Action::Enter, "preview"),
        pair(Action::Sort, Action::Reverse, "sort"),
        of(Action::RefreshRow, "read anew"),
        of(Action::Help, "help"),
        pair(Action::PreviewDown, Action::PreviewUp, "scroll preview"),
        of(Action::Messages, "messages"),
        of(Action::Quit, "quit"),
    ];
    all_parts.into_iter().chain(list).collect()
}

/// Esc where it is bound: it is the key one looks for.
fn way_back(state: &AppState) -> Chord {
    let esc = Chord::plain(Key::Esc);
    let mut chords = state.keymap.chords(Action::Back);
    let first = chords.next();
    let has_esc = first == Some(esc) || chords.any(|chord| chord == esc);
    first.filter(|_| !has_esc).unwrap_or(esc)
}
