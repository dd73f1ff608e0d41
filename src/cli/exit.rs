//! How the process ends, and the number the shell sees.

use std::process::{ExitCode, Termination};

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// It failed; the message says at what.
    Failed,
    /// The command line or the configuration cannot be used.
    Usage,
    /// A write is open: nobody knows yet whether it was applied.
    OpenWrite,
    /// The server refused the login.
    LoginRefused,
    /// A signal ended it.
    Signal(u8),
}

impl Exit {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::OpenWrite => 3,
            Self::LoginRefused => 4,
            Self::Signal(signal) => 128u8.saturating_add(signal),
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
