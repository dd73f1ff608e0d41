//! `covage-tui`: a full-screen terminal dashboard for the Covage FTTX API.

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod api;
pub mod domain;
pub mod runtime;
pub mod ui;
//! stub
pub mod commands;
pub mod sim;
