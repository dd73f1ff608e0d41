//! Writing rows for a script or a person.
//!
//! Invariants: no byte of foreign text reaches the output as a control, whatever the format; a row is one line; in
//! ASCII every byte is below 0x80. JSON keeps the value of every text exactly, escaped where it could not be drawn.

pub(super) mod table;
mod value;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::app::query::Verdict;
use crate::cli::Format;
use crate::domain::date::{FlexDate, Zone};
use crate::domain::fold::fold;
use crate::domain::text::Text;

pub(super) use value::{Value, date, money, number, numeral};

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
        return writeln!(out, "{}", value::object(fields, values, look)?);
    }
    let cells: Vec<_> = values.iter().map(|it| value::plain(it, look)).collect();
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

/// The day of a date, for a table; what is none as it came.
pub(super) fn day(date: Option<&FlexDate>, zone: &Zone, look: &Look) -> String {
    match date {
        Some(FlexDate::Raw(text)) => cell(Some(text), look),
        date => date
            .and_then(|date| date.day(zone))
            .map_or_else(String::new, |day| day.to_string()),
    }
}

/// The word for a verdict on a row that is written.
pub(super) fn matches(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::Maybe | Verdict::No => "maybe",
    }
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
