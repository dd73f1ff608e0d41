//! Which profile is used, and who talks to which server as whom. Pure.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::environment::{self, Environment};
use super::error::{Problem, SettingsError};
use super::file::{FilePassword, FileProfile, Located};
use super::paths::Paths;
use super::secret::PasswordSource;
use super::settings::{LoadedFile, Overrides, flag_or};
use super::sourced::{Source, Sourced};
use super::url::{BaseUrl, TokenUrl, UrlProblem};

/// The name of the profile that is made of the environment alone.
pub const ENVIRONMENT_PROFILE: &str = "environment";

/// Who talks to which server, and where the password comes from.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name in the file.
    pub name: Sourced<String>,
    /// The API (G18).
    pub api_url: Sourced<BaseUrl>,
    /// The token endpoint (A1).
    pub token_url: Sourced<TokenUrl>,
    /// The account.
    pub username: Sourced<String>,
    /// Where the password comes from.
    pub password: Sourced<PasswordSource>,
    /// Certificates to trust besides those of the system, PEM.
    pub ca_file: Option<Sourced<PathBuf>>,
    /// Whether writes are switched off.
    pub read_only: Sourced<bool>,
}

/// The variables that are not set and would make a file unnecessary. The password is not one of them when all others are
/// set: it can be asked for.
pub fn missing(env: &Environment) -> Vec<&'static str> {
    let needed = [
        (environment::API_URL, env.api_url.is_none()),
        (environment::KEYCLOAK_URL, env.keycloak_url.is_none()),
        (environment::USERNAME, env.username.is_none()),
    ];
    let mut missing: Vec<_> = needed
        .into_iter()
        .filter(|(_, absent)| *absent)
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() && env.password.is_none() {
        missing.push(environment::PASSWORD);
    }
    missing
}

/// Chooses the profile and completes it from the environment.
///
/// # Errors
/// [`SettingsError`]: an address in a variable that may not be used, an unknown or undecided profile, or one that lacks an
/// address or a user.
pub(super) fn resolve(
    overrides: &Overrides,
    env: &Environment,
    file: Option<&LoadedFile>,
    home: Option<&Path>,
) -> Result<Profile, SettingsError> {
    let api_url = from_environment(environment::API_URL, env.api_url.as_deref(), BaseUrl::parse)?;
    let token_url = from_environment(
        environment::KEYCLOAK_URL,
        env.keycloak_url.as_deref(),
        TokenUrl::parse,
    )?;
    let username = env
        .username
        .clone()
        .map(|it| Sourced::new(it, Source::Environment(environment::USERNAME)));
    let password = env.password.clone().map(|it| {
        Sourced::new(
            PasswordSource::Given(it),
            Source::Environment(environment::PASSWORD),
        )
    });

    let (name, said) = choose(overrides, env, file)?;
    let at = Origin { file, home };
    let api_url = api_url.or_else(|| at.value(said?.api_url.as_ref()));
    let token_url = token_url.or_else(|| at.value(said?.keycloak_url.as_ref()));
    let username = username.or_else(|| at.value(said?.username.as_ref()));
    let password = password.or_else(|| at.password(said?));

    let (Some(api_url), Some(token_url), Some(username)) = (&api_url, &token_url, &username) else {
        let needed = [
            ("api_url", environment::API_URL, api_url.is_none()),
            (
                "keycloak_url",
                environment::KEYCLOAK_URL,
                token_url.is_none(),
            ),
            ("username", environment::USERNAME, username.is_none()),
        ];
        return Err(SettingsError::Incomplete {
            profile: name.value,
            missing: needed
                .into_iter()
                .filter(|it| it.2)
                .map(|it| (it.0, it.1))
                .collect(),
            place: said.zip(file).map(|(said, file)| {
                Box::new((file.path.to_string_lossy().into_owned(), said.place.clone()))
            }),
        });
    };
    let read_only = said.and_then(|said| at.value(said.read_only.as_ref()));
    // Off in every profile, whatever a profile says.
    let everywhere = file.and_then(|file| at.value(file.file.writes.read_only.as_ref()));
    let read_only = match everywhere {
        Some(off) if off.value => Some(off),
        _ => read_only,
    };
    Ok(Profile {
        name,
        api_url: api_url.clone(),
        token_url: token_url.clone(),
        username: username.clone(),
        password: password.unwrap_or(Sourced::default(PasswordSource::Prompt)),
        ca_file: said
            .and_then(|said| Some(at.value(said.ca_file.as_ref())?.map(|it| at.path(&it)))),
        read_only: flag_or(
            overrides.read_only,
            "--read-only",
            read_only.unwrap_or(Sourced::default(false)),
        ),
    })
}

