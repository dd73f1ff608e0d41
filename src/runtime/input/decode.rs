//! Bytes to [`Input`]: an incremental machine that knows no clock and does no I/O.
//!
//! ```text
//!            ESC        [          0x40-0x7e
//!   Ground ------> Esc ----> Csi ------------> key, mouse, focus, or nothing
//!     ^  |          | O                      `-- 200~ --> Pasting --201~--> Ground
//!     |  | C2-F4    +------> Ss3 --------------> key, or nothing
//!     |  v          | ] P X ^ _
//!     +- Utf8       +------> Text ---BEL, ST---> nothing
//!                   | other: Alt and that key
//! ```
//!
//! Where the input is split, by the network or by a read, never changes what comes out, as long as
//! the pieces arrive within [`Decoder::patience`]. When they do not, [`Decoder::expire`] settles:
//! a lone escape was the Esc key; any other incomplete sequence is swallowed whole, for a piece of
//! a sequence must never become keys. Two things may then arrive late:
//! - the tail of a sequence whose escape was taken for Esc: swallowed if it comes in one read, for no finger is as
//!   fast; in several it cannot be told from keys, and is keys;
//! - the rest of a paste that fell silent: still a paste, unless it looks typed.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyModifiers};

use super::Input;
use super::csi::{self, Meaning, press};
use super::paste::{Collector, END};

/// How long a lone escape is held.
pub const LONE_ESC: Duration = Duration::from_millis(30);

/// How long anything else that is incomplete is held.
pub const PAUSE: Duration = Duration::from_secs(1);

/// The longest parameters kept; no key has more than some 20.
const PARAMS: usize = 64;

/// After a paste fell silent, a read longer than this is its rest: no key and no few keys typed
/// between two reads are as long.
const TYPED: usize = 8;

/// Decodes one terminal's input.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    state: State,
    /// What the last [`Decoder::expire`] settled, until the next byte.
    settled: Settled,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Ground,
    /// An escape came; `is_meta` when another came before it.
    Esc {
        is_meta: bool,
    },
    Csi {
        params: Vec<u8>,
        is_meta: bool,
    },
    Console,
    Ss3 {
        modifier: Option<u8>,
        is_meta: bool,
    },
    /// A string addressed to us: a reply to somebody's question.
    Text {
        intro: u8,
        is_empty: bool,
        is_meta: bool,
    },
    /// An escape within such a string: its end, or the next sequence.
    TextEsc,
    Utf8 {
        bytes: [u8; 4],
        have: usize,
        need: usize,
        is_alt: bool,
    },
    OldMouse {
        left: u8,
    },
    Pasting(Collector),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Settled {
    #[default]
    Nothing,
    LoneEsc,
    Paste,
}

impl Decoder {
    /// How long to wait for more bytes before [`Decoder::expire`]; `None` when nothing is open.
    pub fn patience(&self) -> Option<Duration> {
        match &self.state {
            State::Ground => None,
            State::Esc { .. } | State::Text { is_empty: true, .. } => Some(LONE_ESC),
            _ => Some(PAUSE),
        }
    }

    /// [`Decoder::patience`] as the kernel wants it.
    pub(super) fn patience_millis(&self) -> Option<u32> {
        self.patience()
            .map(|time| u32::try_from(time.as_millis()).unwrap_or(u32::MAX))
    }

