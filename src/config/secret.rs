//! Where a password comes from: a variable, a helper program, a file, or the person at the terminal.
//!
//! There is no flag for a password and no keyring. A password lives in a [`SecretString`]: wiped when dropped, never in a
//! `Debug` text. No error here holds what a helper printed on its output or what a file contains.
//!
//! A password that could be wrong is refused before it is sent, because Keycloak locks accounts: one that is empty, that
//! is not UTF-8 or that has several lines.

pub mod command;
pub mod file;
pub mod prompt;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use thiserror::Error;

use super::excerpt::escape;
use crate::domain::text::Text;

/// Longest password that any source may give, in bytes.
pub const MAX_BYTES: usize = 4096;

/// Where the password of a profile comes from.
#[derive(Clone)]
pub enum PasswordSource {
    /// It is here already: `COVAGE_PASSWORD`, or the demo.
    Given(SecretString),
    /// A program and its arguments print it; at least one element.
    Command(Vec<String>),
    /// A file of ours holds it.
    File(PathBuf),
    /// The person at the terminal types it.
    Prompt,
}

impl PasswordSource {
    /// Gets the password. A helper program may take [`command::TIME_LIMIT`]; it is killed when this future is dropped.
    ///
    /// # Errors
    /// [`SecretError`]; [`SecretError::NeedsPrompt`] for [`Self::Prompt`], which the caller answers with [`prompt::ask`]
    /// while no screen is drawn.
    pub async fn read(&self) -> Result<SecretString, SecretError> {
        match self {
            Self::Given(password) => Ok(password.clone()),
            Self::Command(argv) => command::run(argv, command::TIME_LIMIT).await,
            Self::File(path) => file::read(path),
            Self::Prompt => Err(SecretError::NeedsPrompt),
        }
    }

    /// The source in a few words, without the secret. Arguments of a program are counted, not shown.
    pub fn describe(&self) -> String {
        match self {
            Self::Given(_) => "***".to_owned(),
            Self::Command(argv) => {
                let program = escape(argv.first().map(String::as_str).unwrap_or_default());
                match argv.len().saturating_sub(1) {
                    0 => format!("command {program}"),
                    1 => format!("command {program} (1 argument not shown)"),
                    count => format!("command {program} ({count} arguments not shown)"),
                }
            }
            Self::File(path) => format!("file {}", escape(&path.to_string_lossy())),
            Self::Prompt => "asked for at the terminal".to_owned(),
        }
    }
}

impl fmt::Debug for PasswordSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordSource({})", self.describe())
    }
}

/// Why there is no password.
#[derive(Debug, Error)]
pub enum SecretError {
    /// Nobody but the person at the terminal knows it.
    #[error(
        "the password must be typed\nset password_command or password_file in the profile, or COVAGE_PASSWORD"
    )]
    NeedsPrompt,
    /// There is no terminal to ask at.
    #[error(
        "the password must be typed and there is no terminal ({reason})\nset password_command or password_file in the profile, or COVAGE_PASSWORD"
    )]
    NoTerminal {
        /// What the system said.
        reason: io::Error,
    },
    /// Ctrl-C, Ctrl-D or the end of the input at the prompt.
    #[error("no password was given")]
    Cancelled,
    /// The helper could not be started.
    #[error("password_command: cannot start {}: {reason}", escape(.program))]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The helper ended with a failure.
    #[error("password_command: {} failed ({status}){}", escape(.program), said(.foreign_stderr))]
    Failed {
        /// The program.
        program: String,
        /// How it ended, such as `exit status: 2`.
        status: String,
        /// What it wrote to its standard error, cut at 4 KiB.
        foreign_stderr: Text,
    },
    /// The helper did not end in time and was killed.
    #[error("password_command: {} gave no answer within {} s and was stopped{}\nhelp: it runs without a terminal; a helper that asks a question must ask elsewhere (an agent, a window)", escape(.program), .limit.as_secs(), said(.foreign_stderr))]
    TimedOut {
        /// The program.
        program: String,
        /// How long it had.
        limit: Duration,
        /// What it wrote to its standard error, cut at 4 KiB.
        foreign_stderr: Text,
    },
    /// The file cannot be opened or read.
    #[error("password_file {}: {reason}", escape(&.path.to_string_lossy()))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The file is a link.
    #[error("password_file {}: it is a symbolic link; name the file itself", escape(&.path.to_string_lossy()))]
    Link {
        /// The file.
        path: PathBuf,
    },
    /// The file is a directory, a device or a pipe.
    #[error("password_file {}: it is not a regular file", escape(&.path.to_string_lossy()))]
    NotRegular {
        /// The file.
        path: PathBuf,
    },
    /// The file belongs to another user.
    #[error("password_file {}: it belongs to user {owner}, not to you", escape(&.path.to_string_lossy()))]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// The numeric id of its owner.
        owner: u32,
    },
    /// Others can read or change the file.
    #[error("password_file {}: others can use it (mode {mode:04o})\nrun: chmod 600 {}", escape(&.path.to_string_lossy()), shell_quoted(.path))]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// What was given cannot be a password.
    #[error("{from}: {why}")]
    Unusable {
        /// The source, named for a reader.
        from: String,
        /// What is wrong with it.
        why: Unusable,
    },
}

