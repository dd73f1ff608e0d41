//! The command line: flags and subcommands in, one [`Invocation`] out, and the exit codes.
//!
//! Parsing decides everything that can be decided without looking at the system; a flag that would have no effect is
//! refused. Nothing is read or started here.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{ExitCode, Termination};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::config::{ColorChoice, Overrides};

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// It failed; the message says at what.
    Failed,
    /// The command line or the configuration cannot be used.
    Usage,
    /// A write is open: nobody knows yet whether it was applied.
    OpenWrite,
    /// The server refused the login.
    LoginRefused,
    /// A signal ended it.
    Signal(u8),
}

impl Exit {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::OpenWrite => 3,
            Self::LoginRefused => 4,
            Self::Signal(signal) => 128u8.saturating_add(signal),
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}

const AFTER_HELP: &str = "\
Examples:
  covage-tui --demo                                 look around on simulated data
  covage-tui --profile test --read-only             another account, nothing can be changed
  covage-tui --filter 'state:in_progress late:yes'  begin with a filter
  covage-tui orders --format tsv                    the rows without a screen, for scripts

Environment (flags win over it, it wins over the file):
  COVAGE_TUI_PROFILE   profile to use
  COVAGE_TUI_CONFIG    configuration file
  COVAGE_API_URL, COVAGE_KEYCLOAK_URL, COVAGE_USERNAME, COVAGE_PASSWORD
                       server and account; with all four no file is needed
  NO_COLOR             no colours
  HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE
                       how the server is reached and trusted

Exit codes:
  0 done   1 failed   2 usage or configuration   3 a write is open   4 login refused
  128+N ended by signal N";

const SIMULATOR_HELP: &str = "\
Run the simulated API server alone

The first line on standard output is JSON, with the address and the account it took:
{\"api_url\":..,\"keycloak_url\":..,\"username\":..,\"password\":..}
It listens on this machine only and runs until it is stopped.";

/// A full-screen dashboard for the Covage FTTX API
///
/// Without a subcommand it opens the dashboard with the default profile.
#[derive(Debug, Parser)]
#[command(name = "covage-tui", version, after_help = AFTER_HELP, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    dashboard: DashboardArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write an example configuration, print where things live, or show what is in force
    #[command(subcommand, arg_required_else_help = true)]
    Config(ConfigAction),
    /// Print the orders without a screen, for scripts
    ///
    /// The same rows and the same filter as the dashboard.
    Orders(OrdersArgs),
    /// Run the simulated API server alone
    #[command(long_about = SIMULATOR_HELP)]
    Simulator(SimulatorArgs),
}

/// What one run was asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Invocation {
    /// The full-screen dashboard.
    Dashboard(DashboardArgs),
    /// `orders`.
    Orders(OrdersArgs),
    /// `config init`, `path` or `show`.
    Config(ConfigAction),
    /// `simulator`.
    Simulator(SimulatorArgs),
}

/// Where rows come from: the server of a profile, or the demo.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct SourceArgs {
    /// Use a simulated server inside this process, with made-up data
    #[arg(long, conflicts_with_all = ["profile", "config"])]
    pub demo: bool,
    /// With --demo: what the made-up data grow from; the same number gives the same data
    #[arg(long, value_name = "N", requires = "demo")]
    pub seed: Option<u64>,
    /// With --demo: how many orders there are
    #[arg(long, value_name = "N", requires = "demo", value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub orders: Option<u32>,
    /// Where the settings come from.
    #[command(flatten)]
    pub config: ConfigFileArgs,
}

/// Which settings are used.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFileArgs {
    /// Profile of the configuration file to use
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Configuration file to read instead of the usual one
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The flags of the dashboard.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct DashboardArgs {
    /// Where rows come from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Switch off everything that would change something at Covage
    #[arg(long)]
    pub read_only: bool,
    /// Begin with this filter
    #[arg(long, value_name = "QUERY")]
    pub filter: Option<String>,
    /// Draw with ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN")]
    pub color: Option<Color>,
}

/// The flags of `orders`.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct OrdersArgs {
    /// Where rows come from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Only the orders that match
    #[arg(long, value_name = "QUERY")]
    pub filter: Option<String>,
    /// How the rows are written; json is one object a line
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// In a table, use ASCII only
    #[arg(long)]
    pub ascii: bool,
}

