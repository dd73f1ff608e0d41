//! A password typed at the terminal, without echo.
//!
//! Only for commands without a screen, and before the screen starts: it reads and writes the terminal itself. Keys that
//! would raise signals arrive as bytes here, so Ctrl-C cannot leave the terminal without echo; the terminal's settings
//! are restored on every way out.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd as _;

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::super::excerpt::escape;
use super::{MAX_BYTES, SecretError, password};

const CTRL_C: u8 = 0x03;
const CTRL_D: u8 = 0x04;
const BACKSPACE: u8 = 0x08;
const CTRL_U: u8 = 0x15;
const DELETE: u8 = 0x7f;

/// Asks the person at the controlling terminal, whatever standard input and output are connected to. Blocks until a line
/// is typed.
///
/// # Errors
/// [`SecretError::NoTerminal`]; [`SecretError::Cancelled`] on Ctrl-C, Ctrl-D or hang-up; [`SecretError::Unusable`].
pub fn ask(username: &str, server: &str) -> Result<SecretString, SecretError> {
    let terminal = File::options().read(true).write(true).open("/dev/tty");
    ask_on(
        terminal.map_err(|reason| SecretError::NoTerminal { reason })?,
        username,
        server,
    )
}

/// As [`ask`], on a terminal that is open already.
///
/// # Errors
/// As [`ask`].
pub fn ask_on(terminal: File, username: &str, server: &str) -> Result<SecretString, SecretError> {
    let broken = |reason| SecretError::NoTerminal { reason };
    let mut quiet = Quiet::start(terminal).map_err(|error| broken(error.into()))?;
    write!(
        quiet.terminal,
        "Password of {} at {}: ",
        escape(username),
        escape(server)
    )
    .map_err(broken)?;
    let line = read_line(&mut quiet.terminal);
    // The line break that was typed had no echo either.
    let _ = quiet.terminal.write_all(b"\n");
    drop(quiet);
    let typed = line.map_err(broken)?.ok_or(SecretError::Cancelled)?;
    password(&typed, || "prompt".to_owned())
}

/// A terminal without echo, until it is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn start(terminal: File) -> Result<Self, rustix::io::Errno> {
        let before = termios::tcgetattr(&terminal)?;
        let mut silent = before.clone();
        silent
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN);
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Flush: what was typed before the question is not the answer.
        termios::tcsetattr(&terminal, OptionalActions::Flush, &silent)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // On a terminal that is gone there is nothing to restore.
        let _ = termios::tcsetattr(self.terminal.as_fd(), OptionalActions::Now, &self.before);
    }
}

/// One line with the editing keys people expect; nothing when it was given up.
fn read_line(terminal: &mut File) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 1));
    let mut byte = Zeroizing::new([0u8]);
    loop {
        match terminal.read(&mut *byte) {
            Ok(0) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // EIO: the terminal hung up.
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        match byte[0] {
            b'\r' | b'\n' => return Ok(Some(line)),
            CTRL_C => return Ok(None),
            CTRL_D if line.is_empty() => return Ok(None),
            CTRL_U => line.clear(),
            BACKSPACE | DELETE => {
                // A character is dropped whole: its continuation bytes, then its first.
                while line
                    .pop()
                    .is_some_and(|last| last & 0b1100_0000 == 0b1000_0000)
                {}
            }
            typed if line.len() <= MAX_BYTES => line.push(typed),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::is;
    use super::*;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::os::unix::ffi::OsStrExt as _;

    /// A terminal: the side a person sits at, and the side a program sees.
    fn terminal() -> (File, File) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let path = std::ffi::OsStr::from_bytes(name.as_bytes());
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        let slave = rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap();
        (File::from(master), File::from(slave))
    }

    /// Types `keys` once the question is there; gives the answer and all that the screen showed.
    fn type_at_prompt(keys: &[u8]) -> (Result<SecretString, SecretError>, String) {
        let (mut person, program) = terminal();
        let watched = program.try_clone().unwrap();
        let before = termios::tcgetattr(&watched).unwrap();
        let asking = std::thread::spawn(move || ask_on(program, "me\u{1b}[2J", "https://k"));
        let mut screen = Vec::new();
        let mut read = |screen: &mut Vec<u8>, until: &[u8]| {
            let mut chunk = [0; 256];
            while !screen.ends_with(until) {
                let count = person.read(&mut chunk).unwrap();
                screen.extend_from_slice(&chunk[..count]);
            }
            person.try_clone().unwrap()
        };
        read(&mut screen, b": ").write_all(keys).unwrap();
        read(&mut screen, b"\r\n");
        let answer = asking.join().unwrap();
        let after = termios::tcgetattr(&watched).unwrap();
        assert_eq!(after.local_modes, before.local_modes);
        assert!(before.local_modes.contains(LocalModes::ECHO));
        (answer, String::from_utf8(screen).unwrap())
    }

    #[test]
    fn what_is_typed_is_taken_and_not_shown() {
        let (answer, screen) = type_at_prompt(b"canary\r");
        assert!(is(&answer.unwrap(), "canary"));
        assert_eq!(screen, "Password of me\\u{1b}[2J at https://k: \r\n");
    }

    #[test]
    fn typing_can_be_corrected() {
        let (answer, _) = type_at_prompt("wrong\u{15}canaré\u{7f}e\u{8}y\r".as_bytes());
        assert!(is(&answer.unwrap(), "canary"));
    }

    #[test]
    fn control_c_and_control_d_give_up() {
        assert!(matches!(
            type_at_prompt(b"canary\x03").0,
            Err(SecretError::Cancelled)
        ));
        assert!(matches!(
            type_at_prompt(b"\x04").0,
            Err(SecretError::Cancelled)
        ));
    }

    #[test]
    fn an_empty_answer_is_not_sent() {
        assert!(matches!(
            type_at_prompt(b"\r").0,
            Err(SecretError::Unusable { .. })
        ));
    }

    #[test]
    fn something_that_is_no_terminal_is_named() {
        let file = File::open("/dev/null").unwrap();
        assert!(matches!(
            ask_on(file, "me", "k"),
            Err(SecretError::NoTerminal { .. })
        ));
    }
}
