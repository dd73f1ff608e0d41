//! The shape of `config.toml`: text in, typed values or every problem out. Pure.
//!
//! What is absent stays absent here; defaults are given in [`super::settings`], where it is known that neither a flag
//! nor the environment said anything. All profiles are checked, not only the one in use.

use std::collections::BTreeMap;
use std::time::Duration;

use toml::de::DeTable;

use crate::app::columns::Column;

use super::error::{ConfigError, Problem};
use super::excerpt::Place;
use super::keys::{self, FileKeys};
use super::reader::{self, Reader, Section};
use super::settings::{ColorChoice, ThemeChoice};
use super::url::{BaseUrl, TokenUrl};
use crate::domain::date::Dates;
use crate::domain::write::Way;

/// The keys that stand before any table.
pub const TOP_KEYS: &[&str] = &["default_profile", "me"];
/// Those and the names of the tables.
pub const ROOT_KEYS: &[&str] = &[
    "default_profile",
    "me",
    "profiles",
    "refresh",
    "writes",
    "eligibility",
    "limits",
    "ui",
    "keys",
];
/// The keys of `[profiles.NAME]`.
pub const PROFILE_KEYS: &[&str] = &[
    "api_url",
    "keycloak_url",
    "username",
    "password_command",
    "password_file",
    "ca_file",
    "read_only",
];
/// The keys of `[refresh]`.
pub const REFRESH_KEYS: &[&str] = &["orders", "quotes", "eligibility", "referentials"];
/// The keys of `[writes]`.
pub const WRITES_KEYS: &[&str] = &["send_delay", "read_only"];
/// The keys of `[eligibility]`.
pub const ELIGIBILITY_KEYS: &[&str] = &["single", "sites_per_request"];
/// The keys of `[limits]`.
pub const LIMITS_KEYS: &[&str] = &["reads_per_second", "in_flight", "writes_per_second"];
/// The keys of `[ui]`.
pub const UI_KEYS: &[&str] = &[
    "theme",
    "ascii",
    "color",
    "dates",
    "download_dir",
    "mouse",
    "orders_columns",
];

/// A value and the line it stands on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its line.
    pub line: usize,
}

/// What a `config.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The profile to use when nobody names one; it exists in `profiles`.
    pub default_profile: Option<Located<String>>,
    /// The `created_by` values that are us.
    pub me: Option<Located<Vec<String>>>,
    /// The profiles by name.
    pub profiles: BTreeMap<String, FileProfile>,
    /// How often lists are read again.
    pub refresh: FileRefresh,
    /// How changes at Covage are sent.
    pub writes: FileWrites,
    /// How eligibility is asked for.
    pub eligibility: FileEligibility,
    /// Our caps where the API documents none.
    pub limits: FileLimits,
    /// How the screen looks.
    pub ui: FileUi,
    /// Which keys ask for what.
    pub keys: FileKeys,
}

/// A table `[profiles.NAME]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProfile {
    /// The name in its header, to point at when something is missing.
    pub place: Place,
    /// The API (G18).
    pub api_url: Option<Located<BaseUrl>>,
    /// The token endpoint made from `keycloak_url` (A1).
    pub keycloak_url: Option<Located<TokenUrl>>,
    /// The account.
    pub username: Option<Located<String>>,
    /// Where the password comes from; never the password.
    pub password: Option<Located<FilePassword>>,
    /// Certificates to trust besides those of the system, PEM; as written.
    pub ca_file: Option<Located<String>>,
    /// Whether writes are switched off.
    pub read_only: Option<Located<bool>>,
}

/// The password sources that a file may name.
#[derive(Clone, PartialEq, Eq)]
pub enum FilePassword {
    /// `password_command`: a program and its arguments.
    Command(Vec<String>),
    /// `password_file`, as written.
    File(String),
}

