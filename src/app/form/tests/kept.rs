//! What becomes of a form after its dialog.

use super::*;
use crate::app::event::{Event, WriteMove};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::JournalId;
use crate::domain::quote::Line;
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
    press(&mut story, [Key::Esc]);
    assert_eq!(form(&story).changes(), 2);
    assert_eq!(form(&story).place(), form(&story).fields.len());
    press(&mut story, [Key::Enter]);
    assert_eq!(rows(&story, 4).len(), 2);
    story.chars("n");
    assert_eq!(form(&story).changes(), 2);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_what_the_next_dialog_begins_from() {
    let mut story = editing();
    story.chars(" SA");
    let theirs = Line {
        end_customer_name: Some(Text::new("KING JOUET FRANCE")),
        business_sector: Some(Text::new("Jouets")),
        ..made_up::line()
    };
    story.state.quotes.take_line(theirs, false, story.now);
    go_on(&mut story);
    assert_eq!(
        rows(&story, 4),
        [("end customer", "KING JOUET FRANCE -> KING JOUET SA")],
        "what was not touched is not sent"
    );
    assert_eq!(rows(&story, 1)[0], ("customer", "KING JOUET FRANCE"));
}

#[test]
fn keys_that_come_several_at_once_ask_for_nothing() {
    let mut story = editing();
    story.chars(" SA");
    press(&mut story, [Key::PageDown]);
    story.feed(Event::BurstKey(Chord::plain(Key::Enter)));
    assert_eq!(form(&story).changes(), 1);
    assert!(
        story
            .notice()
            .unwrap()
            .starts_with("several keys came at once")
    );
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
