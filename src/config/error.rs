//! What can be wrong with the configuration, and how it is told.
//!
//! A problem says three things: where (file, line, column, key), what is wrong, and the way out. No text here holds a
//! secret: values are quoted only for keys that cannot be one.

mod settings;

use std::fmt;

use thiserror::Error;

pub use settings::SettingsError;

use super::duration::{self, DurationProblem};
use super::excerpt::{Place, escape};
use super::file;
use super::keys::KeyProblem;
use super::url::UrlProblem;
use crate::app::action::Action;
use crate::app::saved::NameProblem;

/// What is wrong with one key or value.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Problem {
    /// The text is not TOML; the parser's words.
    #[error("{}", escape(.0))]
    Syntax(String),
    /// A key that means nothing here.
    #[error("unknown key `{}`", escape(.key))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The keys of this table.
        known: &'static [&'static str],
    },
    /// A value of another TOML type.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What the key takes.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A text that names none of the choices.
    #[error("`{}` is not one of {}", escape(.found), .choices.join(", "))]
    NotAChoice {
        /// What stands there.
        found: String,
        /// What may stand there.
        choices: &'static [&'static str],
    },
    /// A number or duration outside its range; both ends as they would be written.
    #[error("out of range: it must be between {min} and {max}")]
    OutOfRange {
        /// Smallest value allowed.
        min: String,
        /// Largest value allowed.
        max: String,
    },
    /// A duration that cannot be read.
    #[error("bad duration: {0}")]
    Duration(#[from] DurationProblem),
    /// An address that may not be used.
    #[error("bad address: {0}")]
    Url(#[from] UrlProblem),
    /// A key of the keyboard that cannot be bound so.
    #[error(transparent)]
    Key(#[from] KeyProblem),
    /// A text, list or name that says nothing.
    #[error("it is empty")]
    Empty,
    /// Two keys of which only one may be set.
    #[error("`{0}` and `{1}` are both set")]
    Both(&'static str, &'static str),
    /// A name that a view cannot have.
    #[error("{0}")]
    Name(#[from] NameProblem),
    /// A word or a name that already stands there.
    #[error("`{}` stands there twice", escape(.0))]
    Twice(String),
    /// A list that is too long: of what, and how many it may hold.
    #[error("{1} {0} at most")]
    TooMany(&'static str, usize),
    /// A key that has to be there.
    #[error("it has no `{0}`")]
    Missing(&'static str),
    /// A key that means nothing beside the others.
    #[error("{0}")]
    NotHere(&'static str),
    /// A profile name that the file does not define.
    #[error("there is no profile `{}`", escape(.name))]
    NoSuchProfile {
        /// The name asked for.
        name: String,
        /// The profiles there are.
        known: Vec<String>,
    },
}

impl Problem {
    /// The way out, one line, if there is more to say than the problem itself does.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownKey { key, .. } if is_password(key) => Some(
                "a password is never written in this file: use password_command, password_file or the variable COVAGE_PASSWORD"
                    .to_owned(),
            ),
            Self::UnknownKey { key, known } => Some(match (home_of(key), nearest(key, known.iter().copied())) {
                (Some(home), _) => format!("it belongs {home}"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => format!("the keys here are {}", known.join(", ")),
            }),
            Self::NotAChoice { found, choices } => {
                nearest(found, choices.iter().copied()).map(|near| format!("did you mean \"{near}\"?"))
            }
            Self::Duration(problem) => Some(problem.help()),
            Self::Url(problem) => Some(problem.help().to_owned()),
            Self::Key(KeyProblem::UnknownAction(name)) if home_of(name).is_some() => {
                home_of(name).map(|home| format!("it belongs {home}"))
            }
            Self::Key(problem) => Some(problem.help()),
            Self::Empty => Some("give it a value, or remove the key".to_owned()),
            Self::Both(..) | Self::Twice(_) => Some("keep one of them".to_owned()),
            Self::NoSuchProfile { name, known } => Some(profile_help(name, known)),
            Self::WrongType { expected: "a duration", .. } => {
                Some(duration::DurationProblem::NoNumber.help())
            }
            Self::Syntax(_) | Self::Name(_) | Self::Missing(_) | Self::NotHere(_) | Self::TooMany(..) | Self::WrongType { .. } | Self::OutOfRange { .. } => None,
        }
    }
}

/// One problem of a configuration file.
#[derive(Clone, Debug, Error, PartialEq)]
pub struct ConfigError {
    /// The file, as it was named.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// The path of the key, such as `profiles.prod.api_url`; empty for a syntax error outside any key.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

impl ConfigError {
    /// All of it in one line, for where there is no room to draw the place.
    pub fn line(&self) -> String {
        let key = match (&self.problem, self.key.as_str()) {
            (Problem::UnknownKey { .. }, _) | (_, "") => String::new(),
            (_, key) => format!("{}: ", escape(key)),
        };
        let help = self.problem.help().map(|help| format!("; {help}"));
        format!(
            "{}:{}:{}: {key}{}{}",
            escape(&self.file),
            self.place.line,
            self.place.column,
            self.problem,
            help.unwrap_or_default()
        )
    }
}

impl fmt::Display for ConfigError {
    /// Several lines, without a final line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() || matches!(self.problem, Problem::UnknownKey { .. }) {
            write!(f, "{}", self.problem)?;
        } else {
            write!(f, "{}: {}", escape(&self.key), self.problem)?;
        }
        if let Problem::UnknownKey { key, .. } = &self.problem
            && self.key != *key
        {
            write!(f, " (as `{}`)", escape(&self.key))?;
        }
        f.write_str("\n")?;
        let mut drawing = String::new();
        self.place.draw(&mut drawing, &self.file)?;
        f.write_str(drawing.trim_end())?;
        if let Some(help) = self.problem.help() {
            write!(
                f,
                "\n{:gutter$} = help: {help}",
                "",
                gutter = self.place.line.to_string().len()
            )?;
        }
        Ok(())
    }
}

/// The known word that `word` is most likely meant to be.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Half of the letters right is the point below which suggestions read as noise.
    const LIKE_ENOUGH: f64 = 0.5;
    let word = word.to_lowercase().replace('-', "_");
    known
        .map(|it| (strsim::normalized_damerau_levenshtein(&word, it), it))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, it)| it)
}

