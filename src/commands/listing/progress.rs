//! One line on the terminal that says how far a long read has come, gone before anything else is printed.
//!
//! It goes to standard error and only if that is a terminal that can erase a line; scripts never see it.

use std::io::{self, IsTerminal as _, Write as _};

/// Back to the first column, and erase what stands there.
const ERASE: &str = "\r\x1b[K";

/// The line; it is erased when this is dropped.
#[derive(Debug)]
pub(in crate::commands) struct Progress {
    is_possible: bool,
    is_shown: bool,
}

impl Progress {
    /// Shows nothing yet.
    pub(in crate::commands) fn on_stderr() -> Self {
        let term = std::env::var("TERM").unwrap_or_default();
        Self {
            is_possible: io::stderr().is_terminal() && !matches!(term.as_str(), "" | "dumb"),
            is_shown: false,
        }
    }

    /// `reading 300/412`; the second number only where it is known.
    pub(in crate::commands) fn show(&mut self, what: &str, done: usize, of: Option<u64>) {
        let of = of.map(|of| format!("/{of}")).unwrap_or_default();
        self.say(&format!("{what} {done}{of}"));
    }

    /// A few safe words of our own.
    pub(in crate::commands) fn say(&mut self, words: &str) {
        if !self.is_possible {
            return;
        }
        // A terminal that went away is noticed where it matters: at the rows.
        let mut stderr = io::stderr();
        let _ = write!(stderr, "{ERASE}{words}");
        let _ = stderr.flush();
        self.is_shown = true;
    }

    /// Takes the line away.
    pub(in crate::commands) fn erase(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            let mut stderr = io::stderr();
            let _ = write!(stderr, "{ERASE}");
            let _ = stderr.flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.erase();
    }
}
