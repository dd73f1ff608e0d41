//! Values after an operator, by what the field holds.
//!
//! Everything with an order is read as an interval: a day is itself, a month its days, `3d` from three days to just
//! under four, `1w` as `7d`. Every operator then says which side of the interval counts.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use crate::domain::fold::fold;
use crate::domain::lenient::Cents;

use super::ast::Test;
use super::error::{QueryError, quoted};
use super::field::{FieldSpec, Kind};
use super::lex::{Op, Raw};
use super::text::{Needle, TextTest};
use super::{Fact, Now};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Digits of a number; more is a slip of the finger, and sums stay far from overflow.
const MAX_DIGITS: usize = 9;

/// Reads one value of a list and adds what it asks.
pub(super) fn tests<F>(
    field: &FieldSpec<F>,
    op: Op,
    raw: &Raw,
    now: &Now<'_>,
    tests: &mut Vec<Test>,
) -> Result<(), QueryError> {
    match field.kind {
        Kind::Code => tests.extend(code(op, &raw.text).map(Test::Text)),
        Kind::Person if !raw.is_quoted && raw.text.eq_ignore_ascii_case("me") => {
            if now.me.is_empty() {
                return Err(
                    QueryError::new(raw.at.clone(), "nobody is set as `me`").hint(
                        "put your created_by values into config.toml: me = [\"…\"]; or quote \"me\"",
                    ),
                );
            }
            let whole = |me: &String| Test::Text(TextTest::Whole(Needle::new(me)));
            tests.extend(now.me.iter().map(whole));
        }
        Kind::Text | Kind::Person => tests.push(Test::Text(text(op, &raw.text))),
        Kind::Truth => tests.push(Test::OneOf(truth(field, raw)?)),
        Kind::Numbered { count, names } => {
            tests.push(Test::OneOf(numbered(field, op, raw, count, names)?));
        }
        Kind::Span
        | Kind::Moment
        | Kind::Day
        | Kind::Days
        | Kind::Count
        | Kind::Bandwidth
        | Kind::Money => {
            tests.push(interval(field, op, raw, now)?);
        }
        // Both are answered before values are read.
        Kind::Flags | Kind::Later => {}
    }
    Ok(())
}

fn text(op: Op, value: &str) -> TextTest {
    match op {
        Op::Whole => TextTest::Whole(Needle::new(value)),
        _ => TextTest::Contains(Needle::new(value)),
    }
}

/// The API's words are joined by underscores, which people need not know; words it never documented may hold anything.
fn code(op: Op, value: &str) -> impl Iterator<Item = TextTest> {
    let folded = fold(value);
    let joined = folded.replace([' ', '-'], "_");
    let as_written = (folded != joined).then_some(folded);
    std::iter::once(joined)
        .chain(as_written)
        .map(move |word| match op {
            Op::Whole => TextTest::Whole(Needle::new(&word)),
            _ => TextTest::StartsWith(Needle::new(&word)),
        })
}

fn truth<F>(field: &FieldSpec<F>, raw: &Raw) -> Result<u16, QueryError> {
    let folded = fold(&raw.text);
    [("yes", Fact::YES), ("no", Fact::NO), ("maybe", Fact::MAYBE)]
        .into_iter()
        .find_map(|(word, bit)| word.starts_with(&folded).then_some(bit))
        .ok_or_else(|| not_taken(field, raw))
}

fn not_taken<F>(field: &FieldSpec<F>, raw: &Raw) -> QueryError {
    QueryError::new(
        raw.at.clone(),
        format!("`{}` does not take {}", field.name, quoted(&raw.text)),
    )
    .hint(format!("{} takes {}", field.name, field.kind.accepts()))
}

/// An interval of values, ends included.
#[derive(Clone, Copy)]
struct Cell {
    low: i64,
    high: i64,
    /// Seconds until now rather than days or numbers.
    is_age: bool,
}

impl Cell {
    fn plain(low: i64, high: i64) -> Self {
        Self {
            low,
            high,
            is_age: false,
        }
    }