/// Where a key goes that is known elsewhere.
fn home_of(key: &str) -> Option<&'static str> {
    let homes = [
        (
            "at the top of the file, before the first [table]",
            file::TOP_KEYS,
        ),
        ("in the table [profiles.NAME]", file::PROFILE_KEYS),
        ("in the table [refresh]", file::REFRESH_KEYS),
        ("in the table [limits]", file::LIMITS_KEYS),
        ("in the table [ui]", file::UI_KEYS),
        ("in the table [keys]", Action::NAMES),
    ];
    homes
        .into_iter()
        .find(|(_, keys)| keys.contains(&key))
        .map(|(home, _)| home)
}

fn is_password(key: &str) -> bool {
    matches!(
        key.to_lowercase().as_str(),
        "password" | "passwd" | "pass" | "pwd" | "secret"
    )
}

fn profile_help(name: &str, known: &[String]) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        _ if known.is_empty() => {
            "the file defines no profile; add a table [profiles.NAME]".to_owned()
        }
        Some(near) => format!("did you mean `{}`?", escape(near)),
        None => format!("the profiles are {}", shown(known)),
    }
}

fn shown(names: &[String]) -> String {
    names
        .iter()
        .map(|name| escape(name))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_is_near_or_absent() {
        let known = ["orders", "referentials"];
        assert_eq!(nearest("order", known.into_iter()), Some("orders"));
        assert_eq!(nearest("Orders", known.into_iter()), Some("orders"));
        assert_eq!(
            nearest("referencials", known.into_iter()),
            Some("referentials")
        );
        assert_eq!(nearest("theme", known.into_iter()), None);
        assert_eq!(
            nearest("read-only", ["read_only"].into_iter()),
            Some("read_only")
        );
    }
}