    /// Takes the bytes of one read and appends what they mean.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        if bytes.is_empty() {
            return;
        }
        match std::mem::take(&mut self.settled) {
            Settled::LoneEsc if is_tail(bytes) => return,
            Settled::Paste if bytes.len() > TYPED || has_end(bytes) => {
                self.state = State::Pasting(Collector::default());
            }
            _ => {}
        }
        for &byte in bytes {
            self.step(byte, out);
        }
    }

    /// No byte came for [`Decoder::patience`]: settles what is open.
    pub fn expire(&mut self, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Esc { is_meta } => {
                if is_meta {
                    out.push(press(KeyCode::Esc, KeyModifiers::NONE));
                }
                out.push(press(KeyCode::Esc, KeyModifiers::NONE));
                self.settled = Settled::LoneEsc;
            }
            State::Text {
                intro,
                is_empty: true,
                ..
            } => out.push(plain(intro, true)),
            State::Pasting(mut collector) => {
                out.push(Input::Paste(collector.cut()));
                self.settled = Settled::Paste;
            }
            _ => {}
        }
    }

    fn step(&mut self, byte: u8, out: &mut Vec<Input>) {
        self.state = match std::mem::take(&mut self.state) {
            State::Ground => ground(byte, false, out),
            State::Esc { is_meta } => escaped(byte, is_meta, out),
            State::Csi { params, is_meta } => in_csi(params, byte, is_meta, out),
            State::Console => {
                out.extend(csi::console(byte));
                State::Ground
            }
            State::Ss3 { modifier, is_meta } => in_ss3(modifier, byte, is_meta, out),
            State::Text { intro, is_meta, .. } => match byte {
                // BEL ends it; CAN and SUB cancel it.
                0x07 | 0x18 | 0x1a => State::Ground,
                0x1b => State::TextEsc,
                _ => State::Text {
                    intro,
                    is_empty: false,
                    is_meta,
                },
            },
            State::TextEsc if byte == b'\\' => State::Ground,
            State::TextEsc if byte == 0x1b => State::TextEsc,
            State::TextEsc => escaped(byte, false, out),
            State::Utf8 {
                bytes,
                have,
                need,
                is_alt,
            } => in_utf8(bytes, have, need, is_alt, byte, out),
            State::OldMouse { left: 0 | 1 } => State::Ground,
            State::OldMouse { left } => State::OldMouse { left: left - 1 },
            State::Pasting(mut collector) => match collector.push(byte) {
                Some(paste) => {
                    out.push(Input::Paste(paste));
                    State::Ground
                }
                None => State::Pasting(collector),
            },
        };
    }
}

/// Whether a read is, as a whole, the rest of a sequence that lost its escape.
fn is_tail(bytes: &[u8]) -> bool {
    match bytes {
        [b'O', last] => csi::ss3(None, *last, false).is_some(),
        [b'[', b'[', last] => csi::console(*last).is_some(),
        [b'[', params @ .., last] => {
            params.iter().all(|b| (0x20..0x40).contains(b))
                && csi::csi(params, *last, false) != Meaning::Nothing
        }
        _ => false,
    }
}

fn has_end(bytes: &[u8]) -> bool {
    bytes.windows(END.len()).any(|window| window == END)
}

fn ground(byte: u8, is_alt: bool, out: &mut Vec<Input>) -> State {
    let need = match byte {
        0x1b => return State::Esc { is_meta: false },
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        // Continuations and bytes that UTF-8 does not use: dropped.
        0x80.. => return State::Ground,
        _ => {
            out.push(plain(byte, is_alt));
            return State::Ground;
        }
    };
    State::Utf8 {
        bytes: [byte, 0, 0, 0],
        have: 1,
        need,
        is_alt,
    }
}

fn escaped(byte: u8, is_meta: bool, out: &mut Vec<Input>) -> State {
    match byte {
        0x1b => {
            // A third escape: the first two were keys of their own.
            if is_meta {
                out.push(press(KeyCode::Esc, KeyModifiers::NONE));
            }
            State::Esc { is_meta: true }
        }
        b'[' => State::Csi {
            params: Vec::new(),
            is_meta,
        },
        b'O' => State::Ss3 {
            modifier: None,
            is_meta,
        },
        b']' | b'P' | b'X' | b'^' | b'_' => State::Text {
            intro: byte,
            is_empty: true,
            is_meta,
        },
        _ => {
            if is_meta {
                out.push(press(KeyCode::Esc, KeyModifiers::NONE));
            }
            ground(byte, true, out)
        }
    }
}