/// What `config` does.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigAction {
    /// Write a commented config.toml; never overwrites
    Init {
        /// Where to write it, instead of the usual place
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print where configuration, cache, state and log live
    Path {
        /// Configuration file that is used instead of the usual one
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print the settings in force and where each came from; secrets are masked
    Show(ConfigFileArgs),
}

/// The flags of `simulator`.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct SimulatorArgs {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// What the made-up data grow from; the same number gives the same data
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many orders there are
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub orders: Option<u32>,
    /// Let time pass: orders advance while it runs
    #[arg(long)]
    pub live: bool,
    /// Scenario to play, a TOML file
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Let a fault happen with a probability from 0 to 1; may be repeated
    #[arg(long = "fault", value_name = "NAME=PROB", value_parser = parse_fault)]
    pub faults: Vec<Fault>,
}

/// A fault to be played.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Its name; the simulator knows which there are.
    pub name: String,
    /// How likely it is for a request, 0 to 1.
    pub probability: f64,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never: bold, underline and reverse only
    Never,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people
    #[default]
    Table,
    /// Tab-separated, with a heading
    Tsv,
    /// One JSON object a line
    Json,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

impl ConfigFileArgs {
    /// What these flags say about the settings.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            profile: self.profile.clone(),
            config: self.config.clone(),
            ..Overrides::default()
        }
    }

    /// Takes over what was given before the subcommand's name and not after it.
    fn inherit(&mut self, outer: &mut Self) {
        inherit(&mut self.profile, &mut outer.profile);
        inherit(&mut self.config, &mut outer.config);
    }
}

impl ConfigAction {
    /// What these flags say about the settings.
    pub fn overrides(&self) -> Overrides {
        match self {
            Self::Init { config } | Self::Path { config } => Overrides {
                config: config.clone(),
                ..Overrides::default()
            },
            Self::Show(args) => args.overrides(),
        }
    }

    fn inherit(&mut self, outer: &mut ConfigFileArgs) {
        match self {
            Self::Init { config } | Self::Path { config } => inherit(config, &mut outer.config),
            Self::Show(args) => args.inherit(outer),
        }
    }
}

impl DashboardArgs {
    /// What these flags say about the settings.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            read_only: self.read_only,
            ascii: self.ascii,
            color: self.color.map(Into::into),
            ..self.source.config.overrides()
        }
    }

    /// A flag that was given, in the order of the help.
    fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--demo", self.source.demo),
            ("--seed", self.source.seed.is_some()),
            ("--orders", self.source.orders.is_some()),
            ("--profile", self.source.config.profile.is_some()),
            ("--config", self.source.config.config.is_some()),
            ("--read-only", self.read_only),
            ("--filter", self.filter.is_some()),
            ("--ascii", self.ascii),
            ("--color", self.color.is_some()),
        ];
        given
            .into_iter()
            .find(|(_, is_given)| *is_given)
            .map(|(name, _)| name)
    }
}

impl OrdersArgs {
    /// What these flags say about the settings.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            ascii: self.ascii,
            ..self.source.config.overrides()
        }
    }
}

fn inherit<T: Default + PartialEq>(inner: &mut T, outer: &mut T) {
    let given = std::mem::take(outer);
    if *inner == T::default() {
        *inner = given;
    }
}

fn parse_fault(text: &str) -> Result<Fault, String> {
    let (name, probability) = text
        .split_once('=')
        .ok_or("write it as NAME=PROB, such as http_500=0.1")?;
    let probability: f64 = probability
        .parse()
        .map_err(|_| "the probability is not a number")?;
    if name.is_empty() || !(0.0..=1.0).contains(&probability) {
        return Err("it needs a name, and a probability from 0 to 1".to_owned());
    }
    Ok(Fault {
        name: name.to_owned(),
        probability,
    })
}

