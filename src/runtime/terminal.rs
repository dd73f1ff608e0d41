//! The terminal: taken over, written to, read from, and always given back.
//!
//! ```text
//!            take()                  first packet that enters
//!   Given ----------> Raw (termios) ---------------------------> Taken (modes set)
//!     ^                 |                                          |
//!     +---- restore() --+------------------- restore() ------------+
//! ```
//!
//! Invariants:
//! - The tty is opened anew and non-blocking, so neither a write nor the restore can hang on a
//!   stalled link, and the flags of the shell's own descriptors stay as they are.
//! - The lock is held only for calls that cannot block; `restore` works from the signal thread,
//!   the panic hook and `Drop`, at most one of them does it, and it is bounded in time.
//! - `restore` puts the attributes back first: they need no room in the output queue.
//! - Not a byte is written, and nothing read, while the terminal is given back.
//! - Nothing is ever asked of the terminal; its size comes from the kernel.

use std::io::{self, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios};

/// Where a program without a terminal is told what to do instead.
const NEEDS_TERMINAL: &str = "the dashboard needs a terminal: stdin and stdout must be one \
     (in scripts use `covage-tui orders --format tsv`)";

/// How long the restore waits for room in the output queue before it drops what is queued.
const ROOM_MS: u32 = 100;

/// Why there is no dashboard on this terminal. Exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// stdin or stdout is a file or a pipe.
    #[error("{NEEDS_TERMINAL}")]
    NotATerminal,
    /// `TERM` is unset, empty, `dumb` or `unknown`.
    #[error("TERM is {0}: the dashboard cannot draw on such a terminal (try TERM=xterm-256color)")]
    Dumb(String),
    /// The terminal cannot be opened by name.
    #[error("cannot open the terminal: {0}")]
    Open(io::Error),
    /// The kernel refuses to read or set the terminal's attributes.
    #[error("cannot set up the terminal: {0}")]
    Attributes(io::Error),
}

/// Which optional modes the program turns on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    /// Report clicks and the wheel (1000), at any distance (1006). Not movement: each cell would be a report.
    pub mouse: bool,
}

impl Modes {
    /// Alternate screen, cursor hidden, bracketed paste; sent with the first frame.
    pub fn enter(self) -> &'static [u8] {
        if self.mouse {
            b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1006h"
        } else {
            b"\x1b[?1049h\x1b[?25l\x1b[?2004h"
        }
    }

    /// Undoes [`Modes::enter`] and whatever a frame cut in the middle may have left set. The
    /// leading escape ends any sequence that was cut.
    pub fn leave(self) -> &'static [u8] {
        if self.mouse {
            b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[r\x1b[m\x1b[?25h\x1b[?1049l"
        } else {
            b"\x1b[?2026l\x1b[?2004l\x1b[r\x1b[m\x1b[?25h\x1b[?1049l"
        }
    }
}

/// The terminal of this process; cheap to clone, every clone is the same terminal.
#[derive(Clone, Debug)]
pub struct Terminal(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tty: OwnedFd,
    saved: Termios,
    state: Mutex<State>,
    taken: Condvar,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// What [`Terminal::take`] was asked for.
    modes: Modes,
    /// Counts the times it was given back: a packet begun before is not continued after.
    epoch: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Given,
    Raw,
    Taken,
}

/// Gives the terminal back when dropped.
#[derive(Debug)]
pub struct Guard(Terminal);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.restore();
    }
}

/// The right to write one packet, across several calls if the terminal is slow.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    enters: bool,
    epoch: Option<u64>,
}

impl Ticket {
    /// `enters`: the packet begins with [`Modes::enter`] and repaints everything.
    pub fn new(enters: bool) -> Self {
        Self {
            enters,
            epoch: None,
        }
    }
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote {
    /// So many bytes went out.
    Bytes(usize),
    /// No room now; wait with [`Terminal::wait_writable`].
    Full,
    /// The terminal is given back, or was meanwhile: drop the packet, repaint later.
    Stale,
    /// The terminal is dead.
    Lost,
}

/// What became of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// So many bytes came in.
    Bytes(usize),
    /// Nothing to read now.
    Empty,
    /// The terminal is given back; wait with [`Terminal::wait_taken`].
    Given,
    /// End of file or an error: the terminal is dead.
    Lost,
}

