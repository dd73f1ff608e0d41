//! Parses the command line, runs one command, prints its error, and ends with the documented exit code.

use std::io::{self, Write as _};
use std::process::{ExitCode, Termination as _};
use std::sync::Arc;

use covage_tui::cli::{self, ConfigAction, Exit, Invocation, SimulatorArgs};
use covage_tui::commands::config::ConfigCommandError;
use covage_tui::commands::{
    config, dashboard, eligibility, journal, login, orders, quotes, simulator,
};
use covage_tui::config::settings::config_path;
use covage_tui::config::{Environment, Paths, Settings};
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::process::keep_memory_private;
use covage_tui::runtime::terminal::complain;

fn main() -> ExitCode {
    keep_memory_private();
    let invocation = match cli::parse(std::env::args_os()) {
        Ok(invocation) => invocation,
        Err(error) => {
            // Help and version are answers, the rest are errors; clap knows which stream and code each has.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage.code()));
        }
    };
    run(invocation)
        .unwrap_or_else(|(exit, message)| {
            complain(&message);
            exit
        })
        .report()
}

/// The exit code, or the exit code and what to say.
type Outcome = Result<Exit, (Exit, String)>;

fn run(invocation: Invocation) -> Outcome {
    match invocation {
        Invocation::Config(action) => run_config(&action),
        Invocation::Dashboard(args) => {
            let done = block_on(dashboard::run(&args))?;
            done.map_err(|error| (error.exit(), error.to_string()))
        }
        Invocation::Eligibility(args) => {
            let done = block_on(eligibility::run(&args, &mut io::stdout().lock()))?;
            done.map_err(|error| (error.exit(), error.to_string()))
        }
        Invocation::Journal(args) => journal::run(&args, &mut io::stdout().lock())
            .map_err(|error| (error.exit(), error.to_string())),
        Invocation::Login(args) => {
            let done = block_on(login::run(&args, &mut io::stdout().lock()))?;
            done.map_err(|error| (error.exit(), error.to_string()))
        }
        Invocation::Orders(args) => {
            let done = block_on(orders::run(&args, &mut io::stdout().lock()))?;
            done.map_err(|error| (error.exit(), error.to_string()))
        }
        Invocation::Quotes(args) => {
            let done = block_on(quotes::run(&args, &mut io::stdout().lock()))?;
            done.map_err(|error| (error.exit(), error.to_string()))
        }
        Invocation::Simulator(args) => run_simulator(&args),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> Result<T, (Exit, String)> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| (Exit::Failed, format!("cannot start: {error}")))?;
    let done = runtime.block_on(future);
    // A look-up of a name may hang in a thread of its own; nobody waits for it.
    runtime.shutdown_background();
    Ok(done)
}

fn run_config(action: &ConfigAction) -> Outcome {
    let usage = |error: &dyn std::fmt::Display| (Exit::Usage, error.to_string());
    let env = Environment::of_process().map_err(|error| usage(&error))?;
    let paths = Paths::of_user();
    let overrides = action.overrides();
    let path = config_path(&overrides, &env, paths.as_ref().ok())
        .map_err(|error| usage(&error))?
        .0;
    let out = &mut io::stdout().lock();
    let done = match action {
        ConfigAction::Init { .. } => config::init(out, &path),
        ConfigAction::Path { .. } => {
            config::path(out, &path, &paths.map_err(|error| usage(&error))?)
        }
        ConfigAction::Show(_) => {
            let settings = Settings::load(&overrides, &env, paths.as_ref().ok())
                .map_err(|error| usage(&error))?;
            config::show(out, &settings)
        }
    };
    match done.and_then(|()| Ok(out.flush()?)) {
        Ok(()) => Ok(Exit::Done),
        // Whoever read it has read enough.
        Err(ConfigCommandError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Exit::Done)
        }
        Err(error) => Err((Exit::Failed, error.to_string())),
    }
}

fn run_simulator(args: &SimulatorArgs) -> Outcome {
    let options = simulator::SimulatorOptions {
        port: args.port,
        scenario: args.scenario.clone(),
        seed: args.seed,
        orders: args.orders.map(|orders| orders as usize),
        baskets: args.baskets.map(|baskets| baskets as usize),
        is_live: args.live,
        faults: args
            .faults
            .iter()
            .map(|fault| format!("{}={}", fault.name, fault.probability))
            .collect(),
    };
    let clock = Clock::system();
    // Until it is stopped by a signal, whose default is to end the process.
    let forever = std::future::pending();
    let done = block_on(async {
        simulator::run(
            &options,
            Arc::new(move || clock.now()),
            &mut io::stdout(),
            forever,
        )
        .await
    })?;
    done.map(|()| Exit::Done).map_err(|error| {
        (
            if error.is_usage() {
                Exit::Usage
            } else {
                Exit::Failed
            },
            error.to_string(),
        )
    })
}