/// Reads a command line, the program's name first.
///
/// # Errors
/// Clap's error, which knows how to print itself: help and version go to standard output with code 0, the rest to
/// standard error with code 2 ([`Exit::Usage`]).
pub fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Invocation, clap::Error> {
    let matches = Cli::command().try_get_matches_from(arguments)?;
    let Cli {
        dashboard: mut outer,
        command,
    } = Cli::from_arg_matches(&matches)?;
    let (name, invocation) = match command {
        None => return Ok(Invocation::Dashboard(outer)),
        Some(Command::Config(mut action)) => {
            action.inherit(&mut outer.source.config);
            ("config", Invocation::Config(action))
        }
        Some(Command::Orders(mut orders)) => {
            let source = &mut orders.source;
            inherit(&mut source.demo, &mut outer.source.demo);
            inherit(&mut source.seed, &mut outer.source.seed);
            inherit(&mut source.orders, &mut outer.source.orders);
            source.config.inherit(&mut outer.source.config);
            inherit(&mut orders.filter, &mut outer.filter);
            inherit(&mut orders.ascii, &mut outer.ascii);
            if orders.source.demo && orders.source.config != ConfigFileArgs::default() {
                return Err(conflict("--demo cannot be used with --profile or --config"));
            }
            ("orders", Invocation::Orders(orders))
        }
        Some(Command::Simulator(simulator)) => ("simulator", Invocation::Simulator(simulator)),
    };
    match outer.first_given() {
        Some(flag) => Err(conflict(&format!(
            "{flag} means nothing to the subcommand '{name}'"
        ))),
        None => Ok(invocation),
    }
}

fn conflict(message: &str) -> clap::Error {
    Cli::command().error(ErrorKind::ArgumentConflict, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Invocation, clap::Error> {
        parse(line.split(' '))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_may_stand_before_or_after_the_subcommand() {
        let before =
            parsed("covage-tui --profile p --filter late:yes orders --format json").unwrap();
        let after =
            parsed("covage-tui orders --profile p --filter late:yes --format json").unwrap();
        assert_eq!(before, after);
        let Invocation::Orders(orders) = after else {
            panic!("{after:?}")
        };
        assert_eq!(orders.filter.as_deref(), Some("late:yes"));
        assert_eq!(orders.overrides().profile.as_deref(), Some("p"));
        assert_eq!(orders.format, Format::Json);
        for action in ["init", "path", "show"] {
            let before = parsed(&format!("covage-tui --config f config {action}")).unwrap();
            let after = parsed(&format!("covage-tui config {action} --config f")).unwrap();
            assert_eq!(before, after);
            let Invocation::Config(action) = after else {
                panic!("{after:?}")
            };
            assert_eq!(action.overrides().config, Some("f".into()));
        }
    }

    #[test]
    fn a_flag_without_effect_is_refused() {
        for (line, flag) in [
            ("covage-tui --read-only config show", "--read-only"),
            ("covage-tui --demo config path", "--demo"),
            ("covage-tui --profile p config init", "--profile"),
            ("covage-tui --profile p simulator", "--profile"),
            ("covage-tui --color never orders", "--color"),
            ("covage-tui --demo --profile p", "--profile"),
            ("covage-tui --profile p orders --demo", "--profile"),
            ("covage-tui --seed 3", "--demo"),
        ] {
            let error = parsed(line).unwrap_err();
            assert_eq!(error.exit_code(), i32::from(Exit::Usage.code()));
            assert!(error.to_string().contains(flag), "{line}: {error}");
        }
    }

    #[test]
    fn the_demo_of_orders_may_be_asked_for_before_it() {
        let Invocation::Orders(orders) = parsed("covage-tui --demo --seed 3 orders").unwrap()
        else {
            panic!()
        };
        assert_eq!((orders.source.demo, orders.source.seed), (true, Some(3)));
    }

    #[test]
    fn an_unknown_flag_gets_a_suggestion() {
        let error = parsed("covage-tui --read-onyl").unwrap_err();
        assert!(error.to_string().contains("--read-only"), "{error}");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn faults_have_a_name_and_a_probability() {
        let Invocation::Simulator(it) =
            parsed("covage-tui simulator --fault a=0.5 --fault b=1").unwrap()
        else {
            panic!()
        };
        let fault = |name: &str, probability| Fault {
            name: name.to_owned(),
            probability,
        };
        assert_eq!(it.faults, [fault("a", 0.5), fault("b", 1.0)]);
        for bad in ["a", "a=", "=0.5", "a=2", "a=-1", "a=NaN"] {
            assert_eq!(
                parse(["covage-tui", "simulator", "--fault", bad])
                    .unwrap_err()
                    .exit_code(),
                2,
                "{bad}"
            );
        }
    }

    #[test]
    fn exit_codes_are_those_of_the_documentation() {
        let all = [
            Exit::Done,
            Exit::Failed,
            Exit::Usage,
            Exit::OpenWrite,
            Exit::LoginRefused,
            Exit::Signal(15),
        ];
        assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 4, 143]);
    }
}
