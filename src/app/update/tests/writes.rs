//! Writes: from the confirmation to certainty.

mod anything;
mod ends;
mod lookback;
mod order_of_line;
mod quitting;

use super::*;
use crate::app::event::WriteMove;
use crate::app::fixtures::writes::{API, accept, confirm, decline, entry, line, terminate};
use crate::domain::failure::FailureKind;
use crate::domain::ids::OrderRef;
use crate::domain::journal::{Entry, Journal, JournalId, WriteId};
use crate::domain::quote::Line;
use crate::domain::write::{Intent, Outcome, Receipt, Write};

/// A story whose orders are read and whose cursor rests.
fn begun() -> Story {
    let mut story = Story::of(rows(3));
    story.answer_parts();
    story.state.session.api_url = API.to_owned();
    story
}

/// A person confirmed.
fn hand_in(story: &mut Story, intents: Vec<Intent>) -> Effects {
    story.act(|state, effects| state.hand_in(confirm(intents), effects))
}

fn cancel(story: &mut Story) -> (bool, Effects) {
    let mut is_cancelled = false;
    let effects = story.act(|state, effects| is_cancelled = state.cancel_held(effects));
    (is_cancelled, effects)
}

/// What was handed to the engine.
fn sent(effects: &Effects) -> Vec<(WriteId, Intent)> {
    let write = |effect: &Effect| match effect {
        Effect::Write { id, intent, .. } => Some((*id, intent.clone())),
        _ => None,
    };
    effects.list.iter().filter_map(write).collect()
}

/// The one write that was handed to the engine.
fn only_sent(effects: &Effects) -> WriteId {
    let sent = sent(effects);
    assert_eq!(sent.len(), 1, "{:?}", effects.list);
    sent[0].0
}

fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

/// Lets the send delay pass; the second look that is then asked for.
fn second_look(story: &mut Story, of: &Read) -> RequestId {
    story.pass(seconds(5));
    story.asked(of).expect("the target is read again")
}

fn line_read(number: u32) -> Read {
    Read::Line(line(number).id)
}

fn answer_line(story: &mut Story, id: RequestId, line: Line) -> Effects {
    story.answer(id, Ok(Reply::Line(Box::new(line))))
}

fn moved(story: &mut Story, id: WriteId, moved: WriteMove) -> Effects {
    story.feed(Event::WriteMoved(id, moved))
}

fn ended(story: &mut Story, id: WriteId, outcome: Outcome) -> Effects {
    moved(story, id, WriteMove::Sending(JournalId(1)));
    moved(story, id, WriteMove::Ended(JournalId(1), outcome))
}

fn applied() -> Outcome {
    Outcome::Applied(Receipt::Bare)
}

/// The message row's message.
fn said(story: &Story) -> &str {
    story.notice().unwrap_or_default()
}

#[test]
fn an_accept_is_held_then_its_line_is_read_again_then_it_is_sent_once() {
    let mut story = begun();
    let effects = hand_in(&mut story, vec![accept(1)]);
    assert_eq!(effects.list, [], "nothing leaves at once");
    assert_eq!(
        next_wake(&story.state),
        Some(story.now + seconds(1)),
        "it counts down"
    );
    assert_eq!(story.pass(seconds(4)).list, []);
    let id = second_look(&mut story, &line_read(1));
    let effects = answer_line(&mut story, id, line(1));
    assert_eq!(
        effects.list,
        [Effect::Write {
            id: only_sent(&effects),
            intent: accept(1),
            supersedes: None,
        }]
    );
    assert_eq!(
        story
            .pass(TimeDelta::hours(1))
            .list
            .iter()
            .filter(is_write)
            .count(),
        0
    );
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "what `filter` hands over"
)]
fn is_write(effect: &&Effect) -> bool {
    matches!(effect, Effect::Write { .. })
}

#[test]
fn without_a_delay_the_second_look_comes_at_once() {
    let mut story = begun();
    story.state.writes.send_delay = TimeDelta::zero();
    hand_in(&mut story, vec![accept(1)]);
    let id = story
        .asked(&line_read(1))
        .expect("it is read again all the same");
    only_sent(&answer_line(&mut story, id, line(1)));
}

#[test]
fn a_held_accept_is_taken_back_by_a_key_and_never_leaves() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(seconds(4));
    assert!(cancel(&mut story).0);
    assert_eq!(said(&story), "accept QO_..001/2173 not sent: taken back");
    story.pass(seconds(60));
    assert_eq!(story.asked(&line_read(1)), None);
    assert!(!cancel(&mut story).0, "there is nothing more to take back");
}

#[test]
fn the_second_look_can_be_taken_back_too_and_its_late_answer_sends_nothing() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    let id = second_look(&mut story, &line_read(1));
    let (_, effects) = cancel(&mut story);
    assert_eq!(effects.list, [Effect::Cancel(id)]);
    assert_eq!(answer_line(&mut story, id, line(1)).list, []);
}

#[test]
fn the_latest_of_several_is_the_one_taken_back() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(seconds(1));
    hand_in(&mut story, vec![accept(2)]);
    cancel(&mut story);
    assert!(said(&story).starts_with("accept QO_..002"));
    story.pass(seconds(4));
    assert!(story.asked(&line_read(1)).is_some());
    assert_eq!(story.asked(&line_read(2)), None);
}

