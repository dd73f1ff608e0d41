//! Why there are no settings: the whole text that a person reads before the program ends.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::super::environment;
use super::super::excerpt::{Place, escape};
use super::super::reader::MOST_PROBLEMS;
use super::{ConfigError, Problem, shown};

/// Why there are no settings to start with. Each is exit code 2.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Neither `HOME` nor the password database say where this user's files are.
    #[error(
        "cannot tell where your configuration lives: HOME is not set\n\
         set HOME, or name the file with --config FILE or {}, or try --demo",
        environment::CONFIG
    )]
    NoHome,
    /// No file, and the environment does not say enough.
    #[error("{}", not_found(.path, .missing))]
    NotFound {
        /// The file that was looked for.
        path: PathBuf,
        /// The variables that would have been enough and are not set.
        missing: Vec<&'static str>,
    },
    /// A file that a flag or a variable names and that is not there.
    #[error("the configuration file {} does not exist ({asked_by} names it)\nwrite one with: covage-tui config init --config FILE", escape(&.path.to_string_lossy()))]
    NamedFileMissing {
        /// The file that was named.
        path: PathBuf,
        /// The flag or variable that names it.
        asked_by: &'static str,
    },
    /// The file is there and cannot be read.
    #[error("cannot read the configuration file {}: {reason}", escape(&.path.to_string_lossy()))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Everything that is wrong with the file, in the order of its lines.
    #[error("{}", all(.0))]
    File(Vec<ConfigError>),
    /// A variable holds something that cannot be used.
    #[error("{variable}: {problem}{}", help_line(.problem))]
    Environment {
        /// The variable.
        variable: &'static str,
        /// What is wrong with its value.
        problem: Problem,
    },
    /// `--profile` names a profile that the file does not define.
    #[error("--profile: {problem}{}", help_line(.problem))]
    Flag {
        /// What is wrong.
        problem: Problem,
    },
    /// Several profiles and nobody chose.
    #[error("there are {} profiles ({}) and none is chosen\nname one with --profile NAME, {}, or `default_profile` in {file}", .names.len(), shown(.names), environment::PROFILE)]
    NoProfileChosen {
        /// The profiles of the file.
        names: Vec<String>,
        /// The file.
        file: String,
    },
    /// The profile lacks what is needed to reach the server.
    #[error("{}", incomplete(.profile, .missing, .place.as_deref()))]
    Incomplete {
        /// The profile in use.
        profile: String,
        /// Each missing key and the variable that could stand in for it.
        missing: Vec<(&'static str, &'static str)>,
        /// The file and the profile's header in it, when it has one.
        place: Option<Box<(String, Place)>>,
    },
}

fn help_line(problem: &Problem) -> String {
    problem
        .help()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default()
}

fn not_found(path: &Path, missing: &[&str]) -> String {
    format!(
        "no configuration: {} does not exist, and the environment lacks {}\n\
         any of these is enough:\n  \
         covage-tui config init   writes a commented file there, to be filled in\n  \
         {}, {}, {}, {}   in the environment, without a file\n  \
         covage-tui --demo        a look around on simulated data",
        escape(&path.to_string_lossy()),
        missing.join(", "),
        environment::API_URL,
        environment::KEYCLOAK_URL,
        environment::USERNAME,
        environment::PASSWORD,
    )
}

fn incomplete(profile: &str, missing: &[(&str, &str)], place: Option<&(String, Place)>) -> String {
    let keys: Vec<_> = missing.iter().map(|(key, _)| *key).collect();
    let variables: Vec<_> = missing.iter().map(|(_, variable)| *variable).collect();
    let mut text = format!(
        "the profile `{}` has no {}\n",
        escape(profile),
        keys.join(", no ")
    );
    if let Some((file, place)) = place
        && place.draw(&mut text, file).is_err()
    {
        text.push('\n');
    }
    text + &format!(
        "help: add it to the profile, or set {}",
        variables.join(", ")
    )
}

fn all(problems: &[ConfigError]) -> String {
    let each: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let text = each.join("\n\n");
    let file = problems
        .first()
        .map(|it| escape(&it.file))
        .unwrap_or_default();
    match problems.len() {
        0 | 1 => text,
        count if count < MOST_PROBLEMS => text + &format!("\n\n{count} problems in {file}"),
        _ => text + &format!("\n\nthe first {MOST_PROBLEMS} problems in {file}"),
    }
}
