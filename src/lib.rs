//! stub

pub mod runtime;
