//! The last resort: ending the process when the loop does not end by itself.
//!
//! Used by the signal thread and the watchdog only, after they asked the loop and waited
//! [`GRACE`]. Restores the terminal, lets the journal flush for a bounded time, exits. Never
//! waits without a bound, whatever the flush or the terminal do.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use super::terminal::Terminal;

/// How long the loop may take to end by itself once it was asked to.
pub const GRACE: Duration = Duration::from_secs(2);

/// How long the flush may take; with [`GRACE`] and the watchdog's period this keeps the promise
/// "gone within 3 s".
const FLUSH: Duration = Duration::from_millis(500);

/// Ends the process from any thread; cheap to clone.
#[derive(Clone)]
pub struct LastResort {
    terminal: Terminal,
    flush: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for LastResort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastResort").finish_non_exhaustive()
    }
}

impl LastResort {
    /// `flush` makes durable what must be (the journal); it gets 500 ms on a thread of its own.
    pub fn new(terminal: Terminal, flush: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            terminal,
            flush: Arc::new(flush),
        }
    }

    /// Gives the loop [`GRACE`] to end the process by itself, then [`LastResort::leave`].
    pub fn leave_after_grace(&self, code: i32) -> ! {
        // Nothing is ever sent: a wait that no signal cuts short.
        let (_kept, waiting) = mpsc::channel::<()>();
        let _ = waiting.recv_timeout(GRACE);
        self.leave(code)
    }

    /// Restores the terminal, flushes, and exits with `code`.
    pub fn leave(&self, code: i32) -> ! {
        self.terminal.restore();
        let (done, waiting) = mpsc::channel();
        let flush = Arc::clone(&self.flush);
        // Not `tty-`: a panic in the flush must not bring us back here.
        let started = thread::Builder::new().name("flush".into()).spawn(move || {
            flush();
            // The receiver is gone only when the wait below is over.
            let _ = done.send(());
        });
        if started.is_ok() {
            let _ = waiting.recv_timeout(FLUSH);
        }
        std::process::exit(code)
    }
}
