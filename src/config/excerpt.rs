//! Where in a file something is, and the line itself with a caret under it.
//!
//! A line of a configuration file is foreign text: what is shown is escaped, so no control character, bidi mark or
//! invisible character of it reaches the terminal. A value that may be a secret is not shown at all: the rest of its
//! line is replaced by three asterisks.

use std::fmt;
use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use crate::domain::text::is_drawable;

/// Words in a key that make its value unfit to be shown. `password_command` may carry a secret in its arguments, and
/// people put a `password` where none belongs.
const SECRET_WORDS: [&str; 5] = ["pass", "pwd", "secret", "token", "cred"];

/// What stands for the part of a line that is not shown.
const HIDDEN: &str = "***";

/// What stands for the part of a long line that is left out.
const CUT: &str = "...";

/// Bytes of a line that are shown; a machine's line may be a megabyte long.
const LONGEST_LINE: usize = 160;

/// Of those, how many stand before the caret at most.
const BEFORE_CARET: usize = 60;

/// A position in a text file, with what is needed to draw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    shown: String,
    caret_at: usize,
    caret_width: usize,
}

impl Place {
    /// Finds the bytes `span` in `text`. A span outside the text, or not on character borders, is moved to the nearest
    /// place that is; a span over several lines is cut at the end of its first line.
    pub fn locate(text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let in_line = (start - line_start).min(line.len());
        let end_in_line =
            (floor(text, span.end.max(start)) - line_start).clamp(in_line, line.len());

        let seen = secret_from(text, line_start, line).unwrap_or(line.len());
        let anchor = in_line.min(seen);
        let is_long = line.len() > LONGEST_LINE;
        let from = if is_long {
            floor(line, anchor.saturating_sub(BEFORE_CARET))
        } else {
            0
        };
        let to = floor(line, from + LONGEST_LINE).min(seen);

        let lead = if from > 0 { CUT } else { "" };
        let trail = match to {
            _ if to == line.len() => "",
            _ if to == seen => HIDDEN,
            _ => CUT,
        };
        let shown = format!("{lead}{}{trail}", escape(&line[from..to]));
        let caret_at = lead.len() + escape(&line[from..anchor]).width();
        let marked = escape(&line[anchor..end_in_line.clamp(anchor, to)]).width();
        let caret_width = match marked {
            0 if anchor == seen => trail.len().max(1),
            _ => marked.max(1),
        };
        Self {
            line: text[..line_start].matches('\n').count() + 1,
            column: line[..in_line].chars().count() + 1,
            shown,
            caret_at,
            caret_width,
        }
    }

    /// Writes ` --> FILE:LINE:COLUMN`, the line and a caret, each line ended.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn draw(&self, out: &mut impl fmt::Write, file: &str) -> fmt::Result {
        let number = self.line.to_string();
        let gutter = number.len();
        writeln!(
            out,
            "{:gutter$}--> {}:{}:{}",
            "",
            escape(file),
            self.line,
            self.column
        )?;
        writeln!(out, "{:gutter$} |", "")?;
        writeln!(out, "{number} | {}", self.shown)?;
        writeln!(
            out,
            "{:gutter$} | {:at$}{}",
            "",
            "",
            "^".repeat(self.caret_width),
            at = self.caret_at
        )
    }
}

/// The text with everything but plain printable characters escaped as Rust would: `\u{1b}`, `\n`, `\u{202e}`. A tab is four
/// spaces. Quotes and backslashes stay.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '"' | '\'' | '\\' => out.push(c),
            _ if is_drawable(c) => out.extend(c.escape_debug()),
            _ => out.extend(c.escape_unicode()),
        }
    }
    out
}