impl Terminal {
    /// Finds the terminal of stdin and stdout and remembers its attributes; changes nothing yet.
    ///
    /// # Errors
    /// No terminal, a terminal that cannot draw, or one the system will not let us open.
    pub fn open() -> Result<Self, TerminalError> {
        let (stdin, stdout) = (io::stdin(), io::stdout());
        if !rustix::termios::isatty(&stdin) || !rustix::termios::isatty(&stdout) {
            return Err(TerminalError::NotATerminal);
        }
        match std::env::var("TERM").unwrap_or_default().as_str() {
            "" => return Err(TerminalError::Dumb("not set".into())),
            term @ ("dumb" | "unknown") => return Err(TerminalError::Dumb(term.into())),
            _ => {}
        }
        let tty = reopen(stdout.as_fd()).map_err(|e| TerminalError::Open(e.into()))?;
        Self::of(tty).map_err(|e| TerminalError::Attributes(e.into()))
    }

    /// The terminal behind a non-blocking descriptor.
    fn of(tty: OwnedFd) -> rustix::io::Result<Self> {
        let saved = rustix::termios::tcgetattr(&tty)?;
        let state = State {
            phase: Phase::Given,
            modes: Modes::default(),
            epoch: 0,
        };
        Ok(Self(Arc::new(Shared {
            tty,
            saved,
            state: Mutex::new(state),
            taken: Condvar::new(),
        })))
    }

    /// Sets raw mode; the guard gives the terminal back. The screen itself is entered by the
    /// first packet that carries [`Modes::enter`], so that start and first frame are one write.
    /// `modes` are what that packet sets and the restore resets.
    ///
    /// # Errors
    /// The kernel refuses the attributes.
    pub fn take(&self, modes: Modes) -> Result<Guard, TerminalError> {
        self.lock().modes = modes;
        self.resume().map_err(TerminalError::Attributes)?;
        Ok(Guard(self.clone()))
    }

    /// Sets raw mode again, after [`Terminal::restore`] or after anybody else changed it. The next
    /// frame must enter and repaint.
    ///
    /// # Errors
    /// The kernel refuses the attributes.
    pub fn resume(&self) -> io::Result<()> {
        let mut state = self.lock();
        let mut raw = self.0.saved.clone();
        raw.make_raw();
        rustix::termios::tcsetattr(&self.0.tty, OptionalActions::Now, &raw)?;
        state.epoch += 1;
        state.phase = Phase::Raw;
        self.0.taken.notify_all();
        Ok(())
    }

    /// Gives the terminal back as it was found. Idempotent, callable from any thread, takes
    /// 200 ms at the very most; errors are ignored, for there is nothing left to do about them.
    /// Tells whether it was taken until now.
    pub fn restore(&self) -> bool {
        let mut state = self.lock();
        let phase = std::mem::replace(&mut state.phase, Phase::Given);
        state.epoch += 1;
        if phase == Phase::Given {
            return false;
        }
        if !self.is_foreground() {
            // Of a background job tcsetattr would make a stopped one.
            return true;
        }
        let _ = rustix::termios::tcsetattr(&self.0.tty, OptionalActions::Now, &self.0.saved);
        let leave = state.modes.leave();
        if phase == Phase::Taken && !self.put(leave) {
            // Nobody reads: drop the rest of the last frame, the modes matter more.
            let _ = rustix::termios::tcflush(&self.0.tty, QueueSelector::OFlush);
            self.put(leave);
        }
        true
    }

    /// Whether it is taken just now.
    pub fn is_taken(&self) -> bool {
        self.lock().phase != Phase::Given
    }

    /// Writes a line for the person who reads the shell, bounded in time; for the panic hook,
    /// after [`Terminal::restore`].
    pub fn say(&self, text: &str) {
        let state = self.lock();
        if state.phase == Phase::Given {
            self.put(text.as_bytes());
        }
    }

