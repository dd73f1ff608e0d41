//! What a token answer says, and how long it is good for (A2, A3). Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::HeaderValue;
use secrecy::SecretString;

use super::AuthClock;
use crate::api::wire::field::Field;
use crate::api::wire::object::wire_object;

wire_object!(TokenObject {
    access_token = "access_token",
    expires_in = "expires_in",
    refresh_token = "refresh_token",
    refresh_expires_in = "refresh_expires_in",
    token_type = "token_type",
});

/// Assumed where the server does not say how long a token lives: short, so that it is renewed rather than refused.
const UNSAID_LIFE: Duration = Duration::from_secs(60);
/// Longest life that is believed; keeps arithmetic on dates within the calendar.
const MAX_LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// For whom a token is wanted: a write asks for one that lasts longer, so that it does not die on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Read,
    Write,
}

impl Need {
    /// How much of a life must be left (safety rules, "Credentials"): the smaller of a span and a share, so that
    /// short-lived tokens are not renewed at every use.
    fn margin(self, life: Duration) -> Duration {
        match self {
            Self::Read => Duration::from_secs(60).min(life / 10),
            Self::Write => Duration::from_secs(120).min(life / 5),
        }
    }
}

/// A point in time on both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    boot: Duration,
    wall: DateTime<Utc>,
}

impl Moment {
    pub(crate) fn now(clock: &dyn AuthClock) -> Self {
        Self {
            boot: clock.boot(),
            wall: clock.wall(),
        }
    }

    pub(crate) fn boot(self) -> Duration {
        self.boot
    }

    /// Time since `earlier`: the larger of both clocks, so that neither a suspended machine nor a clock that was set
    /// makes a token look younger than it is.
    fn since(self, earlier: Self) -> Duration {
        let wall = (self.wall - earlier.wall).to_std().unwrap_or_default();
        self.boot.saturating_sub(earlier.boot).max(wall)
    }
}

/// An access token.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// `Bearer …`, marked sensitive.
    pub(crate) header: HeaderValue,
    /// Tells this token from its predecessors, so that one refusal does not throw away its successor.
    pub(crate) serial: u64,
    issued: Moment,
    life: Duration,
}

impl Access {
    /// The bare token, for finding it where it must not be.
    pub(crate) fn secret(&self) -> &str {
        let header = self.header.to_str().unwrap_or_default();
        header.strip_prefix("Bearer ").unwrap_or(header)
    }

    /// Whether the server should still take it.
    pub(crate) fn is_live(&self, now: Moment) -> bool {
        now.since(self.issued) < self.life
    }

    /// Whether it should be renewed before the next use.
    pub(crate) fn is_due(&self, now: Moment, need: Need) -> bool {
        now.since(self.issued) + need.margin(self.life) >= self.life
    }

    /// When it ends, by the wall clock of its issue.
    pub(crate) fn until(&self) -> DateTime<Utc> {
        self.issued.wall + TimeDelta::from_std(self.life).unwrap_or_default()
    }
}

/// A refresh token.
#[derive(Clone, Debug)]
pub(crate) struct Refresh {
    pub(crate) token: SecretString,
    issued: Moment,
    /// `None`: the server did not say, or said 0, which Keycloak uses for "as long as the session".
    life: Option<Duration>,
}

impl Refresh {
    pub(crate) fn is_live(&self, now: Moment) -> bool {
        self.life.is_none_or(|life| now.since(self.issued) < life)
    }
}

/// A token answer.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) access: Access,
    pub(crate) refresh: Option<Refresh>,
}

impl Grant {
    /// Reads a token answer. `asked` is when the request left, so that a slow answer does not lengthen a life.
    ///
    /// # Errors
    /// In words that hold nothing of the answer.
    pub(crate) fn read(body: &str, asked: Moment, serial: u64) -> Result<Self, &'static str> {
        let object = TokenObject::read(body.trim_start_matches('\u{FEFF}').trim())
            .map_err(|_| "the token answer is not a JSON object")?;
        if let Some(kind) = object.token_type.scalar()
            && !kind.eq_ignore_ascii_case("bearer")
        {
            return Err("the token is of a type this program cannot send");
        }
        let token = object
            .access_token
            .scalar()
            .ok_or("the token answer holds no access_token")?;
        let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| "the access_token holds characters no header can carry")?;
        header.set_sensitive(true);
        Ok(Self {
            access: Access {
                header,
                serial,
                issued: asked,
                life: seconds(object.expires_in).unwrap_or(UNSAID_LIFE),
            },
            refresh: object.refresh_token.scalar().map(|token| Refresh {
                token: SecretString::from(token.into_owned()),
                issued: asked,
                life: seconds(object.refresh_expires_in).filter(|life| !life.is_zero()),
            }),
        })
    }
}

