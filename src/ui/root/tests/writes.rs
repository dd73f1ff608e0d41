//! What the status row and the message row tell of writes, at every size.

use chrono::TimeDelta;

use super::*;
use crate::app::event::WriteMove;
use crate::app::fixtures::writes::{API, accept, confirm, decline, entry, no_answer};
use crate::domain::journal::{Entry, Journal, JournalId, Look, Stage, WriteId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Qualify, Way, Write as Change};

const SIZES: [(u16, u16); 6] = [(200, 60), (120, 40), (80, 24), (60, 16), (40, 12), (20, 5)];

/// Status row and message row at every size, as text.
fn rows_told(story: &mut Story) -> String {
    let mut told = String::new();
    for size in SIZES {
        let drawn = buffer(story, size, UNICODE);
        let message = layout::areas(Rect::new(0, 0, size.0, size.1), &story.state)
            .message
            .y;
        for y in [0, message] {
            let text = print(&drawn, UNICODE.theme, y..y + 1);
            writeln!(told, "{}", text.lines().next().unwrap()).unwrap();
        }
        told.push('\n');
    }
    told
}

fn begun() -> Story {
    let mut story = filled();
    story.state.session.api_url = API.to_owned();
    story.pass(TimeDelta::seconds(30));
    story
}

fn hand_in(story: &mut Story, intents: Vec<Intent>) {
    story.act(|state, effects| state.hand_in(confirm(intents), effects));
}

fn journal(story: &mut Story, entries: Vec<Entry>) {
    story.feed(Event::JournalChanged(Journal { entries, off: None }));
    story.pass(TimeDelta::seconds(9));
}

/// One decline that was handed over; the first one of the story.
fn sending(story: &mut Story) -> WriteId {
    let effects = story.act(|state, effects| {
        state.hand_in(confirm(vec![decline(17, 0), decline(17, 1)]), effects);
    });
    let id = effects.list.iter().find_map(|effect| match effect {
        crate::app::effect::Effect::Write { id, .. } => Some(*id),
        _ => None,
    });
    let id = id.expect("it leaves at once");
    story.feed(Event::WriteMoved(id, WriteMove::Sending(JournalId(1))));
    id
}

fn unknown(story: &Story, intent: Intent) -> Entry {
    let at = story.now - TimeDelta::seconds(12);
    let mut entry = entry(1, intent, at, Stage::Ended(no_answer()));
    entry.looks = 1;
    entry.look = Some(Look {
        at: at + TimeDelta::seconds(2),
        found: Text::new("line ready, offer 2173 ready"),
    });
    entry
}

#[test]
fn a_check_that_is_waited_for_tells_its_seconds() {
    let mut story = begun();
    let check = Intent {
        write: Change::Qualify(Qualify {
            way: Way::Sync,
            external_id: None,
            project: None,
            sites: Vec::new(),
        }),
        subject: Text::new("IMB/76451/C/0019"),
        seen: Vec::new(),
    };
    let effects = story.act(|state, effects| state.hand_in(confirm(vec![check]), effects));
    let id = effects.list.iter().find_map(|effect| match effect {
        crate::app::effect::Effect::Write { id, .. } => Some(*id),
        _ => None,
    });
    let id = id.expect("it leaves at once");
    story.feed(Event::WriteMoved(id, WriteMove::Sending(JournalId(1))));
    story.pass(TimeDelta::seconds(12));
    assert!(story.state.writes.is_counting_down(), "seconds tick");
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn a_waiting_send_counts_down() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(TimeDelta::seconds(1));
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn of_several_held_the_one_that_the_key_takes_back_is_named() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    hand_in(&mut story, vec![accept(2)]);
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn the_second_look_and_the_wait_for_a_slot() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(TimeDelta::seconds(5));
    let looking = rows_told(&mut story);
    let mut story = begun();
    let effects = story.act(|state, effects| {
        state.hand_in(confirm(vec![decline(17, 0)]), effects);
    });
    let Some(crate::app::effect::Effect::Write { id, .. }) = effects.list.first() else {
        panic!("{effects:?}")
    };
    let until = story.now + TimeDelta::seconds(12);
    story.feed(Event::WriteMoved(*id, WriteMove::Waiting(until)));
    insta::assert_snapshot!(format!("{looking}\n{}", rows_told(&mut story)));
}

#[test]
fn a_write_on_its_way_and_quitting_meanwhile() {
    let mut story = begun();
    sending(&mut story);
    let on_its_way = rows_told(&mut story);
    story.chars("Q");
    story.pass(TimeDelta::seconds(9));
    insta::assert_snapshot!(format!("{on_its_way}\n{}", rows_told(&mut story)));
}

#[test]
fn an_accept_of_unknown_outcome() {
    let mut story = begun();
    let entry = unknown(&story, accept(1));
    journal(&mut story, vec![entry]);
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn several_writes_of_unknown_outcome_and_an_export_that_does_not_count() {
    let mut story = begun();
    let export = Intent {
        write: crate::domain::write::Write::StartOrderExport,
        subject: Text::new("orders"),
        seen: Vec::new(),
    };
    let entries = [decline(17, 0), export, accept(1)];
    let entries = entries.map(|intent| unknown(&story, intent));
    let numbered = |(id, entry): (usize, Entry)| Entry {
        id: JournalId(i64::try_from(id).unwrap()),
        ..entry
    };
    let entries = entries.into_iter().enumerate().map(numbered).collect();
    journal(&mut story, entries);
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn a_journal_that_cannot_be_kept() {
    let mut story = begun();
    let off = Some("the state directory is on a network file system".to_owned());
    story.feed(Event::JournalChanged(Journal {
        off,
        ..Journal::default()
    }));
    story.chars("2a");
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn a_difference_found_by_the_second_look_stays() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    story.pass(TimeDelta::seconds(5));
    let mut dearer = fixtures::writes::line(1);
    dearer.state = crate::domain::quote::LineState::Expired;
    let read = Read::Line(dearer.id.clone());
    let id = story.asked(&read).unwrap();
    story.answer(id, Ok(Reply::Line(Box::new(dearer))));
    story.pass(TimeDelta::minutes(5));
    insta::assert_snapshot!(rows_told(&mut story));
}

#[test]
fn the_question_before_quitting_says_what_is_under_way() {
    let mut story = begun();
    sending(&mut story);
    hand_in(&mut story, vec![accept(1)]);
    let mut left = unknown(&story, accept(3));
    left.id = JournalId(9);
    story.feed(Event::JournalChanged(Journal {
        entries: vec![left],
        off: None,
    }));
    story.chars("q");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}
