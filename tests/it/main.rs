//! The integration tests, in one binary.

mod bytes;
mod pty;
