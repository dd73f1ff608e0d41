//! The zone of the person, with its name: `TZ` or `/etc/localtime`, read once.

use tz::TimeZone;

use super::clock::Clock;
use crate::domain::date::Zone;

/// The local zone. The clock's own offset, without a name of its own, where the zone asked for cannot be read.
pub fn local(clock: &Clock) -> Zone {
    zone(std::env::var("TZ").ok().as_deref(), clock)
}

/// The zone that a value of `TZ` names: a place such as `Europe/Paris`, or POSIX rules; set to nothing it is UTC.
fn zone(named: Option<&str>, clock: &Clock) -> Zone {
    let rules = match named {
        None => TimeZone::local().ok(),
        Some("") => TimeZone::from_posix_tz("UTC0").ok(),
        Some(name) => TimeZone::from_posix_tz(name).ok(),
    };
    let clock = clock.clone();
    Zone::new(move |at| {
        let named = rules
            .as_ref()
            .and_then(|rules| rules.find_local_time_type(at.timestamp()).ok());
        if let Some(kind) = named {
            return (kind.ut_offset(), kind.time_zone_designation().to_owned());
        }
        let offset = clock.offset(at);
        (offset.local_minus_utc(), offset.to_string())
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn the_zone_agrees_with_the_clock() {
        let clock = Clock::system();
        let at = DateTime::from_timestamp(1_750_000_000, 0).unwrap();
        assert_eq!(local(&clock).local(at), clock.local(at));
        assert!(!local(&clock).name(at).line().is_empty());
    }

    #[test]
    fn the_variable_rules_over_the_machine() {
        let clock = Clock::system();
        let told = |named: &str, at: &str| {
            let at: DateTime<chrono::Utc> = at.parse().unwrap();
            let zone = zone(Some(named), &clock);
            let time = zone.local(at).format("%H:%M").to_string();
            format!("{time} {}", zone.name(at).line())
        };
        let (winter, summer) = ("2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z");
        // Rules and not a place, for a machine without a list of places.
        let paris = "CET-1CEST,M3.5.0,M10.5.0/3";
        assert_eq!(told(paris, winter), "13:00 CET");
        assert_eq!(told(paris, summer), "14:00 CEST");
        assert_eq!(told("", summer), "12:00 UTC");
    }

    #[test]
    fn a_zone_that_cannot_be_read_is_left_to_the_clock() {
        let offset = chrono::FixedOffset::east_opt(7_200).unwrap();
        let clock = Clock::simulated(DateTime::UNIX_EPOCH, offset);
        let zone = zone(Some("Nowhere/At_All"), &clock);
        assert_eq!(zone.name(DateTime::UNIX_EPOCH).line(), "+02:00");
    }
}
