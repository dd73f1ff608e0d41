//! Where configuration, cache, state and log live, by the rules of the platform (XDG on Linux).
//!
//! Nothing is created here; whoever writes creates its directory, 0700.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use super::error::SettingsError;

/// The name of our directories.
const NAME: &str = "covage-tui";

/// The places of this user's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The home directory, for `~/` in the file.
    pub home: PathBuf,
    /// The configuration file that is read when none is named.
    pub config_file: PathBuf,
    /// The file of saved views, whichever configuration file is read.
    pub views_file: PathBuf,
    /// Disposable: may be deleted at any time.
    pub cache_dir: PathBuf,
    /// Precious: what cannot be fetched again.
    pub state_dir: PathBuf,
    /// The log.
    pub log_file: PathBuf,
}

impl Paths {
    /// The places of the user who runs this process. `XDG_CONFIG_HOME`, `XDG_CACHE_HOME` and `XDG_STATE_HOME` are obeyed
    /// when they are absolute.
    ///
    /// # Errors
    /// [`SettingsError::NoHome`] when neither `HOME` nor the password database name a home directory.
    pub fn of_user() -> Result<Self, SettingsError> {
        Self::from_dirs(BaseDirs::new().zip(ProjectDirs::from("", "", NAME)))
    }

    fn from_dirs(dirs: Option<(BaseDirs, ProjectDirs)>) -> Result<Self, SettingsError> {
        let (base, ours) = dirs.ok_or(SettingsError::NoHome)?;
        // Only Linux has a place for state; elsewhere it goes with the data.
        let state = ours.state_dir().unwrap_or_else(|| ours.data_local_dir());
        Ok(Self::at(
            base.home_dir(),
            ours.config_dir(),
            ours.cache_dir(),
            state,
        ))
    }

    /// The same layout below one directory, for tests and portable installations.
    pub fn under(root: &Path) -> Self {
        Self::at(
            root,
            &root.join("config"),
            &root.join("cache"),
            &root.join("state"),
        )
    }

    fn at(home: &Path, config: &Path, cache: &Path, state: &Path) -> Self {
        Self {
            home: home.to_owned(),
            config_file: config.join("config.toml"),
            views_file: config.join("views.toml"),
            cache_dir: cache.to_owned(),
            state_dir: state.to_owned(),
            log_file: state.join("covage-tui.log"),
        }
    }

    /// A path as written in `file`: `~/` is the home directory, a relative path starts at the file's directory. No variable
    /// is expanded.
    pub fn resolve(home: Option<&Path>, file: &Path, written: &str) -> PathBuf {
        match (written.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => file.parent().unwrap_or_else(|| Path::new("")).join(written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_without_a_home_is_told_what_to_set() {
        let error = Paths::from_dirs(None).unwrap_err().to_string();
        assert!(
            error.contains("set HOME")
                && error.contains("COVAGE_TUI_CONFIG")
                && error.contains("--demo"),
            "{error}"
        );
    }

    #[test]
    fn every_place_of_this_user_is_named_after_the_program() {
        let paths = Paths::of_user().unwrap();
        assert!(
            paths.config_file.ends_with("covage-tui/config.toml"),
            "{paths:?}"
        );
        assert!(paths.cache_dir.ends_with("covage-tui"), "{paths:?}");
        assert_eq!(paths.log_file.parent(), Some(paths.state_dir.as_path()));
    }

    #[test]
    fn paths_in_the_file_start_at_home_or_at_the_file() {
        let resolve = |written| {
            Paths::resolve(
                Some(Path::new("/home/me")),
                Path::new("/etc/covage/config.toml"),
                written,
            )
        };
        assert_eq!(resolve("~/.secret"), Path::new("/home/me/.secret"));
        assert_eq!(resolve("secret"), Path::new("/etc/covage/secret"));
        assert_eq!(resolve("/run/secret"), Path::new("/run/secret"));
        assert_eq!(resolve("~other/x"), Path::new("/etc/covage/~other/x"));
    }
}
