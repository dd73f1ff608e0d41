//! A line as the sketches draw it, for the tests of dialogs and of what they saw.

use crate::app::entities::quotes::{QuoteLine, Quotes};
use crate::app::fixtures;
use crate::app::fixtures::quotes::{offers, ready_line};
use crate::domain::quote::Line;
use crate::domain::text::Text;

/// Line `QO_20260423_0000000N`, ready for three more days, with two offers that are and one that was declined.
pub(crate) fn line(number: u32) -> Line {
    Line {
        end_customer_name: Some(Text::new("KING JOUET")),
        address: Some(Text::new("4bis RUE A. SAKHAROV 76130 MONT ST AIGNAN")),
        ..ready_line(number, 3, offers())
    }
}

/// The same as the pane knows it.
pub(crate) fn known(line: Line) -> QuoteLine {
    let id = line.id.clone();
    let mut quotes = Quotes::default();
    quotes.take_line(line, false, fixtures::now());
    quotes.line(&id).unwrap().clone()
}
