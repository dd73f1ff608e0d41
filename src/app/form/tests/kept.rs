//! What becomes of a form after its dialog.

use super::*;
use crate::app::event::WriteMove;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::JournalId;
use crate::domain::write::{Outcome, Receipt};

fn asked_to_change() -> Story {
    let mut story = editing();
    story.chars(" SA");
    line_field(&mut story, LineField::Note);
    story.key(Chord::ctrl('u'));
    go_on(&mut story);
    story
}

/// The write of the open dialog ends; how to come back to its form.
fn ends(story: &mut Story, outcome: Outcome) -> Option<String> {
    let write = write(story).clone();
    story.state.overlay = None;
    let moved = WriteMove::Ended(JournalId(1), outcome);
    story.state.form_write_moved(&write, &moved);
    story.state.way_back_to_form(&write)
}

fn refused(detail: &str) -> Outcome {
    let path = "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/";
    Outcome::Refused(
        Failure::new(FailureKind::Refused, path)
            .with_status(400)
            .with_detail(detail),
    )
}

#[test]
fn leaving_the_dialog_leads_back_to_the_form_with_all_that_was_typed() {
    let mut story = asked_to_change();
    let confirm = asked(&story).clone();
    story.state.overlay = None;
    assert!(story.state.back_to_form(&confirm));
    assert_eq!(form(&story).changes(), 2);
    assert_eq!(form(&story).place(), form(&story).fields.len());
    story.state.overlay = None;
    assert!(!story.state.back_to_form(&confirm), "it went with the form");
}

#[test]
fn what_covage_refused_is_in_the_form_again_with_its_words_where_they_belong() {
    let mut story = asked_to_change();
    let back = ends(
        &mut story,
        refused("Validation failed: note: may not be blank; quota: exceeded"),
    );
    assert_eq!(back.as_deref(), Some("E opens its form again"));
    made_up::edit_line(&mut story.state);
    assert_eq!(
        told(&story, Id::Line(LineField::EndCustomerName)),
        "KING JOUET SA"
    );
    assert_eq!(form(&story).field().unwrap().id, Id::Line(LineField::Note));
    let field = form(&story).field().unwrap();
    let remark = story.state.remark(form(&story), field).unwrap();
    assert_eq!(remark.text(), "Covage: may not be blank");
    assert_eq!(
        form(&story).refused.as_ref().unwrap().line(),
        "quota: exceeded"
    );
    story.chars("x");
    let remark = story
        .state
        .remark(form(&story), form(&story).field().unwrap());
    assert_eq!(remark, None, "of what is typed now nothing was said");
    story.state.overlay = None;
    made_up::edit_line(&mut story.state);
    assert_eq!(form(&story).changes(), 0, "it is told once");
}

#[test]
fn what_was_applied_or_may_have_been_is_not_offered_again() {
    let path = "/api/v1/quote/";
    for outcome in [
        Outcome::Applied(Receipt::Bare),
        Outcome::Unknown(Failure::new(FailureKind::Timeout, path)),
    ] {
        let mut story = asked_to_change();
        assert_eq!(ends(&mut story, outcome), None);
        made_up::edit_line(&mut story.state);
        assert_eq!(form(&story).changes(), 0);
    }
    let mut story = asked_to_change();
    ends(
        &mut story,
        Outcome::NotSent(Failure::new(FailureKind::Offline, path)),
    );
    made_up::edit_line(&mut story.state);
    assert_eq!(form(&story).changes(), 2, "nothing that was typed is lost");
}
