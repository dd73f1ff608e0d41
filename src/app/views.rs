//! The panes: state and behaviour, a file each. How they look is [`crate::ui`]'s.

pub mod activity;
pub mod eligibility;
pub mod orders;
pub mod quotes;
