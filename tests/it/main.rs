//! The integration tests, in one binary. The modules carry `cfg(test)` so that clippy knows them
//! for tests, where `unwrap` is fine.

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod pty;