fn in_csi(mut params: Vec<u8>, byte: u8, is_meta: bool, out: &mut Vec<Input>) -> State {
    match byte {
        0x1b => State::Esc { is_meta: false },
        0x18 | 0x1a => State::Ground,
        b'[' if params.is_empty() && !is_meta => State::Console,
        // rxvt ends its Shift keys with what is elsewhere an intermediate byte.
        b'$' if !params.is_empty() && params.iter().all(u8::is_ascii_digit) => {
            finish_csi(&params, byte, is_meta, out)
        }
        0x40..=0x7e => finish_csi(&params, byte, is_meta, out),
        0x20..=0x3f => {
            // Beyond the limit the sequence means nothing, but it is still swallowed to its end.
            if params.len() < PARAMS {
                params.push(byte);
            }
            State::Csi { params, is_meta }
        }
        // Controls and bytes of text within a sequence are swallowed with it.
        _ => State::Csi { params, is_meta },
    }
}

fn finish_csi(params: &[u8], last: u8, is_meta: bool, out: &mut Vec<Input>) -> State {
    if params.len() >= PARAMS {
        return State::Ground;
    }
    match csi::csi(params, last, is_meta) {
        Meaning::Input(input) => out.push(input),
        Meaning::PasteBegins => return State::Pasting(Collector::default()),
        Meaning::OldMouse => return State::OldMouse { left: 3 },
        Meaning::Nothing => {}
    }
    State::Ground
}

fn in_ss3(modifier: Option<u8>, byte: u8, is_meta: bool, out: &mut Vec<Input>) -> State {
    match byte {
        0x1b => State::Esc { is_meta: false },
        b'1'..=b'9' if modifier.is_none() => State::Ss3 {
            modifier: Some(byte),
            is_meta,
        },
        _ => {
            out.extend(csi::ss3(modifier, byte, is_meta));
            State::Ground
        }
    }
}

fn in_utf8(
    mut bytes: [u8; 4],
    have: usize,
    need: usize,
    is_alt: bool,
    byte: u8,
    out: &mut Vec<Input>,
) -> State {
    if byte & 0xc0 != 0x80 {
        // The character was cut short: dropped, and this byte starts anew.
        return ground(byte, false, out);
    }
    if let Some(place) = bytes.get_mut(have) {
        *place = byte;
    }
    if have + 1 < need {
        return State::Utf8 {
            bytes,
            have: have + 1,
            need,
            is_alt,
        };
    }
    let text = bytes.get(..need).and_then(|b| std::str::from_utf8(b).ok());
    // C1 controls are not keys.
    if let Some(c) = text
        .and_then(|t| t.chars().next())
        .filter(|c| !c.is_control())
    {
        out.push(press(KeyCode::Char(c), shift(c) | alt(is_alt)));
    }
    State::Ground
}

/// A key of one ASCII byte.
fn plain(byte: u8, is_alt: bool) -> Input {
    let ctrl = |c: u8| (KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    let (code, modifiers) = match byte {
        0x00 => ctrl(b' '),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        // Which of the two a terminal sends for Backspace is anybody's guess; nothing is bound
        // to C-h.
        0x08 | 0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0x1b => (KeyCode::Esc, KeyModifiers::NONE),
        0x01..=0x1a => ctrl(byte + b'a' - 1),
        0x1c..=0x1f => ctrl(byte + 0x40),
        _ => {
            let c = char::from(byte);
            (KeyCode::Char(c), shift(c))
        }
    };
    press(code, modifiers | alt(is_alt))
}

fn shift(c: char) -> KeyModifiers {
    if c.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    }
}

fn alt(is_alt: bool) -> KeyModifiers {
    if is_alt {
        KeyModifiers::ALT
    } else {
        KeyModifiers::NONE
    }
}

#[cfg(test)]
mod tests;