impl std::fmt::Debug for FilePassword {
    /// Arguments are left out: somebody will put the password there.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Command(argv) => f
                .debug_tuple("Command")
                .field(&argv.first())
                .finish_non_exhaustive(),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

/// The table `[refresh]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRefresh {
    /// Shortest time between two sweeps over the orders; 1 s to 24 h.
    pub orders: Option<Located<Duration>>,
    /// Shortest time between two sweeps over baskets and lines; 1 s to 24 h.
    pub quotes: Option<Located<Duration>>,
    /// Shortest time between two sweeps over eligibility requests and items; 1 s to 24 h.
    pub eligibility: Option<Located<Duration>>,
    /// Age at which the code lists are read again; 1 m to 30 d.
    pub referentials: Option<Located<Duration>>,
}

/// The table `[writes]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileWrites {
    /// How long what creates or ends an order is held before it is sent; 0 to 60 s.
    pub send_delay: Option<Located<Duration>>,
    /// Whether writes are switched off, in every profile.
    pub read_only: Option<Located<bool>>,
}

/// The table `[eligibility]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileEligibility {
    /// Over which call a single site is checked (E6).
    pub single: Option<Located<Way>>,
    /// Sites of one request of a batch at most; 1 to 100.
    pub sites_per_request: Option<Located<usize>>,
}

/// The table `[limits]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileLimits {
    /// Reads a second in a class without a documented limit; 0.1 to 50.
    pub reads_per_second: Option<Located<f64>>,
    /// Reads under way at once in such a class; 1 to 32.
    pub in_flight: Option<Located<usize>>,
    /// Writes a second in such a class; 0.1 to 5.
    pub writes_per_second: Option<Located<f64>>,
}

/// The table `[ui]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileUi {
    /// Which colours stand for what.
    pub theme: Option<Located<ThemeChoice>>,
    /// Draw with ASCII only, whatever the locale.
    pub ascii: Option<Located<bool>>,
    /// When to use colours.
    pub color: Option<Located<ColorChoice>>,
    /// Columns of the order list, from left to right.
    pub orders_columns: Option<Located<Vec<Column>>>,
    /// Whether clicks and the wheel act.
    pub mouse: Option<Located<bool>>,
    /// How dates are written at first.
    pub dates: Option<Located<Dates>>,
    /// Where downloads go, as written.
    pub download_dir: Option<Located<String>>,
}

/// Reads a whole file; `file_name` is for the messages only.
///
/// # Errors
/// Every problem found, in the order of the text; never an empty list.
pub fn parse(text: &str, file_name: &str) -> Result<File, Vec<ConfigError>> {
    let mut reader = Reader::new(text, file_name);
    let (document, syntax) = DeTable::parse_recoverable(text);
    for error in syntax {
        let span = error.span().unwrap_or(0..0);
        reader.problem(span, "", Problem::Syntax(error.message().to_owned()));
    }
    let file = read(
        &mut reader,
        Section::new("", document.into_inner(), ROOT_KEYS),
    );
    let problems = reader.finish();
    if problems.is_empty() {
        Ok(file)
    } else {
        Err(problems)
    }
}

