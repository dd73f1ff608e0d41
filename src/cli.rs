//! The command line: flags and subcommands in, one [`Invocation`] out, and the exit codes.
//!
//! Parsing decides everything that can be decided without looking at the system; a flag that would have no effect is
//! refused. Nothing is read or started here.

pub mod args;
pub mod exit;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use args::{
    ConfigAction, ConfigFileArgs, DashboardArgs, Fault, Format, JournalArgs, LoginArgs, RowsArgs,
    SimulatorArgs, SourceArgs,
};
pub use exit::Exit;

const AFTER_HELP: &str = "\
Examples:
  covage-tui --demo                                 look around on simulated data
  covage-tui --profile test --read-only             another account, nothing can be changed
  covage-tui --filter 'state:in_progress late:yes'  begin with a filter
  covage-tui --view late                            begin with a view
  covage-tui orders --format tsv                    the rows without a screen, for scripts
  covage-tui journal --pending                      writes of which nobody knows yet what became of them

Environment (flags win over it, it wins over the file):
  COVAGE_TUI_PROFILE   profile to use
  COVAGE_TUI_CONFIG    configuration file
  COVAGE_API_URL, COVAGE_KEYCLOAK_URL, COVAGE_USERNAME, COVAGE_PASSWORD
                       server and account; with all four no file is needed
  NO_COLOR             no colours
  TZ                   time zone of dates, instead of the machine's
  HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE
                       how the server is reached and trusted

Exit codes:
  0 done   1 failed   2 usage or configuration   3 a write is open   4 login refused
  128+N ended by signal N";

const SIMULATOR_HELP: &str = "\
Run the simulated API server alone

The first line on standard output is JSON, with the address and the account it took:
{\"api_url\":..,\"keycloak_url\":..,\"username\":..,\"password\":..}
It listens on this machine only and runs until it is stopped.

Faults: latency, throttle, throttle_date, throttle_bare, server_error, hang, reset, reset_midway, truncate, revoke,
malformed, bad_row, huge; and for writes that take effect all the same: lost_answer, late_error, late_hang, late_apply.
A scenario file can hold a fault to one call and to a turn.";

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
    /// Print the sites that were asked about without a screen, for scripts
    ///
    /// The same sites and the same filter as the Eligibility pane. JSON has offers and request of each, which costs a
    /// call for every request.
    Eligibility(RowsArgs),
    /// Print every write that was attempted from here, and what became of it
    ///
    /// Needs neither network nor configuration.
    Journal(JournalArgs),
    /// Log in once, although the password was refused before
    ///
    /// A refused password is not sent again by any copy of the program: more tries could lock the account. A changed
    /// one is tried by itself; this forgets the refusal and tries the same one.
    Login(LoginArgs),
    /// Print the orders without a screen, for scripts
    ///
    /// The same rows and the same filter as the dashboard.
    Orders(RowsArgs),
    /// Print the quote lines without a screen, for scripts
    ///
    /// The same rows and the same filter as the Quotes pane. JSON has the offers of the lines that await an answer.
    Quotes(RowsArgs),
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
    Orders(RowsArgs),
    /// `quotes`.
    Quotes(RowsArgs),
    /// `eligibility`.
    Eligibility(RowsArgs),
    /// `journal`.
    Journal(JournalArgs),
    /// `login`.
    Login(LoginArgs),
    /// `config init`, `path` or `show`.
    Config(ConfigAction),
    /// `simulator`.
    Simulator(SimulatorArgs),
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
        Some(Command::Eligibility(rows)) => {
            let rows = inherited(rows, &mut outer)?;
            ("eligibility", Invocation::Eligibility(rows))
        }
        Some(Command::Journal(mut journal)) => {
            args::inherit(&mut journal.ascii, &mut outer.ascii);
            ("journal", Invocation::Journal(journal))
        }
        Some(Command::Login(mut login)) => {
            login.config.inherit(&mut outer.source.config);
            ("login", Invocation::Login(login))
        }
        Some(Command::Orders(rows)) => ("orders", Invocation::Orders(inherited(rows, &mut outer)?)),
        Some(Command::Quotes(rows)) => ("quotes", Invocation::Quotes(inherited(rows, &mut outer)?)),
        Some(Command::Simulator(simulator)) => ("simulator", Invocation::Simulator(simulator)),
    };
    match outer.first_given() {
        Some(flag) => Err(conflict(&format!(
            "{flag} means nothing to the subcommand '{name}'"
        ))),
        None => Ok(invocation),
    }
}

