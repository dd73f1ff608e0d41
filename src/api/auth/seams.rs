//! What the token handling needs from elsewhere: a password, a clock, and a memory of refused passwords.

use std::collections::HashMap;
use std::fmt;
use std::future::ready;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use ring::hmac::{Context, HMAC_SHA256, Key};
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::{ExposeSecret as _, SecretString};

use crate::api::BoxFuture;
use crate::domain::failure::Failure;
use crate::domain::text::Text;

/// Where the password comes from: a command, a file, the environment, a prompt.
pub trait PasswordSource: Send + Sync {
    /// The password. Asked once per process; the answer, a failure included, is kept until
    /// [`Auth::reset`](crate::api::Auth::reset).
    ///
    /// # Errors
    /// [`NoCredentials`](crate::domain::failure::FailureKind::NoCredentials) with what went wrong.
    fn password(&self) -> BoxFuture<'_, Result<SecretString, Failure>>;
}

/// Two clocks, because each has a weakness: the boot clock counts suspended time but not a restart, the wall clock can
/// be set. A token's age is the larger of both.
pub trait AuthClock: Send + Sync {
    /// Time since boot, suspended time included; never runs backwards.
    fn boot(&self) -> Duration;

    /// The date.
    fn wall(&self) -> DateTime<Utc>;
}

/// The number that fingerprints of passwords are keyed with, so that they tell nothing to whoever reads them elsewhere.
pub type Secret = [u8; 32];

/// A login with one password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LatchKey {
    /// The whole address of the token endpoint.
    pub token_url: String,
    /// The user name.
    pub username: String,
    /// Tells one password from another, so that a changed one is tried.
    pub fingerprint: [u8; 32],
}

impl LatchKey {
    /// The key of a password, by HMAC-SHA256 over all three.
    pub fn new(secret: &Secret, token_url: &str, username: &str, password: &SecretString) -> Self {
        let mut mac = Context::with_key(&Key::new(HMAC_SHA256, secret));
        for part in [token_url, username, password.expose_secret()] {
            mac.update(&part.len().to_le_bytes());
            mac.update(part.as_bytes());
        }
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(mac.sign().as_ref());
        Self {
            token_url: token_url.to_owned(),
            username: username.to_owned(),
            fingerprint,
        }
    }
}

impl fmt::Debug for LatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LatchKey").finish_non_exhaustive()
    }
}

/// Remembers that a password was refused. While it is closed for a password, that one is not sent: identity servers lock
/// accounts.
///
/// The order of calls around a login is: [`Latch::enter`], the single attempt, then [`Latch::close`] if it was refused,
/// else [`Latch::leave`]. Only [`Latch::reset`], which a person asks for, opens it again.
pub trait Latch: Send + Sync {
    /// What fingerprints are keyed with; the same one for as long as this lives.
    fn secret(&self) -> BoxFuture<'_, Secret>;

    /// The server's words of the refusal, where there was one; otherwise the password may be sent, once. Waits while
    /// another process is trying the same password.
    fn enter<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, Option<Text>>;

    /// Remembers a refusal.
    fn close<'a>(&'a self, key: &'a LatchKey, words: Text) -> BoxFuture<'a, ()>;

    /// The attempt is over and was no refusal.
    fn leave<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, ()>;

    /// Forgets every refusal of an account.
    fn reset<'a>(&'a self, token_url: &'a str, username: &'a str) -> BoxFuture<'a, ()>;
}

/// A latch that lasts as long as the process.
pub struct MemoryLatch {
    secret: Secret,
    refusals: Mutex<HashMap<LatchKey, Text>>,
}

impl Default for MemoryLatch {
    fn default() -> Self {
        let mut secret = Secret::default();
        // Without random numbers there is no TLS either; the key then hides less, and the latch holds all the same.
        let _ = SystemRandom::new().fill(&mut secret);
        Self {
            secret,
            refusals: Mutex::default(),
        }
    }
}

impl fmt::Debug for MemoryLatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLatch").finish_non_exhaustive()
    }
}

impl MemoryLatch {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<LatchKey, Text>) -> T) -> T {
        act(&mut self.refusals.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Latch for MemoryLatch {
    fn secret(&self) -> BoxFuture<'_, Secret> {
        Box::pin(ready(self.secret))
    }

    fn enter<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, Option<Text>> {
        Box::pin(ready(self.with(|refusals| refusals.get(key).cloned())))
    }

    fn close<'a>(&'a self, key: &'a LatchKey, words: Text) -> BoxFuture<'a, ()> {
        self.with(|refusals| refusals.insert(key.clone(), words));
        Box::pin(ready(()))
    }

    fn leave<'a>(&'a self, _: &'a LatchKey) -> BoxFuture<'a, ()> {
        Box::pin(ready(()))
    }

    fn reset<'a>(&'a self, token_url: &'a str, username: &'a str) -> BoxFuture<'a, ()> {
        self.with(|refusals| {
            refusals.retain(|key, _| key.token_url != token_url || key.username != username);
        });
        Box::pin(ready(()))
    }
}
