//! What the previews of all panes share: where their parts are, which of their lines are shown, title and tabs, fields.
//!
//! A tab only makes lines; where they are scrolled to and what is in hand is laid over them here.

pub(in crate::ui) mod fields;
mod flow;
mod frame;
pub(in crate::ui) mod grid;
pub(in crate::ui) mod line;
mod said;
mod standing;
mod title;
mod window;
mod words;

pub(in crate::ui) use flow::{flow, laid_out};
pub(in crate::ui) use frame::Frame;
pub(in crate::ui) use line::{Line, Overlay};
pub(in crate::ui) use said::{folded, said};
pub(in crate::ui) use standing::standing;
pub(in crate::ui) use title::{Name, Title};
pub use window::Measured;
pub(in crate::ui) use window::{Sight, Window, draw_more};
pub(in crate::ui) use words::draw_words;

/// From this height on empty lines set groups apart.
pub(in crate::ui) const ROOMY: u16 = 24;
