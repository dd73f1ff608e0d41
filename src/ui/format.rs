//! How values are written on screen: ages, days, dates, money, bandwidth.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::app::state::AppState;
use crate::domain::date::{Dates, FlexDate, Zone};
use crate::domain::lenient::{Cents, Lenient, Mbps, Months, Weeks};
use crate::domain::text::Text;
use crate::ui::theme::Role;

/// Columns of a day.
pub const DAY: usize = 10;
/// Columns of a date with its time, and with the source's offset as well.
pub const WITH_TIME: usize = 16;
/// See [`WITH_TIME`].
pub const WITH_OFFSET: usize = 23;
/// What ends within so many days is urgent.
const URGENT_DAYS: i64 = 3;
/// Within so many, it ends soon.
const SOON_DAYS: i64 = 7;
/// Characters by which a key is recognised.
const SHORT_KEY: usize = 8;
/// Beyond ten years an age says nothing.
const FAR_DAYS: i64 = 3_653;

/// Foreign text in one line, with a `!` before it when it is not what it seems.
pub fn flagged(text: &Text) -> Cow<'_, str> {
    text.marked()
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

/// A date in the notation in force, as long as `columns` allow.
///
/// Absolute: the source's own time with its offset, `2026-05-17 10:02 +02:00`; else the local time,
/// `2026-05-17 10:02`; else the local day, `05-17`. Relative: `3d ago` or `3d`, `in 4d`, `today`. What cannot be read, and what is
/// so far away that an age says nothing (2099-12-31, G7), is written as it came.
pub fn date(date: &FlexDate, state: &AppState, columns: usize) -> String {
    if state.dates == Dates::Relative
        && let Some(text) = relative(date, state, columns)
    {
        return text;
    }
    match date {
        FlexDate::At(at) if columns >= WITH_OFFSET => at.format("%Y-%m-%d %H:%M %:z").to_string(),
        date if columns >= WITH_TIME => long_date(date, &state.zone),
        date => short_date(date, &state.zone, state.today()),
    }
}

fn relative(date: &FlexDate, state: &AppState, columns: usize) -> Option<String> {
    let (ahead, text) = match date {
        FlexDate::At(at) => {
            let age = state.now - at.to_utc();
            (age < TimeDelta::zero(), span(age.abs()))
        }
        FlexDate::Day(day) if *day == state.today() => return Some("today".to_owned()),
        FlexDate::Day(day) => {
            let age = state.today() - *day;
            (age < TimeDelta::zero(), span(age.abs()))
        }
        FlexDate::Raw(_) => return None,
    };
    let day = date.day(&state.zone)?;
    if (state.today() - day).num_days().abs() > FAR_DAYS {
        return None;
    }
    Some(match ahead {
        false if columns >= WITH_TIME => format!("{text} ago"),
        false => text,
        true if text.len() + 3 <= columns => format!("in {text}"),
        true => format!("+{text}"),
    })
}

/// How long a machine took, or takes: `0.2s`, `42s`, `4:05`, `3h`.
pub fn took(span: TimeDelta) -> String {
    let tenths = span.num_milliseconds().max(0) / 100;
    match tenths {
        ..100 => format!("{}.{}s", tenths / 10, tenths % 10),
        100..36_000 => countdown(span),
        _ => self::span(span),
    }
}

/// The sign of what ends in some days, and what it means.
pub fn urgency(days: i64) -> (&'static str, Role) {
    if days <= URGENT_DAYS {
        ("!!", Role::Bad)
    } else if days <= SOON_DAYS {
        ("!", Role::Warn)
    } else {
        ("", Role::Text)
    }
}

/// The beginning of a key, as people tell keys apart.
pub fn short_key(key: &Text) -> String {
    let key = flagged(key);
    key.chars().take(SHORT_KEY).collect()
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
        Lenient::Value(cents) => cents.to_string(),
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

/// A lead time: `5 weeks`; raw text where it cannot be read.
pub fn weeks(weeks: &Lenient<Weeks>) -> String {
    match weeks {
        Lenient::Value(Weeks(1)) => "1 week".to_owned(),
        Lenient::Value(Weeks(weeks)) => format!("{weeks} weeks"),
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
    use crate::app::story::Story;

    #[test]
    fn spans_take_their_largest_unit() {
        assert_eq!(span(TimeDelta::seconds(-5)), "<1m");
        assert_eq!(span(TimeDelta::seconds(59)), "<1m");
        assert_eq!(span(TimeDelta::minutes(4)), "4m");
        assert_eq!(span(TimeDelta::hours(23)), "23h");
        assert_eq!(span(TimeDelta::days(12)), "12d");
        assert_eq!(countdown(TimeDelta::seconds(590)), "9:50");
        let written = |millis| took(TimeDelta::milliseconds(millis));
        assert_eq!(
            [-5, 217, 9_999, 10_000, 245_000, 7_200_000].map(written),
            ["0.0s", "0.2s", "9.9s", "10s", "4:05", "2h"]
        );
    }

    #[test]
    fn a_date_is_as_long_as_there_is_room_for_it() {
        let mut story = Story::new();
        let written = |story: &Story, text: &str, columns| {
            date(&FlexDate::parse(text).unwrap(), &story.state, columns)
        };
        let source = "2026-05-17T10:02:30+02:00";
        for (columns, shown) in [
            (23, "2026-05-17 10:02 +02:00"),
            (22, "2026-05-17 08:02"),
            (15, "05-17"),
        ] {
            assert_eq!(written(&story, source, columns), shown);
        }
        assert_eq!(written(&story, "2026-05-17", 30), "2026-05-17");
        assert_eq!(written(&story, "bientôt", 5), "bientôt");
        story.chars("t");
        for (text, shown) in [
            (source, "12d ago"),
            ("2026-05-29T12:59:30Z", "<1m ago"),
            ("2026-05-29", "today"),
            ("2026-05-28", "1d ago"),
            ("2026-06-02", "in 4d"),
            ("2099-12-31", "2099-12-31"),
            ("bientôt", "bientôt"),
        ] {
            assert_eq!(written(&story, text, 20), shown);
        }
        assert_eq!(written(&story, source, 10), "12d");
        assert_eq!(written(&story, "2026-06-22", 5), "+24d");
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
