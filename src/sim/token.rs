//! The identity server's memory: which tokens live, and how often someone tried to log in.
//!
//! Tokens look like the printed ones but mean nothing; they are seeded, so a run can be repeated. A life is measured on the
//! clock the simulator was given.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use super::dice::Dice;
use super::scenario::Scenario;

/// A pair of tokens just handed out.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    /// Access token.
    pub access: String,
    /// Refresh token.
    pub refresh: String,
    /// Session key, a UUID.
    pub session: String,
}

/// How often the token endpoint was asked, and for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logins {
    /// Password grants asked for.
    pub password: u64,
    /// Refresh grants asked for.
    pub refresh: u64,
    /// Password grants refused: what locks an account at a real identity server.
    pub refused_password: u64,
    /// Refresh grants refused.
    pub refused_refresh: u64,
}

/// Every token that was handed out and not forgotten.
#[derive(Debug)]
pub(super) struct Tokens {
    dice: Dice,
    username: String,
    password: String,
    access_life: Duration,
    refresh_life: Duration,
    refresh_works: bool,
    access: HashMap<String, DateTime<Utc>>,
    refresh: HashMap<String, DateTime<Utc>>,
    logins: Logins,
}

impl Tokens {
    /// No token yet.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let life =
            |seconds: u64| Duration::seconds(i64::try_from(seconds.min(315_360_000)).unwrap_or(0));
        Self {
            dice: Dice::of(scenario.seed, 0, 0x70_CE),
            username: scenario.username.clone(),
            password: scenario.password.clone(),
            access_life: life(scenario.token.access_secs),
            refresh_life: life(scenario.token.refresh_secs),
            refresh_works: scenario.token.refresh_works,
            access: HashMap::new(),
            refresh: HashMap::new(),
            logins: Logins::default(),
        }
    }

    /// A grant for a name and a password; none when they are wrong.
    pub(super) fn by_password(
        &mut self,
        username: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Option<Grant> {
        self.logins.password += 1;
        if username != self.username || password != self.password {
            self.logins.refused_password += 1;
            return None;
        }
        Some(self.grant(now))
    }

    /// A grant for a living refresh token, which is used up; none otherwise.
    pub(super) fn by_refresh(&mut self, token: &str, now: DateTime<Utc>) -> Option<Grant> {
        self.logins.refresh += 1;
        let is_alive = self.refresh.remove(token).is_some_and(|until| now < until);
        if !is_alive || !self.refresh_works {
            self.logins.refused_refresh += 1;
            return None;
        }
        Some(self.grant(now))
    }

    /// True for an access token that lives at `now`.
    pub(super) fn is_alive(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.access.get(token).is_some_and(|until| now < *until)
    }

    /// Kills one access token before its time.
    pub(super) fn revoke(&mut self, token: &str) {
        self.access.remove(token);
    }

    /// Kills every access token; refresh tokens stay alive.
    pub(super) fn revoke_access(&mut self) {
        self.access.clear();
    }

    /// Kills every token, as a log-out at the identity server does.
    pub(super) fn revoke_all(&mut self) {
        self.access.clear();
        self.refresh.clear();
    }

    /// How often the endpoint was asked.
    pub(super) fn logins(&self) -> Logins {
        self.logins
    }

    fn grant(&mut self, now: DateTime<Utc>) -> Grant {
        let grant = Grant {
            access: format!(
                "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.{}.{}",
                self.dice.hex(96),
                self.dice.hex(64)
            ),
            refresh: format!(
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{}.{}",
                self.dice.hex(64),
                self.dice.hex(32)
            ),
            session: self.dice.uuid(),
        };
        self.access.retain(|_, until| *until > now);
        self.refresh.retain(|_, until| *until > now);
        self.access
            .insert(grant.access.clone(), now + self.access_life);
        self.refresh
            .insert(grant.refresh.clone(), now + self.refresh_life);
        grant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_live_exactly_as_long_as_said() {
        let now: DateTime<Utc> = "2026-05-04T09:00:00Z".parse().unwrap();
        let mut tokens = Tokens::new(&Scenario::default().token_life(60, 120));
        let first = tokens
            .by_password("demo@covage.example", "demo", now)
            .unwrap();
        assert!(tokens.is_alive(&first.access, now + Duration::milliseconds(59_999)));
        assert!(!tokens.is_alive(&first.access, now + Duration::seconds(60)));
        let second = tokens
            .by_refresh(&first.refresh, now + Duration::seconds(119))
            .unwrap();
        assert!(tokens.is_alive(&second.access, now + Duration::seconds(178)));
        assert!(
            tokens.by_refresh(&first.refresh, now).is_none(),
            "a refresh token is used up"
        );
        assert!(
            tokens
                .by_refresh(&second.refresh, now + Duration::seconds(239))
                .is_none(),
            "and dies"
        );
        assert!(
            tokens
                .by_password("demo@covage.example", "Demo", now)
                .is_none()
        );
        let counted = Logins {
            password: 2,
            refresh: 3,
            refused_password: 1,
            refused_refresh: 2,
        };
        assert_eq!(tokens.logins(), counted);
    }
}
