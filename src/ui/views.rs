//! How the panes look, a file each; named as in [`crate::app::views`].

pub mod order_preview;
pub mod orders;
pub mod orders_empty;
pub mod raw;
pub mod timeline;
