//! The settings in force: flags over environment over file over defaults, each value with its source.
//!
//! [`resolve`] is pure. [`Settings::load`] only finds and reads the file for it.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::app::batch::SITES_PER_REQUEST;
use crate::app::columns::Column;

use super::duration;
use super::environment::{self, Environment};
use super::error::SettingsError;
use super::excerpt::escape;
use super::file::{self, File, Located};
use super::keys;
use super::paths::Paths;
use super::profile::{self, Profile};
use super::secret::PasswordSource;
use super::sourced::{Source, Sourced};
use super::url::{BaseUrl, TokenUrl};
use crate::app::action::Action;
use crate::app::keymap::{Chord, Keymap};
use crate::domain::date::Dates;
use crate::domain::write::Way;

/// Time between two sweeps over the orders.
pub const ORDERS_EVERY: Duration = Duration::from_secs(60);
/// The same in the demo, where something happens every few seconds.
const DEMO_ORDERS_EVERY: Duration = Duration::from_secs(5);
/// Time between two sweeps over baskets and lines.
pub const QUOTES_EVERY: Duration = Duration::from_secs(5 * 60);
/// Time between two sweeps over eligibility requests and items, unless the file says otherwise.
pub const ELIGIBILITY_EVERY: Duration = Duration::from_secs(2 * 60);
/// How long what creates or ends an order is held, so that it can be taken back.
pub const SEND_DELAY: Duration = Duration::from_secs(5);
/// Writes a second where no limit is documented.
pub const WRITES_PER_SECOND: f64 = 1.0;
/// Code lists change rarely and are read again daily.
pub const REFERENTIALS_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Reads a second where no limit is documented.
pub const READS_PER_SECOND: f64 = 2.0;
/// Reads under way at once where no limit is documented.
pub const IN_FLIGHT: usize = 4;
/// No sane configuration is larger; keeps a wrong path from filling the memory.
const MAX_FILE: u64 = 256 * 1024;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// When the output is a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: bold, underline and reverse only.
    Never,
}

impl ColorChoice {
    /// Every choice, in the order of [`Self::NAMES`].
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];
    /// How each choice is written.
    pub const NAMES: [&'static str; 3] = ["auto", "always", "never"];

    /// How the choice is written.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// Which colours stand for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// The 16 ANSI colours, as the terminal's palette has them.
    #[default]
    Default,
    /// A palette of 24-bit colours for a dark background.
    Truecolor,
    /// A palette of 24-bit colours for a light background.
    Light,
    /// No colours.
    Mono,
}

