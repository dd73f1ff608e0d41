//! The request engine as the loop sees it: a handle to submit to, answers and instruments to listen to.
//!
//! Wires the scheduler to the HTTP client and translates what both say into the core's own terms. Decides nothing.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use tokio::sync::{mpsc, watch};

use super::clock::Clock;
use super::store::Shared;
use super::tasks::Tasks;
use crate::api::{Auth, AuthClock, BoxFuture, BuildError, Client, Endpoints, TokenState};
use crate::app::gauges::{self, Login, Offline, Slowed};
use crate::config::secret::PasswordSource;
use crate::config::url::BaseUrl;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal;
use crate::domain::request::{Lane, RateClass, Read, Reply};
use crate::domain::text::Text;
use crate::sched;
use crate::sched::gauges::Gauges;
use crate::sched::handle::{SchedHandle, wire};
use crate::sched::limits::Limits;
use crate::sched::policy::{Done, Policy};
use crate::sched::ratelog::MemoryLog;
use crate::sched::worker::{self, Executor};

/// The name its task panics under.
pub const TASK: &str = "requests";

/// What an engine needs to start.
#[derive(Clone, Debug)]
pub struct Account {
    /// Where the servers are.
    pub endpoints: Endpoints,
    /// User name.
    pub username: String,
    /// Where the password comes from.
    pub password: PasswordSource,
    /// Our own caps for what the API documents no limit for.
    pub limits: Limits,
    /// Seed of the jitter between retries.
    pub seed: u64,
    /// What it shares with the other copies of the program; it outlives an engine that has to be started anew.
    pub shared: Shared,
}

impl Account {
    /// Who it is, for the journal and the rate log.
    pub fn identity(&self) -> journal::Account {
        let api_url = &self.endpoints.api_url;
        let origin = BaseUrl::parse(api_url).map(|url| url.origin());
        journal::Account {
            // An address that is none is refused before anything leaves.
            origin: origin.unwrap_or_else(|_| api_url.clone()),
            username: self.username.clone(),
        }
    }
}

/// The running engine.
#[derive(Debug)]
pub struct Engine {
    /// Submits, cancels, resumes.
    pub handle: SchedHandle,
    /// Answers.
    pub results: mpsc::Receiver<Done>,
    /// The scheduler's instruments.
    pub gauges: watch::Receiver<Gauges>,
    /// How the login stands.
    pub token: watch::Receiver<TokenState>,
    auth: Auth,
    clock: Clock,
    tasks: Tasks,
}

impl Engine {
    /// Starts the engine as a task of `tasks`. Sends nothing yet and asks for no password.
    ///
    /// # Errors
    /// The addresses or the extra root certificates are no good.
    pub fn start(account: Account, clock: &Clock, tasks: &Tasks) -> Result<Self, BuildError> {
        let (limits, seed) = (account.limits, account.seed);
        let shared_log = account.shared.rates(&account.identity(), &limits);
        let endpoints = account.endpoints.clone();
        let auth = auth(account, clock)?;
        let client = Arc::new(Client::new(&endpoints, auth.clone())?);
        let (handle, results, wiring) = wire();
        let policy = Policy::new(limits, seed);
        let (http, token) = (Arc::new(Http(client)), tasks.token().clone());
        if let Some(log) = shared_log {
            let work = worker::run(wiring, policy, http, Arc::new(log), token);
            tasks.spawn(TASK, work);
        } else {
            let log = Arc::new(MemoryLog::new(&limits));
            tasks.spawn(TASK, worker::run(wiring, policy, http, log, token));
        }
        Ok(Self {
            gauges: handle.gauges(),
            token: auth.state(),
            handle,
            results,
            auth,
            clock: clock.clone(),
            tasks: tasks.clone(),
        })
    }

    /// The login, for writes to go with.
    pub fn auth(&self) -> Auth {
        self.auth.clone()
    }

