//! What is of unknown outcome is read back until it is settled.

use super::*;
use crate::app::fixtures::writes::no_answer;
use crate::domain::journal::{Look, Settled, Stage};
use crate::domain::quote::{LineState, OfferState};
use crate::domain::text::Text;

fn unknown(id: i64, intent: Intent, story: &Story) -> Entry {
    entry(id, intent, story.now, Stage::Ended(no_answer()))
}

/// The journal after a look that settled nothing.
fn looked(mut entry: Entry, at: chrono::DateTime<chrono::Utc>) -> Entry {
    entry.look = Some(Look {
        at,
        found: Text::new("still ready"),
    });
    entry.looks += 1;
    entry
}

fn accepted_line() -> Line {
    let mut line = line(1);
    line.state = LineState::Accepted;
    line.offers.as_mut().unwrap()[0].state = Some(OfferState::Accepted);
    line
}

#[test]
fn an_unknown_outcome_is_read_back_at_2_10_30_and_120_seconds_then_every_ten_minutes() {
    let mut story = begun();
    let begin = story.now;
    let mut known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known.clone()]);
    let mut at = Vec::new();
    while at.len() < 6 {
        story.pass(seconds(1));
        story.answer_parts_but_lines();
        let Some(id) = story.asked(&line_read(1)) else {
            continue;
        };
        at.push((story.now - begin).num_seconds());
        let effects = answer_line(&mut story, id, line(1));
        let look = Look {
            at: story.now,
            found: Text::new("line ready, offer 2173 ready"),
        };
        assert_eq!(effects.list[0], Effect::NoteLook(JournalId(1), look));
        known = looked(known, story.now);
        journal(&mut story, vec![known.clone()]);
    }
    assert_eq!(at, [2, 10, 30, 120, 720, 1320]);
}

#[test]
fn the_look_takes_the_lane_between_people_and_the_screen() {
    let mut story = begun();
    let known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known]);
    let effects = story.pass(seconds(2));
    let id = story.asked(&line_read(1)).unwrap();
    assert!(
        effects
            .list
            .contains(&submit(id.0, line_read(1), Lane::ReadBack))
    );
}

#[test]
fn the_new_state_settles_it_and_the_screen_says_so_once_the_journal_does() {
    let mut story = begun();
    let known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known.clone()]);
    story.pass(seconds(2));
    let id = story.asked(&line_read(1)).unwrap();
    let effects = answer_line(&mut story, id, accepted_line());
    let settled = Settled::Reached {
        found: Text::new("line accepted, offer 2173 accepted"),
        maybe_other: true,
    };
    assert!(
        effects
            .list
            .contains(&Effect::Settle(JournalId(1), settled.clone()))
    );
    assert_eq!(story.notice(), None, "not before it is remembered");
    story.pass(seconds(20));
    assert_eq!(story.asked(&line_read(1)), None, "the journal has its time");
    let over = Entry {
        stage: Stage::Settled(settled),
        staged_at: story.now,
        ..known
    };
    journal(&mut story, vec![over]);
    assert_eq!(
        said(&story),
        "accept QO_..001/2173: reached, maybe by someone else, read back at 13:00:22: \
         line accepted, offer 2173 accepted"
    );
    assert!(
        story.state.followed(&line(1).id).is_some(),
        "its order is looked for"
    );
}

#[test]
fn a_read_that_fails_is_no_look_and_is_tried_again_ever_more_rarely() {
    let mut story = begun();
    let known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known]);
    let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/{id}/");
    let mut at = Vec::new();
    let begin = story.now;
    while at.len() < 4 {
        story.pass(seconds(1));
        if let Some(id) = story.asked(&line_read(1)) {
            at.push((story.now - begin).num_seconds());
            let effects = story.answer(id, Err(failure.clone()));
            let notes = |effect: &&Effect| matches!(effect, Effect::NoteLook(..));
            assert_eq!(effects.list.iter().filter(notes).count(), 0);
        }
    }
    assert_eq!(at, [2, 4, 8, 16]);
}

#[test]
fn a_second_press_is_told_since_when_and_from_when_on_it_may_be_tried_anew() {
    let mut story = begun();
    let mut known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known.clone()]);
    let (begin, early) = (story.now, "do not redo, not before 13:02:00");
    for _ in 0..4 {
        let id = loop {
            story.pass(seconds(1));
            story.answer_parts_but_lines();
            if let Some(id) = story.asked(&line_read(1)) {
                break id;
            }
        };
        if story.now - begin < seconds(120) {
            let effects = hand_in(&mut story, vec![accept(1)]);
            assert_eq!(sent(&effects), []);
            assert!(said(&story).contains("already in progress since 13:00:00, outcome unknown"));
            assert!(said(&story).ends_with(early), "{}", said(&story));
        }
        answer_line(&mut story, id, line(1));
        known = looked(known, story.now);
        journal(&mut story, vec![known.clone()]);
    }
    assert!(
        said(&story).starts_with("accept QO_..001/2173: not applied as of 13:02:00"),
        "{}",
        said(&story)
    );
    hand_in(&mut story, vec![accept(1)]);
    let id = second_look(&mut story, &line_read(1));
    let effects = answer_line(&mut story, id, line(1));
    let write = effects.list.iter().find(is_write);
    let Some(Effect::Write { supersedes, .. }) = write else {
        panic!("{effects:?}")
    };
    assert_eq!(
        *supersedes,
        Some(JournalId(1)),
        "it takes the place of the old one"
    );
}

