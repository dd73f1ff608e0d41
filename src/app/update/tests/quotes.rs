//! The Quotes pane: what it reads, what it shows, which offer is meant.

mod belongs;
mod list;
mod offers;
mod properties;
mod reads;

use super::*;
use crate::app::fixtures::quotes::{
    basket, basket_id, basket_with, line, line_id, offer, offers, ready_line, refused,
};
use crate::domain::failure::FailureKind;

/// Three lines: two ready ones that end in 3 and in 9 days, and one that waits.
fn three() -> Story {
    let mut story = Story::of_quotes(
        [line(1, "confirmed"), line(2, "ready"), line(3, "ready")],
        [basket(7, "partial_ready")],
    );
    story.pass(REST);
    story.tell_line(ready_line(2, 9, offers()));
    story.tell_line(ready_line(3, 3, offers()));
    story
}