impl ThemeChoice {
    /// Every choice, in the order of [`Self::NAMES`].
    pub const ALL: [Self; 4] = [Self::Default, Self::Truecolor, Self::Light, Self::Mono];
    /// How each choice is written.
    pub const NAMES: [&'static str; 4] = ["default", "truecolor", "light", "mono"];

    /// How the choice is written.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// What the command line says about the settings.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--profile`.
    pub profile: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--read-only`.
    pub read_only: bool,
    /// `--ascii`.
    pub ascii: bool,
    /// `--color`.
    pub color: Option<ColorChoice>,
    /// `--theme`.
    pub theme: Option<ThemeChoice>,
    /// `--mouse`.
    pub mouse: bool,
}

/// How often things are read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// Shortest time between the starts of two sweeps over the orders; a slow sweep stretches it.
    pub orders: Sourced<Duration>,
    /// Shortest time between the starts of two sweeps over baskets and lines.
    pub quotes: Sourced<Duration>,
    /// Shortest time between the starts of two sweeps over eligibility requests and items.
    pub eligibility: Sourced<Duration>,
    /// Age at which the code lists are read again.
    pub referentials: Sourced<Duration>,
}

/// How changes at Covage are sent. Whether they are at all is [`Profile::read_only`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writes {
    /// How long what creates or ends an order is held before it is sent; 0 to 60 s.
    pub send_delay: Sourced<Duration>,
}

/// How eligibility is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// Over which call a single site is checked, unless a person chooses in the form (E6).
    pub single: Sourced<Way>,
    /// Sites of one request of a batch at most; 1 to 100.
    pub sites_per_request: Sourced<usize>,
}

/// Our caps for classes without a documented limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Reads a second, 0.1 to 50.
    pub reads_per_second: Sourced<f64>,
    /// Reads under way at once, 1 to 32.
    pub in_flight: Sourced<usize>,
    /// Writes a second, 0.1 to 5.
    pub writes_per_second: Sourced<f64>,
}

/// How the screen looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ui {
    /// Which colours stand for what. Taken at its word: a terminal is not asked whether it has 24-bit colours, and
    /// COLORTERM, which could say so, does not travel over ssh.
    pub theme: Sourced<ThemeChoice>,
    /// Whether every byte we print is below 0x80. Also true when the locale is not UTF-8, whatever the file says.
    pub ascii: Sourced<bool>,
    /// When to use colours.
    pub color: Sourced<ColorChoice>,
    /// Columns of the order list, from left to right; the reference comes first, listed or not.
    pub orders_columns: Sourced<Vec<Column>>,
    /// Whether clicks and the wheel act. Off, they stay with the terminal, which selects text with them.
    pub mouse: Sourced<bool>,
    /// How dates are written at first; `t` changes it.
    pub dates: Sourced<Dates>,
    /// Where downloads go; a relative path starts where the program was started.
    pub download_dir: Sourced<PathBuf>,
}

/// Everything a run needs to know. `Debug` holds no secret.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file that was read, if one was.
    pub file: Option<Arc<Path>>,
    /// Who talks to which server.
    pub profile: Profile,
    /// How often things are read again.
    pub refresh: Refresh,
    /// How changes at Covage are sent.
    pub writes: Writes,
    /// How eligibility is asked for.
    pub eligibility: Eligibility,
    /// Our caps for classes without a documented limit.
    pub limits: Limits,
    /// How the screen looks.
    pub ui: Ui,
    /// The keys of every action, in the order of the help screen.
    pub keys: Vec<(Action, Sourced<Vec<Chord>>)>,
    /// The `created_by` values that are us.
    pub me: Sourced<Vec<String>>,
}

/// The server that `--demo` started, and how to log in to it.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Its API.
    pub api_url: BaseUrl,
    /// Its token endpoint.
    pub token_url: TokenUrl,
    /// Its account.
    pub username: String,
    /// Its password.
    pub password: SecretString,
}

/// One line of `config show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Path of the key.
    pub key: String,
    /// The value, safe to print; a secret is described, not shown.
    pub value: String,
    /// Where it came from.
    pub source: Source,
}

/// A configuration file that was found, read and checked.
#[derive(Clone, Debug)]
pub struct LoadedFile {
    /// Its path.
    pub path: Arc<Path>,
    /// What it says.
    pub file: File,
}

/// The configuration file to use and who named it; `None` for the usual place.
///
/// # Errors
/// [`SettingsError::NoHome`] when nobody names a file and there is no usual place.
pub fn config_path(
    overrides: &Overrides,
    env: &Environment,
    paths: Option<&Paths>,
) -> Result<(PathBuf, Option<&'static str>), SettingsError> {
    match (&overrides.config, &env.config, paths) {
        (Some(path), _, _) => Ok((path.clone(), Some("--config"))),
        (None, Some(path), _) => Ok((path.clone(), Some(environment::CONFIG))),
        (None, None, Some(paths)) => Ok((paths.config_file.clone(), None)),
        (None, None, None) => Err(SettingsError::NoHome),
    }
}

impl Settings {
    /// Finds and reads the file, then [`resolve`]s. Without a file the environment may say enough; a file that a flag or a
    /// variable names must exist. `paths` is `None` for a user without a home directory.
    ///
    /// # Errors
    /// [`SettingsError`]: no file and not enough environment, an unreadable or wrong file, or what [`resolve`] finds.
    pub fn load(
        overrides: &Overrides,
        env: &Environment,
        paths: Option<&Paths>,
    ) -> Result<Self, SettingsError> {
        let (path, asked_by) = match config_path(overrides, env, paths) {
            Ok(found) => found,
            Err(_) if profile::missing(env).is_empty() => {
                return resolve(overrides, env, None, None);
            }
            Err(error) => return Err(error),
        };
        let home = paths.map(|it| it.home.as_path());
        match (read(&path), asked_by) {
            (Ok(file), _) => resolve(overrides, env, Some(&file), home),
            (Err(SettingsError::Unreadable { reason, .. }), asked_by)
                if reason.kind() == io::ErrorKind::NotFound =>
            {
                let missing = profile::missing(env);
                match asked_by {
                    Some(asked_by) => Err(SettingsError::NamedFileMissing { path, asked_by }),
                    None if missing.is_empty() => resolve(overrides, env, None, home),
                    None => Err(SettingsError::NotFound { path, missing }),
                }
            }
            (Err(error), _) => Err(error),
        }
    }