    /// What an operator makes of it.
    fn with(self, op: Op) -> Self {
        let (low, high) = match op {
            Op::Smart | Op::Whole | Op::Regex => (self.low, self.high),
            Op::Less => (i64::MIN, self.low - 1),
            Op::AtMost => (i64::MIN, self.high),
            Op::More => (self.high + 1, i64::MAX),
            Op::AtLeast => (self.low, i64::MAX),
        };
        Self { low, high, ..self }
    }
}

/// The two ends of `a..b`, either of which may be left out.
fn range(raw: &Raw) -> Option<(Option<Raw>, Option<Raw>)> {
    if raw.is_quoted {
        return None;
    }
    let (from, to) = raw.text.split_once("..")?;
    let split = raw.at.start + from.chars().count();
    let end = |text: &str, at| {
        (!text.is_empty()).then(|| Raw {
            text: text.to_owned(),
            at,
            is_quoted: false,
        })
    };
    Some((
        end(from, raw.at.start..split),
        end(to, split + 2..raw.at.end),
    ))
}

fn interval<F>(field: &FieldSpec<F>, op: Op, raw: &Raw, now: &Now<'_>) -> Result<Test, QueryError> {
    let read = |raw: &Raw| cell(field.kind, &raw.text, now).ok_or_else(|| not_taken(field, raw));
    let cell = between(raw, op, read)?;
    Ok(if cell.is_age {
        Test::AgeBetween(cell.low, cell.high)
    } else {
        Test::Between(cell.low, cell.high)
    })
}

/// A value or a range of values as one interval.
fn between(
    raw: &Raw,
    op: Op,
    read: impl Fn(&Raw) -> Result<Cell, QueryError>,
) -> Result<Cell, QueryError> {
    let Some((from, to)) = range(raw) else {
        return Ok(read(raw)?.with(op));
    };
    if !matches!(op, Op::Smart | Op::Whole) {
        return Err(QueryError::new(
            raw.at.clone(),
            format!("a range cannot follow `{}`", op.sign()),
        )
        .hint("write field:a..b, both ends included"));
    }
    let from = from.as_ref().map(&read).transpose()?;
    let to = to.as_ref().map(&read).transpose()?;
    match (from, to) {
        (Some(from), None) => Ok(from.with(Op::AtLeast)),
        (None, Some(to)) => Ok(to.with(Op::AtMost)),
        (Some(from), Some(to)) if from.is_age == to.is_age && from.low <= to.high => Ok(Cell {
            high: to.high,
            ..from
        }),
        (Some(from), Some(to)) if from.is_age != to.is_age => Err(QueryError::new(
            raw.at.clone(),
            "a range goes from day to day or from length to length",
        )),
        (Some(_), Some(_)) => Err(QueryError::new(raw.at.clone(), "this range runs backwards")
            .hint("the smaller end comes first")),
        (None, None) => Err(QueryError::new(raw.at.clone(), "this range has no ends")
            .hint("write a..b, a.. or ..b")),
    }
}

fn cell(kind: Kind, text: &str, now: &Now<'_>) -> Option<Cell> {
    match kind {
        Kind::Span => age(text),
        Kind::Moment => age(text).or_else(|| day(text, now.today)),
        Kind::Day => day(text, now.today),
        Kind::Days => days(text).map(|days| Cell::plain(days, days)),
        Kind::Count => digits(text).map(|count| Cell::plain(count, count)),
        Kind::Bandwidth => bandwidth(text),
        Kind::Money => Cents::parse(text).map(|Cents(cents)| Cell::plain(cents, cents)),
        _ => None,
    }
}

/// `30d`, `12h`, `2w`; days when no unit is named. In seconds.
fn age(text: &str) -> Option<Cell> {
    let (number, unit) = length(text)?;
    Some(Cell {
        low: number * unit,
        // A week is seven days, not a unit to round to: 15 days are more than two weeks.
        high: number * unit + unit.min(DAY) - 1,
        is_age: true,
    })
}

/// `-3d`, `+2w`, `0`.
fn days(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, unit) = length(text)?;
    (unit >= DAY).then(|| sign * number * (unit / DAY))
}

