//! The screen: a function from [`AppState`](crate::app::state::AppState) to cells.
//!
//! Reads only. Nothing here starts a request, keeps anything between frames or is read back by the core: skipping a
//! frame changes nothing.

pub mod format;
pub mod glyphs;
pub mod hit;
pub mod layout;
pub mod paint;
pub mod root;
pub mod theme;
pub mod views;
pub mod widgets;