    /// The settings of `--demo`: no file, no credentials of the user, orders swept every 5 s.
    pub fn for_demo(overrides: &Overrides, env: &Environment, demo: Demo) -> Self {
        let here = |value: String| Sourced::new(value, Source::Demo);
        let profile = Profile {
            name: here("demo".to_owned()),
            api_url: Sourced::new(demo.api_url, Source::Demo),
            token_url: Sourced::new(demo.token_url, Source::Demo),
            username: here(demo.username),
            password: Sourced::new(PasswordSource::Given(demo.password), Source::Demo),
            ca_file: None,
            read_only: flag_or(overrides.read_only, "--read-only", Sourced::default(false)),
        };
        let mut settings = common(overrides, env, None, None, profile);
        settings.refresh.orders = Sourced::new(DEMO_ORDERS_EVERY, Source::Demo);
        settings
    }

    /// Every setting as text, for `config show`.
    pub fn rows(&self) -> Vec<Row> {
        fn row<T>(key: &'static str, it: &Sourced<T>, print: impl FnOnce(&T) -> String) -> Row {
            Row {
                key: key.to_owned(),
                value: print(&it.value),
                source: it.source.clone(),
            }
        }
        let profile = &self.profile;
        let mut rows = vec![
            row("profile", &profile.name, |it| escape(it)),
            row("api_url", &profile.api_url, ToString::to_string),
            row("token_url", &profile.token_url, ToString::to_string),
            row("username", &profile.username, |it| escape(it)),
            row("password", &profile.password, PasswordSource::describe),
        ];
        rows.extend(
            profile
                .ca_file
                .as_ref()
                .map(|it| row("ca_file", it, |path| escape(&path.to_string_lossy()))),
        );
        rows.extend([
            row("read_only", &profile.read_only, ToString::to_string),
            row("refresh.orders", &self.refresh.orders, |it| {
                duration::print(*it)
            }),
            row("refresh.quotes", &self.refresh.quotes, |it| {
                duration::print(*it)
            }),
            row("refresh.eligibility", &self.refresh.eligibility, |it| {
                duration::print(*it)
            }),
            row("refresh.referentials", &self.refresh.referentials, |it| {
                duration::print(*it)
            }),
            row("writes.send_delay", &self.writes.send_delay, |it| {
                duration::print(*it)
            }),
            row("eligibility.single", &self.eligibility.single, |it| {
                it.word().to_owned()
            }),
            row(
                "eligibility.sites_per_request",
                &self.eligibility.sites_per_request,
                ToString::to_string,
            ),
            row(
                "limits.reads_per_second",
                &self.limits.reads_per_second,
                ToString::to_string,
            ),
            row(
                "limits.in_flight",
                &self.limits.in_flight,
                ToString::to_string,
            ),
            row(
                "limits.writes_per_second",
                &self.limits.writes_per_second,
                ToString::to_string,
            ),
            row("ui.theme", &self.ui.theme, |it| it.name().to_owned()),
            row("ui.ascii", &self.ui.ascii, ToString::to_string),
            row("ui.color", &self.ui.color, |it| it.name().to_owned()),
            row("ui.orders_columns", &self.ui.orders_columns, |columns| {
                let names: Vec<_> = columns.iter().map(|column| column.name()).collect();
                names.join(" ")
            }),
            row("ui.mouse", &self.ui.mouse, ToString::to_string),
            row("ui.dates", &self.ui.dates, |it| it.name().to_owned()),
            row("ui.download_dir", &self.ui.download_dir, |path| {
                escape(&path.to_string_lossy())
            }),
            row("me", &self.me, |names| {
                let names: Vec<_> = names
                    .iter()
                    .map(|name| format!("\"{}\"", escape(name)))
                    .collect();
                format!("[{}]", names.join(", "))
            }),
        ]);
        rows
    }

    /// The keys of every action as text, for `config show`.
    pub fn key_rows(&self) -> Vec<Row> {
        let row = |(action, keys): &(Action, Sourced<Vec<Chord>>)| Row {
            key: format!("keys.{}", action.name()),
            value: keys::list(&keys.value),
            source: keys.source.clone(),
        };
        self.keys.iter().map(row).collect()
    }

