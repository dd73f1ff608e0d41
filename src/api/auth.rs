//! The access token: had lazily, renewed early, shared by everybody, dropped when refused (A1–A3).
//!
//! ```text
//!            bearer()                      refused by the API
//!   None ------------> one login -----> Valid -------------------> None
//!     ^                   |   ^           | due, or dead
//!     |        refused    v   |           v
//!     +--- reset() --- Refused +--- refresh grant; if that is refused, one password grant
//! ```
//!
//! Invariants: at most one login is under way, whoever waits for it and whoever stops waiting; a refused password is
//! never sent again before [`Auth::reset`]; a token that is alive is used even while the identity server is down;
//! nothing here waits for anything but its own exchange.
//!
//! Cancel safety: every future here may be dropped. A login that lost its waiter stays where it is and is resumed by
//! the next one, so that a cancelled read never turns one password attempt into two. (Resumed only after its timeout,
//! it fails as a timeout: whether the password was refused meanwhile is then unknown, and it is sent again.)

mod grant;
mod seams;
mod token;

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

pub use seams::{AuthClock, Latch, LatchKey, MemoryLatch, PasswordSource, Secret};
pub(crate) use token::{Access, Need};

use super::origin::Base;
use super::transport::{Connections, http};
use super::{BoxFuture, BuildError, Endpoints};
use crate::domain::failure::{Failure, FailureKind};
use grant::Grants;
use token::{Grant, Moment, Refresh};

/// After a renewal that failed in passing while the token is still alive, the next try.
const RENEWAL_PAUSE: Duration = Duration::from_secs(5);

/// Who logs in, and with what help.
pub struct Login {
    /// The user name of the account.
    pub username: String,
    /// Where the password comes from; asked at the first login and not before.
    pub passwords: Arc<dyn PasswordSource>,
    /// The memory of refused passwords.
    pub latch: Arc<dyn Latch>,
    /// The clocks a token's age is measured with.
    pub clock: Arc<dyn AuthClock>,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

/// How the login stands, for the status row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// None was asked for yet, or the last one was dropped.
    None,
    /// There is one.
    Valid {
        /// When it ends; it is renewed before that.
        until: DateTime<Utc>,
    },
    /// User name or password were refused; nothing is tried until [`Auth::reset`].
    Refused,
    /// No password could be had.
    NoCredentials,
}

/// The account's token. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

struct Inner {
    grants: Arc<Grants>,
    /// The current token. Its own lock, so that a live token is there for others while it is being renewed.
    access: Mutex<Option<Access>>,
    held: tokio::sync::Mutex<Held>,
    state: watch::Sender<TokenState>,
}

#[derive(Default)]
struct Held {
    refresh: Option<Refresh>,
    /// The login under way. It lives here and not in a caller, so that it survives one that is cancelled.
    flight: Option<BoxFuture<'static, Result<Grant, Failure>>>,
    /// Boot time before which no early renewal is tried.
    renew_from: Duration,
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("state", &*self.0.state.borrow())
            .finish_non_exhaustive()
    }
}

impl Auth {
    /// For the token endpoint of `endpoints`. Sends nothing and asks for no password.
    ///
    /// # Errors
    /// When the address or the extra roots are no good; see [`BuildError`].
    pub fn new(endpoints: &Endpoints, login: Login) -> Result<Self, BuildError> {
        let base = Base::new("token_url", &endpoints.token_url)?;
        let grants = Grants {
            http: http(&base, endpoints, Connections::Kept)?,
            token_url: base.url().to_string(),
            username: login.username,
            passwords: login.passwords,
            latch: login.latch,
            clock: login.clock,
            password: Mutex::default(),
            serials: AtomicU64::new(1),
        };
        Ok(Self(Arc::new(Inner {
            grants: Arc::new(grants),
            access: Mutex::default(),
            held: tokio::sync::Mutex::default(),
            state: watch::Sender::new(TokenState::None),
        })))
    }

    /// How the login stands, and a signal whenever that changes.
    pub fn state(&self) -> watch::Receiver<TokenState> {
        self.0.state.subscribe()
    }

    /// Starts over: opens the latch, forgets the token and the password. A person asks for this, never a timer.
    pub async fn reset(&self) {
        let mut held = self.0.held.lock().await;
        *held = Held::default();
        self.0.grants.forget_password();
        let grants = &self.0.grants;
        grants
            .latch
            .reset(&grants.token_url, &grants.username)
            .await;
        self.set_access(None);
        self.0.state.send_replace(TokenState::None);
    }

