//! The simulator: a real HTTP server that follows the contract, for `--demo`, for `covage-tui simulator` and for tests.
//!
//! It answers as the documentation says and, on request, in every way the documentation leaves open; it enforces limits
//! exactly, and it fails on purpose. It is a witness against the client, so it shares no code with it: its JSON is written from
//! the contract's examples.
//!
//! Invariants: it listens on 127.0.0.1 only; the world never reads a clock but is told the time by the [`ClockFn`] given at the
//! start; everything random comes from the scenario's seed; nothing runs outside the caller's tokio runtime.
//!
//! ```text
//! wire (connections that can be cut) -> server (axum) -> gate (faults, token, limits) -> routes/* -> world/*
//!                                                          `- bend (switches for the form of JSON)
//! ```
//!
//! # Adding a resource
//! 1. `world/<resource>.rs`: a struct with its facts and moves, told the time, and a field of it in [`world::World`]; if it
//!    moves by itself, a line in [`world::World::advance`].
//! 2. `routes/<resource>.rs`: handlers `fn(&mut World, &Call) -> Answer` that render the printed form, and a `ROUTES` table
//!    with method, template, limit class; name it in `routes::all`. Lists go through `paging::list`, which does paging and
//!    wrapping; numbers, missing and unknown fields, hostile text, faults, limits and tokens come by themselves.
//! 3. If the documentation states a limit, a class in `scenario::documented_limits`.
//! 4. A write answers through `routes::written`, and says what it did to what with `Answer::applied`; received and applied
//!    writes are counted per call, and every fault works on it by itself.
//! 5. Copy the printed examples to `tests/fixtures/api/` and add a line per example to the contract test.

mod answer;
mod base64;
mod bend;
mod calendar;
mod dice;
mod faults;
mod gate;
mod limits;
mod multipart;
mod names;
mod paging;
mod routes;
pub mod scenario;
mod server;
mod stats;
mod token;
mod wire;
pub mod world;

pub use calendar::DateStyle;
pub use gate::ClockFn;
pub use scenario::{Fault, FaultRule, Scenario};
pub use server::Simulator;
pub use stats::{Stats, WriteCount};
pub use token::Logins;
