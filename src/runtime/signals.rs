//! Signals, on a thread of their own.
//!
//! Handlers are installed before raw mode ([`Installed::now`]), because a signal between the two
//! would leave the terminal raw. The thread tells the loop and, for a signal that ends the
//! program, exits by itself when the loop has not ended within [`super::exit::GRACE`].
//!
//! | Signal | What happens |
//! |---|---|
//! | HUP INT QUIT TERM | [`SignalEvent::Quit`]; exit code 128+N |
//! | TSTP | terminal given back, process stopped |
//! | CONT | raw mode again, [`SignalEvent::Continued`]: enter and repaint |
//! | WINCH | [`SignalEvent::Resized`] |
//! | USR1 USR2 | ignored, so that a stray one does not kill the dashboard |
//! | PIPE | ignored by Rust's own start-up |

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::process::Signal;
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::Signals;

use super::exit::LastResort;
use super::terminal::Terminal;

/// What the loop learns from a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalEvent {
    /// End now: no question, at most two seconds for writes in flight.
    Quit(Quit),
    /// The terminal's size changed.
    Resized,
    /// The process goes on after a stop: the next frame must enter and repaint.
    Continued,
}

/// A signal that ends the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quit(i32);

impl Quit {
    /// 128 + the signal's number.
    pub fn exit_code(self) -> i32 {
        128 + self.0
    }

    /// Name for messages, such as `SIGTERM`.
    pub fn name(self) -> &'static str {
        match self.0 {
            SIGHUP => "SIGHUP",
            SIGINT => "SIGINT",
            SIGQUIT => "SIGQUIT",
            _ => "SIGTERM",
        }
    }
}

/// The handlers are in place; nothing is done about a signal before [`Installed::run`].
#[derive(Debug)]
pub struct Installed(Signals);

impl Installed {
    /// Installs the handlers; call it before [`Terminal::take`].
    ///
    /// # Errors
    /// The system refuses a handler.
    pub fn now() -> io::Result<Self> {
        Signals::new([
            SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH, SIGUSR1, SIGUSR2,
        ])
        .map(Self)
    }

    /// Starts the thread. `report` is called on it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn run(
        self,
        terminal: Terminal,
        last_resort: LastResort,
        report: impl Fn(SignalEvent) + Send + 'static,
    ) -> io::Result<Suspend> {
        let suspend = Suspend {
            terminal: terminal.clone(),
            is_whole_job: Arc::default(),
        };
        let is_whole_job = Arc::clone(&suspend.is_whole_job);
        let mut signals = self.0;
        thread::Builder::new()
            .name("tty-signals".into())
            .spawn(move || {
                // Whether a stop took the terminal from us. If a helper has it, it is not ours
                // to take when the process goes on.
                let mut is_owed = false;
                loop {
                    let seen: Vec<i32> = signals.wait().collect();
                    if let Some(quit) = first_quit(&seen) {
                        report(SignalEvent::Quit(quit));
                        last_resort.leave_after_grace(quit.exit_code());
                    }
                    // Seen together with CONT, the stop is already over.
                    if seen.contains(&SIGCONT) {
                        if !terminal.is_foreground() {
                            // `bg`: a full-screen program cannot run there. As SIGTTOU would do.
                            stop(false);
                            continue;
                        }
                        let is_ours = std::mem::take(&mut is_owed) || terminal.is_taken();
                        if is_ours && terminal.resume().is_ok() {
                            report(SignalEvent::Continued);
                        }
                    } else if seen.contains(&SIGTSTP) {
                        is_owed |= terminal.restore();
                        stop(is_whole_job.swap(false, Ordering::AcqRel));
                    } else if seen.contains(&SIGWINCH) {
                        report(SignalEvent::Resized);
                    }
                }
            })?;
        Ok(suspend)
    }
}

/// Stops the program on the user's key (`C-z` does not reach the kernel in raw mode).
#[derive(Clone, Debug)]
pub struct Suspend {
    terminal: Terminal,
    is_whole_job: Arc<AtomicBool>,
}

impl Suspend {
    /// Gives the terminal back and stops the whole job, as the kernel would on `C-z`. False, and
    /// nothing done, when no shell stands behind that could bring it back.
    pub fn suspend(&self) -> bool {
        if !self.terminal.has_job_control() {
            return false;
        }
        self.is_whole_job.store(true, Ordering::Release);
        signal_hook::low_level::raise(SIGTSTP).is_ok()
    }
}

fn first_quit(seen: &[i32]) -> Option<Quit> {
    [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
        .into_iter()
        .find(|signal| seen.contains(signal))
        .map(Quit)
}

fn stop(is_whole_job: bool) {
    // A failure leaves the program running with the terminal given back; CONT brings it back.
    let _ = if is_whole_job {
        rustix::process::kill_current_process_group(Signal::STOP)
    } else {
        rustix::process::kill_process(rustix::process::getpid(), Signal::STOP)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_names_the_signal() {
        for (signal, name, code) in [
            (SIGHUP, "SIGHUP", 129),
            (SIGINT, "SIGINT", 130),
            (SIGQUIT, "SIGQUIT", 131),
            (SIGTERM, "SIGTERM", 143),
        ] {
            let quit = first_quit(&[SIGWINCH, signal]).unwrap();
            assert_eq!((quit.name(), quit.exit_code()), (name, code));
        }
        assert_eq!(first_quit(&[SIGWINCH, SIGCONT, SIGUSR1]), None);
    }
}
