//! The zone of the machine, with its name: `TZ` or `/etc/localtime`, read once.

use super::clock::Clock;
use crate::domain::date::Zone;

/// The local zone. The clock's own offset, without a name of its own, where the system's zone cannot be read.
pub fn local(clock: &Clock) -> Zone {
    let rules = tz::TimeZone::local().ok();
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
}
