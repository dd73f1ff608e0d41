//! The terminal's states, on one end of a pseudo-terminal.

use rustix::pty::OpenptFlags;

use super::*;

/// A terminal, and the other end of it.
fn pair() -> (Terminal, OwnedFd) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = rustix::pty::openpt(flags).unwrap();
    rustix::pty::grantpt(&master).unwrap();
    rustix::pty::unlockpt(&master).unwrap();
    rustix::fs::fcntl_setfl(&master, OFlags::NONBLOCK).unwrap();
    let name = rustix::pty::ptsname(&master, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let tty = rustix::fs::open(name, flags, Mode::empty()).unwrap();
    (Terminal::of(tty).unwrap(), master)
}

/// Reads until all of `expected` came; what comes later must be asked for as well.
fn assert_output(master: &OwnedFd, expected: &[u8]) {
    let (mut got, mut buffer) = (Vec::new(), [0; 4096]);
    while got.len() < expected.len() {
        let mut fds = [PollFd::new(master, PollFlags::IN)];
        assert_eq!(poll(&mut fds, Some(&timespec(5000))), Ok(1), "only {got:?}");
        let count = rustix::io::read(master, &mut buffer).unwrap_or(0);
        got.extend(&buffer[..count]);
    }
    assert_eq!(got, expected, "{}", got.escape_ascii());
}

#[test]
fn only_a_packet_that_enters_is_written_to_a_terminal_just_taken() {
    let (terminal, master) = pair();
    assert_eq!(
        terminal.write_some(&mut Ticket::new(true), b"x"),
        Wrote::Stale
    );
    let _guard = terminal.take(Modes::default()).unwrap();
    assert_eq!(
        terminal.write_some(&mut Ticket::new(false), b"x"),
        Wrote::Stale
    );
    assert_eq!(
        terminal.write_some(&mut Ticket::new(true), b"in"),
        Wrote::Bytes(2)
    );
    assert_eq!(
        terminal.write_some(&mut Ticket::new(false), b"to"),
        Wrote::Bytes(2)
    );
    assert_output(&master, b"into");
}

#[test]
fn a_packet_is_not_continued_after_the_terminal_was_given_back() {
    let (terminal, master) = pair();
    let _guard = terminal.take(Modes::default()).unwrap();
    let mut ticket = Ticket::new(true);
    assert_eq!(terminal.write_some(&mut ticket, b"half"), Wrote::Bytes(4));
    terminal.restore();
    assert_eq!(terminal.write_some(&mut ticket, b"rest"), Wrote::Stale);
    terminal.resume().unwrap();
    assert_eq!(terminal.write_some(&mut ticket, b"rest"), Wrote::Stale);
    assert_eq!(
        terminal.write_some(&mut Ticket::new(true), b"new"),
        Wrote::Bytes(3)
    );
    let expected = [b"half", Modes::default().leave(), b"new"].concat();
    assert_output(&master, &expected);
}

#[test]
fn it_is_given_back_once_and_nothing_is_read_meanwhile() {
    for modes in [Modes { mouse: false }, Modes { mouse: true }] {
        let (terminal, master) = pair();
        let guard = terminal.take(modes).unwrap();
        assert_eq!(
            terminal.write_some(&mut Ticket::new(true), b"x"),
            Wrote::Bytes(1)
        );
        rustix::io::write(&master, b"keys").unwrap();
        assert!(terminal.wait_readable(Some(5000)));
        terminal.restore();
        assert_eq!(terminal.read_some(&mut [0; 8]), Read::Given);
        drop(guard);
        terminal.restore();
        let _guard = terminal.take(modes).unwrap();
        assert_eq!(terminal.read_some(&mut [0; 8]), Read::Bytes(4));
        assert_eq!(terminal.read_some(&mut [0; 8]), Read::Empty);
        let mut ticket = Ticket::new(true);
        assert_eq!(terminal.write_some(&mut ticket, b"y"), Wrote::Bytes(1));
        assert_output(&master, &[b"x", modes.leave(), b"y"].concat());
    }
}

#[test]
fn a_terminal_that_died_is_noticed_by_every_means() {
    let (terminal, master) = pair();
    let _guard = terminal.take(Modes::default()).unwrap();
    assert!(!terminal.wait_hung_up(0));
    drop(master);
    assert!(terminal.wait_hung_up(0));
    assert_eq!(terminal.read_some(&mut [0; 8]), Read::Lost);
    assert_eq!(
        terminal.write_some(&mut Ticket::new(true), b"x"),
        Wrote::Lost
    );
}

#[test]
fn every_mode_that_is_set_is_reset() {
    for modes in [Modes { mouse: false }, Modes { mouse: true }] {
        let enter = String::from_utf8(modes.enter().to_vec()).unwrap();
        let leave = String::from_utf8(modes.leave().to_vec()).unwrap();
        for mode in enter.split("\x1b[?").skip(1) {
            let undone = match mode.split_at(mode.len() - 1) {
                (number, "h") => format!("\x1b[?{number}l"),
                (number, _) => format!("\x1b[?{number}h"),
            };
            assert!(leave.contains(&undone), "{mode} is not undone in {leave:?}");
        }
        assert!(leave.ends_with("\x1b[?1049l"), "the screen is left last");
    }
}

#[test]
fn without_a_terminal_there_is_one_sentence() {
    let text = TerminalError::NotATerminal.to_string();
    assert!(text.contains("needs a terminal") && !text.contains('\n'));
    let text = TerminalError::Dumb("dumb".into()).to_string();
    assert!(text.starts_with("TERM is dumb") && !text.contains('\n'));
}