    /// A person acted: take requests again. A password that could not be had is asked for once more; one that was
    /// refused is not, since another try could lock the account.
    pub fn try_now(&self) {
        self.handle.resume();
        if *self.token.borrow() == TokenState::NoCredentials {
            let (auth, handle) = (self.auth.clone(), self.handle.clone());
            self.tasks.spawn("login", async move {
                auth.reset().await;
                handle.resume();
            });
        }
    }

    /// The instruments in the core's terms, with dates for engine times.
    pub fn read_gauges(&mut self) -> gauges::Gauges {
        let token = *self.token.borrow_and_update();
        let shown = self.gauges.borrow_and_update().clone();
        let (wall, engine) = (self.clock.now(), self.handle.now());
        let date = |at: Duration| date_of(at, engine, wall);
        let class = |class: RateClass| shown.classes[class];
        let reads = class(RateClass::Reads);
        gauges::Gauges {
            used: reads.usage.used,
            cap: reads.usage.cap,
            next_at: reads.usage.closed.or(reads.usage.next).map(date),
            waiting: [Lane::User, Lane::Visible]
                .iter()
                .map(|lane| reads.queued[*lane as usize])
                .sum(),
            in_flight: reads.in_flight as usize,
            slowed: reads.usage.slowed.map(|slowed| Slowed {
                cap: slowed.cap,
                until: date(slowed.until),
            }),
            offline: shown.offline.map(|offline| Offline {
                since: date(offline.since),
                next_try: offline.next_try.map(date),
            }),
            login: login(&shown, token),
        }
    }
}

fn auth(account: Account, clock: &Clock) -> Result<Auth, BuildError> {
    let login = crate::api::Login {
        username: account.username,
        passwords: Arc::new(Passwords(account.password)),
        latch: account.shared.latch(),
        clock: Arc::new(clock.clone()),
    };
    Auth::new(&account.endpoints, login)
}

/// Makes one attempt to log in, whatever was refused before. Only for a person who asked for it.
///
/// # Errors
/// The addresses or the extra root certificates are no good; inside, why the login failed.
pub async fn log_in(account: Account, clock: &Clock) -> Result<Result<(), Failure>, BuildError> {
    Ok(auth(account, clock)?.log_in_anew().await)
}

/// The date of an engine time, to the second: a date that wavers by a millisecond would redraw the screen.
fn date_of(at: Duration, engine: Duration, wall: DateTime<Utc>) -> DateTime<Utc> {
    let ahead = TimeDelta::from_std(at.saturating_sub(engine)).unwrap_or_default();
    let behind = TimeDelta::from_std(engine.saturating_sub(at)).unwrap_or_default();
    let exact = wall + ahead - behind;
    DateTime::from_timestamp((exact + TimeDelta::milliseconds(500)).timestamp(), 0).unwrap_or(exact)
}

fn login(shown: &Gauges, token: TokenState) -> Login {
    match (token, &shown.login) {
        (TokenState::Refused, _) => Login::Refused,
        (TokenState::NoCredentials, _) => Login::NoPassword,
        (_, sched::gauges::Login::Refused(failure)) => match failure.kind {
            FailureKind::NoCredentials => Login::NoPassword,
            FailureKind::TokenRefused => Login::Expired,
            _ => Login::Refused,
        },
        (TokenState::Valid { until }, _) => Login::Valid { until },
        (TokenState::None, _) => Login::None,
    }
}

struct Http(Arc<Client>);

impl Executor for Http {
    async fn execute(&self, read: Read) -> Result<Reply, Failure> {
        self.0.read(&read).await
    }
}

struct Passwords(PasswordSource);

impl crate::api::PasswordSource for Passwords {
    fn password(&self) -> BoxFuture<'_, Result<SecretString, Failure>> {
        Box::pin(async {
            self.0.read().await.map_err(|error| {
                Failure::new(FailureKind::NoCredentials, "the login")
                    .with_detail(Text::new(error.to_string()))
            })
        })
    }
}

impl AuthClock for Clock {
    fn boot(&self) -> Duration {
        Self::boot(self)
    }

    fn wall(&self) -> DateTime<Utc> {
        self.now()
    }
}
