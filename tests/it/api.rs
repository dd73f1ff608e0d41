//! The client against a server that does exactly what a test says, over real sockets.

mod auth;
mod reads;
mod stub;
mod tls;
mod writes;