/// The nearest character border at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// From which byte of `line` the rest must stay unseen, if any.
fn secret_from(text: &str, line_start: usize, line: &str) -> Option<usize> {
    let user_info = line
        .find("://")
        .map(|at| at + 3)
        .filter(|&at| line[at..].contains('@'));
    let own_key = key_of(line);
    let secret = match own_key {
        Some(key) => is_secret(key) || is_secret(line),
        None => is_secret(line) || key_above(text, line_start).is_some_and(is_secret),
    };
    let value = if is_in_long_string(text, line_start) {
        Some(0)
    } else if secret && !is_header(line) {
        Some(own_key.map_or(0, |key| value_at(line, key)))
    } else {
        None
    };
    match (user_info, value) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The key of the statement a continuation line belongs to.
fn key_above(text: &str, line_start: usize) -> Option<&str> {
    text[..line_start]
        .lines()
        .rev()
        .take_while(|line| !is_header(line))
        .find_map(key_of)
}

/// Where the value begins behind `key` and its `=`.
fn value_at(line: &str, key: &str) -> usize {
    line.len() - line[key.len() + 1..].trim_start().len()
}

/// Whether the line begins inside a string over several lines, where what looks like a key is none.
fn is_in_long_string(text: &str, line_start: usize) -> bool {
    let is_open = |quotes| !text[..line_start].matches(quotes).count().is_multiple_of(2);
    is_open("\"\"\"") || is_open("'''")
}

fn is_header(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('[') && !line.contains(['"', '\'', ',', '='])
}

/// What stands before the `=` of a line, when it can be a key.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let quotes_close = ['"', '\'']
        .iter()
        .all(|&q| key.matches(q).count().is_multiple_of(2));
    let is_key = !key.trim().is_empty() && !key.contains([',', '[', '{', '#']) && quotes_close;
    is_key.then_some(key)
}

fn is_secret(text: &str) -> bool {
    let text = text.to_lowercase();
    SECRET_WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, needle: &str) -> String {
        let start = text.find(needle).unwrap();
        let mut out = String::new();
        Place::locate(text, start..start + needle.len())
            .draw(&mut out, "f.toml")
            .unwrap();
        out
    }

    #[test]
    fn a_caret_stands_under_the_span_even_after_wide_and_tabbed_text() {
        assert_eq!(
            drawn("a = 1\n\tville = \"東京\" # été x\n", "# été"),
            " --> f.toml:2:15\n  |\n2 |     ville = \"東京\" # été x\n  |                    ^^^^^\n"
        );
    }

    #[test]
    fn control_and_bidi_characters_are_escaped() {
        let text = "a = \"\u{1b}[31m\u{202e}\u{200b}\u{13441}\u{301}\"";
        let out = drawn(text, "a");
        assert!(
            out.contains(r#"a = "\u{1b}[31m\u{202e}\u{200b}\u{13441}\u{301}""#),
            "{out}"
        );
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_character_do_not_panic() {
        let text = "é = 1\n";
        for start in 0..10 {
            for end in 0..10 {
                let place = Place::locate(text, start..end);
                assert!(place.line >= 1 && place.column >= 1);
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("a = {}here{}", "é".repeat(500), "x".repeat(500));
        let out = drawn(&text, "here");
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(
            lines[2],
            format!("1 | ...{}here{}...", "é".repeat(30), "x".repeat(96))
        );
        assert_eq!(lines[3], format!("  | {}^^^^", " ".repeat(33)));
        assert!(!drawn(&format!("{text} password = canary"), "canary").contains("canary"));
    }

    #[test]
    fn values_that_may_be_secret_are_not_shown() {
        for (text, needle) in [
            ("password = \"canary\"\n", "password"),
            ("password_command = [\n  \"echo\",\n  \"canary\", 3\n]", "3"),
            (
                "password_command = [\n  \"sh\", \"-c\", \"X=canary y\", 3\n]",
                "3",
            ),
            ("a = { password = \"canary\" }", "a"),
            ("password_command = [\"\"\"sh\nX=canary\n", "X="),
            ("api_url = \"https://me:canary@host/\"", "https"),
            ("[profiles.x]\nPassWord = canary", "canary"),
        ] {
            let out = drawn(text, needle);
            assert!(!out.contains("canary"), "{out}");
            assert!(out.contains(HIDDEN), "{out}");
        }
    }

    #[test]
    fn a_header_named_after_a_secret_word_is_shown() {
        assert!(drawn("[profiles.passau]\nx = 1", "passau").contains("[profiles.passau]\n"));
    }
}
