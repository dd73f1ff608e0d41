//! How the simulator spells instants and days.
//!
//! The printed examples mix four spellings of one thing (row `G6`): UTC with and without milliseconds, French time with an
//! offset, and a bare day. French summer time is computed here (last Sundays of March and October, 01:00 UTC), so that
//! histories cross the change of hour as real ones do. Nothing here reads a clock.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc,
};
use serde::{Deserialize, Serialize};

/// A spelling of instants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// The spelling that the contract's example of each field shows.
    #[default]
    AsPrinted,
    /// `2025-04-23T10:00:58Z`.
    Utc,
    /// `2025-05-22T09:40:56.384Z`.
    UtcMillis,
    /// `2025-06-03T18:37:08+02:00`.
    Offset,
    /// `2025-12-15T11:39:42.035+01:00`.
    OffsetMillis,
    /// `2025-04-23`, the day in France.
    Day,
}

impl DateStyle {
    /// Spells an instant; `printed` is the spelling of the field's example.
    pub fn spell(self, at: DateTime<Utc>, printed: Self) -> String {
        match self {
            Self::AsPrinted if printed == Self::AsPrinted => Self::Utc.spell(at, Self::Utc),
            Self::AsPrinted => printed.spell(at, printed),
            Self::Utc => at.to_rfc3339_opts(SecondsFormat::Secs, true),
            Self::UtcMillis => at.to_rfc3339_opts(SecondsFormat::Millis, true),
            Self::Offset => in_france(at).to_rfc3339_opts(SecondsFormat::Secs, false),
            Self::OffsetMillis => in_france(at).to_rfc3339_opts(SecondsFormat::Millis, false),
            Self::Day => day_in_france(at).to_string(),
        }
    }
}

/// The day an instant falls on in France.
pub(super) fn day_in_france(at: DateTime<Utc>) -> NaiveDate {
    in_france(at).date_naive()
}

/// `day` moved by a number of days, or `day` itself at the end of the calendar.
pub(super) fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(count)
    } else {
        day.checked_add_days(count)
    };
    moved.unwrap_or(day)
}

/// The first instant after a day in France.
pub(super) fn end_of_day_in_france(day: NaiveDate) -> DateTime<Utc> {
    let midnight = shift(day, 1).and_time(NaiveTime::MIN).and_utc();
    // No day of the calendar changes its hour at midnight.
    let hours = if is_summer(midnight - TimeDelta::hours(3)) {
        2
    } else {
        1
    };
    midnight - TimeDelta::hours(hours)
}

fn in_france(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let hours = if is_summer(at) { 2 } else { 1 };
    match FixedOffset::east_opt(hours * 3600) {
        Some(offset) => at.with_timezone(&offset),
        None => at.fixed_offset(),
    }
}

fn is_summer(at: DateTime<Utc>) -> bool {
    let change = |month| {
        last_sunday(at.year(), month)
            .and_then(|day| day.and_hms_opt(1, 0, 0))
            .map(|t| t.and_utc())
    };
    match (change(3), change(10)) {
        (Some(start), Some(end)) => at >= start && at < end,
        _ => false,
    }
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_sunday())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn spellings_are_those_of_the_examples() {
        let when = at("2025-06-03T16:37:08.035Z");
        let spell = |style: DateStyle| style.spell(when, DateStyle::Offset);
        assert_eq!(spell(DateStyle::AsPrinted), "2025-06-03T18:37:08+02:00");
        assert_eq!(spell(DateStyle::Utc), "2025-06-03T16:37:08Z");
        assert_eq!(spell(DateStyle::UtcMillis), "2025-06-03T16:37:08.035Z");
        assert_eq!(
            spell(DateStyle::OffsetMillis),
            "2025-06-03T18:37:08.035+02:00"
        );
        assert_eq!(spell(DateStyle::Day), "2025-06-03");
    }

    #[test]
    fn french_time_changes_on_the_last_sundays() {
        let offset = |text| DateStyle::Offset.spell(at(text), DateStyle::Offset)[19..].to_owned();
        assert_eq!(offset("2025-03-30T00:59:59Z"), "+01:00");
        assert_eq!(offset("2025-03-30T01:00:00Z"), "+02:00");
        assert_eq!(offset("2025-10-26T00:59:59Z"), "+02:00");
        assert_eq!(offset("2025-10-26T01:00:00Z"), "+01:00");
        assert_eq!(
            day_in_france(at("2025-06-03T22:30:00Z")).to_string(),
            "2025-06-04"
        );
    }

    #[test]
    fn a_french_day_ends_at_french_midnight() {
        let end = |day: &str| end_of_day_in_france(day.parse().unwrap());
        assert_eq!(end("2025-06-03"), at("2025-06-03T22:00:00Z"));
        assert_eq!(end("2025-12-31"), at("2025-12-31T23:00:00Z"));
        assert_eq!(end("2025-03-29"), at("2025-03-29T23:00:00Z"));
        assert_eq!(end("2025-03-30"), at("2025-03-30T22:00:00Z"));
        assert_eq!(end("2025-10-26"), at("2025-10-26T23:00:00Z"));
    }
}
