//! `covage-tui config init | path | show`.
//!
//! None of them talks to a server or runs a helper program, and none prints a secret.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use thiserror::Error;
use unicode_width::UnicodeWidthStr as _;

use crate::config::excerpt::escape;
use crate::config::settings::Row;
use crate::config::{Paths, Settings};

/// What `init` writes: the example file of the repository, to the byte.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Why a `config` command failed. Each is exit code 1.
#[derive(Debug, Error)]
pub enum ConfigCommandError {
    /// `init` found something in its place.
    #[error(
        "{} exists and was left as it is\nsee what is in force with: covage-tui config show",
        escape(&.0.to_string_lossy())
    )]
    Exists(PathBuf),
    /// `init` cannot write.
    #[error("cannot write {}: {reason}", escape(&.path.to_string_lossy()))]
    CannotWrite {
        /// The file or its directory.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The output went away.
    #[error("cannot print: {0}")]
    Output(#[from] io::Error),
}

/// Writes the commented example to `path` (0600), with its directories (0700) where they are missing, and says what to do
/// next.
///
/// # Errors
/// [`ConfigCommandError`]. Something that is there already, a dangling link included, is never touched.
pub fn init(out: &mut dyn Write, path: &Path) -> Result<(), ConfigCommandError> {
    let cannot = |path: &Path| {
        let path = path.to_owned();
        move |reason| ConfigCommandError::CannotWrite { path, reason }
    };
    if let Some(parent) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)
            .map_err(cannot(parent))?;
    }
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = created.map_err(|reason| match reason.kind() {
        io::ErrorKind::AlreadyExists => ConfigCommandError::Exists(path.to_owned()),
        _ => cannot(path)(reason),
    })?;
    file.write_all(EXAMPLE.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(cannot(path))?;
    writeln!(out, "wrote {}", escape(&path.to_string_lossy()))?;
    writeln!(
        out,
        "fill in the lines that begin with #! (keycloak_url, username), then run: covage-tui config show"
    )?;
    Ok(())
}

/// Prints where things live: one line each, name and path.
///
/// # Errors
/// Those of `out`.
pub fn path(
    out: &mut dyn Write,
    config_file: &Path,
    paths: &Paths,
) -> Result<(), ConfigCommandError> {
    let note = if config_file.exists() {
        ""
    } else {
        "   (not there; covage-tui config init writes it)"
    };
    let shown = |path: &Path| escape(&path.to_string_lossy());
    writeln!(out, "config  {}{note}", shown(config_file))?;
    writeln!(out, "views   {}", shown(&paths.views_file))?;
    writeln!(out, "cache   {}", shown(&paths.cache_dir))?;
    writeln!(out, "state   {}", shown(&paths.state_dir))?;
    writeln!(out, "log     {}", shown(&paths.log_file))?;
    Ok(())
}

/// Prints every setting in force with the place it came from. Secrets are described, not shown.
///
/// # Errors
/// Those of `out`.
pub fn show(out: &mut dyn Write, settings: &Settings) -> Result<(), ConfigCommandError> {
    let file = settings
        .file
        .as_deref()
        .map(|path| escape(&path.to_string_lossy()));
    writeln!(out, "file: {}\n", file.as_deref().unwrap_or("none"))?;
    print_rows(out, &settings.rows())?;
    writeln!(out)?;
    print_rows(out, &settings.key_rows())
}

/// Key, value and source in columns.
fn print_rows(out: &mut dyn Write, rows: &[Row]) -> Result<(), ConfigCommandError> {
    let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let (keys, values) = (
        widest(|row| row.key.width()),
        widest(|row| row.value.width()),
    );
    for row in rows {
        let gap = values - row.value.width();
        writeln!(
            out,
            "{:keys$}  {}{:gap$}  {}",
            row.key, row.value, "", row.source
        )?;
    }
    Ok(())
}
