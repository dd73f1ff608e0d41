//! The integration tests, in one binary. The modules carry `cfg(test)` so that clippy knows them
//! for tests, where `unwrap` is fine.

#[cfg(test)]
mod bytes;
mod config;
#[cfg(test)]
mod pty;
//! stub
mod sim;
