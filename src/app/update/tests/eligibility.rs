//! The Eligibility pane: what it reads, what it shows, what comes of a check that was asked for here.

mod asked;
mod filters;
mod list;
mod properties;
mod reads;

use super::*;
use crate::app::fixtures::eligibility::{
    item, item_id, made_at, offers, ready_item, request, request_id, request_with, unable_item,
};
use crate::app::views::eligibility::Facet;
use crate::domain::failure::FailureKind;
use crate::domain::ids::QualificationId;

/// What fixtures call the request of a number.
fn name(number: u32) -> String {
    format!("SITE-{number:04}")
}

fn names(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    numbers.into_iter().map(name).collect()
}

fn building(number: u32) -> String {
    format!("IMB/31555/X/{number:04}")
}

fn ids(numbers: impl IntoIterator<Item = u32>) -> Vec<QualificationId> {
    numbers.into_iter().map(request_id).collect()
}

/// Three requests: one that is ready, one at work, one in which the site cannot be had. Of the first and the last the
/// detail is read.
fn three() -> Story {
    let mut story = Story::of_eligibility(
        [
            request(1, "done.ready"),
            request(2, "in_progress.offer"),
            request(3, "done.unable_to_provide"),
        ],
        [],
    );
    story.pass(REST);
    story.tell_request(request_with(
        1,
        "done.ready",
        vec![ready_item(1, 9, offers())],
    ));
    story.tell_request(request_with(
        3,
        "done.unable_to_provide",
        vec![unable_item(3, vec![])],
    ));
    story.tell_request(request_with(
        2,
        "in_progress.offer",
        vec![item(2, "in_progress.offer")],
    ));
    story
}