#[test]
fn what_changed_while_it_was_held_is_not_sent_and_stays_on_screen_old_and_new() {
    let mut dearer = line(1);
    for offer in dearer.offers.iter_mut().flatten() {
        offer.monthly = Some(crate::domain::lenient::Lenient::Value(
            crate::domain::lenient::Cents(15_000),
        ));
    }
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    let id = second_look(&mut story, &line_read(1));
    assert_eq!(sent(&answer_line(&mut story, id, dearer)), []);
    let text = "accept QO_..001/2173 not sent: it changed while it was held: monthly price 145.00 -> 150.00";
    assert_eq!(said(&story), text);
    story.pass(TimeDelta::minutes(20));
    assert_eq!(
        said(&story),
        text,
        "it stays until somebody opened the messages"
    );
    story.chars("!");
    story.press(Key::Esc);
    assert_eq!(said(&story), "");
    assert_eq!(story.state.notices.unread(), 0);
}

#[test]
fn a_second_look_that_fails_or_never_ends_sends_nothing() {
    for how in ["fails", "never ends", "is lost", "is about something else"] {
        let mut story = begun();
        hand_in(&mut story, vec![accept(1)]);
        let id = second_look(&mut story, &line_read(1));
        let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/{id}/");
        let effects = match how {
            "fails" => story.answer(id, Err(failure)),
            "never ends" => story.pass(seconds(15)),
            "is lost" => story.feed(Event::EngineRestarted),
            _ => answer_line(&mut story, id, line(2)),
        };
        assert_eq!(sent(&effects), [], "{how}");
        assert!(
            said(&story).contains("the second look"),
            "{how}: {}",
            said(&story)
        );
        story.pass(seconds(60));
        assert_eq!(sent(&answer_line(&mut story, id, line(1))), [], "{how}");
    }
}

#[test]
fn what_was_due_while_the_program_stood_still_is_not_sent() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(TimeDelta::minutes(30));
    assert_eq!(story.asked(&line_read(1)), None);
    assert!(said(&story).contains("stood still"), "{}", said(&story));
}

#[test]
fn a_clock_set_back_makes_nothing_wait_longer_than_the_delay() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.now -= TimeDelta::hours(2);
    story.wake();
    second_look(&mut story, &line_read(1));
}

#[test]
fn a_termination_is_held_against_its_order() {
    let mut story = begun();
    hand_in(&mut story, vec![terminate(&reference(1))]);
    let id = second_look(&mut story, &detail_of(1));
    let reply = story.reply(&detail_of(1));
    only_sent(&story.answer(id, Ok(reply)));
}

#[test]
fn what_is_not_final_leaves_at_once_and_one_after_the_other() {
    let mut story = begun();
    let first = hand_in(
        &mut story,
        vec![decline(1, 0), decline(1, 1), decline(2, 0)],
    );
    let id = only_sent(&first);
    assert_eq!(sent(&first)[0].1, decline(1, 0));
    let second = ended(&mut story, id, applied());
    assert_eq!(sent(&second)[0].1, decline(1, 1));
    let third = ended(&mut story, only_sent(&second), applied());
    assert_eq!(sent(&third)[0].1, decline(2, 0));
    let last = ended(&mut story, only_sent(&third), applied());
    assert_eq!(sent(&last), []);
    assert_eq!(story.state.writes.under_way().count(), 0);
}

#[test]
fn read_only_offline_and_a_journal_that_cannot_be_kept_say_why_and_send_nothing() {
    type Cause = fn(&mut Story);
    let causes: [(Cause, &str); 4] = [
        (|story| story.state.session.is_read_only = true, "read-only"),
        (
            |story| {
                let gauges = Gauges {
                    offline: Some(crate::app::gauges::Offline {
                        since: story.now,
                        next_try: None,
                    }),
                    ..calm()
                };
                story.gauges(gauges);
            },
            "offline",
        ),
        (
            |story| {
                let gauges = Gauges {
                    login: crate::app::gauges::Login::Refused,
                    ..calm()
                };
                story.gauges(gauges);
            },
            "login refused",
        ),
        (
            |story| {
                let journal = Journal {
                    off: Some("the state directory is on a network file system".to_owned()),
                    ..Journal::default()
                };
                story.feed(Event::JournalChanged(journal));
            },
            "the state directory",
        ),
    ];
    for (cause, why) in causes {
        let mut story = begun();
        cause(&mut story);
        let effects = hand_in(&mut story, vec![decline(1, 0)]);
        assert_eq!(sent(&effects), []);
        assert!(said(&story).contains(why), "{}", said(&story));
        let accept = story.state.why_not(Action::Accept);
        assert!(accept.is_some_and(|it| it.starts_with(why)), "{why}");
        assert_eq!(story.state.writes.under_way().count(), 0);
    }
}

#[test]
fn a_second_press_on_a_target_under_way_is_told_so() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    let effects = hand_in(&mut story, vec![decline(1, 1)]);
    assert_eq!(sent(&effects), []);
    assert_eq!(
        said(&story),
        "decline QO_..001/2174 not sent: accept QO_..001/2173 is under way"
    );
}

#[test]
fn a_create_without_a_reference_goes_out_with_a_mark() {
    let create = |external: Option<&str>| Intent {
        write: Write::CreateBasket(crate::domain::write::BasketFields {
            external_id: external.map(Into::into),
            project: None,
        }),
        subject: "a basket".into(),
        seen: Vec::new(),
    };
    let mut story = begun();
    let effects = hand_in(&mut story, vec![create(None)]);
    let marked = sent(&effects)[0].1.write.reference().cloned();
    assert!(marked.is_some_and(|it| crate::domain::write::is_mark(&it)));
    let mut story = begun();
    let effects = hand_in(&mut story, vec![create(Some("DEVIS-1"))]);
    assert_eq!(sent(&effects)[0].1, create(Some("DEVIS-1")));
}

/// A journal of this account with some entries, told.
fn journal(story: &mut Story, entries: Vec<Entry>) -> Effects {
    story.feed(Event::JournalChanged(Journal { entries, off: None }))
}

fn order(number: u32) -> OrderRef {
    reference(number)
}
