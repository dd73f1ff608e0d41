//! `covage-tui simulator`: the embedded API server alone, for scripts and for trying another client.
//!
//! The first line it prints is one JSON object with the addresses and the account; nothing is printed after it. It runs until
//! it is told to stop.

use std::future::Future;
use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::json;

use crate::sim::scenario::{FaultError, FaultRule, Scenario, ScenarioError};
use crate::sim::{ClockFn, Simulator};

/// What the command line asks for. A value that is present overrides the scenario file's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatorOptions {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Scenario file in TOML.
    pub scenario: Option<PathBuf>,
    /// Seed of the world.
    pub seed: Option<u64>,
    /// Number of orders at the start.
    pub orders: Option<usize>,
    /// Number of quote baskets at the start.
    pub baskets: Option<usize>,
    /// Something happens every few seconds.
    pub is_live: bool,
    /// Faults, each as `NAME=PROB`; they are added to the scenario's.
    pub faults: Vec<String>,
}

/// Why the simulator cannot run.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// A fault that cannot be read.
    #[error("--fault: {0}")]
    Fault(#[from] FaultError),
    /// A scenario file that cannot be opened.
    #[error("{}: {source}", path.display())]
    ScenarioFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A scenario file with a mistake.
    #[error("{}: {source}", path.display())]
    Scenario {
        /// The file.
        path: PathBuf,
        /// The mistake with its line.
        source: ScenarioError,
    },
    /// A port that cannot be bound.
    #[error(
        "cannot listen on 127.0.0.1:{port}: {source}; choose another --port, or 0 for a free one"
    )]
    Bind {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The first line could not be written.
    #[error("cannot write the address line: {0}")]
    Output(io::Error),
}

impl SimulatorError {
    /// True when the command line or a file is to blame (exit code 2), false when the system is (exit code 1).
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Fault(_) | Self::ScenarioFile { .. } | Self::Scenario { .. }
        )
    }
}

impl SimulatorOptions {
    /// The scenario these options describe.
    ///
    /// # Errors
    /// When a fault or the scenario file cannot be read.
    pub fn scenario(&self) -> Result<Scenario, SimulatorError> {
        let mut scenario = match &self.scenario {
            None => Scenario::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|source| {
                    SimulatorError::ScenarioFile {
                        path: path.clone(),
                        source,
                    }
                })?;
                Scenario::from_toml(&text).map_err(|source| SimulatorError::Scenario {
                    path: path.clone(),
                    source,
                })?
            }
        };
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.orders = self.orders.unwrap_or(scenario.orders);
        scenario.quotes.baskets = self.baskets.unwrap_or(scenario.quotes.baskets);
        scenario.live |= self.is_live;
        for fault in &self.faults {
            scenario.faults.push(fault.parse::<FaultRule>()?);
        }
        Ok(scenario)
    }
}

/// Starts the simulator, prints its address line to `out` and serves until `stop` is ready.
///
/// # Errors
/// [`SimulatorError`] when it cannot start.
pub async fn run(
    options: &SimulatorOptions,
    clock: ClockFn,
    out: &mut (impl Write + Send),
    stop: impl Future<Output = ()> + Send,
) -> Result<(), SimulatorError> {
    let scenario = options.scenario()?;
    let port = options.port;
    let mut simulator = Simulator::start_on(port, scenario, clock)
        .await
        .map_err(|source| SimulatorError::Bind { port, source })?;
    let line = json!({
        "api_url": simulator.api_url(),
        "keycloak_url": simulator.keycloak_url(),
        "username": simulator.username(),
        "password": simulator.password(),
    });
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(SimulatorError::Output)?;
    stop.await;
    simulator.stop().await;
    Ok(())
}
