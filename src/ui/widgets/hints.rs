//! The last two rows: the message, and what the keys do here.
//!
//! Keys are those of the keymap. What is most useful here and now comes first and what does not fit is left out, but
//! never the two keys behind which everything else is found.

mod moment;

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::keymap::Chord;
use crate::app::notice::Weight;
use crate::app::state::AppState;
use crate::ui::format::clock;
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Painter, Pieces, piece, width};
use crate::ui::theme::Role;
use crate::ui::widgets::under_way;

/// Draws the message row.
pub fn draw_message(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    if let Some(line) = under_way::line(state, area.width) {
        painter.put_pieces(area.x, area.y, area.width, &line);
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
    for hint in shown(state, painter.glyphs, area.width) {
        line.push(piece(hint.keys(), Role::Accent));
        line.push(piece(format!(" {}  ", hint.what), Role::Dim));
    }
    painter.put_pieces(area.x, area.y, area.width, &line);
}

/// The key that a click on a column of the hints stands for.
pub fn chord_at(area: Rect, state: &AppState, glyphs: &Glyphs, x: u16) -> Option<Chord> {
    let mut begin = usize::from(area.x) + 1;
    for hint in shown(state, glyphs, area.width) {
        let end = begin + hint.columns();
        if (begin..end - 2).contains(&usize::from(x)) {
            return hint.chord_at(usize::from(x) - begin);
        }
        begin = end;
    }
    None
}

/// The hints there is room for, the ones that are always said last.
fn shown(state: &AppState, glyphs: &Glyphs, columns: u16) -> Vec<Hint> {
    let (hints, always) = moment::hints(state, glyphs);
    let mut room = usize::from(columns).saturating_sub(2);
    let always = fitting(always, &mut room);
    let mut hints = fitting(hints, &mut room);
    hints.extend(always);
    hints
}

/// The first of them that fit in the room there is, which they take; actions without a key have no hint.
fn fitting(hints: Vec<Hint>, room: &mut usize) -> Vec<Hint> {
    let fits = |hint: &Hint| {
        let rest = room.checked_sub(hint.columns());
        *room = rest.unwrap_or(*room);
        rest.is_some()
    };
    let hints = hints.into_iter().filter(|hint| !hint.parts.is_empty());
    hints.take_while(fits).collect()
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

    /// A key among others that do the same.
    fn named(keys: &str, chord: Chord, what: &'static str) -> Self {
        Self {
            parts: vec![(keys.to_owned(), Some(chord))],
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
