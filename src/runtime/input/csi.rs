//! The meaning of complete escape sequences: a table, no state.
//!
//! The spellings are those of xterm, the Linux console, the VT220, rxvt and the first level of
//! the kitty keyboard protocol (with xterm's modifyOtherKeys). What is not in the table means
//! nothing: replies to questions of a program that ran before us, for instance.
//!
//! Sources: xterm's `ctlseqs`, rxvt's `rxvtRef`, `console_codes(4)`, kitty's `keyboard-protocol`.

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use super::Input;

/// What a complete control sequence asks of the decoder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Input(Input),
    PasteBegins,
    /// Three more bytes follow: a mouse report of the old kind, which is not understood.
    OldMouse,
    Nothing,
}

/// A press of `code`.
pub(super) fn press(code: KeyCode, modifiers: KeyModifiers) -> Input {
    Input::Key(KeyEvent::new(code, modifiers))
}

/// `CSI params final`; `is_meta` when an escape came before it, which is how rxvt writes Alt.
pub(super) fn csi(params: &[u8], last: u8, is_meta: bool) -> Meaning {
    let meta = if is_meta {
        KeyModifiers::ALT
    } else {
        KeyModifiers::NONE
    };
    if let [b'<', rest @ ..] = params {
        return mouse(rest, last);
    }
    if params.is_empty() {
        match last {
            b'I' => return Meaning::Input(Input::Focus(true)),
            b'O' => return Meaning::Input(Input::Focus(false)),
            b'M' => return Meaning::OldMouse,
            _ => {}
        }
    }
    let Some(params) = Params::parse(params) else {
        return Meaning::Nothing;
    };
    let first = params.number(0);
    let key = match last {
        b'~' if first == 200 => return Meaning::PasteBegins,
        b'~' if first == 27 => params.key(params.number(2), meta),
        b'~' => tilde(first).and_then(|code| params.with(code, meta)),
        b'^' => tilde(first).map(|code| (code, meta | KeyModifiers::CONTROL)),
        b'$' => tilde(first).map(|code| (code, meta | KeyModifiers::SHIFT)),
        b'@' => tilde(first).map(|code| (code, meta | KeyModifiers::CONTROL | KeyModifiers::SHIFT)),
        b'u' => params.key(first, meta),
        b'Z' => Some((KeyCode::BackTab, meta | KeyModifiers::SHIFT)),
        b'a'..=b'd' if params.is_empty() => {
            arrow(last.to_ascii_uppercase()).map(|code| (code, meta | KeyModifiers::SHIFT))
        }
        // With two parameters these are keys; with others, reports of positions.
        _ if params.is_empty() || first == 1 => {
            letter(last).and_then(|code| params.with(code, meta))
        }
        _ => None,
    };
    key.map_or(Meaning::Nothing, |(code, modifiers)| {
        let kind = params.kind();
        let state = KeyEventState::NONE;
        Meaning::Input(Input::Key(KeyEvent {
            code,
            modifiers,
            kind,
            state,
        }))
    })
}

/// `SS3 final`, or `SS3 modifier final` as some terminals write function keys with modifiers.
pub(super) fn ss3(modifier: Option<u8>, last: u8, is_meta: bool) -> Option<Input> {
    let mut modifiers = modifier.map_or(Some(KeyModifiers::NONE), |digit| {
        modifiers(u32::from(digit.saturating_sub(b'0')))
    })?;
    if is_meta {
        modifiers |= KeyModifiers::ALT;
    }
    let code = match last {
        b'a'..=b'd' => {
            modifiers |= KeyModifiers::CONTROL;
            arrow(last.to_ascii_uppercase())?
        }
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        // The keypad in application mode: `*` to `9`.
        b'j'..=b'y' => KeyCode::Char(char::from(last - 0x40)),
        b'X' => KeyCode::Char('='),
        _ => letter(last)?,
    };
    Some(press(code, modifiers))
}

/// `CSI [ final`: the Linux console's F1 to F5.
pub(super) fn console(last: u8) -> Option<Input> {
    matches!(last, b'A'..=b'E').then(|| press(KeyCode::F(last - b'A' + 1), KeyModifiers::NONE))
}

fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        _ => return None,
    })
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return arrow(last),
    })
}

fn tilde(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The VT220 left gaps between its groups of keys.
        11..=15 => function(number - 10),
        17..=21 => function(number - 11),
        23..=26 => function(number - 12),
        28 | 29 => function(number - 13),
        31..=34 => function(number - 14),
        _ => return None,
    })
}

fn function(number: u32) -> KeyCode {
    u8::try_from(number).map_or(KeyCode::Null, KeyCode::F)
}

/// xterm's number: one more than a set of bits. `None` if no keyboard can do that.
fn modifiers(number: u32) -> Option<KeyModifiers> {
    const BITS: [KeyModifiers; 6] = [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
        KeyModifiers::SUPER,
        KeyModifiers::HYPER,
        KeyModifiers::META,
    ];
    // kitty adds bits 64 and 128 for the lock keys, which change nothing here.
    let bits = number.max(1) - 1;
    (bits < 256).then(|| {
        BITS.iter()
            .enumerate()
            .filter(|(bit, _)| bits >> bit & 1 == 1)
            .fold(KeyModifiers::NONE, |all, (_, one)| all | *one)
    })
}

