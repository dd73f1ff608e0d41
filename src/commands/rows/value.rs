//! The value of a field, and how scripts get it: as JSON, or in a cell between tabs.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use chrono::SecondsFormat;

use super::{Look, drawn};
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::text::{Text, is_drawable};

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::commands) enum Value<'a> {
    /// There is none, or it was not read.
    Absent,
    /// Words from outside.
    Foreign(&'a Text),
    /// Words of our own.
    Own(Cow<'a, str>),
    /// A number.
    Number(u64),
    /// A number as it came.
    Numeral(&'a Text),
    /// An amount: a number with two decimals.
    Money(Cents),
    /// Yes or no.
    Truth(bool),
    /// Several values. In a cell they stand between commas.
    List(Vec<Self>),
    /// Values under the names of fields. In a cell the first that there is stands for all.
    Fields(Vec<(&'static str, Self)>),
    /// Texts under names from outside. In a cell: `name=text`.
    Named(Vec<(&'a Text, &'a Text)>),
}

impl<'a> Value<'a> {
    /// Words of our own.
    pub(in crate::commands) fn own(words: impl Into<Cow<'a, str>>) -> Self {
        Self::Own(words.into())
    }

    /// Words from outside, where there are any.
    pub(in crate::commands) fn foreign(text: Option<&'a Text>) -> Self {
        text.map_or(Self::Absent, Self::Foreign)
    }

    /// How many there are.
    pub(in crate::commands) fn count(count: usize) -> Self {
        Self::Number(count as u64)
    }
}

/// A timestamp keeps the offset it came with; a bare day stays one (G6).
pub(in crate::commands) fn date(date: Option<&FlexDate>) -> Value<'_> {
    match date {
        None => Value::Absent,
        Some(FlexDate::At(at)) => Value::own(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        Some(FlexDate::Day(day)) => Value::own(day.to_string()),
        Some(FlexDate::Raw(text)) => Value::Foreign(text),
    }
}

/// A number where it can be read, else the text that stood there.
pub(in crate::commands) fn number<T: Copy>(
    value: Option<&Lenient<T>>,
    count: impl Fn(T) -> u64,
) -> Value<'_> {
    match value {
        None => Value::Absent,
        Some(Lenient::Value(value)) => Value::Number(count(*value)),
        Some(Lenient::Raw(text)) => Value::Foreign(text),
    }
}

/// An amount where it can be read, else the text that stood there.
pub(in crate::commands) fn money(value: Option<&Lenient<Cents>>) -> Value<'_> {
    match value {
        None => Value::Absent,
        Some(Lenient::Value(cents)) => Value::Money(*cents),
        Some(Lenient::Raw(text)) => Value::Foreign(text),
    }
}

/// A number that came as text and is JSON's own spelling of one, else that text.
pub(in crate::commands) fn numeral(text: Option<&Text>) -> Value<'_> {
    let is_plain = |c: u8| c.is_ascii_digit() || b"+-.eE".contains(&c);
    let is_number = |text: &Text| {
        let wire = text.wire();
        wire.bytes().all(is_plain) && serde_json::from_str::<serde_json::Number>(wire).is_ok()
    };
    match text {
        None => Value::Absent,
        Some(text) if is_number(text) => Value::Numeral(text),
        Some(text) => Value::Foreign(text),
    }
}

/// A value between tabs.
pub(super) fn plain<'v>(value: &'v Value<'_>, look: &Look) -> Cow<'v, str> {
    match value {
        Value::Absent => "".into(),
        Value::Foreign(text) | Value::Numeral(text) => drawn(text.line(), look),
        Value::Own(words) => drawn(words, look),
        Value::Number(number) => number.to_string().into(),
        Value::Money(cents) => cents.to_string().into(),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::List(values) => {
            let values: Vec<_> = values.iter().map(|value| plain(value, look)).collect();
            values.join(",").into()
        }
        Value::Fields(fields) => {
            let mut told = fields.iter().filter(|(_, value)| *value != Value::Absent);
            told.next()
                .map_or("".into(), |(_, value)| plain(value, look))
        }
        Value::Named(texts) => {
            let pair = |(name, text): &(&Text, &Text)| {
                format!("{}={}", drawn(name.line(), look), drawn(text.line(), look))
            };
            texts.iter().map(pair).collect::<Vec<_>>().join(",").into()
        }
    }
}

/// A row as an object of JSON.
///
/// # Errors
/// A text that is no JSON string: there is none.
pub(super) fn object(fields: &[&str], values: &[Value<'_>], look: &Look) -> io::Result<String> {
    let mut line = String::from("{");
    for (name, value) in fields.iter().zip(values) {
        begin(&mut line, '{');
        let _ = write!(line, "\"{name}\":");
        json(&mut line, value, look)?;
    }
    line.push('}');
    Ok(line)
}

fn json(line: &mut String, value: &Value<'_>, look: &Look) -> io::Result<()> {
    // Writing to a string never fails.
    match value {
        Value::Absent => line.push_str("null"),
        Value::Foreign(text) => quoted(line, text.wire(), look)?,
        Value::Own(words) => quoted(line, words, look)?,
        Value::Numeral(text) => line.push_str(text.wire()),
        Value::Number(number) => {
            let _ = write!(line, "{number}");
        }
        Value::Money(cents) => {
            let _ = write!(line, "{cents}");
        }
        Value::Truth(truth) => line.push_str(if *truth { "true" } else { "false" }),
        Value::List(values) => {
            line.push('[');
            for value in values {
                begin(line, '[');
                json(line, value, look)?;
            }
            line.push(']');
        }
        Value::Fields(fields) => {
            line.push('{');
            for (name, value) in fields {
                begin(line, '{');
                let _ = write!(line, "\"{name}\":");
                json(line, value, look)?;
            }
            line.push('}');
        }
        Value::Named(texts) => {
            line.push('{');
            for (name, text) in texts {
                begin(line, '{');
                quoted(line, name.wire(), look)?;
                line.push(':');
                quoted(line, text.wire(), look)?;
            }
            line.push('}');
        }
    }
    Ok(())
}

/// A comma, unless the bracket was just opened.
fn begin(line: &mut String, bracket: char) {
    if !line.ends_with(bracket) {
        line.push(',');
    }
}

/// A string of JSON. What could not be drawn is escaped.
fn quoted(line: &mut String, text: &str, look: &Look) -> io::Result<()> {
    for c in serde_json::to_string(text)?.chars() {
        if is_drawable(c) && (c.is_ascii() || !look.is_ascii) {
            line.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string never fails.
                let _ = write!(line, "\\u{unit:04x}");
            }
        }
    }
    Ok(())
}