    /// Starts over and logs in at once: one attempt, whatever was refused before. A person asks for this.
    ///
    /// # Errors
    /// Why there is no token.
    pub async fn log_in_anew(&self) -> Result<(), Failure> {
        self.reset().await;
        self.bearer(Need::Read).await.map(drop)
    }

    /// The wall clock of the seam, for whoever has to compare a server's date.
    pub(crate) fn wall(&self) -> DateTime<Utc> {
        self.0.grants.clock.wall()
    }

    /// A token with enough life left for `need`.
    ///
    /// # Errors
    /// `LoginRefused` and `NoCredentials` last until [`Auth::reset`]; everything else passes.
    pub(crate) async fn bearer(&self, need: Need) -> Result<Access, Failure> {
        let held = if let Ok(held) = self.0.held.try_lock() {
            held
        } else {
            // Somebody is renewing; a read takes what is still alive.
            if need == Need::Read
                && let Some(access) = self.access().filter(|access| access.is_live(self.now()))
            {
                return Ok(access);
            }
            self.0.held.lock().await
        };
        self.obtain(held, need).await
    }

    /// A token in place of one the API refused. Where that one was replaced already, the replacement.
    pub(crate) async fn bearer_after_refusal(&self, refused: &Access) -> Result<Access, Failure> {
        let held = self.0.held.lock().await;
        self.drop_access(refused);
        self.obtain(held, Need::Read).await
    }

    /// Drops a token the API refused, so that the next caller renews it.
    pub(crate) fn refused(&self, refused: &Access) {
        self.drop_access(refused);
    }

    /// Drops a token the API refused right after its renewal, and with it the session: the next login is a new one.
    pub(crate) async fn refused_again(&self, refused: &Access) {
        let mut held = self.0.held.lock().await;
        if self.drop_access(refused) {
            held.refresh = None;
        }
    }

    async fn obtain(
        &self,
        mut held: tokio::sync::MutexGuard<'_, Held>,
        need: Need,
    ) -> Result<Access, Failure> {
        let now = self.now();
        let current = self.access().filter(|access| access.is_live(now));
        if held.flight.is_none()
            && let Some(access) = &current
            && (!access.is_due(now, need) || now.boot() < held.renew_from)
        {
            return Ok(access.clone());
        }
        let refresh = held.refresh.as_ref().filter(|refresh| refresh.is_live(now));
        let refresh = refresh.map(|refresh| refresh.token.clone());
        let grants = Arc::clone(&self.0.grants);
        let outcome = held
            .flight
            .get_or_insert_with(|| Box::pin(async move { grants.login(refresh).await }))
            .await;
        held.flight = None;
        match outcome {
            Ok(grant) => {
                held.refresh = grant.refresh.or(held.refresh.take());
                let until = grant.access.until();
                self.set_access(Some(grant.access.clone()));
                self.0.state.send_replace(TokenState::Valid { until });
                Ok(grant.access)
            }
            Err(failure) => self.failed(&mut held, current, failure),
        }
    }

    fn failed(
        &self,
        held: &mut Held,
        current: Option<Access>,
        failure: Failure,
    ) -> Result<Access, Failure> {
        let state = match failure.kind {
            FailureKind::LoginRefused => TokenState::Refused,
            FailureKind::NoCredentials => TokenState::NoCredentials,
            _ => {
                if let Some(access) = current {
                    held.renew_from = self.now().boot() + RENEWAL_PAUSE;
                    return Ok(access);
                }
                return Err(failure);
            }
        };
        self.set_access(None);
        held.refresh = None;
        self.0.state.send_replace(state);
        Err(failure)
    }

    fn now(&self) -> Moment {
        Moment::now(self.0.grants.clock.as_ref())
    }

    fn access(&self) -> Option<Access> {
        self.lock_access().clone()
    }

    fn set_access(&self, access: Option<Access>) {
        *self.lock_access() = access;
    }

    /// Drops `refused` unless it was replaced already; tells whether it was there.
    fn drop_access(&self, refused: &Access) -> bool {
        let mut access = self.lock_access();
        let is_current = access
            .as_ref()
            .is_some_and(|access| access.serial == refused.serial);
        if is_current {
            *access = None;
            self.0.state.send_replace(TokenState::None);
        }
        is_current
    }

    fn lock_access(&self) -> std::sync::MutexGuard<'_, Option<Access>> {
        self.0.access.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
