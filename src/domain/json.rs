//! JSON from outside, laid out for reading: one member a line, indented, every value as it was written.
//!
//! Not a parser and not a checker: it moves white space about and nothing else, so it is total over any text, however
//! deep and however wrong. Lines are safe to draw, as everything that leaves [`Text`] is.

use crate::domain::text::Text;

/// Lines laid out at most; no honest answer about one order is longer.
pub const MAX_LINES: usize = 20_000;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLine {
    /// How many brackets it stands in.
    pub depth: usize,
    /// What it says, without its indentation; safe to draw.
    pub text: Box<str>,
    /// Bytes of `text` that are the key and its colon; 0 where there is no key.
    pub key: usize,
    /// Whether a repair was needed that a reader should know of.
    pub is_flagged: bool,
}

/// A text laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The lines, first to last.
    pub lines: Vec<JsonLine>,
    /// Whether there would be more lines than [`MAX_LINES`].
    pub is_cut: bool,
}

/// Lays out a text as it came.
pub fn lay_out(json: &Text) -> Layout {
    let mut writer = Writer::default();
    let wire = json.wire().trim_start_matches('\u{FEFF}');
    let mut rest = wire.char_indices().peekable();
    let mut has_gap = false;
    while let Some((at, c)) = rest.next() {
        if writer.lines.len() >= MAX_LINES {
            return Layout {
                lines: writer.lines,
                is_cut: true,
            };
        }
        if c.is_ascii_whitespace() {
            has_gap = true;
            continue;
        }
        match c {
            '{' | '[' => {
                writer.line.push(c);
                let close = if c == '{' { '}' } else { ']' };
                while rest.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
                if rest.next_if(|(_, c)| *c == close).is_some() {
                    writer.line.push(close);
                } else {
                    writer.end_line();
                    writer.depth += 1;
                }
            }
            '}' | ']' => {
                writer.end_line();
                writer.depth = writer.depth.saturating_sub(1);
                writer.line.push(c);
            }
            ',' => {
                writer.line.push(',');
                writer.end_line();
            }
            ':' => {
                writer.line.push_str(": ");
                if writer.key == 0 {
                    writer.key = writer.line.len();
                }
            }
            '"' => {
                let end = end_of_string(wire, at);
                writer.line.push_str(&wire[at..end]);
                while rest.next_if(|(at, _)| *at < end).is_some() {}
            }
            c => {
                // Two words side by side are no JSON, but two words all the same.
                let is_apart = has_gap && writer.line.ends_with(|c: char| c.is_alphanumeric());
                if is_apart {
                    writer.line.push(' ');
                }
                writer.line.push(c);
            }
        }
        has_gap = false;
    }
    writer.end_line();
    Layout {
        lines: writer.lines,
        is_cut: false,
    }
}

/// Where the string that begins at `start` ends, its closing quote included.
fn end_of_string(json: &str, start: usize) -> usize {
    let mut is_escaped = false;
    for (at, byte) in json.bytes().enumerate().skip(start + 1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

#[derive(Default)]
struct Writer {
    lines: Vec<JsonLine>,
    depth: usize,
    line: String,
    key: usize,
}

impl Writer {
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let key = std::mem::take(&mut self.key);
        if line.is_empty() {
            return;
        }
        let depth = self.depth;
        let is_plain = line.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        self.lines.push(if is_plain {
            JsonLine {
                depth,
                text: line.into(),
                key,
                is_flagged: false,
            }
        } else {
            // Each half by itself, so that it is still known where the key ends.
            let (key, value) = (Text::new(&line[..key]), Text::new(&line[key..]));
            let key_line = match key.line() {
                "" => String::new(),
                key => format!("{key} "),
            };
            JsonLine {
                depth,
                key: key_line.len(),
                text: (key_line + value.line()).into(),
                is_flagged: key.is_flagged() || value.is_flagged(),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::is_drawable;

    fn shown(json: &str) -> Vec<String> {
        let layout = lay_out(&json.into());
        let line = |line: &JsonLine| format!("{}{}", "  ".repeat(line.depth), line.text);
        layout.lines.iter().map(line).collect()
    }

    #[test]
    fn a_member_a_line_and_every_value_as_it_was_written() {
        let json = r#"{"id":"PO","price" : 440.00,"tags":["a","b,{"],"none":{ },"list":[ ], "n":{"x":null}}"#;
        assert_eq!(
            shown(json),
            [
                "{",
                "  \"id\": \"PO\",",
                "  \"price\": 440.00,",
                "  \"tags\": [",
                "    \"a\",",
                "    \"b,{\"",
                "  ],",
                "  \"none\": {},",
                "  \"list\": [],",
                "  \"n\": {",
                "    \"x\": null",
                "  }",
                "}",
            ]
        );
    }

    #[test]
    fn keys_are_told_from_values() {
        let layout = lay_out(&r#"{"a:b": "c: d", "é": 1}"#.into());
        let keys: Vec<_> = layout
            .lines
            .iter()
            .map(|line| &line.text[..line.key])
            .collect();
        assert_eq!(keys, ["", "\"a:b\": ", "\"é\": ", ""]);
    }

    #[test]
    fn escapes_stay_and_raw_controls_are_made_safe() {
        assert_eq!(
            shown("\u{feff}[\"a\\\"]\\u00e9\", \"x\u{1b}[2J\"]"),
            ["[", "  \"a\\\"]\\u00e9\",", "  \"x\u{FFFD}[2J\"", "]"]
        );
        let hidden = lay_out(&Text::new("{\"a\":\"b\u{200b}\"}"));
        assert!(hidden.lines[1].is_flagged);
    }

    #[test]
    fn what_is_no_json_keeps_its_words() {
        assert_eq!(shown("no such order"), ["no such order"]);
        assert_eq!(shown("]]\"open"), ["]", "]\"open"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }

    #[test]
    fn a_flood_of_lines_is_cut_and_depth_is_no_danger() {
        let flood = lay_out(&Text::new(format!("[{}1]", "1,".repeat(MAX_LINES * 2))));
        assert_eq!((flood.lines.len(), flood.is_cut), (MAX_LINES, true));
        let deep = lay_out(&Text::new("[".repeat(50_000)));
        assert!(deep.is_cut);
    }

    proptest! {
        #[test]
        fn only_white_space_moves(json in "(?s:.{0,80})|[\\[\\]{}\",: a1\\\\\n]{0,60}") {
            let layout = lay_out(&Text::new(json.clone()));
            for line in &layout.lines {
                prop_assert!(line.text.chars().all(is_drawable));
                prop_assert!(line.text.is_char_boundary(line.key));
            }
            if json.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
                let squeezed = |text: &str| -> String {
                    text.chars().filter(|c| !c.is_whitespace() && *c != '⏎').collect()
                };
                let lines: String = layout.lines.iter().map(|line| &*line.text).collect();
                prop_assert_eq!(squeezed(&lines), squeezed(&json));
            }
        }
    }
}