    /// Size in cells. A terminal that does not know says 0 by 0; it is taken for 80 by 24.
    pub fn size(&self) -> Size {
        match rustix::termios::tcgetwinsize(&self.0.tty) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size::new(size.ws_col, size.ws_row),
            _ => Size::new(80, 24),
        }
    }

    /// The modes it was taken with.
    pub fn modes(&self) -> Modes {
        self.lock().modes
    }

    /// Whether a shell stands behind us that could bring a suspended program back: we are not in
    /// the process group of the session's leader (`ssh host covage-tui`, `tmux new covage-tui`).
    pub fn has_job_control(&self) -> bool {
        rustix::process::getsid(None).is_ok_and(|leader| leader != rustix::process::getpgrp())
    }

    /// Whether the terminal is ours to change. A terminal that cannot tell counts as ours.
    pub fn is_foreground(&self) -> bool {
        rustix::termios::tcgetpgrp(&self.0.tty)
            .map_or(true, |group| group == rustix::process::getpgrp())
    }

    /// Waits up to `millis` for the terminal to be hung up; true when it is.
    pub fn wait_hung_up(&self, millis: u32) -> bool {
        let seen = self.wait(PollFlags::empty(), millis);
        seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
    }

    /// Waits up to `millis` for room in the output queue.
    pub fn wait_writable(&self, millis: u32) {
        self.wait(PollFlags::OUT, millis);
    }

    /// Waits for input; false when `millis` passed without any.
    pub fn wait_readable(&self, millis: Option<u32>) -> bool {
        let mut fds = [PollFd::new(&self.0.tty, PollFlags::IN)];
        let timeout = millis.map(timespec);
        // An interrupted wait counts as readable: the read that follows finds nothing.
        poll(&mut fds, timeout.as_ref()) != Ok(0)
    }

    /// Waits until the terminal is taken.
    pub fn wait_taken(&self) {
        let mut state = self.lock();
        while state.phase == Phase::Given {
            state = self
                .0
                .taken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Writes what fits now.
    pub fn write_some(&self, ticket: &mut Ticket, bytes: &[u8]) -> Wrote {
        let mut state = self.lock();
        let begun = ticket.epoch.replace(state.epoch);
        let is_current = begun.is_none_or(|epoch| epoch == state.epoch);
        match state.phase {
            Phase::Taken if is_current => {}
            Phase::Raw if ticket.enters && begun.is_none() => state.phase = Phase::Taken,
            _ => return Wrote::Stale,
        }
        match rustix::io::write(&self.0.tty, bytes) {
            Ok(count) => Wrote::Bytes(count),
            Err(Errno::AGAIN | Errno::INTR) => Wrote::Full,
            Err(_) => Wrote::Lost,
        }
    }

    /// Reads what is there now.
    pub fn read_some(&self, buffer: &mut [u8]) -> Read {
        let state = self.lock();
        if state.phase == Phase::Given {
            return Read::Given;
        }
        match rustix::io::read(&self.0.tty, buffer) {
            Ok(0) => Read::Lost,
            Ok(count) => Read::Bytes(count),
            Err(Errno::AGAIN | Errno::INTR) => Read::Empty,
            Err(_) => Read::Lost,
        }
    }

    /// Writes all, waiting [`ROOM_MS`] at most each time there is no room; false if it cannot.
    fn put(&self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            match rustix::io::write(&self.0.tty, bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if self.wait(PollFlags::OUT, ROOM_MS) == PollFlags::OUT => {}
                Err(_) => return false,
            }
        }
        true
    }

    fn wait(&self, what: PollFlags, millis: u32) -> PollFlags {
        let mut fds = [PollFd::new(&self.0.tty, what)];
        match poll(&mut fds, Some(&timespec(millis))) {
            Ok(_) => fds[0].revents(),
            Err(_) => PollFlags::empty(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn timespec(millis: u32) -> Timespec {
    Timespec {
        tv_sec: i64::from(millis / 1000),
        tv_nsec: i64::from(millis % 1000) * 1_000_000,
    }
}

/// Opens the terminal behind `fd` once more, so that it can be non-blocking for us alone.
///
/// By its own name first; after `su`, where that name belongs to somebody else, as the
/// controlling terminal.
fn reopen(fd: BorrowedFd<'_>) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let by_name = || {
        let name = rustix::termios::ttyname(fd, Vec::new())?;
        let tty = rustix::fs::open(name, flags, Mode::empty())?;
        let (ours, theirs) = (rustix::fs::fstat(&tty)?, rustix::fs::fstat(fd)?);
        if ours.st_rdev == theirs.st_rdev {
            Ok(tty)
        } else {
            Err(Errno::NOTTY)
        }
    };
    by_name().or_else(|_: Errno| rustix::fs::open("/dev/tty", flags, Mode::empty()))
}

/// Columns of the terminal that stdout is; `None` when it is none or does not know.
pub fn stdout_columns() -> Option<u16> {
    let stdout = io::stdout();
    let size = rustix::termios::tcgetwinsize(&stdout).ok()?;
    (rustix::termios::isatty(&stdout) && size.ws_col > 0).then_some(size.ws_col)
}

/// Writes a sentence to stderr, which may be closed: nothing else can be done about it then.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

#[cfg(test)]
mod tests;
