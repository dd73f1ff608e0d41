//! From a terminal's key to a chord of the core: what no terminal tells apart becomes one and the same.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::keymap::{Chord, Key};

/// Keys with one of these are nobody's: they are dropped rather than misread.
const FOREIGN: KeyModifiers = KeyModifiers::ALT
    .union(KeyModifiers::SUPER)
    .union(KeyModifiers::HYPER)
    .union(KeyModifiers::META);

/// The chord of a key press; `None` for a release and for a key that means nothing to us.
///
/// Shift counts where it makes another character, and with Tab. Ctrl does not count with the keys that most terminals
/// send without it.
pub fn chord(key: KeyEvent) -> Option<Chord> {
    if key.kind == KeyEventKind::Release || key.modifiers.intersects(FOREIGN) {
        return None;
    }
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let is_shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(c) if is_ctrl => {
            return Some(Chord::ctrl(c.to_ascii_lowercase()));
        }
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => return Some(Chord::plain(Key::Enter)),
        KeyCode::Esc => return Some(Chord::plain(Key::Esc)),
        KeyCode::Tab if !is_shift => return Some(Chord::plain(Key::Tab)),
        KeyCode::Tab | KeyCode::BackTab => return Some(Chord::plain(Key::BackTab)),
        KeyCode::Backspace => return Some(Chord::plain(Key::Backspace)),
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    };
    Some(Chord { key: code, is_ctrl })
}

#[cfg(test)]
mod tests {
    use super::super::Input;
    use super::super::decode::Decoder;
    use super::*;

    /// What the bytes of one read mean, as it is written in the configuration.
    fn chords(bytes: &str) -> String {
        let (mut decoder, mut inputs) = (Decoder::default(), Vec::new());
        decoder.feed(bytes.as_bytes(), &mut inputs);
        decoder.expire(&mut inputs);
        let chord = |input| match input {
            Input::Key(key) => chord(key).map_or_else(|| "-".to_owned(), |it| it.to_string()),
            other => panic!("{other:?}"),
        };
        let chords: Vec<_> = inputs.into_iter().map(chord).collect();
        chords.join(" ")
    }

    #[test]
    fn one_key_is_one_chord_whatever_the_terminal_makes_of_it() {
        for (bytes, wanted) in [
            ("jJé Q", "j J é Space Q"),
            // Shift with a named key, in every spelling.
            (
                "\x1b[1;2A\x1b[a\x1b[3;2~\x1b[3$\x1b[24;2~",
                "Up Up Delete Delete F12",
            ),
            ("\x1b[Z\x1b[9;2u", "S-Tab S-Tab"),
            // Ctrl with keys that can be told apart, and with those that cannot.
            ("\x1b[1;5A\x1bOa\x1b[5;5~\x1b[5^", "C-Up C-Up C-PgUp C-PgUp"),
            ("\x1b[13;5u\x1b[27;5;9~\x1b[127;5u", "Enter Tab Backspace"),
            ("\x04\x1b[100;5u\x1b[68;6u\x1b[100;6u", "C-d C-d C-d C-d"),
            ("\0\x1f\x7f\x08", "C-Space C-_ Backspace Backspace"),
            // The keypad, with its numbers and without, in both modes; its middle without numbers is nothing.
            ("\x1bOM\x1bOp\x1bOy\x1bOk\x1bOA", "Enter 0 9 + Up"),
            ("\x1b[57414u\x1b[57399u\x1b[57419u", "Enter 0 Up"),
            ("\x1b[E", "-"),
            // Alt, Super and releases are nobody's.
            ("\x1bx\x1b[1;3A\x1b[97;9u\x1b[97;1:3u", "- - - -"),
            ("\x1b[97;1:2u", "a"),
        ] {
            assert_eq!(chords(bytes), wanted, "{}", bytes.escape_debug());
        }
    }
}
