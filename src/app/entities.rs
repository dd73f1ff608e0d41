//! What is known of Covage's things, by id, as last read.
//!
//! A table of entities only remembers; which rows are shown and in what order is [`crate::app::index`]'s. Row numbers
//! are stable for the life of the process, so an index may hold them as `u32`.

pub mod eligibility;
mod listed;
mod numbered;
pub mod orders;
pub mod quotes;

pub use listed::Listed;

use listed::{beginning, fill};
use numbered::Numbered;
