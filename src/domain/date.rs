//! Dates as the API writes them, and the zone they are shown in.
//!
//! Contract row G6: a timestamp with any offset, a bare day, or something else. A bare day is a day, not midnight
//! somewhere, so it is never shifted between zones.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::domain::text::Text;

/// How dates are written for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// Days and times.
    #[default]
    Absolute,
    /// How long ago, or in how long.
    Relative,
}

impl Dates {
    /// Every way, in the order of [`Self::NAMES`].
    pub const ALL: [Self; 2] = [Self::Absolute, Self::Relative];
    /// What each is called.
    pub const NAMES: [&'static str; 2] = ["absolute", "relative"];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Absolute => Self::Relative,
            Self::Relative => Self::Absolute,
        }
    }
}

/// A point in time whose spelling the documentation leaves open (G6).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FlexDate {
    /// A timestamp with its source's offset.
    At(DateTime<FixedOffset>),
    /// A calendar day.
    Day(NaiveDate),
    /// Neither; shown as it came.
    Raw(Text),
}

impl FlexDate {
    /// Reads any spelling; `None` for empty text (G7).
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(trimmed) {
            return Some(Self::At(at));
        }
        if let Ok(day) = NaiveDate::parse_from_str(trimmed, "%Y-%m-%d") {
            return Some(Self::Day(day));
        }
        Some(Self::Raw(Text::new(text)))
    }

    /// The instant, where one was given.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at.to_utc()),
            Self::Day(_) | Self::Raw(_) => None,
        }
    }

    /// The calendar day in `zone`, where one can be told.
    pub fn day(&self, zone: &Zone) -> Option<NaiveDate> {
        match self {
            Self::At(at) => Some(zone.local(at.to_utc()).date_naive()),
            Self::Day(day) => Some(*day),
            Self::Raw(_) => None,
        }
    }

    /// A moment to measure durations with: the instant, or the start of the day in `zone`.
    pub fn moment(&self, zone: &Zone) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at.to_utc()),
            Self::Day(day) => zone.start_of(*day),
            Self::Raw(_) => None,
        }
    }
}

/// Seconds east of Greenwich and the zone's name at an instant, such as `(7200, "CEST")`.
type Lookup = dyn Fn(DateTime<Utc>) -> (i32, String) + Send + Sync;

/// The zone dates are shown in: offset and name at any instant.
#[derive(Clone)]
pub struct Zone(Arc<Lookup>);

impl Zone {
    /// From a look-up of offset (seconds east) and name; an offset beyond a day reads as UTC.
    pub fn new(lookup: impl Fn(DateTime<Utc>) -> (i32, String) + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// One offset all year round.
    pub fn fixed(seconds_east: i32, name: &str) -> Self {
        let name = name.to_owned();
        Self::new(move |_| (seconds_east, name.clone()))
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::fixed(0, "UTC")
    }

    /// The local time of an instant.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt((self.0)(at).0);
        at.with_timezone(&offset.unwrap_or_else(|| chrono::Offset::fix(&Utc)))
    }

    /// The zone's name at an instant, such as `CEST`.
    pub fn name(&self, at: DateTime<Utc>) -> Text {
        Text::new((self.0)(at).1)
    }

    /// The first moment of a local day; `None` beyond the calendar's ends.
    pub fn start_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let midnight = day.and_hms_opt(0, 0, 0)?.and_utc();
        let guess =
            midnight.checked_sub_signed(chrono::TimeDelta::seconds((self.0)(midnight).0.into()))?;
        // The offset at the guess decides: it differs from the one at midnight UTC on the two days the clock changes.
        midnight.checked_sub_signed(chrono::TimeDelta::seconds((self.0)(guess).0.into()))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Zone")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_g6_is_read() {
        for (text, day) in [
            ("2025-12-15T11:39:42.035+01:00", "2025-12-15"),
            ("2025-06-03T18:37:08+02:00", "2025-06-03"),
            ("2025-04-23T10:00:58Z", "2025-04-23"),
            ("2025-05-22T09:40:56.384Z", "2025-05-22"),
            ("2025-04-23", "2025-04-23"),
        ] {
            let read = FlexDate::parse(text).unwrap().day(&Zone::utc()).unwrap();
            assert_eq!(read.to_string(), day, "{text}");
        }
        assert_eq!(FlexDate::parse(""), None);
        assert!(matches!(FlexDate::parse("bientôt"), Some(FlexDate::Raw(_))));
    }

    #[test]
    fn a_bare_day_is_never_shifted() {
        let west = Zone::fixed(-10 * 3600, "HST");
        assert_eq!(
            FlexDate::parse("2025-04-23")
                .unwrap()
                .day(&west)
                .unwrap()
                .to_string(),
            "2025-04-23"
        );
        assert_eq!(
            FlexDate::parse("2025-04-23T04:00:00Z")
                .unwrap()
                .day(&west)
                .unwrap()
                .to_string(),
            "2025-04-22"
        );
    }
}