/// The numbers between `CSI` and the final byte: up to four, each with up to three parts.
struct Params {
    numbers: [[u32; 3]; 4],
    count: usize,
}

impl Params {
    /// `None` if it is not a list of numbers, or holds more than any key has.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut params = Self {
            numbers: [[0; 3]; 4],
            count: 0,
        };
        if bytes.is_empty() {
            return Some(params);
        }
        for (i, field) in bytes.split(|&b| b == b';').enumerate() {
            for (j, part) in field.split(|&b| b == b':').enumerate() {
                let number = part.iter().try_fold(0_u32, |sum, &digit| {
                    let digit = char::from(digit).to_digit(10)?;
                    sum.checked_mul(10)?.checked_add(digit)
                })?;
                *params.numbers.get_mut(i)?.get_mut(j)? = number;
            }
            params.count = i + 1;
        }
        Some(params)
    }

    fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn number(&self, index: usize) -> u32 {
        self.numbers.get(index).map_or(0, |parts| parts[0])
    }

    fn modifiers(&self) -> Option<KeyModifiers> {
        modifiers(self.number(1))
    }

    fn kind(&self) -> KeyEventKind {
        match self.numbers[1][1] {
            2 => KeyEventKind::Repeat,
            3 => KeyEventKind::Release,
            _ => KeyEventKind::Press,
        }
    }

    fn with(&self, code: KeyCode, meta: KeyModifiers) -> Option<(KeyCode, KeyModifiers)> {
        Some((code, meta | self.modifiers()?))
    }

    /// A key named by its code point (kitty, modifyOtherKeys).
    fn key(&self, code: u32, meta: KeyModifiers) -> Option<(KeyCode, KeyModifiers)> {
        let mut modifiers = meta | self.modifiers()?;
        let code = match code {
            8 | 127 => KeyCode::Backspace,
            9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            9 => KeyCode::Tab,
            13 | 57414 => KeyCode::Enter,
            27 => KeyCode::Esc,
            57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
            57409 => KeyCode::Char('.'),
            57410 => KeyCode::Char('/'),
            57411 => KeyCode::Char('*'),
            57412 => KeyCode::Char('-'),
            57413 => KeyCode::Char('+'),
            57415 => KeyCode::Char('='),
            57417 => KeyCode::Left,
            57418 => KeyCode::Right,
            57419 => KeyCode::Up,
            57420 => KeyCode::Down,
            57421 => KeyCode::PageUp,
            57422 => KeyCode::PageDown,
            57423 => KeyCode::Home,
            57424 => KeyCode::End,
            57425 => KeyCode::Insert,
            57426 => KeyCode::Delete,
            // The rest of the private use area: lock, media and modifier keys.
            0xe000..=0xf8ff => return None,
            _ => {
                let plain = char::from_u32(code).filter(|c| !c.is_control())?;
                let shifted = char::from_u32(self.numbers[0][1]).filter(|c| !c.is_control());
                let c = match shifted {
                    Some(c) => c,
                    None if modifiers.contains(KeyModifiers::SHIFT) => {
                        plain.to_uppercase().next().unwrap_or(plain)
                    }
                    None => plain,
                };
                if c.is_uppercase() {
                    modifiers |= KeyModifiers::SHIFT;
                }
                KeyCode::Char(c)
            }
        };
        Some((code, modifiers))
    }
}

/// `CSI < button ; column ; row M` (or `m` for a release), the SGR form; cells count from 1.
fn mouse(params: &[u8], last: u8) -> Meaning {
    let Some(params) = Params::parse(params).filter(|params| params.count == 3) else {
        return Meaning::Nothing;
    };
    let button = params.number(0);
    let which = match button & 0b1100_0011 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (button & 0b1100_0011, button & 0b10_0000 != 0, last) {
        (0..=2, false, b'M') => MouseEventKind::Down(which),
        (0..=2, false, b'm') => MouseEventKind::Up(which),
        (0..=2, true, b'M') => MouseEventKind::Drag(which),
        (3, true, b'M') => MouseEventKind::Moved,
        (64, false, b'M') => MouseEventKind::ScrollUp,
        (65, false, b'M') => MouseEventKind::ScrollDown,
        (66, false, b'M') => MouseEventKind::ScrollLeft,
        (67, false, b'M') => MouseEventKind::ScrollRight,
        _ => return Meaning::Nothing,
    };
    let cell = |number: u32| u16::try_from(number.saturating_sub(1)).unwrap_or(u16::MAX);
    let modifiers = [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ]
    .into_iter()
    .filter(|(bit, _)| button & bit != 0)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one);
    Meaning::Input(Input::Mouse(MouseEvent {
        kind,
        column: cell(params.number(1)),
        row: cell(params.number(2)),
        modifiers,
    }))
}
