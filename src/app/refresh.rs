//! What to read, and when: the sweep through the list and the reads of single orders.
//!
//! Decides only; the request engine paces what is submitted here and drops nothing by itself.

pub mod eligibility;
pub mod gather;
pub mod load;
pub mod parts;
pub mod quotes;
pub mod reads;
pub mod sweep;
