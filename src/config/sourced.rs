//! A value together with where it came from, so that `config show` and every complaint can name the place to change.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where a setting came from, strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A command-line flag, with its dashes.
    Flag(&'static str),
    /// An environment variable.
    Environment(&'static str),
    /// A line of the configuration file, from 1.
    File {
        /// The file as it was opened.
        path: Arc<Path>,
        /// The line of the value.
        line: usize,
    },
    /// The simulator that `--demo` started.
    Demo,
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File { path, line } => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                write!(
                    f,
                    "{}:{line}",
                    super::excerpt::escape(&name.to_string_lossy())
                )
            }
            Self::Demo => f.write_str("demo"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value in force.
    pub value: T,
    /// Who said so.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// A value from `source`.
    pub const fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }

    /// A value nobody set.
    pub const fn default(value: T) -> Self {
        Self::new(value, Source::Default)
    }

    /// The same source with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced {
            value: change(self.value),
            source: self.source,
        }
    }
}
