//! Which bytes may leave for the terminal, as a parser.
//!
//! Everything that is not listed is a failure: the test of an output is that it parses.

use std::fmt::Write as _;

use covage_tui::runtime::screen::{Charset, Options, Screen};
use covage_tui::runtime::terminal::Modes;
use proptest::prelude::*;
use ratatui::layout::Size;
use ratatui::style::Color;

/// Private modes that may be set and reset.
const MODES: [u32; 7] = [25, 1000, 1004, 1006, 1049, 2004, 2026];

/// Fails on anything but text, the allowed control sequences, CR, LF and BEL.
///
/// # Panics
/// With the offending bytes and where they are.
#[track_caller]
pub(crate) fn assert_allowed(bytes: &[u8]) {
    if let Err((at, why)) = parse(bytes) {
        let from = at.saturating_sub(40);
        let to = (at + 40).min(bytes.len());
        let mut text = String::new();
        let _ = write!(text, "{}", bytes[from..to].escape_ascii());
        panic!("byte {at}: {why}, near `{text}`");
    }
}

/// The same after a program was cut off: its last sequence may be incomplete.
#[track_caller]
pub(crate) fn assert_allowed_prefix(bytes: &[u8]) {
    let whole = match bytes.iter().rposition(|&b| b == 0x1b) {
        Some(last) if parse(&bytes[last..]).is_err() => last,
        _ => bytes.len(),
    };
    let whole = match std::str::from_utf8(&bytes[..whole]) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => whole,
    };
    assert_allowed(&bytes[..whole]);
}

fn parse(bytes: &[u8]) -> Result<(), (usize, &'static str)> {
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match rest[0] {
            b'\r' | b'\n' | 0x07 => 1,
            0x1b => sequence(rest).map_err(|why| (at, why))?,
            0x00..0x20 | 0x7f => return Err((at, "a control character")),
            _ => text(rest).map_err(|why| (at, why))?,
        };
    }
    Ok(())
}

/// Length of the character at the start.
fn text(rest: &[u8]) -> Result<usize, &'static str> {
    let end = rest.len().min(4);
    let valid = match std::str::from_utf8(&rest[..end]) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
    };
    match valid.chars().next() {
        None => Err("not UTF-8"),
        Some(c) if c.is_control() => Err("a C1 control character"),
        Some(
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}',
        ) => Err("an invisible or bidirectional control"),
        Some(c) => Ok(c.len_utf8()),
    }
}

fn sequence(rest: &[u8]) -> Result<usize, &'static str> {
    match rest.get(1) {
        Some(b'[') => {
            let last = rest[2..]
                .iter()
                .position(|b| (0x40..0x7f).contains(b))
                .ok_or("an unfinished control sequence")?;
            csi(&rest[2..2 + last], rest[2 + last]).map(|()| last + 3)
        }
        Some(b']') => {
            let end = rest
                .iter()
                .position(|&b| b == 0x07)
                .ok_or("an unfinished operating system command")?;
            osc(&rest[2..end]).map(|()| end + 1)
        }
        _ => Err("an escape sequence"),
    }
}

fn csi(params: &[u8], last: u8) -> Result<(), &'static str> {
    let (is_private, numbers) = match params {
        [b'?', numbers @ ..] => (true, numbers),
        _ => (false, params),
    };
    let numbers: Option<Vec<u32>> = numbers
        .split(|&b| b == b';')
        .map(|field| match field {
            [] => Some(0),
            _ => std::str::from_utf8(field).ok()?.parse().ok(),
        })
        .collect();
    let numbers = numbers.ok_or("parameters that are not numbers")?;
    let is_allowed = match (is_private, last) {
        (true, b'h' | b'l') => numbers.iter().all(|mode| MODES.contains(mode)),
        (false, b'm') => is_style(&numbers),
        // Addressing, erasing, the scroll region and scrolling in it.
        (false, b'H' | b'r') => numbers.len() <= 2,
        (false, b'A'..=b'D' | b'G' | b'K' | b'J' | b'X' | b'd' | b'S' | b'T') => numbers.len() == 1,
        _ => false,
    };
    if is_allowed {
        Ok(())
    } else {
        Err("a control sequence that is not allowed")
    }
}

