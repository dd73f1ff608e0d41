//! A program in a real pseudo-terminal, with an emulator attached: keys in, screen out.
//!
//! Waits are for conditions, never for time; every wait has a bound and shows the screen when it
//! is missed. Output is read only inside a wait, so a test that does not wait is a terminal that
//! does not read. Full counts with `SOAK=1`, otherwise a fiftieth ([`rounds`]).

mod shell;
mod tty;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::time::Duration;

use regex_lite::Regex;
use rustix::process::{Pid, Signal};
use rustix::termios::Termios;
use tokio::time::Instant;

/// How long a condition may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How often a test repeats itself: `full` times in a soak run, else a fiftieth of that.
pub(crate) fn rounds(full: u32) -> u32 {
    match std::env::var("SOAK").as_deref() {
        Ok("1") => full,
        _ => full.div_ceil(50),
    }
}

/// The example that the shell is tested through.
pub(crate) fn example(name: &str) -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let target = exe.parent().and_then(|deps| deps.parent()).unwrap();
    let path = target.join("examples").join(name);
    assert!(
        path.exists(),
        "{} is missing: cargo build --examples",
        path.display()
    );
    path
}

/// A program and its terminal.
pub(crate) struct Session {
    master: Option<OwnedFd>,
    slave: OwnedFd,
    child: Child,
    parser: vt100::Parser,
    raw: Vec<u8>,
    cooked: Termios,
}

impl Session {
    /// Starts a program as the leader of a session of its own, on a terminal of this size
    /// (columns, rows). Of the environment it gets `PATH`, `TERM`, `LANG` and what is given.
    pub(crate) fn start<A: AsRef<OsStr>>(
        command: impl IntoIterator<Item = A>,
        (columns, rows): (u16, u16),
        env: &[(&str, &str)],
    ) -> Self {
        let (master, slave) = tty::open((columns, rows)).unwrap();
        let cooked = rustix::termios::tcgetattr(&slave).unwrap();
        let child = tty::start(&example("shell"), command, &slave, env).unwrap();
        Self {
            master: Some(master),
            slave,
            child,
            parser: vt100::Parser::new(rows, columns, 0),
            raw: Vec::new(),
            cooked,
        }
    }

