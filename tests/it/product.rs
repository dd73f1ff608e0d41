//! The built program and what it meets: a home of its own, and a server that runs in this process in real time.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use covage_tui::runtime::clock::Clock;
use covage_tui::sim::{Scenario, Simulator, Stats};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The program.
pub(crate) const PRODUCT: &str = env!("CARGO_BIN_EXE_covage-tui");

/// A home directory nobody else uses, and the environment that leads there.
pub(crate) struct Home {
    dir: TempDir,
    vars: Vec<(String, String)>,
}

impl Home {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let vars = [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_DATA_HOME", "data"),
        ];
        let at = |name| dir.path().join(name).to_str().unwrap().to_owned();
        let vars = vars.map(|(key, name)| (key.to_owned(), at(name)));
        Self {
            vars: vars.to_vec(),
            dir,
        }
    }

    /// With more variables.
    pub(crate) fn with<'v>(mut self, vars: impl IntoIterator<Item = (&'v str, String)>) -> Self {
        let vars = vars.into_iter().map(|(key, value)| (key.to_owned(), value));
        self.vars.extend(vars);
        self
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Where the program looks for its configuration.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.path().join("config/covage-tui/config.toml")
    }

    /// Writes the configuration.
    pub(crate) fn write_config(&self, text: &str) {
        let file = self.config_file();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    /// The environment, for a terminal session.
    pub(crate) fn vars(&self) -> Vec<(&str, &str)> {
        self.vars
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect()
    }

    /// The program with these arguments, nothing on its input, and no other environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PRODUCT);
        command
            .args(args)
            .env_clear()
            .env("LANG", "C.UTF-8")
            .envs(self.vars())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A simulator that serves while this lives.
pub(crate) struct Server {
    sim: Simulator,
    _runtime: Runtime,
}

impl Server {
    pub(crate) fn start(scenario: Scenario) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let clock = Clock::system();
        let sim = runtime
            .block_on(Simulator::start(scenario, Arc::new(move || clock.now())))
            .unwrap();
        Self {
            sim,
            _runtime: runtime,
        }
    }

    /// The environment that is enough to run against it.
    pub(crate) fn vars(&self) -> [(&'static str, String); 4] {
        self.vars_with(self.sim.password())
    }

    /// The same with another password.
    pub(crate) fn vars_with(&self, password: &str) -> [(&'static str, String); 4] {
        [
            ("COVAGE_API_URL", self.sim.api_url()),
            ("COVAGE_KEYCLOAK_URL", self.sim.keycloak_url()),
            ("COVAGE_USERNAME", self.sim.username().to_owned()),
            ("COVAGE_PASSWORD", password.to_owned()),
        ]
    }

    pub(crate) fn sim(&self) -> &Simulator {
        &self.sim
    }

    pub(crate) fn stats(&self) -> Stats {
        self.sim.stats()
    }
}