/// Seconds, with fractions, as a number or as text (A3); less than nothing is nothing.
fn seconds(field: Field<'_>) -> Option<Duration> {
    let seconds: f64 = field.scalar()?.trim().parse().ok()?;
    if seconds.is_nan() {
        return None;
    }
    Some(
        Duration::try_from_secs_f64(seconds.max(0.0))
            .unwrap_or(MAX_LIFE)
            .min(MAX_LIFE),
    )
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn at(boot: u64, wall: &str) -> Moment {
        Moment {
            boot: Duration::from_secs(boot),
            wall: wall.parse().unwrap(),
        }
    }

    fn start() -> Moment {
        at(100, "2025-05-01T00:00:00Z")
    }

    fn grant(body: &str) -> Grant {
        Grant::read(body, start(), 1).unwrap()
    }

    #[test]
    fn a3_lives_come_with_fractions_and_as_text() {
        for (life, millis) in [
            ("59.5", 59_500),
            ("\"59.5\"", 59_500),
            ("-3", 0),
            ("1e300", 2_592_000_000),
        ] {
            let grant = grant(&format!(r#"{{"access_token":"a","expires_in":{life}}}"#));
            assert_eq!(grant.access.life.as_millis(), millis, "{life}");
        }
        assert_eq!(grant(r#"{"access_token":"a"}"#).access.life, UNSAID_LIFE);
    }

    #[test]
    fn a3_the_type_is_compared_without_case() {
        assert!(Grant::read(r#"{"access_token":"a","token_type":"bEARER"}"#, start(), 1).is_ok());
        assert!(Grant::read(r#"{"access_token":"a","token_type":"mac"}"#, start(), 1).is_err());
        for bad in [
            "",
            "[]",
            "{}",
            "<html>",
            r#"{"access_token":""}"#,
            r#"{"access_token":"a\nb"}"#,
        ] {
            assert!(Grant::read(bad, start(), 1).is_err(), "{bad}");
        }
    }

    #[test]
    fn a2_a_refresh_token_lives_as_long_as_it_says() {
        let body = |life: &str| {
            format!(r#"{{"access_token":"a","refresh_token":"r","refresh_expires_in":{life}}}"#)
        };
        let later = at(1_900, "2025-05-01T00:30:00Z");
        assert!(!grant(&body("1800")).refresh.unwrap().is_live(later));
        assert!(grant(&body("1801")).refresh.unwrap().is_live(later));
        assert!(grant(&body("0")).refresh.unwrap().is_live(later));
        let refresh = grant(&body("null")).refresh.unwrap();
        assert!(refresh.is_live(later));
        assert_eq!(refresh.token.expose_secret(), "r");
    }

    #[test]
    fn a_token_is_renewed_early_but_a_short_one_not_at_every_use() {
        let hour = grant(r#"{"access_token":"a","expires_in":3600}"#).access;
        let after = |seconds: u64| Moment {
            boot: Duration::from_secs(100 + seconds),
            wall: start().wall,
        };
        assert!(!hour.is_due(after(3_539), Need::Read));
        assert!(hour.is_due(after(3_540), Need::Read));
        assert!(hour.is_due(after(3_480), Need::Write));
        assert!(hour.is_live(after(3_599)) && !hour.is_live(after(3_600)));
        let short = grant(r#"{"access_token":"a","expires_in":10}"#).access;
        assert!(!short.is_due(after(8), Need::Read));
        assert!(short.is_due(after(9), Need::Read));
        assert!(short.is_due(after(8), Need::Write));
        assert_eq!(hour.until().to_rfc3339(), "2025-05-01T01:00:00+00:00");
    }

    #[test]
    fn age_is_the_larger_of_both_clocks() {
        let hour = grant(r#"{"access_token":"a","expires_in":3600}"#).access;
        assert!(
            !hour.is_live(at(100, "2025-05-01T02:00:00Z")),
            "a boot clock that stood still does not keep a token alive"
        );
        assert!(
            !hour.is_live(at(3_800, "2025-05-01T00:00:00Z")),
            "nor does a wall clock that was set back"
        );
        assert!(hour.is_live(at(50, "2024-01-01T00:00:00Z")));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let grant = grant(r#"{"access_token":"canary-a","refresh_token":"canary-r"}"#);
        assert!(!format!("{grant:?}").contains("canary"));
    }
}
