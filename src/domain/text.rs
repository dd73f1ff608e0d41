//! Foreign text: the only type that holds words we did not write ourselves.
//!
//! A server, a file or a helper program can put anything into a string: escape sequences that repaint the screen,
//! bidirectional controls that reverse a reference, invisible characters that make two ids look alike. [`Text`] keeps
//! the original for the wire and hands out only forms that are safe to draw. It has no `Display` and no `Deref`, so
//! nothing foreign reaches a screen by accident.
//!
//! Invariants: [`Text::line`] holds no control, bidirectional, invisible or private character and no newline;
//! [`Text::wire`] is byte for byte what came in.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Scalars of one line that are kept for display; the rest is cut and flagged.
pub const MAX_SCALARS: usize = 4_096;
/// Scalars of a text over several lines that are kept for display: a whole answer of the API, but no flood.
pub const MAX_BLOCK_SCALARS: usize = 262_144;
/// Combining marks kept on one base character; more than four occur in no French or English word.
const MAX_MARKS: usize = 4;
const TAB: &str = "    ";
const REPLACEMENT: char = '\u{FFFD}';

/// Text from outside, kept as it came and shown only in safe forms.
///
/// Equality, order and hash go by the original, never by what is shown: two ids that differ in an invisible character
/// stay two ids.
#[derive(Clone)]
pub struct Text(
    /// Text that can be drawn as it came stands here as it is. Where a repair was needed, both forms stand behind a
    /// [`REPAIRED`]: whether it is flagged, the repaired line, another [`REPAIRED`], the original. One pointer to one
    /// allocation: a large list holds millions of these.
    Arc<str>,
);

/// No drawable text holds it, so it tells repaired texts from clean ones and ends a repaired line.
const REPAIRED: char = '\0';
const FLAGGED: char = '!';

/// Both forms of a text that could not be drawn as it came.
struct Repaired<'a> {
    is_flagged: bool,
    line: &'a str,
    wire: &'a str,
}

impl Text {
    /// Takes text as it came.
    pub fn new(text: impl AsRef<str> + Into<Arc<str>>) -> Self {
        if is_clean_line(text.as_ref()) {
            return Self(text.into());
        }
        let wire = text.as_ref();
        let (line, is_flagged) = clean(wire, Newlines::Visible);
        let flag = if is_flagged { FLAGGED } else { ' ' };
        let line = line.trim();
        Self(format!("{REPAIRED}{flag}{line}{REPAIRED}{wire}").into())
    }

    /// `None` for text that is empty: the API writes "no value" as `""` as often as it writes null (G7).
    pub fn non_empty(text: impl AsRef<str> + Into<Arc<str>>) -> Option<Self> {
        (!text.as_ref().is_empty()).then(|| Self::new(text))
    }

    fn repaired(&self) -> Option<Repaired<'_>> {
        let rest = self.0.strip_prefix(REPAIRED)?;
        let (line, wire) = rest.split_once(REPAIRED)?;
        Some(Repaired {
            is_flagged: line.starts_with(FLAGGED),
            line: line.get(FLAGGED.len_utf8()..).unwrap_or_default(),
            wire,
        })
    }

    /// One safe line: newlines as `⏎`, ends trimmed (G17).
    pub fn line(&self) -> &str {
        self.repaired().map_or(&self.0, |repaired| repaired.line)
    }

    /// The same with a `!` before it where it is not what it seems.
    pub fn marked(&self) -> Cow<'_, str> {
        if self.is_flagged() {
            Cow::Owned(format!("{FLAGGED}{}", self.line()))
        } else {
            Cow::Borrowed(self.line())
        }
    }

    /// Safe text over several lines; newlines are kept and nothing is trimmed.
    pub fn block(&self) -> Cow<'_, str> {
        match self.repaired() {
            None => Cow::Borrowed(&self.0),
            Some(repaired) => Cow::Owned(clean(repaired.wire, Newlines::Kept).0),
        }
    }

    /// ASCII with everything else escaped, for logs and machine-readable errors.
    pub fn escaped(&self) -> String {
        self.wire().escape_default().to_string()
    }

    /// The original, for sending back unchanged and for comparing. Never draw it.
    pub fn wire(&self) -> &str {
        self.repaired().map_or(&self.0, |repaired| repaired.wire)
    }

    /// Whether showing it needed a repair a reader should know of; such text carries a `!` on screen.
    pub fn is_flagged(&self) -> bool {
        self.repaired().is_some_and(|repaired| repaired.is_flagged)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.escaped())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.wire() == other.wire()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.wire().cmp(other.wire())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.wire().hash(state);
    }
}

