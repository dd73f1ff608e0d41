//! Writing rows for a script or a person.
//!
//! Invariants: no byte of foreign text reaches the output as a control, whatever the format; a row is one line; in
//! ASCII every byte is below 0x80. JSON keeps the value of every text exactly, escaped where it could not be drawn.

pub(super) mod table;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::cli::Format;
use crate::domain::fold::fold;
use crate::domain::text::{Text, is_drawable};

/// Columns of a table that goes to no terminal.
pub(super) const WIDTH: usize = 120;

/// How rows are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The format.
    pub(super) format: Format,
    /// No byte above 0x7F.
    pub(super) is_ascii: bool,
    /// Columns of a table.
    pub(super) width: usize,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// There is none, or it was not read.
    Absent,
    /// Words from outside.
    Foreign(&'a Text),
    /// Words of our own.
    Own(Cow<'a, str>),
    /// A number.
    Number(u64),
    /// Yes or no.
    Truth(bool),
}

impl<'a> Value<'a> {
    /// Words of our own.
    pub(super) fn own(words: impl Into<Cow<'a, str>>) -> Self {
        Self::Own(words.into())
    }

    /// Words from outside, where there are any.
    pub(super) fn foreign(text: Option<&'a Text>) -> Self {
        text.map_or(Self::Absent, Self::Foreign)
    }
}

/// Writes a heading where the format has one. A table writes its own.
///
/// # Errors
/// The output's own.
pub(super) fn heading(out: &mut impl Write, fields: &[&str], look: &Look) -> io::Result<()> {
    match look.format {
        Format::Tsv => writeln!(out, "{}", fields.join("\t")),
        Format::Json | Format::Table => Ok(()),
    }
}

/// Writes a row for a script: an object of JSON, or cells between tabs.
///
/// # Errors
/// The output's own.
pub(super) fn row(
    out: &mut impl Write,
    fields: &[&str],
    values: &[Value<'_>],
    look: &Look,
) -> io::Result<()> {
    if look.format == Format::Json {
        return writeln!(out, "{}", json(fields, values, look)?);
    }
    let cells: Vec<_> = values.iter().map(|value| plain(value, look)).collect();
    writeln!(out, "{}", cells.join("\t"))
}

/// Text that may be drawn, in the characters the output takes.
pub(super) fn drawn<'t>(text: &'t str, look: &Look) -> Cow<'t, str> {
    if look.is_ascii {
        ascii(text)
    } else {
        text.into()
    }
}

/// A cell of a table. Text that could mislead a reader says so, as on screen.
pub(super) fn cell(text: Option<&Text>, look: &Look) -> String {
    match text {
        None => String::new(),
        Some(text) if text.is_flagged() => format!("!{}", drawn(text.line(), look)),
        Some(text) => drawn(text.line(), look).into_owned(),
    }
}

fn plain<'v>(value: &'v Value<'_>, look: &Look) -> Cow<'v, str> {
    match value {
        Value::Absent => "".into(),
        Value::Foreign(text) => drawn(text.line(), look),
        Value::Own(words) => drawn(words, look),
        Value::Number(number) => number.to_string().into(),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
    }
}

fn json(fields: &[&str], values: &[Value<'_>], look: &Look) -> io::Result<String> {
    let mut line = String::from("{");
    for (name, value) in fields.iter().zip(values) {
        if line.len() > 1 {
            line.push(',');
        }
        line.push('"');
        line.push_str(name);
        line.push_str("\":");
        let value = match value {
            Value::Absent => "null".to_owned(),
            Value::Foreign(text) => serde_json::to_string(text.wire())?,
            Value::Own(words) => serde_json::to_string(words)?,
            Value::Number(number) => number.to_string(),
            Value::Truth(truth) => truth.to_string(),
        };
        for c in value.chars() {
            if is_drawable(c) && (c.is_ascii() || !look.is_ascii) {
                line.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string never fails.
                    let _ = write!(line, "\\u{unit:04x}");
                }
            }
        }
    }
    line.push('}');
    Ok(line)
}

/// Letters without their accents, and `?` for what has no letter.
fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        match c {
            ' '..='~' => out.push(c),
            '⏎' => out.push('/'),
            _ if folded.is_empty() || !folded.is_ascii() => out.push('?'),
            _ if c.is_uppercase() => out.push_str(&folded.to_ascii_uppercase()),
            _ => out.push_str(&folded),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_spelt_out_in_ascii() {
        assert_eq!(ascii("Évry Œuvre 東"), "Evry OEuvre ?");
    }
}
