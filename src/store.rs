//! `state.db`: what must survive the process and be shared by every copy of the program.
//!
//! ```text
//!   StoreHandle --(work, in order)--> worker ---> Keeper ---> Db ---> state.db
//!        ^                              |           |
//!        '--- watch: the journal -------'           '-- what goes on when the file does not
//! ```
//!
//! The journal of writes is precious: an intent is durable before its first byte leaves, and its outcome before anybody
//! is told. The slots of the rate limits, refused logins, jobs and batches live in the same file. Where the file cannot be used,
//! [`Journal::off`](crate::domain::journal::Journal::off) says why and what to do; then no write can be remembered and
//! none may be sent, and everything else goes on.
//!
//! Never: a wait on the caller's thread, a clock of its own, a network file system, a message that names SQLite's lock.
//! What any of this means to the program is decided elsewhere.

pub mod error;
pub mod jobs;
pub mod journal;
pub mod keeper;
pub mod latch;
pub mod owner;
pub mod rates;
pub mod worker;

mod batches;
mod db;
mod place;

pub use error::StoreError;
pub use keeper::{Clocks, Place};
pub use worker::{StoreHandle, Wiring, wire};
