//! Whom a command talks to: the profile's server, or a simulator started inside this process for `--demo`.

use std::io;
use std::sync::Arc;

use chrono::Utc;
use secrecy::SecretString;

use crate::api::Endpoints;
use crate::cli::{Exit, SourceArgs};
use crate::config::secret::{SecretError, prompt};
use crate::config::settings::{self, Demo};
use crate::config::url::{BaseUrl, TokenUrl, UrlProblem};
use crate::config::{
    Environment, Overrides, PasswordSource, Paths, Settings, SettingsError, Sourced, sourced,
};
use crate::runtime::clock::Clock;
use crate::runtime::engine::Account;
use crate::runtime::store::{self, Shared};
use crate::runtime::tasks::Tasks;
use crate::sched::limits::{Limits, Pace};
use crate::sim::Simulator;
use crate::sim::scenario::Scenario;
use crate::store::Place;

/// Reads of the busiest second for each read of an average one.
const BURST: f64 = 2.5;
/// Writes on their way at once: one whose answer is awaited for a minute holds up nothing but its own target.
const WRITES_AT_ONCE: u32 = 4;

/// A server and an account on it.
#[derive(Debug)]
pub struct Source {
    /// What is in force.
    pub settings: Settings,
    /// What the engine needs.
    pub account: Account,
    /// The simulator of `--demo`; it serves as long as this lives.
    pub simulator: Option<Simulator>,
}

/// The clock of a run: the system's, or for pictures one that begins where it was told to and goes on from there.
pub fn clock(args: &SourceArgs) -> Clock {
    match args.demo_clock {
        Some(start) => Clock::simulated(start.to_utc(), *start.offset()),
        None => Clock::system(),
    }
}

/// Why there is nobody to talk to.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The configuration is missing or wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The password was not typed.
    #[error(transparent)]
    Password(#[from] SecretError),
    /// The file with extra root certificates.
    #[error("ca_file {path}: {reason}")]
    CaFile {
        /// As the configuration names it.
        path: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The simulator could not start.
    #[error("the demo's server could not start: {0}")]
    Simulator(#[from] io::Error),
    /// The simulator named an address of the wrong shape: a defect.
    #[error("the demo's server has an unusable address: {0}")]
    Address(#[from] UrlProblem),
}

impl SourceError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Settings(_) | Self::CaFile { .. } | Self::Password(_) => Exit::Usage,
            Self::Simulator(_) | Self::Address(_) => Exit::Failed,
        }
    }
}

impl Source {
    /// Finds the server: starts the simulator, or reads the configuration and, where nothing else gives the password,
    /// asks for it at the terminal. Call it before any screen is drawn.
    ///
    /// # Errors
    /// [`SourceError`].
    pub async fn open(
        args: &SourceArgs,
        overrides: &Overrides,
        clock: &Clock,
    ) -> Result<Self, SourceError> {
        let env = Environment::of_process()?;
        if args.demo {
            return Self::demo(args, overrides, &env, clock).await;
        }
        let paths = Paths::of_user().ok();
        let mut settings = Settings::load(overrides, &env, paths.as_ref())?;
        let profile = &mut settings.profile;
        if let PasswordSource::Prompt = profile.password.value {
            let typed = prompt::ask(&profile.username.value, &profile.token_url.value.origin())?;
            profile.password.value = PasswordSource::Given(typed);
        }
        let ca_pem = match &settings.profile.ca_file {
            None => None,
            Some(path) => Some(std::fs::read(&path.value).map_err(|reason| {
                SourceError::CaFile {
                    path: crate::domain::text::Text::new(path.value.to_string_lossy().into_owned())
                        .line()
                        .to_owned(),
                    reason,
                }
            })?),
        };
        let limits = limits(&settings.limits);
        Ok(Self {
            account: account(&settings, ca_pem, limits, clock),
            settings,
            simulator: None,
        })
    }

    /// Opens what is shared with other copies of the program, as a task of `tasks`. A demo shares nothing: its writes
    /// must never be taken for real ones.
    pub fn share(&mut self, clock: &Clock, tasks: &Tasks) -> Shared {
        let place = match &self.simulator {
            Some(_) => Place::Memory,
            None => store::place(Paths::of_user().map(|paths| paths.state_dir)),
        };
        let shared = Shared::start(place, clock, tasks);
        self.account.shared = shared.clone();
        shared
    }

    async fn demo(
        args: &SourceArgs,
        overrides: &Overrides,
        env: &Environment,
        clock: &Clock,
    ) -> Result<Self, SourceError> {
        let mut scenario = Scenario::demo();
        if let Some(seed) = args.seed {
            scenario = scenario.seed(seed);
        }
        if let Some(orders) = args.orders {
            scenario = scenario.orders(orders as usize);
        }
        let is_staged = args.demo_clock.is_some();
        if is_staged {
            scenario = scenario.staged();
        }
        let time = clock.clone();
        let simulator = Simulator::start(scenario, Arc::new(move || time.now())).await?;
        let demo = Demo {
            api_url: BaseUrl::parse(&simulator.api_url())?,
            token_url: TokenUrl::parse(&simulator.keycloak_url())?,
            username: simulator.username().to_owned(),
            password: SecretString::from(simulator.password().to_owned()),
        };
        let mut settings = Settings::for_demo(overrides, env, demo);
        if is_staged {
            // Nothing is read again within the minute that a picture takes, unless a key asks for it.
            settings.refresh.orders = Sourced::new(settings::ORDERS_EVERY, sourced::Source::Demo);
        }
        // The simulator is ours alone: it is asked as fast as the engine ever asks.
        let limits = Limits {
            reads: Pace::new(300, 5, 4),
            ..Limits::default()
        };
        Ok(Self {
            account: account(&settings, None, limits, clock),
            settings,
            simulator: Some(simulator),
        })
    }
}

fn account(settings: &Settings, ca_pem: Option<Vec<u8>>, limits: Limits, clock: &Clock) -> Account {
    let profile = &settings.profile;
    Account {
        endpoints: Endpoints {
            api_url: profile.api_url.value.as_str().to_owned(),
            token_url: profile.token_url.value.as_str().to_owned(),
            ca_pem,
        },
        username: profile.username.value.clone(),
        password: profile.password.value.clone(),
        limits,
        seed: seed(clock),
        shared: Shared::default(),
    }
}

/// Copies started together must not retry together.
fn seed(clock: &Clock) -> u64 {
    let nanos = clock
        .now()
        .signed_duration_since(chrono::DateTime::<Utc>::UNIX_EPOCH)
        .num_nanoseconds();
    nanos.unwrap_or_default().unsigned_abs() ^ u64::from(std::process::id()).rotate_left(32)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the configuration bounds both"
)]
fn limits(limits: &settings::Limits) -> Limits {
    let per_second = limits.reads_per_second.value;
    let reads = Pace::new(
        (per_second * 60.0).round() as u32,
        (per_second * BURST).ceil() as u32,
        u32::try_from(limits.in_flight.value).unwrap_or(u32::MAX),
    );
    let per_second = limits.writes_per_second.value;
    let writes = Pace::new(
        (per_second * 60.0).round() as u32,
        per_second.ceil() as u32,
        WRITES_AT_ONCE,
    );
    Limits { reads, writes }
}