    /// Types.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        tty::send(self.master.as_ref().unwrap(), bytes.as_ref()).unwrap();
    }

    /// Pastes, in brackets.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Reads until the screen's text matches the regular expression.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, pattern: &str) {
        let regex = Regex::new(pattern).unwrap();
        self.wait_until(pattern, |session| regex.is_match(&session.text()));
    }

    /// Reads until the condition holds; `what` names it when it does not.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, mut is_met: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_met(self) {
            let is_late = Instant::now() > end;
            assert!(!is_late, "no `{what}`; the screen:\n{}", self.text());
            self.pump(Duration::from_millis(10));
        }
    }

    /// Reads for some time, for what must not happen.
    pub(crate) fn quiet_for(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.pump(Duration::from_millis(10));
        }
    }

    /// What the screen shows, without trailing blanks.
    pub(crate) fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// The emulator's screen: cells, colours, cursor.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Every byte read so far.
    pub(crate) fn raw_output(&self) -> &[u8] {
        &self.raw
    }

    /// Gives the terminal another size (columns, rows).
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.pump(Duration::ZERO);
        // The emulator panics when text wraps on a single row or column, which happens to a frame
        // that was on its way.
        self.parser
            .screen_mut()
            .set_size(rows.max(2), columns.max(2));
        tty::resize(self.master.as_ref().unwrap(), (columns, rows)).unwrap();
    }

    /// Sends a signal to the program alone.
    pub(crate) fn signal(&self, signal: Signal) {
        rustix::process::kill_process(self.pid(), signal).unwrap();
    }

    /// The terminal dies, as when ssh does.
    pub(crate) fn hang_up(&mut self) {
        self.master = None;
    }

    /// Bytes that the program wrote and nobody has read.
    pub(crate) fn unread(&self) -> u64 {
        rustix::io::ioctl_fionread(self.master.as_ref().unwrap()).unwrap()
    }

    /// Whether the program is stopped.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stat(0) == Some("T".into())
    }

    /// CPU time of the program so far, in ticks of 10 ms.
    pub(crate) fn cpu_ticks(&self) -> Option<u64> {
        let ticks = |field| self.stat(field)?.parse::<u64>().ok();
        Some(ticks(11)? + ticks(12)?)
    }

    /// Whether the terminal's attributes are those from before the program.
    pub(crate) fn is_cooked(&self) -> bool {
        self.attributes() == shown(&self.cooked)
    }

    /// Waits for the end, reading the output meanwhile.
    #[track_caller]
    pub(crate) fn exit_status(&mut self, within: Duration) -> ExitStatus {
        self.ended(within, true)
    }

    /// Waits for the end without reading.
    #[track_caller]
    pub(crate) fn exit_status_unread(&mut self, within: Duration) -> ExitStatus {
        self.ended(within, false)
    }

    #[track_caller]
    fn ended(&mut self, within: Duration, is_reading: bool) -> ExitStatus {
        let end = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                if is_reading {
                    while self.pump(Duration::ZERO) {}
                }
                return status;
            }
            let is_late = Instant::now() > end;
            assert!(!is_late, "still running; the screen:\n{}", self.text());
            let step = Duration::from_millis(10);
            if is_reading {
                self.pump(step);
            } else {
                tty::wait(&mut [], step);
            }
        }
    }

    /// Attributes, alternate screen, cursor and every mode are as before the program.
    #[track_caller]
    pub(crate) fn assert_restored(&mut self) {
        while self.pump(Duration::ZERO) {}
        assert_eq!(self.attributes(), shown(&self.cooked), "attributes");
        assert_eq!(self.modes_left(), [0_u32; 0], "modes left set");
        assert!(!self.screen().hide_cursor(), "the cursor is hidden");
        assert!(
            !self.screen().alternate_screen(),
            "the alternate screen is shown"
        );
    }

    /// Private modes that were set and not reset; for the cursor (25) the other way round.
    pub(crate) fn modes_left(&self) -> Vec<u32> {
        let regex = Regex::new(r"\x1b\[\?(\d+)([hl])").unwrap();
        let text = String::from_utf8_lossy(&self.raw);
        let mut modes = BTreeMap::new();
        for set in regex.captures_iter(&text) {
            let mode: u32 = set[1].parse().unwrap();
            modes.insert(mode, (&set[2] == "h") != (mode == 25));
        }
        modes
            .into_iter()
            .filter(|(_, is_left)| *is_left)
            .map(|(mode, _)| mode)
            .collect()
    }

    /// Reads what there is, waiting up to `time` for it; whether there was any.
    pub(crate) fn pump(&mut self, time: Duration) -> bool {
        let Some(master) = &self.master else {
            tty::wait(&mut [], time);
            return false;
        };
        let bytes = tty::receive(master, time);
        self.raw.extend(&bytes);
        self.parser.process(&bytes);
        !bytes.is_empty()
    }

    /// Sets the attributes back, behind the program's back.
    pub(crate) fn cook(&self) {
        let now = rustix::termios::OptionalActions::Now;
        rustix::termios::tcsetattr(&self.slave, now, &self.cooked).unwrap();
    }

    fn attributes(&self) -> String {
        shown(&rustix::termios::tcgetattr(&self.slave).unwrap())
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// A field of `/proc/PID/stat` after the name, the state being 0.
    fn stat(&self, field: usize) -> Option<String> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        fields.split_whitespace().nth(field).map(str::to_owned)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The session's other processes, if any, are hung up with its leader.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The attributes in a form that can be compared and read.
fn shown(attributes: &Termios) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        attributes.input_modes,
        attributes.output_modes,
        attributes.control_modes,
        attributes.local_modes,
        attributes.special_codes
    )
}
