//! stub
pub mod commands;
pub mod sim;
