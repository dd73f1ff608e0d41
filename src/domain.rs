//! The business in types: orders, their production timeline, quotes, writes and their journal, what can be asked of the API and how it can fail.
//!
//! Pure data and pure functions. Nothing here reads a clock, opens a file, talks HTTP or knows a terminal; time is
//! always an argument. Every other layer may import this one, and this one imports no other.

pub mod batch;
pub mod date;
pub mod eligibility;
pub mod failure;
pub mod filename;
pub mod fold;
pub mod ids;
pub mod job;
pub mod journal;
pub mod json;
pub mod lenient;
pub mod order;
pub mod quote;
pub mod referential;
pub mod request;
pub mod schedule;
mod states;
pub mod text;
pub mod timeline;
pub mod write;
