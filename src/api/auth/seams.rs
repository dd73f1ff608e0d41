//! What the token handling needs from elsewhere: a password, a clock, and a memory of refused passwords.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

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

/// Which login a refusal concerns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LatchKey {
    /// The whole address of the token endpoint.
    pub token_url: String,
    /// The user name.
    pub username: String,
}

/// Remembers that a password was refused. While it is closed no password is sent: identity servers lock accounts.
///
/// The order of calls around a login is: [`Latch::refusal`], the single attempt, then [`Latch::close`] if it was
/// refused. Only [`Latch::reset`], which a person asks for, opens it again.
pub trait Latch: Send + Sync {
    /// The server's words of the refusal, where there was one.
    fn refusal<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, Option<Text>>;

    /// Remembers a refusal.
    fn close<'a>(&'a self, key: &'a LatchKey, words: Text) -> BoxFuture<'a, ()>;

    /// Forgets it.
    fn reset<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, ()>;
}

/// A latch that lasts as long as the process.
#[derive(Debug, Default)]
pub struct MemoryLatch(Mutex<HashMap<LatchKey, Text>>);

impl MemoryLatch {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<LatchKey, Text>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Latch for MemoryLatch {
    fn refusal<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, Option<Text>> {
        Box::pin(async { self.with(|refusals| refusals.get(key).cloned()) })
    }

    fn close<'a>(&'a self, key: &'a LatchKey, words: Text) -> BoxFuture<'a, ()> {
        Box::pin(async {
            self.with(|refusals| refusals.insert(key.clone(), words));
        })
    }

    fn reset<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, ()> {
        Box::pin(async {
            self.with(|refusals| refusals.remove(key));
        })
    }
}
