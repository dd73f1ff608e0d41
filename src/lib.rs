//! `covage-tui`: a full-screen terminal dashboard for the Covage FTTX API.

pub mod domain;
pub mod sched;
