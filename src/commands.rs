//! A file per subcommand, and one for the dashboard.
//!
//! A command writes to the output it is given and reports its failure; only `main` prints errors and ends the process.

pub mod chosen;
pub mod config;
pub mod dashboard;
pub mod eligibility;
pub mod journal;
pub mod login;
pub mod orders;
pub mod quotes;
pub mod simulator;
pub mod source;

mod listing;
mod rows;

pub use listing::problem::RowsError;
