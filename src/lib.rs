//! `covage-tui`: a full-screen terminal dashboard for the Covage FTTX API.
//!
//! One idea shapes the crate: **what decides has no I/O, what does I/O does not decide.** The state of the program
//! changes in one place, by one function, and everything around it is thin.
//!
//! # Map
//!
//! Imports point inward. A test (`tests/it/layers.rs`) resolves every path that the sources write and checks this table.
//!
//! | Layer | Does | Never does | Sees |
//! |---|---|---|---|
//! | [`domain`] | orders, timelines, quotes, writes, requests, failures, foreign text | read a clock, wait, know a terminal or HTTP | |
//! | [`app`] | events to state and effects; filter, sort, refresh plan, dialogs, what becomes of writes | I/O, async, randomness, drawing | domain |
//! | [`ui`] | state to cells | start anything, keep anything between frames | app, domain |
//! | [`sched`] | order, pace, retries and merging of reads; the single attempt of a write | know HTTP or a screen | domain |
//! | [`store`] | journal, slots, refused logins and jobs in `state.db` | read a clock, know a request | domain |
//! | [`api`] | a request to HTTP to a reply | retry, or wait for budget | domain |
//! | [`config`] | files, environment and flags to settings | print or store a secret | app, domain |
//! | [`sim`] | a server that follows the contract, for the demo and the tests | share code with the client | |
//! | [`cli`] | the command line and the exit codes | read or start anything | config |
//! | [`runtime`] | the loop, the terminal, signals, tasks, the log | decide what [`app`] could decide | all but sim, cli, commands |
//! | [`commands`] | wires the layers for one run, a file per command | draw, or talk HTTP itself | all |
//!
//! # Invariants
//!
//! - [`app::update::update`] is the only way to change [`app::state::AppState`]; it is a function of state, event and
//!   context. One task owns the state, and that task never waits for the network, the disk or the terminal.
//! - A frame is a function of the state. Skipping one changes nothing; where nothing changed, nothing is written.
//! - Text from outside is [`domain::text::Text`], and no byte of it reaches the terminal as control.
//! - No window of a rate class ever holds more requests than its limit. A refused login is not tried again until a
//!   person acts.
//! - What changes something at Covage was confirmed by a person in a dialog, is in the journal before its first byte, and
//!   is sent once. An outcome that is not certain is unknown until it is read back, and never sent again.
//! - Rows are found by identifier: no refresh, sort or filter moves the cursor to another order.
//! - However the program ends, the terminal is given back as it was.
//!
//! # Where to start reading
//!
//! 1. [`app::event`], [`app::action`] and [`app::effect`]: everything that can happen, be wished for and be asked.
//! 2. [`app::update`]: the router between them; then [`app::views`] for the panes,
//!    [`app::dialog`] and [`app::writes`] for what changes something.
//! 3. [`runtime::run`]: the loop that feeds it.
//! 4. [`sched`] and [`api`]: how a read becomes an answer.
//!
//! `ARCHITECTURE.md` follows one key press and one answer through all of it.

pub mod api;
pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod domain;
pub mod runtime;
pub mod sched;
pub mod sim;
pub mod store;
pub mod ui;
