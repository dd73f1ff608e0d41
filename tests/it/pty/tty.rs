//! A pseudo-terminal and a program on it. The tests and `examples/screenshots` share this file, so nothing in here
//! panics.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::OpenptFlags;
use rustix::termios::Winsize;

/// A terminal of this size (columns, rows): the emulator's side and the program's.
pub(crate) fn open(size: (u16, u16)) -> io::Result<(OwnedFd, OwnedFd)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = rustix::pty::openpt(flags)?;
    rustix::pty::grantpt(&master)?;
    rustix::pty::unlockpt(&master)?;
    let name = rustix::pty::ptsname(&master, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let slave = rustix::fs::open(name, flags, Mode::empty())?;
    resize(&master, size)?;
    Ok((master, slave))
}

/// Gives a terminal another size (columns, rows).
pub(crate) fn resize(master: impl AsFd, (columns, rows): (u16, u16)) -> io::Result<()> {
    let size = Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    Ok(rustix::termios::tcsetwinsize(master, size)?)
}

/// Starts a program as the leader of a session of its own on a terminal; `leader` is the example `shell`, which can
/// make it one. Of the environment it gets `PATH`, `TERM`, `LANG` and what is given.
pub(crate) fn start<A: AsRef<OsStr>>(
    leader: &Path,
    command: impl IntoIterator<Item = A>,
    slave: &OwnedFd,
    env: &[(&str, &str)],
) -> io::Result<Child> {
    Command::new(leader)
        .arg("--leader")
        .args(command)
        .stdin(Stdio::from(slave.try_clone()?))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm-256color")
        .env("LANG", "C.UTF-8")
        .envs(env.iter().copied())
        .spawn()
}

/// Types.
pub(crate) fn send(master: impl AsFd, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let count = rustix::io::write(&master, rest)?;
        rest = &rest[count..];
    }
    Ok(())
}

/// What the program wrote, after waiting up to `time` for it; nothing when it wrote nothing, or is gone.
pub(crate) fn receive(master: impl AsFd, time: Duration) -> Vec<u8> {
    let mut fds = [PollFd::new(&master, PollFlags::IN)];
    wait(&mut fds, time);
    if !fds[0].revents().contains(PollFlags::IN) {
        return Vec::new();
    }
    let mut buffer = vec![0; 1 << 16];
    let count = rustix::io::read(&master, &mut buffer).unwrap_or(0);
    buffer.truncate(count);
    buffer
}

/// Waits until one of these has something, or for `time`.
pub(crate) fn wait(fds: &mut [PollFd<'_>], time: Duration) {
    let time = Timespec::try_from(time).ok();
    // Interrupted is as good as early: whoever waits looks again.
    let _ = poll(fds, time.as_ref());
}
