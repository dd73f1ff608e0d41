//! The log: a file in the state directory, never the terminal.
//!
//! An allow-list, not a redaction: of an event's fields only those in [`FIELDS`] are written, so a
//! secret cannot slip in under a name nobody thought of. hyper, rustls and reqwest stay at
//! WARN. Every line is one event, one write, without control characters.
//!
//! Failing to open the log is news for a message, not a reason to stop.

use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{Mode, OFlags};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::Registry;

use super::clock::Clock;

/// The fields that may be written, beside the message.
pub const FIELDS: [&str; 14] = [
    "method",
    "path",
    "status",
    "duration_ms",
    "class",
    "lane",
    "request_id",
    "attempt",
    "task",
    "place",
    "count",
    "bytes",
    "wait_ms",
    "kind",
];

/// The file's name in the state directory.
pub const FILE: &str = "covage-tui.log";

/// At this size the log starts anew at the next start; one older file is kept.
const ROTATE_AT: u64 = 4 << 20;

/// Writes the events of this process to `dir`, created 0700 if need be, the file 0600.
///
/// `level` is that of our own events. Returns the log's path.
///
/// # Errors
/// The directory or the file cannot be had, or this process already has a log.
pub fn install(dir: &Path, level: Level, clock: Clock) -> io::Result<PathBuf> {
    let path = dir.join(FILE);
    let layer = FileLayer::open(&path, clock)?;
    let targets = Targets::new()
        .with_default(Level::WARN)
        .with_target("covage_tui", level);
    tracing::subscriber::set_global_default(Registry::default().with(layer.with_filter(targets)))
        .map_err(io::Error::other)?;
    Ok(path)
}

struct FileLayer {
    file: Mutex<File>,
    clock: Clock,
}

impl FileLayer {
    fn open(path: &Path, clock: Clock) -> io::Result<Self> {
        if let Some(dir) = path.parent() {
            use std::os::unix::fs::DirBuilderExt as _;
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(dir)?;
        }
        if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() > ROTATE_AT) {
            fs::rename(path, path.with_extension("log.old"))?;
        }
        let flags =
            OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?;
        // Made by an older or a careless program: close it to others now.
        rustix::fs::fchmod(&file, Mode::RUSR | Mode::WUSR)?;
        Ok(Self {
            file: Mutex::new(File::from(file)),
            clock,
        })
    }
}

impl<S: Subscriber> Layer<S> for FileLayer {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let meta = event.metadata();
        let mut line = Line::default();
        let stamp = self.clock.now().format("%Y-%m-%dT%H:%M:%S%.3fZ");
        let _ = write!(line, "{stamp} {:5} {}", meta.level(), meta.target());
        event.record(&mut line);
        line.0.push('\n');
        // A full disk must not stop the dashboard.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = file.write_all(line.0.as_bytes());
    }
}

/// One line of the log; what is written into it is freed of controls.
#[derive(Default)]
struct Line(String);

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        self.0.extend(clean);
        Ok(())
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self, " {value:?}"),
            name if FIELDS.contains(&name) => write!(self, " {name}={value:?}"),
            _ => Ok(()),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use chrono::{DateTime, FixedOffset};

    use super::*;

    fn clock() -> Clock {
        let start = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        Clock::simulated(start, FixedOffset::east_opt(0).unwrap())
    }

    fn logged(path: &Path, act: impl FnOnce()) -> String {
        let layer = FileLayer::open(path, clock()).unwrap();
        tracing::subscriber::with_default(Registry::default().with(layer), act);
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn only_listed_fields_are_written() {
        let dir = tempfile::tempdir().unwrap();
        let text = logged(&dir.path().join("state/a.log"), || {
            tracing::info!(
                status = 200,
                password = "hunter2",
                path = "/api/v1/order/{id}",
                "call"
            );
        });
        assert!(
            text.contains(
                "covage_tui::runtime::log::tests call status=200 path=\"/api/v1/order/{id}\""
            ),
            "{text}"
        );
        assert!(
            text.starts_with("2026-01-01T00:00:00.") && text.contains("Z INFO "),
            "{text}"
        );
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn an_event_is_one_line_without_controls() {
        let dir = tempfile::tempdir().unwrap();
        let text = logged(&dir.path().join("a.log"), || {
            tracing::warn!(kind = %"a\nb\x1b[2J\u{9b}", "two\nlines");
        });
        assert_eq!(text.lines().count(), 1);
        assert!(!text.trim_end().chars().any(char::is_control), "{text:?}");
    }

    #[test]
    fn the_file_is_ours_alone_and_links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        fs::write(&path, "old\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let text = logged(&path, || tracing::info!("new"));
        assert!(text.starts_with("old\n"), "appended");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );

        let link = dir.path().join("link.log");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(FileLayer::open(&link, clock()).is_err());
    }

    #[test]
    fn a_large_log_starts_anew_and_one_old_file_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        File::create(&path).unwrap().set_len(ROTATE_AT + 1).unwrap();
        let text = logged(&path, || tracing::info!("fresh"));
        assert_eq!(text.lines().count(), 1);
        let old = fs::metadata(path.with_extension("log.old")).unwrap();
        assert_eq!(old.len(), ROTATE_AT + 1);
    }
}