    /// Which key asks for which action.
    pub fn keymap(&self) -> Keymap {
        let mut keymap = Keymap::default();
        for (action, keys) in &self.keys {
            keymap.rebind(*action, keys.value.iter().copied());
        }
        keymap
    }
}

/// Puts flags, environment and file together. `home` stands for `~/` in the file.
///
/// # Errors
/// [`SettingsError`]: an unusable variable, an unknown or undecided profile, a profile that lacks an address or a user.
pub fn resolve(
    overrides: &Overrides,
    env: &Environment,
    file: Option<&LoadedFile>,
    home: Option<&Path>,
) -> Result<Settings, SettingsError> {
    let profile = profile::resolve(overrides, env, file, home)?;
    Ok(common(overrides, env, file, home, profile))
}

/// Everything that does not depend on the profile.
fn common(
    overrides: &Overrides,
    env: &Environment,
    file: Option<&LoadedFile>,
    home: Option<&Path>,
    profile: Profile,
) -> Settings {
    let nothing = File::default();
    let said = file.map_or(&nothing, |it| &it.file);
    let path = file.map(|it| &it.path);
    let ascii = match env.not_utf8 {
        Some(variable) => Sourced::new(true, Source::Environment(variable)),
        None => from_file(path, said.ui.ascii.as_ref(), false),
    };
    let color = match (overrides.color, env.no_color) {
        (Some(color), _) => Sourced::new(color, Source::Flag("--color")),
        (None, true) => Sourced::new(
            ColorChoice::Never,
            Source::Environment(environment::NO_COLOR),
        ),
        (None, false) => from_file(path, said.ui.color.as_ref(), ColorChoice::Auto),
    };
    let theme = match overrides.theme {
        Some(theme) => Sourced::new(theme, Source::Flag("--theme")),
        None => from_file(path, said.ui.theme.as_ref(), ThemeChoice::Default),
    };
    let mouse = from_file(path, said.ui.mouse.as_ref(), false);
    let download_dir = said.ui.download_dir.as_ref().map(|it| Located {
        value: from_home(home, &it.value),
        line: it.line,
    });
    Settings {
        file: path.cloned(),
        profile,
        refresh: Refresh {
            orders: from_file(path, said.refresh.orders.as_ref(), ORDERS_EVERY),
            quotes: from_file(path, said.refresh.quotes.as_ref(), QUOTES_EVERY),
            eligibility: from_file(path, said.refresh.eligibility.as_ref(), ELIGIBILITY_EVERY),
            referentials: from_file(path, said.refresh.referentials.as_ref(), REFERENTIALS_EVERY),
        },
        writes: Writes {
            send_delay: from_file(path, said.writes.send_delay.as_ref(), SEND_DELAY),
        },
        eligibility: Eligibility {
            single: from_file(path, said.eligibility.single.as_ref(), Way::default()),
            sites_per_request: from_file(
                path,
                said.eligibility.sites_per_request.as_ref(),
                SITES_PER_REQUEST,
            ),
        },
        limits: Limits {
            reads_per_second: from_file(
                path,
                said.limits.reads_per_second.as_ref(),
                READS_PER_SECOND,
            ),
            in_flight: from_file(path, said.limits.in_flight.as_ref(), IN_FLIGHT),
            writes_per_second: from_file(
                path,
                said.limits.writes_per_second.as_ref(),
                WRITES_PER_SECOND,
            ),
        },
        ui: Ui {
            theme,
            ascii: flag_or(overrides.ascii, "--ascii", ascii),
            color,
            orders_columns: from_file(
                path,
                said.ui.orders_columns.as_ref(),
                Column::USUAL.to_vec(),
            ),
            mouse: flag_or(overrides.mouse, "--mouse", mouse),
            dates: from_file(path, said.ui.dates.as_ref(), Dates::default()),
            download_dir: from_file(path, download_dir.as_ref(), PathBuf::from(".")),
        },
        keys: said.keys.in_force(path),
        me: from_file(path, said.me.as_ref(), Vec::new()),
    }
}

/// A path as written: `~/` is the home directory.
fn from_home(home: Option<&Path>, written: &str) -> PathBuf {
    match (written.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(written),
    }
}

/// A switch that can only be turned on by its flag.
pub(super) fn flag_or(flag: bool, name: &'static str, otherwise: Sourced<bool>) -> Sourced<bool> {
    if flag {
        Sourced::new(true, Source::Flag(name))
    } else {
        otherwise
    }
}

/// A value of the file, or its default.
pub(super) fn from_file<T: Clone>(
    path: Option<&Arc<Path>>,
    value: Option<&Located<T>>,
    default: T,
) -> Sourced<T> {
    match (path, value) {
        (Some(path), Some(it)) => Sourced::new(
            it.value.clone(),
            Source::File {
                path: Arc::clone(path),
                line: it.line,
            },
        ),
        _ => Sourced::default(default),
    }
}

fn read(path: &Path) -> Result<LoadedFile, SettingsError> {
    let unreadable = |reason| SettingsError::Unreadable {
        path: path.to_owned(),
        reason,
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).map_err(unreadable)?;
    opened
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(unreadable(io::Error::other("it is larger than 256 KiB")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let line = good.matches('\n').count() + 1;
        unreadable(io::Error::other(format!("line {line} is not UTF-8")))
    })?;
    let file = file::parse(&text, &path.to_string_lossy()).map_err(SettingsError::File)?;
    Ok(LoadedFile {
        path: path.into(),
        file,
    })
}