/// Whether a character may be drawn at all; the painter asks this again at the last gate.
pub fn is_drawable(c: char) -> bool {
    matches!(class(c), Class::Plain | Class::Mark)
}

enum Class {
    Plain,
    Mark,
    Tab,
    Newline,
    Space,
    /// Shown as U+FFFD; flagged when it could have misled a reader.
    Replace {
        flag: bool,
    },
    /// Invisible: dropped, and flagged.
    Drop,
}

fn class(c: char) -> Class {
    match c {
        '\t' => Class::Tab,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Class::Replace { flag: false },
        // Exotic spaces (general category Zs).
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Class::Space
        }
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' => Class::Plain,
        // Bidirectional controls.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Class::Replace { flag: true }
        }
        // Default-ignorable characters: no glyph at all.
        '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => Class::Drop,
        // Remaining format characters, private use, non-characters.
        '\u{600}'..='\u{605}'
        | '\u{6DD}'
        | '\u{70F}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8E2}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{110BD}'
        | '\u{110CD}'
        | '\u{13430}'..='\u{1345F}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{F0000}'..='\u{10FFFF}' => Class::Replace { flag: true },
        _ if u32::from(c) & 0xFFFE == 0xFFFE => Class::Replace { flag: true },
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Plain,
    }
}

fn is_clean_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > MAX_SCALARS || bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    if bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return true;
    }
    text.chars().all(|c| matches!(class(c), Class::Plain)) && unicode_normalization::is_nfc(text)
}

#[derive(Clone, Copy, PartialEq)]
enum Newlines {
    Visible,
    Kept,
}

impl Newlines {
    fn most(self) -> usize {
        match self {
            Self::Visible => MAX_SCALARS,
            Self::Kept => MAX_BLOCK_SCALARS,
        }
    }
}

