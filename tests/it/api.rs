//! The client against a server that does exactly what a test says, over real sockets.

mod all_writes;
mod auth;
mod eligibility;
mod quotes;
mod reads;
mod simulated;
mod stub;
mod sweep;
mod tls;
mod writes;
