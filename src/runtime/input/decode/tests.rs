//! The decoder against every spelling, at every split, and against noise.

mod splits;

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;

use super::super::Paste;
use super::*;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CTRL: KeyModifiers = KeyModifiers::CONTROL;

/// One read after the other, then silence.
fn decode(reads: &[&[u8]]) -> Vec<Input> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    for read in reads {
        decoder.feed(read, &mut out);
    }
    silence(&mut decoder, &mut out);
    out
}

/// Lets time pass until nothing is open any more.
fn silence(decoder: &mut Decoder, out: &mut Vec<Input>) {
    while decoder.patience().is_some() {
        decoder.expire(out);
    }
}

fn char(c: char) -> KeyCode {
    KeyCode::Char(c)
}

fn pasted(text: &str, is_truncated: bool) -> Input {
    Input::Paste(Paste {
        text: text.into(),
        is_truncated,
    })
}

fn mouse(kind: MouseEventKind, column: u16, row: u16, modifiers: KeyModifiers) -> Input {
    Input::Mouse(MouseEvent {
        kind,
        column,
        row,
        modifiers,
    })
}

/// Sequences that mean exactly one thing.
fn table() -> Vec<(&'static [u8], Input)> {
    let keys: &[(&[u8], KeyCode, KeyModifiers)] = &[
        (b"a", char('a'), NONE),
        (b"A", char('A'), SHIFT),
        ("é".as_bytes(), char('é'), NONE),
        ("É".as_bytes(), char('É'), SHIFT),
        ("€".as_bytes(), char('€'), NONE),
        ("🦀".as_bytes(), char('🦀'), NONE),
        (b" ", char(' '), NONE),
        (b"\r", KeyCode::Enter, NONE),
        (b"\t", KeyCode::Tab, NONE),
        (b"\x7f", KeyCode::Backspace, NONE),
        (b"\x08", KeyCode::Backspace, NONE),
        (b"\x1b", KeyCode::Esc, NONE),
        (b"\n", char('j'), CTRL),
        (b"\x00", char(' '), CTRL),
        (b"\x04", char('d'), CTRL),
        (b"\x1a", char('z'), CTRL),
        (b"\x1c", char('\\'), CTRL),
        (b"\x1f", char('_'), CTRL),
        // Alt.
        (b"\x1bx", char('x'), ALT),
        (b"\x1bX", char('X'), ALT | SHIFT),
        ("\x1bé".as_bytes(), char('é'), ALT),
        (b"\x1b\r", KeyCode::Enter, ALT),
        (b"\x1b\x7f", KeyCode::Backspace, ALT),
        (b"\x1b\x04", char('d'), ALT | CTRL),
        (b"\x1bP", char('P'), ALT | SHIFT),
        (b"\x1b]", char(']'), ALT),
        // xterm, normal and application mode.
        (b"\x1b[A", KeyCode::Up, NONE),
        (b"\x1b[B", KeyCode::Down, NONE),
        (b"\x1b[C", KeyCode::Right, NONE),
        (b"\x1b[D", KeyCode::Left, NONE),
        (b"\x1b[E", KeyCode::KeypadBegin, NONE),
        (b"\x1b[F", KeyCode::End, NONE),
        (b"\x1b[H", KeyCode::Home, NONE),
        (b"\x1bOA", KeyCode::Up, NONE),
        (b"\x1bOB", KeyCode::Down, NONE),
        (b"\x1bOC", KeyCode::Right, NONE),
        (b"\x1bOD", KeyCode::Left, NONE),
        (b"\x1bOE", KeyCode::KeypadBegin, NONE),
        (b"\x1bOF", KeyCode::End, NONE),
        (b"\x1bOH", KeyCode::Home, NONE),
        (b"\x1bOP", KeyCode::F(1), NONE),
        (b"\x1bOS", KeyCode::F(4), NONE),
        (b"\x1bO5P", KeyCode::F(1), CTRL),
        (b"\x1bOM", KeyCode::Enter, NONE),
        (b"\x1bOI", KeyCode::Tab, NONE),
        (b"\x1bOX", char('='), NONE),
        (b"\x1bOj", char('*'), NONE),
        (b"\x1bOk", char('+'), NONE),
        (b"\x1bOm", char('-'), NONE),
        (b"\x1bOn", char('.'), NONE),
        (b"\x1bOo", char('/'), NONE),
        (b"\x1bOp", char('0'), NONE),
        (b"\x1bOy", char('9'), NONE),
        (b"\x1b[Z", KeyCode::BackTab, SHIFT),
        (b"\x1b[2~", KeyCode::Insert, NONE),
        (b"\x1b[3~", KeyCode::Delete, NONE),
        (b"\x1b[5~", KeyCode::PageUp, NONE),
        (b"\x1b[6~", KeyCode::PageDown, NONE),
        (b"\x1b[1;2A", KeyCode::Up, SHIFT),
        (b"\x1b[1;5C", KeyCode::Right, CTRL),
        (b"\x1b[1;7D", KeyCode::Left, CTRL | ALT),
        (b"\x1b[1;3H", KeyCode::Home, ALT),
        (b"\x1b[1;2P", KeyCode::F(1), SHIFT),
        (b"\x1b[3;5~", KeyCode::Delete, CTRL),
        (b"\x1b[15~", KeyCode::F(5), NONE),
        (b"\x1b[17~", KeyCode::F(6), NONE),
        (b"\x1b[21~", KeyCode::F(10), NONE),
        (b"\x1b[24~", KeyCode::F(12), NONE),
        (b"\x1b[24;2~", KeyCode::F(12), SHIFT),
        (b"\x1b[34~", KeyCode::F(20), NONE),
        // VT220, the Linux console, rxvt.
        (b"\x1b[1~", KeyCode::Home, NONE),
        (b"\x1b[4~", KeyCode::End, NONE),
        (b"\x1b[7~", KeyCode::Home, NONE),
        (b"\x1b[8~", KeyCode::End, NONE),
        (b"\x1b[11~", KeyCode::F(1), NONE),
        (b"\x1b[[A", KeyCode::F(1), NONE),
        (b"\x1b[[E", KeyCode::F(5), NONE),
        (b"\x1b[2^", KeyCode::Insert, CTRL),
        (b"\x1b[5^", KeyCode::PageUp, CTRL),
        (b"\x1b[7$", KeyCode::Home, SHIFT),
        (b"\x1b[8^", KeyCode::End, CTRL),
        (b"\x1b[3^", KeyCode::Delete, CTRL),
        (b"\x1b[3$", KeyCode::Delete, SHIFT),
        (b"\x1b[3@", KeyCode::Delete, SHIFT | CTRL),
        (b"\x1b[a", KeyCode::Up, SHIFT),
        (b"\x1bOd", KeyCode::Left, CTRL),
        (b"\x1b\x1b[A", KeyCode::Up, ALT),
        (b"\x1b\x1bOB", KeyCode::Down, ALT),
        // kitty and modifyOtherKeys.
        (b"\x1b[97u", char('a'), NONE),
        (b"\x1b[97;2u", char('A'), SHIFT),
        (b"\x1b[97:65;2u", char('A'), SHIFT),
        (b"\x1b[99;5u", char('c'), CTRL),
        (b"\x1b[233;3u", char('é'), ALT),
        (b"\x1b[27u", KeyCode::Esc, NONE),
        (b"\x1b[9;2u", KeyCode::BackTab, SHIFT),
        (b"\x1b[13;5u", KeyCode::Enter, CTRL),
        (b"\x1b[27;5;9~", KeyCode::Tab, CTRL),
        (b"\x1b[27;6;65~", char('A'), SHIFT | CTRL),
        (b"\x1b[57400u", char('1'), NONE),
        (b"\x1b[57414u", KeyCode::Enter, NONE),
        (b"\x1b[57419u", KeyCode::Up, NONE),
        (b"\x1b[57421;5u", KeyCode::PageUp, CTRL),
        (b"\x1b[97;65u", char('a'), NONE),
    ];
    let mut all: Vec<(&[u8], Input)> = keys
        .iter()
        .map(|&(bytes, code, modifiers)| (bytes, press(code, modifiers)))
        .collect();
    let kind = |kind| {
        let key = KeyEvent::new_with_kind(char('y'), NONE, kind);
        Input::Key(key)
    };
    let left = MouseButton::Left;
    all.extend([
        (&b"\x1b[121;1:1u"[..], kind(KeyEventKind::Press)),
        (b"\x1b[121;1:2u", kind(KeyEventKind::Repeat)),
        (b"\x1b[121;1:3u", kind(KeyEventKind::Release)),
        (b"\x1b[I", Input::Focus(true)),
        (b"\x1b[O", Input::Focus(false)),
        (
            b"\x1b[<0;1;1M",
            mouse(MouseEventKind::Down(left), 0, 0, NONE),
        ),
        (
            b"\x1b[<0;500;200m",
            mouse(MouseEventKind::Up(left), 499, 199, NONE),
        ),
        (
            b"\x1b[<36;3;4M",
            mouse(MouseEventKind::Drag(left), 2, 3, SHIFT),
        ),
        (b"\x1b[<35;3;4M", mouse(MouseEventKind::Moved, 2, 3, NONE)),
        (
            b"\x1b[<64;3;4M",
            mouse(MouseEventKind::ScrollUp, 2, 3, NONE),
        ),
        (
            b"\x1b[<81;3;4M",
            mouse(MouseEventKind::ScrollDown, 2, 3, CTRL),
        ),
        (b"\x1b[200~y\r\n\xc3\xa9\x1b[201~", pasted("y\né", false)),
        (b"\x1b[200~\x1b[201~", pasted("", false)),
        (b"\x1b[200~\x1b[A[20\x1b[201~", pasted("[A[20", false)),
    ]);
    all
}