#[test]
fn a_write_of_another_copy_on_the_same_target_is_told_and_nothing_is_sent() {
    let mut story = begun();
    let mut theirs = entry(4, decline(1, 1), story.now - seconds(9), Stage::Sending);
    theirs.is_ours = false;
    journal(&mut story, vec![theirs]);
    let effects = hand_in(&mut story, vec![accept(1)]);
    assert_eq!(effects.list, []);
    assert_eq!(
        said(&story),
        "accept QO_..001/2173 not sent: already in progress since 12:59:51"
    );
    let free = hand_in(&mut story, vec![decline(2, 0)]);
    only_sent(&free);
}

#[test]
fn what_an_earlier_run_left_is_told_at_the_start_and_read_back_at_once() {
    let mut story = begun();
    let mut left = entry(
        4,
        accept(1),
        story.now - TimeDelta::hours(9),
        Stage::Ended(no_answer()),
    );
    left.staged_at = story.now;
    left.is_ours = false;
    let mut older = left.clone();
    (older.id, older.intent) = (JournalId(3), Ok(decline(2, 0)));
    journal(&mut story, vec![left, older]);
    assert_eq!(
        said(&story),
        "decline QO_..002/2173 and 1 more of an earlier run: OUTCOME UNKNOWN, read back now"
    );
    story.pass(seconds(2));
    assert!(story.asked(&line_read(1)).is_some() && story.asked(&line_read(2)).is_some());
}

#[test]
fn writes_of_another_account_or_server_are_left_alone() {
    for origin in ["https://other.example.com", "https://api.example.co"] {
        let mut story = begun();
        let mut theirs = unknown(1, accept(1), &story);
        theirs.account.origin = origin.to_owned();
        journal(&mut story, vec![theirs]);
        story.pass(seconds(3));
        assert_eq!(story.asked(&line_read(1)), None);
        assert_eq!(story.state.unknown_entries().count(), 0);
    }
    let mut story = begun();
    let mut theirs = unknown(1, accept(1), &story);
    theirs.account.username = "somebody".to_owned();
    journal(&mut story, vec![theirs]);
    assert_eq!(story.state.unknown_entries().count(), 0);
}

fn export() -> Intent {
    Intent {
        write: Write::StartOrderExport,
        subject: Text::new("orders"),
        seen: Vec::new(),
    }
}

/// It may have been started, so nothing says that it was not.
#[test]
fn of_an_export_of_unknown_outcome_no_more_is_said_than_that() {
    let mut story = begun();
    let id = only_sent(&hand_in(&mut story, vec![export()]));
    ended(&mut story, id, no_answer());
    assert_eq!(
        said(&story),
        "export orders orders: OUTCOME UNKNOWN, no reading can tell, do not redo before 13:02:00 (no answer in time)"
    );
    let mut known = unknown(1, export(), &story);
    journal(&mut story, vec![known.clone()]);
    story.pass(seconds(120));
    assert_eq!(
        said(&story),
        "export orders orders: unknown as of 13:02:00 (no reading can tell); X may ask for it anew"
    );
    known = looked(known, story.now);
    let (standing, _) = story.state.standing(&known);
    assert_eq!(standing, "UNKNOWN, no reading can tell");
    let look = known.look.clone().unwrap();
    let told = story.state.looked(&known, &look);
    assert_eq!(told, "unknown as of 13:02:00 (still ready)");

    journal(&mut story, vec![known.clone()]);
    story.act(|state, effects| state.confirm(confirm(vec![export()]), effects));
    assert_eq!(
        story.state.dialog().unwrap().earlier[0].line(),
        "an earlier attempt at 13:00:00 is unknown; no reading can tell more; this sends it anew"
    );

    let mut next = begun();
    known.is_ours = false;
    journal(&mut next, vec![known]);
    assert_eq!(
        said(&next),
        "export orders orders of an earlier run: OUTCOME UNKNOWN, no reading can tell"
    );
}

#[test]
fn an_export_cannot_be_read_back_so_its_window_is_waited_out() {
    let export = export();
    let mut story = begun();
    let known = unknown(1, export.clone(), &story);
    journal(&mut story, vec![known.clone()]);
    story.pass(seconds(119));
    let effects = story.pass(seconds(1));
    let notes: Vec<_> = effects
        .list
        .iter()
        .filter(|effect| matches!(effect, Effect::NoteLook(..)))
        .collect();
    assert_eq!(notes.len(), 1);
    let known = looked(known, story.now);
    journal(&mut story, vec![known]);
    assert_eq!(sent(&story.pass(TimeDelta::hours(1))), []);
    only_sent(&hand_in(&mut story, vec![export]));
}

#[test]
fn a_look_that_was_lost_with_its_engine_is_asked_anew() {
    let mut story = begun();
    let known = unknown(1, accept(1), &story);
    journal(&mut story, vec![known]);
    story.pass(seconds(2));
    let lost = story.asked(&line_read(1)).unwrap();
    story.open.clear();
    story.feed(Event::EngineRestarted);
    let again = story.asked(&line_read(1)).expect("it is asked anew");
    assert_ne!(lost, again);
}