/// With what was given before the name of the subcommand.
fn inherited(mut rows: RowsArgs, outer: &mut DashboardArgs) -> Result<RowsArgs, clap::Error> {
    let source = &mut rows.source;
    args::inherit(&mut source.demo, &mut outer.source.demo);
    args::inherit(&mut source.seed, &mut outer.source.seed);
    args::inherit(&mut source.orders, &mut outer.source.orders);
    args::inherit(&mut source.demo_clock, &mut outer.source.demo_clock);
    source.config.inherit(&mut outer.source.config);
    args::inherit(&mut rows.view, &mut outer.view);
    args::inherit(&mut rows.filter, &mut outer.filter);
    args::inherit(&mut rows.ascii, &mut outer.ascii);
    if rows.source.demo && rows.source.config != ConfigFileArgs::default() {
        return Err(conflict("--demo cannot be used with --profile or --config"));
    }
    Ok(rows)
}

fn conflict(message: &str) -> clap::Error {
    Cli::command().error(ErrorKind::ArgumentConflict, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ThemeChoice;

    fn parsed(line: &str) -> Result<Invocation, clap::Error> {
        parse(line.split(' '))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_may_stand_before_or_after_the_subcommand() {
        let quotes = parsed("covage-tui --demo --view ready quotes --ascii").unwrap();
        let Invocation::Quotes(quotes) = quotes else {
            panic!("{quotes:?}")
        };
        assert_eq!(quotes.view.as_deref(), Some("ready"));
        assert!(quotes.source.demo && quotes.ascii);
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
    fn a_filter_may_begin_with_a_minus() {
        let Invocation::Dashboard(args) = parsed("covage-tui --filter -state:active").unwrap()
        else {
            panic!()
        };
        assert_eq!(args.filter.as_deref(), Some("-state:active"));
    }

    #[test]
    fn a_flag_without_effect_is_refused() {
        for (line, flag) in [
            ("covage-tui --read-only config show", "--read-only"),
            ("covage-tui --demo config path", "--demo"),
            ("covage-tui --profile p config init", "--profile"),
            ("covage-tui --profile p simulator", "--profile"),
            ("covage-tui --demo journal", "--demo"),
            ("covage-tui --color never orders", "--color"),
            ("covage-tui --theme light orders", "--theme"),
            ("covage-tui --mouse orders", "--mouse"),
            ("covage-tui --demo --profile p", "--profile"),
            ("covage-tui --profile p orders --demo", "--profile"),
            ("covage-tui --seed 3", "--demo"),
            (
                "covage-tui --demo-clock 2026-05-29T14:02:00+02:00",
                "--demo",
            ),
            (
                "covage-tui --demo --demo-clock noon",
                "2026-05-29T14:02:00+02:00",
            ),
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
    fn themes_go_by_the_names_of_the_configuration() {
        for (name, theme) in ThemeChoice::NAMES.into_iter().zip(ThemeChoice::ALL) {
            let Invocation::Dashboard(args) =
                parsed(&format!("covage-tui --theme {name}")).unwrap()
            else {
                panic!("{name}")
            };
            assert_eq!(args.overrides().theme, Some(theme));
        }
        let error = parsed("covage-tui --theme truecolour").unwrap_err();
        assert!(error.to_string().contains("'truecolor'"), "{error}");
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
