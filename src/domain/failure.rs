//! Why a request failed, in words a person can act on.
//!
//! Every layer below turns its own errors into a [`Failure`]; the screen shows cause first, then the way out. A
//! failure is data: it can be compared, kept beside the last good value and shown long after it happened.

use std::time::Duration;

use crate::domain::text::Text;

/// A classified failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, as far as a person has to know.
    pub kind: FailureKind,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The server's or the library's own words, where there are any.
    pub detail: Option<Text>,
    /// The path template that was asked, such as `/api/v1/order/{order_reference}/`.
    pub path: &'static str,
}

/// What went wrong. The order is from "nothing reached the server" to "the server answered something useless".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// No connection: name resolution, refused, TLS, proxy, reset.
    Offline,
    /// No answer in time.
    Timeout,
    /// The identity server refused user name and password. Nothing is tried again until a person acts.
    LoginRefused,
    /// No password could be had from its source.
    NoCredentials,
    /// The API refused the token even after it was renewed (401).
    TokenRefused,
    /// The account may not do this (403).
    Forbidden,
    /// There is no such thing (404).
    NotFound,
    /// Too many requests (429).
    Throttled {
        /// How long the server asked to wait, where it said so.
        retry_after: Option<Duration>,
    },
    /// Another 4xx: the request itself was wrong.
    Refused,
    /// The server failed (5xx).
    Server,
    /// The answer could not be read: not JSON, wrong shape, cut short.
    Unreadable,
    /// The answer was larger than any honest one.
    TooLarge,
    /// Something in this program broke; a defect to report.
    Internal,
}

impl Failure {
    /// A failure of `kind` on `path` with nothing more to say.
    pub fn new(kind: FailureKind, path: &'static str) -> Self {
        Self {
            kind,
            status: None,
            detail: None,
            path,
        }
    }

    /// With the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// With words from outside.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Text>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The cause in a few words.
    pub fn cause(&self) -> &'static str {
        match self.kind {
            FailureKind::Offline => "no connection",
            FailureKind::Timeout => "no answer in time",
            FailureKind::LoginRefused => "login refused",
            FailureKind::NoCredentials => "no password",
            FailureKind::TokenRefused => "token refused",
            FailureKind::Forbidden => "not allowed for this account",
            FailureKind::NotFound => "not found",
            FailureKind::Throttled { .. } => "too many requests",
            FailureKind::Refused => "request refused",
            FailureKind::Server => "the server failed",
            FailureKind::Unreadable => "the answer could not be read",
            FailureKind::TooLarge => "the answer is too large",
            FailureKind::Internal => "a defect in this program",
        }
    }

    /// What to do about it. `{refresh_row}` stands for the key of that action.
    pub fn way_out(&self) -> &'static str {
        match self.kind {
            FailureKind::Offline | FailureKind::Timeout | FailureKind::Server => {
                "tried again by itself; {refresh_row} tries now"
            }
            FailureKind::LoginRefused => {
                "correct the password and start again; covage-tui login tries the same one once more"
            }
            FailureKind::NoCredentials => "set password_command, password_file or COVAGE_PASSWORD",
            FailureKind::TokenRefused => "{refresh_row} tries with a new login",
            FailureKind::Forbidden => "ask Covage for the right",
            FailureKind::NotFound => "it may be gone; {refresh_row} tries again",
            FailureKind::Throttled { .. } => "waits by itself, nothing is lost",
            FailureKind::Refused => "{refresh_row} tries again",
            FailureKind::Unreadable | FailureKind::TooLarge => {
                "old data stays; {refresh_row} tries again"
            }
            FailureKind::Internal => "please report it with the log file",
        }
    }

    /// One line: cause, status, path and the server's own words.
    pub fn line(&self) -> String {
        let status = self
            .status
            .map(|status| format!(" ({status})"))
            .unwrap_or_default();
        let detail = self
            .detail
            .as_ref()
            .map(|detail| format!(": {}", detail.line()))
            .unwrap_or_default();
        format!("{}{status} on {}{detail}", self.cause(), self.path)
    }

    /// Whether the same read may succeed a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Offline
                | FailureKind::Timeout
                | FailureKind::Throttled { .. }
                | FailureKind::Server
                | FailureKind::Unreadable
        )
    }

    /// Whether nothing else will succeed either until a person acts.
    pub fn needs_login(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::LoginRefused | FailureKind::NoCredentials | FailureKind::TokenRefused
        )
    }
}