/// Why a text is not taken for a password.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unusable {
    /// Nothing, or nothing but a line break.
    #[error("the password is empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("there are more than 4096 bytes, which is no password")]
    TooLong,
    /// Bytes that are no text.
    #[error("the password is not UTF-8")]
    NotUtf8,
    /// More than one line.
    #[error("there are several lines; the password must be the only one")]
    SeveralLines,
}

/// Makes a password of what a source gave: one final line break is dropped, the rest is taken as it is.
///
/// # Errors
/// [`SecretError::Unusable`] naming `from`.
pub(crate) fn password(
    bytes: &Zeroizing<Vec<u8>>,
    from: impl FnOnce() -> String,
) -> Result<SecretString, SecretError> {
    usable(bytes)
        .map(SecretString::from)
        .map_err(|why| SecretError::Unusable { from: from(), why })
}

fn usable(bytes: &[u8]) -> Result<&str, Unusable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unusable::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unusable::NotUtf8)?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        Err(Unusable::Empty)
    } else if text.contains(['\n', '\r', '\0']) {
        Err(Unusable::SeveralLines)
    } else {
        Ok(text)
    }
}

/// The words of a helper with its own output taken out, should it have repeated the password there.
pub(crate) fn without(secret: &[u8], words: &[u8]) -> Text {
    let words = String::from_utf8_lossy(words).into_owned();
    let secret = String::from_utf8_lossy(secret);
    let secret = secret.trim();
    let words = if secret.is_empty() {
        words
    } else {
        words.replace(secret, "***")
    };
    Text::new(words)
}

/// Whether a source gave this password.
#[cfg(test)]
pub(crate) fn is(password: &SecretString, expected: &str) -> bool {
    use secrecy::ExposeSecret as _;
    password.expose_secret() == expected
}

fn said(foreign: &Text) -> String {
    let block = foreign.block();
    let lines: Vec<_> = block
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.is_empty() {
        String::new()
    } else {
        format!("; it said:\n  {}", lines.join("\n  "))
    }
}

/// A path that a shell reads as one word.
fn shell_quoted(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.into_owned()
    } else {
        format!("'{}'", escape(&text).replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_final_line_break_is_dropped_and_nothing_else() {
        for (given, taken) in [
            (&b"pw"[..], Ok("pw")),
            (b"pw\n", Ok("pw")),
            (b"pw\r\n", Ok("pw")),
            (b" p w \n", Ok(" p w ")),
            (b"pw\n\n", Err(Unusable::SeveralLines)),
            (b"pw\nurl: x\n", Err(Unusable::SeveralLines)),
            (b"p\0w", Err(Unusable::SeveralLines)),
            (b"", Err(Unusable::Empty)),
            (b"\n", Err(Unusable::Empty)),
            (b"p\xffw", Err(Unusable::NotUtf8)),
        ] {
            assert_eq!(usable(given), taken, "{given:?}");
        }
        assert_eq!(usable(&[b'x'; MAX_BYTES + 1]), Err(Unusable::TooLong));
    }

    #[test]
    fn a_chmod_line_can_be_pasted_into_a_shell() {
        assert_eq!(
            shell_quoted("/home/me/.secret".as_ref()),
            "/home/me/.secret"
        );
        assert_eq!(
            shell_quoted("/home/me/it's; rm".as_ref()),
            r"'/home/me/it'\''s; rm'"
        );
    }

    #[test]
    fn what_a_helper_says_is_shown_without_what_it_printed() {
        let text = without(b"canary\n", b"+ echo canary\n\x1b[2Jno\n");
        assert!(!said(&text).contains("canary"));
        assert_eq!(said(&text), "; it said:\n  + echo ***\n  \u{fffd}[2Jno");
        assert_eq!(said(&without(b"", b" \n")), "");
    }

    #[test]
    fn debug_and_description_hide_password_and_arguments() {
        let sources = [
            PasswordSource::Given(SecretString::from("canary")),
            PasswordSource::Command(vec!["sh".into(), "-c".into(), "echo canary".into()]),
        ];
        for source in sources {
            assert!(!format!("{source:?}{}", source.describe()).contains("canary"));
        }
    }
}
