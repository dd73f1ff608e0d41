//! The HTTP boundary: a [`Read`](crate::domain::request::Read) or a [`Write`](crate::domain::write::Write) goes in,
//! what it became comes out.
//!
//! ```text
//!   Read --> target (path, query) --> auth (bearer) --> transport (one exchange) --> wire (JSON -> domain) --> Reply
//!                                                            |
//!                                                          error (status -> Failure)
//! ```
//!
//! This layer never retries and never waits for budget: pacing, retrying and merging are the scheduler's. The few
//! cases where one read needs a second call (a path spelled without its final slash, a token the API refused) are
//! counted and reported in [`client::Exchange::calls`].
//!
//! Invariants: the token travels to the API's own origin only, over https or loopback; no redirect is ever followed;
//! no certificate check can be switched off; a secret is never printed, logged or put into a failure; one bad row
//! never loses a page.

pub mod auth;
pub mod client;
pub mod error;
pub mod intern;
mod multipart;
mod origin;
mod page;
mod target;
mod transport;
pub mod wire;
pub mod writes;

pub use auth::{
    Auth, AuthClock, Latch, LatchKey, Login, MemoryLatch, PasswordSource, Secret, TokenState,
};
pub use client::{Client, Exchange};
pub use error::BuildError;
pub use writes::Writer;

use std::pin::Pin;

/// A boxed future, for the seams that other layers implement.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where the servers are, and whom to trust beyond the operating system's own list.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// The API's base address (G18); the version belongs to each path (A4). `https`, or `http` on loopback.
    pub api_url: String,
    /// The whole address of the token endpoint (A1). `https`, or `http` on loopback.
    pub token_url: String,
    /// Extra root certificates in PEM, from `ca_file`.
    pub ca_pem: Option<Vec<u8>>,
}

/// Makes ring the process's cryptography. May be called any number of times; every constructor here calls it.
pub fn install_crypto() {
    // An error means that a provider is there already, which is all that is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
