//! A typed walk over a parsed TOML table that never stops at the first problem.
//!
//! A [`Section`] gives out its keys one by one; what nobody asked for when it is finished is an unknown key. The list
//! of keys that the messages name is the list that was asked for, so the two cannot differ.

use std::ops::Range;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::duration;
use super::error::{ConfigError, Problem};
use super::excerpt::Place;
use super::file::Located;

/// Problems told at once; whoever has more has mistaken another file for the configuration.
pub(super) const MOST_PROBLEMS: usize = 50;

/// Collects problems with their place in the text.
pub(super) struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    problems: Vec<(Range<usize>, String, Problem)>,
}

impl<'t> Reader<'t> {
    pub(super) const fn new(text: &'t str, file: &'t str) -> Self {
        Self {
            text,
            file,
            problems: Vec::new(),
        }
    }

    pub(super) fn problem(&mut self, span: Range<usize>, key: impl Into<String>, problem: Problem) {
        self.problems.push((span, key.into(), problem));
    }

    /// How many problems there are so far.
    pub(super) const fn count(&self) -> usize {
        self.problems.len()
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::locate(self.text, span)
    }

    /// The first [`MOST_PROBLEMS`] problems in the order of the text.
    ///
    /// Behind a syntax error the rest of its line is guesswork of the parser, and below a broken header it is guesswork
    /// which table a key belongs to: other problems there are left out.
    pub(super) fn finish(mut self) -> Vec<ConfigError> {
        self.problems.sort_by_key(|(span, ..)| span.start);
        self.problems.truncate(MOST_PROBLEMS);
        let tell = |(span, key, problem): &(Range<usize>, String, Problem)| ConfigError {
            file: self.file.to_owned(),
            place: self.place(span.clone()),
            key: key.clone(),
            problem: problem.clone(),
        };
        let (mut syntax, other): (Vec<_>, Vec<_>) = self
            .problems
            .iter()
            .map(tell)
            .partition(|it| matches!(it.problem, Problem::Syntax(_)));
        // The second error of a line is most often the parser stumbling over the first.
        syntax.dedup_by_key(|it| it.place.line);
        let is_guesswork = |error: &ConfigError| {
            let (line, header) = (error.place.line, self.header_above(error.place.line));
            syntax
                .iter()
                .any(|it| it.place.line == line || Some(it.place.line) == header)
        };
        let mut errors: Vec<_> = other.into_iter().filter(|it| !is_guesswork(it)).collect();
        errors.extend(syntax);
        errors.sort_by_key(|it| (it.place.line, it.place.column));
        errors
    }

    /// The line of the table header that a line belongs to, both from 1.
    fn header_above(&self, line: usize) -> Option<usize> {
        let lines: Vec<_> = self.text.lines().take(line).collect();
        lines
            .iter()
            .rposition(|it| it.trim_start().starts_with('['))
            .map(|index| index + 1)
    }
}

/// What a converter makes of a value: the value, or a problem at a span of its own (an element of a list).
pub(super) type Converted<T> = Result<T, (Range<usize>, Problem)>;

/// A table whose keys are being taken out.
pub(super) struct Section<'t> {
    path: String,
    entries: DeTable<'t>,
    known: &'static [&'static str],
}

impl<'t> Section<'t> {
    /// A section at `path` (empty for the whole file) that takes the keys `known`.
    pub(super) fn new(
        path: impl Into<String>,
        entries: DeTable<'t>,
        known: &'static [&'static str],
    ) -> Self {
        Self {
            path: path.into(),
            entries,
            known,
        }
    }

    /// The full path of a key.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Takes a key out and converts it; nothing when it is absent or wrong.
    pub(super) fn take<T>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        convert: impl FnOnce(&Spanned<DeValue<'t>>) -> Converted<T>,
    ) -> Option<Located<T>> {
        debug_assert!(self.known.contains(&key), "{key} is taken and not listed");
        let value = self.entries.remove(key)?;
        match convert(&value) {
            Ok(converted) => Some(Located {
                value: converted,
                line: reader.place(value.span()).line,
            }),
            Err((span, problem)) => {
                reader.problem(span, self.path_of(key), problem);
                None
            }
        }
    }

    /// Takes a sub-table out; an empty one when it is absent or no table.
    pub(super) fn table(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        known: &'static [&'static str],
    ) -> Self {
        let path = self.path_of(key);
        let entries = self
            .take(reader, key, table)
            .map(|it| it.value)
            .unwrap_or_default();
        Self::new(path, entries, known)
    }

    /// Everything left, for a table whose keys are names.
    pub(super) fn names(self) -> (String, DeTable<'t>) {
        (self.path, self.entries)
    }

    /// Reports every key that nobody took.
    pub(super) fn finish(self, reader: &mut Reader<'_>) {
        for name in self.entries.keys() {
            let key = name.get_ref().to_string();
            let path = self.path_of(&key);
            reader.problem(
                name.span(),
                path,
                Problem::UnknownKey {
                    key,
                    known: self.known,
                },
            );
        }
    }
}