/// Sequences that mean nothing: replies, reports, what no keyboard sends.
const NOTHING: [&[u8]; 21] = [
    b"\x1b[?62;22c",
    b"\x1b[>41;354;0c",
    b"\x1b[?2026;2$y",
    b"\x1b[24;80R",
    b"\x1b[0n",
    b"\x1b[?1u",
    b"\x1b[8;24;80t",
    b"\x1b[999~",
    b"\x1b[201~",
    b"\x1b[1;999A",
    b"\x1b[57358u",
    b"\x1b[99999999999u",
    b"\x1b[M !!",
    b"\x1b[<0;1M",
    b"\x1b[[Z",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x80\xff\xc0\xc3",
    b"\xc2\x9b",
];

#[test]
fn every_spelling_means_what_it_should() {
    for (bytes, input) in table() {
        assert_eq!(decode(&[bytes]), [input], "{}", bytes.escape_ascii());
    }
}

#[test]
fn what_means_nothing_never_becomes_keys() {
    for bytes in NOTHING {
        for at in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(
                decode(&[head, tail]),
                [],
                "{} at {at}",
                bytes.escape_ascii()
            );
        }
        // The next key is heard again.
        let key = [press(char('x'), NONE)];
        assert_eq!(decode(&[bytes, b"x"]), key, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_sequence_cut_short_is_swallowed_whole() {
    for bytes in [
        &b"\x1b["[..],
        b"\x1b[1;",
        b"\x1bO",
        b"\x1b[<0;1",
        b"\x1b[[",
        b"\x1b]11;r",
        b"\xe2\x82",
    ] {
        assert_eq!(decode(&[bytes]), [], "{}", bytes.escape_ascii());
    }
    assert_eq!(
        decode(&[b"\x1b[1;\x1b[A"]),
        [press(KeyCode::Up, NONE)],
        "an escape starts anew"
    );
}

#[test]
fn the_tail_of_a_late_sequence_is_not_keys() {
    for tail in [&b"[A"[..], b"OP", b"[3~", b"[1;5C", b"[[A"] {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b", &mut out);
        assert_eq!(decoder.patience(), Some(LONE_ESC));
        decoder.expire(&mut out);
        decoder.feed(tail, &mut out);
        assert_eq!(out, [press(KeyCode::Esc, NONE)], "{}", tail.escape_ascii());
        // Only once, and only the whole of a read.
        decoder.feed(b"[", &mut out);
        assert_eq!(out.len(), 2);
    }
    assert_eq!(decode(&[b"\x1b"]).len(), 1);
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b", &mut out);
    decoder.expire(&mut out);
    decoder.feed(b"[", &mut out);
    assert_eq!(out.len(), 2, "a bracket typed after Esc is a key");
}

#[test]
fn many_escapes_are_as_many_keys() {
    for count in 1..6 {
        assert_eq!(decode(&[&vec![0x1b; count]]).len(), count);
    }
    let quick = [press(KeyCode::Esc, NONE), press(char('q'), ALT)];
    assert_eq!(decode(&[b"\x1b\x1bq"]), quick);
}

#[test]
fn a_paste_without_end_ends_and_its_rest_is_still_a_paste() {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b[200~first", &mut out);
    assert_eq!((decoder.patience(), out.len()), (Some(PAUSE), 0));
    decoder.expire(&mut out);
    assert_eq!(out, [pasted("first", true)]);
    decoder.feed(b" y and the rest", &mut out);
    decoder.feed(b"\x1b[20", &mut out);
    decoder.feed(b"1~j", &mut out);
    assert_eq!(
        out[1..],
        [pasted(" y and the rest", false), press(char('j'), NONE)]
    );

    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b[200~first", &mut out);
    decoder.expire(&mut out);
    decoder.feed(b"j", &mut out);
    assert_eq!(out[1..], [press(char('j'), NONE)], "a typed key is a key");
}

#[test]
fn keys_around_a_paste_are_heard() {
    let got = decode(&[b"a\x1b[200~b\x1b[201~c"]);
    assert_eq!(
        got,
        [
            press(char('a'), NONE),
            pasted("b", false),
            press(char('c'), NONE)
        ]
    );
}

/// Bytes that are likely to reach the corners of the machine.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<u8>().prop_map(|b| vec![b]),
        prop::sample::select(vec![
            &b"\x1b"[..],
            b"[",
            b"O",
            b"\x1b[",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b]",
            b"\x07",
            b"~",
            b"1;5",
            b"A",
            b"u",
            b"M",
            b"<",
            b"$",
            b"\xe2\x82\xac",
            b"\xc2\x9b",
            b"\x1b[M",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// No panic, no control in a paste, and it always comes to rest.
    #[test]
    fn noise_is_harmless(bytes in noise(), cuts in prop::collection::vec(0usize..200, 0..4), late: bool) {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        let mut from = 0;
        let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(bytes.len())).collect();
        cuts.push(bytes.len());
        cuts.sort_unstable();
        for cut in cuts {
            decoder.feed(&bytes[from..cut], &mut out);
            from = cut;
            if late {
                silence(&mut decoder, &mut out);
            }
        }
        silence(&mut decoder, &mut out);
        decoder.feed(b"\x1b[201~", &mut out);
        decoder.feed(b"x", &mut out);
        prop_assert_eq!(out.last(), Some(&press(char('x'), NONE)));
        for input in out {
            match input {
                Input::Paste(paste) => {
                    prop_assert!(!paste.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
                }
                Input::Key(KeyEvent { code: KeyCode::Char(c), .. }) => prop_assert!(!c.is_control()),
                _ => {}
            }
        }
    }

    /// Where the input is split is invisible as long as nothing is late.
    #[test]
    fn noise_split_anywhere_means_the_same(bytes in noise(), cut in 0usize..200) {
        let (head, tail) = bytes.split_at(cut.min(bytes.len()));
        prop_assert_eq!(decode(&[head, tail]), decode(&[&bytes]));
    }
}
