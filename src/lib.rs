//! `covage-tui`: a full-screen terminal dashboard for the Covage FTTX API.

pub mod api;
pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod domain;
pub mod runtime;
pub mod sched;
pub mod sim;
pub mod ui;
