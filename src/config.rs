//! Configuration: flags, environment and `config.toml` become one [`Settings`], each value with the place it came from.
//!
//! Precedence is flags, then environment, then file, then defaults. Everything that decides is a pure function of its
//! arguments: the environment comes in as a [`Environment`], the file as text. Only [`Settings::load`], [`Paths`] and
//! the readers in [`secret`] touch the system.
//!
//! Invariants:
//! - every key has a default or is asked for by name; an unknown key is an error, never ignored;
//! - every problem of a file is reported at once, with file, line, column, key and a way out;
//! - no secret is in the file, in an error, in a `Debug` text or in what `config show` prints;
//! - an address that passed [`url`] is https, or http on loopback, and carries no credentials.

pub mod duration;
pub mod environment;
pub mod error;
pub mod excerpt;
pub mod file;
pub mod keys;
pub mod paths;
pub mod profile;
mod reader;
pub mod secret;
pub mod settings;
pub mod sourced;
pub mod url;
pub mod views;

pub use environment::Environment;
pub use error::{ConfigError, Problem, SettingsError};
pub use file::File;
pub use paths::Paths;
pub use profile::Profile;
pub use secret::PasswordSource;
pub use settings::{ColorChoice, Overrides, Settings, ThemeChoice};
pub use sourced::{Source, Sourced};
