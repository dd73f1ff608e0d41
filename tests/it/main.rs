//! The integration tests, in one binary.

mod bytes;
mod config;
mod pty;
//! stub
mod sim;