fn read(reader: &mut Reader<'_>, mut root: Section<'_>) -> File {
    let (path, tables) = root.table(reader, "profiles", &[]).names();
    let mut profiles = BTreeMap::new();
    let mut names = Vec::new();
    for (name, value) in tables {
        let key = format!("{path}.{}", name.get_ref());
        names.push(name.get_ref().to_string());
        match reader::table(&value) {
            Ok(_) if name.get_ref().trim().is_empty() => {
                reader.problem(name.span(), key, Problem::Empty);
            }
            Ok(entries) => {
                let place = reader.place(name.span());
                let profile = read_profile(reader, place, Section::new(key, entries, PROFILE_KEYS));
                profiles.insert(name.get_ref().to_string(), profile);
            }
            Err((span, problem)) => reader.problem(span, key, problem),
        }
    }
    let known = names;
    let default_profile = root.take(
        reader,
        "default_profile",
        reader::parsed(|name| {
            let found = known.iter().any(|it| it == name).then(|| name.to_owned());
            found.ok_or_else(|| Problem::NoSuchProfile {
                name: name.to_owned(),
                known: known.clone(),
            })
        }),
    );
    let me = root.take(reader, "me", reader::texts);

    let mut refresh = root.table(reader, "refresh", REFRESH_KEYS);
    let mut writes = root.table(reader, "writes", WRITES_KEYS);
    let mut eligibility = root.table(reader, "eligibility", ELIGIBILITY_KEYS);
    let mut limits = root.table(reader, "limits", LIMITS_KEYS);
    let mut ui = root.table(reader, "ui", UI_KEYS);
    let keys = root.table(reader, "keys", &[]);
    let file = File {
        default_profile,
        me,
        profiles,
        refresh: FileRefresh {
            orders: refresh.take(reader, "orders", reader::duration_between(SECOND, DAY)),
            quotes: refresh.take(reader, "quotes", reader::duration_between(SECOND, DAY)),
            eligibility: refresh.take(reader, "eligibility", reader::duration_between(SECOND, DAY)),
            referentials: refresh.take(
                reader,
                "referentials",
                reader::duration_between(MINUTE, 30 * DAY),
            ),
        },
        writes: FileWrites {
            send_delay: writes.take(
                reader,
                "send_delay",
                reader::duration_between(Duration::ZERO, MINUTE),
            ),
            read_only: writes.take(reader, "read_only", reader::boolean),
        },
        eligibility: FileEligibility {
            single: eligibility.take(reader, "single", |value| {
                reader::choice(&Way::NAMES)(value).map(|index| Way::ALL[index])
            }),
            sites_per_request: eligibility.take(
                reader,
                "sites_per_request",
                reader::count_between(1, 100),
            ),
        },
        limits: FileLimits {
            reads_per_second: limits.take(
                reader,
                "reads_per_second",
                reader::number_between(0.1, 50.0),
            ),
            in_flight: limits.take(reader, "in_flight", reader::count_between(1, 32)),
            writes_per_second: limits.take(
                reader,
                "writes_per_second",
                reader::number_between(0.1, 5.0),
            ),
        },
        ui: FileUi {
            theme: ui.take(reader, "theme", |value| {
                reader::choice(&ThemeChoice::NAMES)(value).map(|index| ThemeChoice::ALL[index])
            }),
            ascii: ui.take(reader, "ascii", reader::boolean),
            color: ui.take(reader, "color", |value| {
                reader::choice(&ColorChoice::NAMES)(value).map(|index| ColorChoice::ALL[index])
            }),
            orders_columns: ui.take(reader, "orders_columns", |value| {
                let columns = reader::choices(&Column::NAMES)(value)?;
                Ok(columns
                    .into_iter()
                    .map(|index| Column::ALL[index])
                    .collect())
            }),
            mouse: ui.take(reader, "mouse", reader::boolean),
            dates: ui.take(reader, "dates", |value| {
                reader::choice(&Dates::NAMES)(value).map(|index| Dates::ALL[index])
            }),
            download_dir: ui.take(reader, "download_dir", reader::text),
        },
        keys: keys::read(reader, keys),
    };
    for section in [refresh, writes, eligibility, limits, ui, root] {
        section.finish(reader);
    }
    file
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn read_profile(reader: &mut Reader<'_>, place: Place, mut section: Section<'_>) -> FileProfile {
    let mut spans = None;
    let command = section.take(reader, "password_command", |value| {
        spans = Some(value.span());
        let argv = reader::texts(value)?;
        if argv.is_empty() {
            Err((value.span(), Problem::Empty))
        } else {
            Ok(argv)
        }
    });
    let file = section.take(reader, "password_file", reader::text);
    if let (Some(_), Some(_), Some(span)) = (&command, &file, spans) {
        let key = section.path_of("password_command");
        reader.problem(
            span,
            key,
            Problem::Both("password_command", "password_file"),
        );
    }
    let command = command.map(|it| Located {
        value: FilePassword::Command(it.value),
        line: it.line,
    });
    let file = file.map(|it| Located {
        value: FilePassword::File(it.value),
        line: it.line,
    });
    let profile = FileProfile {
        place,
        api_url: section.take(reader, "api_url", reader::parsed(BaseUrl::parse)),
        keycloak_url: section.take(reader, "keycloak_url", reader::parsed(TokenUrl::parse)),
        username: section.take(reader, "username", reader::text),
        password: command.or(file),
        ca_file: section.take(reader, "ca_file", reader::text),
        read_only: section.take(reader, "read_only", reader::boolean),
    };
    section.finish(reader);
    profile
}