fn is_style(numbers: &[u32]) -> bool {
    match numbers {
        [] => true,
        [38 | 48, 5, 0..=255, rest @ ..] | [38 | 48, 2, 0..=255, 0..=255, 0..=255, rest @ ..] => {
            is_style(rest)
        }
        [
            0..=9 | 22..=25 | 27..=29 | 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107,
            rest @ ..,
        ] => is_style(rest),
        _ => false,
    }
}

/// The clipboard, write only, and a static title.
fn osc(body: &[u8]) -> Result<(), &'static str> {
    if let Some(data) = body.strip_prefix(b"52;c;") {
        let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || b"+/=".contains(b);
        return if !data.is_empty() && data.iter().all(is_base64) {
            Ok(())
        } else {
            Err("a clipboard that is read or not base 64")
        };
    }
    match body.strip_prefix(b"2;") {
        Some(b"covage-tui") => Ok(()),
        _ => Err("an operating system command that is not allowed"),
    }
}

/// Symbols that must not reach a terminal as they are, among some that may.
fn symbols() -> impl Strategy<Value = Vec<Vec<String>>> {
    let symbol = prop_oneof![
        any::<u8>().prop_map(|b| char::from(b).to_string()),
        prop::sample::select(vec![
            "\x1b[6n",
            "\x1b]0;x\x07",
            "a\x08",
            "漢",
            "e\u{301}",
            "é",
            "🦀",
            " ",
            ""
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(prop::collection::vec(symbol, 40), 1..4)
}

proptest! {
    /// Even if every check above the screen failed, no control gets through it.
    #[test]
    fn the_screen_writes_nothing_else(frames in symbols(), colour: u8, mouse: bool, ascii: bool) {
        let charset = if ascii { Charset::Ascii } else { Charset::Utf8 };
        let options = Options { charset, ..Options::default() };
        let mut screen = Screen::new(Size::new(10, 4), Modes { mouse }, options);
        for symbols in frames {
            let packet = screen.draw(Vec::new(), |frame| {
                for (cell, symbol) in frame.buffer_mut().content.iter_mut().zip(&symbols) {
                    #[expect(clippy::disallowed_methods, reason = "the raw setter is the point")]
                    cell.set_symbol(symbol).set_fg(Color::Indexed(colour));
                }
                frame.set_cursor_position((3, 3));
            });
            let bytes = packet.map_or(Vec::new(), |packet| packet.bytes);
            assert_allowed(&bytes);
            prop_assert!(!ascii || bytes.is_ascii());
        }
    }
}

#[test]
fn what_is_allowed_passes() {
    assert_allowed(
        "text é 漢\r\n\x1b[m\x1b[;1;38;5;200;48;2;1;2;3m\x1b[3;4H\x1b[H\x1b[K\x1b[2J".as_bytes(),
    );
    assert_allowed(b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?2026h\x1b[2;5r\x1b[S\x1b[2T\x1b[r\x07");
    assert_allowed(b"\x1b]52;c;Q01E\x07\x1b]2;covage-tui\x07");
}

#[test]
fn everything_else_is_caught() {
    let bad: [&[u8]; 23] = [
        b"\x08",
        b"\x0e",
        b"\x00",
        b"\x7f",
        b"\x1b",
        b"\x1bM",
        b"\x1bc",
        b"\x1b(0",
        b"\x1b[6n",
        b"\x1b[c",
        b"\x1b[?1h",
        b"\x1b[?1002h",
        b"\x1b[?1003h",
        b"\x1b[>4;1m",
        b"\x1b[20t",
        b"\x1b[1;2",
        b"\x1b]0;evil\x07",
        b"\x1b]52;c;?\x07",
        b"\x1bPq\x1b\\",
        b"\xc2\x9b",
        b"\xff",
        "\u{202e}".as_bytes(),
        b"\x1b[38;5m",
    ];
    for bytes in bad {
        assert!(parse(bytes).is_err(), "{} passed", bytes.escape_ascii());
    }
}
