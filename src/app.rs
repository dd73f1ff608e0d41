//! The pure core: it decides what every key, answer and passing second means, and does nothing itself.
//!
//! No clock, no async, no I/O, no randomness and no ratatui. [`update`](update::update) takes the state and an event
//! and returns effects; the runtime carries those out. So every behaviour of the program can be told as a story in a
//! plain test.

pub mod entities;
pub mod facts;
#[doc(hidden)]
pub mod fixtures;
pub mod index;
pub mod loadable;
pub mod query;