/// The safe form, and whether anything misleading was found on the way.
fn clean(wire: &str, newlines: Newlines) -> (String, bool) {
    let mut out = String::with_capacity(wire.len());
    let mut flagged = false;
    let mut marks = 0;
    let mut taken = 0;
    let mut scalars = wire.nfc().peekable();
    while let Some(c) = scalars.next() {
        taken += 1;
        if taken > newlines.most() {
            out.push('…');
            flagged = true;
            break;
        }
        let class = class(c);
        if matches!(class, Class::Mark) {
            marks += 1;
            // A mark with nothing to sit on would attach to whatever the screen shows before it.
            if marks > MAX_MARKS || out.is_empty() || out.ends_with(['\n', ' ']) {
                flagged = true;
                continue;
            }
        } else if !matches!(class, Class::Drop) {
            marks = 0;
        }
        match class {
            Class::Plain | Class::Mark => out.push(c),
            Class::Tab => out.push_str(TAB),
            Class::Space => out.push(' '),
            Class::Newline => {
                if c == '\r' && scalars.peek() == Some(&'\n') {
                    continue;
                }
                out.push(if newlines == Newlines::Kept {
                    '\n'
                } else {
                    '⏎'
                });
            }
            Class::Replace { flag } => {
                out.push(REPLACEMENT);
                flagged |= flag;
            }
            Class::Drop => flagged = true,
        }
    }
    (out, flagged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_french_stays_as_it_is() {
        for text in [
            "CMD_X_00009444",
            "Hôpital Saint-Étienne",
            "MAIRIE D'ÉVRY",
            "ÇA & LÀ",
            "œuvre",
        ] {
            let held = Text::new(text);
            assert_eq!(held.line(), text);
            assert!(!held.is_flagged());
        }
    }

    #[test]
    fn the_wire_form_is_what_came_in() {
        let wire = " BPE 100M _Zone très dense_12 mois \u{202E}\u{1b}[2J\n";
        assert_eq!(Text::new(wire).wire(), wire);
    }

    #[test]
    fn escape_sequences_lose_their_escape() {
        let text = Text::new("a\u{1b}[31mb\u{9b}2Jc\u{7}");
        assert_eq!(text.line(), "a\u{FFFD}[31mb\u{FFFD}2Jc\u{FFFD}");
    }

    #[test]
    fn newlines_show_in_a_line_and_break_in_a_block() {
        let text = Text::new("one\r\ntwo\nthree\u{2028}four");
        assert_eq!(text.line(), "one⏎two⏎three⏎four");
        assert_eq!(text.block(), "one\ntwo\nthree\nfour");
    }

    #[test]
    fn bidi_and_invisible_characters_are_neutralised_and_flagged() {
        let reversed = Text::new("CMD_\u{202E}4449");
        assert_eq!(reversed.line(), "CMD_\u{FFFD}4449");
        assert!(reversed.is_flagged());
        let hidden = Text::new("CMD\u{200B}_X");
        assert_eq!(hidden.line(), "CMD_X");
        assert!(hidden.is_flagged());
        assert_ne!(hidden, Text::new("CMD_X"));
    }

    #[test]
    fn stacked_marks_are_cut_at_four() {
        let text = Text::new(format!("e{}x", "\u{301}".repeat(50)));
        assert!(text.line().chars().count() <= 1 + MAX_MARKS + 1);
        assert!(text.is_flagged());
        assert_eq!(Text::new("e\u{301}").line(), "é");
    }

    #[test]
    fn a_field_is_cut_at_its_limit() {
        let text = Text::new("x".repeat(MAX_SCALARS + 10));
        assert_eq!(text.line().chars().count(), MAX_SCALARS + 1);
        assert!(text.is_flagged());
    }

    #[test]
    fn a_whole_answer_is_kept_and_a_flood_is_not() {
        let answer = "{\"a\": 1}\n".repeat(1_000);
        assert_eq!(Text::new(answer.clone()).block(), answer);
        let flood = Text::new("x\n".repeat(MAX_BLOCK_SCALARS));
        assert_eq!(flood.block().chars().count(), MAX_BLOCK_SCALARS + 1);
    }

    #[test]
    fn tabs_and_exotic_spaces_become_spaces() {
        assert_eq!(Text::new("a\tb\u{A0}c\u{202F}d").line(), "a    b c d");
    }

    #[test]
    fn one_that_is_missing_takes_no_more_room_than_one_that_is_there() {
        assert_eq!(size_of::<Option<Text>>(), size_of::<Arc<str>>());
    }

    proptest! {
        #[test]
        fn the_original_survives(text in "[\\x00-\\x02!a ]*|(?s:.*)") {
            let held = Text::new(text.clone());
            prop_assert_eq!(held.wire(), text);
        }

        #[test]
        fn a_line_is_always_drawable(text in "\\PC*|[\\x00-\\u{FFFF}]*|(?s:.*)") {
            let text = Text::new(text);
            prop_assert!(text.line().chars().all(is_drawable), "{:?}", text);
            prop_assert!(text.block().chars().all(|c| c == '\n' || is_drawable(c)));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "(?s:.*)") {
            let once = Text::new(text).line().to_owned();
            let twice = Text::new(once.clone());
            prop_assert_eq!(twice.line(), once);
        }
    }
}
