//! The pure core: it decides what every key, answer and passing second means, and does nothing itself.
//!
//! No clock, no async, no I/O, no randomness and no ratatui. [`update`](update::update) takes the state and an event
//! and returns effects; the runtime carries those out. So every behaviour of the program can be told as a story in a
//! plain test.

mod ability;
pub mod action;
pub mod arrangement;
pub mod batch;
pub mod columns;
pub mod copy;
pub mod dialog;
pub mod effect;
pub mod entities;
pub mod event;
pub mod facts;
pub mod filter;
#[doc(hidden)]
pub mod fixtures;
pub mod form;
pub mod gauges;
pub mod index;
pub mod jobs;
pub mod jumps;
pub mod keymap;
mod list;
pub mod loadable;
pub mod marks;
pub mod menu;
pub mod news;
pub mod notice;
pub mod overlay;
pub mod pane;
pub mod pointer;
pub mod prompt;
pub mod query;
pub mod refresh;
pub mod saved;
pub mod state;
#[cfg(test)]
pub(crate) mod story;
pub mod table;
pub(crate) mod typing;
pub mod update;
pub mod views;
pub mod writes;