/// A table.
pub(super) fn table<'t>(value: &Spanned<DeValue<'t>>) -> Converted<DeTable<'t>> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table.clone()),
        other => Err(wrong(value, "a table", other)),
    }
}

/// A list of tables.
pub(super) fn tables<'t>(value: &Spanned<DeValue<'t>>) -> Converted<Vec<Spanned<DeTable<'t>>>> {
    let DeValue::Array(items) = value.get_ref() else {
        return Err(wrong(value, "a list of tables in [[ ]]", value.get_ref()));
    };
    let each = |item: &Spanned<DeValue<'t>>| Ok(Spanned::new(item.span(), table(item)?));
    items.iter().map(each).collect()
}

/// `true` or `false`.
pub(super) fn boolean(value: &Spanned<DeValue<'_>>) -> Converted<bool> {
    match value.get_ref() {
        DeValue::Boolean(it) => Ok(*it),
        other => Err(wrong(value, "true or false", other)),
    }
}

/// A text that says something.
pub(super) fn text(value: &Spanned<DeValue<'_>>) -> Converted<String> {
    match value.get_ref() {
        DeValue::String(it) if it.trim().is_empty() => Err((value.span(), Problem::Empty)),
        DeValue::String(it) => Ok(it.to_string()),
        other => Err(wrong(value, "a text in quotes", other)),
    }
}

/// A text, which may say nothing.
pub(super) fn any_text(value: &Spanned<DeValue<'_>>) -> Converted<String> {
    match value.get_ref() {
        DeValue::String(it) => Ok(it.to_string()),
        other => Err(wrong(value, "a text in quotes", other)),
    }
}

/// A text that `parse` understands.
pub(super) fn parsed<T, E: Into<Problem>>(
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<T> {
    |value| parse(&text(value)?).map_err(|problem| (value.span(), problem.into()))
}

/// One of a few words; the index into `choices`.
pub(super) fn choice(
    choices: &'static [&'static str],
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<usize> {
    parsed(move |found: &str| {
        choices
            .iter()
            .position(|choice| *choice == found)
            .ok_or_else(|| Problem::NotAChoice {
                found: found.to_owned(),
                choices,
            })
    })
}

/// A list of words, each one of a few and none twice; the indices into `choices`.
pub(super) fn choices(
    choices: &'static [&'static str],
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<Vec<usize>> {
    move |value| {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(wrong(value, "a list of texts", value.get_ref()));
        };
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            let index = choice(choices)(item)?;
            if found.contains(&index) {
                return Err((item.span(), Problem::Twice(choices[index].to_owned())));
            }
            found.push(index);
        }
        Ok(found)
    }
}

/// A list of texts. An empty list is allowed.
pub(super) fn texts(value: &Spanned<DeValue<'_>>) -> Converted<Vec<String>> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(text).collect(),
        other => Err(wrong(value, "a list of texts", other)),
    }
}

/// A duration between two limits, ends included.
pub(super) fn duration_between(
    min: Duration,
    max: Duration,
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<Duration> {
    move |value| {
        let DeValue::String(written) = value.get_ref() else {
            return Err(wrong(value, "a duration", value.get_ref()));
        };
        let found = duration::parse(written).map_err(|problem| (value.span(), problem.into()))?;
        let range = || Problem::OutOfRange {
            min: duration::print(min),
            max: duration::print(max),
        };
        (min..=max)
            .contains(&found)
            .then_some(found)
            .ok_or_else(|| (value.span(), range()))
    }
}

/// A whole or decimal number between two limits, ends included.
pub(super) fn number_between(
    min: f64,
    max: f64,
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<f64> {
    move |value| {
        let found = match value.get_ref() {
            DeValue::Integer(it) => u32::from_str_radix(it.as_str(), it.radix())
                .ok()
                .map(f64::from),
            DeValue::Float(it) => it.as_str().parse().ok(),
            other => return Err(wrong(value, "a number", other)),
        };
        let range = || Problem::OutOfRange {
            min: min.to_string(),
            max: max.to_string(),
        };
        found
            .filter(|it| (min..=max).contains(it))
            .ok_or_else(|| (value.span(), range()))
    }
}

/// A whole number between two limits, ends included.
pub(super) fn count_between(
    min: usize,
    max: usize,
) -> impl FnOnce(&Spanned<DeValue<'_>>) -> Converted<usize> {
    move |value| {
        let DeValue::Integer(written) = value.get_ref() else {
            return Err(wrong(value, "a whole number", value.get_ref()));
        };
        let found = usize::from_str_radix(written.as_str(), written.radix()).ok();
        let range = || Problem::OutOfRange {
            min: min.to_string(),
            max: max.to_string(),
        };
        found
            .filter(|it| (min..=max).contains(it))
            .ok_or_else(|| (value.span(), range()))
    }
}

/// The problem with a value of another type.
pub(super) fn wrong(
    value: &Spanned<DeValue<'_>>,
    expected: &'static str,
    found: &DeValue<'_>,
) -> (Range<usize>, Problem) {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    (value.span(), Problem::WrongType { expected, found })
}
