//! How the panes look, a file each; named as in [`crate::app::views`].

pub mod activity;
pub mod eligibility;
pub mod orders;
pub mod orders_empty;
pub mod preview;
pub mod quotes;
pub mod timeline;
