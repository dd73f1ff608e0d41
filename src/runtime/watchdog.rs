//! Notices that the terminal died and sees to it that the process does too.
//!
//! SIGHUP is not enough: it may be ignored, or go to somebody else. A process whose terminal is
//! gone has nobody to show anything to, and event readers that do not notice spin (crossterm
//! issue 793). A terminal that was revoked may not say that it hung up, but reads as ended: the
//! reader tells ([`Lost`]). Checked every 250 ms, by one system call; a hang-up ends the wait at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::exit::LastResort;
use super::terminal::Terminal;

/// The period of the check.
const PERIOD_MS: u32 = 250;

/// 128 + SIGHUP.
const EXIT_CODE: i32 = 129;

/// Tells the watchdog what a reader saw; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lost(Arc<AtomicBool>);

impl Lost {
    /// A read met the end of file or an error: the terminal is dead even if it does not say so.
    pub fn report(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Starts the watch. `hung_up` is called once, on the watchdog's thread; the loop has
/// [`super::exit::GRACE`] to end before the process exits with 129.
///
/// # Errors
/// The system gives no thread.
pub fn spawn(
    terminal: Terminal,
    last_resort: LastResort,
    hung_up: impl FnOnce() + Send + 'static,
) -> io::Result<Lost> {
    let lost = Lost::default();
    let reported = lost.clone();
    thread::Builder::new()
        .name("tty-watchdog".into())
        .spawn(move || {
            while !terminal.wait_hung_up(PERIOD_MS) && !reported.0.load(Ordering::Acquire) {}
            hung_up();
            last_resort.leave_after_grace(EXIT_CODE)
        })?;
    Ok(lost)
}