fn day(text: &str, today: NaiveDate) -> Option<Cell> {
    let number = |day: NaiveDate| i64::from(day.num_days_from_ce());
    let single = |day: NaiveDate| Cell::plain(number(day), number(day));
    match fold(text).as_str() {
        "today" => return Some(single(today)),
        "yesterday" => return today.pred_opt().map(single),
        "tomorrow" => return today.succ_opt().map(single),
        _ => {}
    }
    if text.starts_with(['+', '-']) {
        return today
            .checked_add_signed(TimeDelta::try_days(days(text)?)?)
            .map(single);
    }
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return (text.len() == 10).then(|| single(day));
    }
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
    let next = first.checked_add_months(Months::new(1))?;
    (text.len() == 7).then(|| Cell::plain(number(first), number(next) - 1))
}

/// `100m`, `1g`, `2.5g`; Mbit/s when no unit is named.
fn bandwidth(text: &str) -> Option<Cell> {
    let folded = fold(text);
    let (number, unit) = match folded.strip_suffix(['m', 'g']) {
        Some(number) if folded.ends_with('g') => (number, 1_000),
        Some(number) => (number, 1),
        None => (folded.as_str(), 1),
    };
    let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
    if tenths.len() != 1 {
        return None;
    }
    let mbps = digits(whole)? * unit + digits(tenths)? * unit / 10;
    Some(Cell::plain(mbps, mbps))
}

fn numbered<F>(
    field: &FieldSpec<F>,
    op: Op,
    raw: &Raw,
    count: u8,
    names: fn(u8) -> [&'static str; 2],
) -> Result<u16, QueryError> {
    let all = 1..=i64::from(count);
    let read = |raw: &Raw| {
        if let Some(number) = digits(&raw.text).filter(|number| all.contains(number)) {
            return Ok(Cell::plain(number, number));
        }
        match named(&raw.text, count, names, op == Op::Whole).as_slice() {
            [only] => Ok(Cell::plain((*only).into(), (*only).into())),
            [] => Err(not_taken(field, raw)),
            [first, second, ..] => Err(QueryError::new(
                raw.at.clone(),
                format!("{} stands for several", quoted(&raw.text)),
            )
            .hint(format!(
                "such as {first} {} and {second} {}",
                names(*first)[0],
                names(*second)[0]
            ))),
        }
    };
    if matches!(op, Op::Smart | Op::Whole) && range(raw).is_none() && digits(&raw.text).is_none() {
        let found = named(&raw.text, count, names, op == Op::Whole);
        if found.is_empty() {
            return Err(not_taken(field, raw));
        }
        return Ok(found.into_iter().fold(0, |bits, number| bits | 1 << number));
    }
    let cell = between(raw, op, read)?;
    let inside = |number: &u8| (cell.low..=cell.high).contains(&i64::from(*number));
    Ok((1..=count)
        .filter(inside)
        .fold(0, |bits, number| bits | 1 << number))
}

/// The numbers a name, or a part of one, stands for.
fn named(text: &str, count: u8, names: fn(u8) -> [&'static str; 2], is_whole: bool) -> Vec<u8> {
    let plain = |text: &str| fold(text).replace([' ', '-'], "_");
    let asked = plain(text);
    let whole = |number: &u8| names(*number).iter().any(|name| plain(name) == asked);
    let part = |number: &u8| {
        names(*number)
            .iter()
            .any(|name| plain(name).contains(&asked))
    };
    let exact: Vec<u8> = (1..=count).filter(whole).collect();
    if is_whole || !exact.is_empty() {
        return exact;
    }
    (1..=count).filter(part).collect()
}

/// A number and its unit in seconds.
fn length(text: &str) -> Option<(i64, i64)> {
    let (number, unit) = match text.strip_suffix(['h', 'H', 'd', 'D', 'w', 'W']) {
        Some(number) => (number, text.as_bytes().last()?.to_ascii_lowercase()),
        None => (text, b'd'),
    };
    let unit = match unit {
        b'h' => HOUR,
        b'w' => 7 * DAY,
        _ => DAY,
    };
    Some((digits(number)?, unit))
}

fn digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty()
        && text.len() <= MAX_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}
