//! Every sequence over a slow line: cut at every place and at every pair of places, with the pieces as late as they
//! may be.

use super::*;

/// As late as a piece may come behind a lone escape.
const JUST_IN_TIME: Duration = Duration::from_millis(29);

/// Bytes as a line delivers them: pieces, and how long each takes to come after the one before.
struct Line {
    decoder: Decoder,
    out: Vec<Input>,
}

impl Line {
    fn new() -> Self {
        Self {
            decoder: Decoder::default(),
            out: Vec::new(),
        }
    }

    /// Time passes without a byte, as the reading thread sees it.
    fn pass(&mut self, mut time: Duration) {
        while let Some(patience) = self.decoder.patience().filter(|it| *it <= time) {
            time -= patience;
            self.decoder.expire(&mut self.out);
        }
    }

    fn bring(&mut self, bytes: &[u8]) {
        self.decoder.feed(bytes, &mut self.out);
    }

    /// What came, after a long silence.
    fn end(mut self) -> Vec<Input> {
        silence(&mut self.decoder, &mut self.out);
        self.out
    }
}

/// What `bytes` mean when they are cut at some places and each piece takes its time.
fn cut(bytes: &[u8], places: &[usize], pause: impl Fn(&Decoder) -> Duration) -> Vec<Input> {
    let mut line = Line::new();
    let mut from = 0;
    for &to in places.iter().chain(&[bytes.len()]) {
        if from > 0 {
            line.pass(pause(&line.decoder));
        }
        line.bring(&bytes[from..to]);
        from = to;
    }
    line.end()
}

/// A millisecond less than the decoder is willing to wait for what is open.
fn nearly_too_late(decoder: &Decoder) -> Duration {
    let patience = decoder.patience().unwrap_or(PAUSE);
    patience.saturating_sub(Duration::from_millis(1))
}

/// The whole alphabet: what the table has by hand, and every modifier of every key that has them.
fn alphabet() -> Vec<(Vec<u8>, Vec<Input>)> {
    let by_hand = table()
        .into_iter()
        .map(|(bytes, input)| (bytes.to_vec(), vec![input]));
    let mut all: Vec<_> = by_hand.collect();
    all.extend(NOTHING.map(|bytes| (bytes.to_vec(), Vec::new())));
    let letters = [
        ('A', KeyCode::Up),
        ('B', KeyCode::Down),
        ('C', KeyCode::Right),
        ('D', KeyCode::Left),
        ('F', KeyCode::End),
        ('H', KeyCode::Home),
        ('P', KeyCode::F(1)),
        ('S', KeyCode::F(4)),
    ];
    let numbers = [
        (1, KeyCode::Home),
        (2, KeyCode::Insert),
        (3, KeyCode::Delete),
        (4, KeyCode::End),
        (5, KeyCode::PageUp),
        (6, KeyCode::PageDown),
        (15, KeyCode::F(5)),
        (24, KeyCode::F(12)),
    ];
    for number in 2..=8_u32 {
        let bits = [(1, SHIFT), (2, ALT), (4, CTRL)];
        let held = bits
            .into_iter()
            .filter(|(bit, _)| (number - 1) & bit != 0)
            .fold(NONE, |all, (_, one)| all | one);
        for (last, code) in letters {
            let bytes = format!("\x1b[1;{number}{last}");
            all.push((bytes.into_bytes(), vec![press(code, held)]));
        }
        for (first, code) in numbers {
            let bytes = format!("\x1b[{first};{number}~");
            all.push((bytes.into_bytes(), vec![press(code, held)]));
        }
    }
    for button in [0, 1, 2, 32, 64, 65] {
        let bytes = format!("\x1b[<{button};12;34M");
        let whole = decode(&[bytes.as_bytes()]);
        assert_eq!(whole.len(), 1, "{bytes:?}");
        all.push((bytes.into_bytes(), whole));
    }
    all
}

#[test]
fn every_pair_of_cuts_in_every_sequence_changes_nothing() {
    for (bytes, wanted) in alphabet() {
        let shown = bytes.escape_ascii();
        for first in 1..bytes.len() {
            for second in first..bytes.len() {
                let places = [first, second];
                for (how, got) in [
                    ("at once", cut(&bytes, &places, |_| Duration::ZERO)),
                    ("29 ms apart", cut(&bytes, &places, |_| JUST_IN_TIME)),
                    ("nearly too late", cut(&bytes, &places, nearly_too_late)),
                ] {
                    assert_eq!(got, wanted, "{shown} cut at {places:?}, {how}");
                }
            }
        }
        let everywhere: Vec<_> = (1..bytes.len()).collect();
        let got = cut(&bytes, &everywhere, nearly_too_late);
        assert_eq!(got, wanted, "{shown} byte by byte");
    }
}

#[test]
fn a_lone_escape_is_the_key_after_thirty_milliseconds_and_not_before() {
    let mut line = Line::new();
    line.bring(b"\x1b");
    line.pass(JUST_IN_TIME);
    assert_eq!(line.out, []);
    line.pass(LONE_ESC);
    assert_eq!(line.out, [press(KeyCode::Esc, NONE)]);
}

#[test]
fn keys_that_are_typed_after_the_hold_are_keys() {
    let esc = press(KeyCode::Esc, NONE);
    let key = |c| press(char(c), if c == 'A' { SHIFT } else { NONE });
    let typed = |pieces: &[&[u8]]| {
        let mut line = Line::new();
        line.bring(b"\x1b");
        for piece in pieces {
            line.pass(LONE_ESC);
            line.bring(piece);
        }
        line.end()
    };
    assert_eq!(typed(&[b"[", b"A"]), [esc.clone(), key('['), key('A')]);
    assert_eq!(typed(&[b"q"]), [esc.clone(), key('q')], "not Alt and q");
    // In one read it is the tail of a sequence that came too late, and no finger is as fast.
    assert_eq!(typed(&[b"[A"]), std::slice::from_ref(&esc));
    assert_eq!(typed(&[b"\x1b[A"]), [esc, press(KeyCode::Up, NONE)]);
}

proptest! {
    /// Whatever is typed one after the other means the same however the line cuts it.
    #[test]
    fn a_stream_of_sequences_means_the_same_however_it_is_cut(
        picked in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_u64..30), 0..8),
    ) {
        let alphabet = alphabet();
        let stream: Vec<u8> = picked.iter().flat_map(|it| it.get(&alphabet).0.clone()).collect();
        let mut cuts: Vec<_> = cuts.iter().map(|(at, pause)| (at.index(stream.len()), *pause)).collect();
        cuts.sort_unstable();
        let mut line = Line::new();
        let mut from = 0;
        for (to, pause) in cuts {
            line.bring(&stream[from..to]);
            line.pass(Duration::from_millis(pause));
            from = to;
        }
        line.bring(&stream[from..]);
        prop_assert_eq!(line.end(), decode(&[&stream]));
    }
}
