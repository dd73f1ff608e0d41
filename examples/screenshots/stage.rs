//! Plays a scene: the program in a terminal of its own, keys in, the screen at rest out.
//!
//! Nothing here waits for time to pass: a scene goes on when the screen shows what it waits for and the program has
//! come to rest, which is when it has nothing more to say.

use std::path::PathBuf;
use std::process::Child;
use std::time::Duration;

use regex_lite::Regex;
use tokio::time::Instant;

use crate::scenes::Scene;
use crate::tty;

/// What every program is told: the same orders, at the same time.
const DEMO: [&str; 7] = [
    "--demo",
    "--seed",
    "33",
    "--orders",
    "240",
    "--demo-clock",
    "2026-05-29T14:02:00+02:00",
];
/// The time in Paris as rules, for a machine without a list of places.
const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
/// The picture is of one minute; ages and the calls of the last minute move with the next.
const MINUTE: Duration = Duration::from_secs(57);
/// Silence that means rest: reads come at least once a second, and a changed cell is marked for two.
const REST: Duration = Duration::from_millis(2_500);
/// What a screen shows whose program still has something to do.
const RESTLESS: &str = r"\.\.  api|reading|next in|not read yet";

/// Where the programs are.
#[derive(Debug)]
pub(crate) struct Programs {
    /// The one that is shown.
    pub(crate) product: PathBuf,
    /// The example `shell`.
    pub(crate) leader: PathBuf,
}

/// The screen at the end of a scene.
pub(crate) fn play(scene: &Scene, programs: &Programs) -> Result<vt100::Screen, String> {
    let mut stage = Stage::set(scene, programs).map_err(|error| error.to_string())?;
    stage.rest("fresh")?;
    for (keys, pattern) in scene.steps {
        tty::send(&stage.master, keys.as_bytes()).map_err(|error| error.to_string())?;
        stage.rest(pattern)?;
    }
    Ok(stage.parser.screen().clone())
}

struct Stage {
    master: std::os::fd::OwnedFd,
    child: Child,
    parser: vt100::Parser,
    since: Instant,
    /// A home nobody else uses.
    _home: tempfile::TempDir,
}

impl Stage {
    fn set(scene: &Scene, programs: &Programs) -> std::io::Result<Self> {
        let home = tempfile::tempdir()?;
        let (columns, rows) = scene.size;
        let (master, slave) = tty::open(scene.size)?;
        let product = programs.product.as_os_str();
        let flags = ["--theme", scene.theme].into_iter();
        let flags = flags.chain(DEMO).chain(scene.flags.split_whitespace());
        let path = home.path().display().to_string();
        let env = [("HOME", path.as_str()), ("TZ", PARIS)];
        let command = [product].into_iter().chain(flags.map(AsRef::as_ref));
        let child = tty::start(&programs.leader, command, &slave, &env)?;
        Ok(Self {
            master,
            child,
            parser: vt100::Parser::new(rows, columns, 0),
            since: Instant::now(),
            _home: home,
        })
    }

    /// Reads until the screen matches and the program is at rest.
    fn rest(&mut self, pattern: &str) -> Result<(), String> {
        let regex = |pattern| Regex::new(pattern).map_err(|error| error.to_string());
        let (wanted, restless) = (regex(pattern)?, regex(RESTLESS)?);
        let mut silent_since = Instant::now();
        loop {
            let bytes = tty::receive(&self.master, Duration::from_millis(50));
            if !bytes.is_empty() {
                self.parser.process(&bytes);
                silent_since = Instant::now();
            }
            let text = self.parser.screen().contents();
            let is_there = wanted.is_match(&text) && !restless.is_match(&text);
            if is_there && silent_since.elapsed() > REST {
                return Ok(());
            }
            if self.since.elapsed() > MINUTE {
                return Err(format!("no rest with `{pattern}` within a minute:\n{text}"));
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // It is only a demo: nothing is lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
