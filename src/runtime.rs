//! The shell that acts: the terminal, signals, clocks, tasks and the log. The only layer, with
//! `commands`, that sees everything; it decides nothing that `app` could decide.
//!
//! How a terminal is kept safe, and which thread does what:
//!
//! ```text
//!   tty ---> input reader ----> Batch ----+              signals thread: HUP TERM INT QUIT
//!            (own thread)                 |                TSTP CONT WINCH; last resort 128+N
//!                                         v              watchdog thread: the tty hung up;
//!                                      the loop            last resort 129
//!                                         | draw
//!   tty <--- writer thread <--- Packet <--+  (one slot: no frame is drawn while one waits)
//! ```
//!
//! Everything that touches the tty goes through [`terminal::Terminal`], whose lock is held only
//! for calls that cannot block. So [`terminal::Terminal::restore`] works from any thread at any
//! time, output blocked or not.

mod batches;
pub mod clipboard;
pub mod clock;
pub mod display;
pub mod engine;
pub mod exit;
pub mod files;
pub mod frame;
pub mod input;
pub mod log;
pub mod panic;
pub mod process;
pub mod run;
pub mod screen;
pub mod signals;
pub mod store;
pub mod tasks;
pub mod terminal;
pub mod views;
pub mod watchdog;
pub mod writer;
pub mod writes;
pub mod zone;
