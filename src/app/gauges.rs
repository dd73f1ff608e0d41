//! The request engine's instruments, in the core's own terms: absolute times, no monotonic clocks.

use chrono::{DateTime, Utc};

/// What the status row tells about the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Calls sent in the last minute.
    pub used: u32,
    /// Calls that may be sent in a minute.
    pub cap: u32,
    /// When the next call may go, if none may now.
    pub next_at: Option<DateTime<Utc>>,
    /// Requests that wait for a person or for what is on screen.
    pub waiting: usize,
    /// Requests under way.
    pub in_flight: usize,
    /// Set after a 429: the lower cap and until when.
    pub slowed: Option<Slowed>,
    /// Set while there is no connection.
    pub offline: Option<Offline>,
    /// The login.
    pub login: Login,
}

/// A lower pace after Covage said "too many requests".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowed {
    /// Calls a minute for now.
    pub cap: u32,
    /// Until when at least.
    pub until: DateTime<Utc>,
}

/// No connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offline {
    /// Since when.
    pub since: DateTime<Utc>,
    /// When the next try is made by itself.
    pub next_try: Option<DateTime<Utc>>,
}

/// How the login stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Login {
    /// Nothing was tried yet.
    #[default]
    None,
    /// A token is held.
    Valid {
        /// When it ends.
        until: DateTime<Utc>,
    },
    /// The password was refused; nothing is tried until a person acts.
    Refused,
    /// No password could be had.
    NoPassword,
    /// The API refuses the token although it was renewed; a person may try a new login.
    Expired,
}
