//! Configuration from the outside: what a person reads when it is wrong, who wins, and that no secret leaks.

mod any_file;
mod commands;
mod example;
mod keys;
mod missing;
mod precedence;
mod secrets;
mod wrong_files;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use covage_tui::commands::config as command;
use covage_tui::config::file::{self, File};
use covage_tui::config::settings::{Demo, LoadedFile, resolve};
use covage_tui::config::url::{BaseUrl, TokenUrl};
use covage_tui::config::{
    ColorChoice, Environment, Overrides, PasswordSource, Paths, Settings, SettingsError, Source,
    ThemeChoice,
};
use secrecy::SecretString;

const CANARY: &str = "canary-7f3a";

const TWO_PROFILES: &str = r#"
default_profile = "prod"
me = ["jean", "Jeanne"]
[profiles.prod]
api_url = "https://api.example.com/gw/"
keycloak_url = "https://kc.example.com"
username = "jean"
password_command = ["pass", "show", "covage"]
ca_file = "ca.pem"
[profiles.test]
api_url = "http://127.0.0.1:4010"
keycloak_url = "http://127.0.0.1:4011/realms/t/protocol/openid-connect/token"
username = "test"
password_file = "~/secret"
read_only = true
[refresh]
orders = "2m"
[writes]
send_delay = "0s"
[eligibility]
single = "async"
[limits]
reads_per_second = 0.5
writes_per_second = 0.2
[ui]
color = "never"
theme = "truecolor"
download_dir = "~/covage"
"#;

fn loaded(text: &str) -> LoadedFile {
    let file =
        file::parse(text, "config.toml").unwrap_or_else(|errors| panic!("{}", told(&errors)));
    LoadedFile {
        path: Path::new("/etc/covage/config.toml").into(),
        file,
    }
}

fn told(errors: &[covage_tui::config::ConfigError]) -> String {
    SettingsError::File(errors.to_vec()).to_string()
}

fn problems(text: &str) -> String {
    told(&file::parse(text, "config.toml").expect_err("the file is wrong"))
}

fn complete_environment() -> Environment {
    Environment {
        api_url: Some("https://env.example.com".into()),
        keycloak_url: Some("https://kc.env.example.com".into()),
        username: Some("env".into()),
        password: Some(SecretString::from(CANARY)),
        ..Environment::default()
    }
}

fn with(text: &str, overrides: &Overrides, env: &Environment) -> Result<Settings, SettingsError> {
    resolve(
        overrides,
        env,
        Some(&loaded(text)),
        Some(Path::new("/home/me")),
    )
}

/// What `config show` prints, without the keys.
fn shown(settings: &Settings) -> String {
    let mut out = Vec::new();
    command::show(&mut out, settings).unwrap();
    let mut text = String::from_utf8(out).unwrap();
    text.truncate(text.find("\nkeys.").unwrap());
    text
}
