//! The menus of the Eligibility pane whose contents are its own.

pub(super) mod copy;
pub(super) mod find;
pub(super) mod jump;
