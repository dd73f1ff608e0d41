//! The environment variables that mean something to us, read once.
//!
//! A variable that is set to nothing counts as not set. Variables that libraries read by themselves (`HTTPS_PROXY`,
//! `NO_PROXY`, `SSL_CERT_FILE`, the XDG directories) are not here.

use std::ffi::OsString;
use std::path::PathBuf;

use secrecy::SecretString;

use super::error::{Problem, SettingsError};

/// Names the profile.
pub const PROFILE: &str = "COVAGE_TUI_PROFILE";
/// Names the configuration file.
pub const CONFIG: &str = "COVAGE_TUI_CONFIG";
/// The address of the API.
pub const API_URL: &str = "COVAGE_API_URL";
/// The address of Keycloak, or the whole token URL.
pub const KEYCLOAK_URL: &str = "COVAGE_KEYCLOAK_URL";
/// The account.
pub const USERNAME: &str = "COVAGE_USERNAME";
/// The password. Never passed on to a child.
pub const PASSWORD: &str = "COVAGE_PASSWORD";
/// No colours, see <https://no-color.org>.
pub const NO_COLOR: &str = "NO_COLOR";
/// The variables that name the character set, strongest first (POSIX).
pub const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// What the environment says. `Default` is an empty one with a UTF-8 terminal.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// [`PROFILE`].
    pub profile: Option<String>,
    /// [`CONFIG`].
    pub config: Option<PathBuf>,
    /// [`API_URL`], unchecked.
    pub api_url: Option<String>,
    /// [`KEYCLOAK_URL`], unchecked.
    pub keycloak_url: Option<String>,
    /// [`USERNAME`].
    pub username: Option<String>,
    /// [`PASSWORD`].
    pub password: Option<SecretString>,
    /// Whether [`NO_COLOR`] is set.
    pub no_color: bool,
    /// The variable that says that the terminal is not UTF-8; `LANG` when none says anything.
    pub not_utf8: Option<&'static str>,
}

impl Environment {
    /// Reads the variables through `lookup`.
    ///
    /// # Errors
    /// [`SettingsError::Environment`] for one of our variables that is not UTF-8.
    pub fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let set = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let text = |variable: &'static str| {
            let not_text = |_| SettingsError::Environment {
                variable,
                problem: Problem::WrongType {
                    expected: "UTF-8 text",
                    found: "other bytes",
                },
            };
            set(variable)
                .map(|value| value.into_string().map_err(not_text))
                .transpose()
        };
        let locale = LOCALE
            .into_iter()
            .find_map(|name| set(name).map(|value| (name, value)));
        let not_utf8 = match &locale {
            Some((name, value)) => (!names_utf8(&value.to_string_lossy())).then_some(*name),
            None => Some("LANG"),
        };
        Ok(Self {
            profile: text(PROFILE)?,
            config: set(CONFIG).map(PathBuf::from),
            api_url: text(API_URL)?,
            keycloak_url: text(KEYCLOAK_URL)?,
            username: text(USERNAME)?,
            password: text(PASSWORD)?.map(SecretString::from),
            no_color: set(NO_COLOR).is_some(),
            not_utf8,
        })
    }

    /// Reads the variables of this process.
    ///
    /// # Errors
    /// As [`Environment::read`].
    pub fn of_process() -> Result<Self, SettingsError> {
        Self::read(|name| std::env::var_os(name))
    }
}

fn names_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt as _;

    fn read(pairs: &[(&str, &str)]) -> Environment {
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.into())
        };
        Environment::read(find).unwrap()
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        let env = read(&[
            (API_URL, ""),
            (PASSWORD, ""),
            (NO_COLOR, ""),
            (USERNAME, "me"),
        ]);
        assert_eq!(env.api_url, None);
        assert!(env.password.is_none());
        assert!(!env.no_color);
        assert_eq!(env.username.as_deref(), Some("me"));
    }

    #[test]
    fn the_strongest_locale_variable_decides() {
        assert_eq!(read(&[("LANG", "fr_FR.UTF-8")]).not_utf8, None);
        assert_eq!(
            read(&[("LANG", "fr_FR.utf8"), ("LC_ALL", "C")]).not_utf8,
            Some("LC_ALL")
        );
        assert_eq!(
            read(&[("LANG", "C"), ("LC_CTYPE", "C.UTF-8")]).not_utf8,
            None
        );
        assert_eq!(
            read(&[("LANG", "fr_FR.ISO-8859-15")]).not_utf8,
            Some("LANG")
        );
        assert_eq!(read(&[]).not_utf8, Some("LANG"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_without_repeating_them() {
        let lookup =
            |name: &str| (name == PASSWORD).then(|| OsString::from_vec(b"canary\xff".to_vec()));
        let error = Environment::read(lookup).unwrap_err();
        assert_eq!(
            error.to_string(),
            "COVAGE_PASSWORD: expected UTF-8 text, found other bytes"
        );
        assert!(!format!("{error:?}").contains("canary"));
    }
}