fn from_environment<T>(
    variable: &'static str,
    value: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, UrlProblem>,
) -> Result<Option<Sourced<T>>, SettingsError> {
    match value.map(parse).transpose() {
        Ok(value) => Ok(value.map(|it| Sourced::new(it, Source::Environment(variable)))),
        Err(problem) => Err(SettingsError::Environment {
            variable,
            problem: problem.into(),
        }),
    }
}

/// Flag, then variable, then `default_profile`, then the only profile there is; without any, the environment stands alone.
fn choose<'f>(
    overrides: &Overrides,
    env: &Environment,
    file: Option<&'f LoadedFile>,
) -> Result<(Sourced<String>, Option<&'f FileProfile>), SettingsError> {
    let profiles = file.map(|it| &it.file.profiles);
    let find = |name: &str| profiles.and_then(|all| all.get(name));
    let unknown = |name: &str| Problem::NoSuchProfile {
        name: name.to_owned(),
        known: profiles
            .map(|all| all.keys().cloned().collect())
            .unwrap_or_default(),
    };
    if let Some(name) = &overrides.profile {
        let profile = find(name).ok_or_else(|| SettingsError::Flag {
            problem: unknown(name),
        })?;
        return Ok((
            Sourced::new(name.clone(), Source::Flag("--profile")),
            Some(profile),
        ));
    }
    if let Some(name) = &env.profile {
        let variable = environment::PROFILE;
        let profile = find(name).ok_or_else(|| SettingsError::Environment {
            variable,
            problem: unknown(name),
        })?;
        return Ok((
            Sourced::new(name.clone(), Source::Environment(variable)),
            Some(profile),
        ));
    }
    let Some(loaded) = file else {
        return Ok((Sourced::default(ENVIRONMENT_PROFILE.to_owned()), None));
    };
    let at = Origin { file, home: None };
    if let Some(name) = at.value(loaded.file.default_profile.as_ref()) {
        let profile = find(&name.value);
        return Ok((name, profile));
    }
    let mut all = loaded.file.profiles.iter();
    match (all.next(), all.next()) {
        (None, _) => Ok((Sourced::default(ENVIRONMENT_PROFILE.to_owned()), None)),
        (Some((name, profile)), None) => {
            Ok((at.sourced(name.clone(), profile.place.line), Some(profile)))
        }
        // Several, and the environment is complete: none of them is needed.
        _ if missing(env).is_empty() => {
            Ok((Sourced::default(ENVIRONMENT_PROFILE.to_owned()), None))
        }
        _ => Err(SettingsError::NoProfileChosen {
            names: loaded.file.profiles.keys().cloned().collect(),
            file: super::excerpt::escape(&loaded.path.to_string_lossy()),
        }),
    }
}

/// The file that values come from.
struct Origin<'f> {
    file: Option<&'f LoadedFile>,
    home: Option<&'f Path>,
}

impl Origin<'_> {
    fn sourced<T>(&self, value: T, line: usize) -> Sourced<T> {
        let source = self.file.map(|it| Source::File {
            path: Arc::clone(&it.path),
            line,
        });
        Sourced::new(value, source.unwrap_or(Source::Default))
    }

    fn value<T: Clone>(&self, value: Option<&Located<T>>) -> Option<Sourced<T>> {
        value.map(|it| self.sourced(it.value.clone(), it.line))
    }

    fn path(&self, written: &str) -> PathBuf {
        let file = self.file.map_or(Path::new(""), |it| it.path.as_ref());
        Paths::resolve(self.home, file, written)
    }

    fn password(&self, said: &FileProfile) -> Option<Sourced<PasswordSource>> {
        let written = self.value(said.password.as_ref())?;
        Some(written.map(|it| match it {
            FilePassword::Command(argv) => PasswordSource::Command(argv),
            FilePassword::File(path) => PasswordSource::File(self.path(&path)),
        }))
    }
}
