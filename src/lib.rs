//! `covage-tui`: a full-screen terminal dashboard for the Covage FTTX API.

pub mod cli;
pub mod commands;
pub mod config;
pub mod domain;
