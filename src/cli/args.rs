//! The flags of each command, as clap reads them, and what they say about the settings.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand, ValueEnum};

use crate::config::{ColorChoice, Overrides, ThemeChoice};

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
    /// With --demo: begin at this instant, and let little happen; for pictures that are the same each time
    #[arg(long, value_name = "TIME", requires = "demo", hide = true, value_parser = parse_instant)]
    pub demo_clock: Option<DateTime<FixedOffset>>,
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
    /// Begin with this view, built in or saved
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// Begin with this filter; with --view, instead of its filter
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Draw with ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN")]
    pub color: Option<Color>,
    /// Which colours to use
    #[arg(long, value_name = "NAME")]
    pub theme: Option<Theme>,
    /// Let clicks and the wheel act
    #[arg(long)]
    pub mouse: bool,
}

/// The flags of `orders`, `quotes` and `eligibility`.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct RowsArgs {
    /// Where rows come from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// The filter and the sort of this view, built in or saved
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// Only the rows that match; with --view, instead of its filter
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// How the rows are written; json is one object a line
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// In a table, use ASCII only
    #[arg(long)]
    pub ascii: bool,
}

/// The flags of `login`.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct LoginArgs {
    /// Where the settings come from.
    #[command(flatten)]
    pub config: ConfigFileArgs,
}

/// The flags of `journal`.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalArgs {
    /// Only writes that are open: being sent, or of unknown outcome; exit code 3 if there is one
    #[arg(long)]
    pub pending: bool,
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
    /// How many quote baskets there are
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub baskets: Option<u32>,
    /// Let time pass: orders advance and quotes are answered while it runs
    #[arg(long)]
    pub live: bool,
    /// Scenario to play, a TOML file
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Let a fault happen with a probability from 0 to 1; may be repeated; `--help` has the names
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

/// Which colours to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// The 16 colours of the terminal's own palette
    Default,
    /// 24-bit colours for a dark background
    Truecolor,
    /// 24-bit colours for a light background
    Light,
    /// None: bold, underline and reverse only
    Mono,
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

impl From<Theme> for ThemeChoice {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Default => Self::Default,
            Theme::Truecolor => Self::Truecolor,
            Theme::Light => Self::Light,
            Theme::Mono => Self::Mono,
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
    pub(super) fn inherit(&mut self, outer: &mut Self) {
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

    pub(super) fn inherit(&mut self, outer: &mut ConfigFileArgs) {
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
            theme: self.theme.map(Into::into),
            mouse: self.mouse,
            ..self.source.config.overrides()
        }
    }

    /// A flag that was given, in the order of the help.
    pub(super) fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--demo", self.source.demo),
            ("--seed", self.source.seed.is_some()),
            ("--orders", self.source.orders.is_some()),
            ("--demo-clock", self.source.demo_clock.is_some()),
            ("--profile", self.source.config.profile.is_some()),
            ("--config", self.source.config.config.is_some()),
            ("--read-only", self.read_only),
            ("--view", self.view.is_some()),
            ("--filter", self.filter.is_some()),
            ("--ascii", self.ascii),
            ("--color", self.color.is_some()),
            ("--theme", self.theme.is_some()),
            ("--mouse", self.mouse),
        ];
        given
            .into_iter()
            .find(|(_, is_given)| *is_given)
            .map(|(name, _)| name)
    }
}

impl RowsArgs {
    /// What these flags say about the settings.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            ascii: self.ascii,
            ..self.source.config.overrides()
        }
    }
}

/// Takes over what was given before the name of a subcommand and not after it.
pub(super) fn inherit<T: Default + PartialEq>(inner: &mut T, outer: &mut T) {
    let given = std::mem::take(outer);
    if *inner == T::default() {
        *inner = given;
    }
}

fn parse_instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| "write it as 2026-05-29T14:02:00+02:00".to_owned())
}

fn parse_fault(text: &str) -> Result<Fault, String> {
    let (name, probability) = text
        .split_once('=')
        .ok_or("write it as NAME=PROB, such as server_error=0.1")?;
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
