//! How values are written on screen: ages, days, dates, money, bandwidth.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::{Cents, Lenient, Mbps, Months};
use crate::domain::text::Text;

/// Foreign text in one line, with a `!` before it when it is not what it seems.
pub fn flagged(text: &Text) -> Cow<'_, str> {
    if text.is_flagged() {
        Cow::Owned(format!("!{}", text.line()))
    } else {
        Cow::Borrowed(text.line())
    }
}

/// A span in its largest unit: `<1m`, `4m`, `3h`, `12d`. Weeks are never used: people compare days.
pub fn span(span: TimeDelta) -> String {
    match span.num_seconds() {
        ..60 => "<1m".to_owned(),
        60..3_600 => format!("{}m", span.num_minutes()),
        3_600..86_400 => format!("{}h", span.num_hours()),
        _ => format!("{}d", span.num_days()),
    }
}

/// A countdown: `12s`, `9:50`, `2h`.
pub fn countdown(left: TimeDelta) -> String {
    let secs = left.num_seconds().max(0);
    match secs {
        ..60 => format!("{secs}s"),
        60..3_600 => format!("{}:{:02}", secs / 60, secs % 60),
        _ => format!("{}h", secs / 3_600),
    }
}

/// A day without its year when it is this year's: `04-23`, else `2024-04-23`.
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    use chrono::Datelike;
    if day.year() == today.year() {
        day.format("%m-%d").to_string()
    } else {
        day.to_string()
    }
}

/// A date as short as [`day`], raw text where it cannot be read.
pub fn short_date(date: &FlexDate, zone: &Zone, today: NaiveDate) -> String {
    match (date.day(zone), date) {
        (Some(read), _) => day(read, today),
        (None, FlexDate::Raw(raw)) => raw.line().to_owned(),
        (None, _) => String::new(),
    }
}

/// A date with its time, where it has one: `2025-04-23 10:00`.
pub fn long_date(date: &FlexDate, zone: &Zone) -> String {
    match date {
        FlexDate::At(at) => zone.local(at.to_utc()).format("%Y-%m-%d %H:%M").to_string(),
        FlexDate::Day(day) => day.to_string(),
        FlexDate::Raw(raw) => raw.line().to_owned(),
    }
}

/// The time of day: `14:02`.
pub fn clock(at: DateTime<Utc>, zone: &Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// Slack in days: `-9d`, `+2d`, with `~` when the due date is an estimate.
pub fn slack(days: i64, is_estimate: bool) -> String {
    format!("{days:+}d{}", if is_estimate { "~" } else { "" })
}

/// Money: `440.00`; raw text where it cannot be read. No currency is given by the API (E14).
pub fn money(amount: &Lenient<Cents>) -> String {
    match amount {
        Lenient::Value(Cents(cents)) => {
            let sign = if *cents < 0 { "-" } else { "" };
            format!(
                "{sign}{}.{:02}",
                cents.unsigned_abs() / 100,
                cents.unsigned_abs() % 100
            )
        }
        Lenient::Raw(raw) => format!("[{}]", raw.line()),
    }
}

/// Bandwidth: `100M`, `1G`, `1.5G`; raw text where it cannot be read.
pub fn bandwidth(bandwidth: &Lenient<Mbps>) -> String {
    match bandwidth {
        Lenient::Value(Mbps(mbps)) if *mbps >= 1_000 && mbps % 1_000 == 0 => {
            format!("{}G", mbps / 1_000)
        }
        Lenient::Value(Mbps(mbps)) if *mbps >= 1_000 && mbps % 100 == 0 => {
            format!("{}.{}G", mbps / 1_000, mbps % 1_000 / 100)
        }
        Lenient::Value(Mbps(mbps)) => format!("{mbps}M"),
        Lenient::Raw(raw) => raw.line().to_owned(),
    }
}

/// A contract length: `12 months`; raw text where it cannot be read.
pub fn months(months: &Lenient<Months>) -> String {
    match months {
        Lenient::Value(Months(months)) => format!("{months} months"),
        Lenient::Raw(raw) => raw.line().to_owned(),
    }
}

/// Digits in groups of three: `1 234 567`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_take_their_largest_unit() {
        assert_eq!(span(TimeDelta::seconds(-5)), "<1m");
        assert_eq!(span(TimeDelta::seconds(59)), "<1m");
        assert_eq!(span(TimeDelta::minutes(4)), "4m");
        assert_eq!(span(TimeDelta::hours(23)), "23h");
        assert_eq!(span(TimeDelta::days(12)), "12d");
        assert_eq!(countdown(TimeDelta::seconds(590)), "9:50");
    }

    #[test]
    fn values_that_cannot_be_read_are_shown_raw() {
        assert_eq!(money(&Lenient::Value(Cents(44_000))), "440.00");
        assert_eq!(money(&Lenient::Value(Cents(-5))), "-0.05");
        assert_eq!(money(&Lenient::Raw(Text::new("sur devis"))), "[sur devis]");
        assert_eq!(bandwidth(&Lenient::Value(Mbps(1_500))), "1.5G");
        assert_eq!(bandwidth(&Lenient::Raw(Text::new("G"))), "G");
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!(slack(-9, false), "-9d");
        assert_eq!(slack(0, true), "+0d~");
    }
}
