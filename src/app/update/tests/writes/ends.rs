//! What each end of a write says, and what it means for the ones behind it.

use super::*;
use crate::app::fixtures::writes::no_answer;
use crate::domain::journal::Refusal;

const PATH: &str = "/api/v1/quote_item/{id}/decline/";

fn failure(kind: FailureKind, status: u16) -> Failure {
    Failure::new(kind, PATH).with_status(status)
}

/// Hands in one intent that leaves at once.
fn under_way(story: &mut Story) -> WriteId {
    let effects = hand_in(story, vec![decline(1, 0)]);
    only_sent(&effects)
}

#[test]
fn every_end_says_what_happened_and_what_to_press() {
    let brief = "decline QO_..001/2173";
    let conflict = failure(FailureKind::Refused, 409).with_detail("the line has expired");
    let cases = [
        (applied(), "done; u or b brings it back"),
        (
            Outcome::Refused(conflict),
            "refused by Covage: request refused 409: the line has expired",
        ),
        (
            Outcome::Refused(failure(FailureKind::TokenRefused, 401)),
            "not sent: the token was refused; press d again",
        ),
        (
            Outcome::NotSent(Failure::new(FailureKind::Offline, PATH)),
            "not sent: no connection; press d again",
        ),
        (
            no_answer(),
            "OUTCOME UNKNOWN, read back, do not redo (no answer in time)",
        ),
    ];
    for (outcome, end) in cases {
        let mut story = begun();
        let id = under_way(&mut story);
        ended(&mut story, id, outcome);
        let said = said(&story).to_owned();
        assert!(said.starts_with(brief) && said.ends_with(end), "{said}");
        assert_eq!(story.state.writes.under_way().count(), 0, "{end}");
    }
}

#[test]
fn a_429_says_when_to_press_again_and_says_it_again_then() {
    let mut story = begun();
    let id = under_way(&mut story);
    let retry_after = Some(std::time::Duration::from_secs(30));
    let throttled = failure(FailureKind::Throttled { retry_after }, 429);
    ended(&mut story, id, Outcome::Refused(throttled));
    assert_eq!(
        said(&story),
        "decline QO_..001/2173 not sent: too many requests (429); press d again at 13:00:32"
    );
    story.chars("!!");
    assert_eq!(
        story.pass(seconds(31)).list.iter().filter(is_write).count(),
        0
    );
    story.pass(seconds(1));
    assert_eq!(
        said(&story),
        "decline QO_..001/2173 not sent: press d again"
    );
}

#[test]
fn after_an_unknown_the_rest_of_its_line_stops_and_says_so_and_other_lines_go_on() {
    let mut story = begun();
    let intents = vec![decline(1, 0), decline(1, 1), decline(2, 0)];
    let first = hand_in(&mut story, intents);
    let next = ended(&mut story, only_sent(&first), no_answer());
    assert_eq!(sent(&next)[0].1, decline(2, 0));
    let texts: Vec<_> = story
        .state
        .notices
        .newest_first()
        .map(|it| it.text.as_str())
        .collect();
    assert_eq!(
        texts[0],
        "decline QO_..001/2174 not sent: the outcome of decline QO_..001/2173 is unknown"
    );
}

#[test]
fn after_a_refusal_the_others_go_on_and_when_nothing_can_leave_they_stay() {
    let refused = Outcome::Refused(failure(FailureKind::Refused, 409));
    let unsent = Outcome::NotSent(Failure::new(FailureKind::Offline, PATH));
    for (outcome, goes_on) in [(refused, 1), (unsent, 0)] {
        let mut story = begun();
        let first = hand_in(&mut story, vec![decline(1, 0), decline(2, 0)]);
        let next = ended(&mut story, only_sent(&first), outcome);
        assert_eq!(sent(&next).len(), goes_on);
    }
}

#[test]
fn what_the_journal_did_not_take_was_not_sent() {
    let since = fixtures::now() - TimeDelta::minutes(3);
    let other_copy = Refusal::InProgress {
        since,
        is_unknown: false,
        id: JournalId(7),
    };
    let full = Refusal::NotDurable("the disk is full".to_owned());
    for (refusal, why, goes_on) in [
        (other_copy, "already in progress since 12:57:00", 1),
        (full, "the disk is full", 0),
    ] {
        let mut story = begun();
        let first = hand_in(&mut story, vec![decline(1, 0), decline(2, 0)]);
        let next = moved(&mut story, only_sent(&first), WriteMove::Refused(refusal));
        assert_eq!(sent(&next).len(), goes_on, "{why}");
        let text = format!("decline QO_..001/2173 not sent: {why}");
        assert!(
            story.state.notices.newest_first().any(|it| it.text == text),
            "{why}"
        );
    }
}

#[test]
fn a_write_that_waits_for_its_slot_can_be_taken_back() {
    let mut story = begun();
    let id = under_way(&mut story);
    let until = story.now + seconds(12);
    moved(&mut story, id, WriteMove::Waiting(until));
    let (is_cancelled, effects) = cancel(&mut story);
    assert!(is_cancelled);
    assert_eq!(effects.list, [Effect::CancelWrite(id)]);
    moved(&mut story, id, WriteMove::Cancelled);
    assert_eq!(said(&story), "decline QO_..001/2173 not sent: taken back");
    assert_eq!(story.state.writes.under_way().count(), 0);
}

#[test]
fn what_was_taken_back_too_late_is_said_to_be_on_its_way() {
    let mut story = begun();
    let id = under_way(&mut story);
    cancel(&mut story);
    moved(&mut story, id, WriteMove::Sending(JournalId(1)));
    assert_eq!(
        said(&story),
        "too late to take back: decline QO_..001/2173 is on its way"
    );
    assert_eq!(
        cancel(&mut story),
        (
            false,
            Effects {
                is_dirty: false,
                ..Effects::default()
            }
        )
    );
}

#[test]
fn a_slot_that_is_far_away_is_not_waited_for() {
    let mut story = begun();
    let id = under_way(&mut story);
    let until = story.now + TimeDelta::minutes(9);
    let effects = moved(&mut story, id, WriteMove::Waiting(until));
    assert_eq!(effects.list, [Effect::CancelWrite(id)]);
    moved(&mut story, id, WriteMove::Cancelled);
    assert!(
        said(&story).ends_with("press d again at 13:09:00"),
        "{}",
        said(&story)
    );
}

#[test]
fn what_an_applied_write_changed_is_read_at_once_and_merged() {
    let mut story = begun();
    let id = under_way(&mut story);
    let effects = ended(&mut story, id, applied());
    let reread = story.asked(&line_read(1)).expect("the line is read again");
    assert_eq!(effects.list, [submit(reread.0, line_read(1), Lane::User)]);
    answer_line(&mut story, reread, line(1));
    let known = story
        .state
        .quotes
        .line(&line(1).id)
        .expect("the entity knows it");
    assert_eq!(known.line.reference, line(1).reference);
}

#[test]
fn an_applied_termination_reads_its_order_and_the_requests_on_it() {
    let mut story = begun();
    story.state.writes.send_delay = TimeDelta::zero();
    hand_in(&mut story, vec![terminate(&order(1))]);
    let look = story.asked(&detail_of(1)).unwrap();
    let reply = story.reply(&detail_of(1));
    let effects = story.answer(look, Ok(reply));
    ended(&mut story, only_sent(&effects), applied());
    let requests = Read::OrderRequests(Some(order(1)), Cursor::First);
    assert!(story.asked(&requests).is_some());
    assert!(story.asked(&detail_of(1)).is_some());
}
