use chrono::TimeDelta;

use super::*;
use crate::app::dialog::Recheck;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::fixtures::journal::{applied_decline, journal, offer_key, unknown_accept};
use crate::app::fixtures::quotes;
use crate::app::keymap::Key;
use crate::app::overlay::Overlay;
use crate::app::story::Story;
use crate::domain::journal::{Journal, Settled, Stage};
use crate::domain::text::Text;
use crate::domain::write::{Outcome, Receipt, Write};

/// The pane with a journal and an error.
fn story() -> Story {
    let mut story = Story::new();
    story.room.list = 20;
    story.wake();
    story.feed(Event::JournalChanged(journal()));
    let now = story.now;
    story.state.notices.problem(now, "429 on GET order/");
    story.chars("5");
    story
}

/// The rows shown, as `SECTION what: standing`.
fn rows(story: &Story) -> Vec<String> {
    let pane = &story.state.activity_pane;
    let row = |number: &RowId| {
        let row = story.state.activity_row(pane.subject(*number)?)?;
        Some(format!(
            "{} {}: {}",
            row.section.title(),
            row.what,
            row.standing
        ))
    };
    pane.rows().iter().filter_map(row).collect()
}

fn under_cursor(story: &Story) -> Subject {
    story.state.activity_pane.under_cursor().unwrap()
}

fn go_to(story: &mut Story, id: i64) {
    story.chars("g");
    while under_cursor(story) != Subject::Write(JournalId(id)) {
        story.chars("j");
    }
}

#[test]
fn what_nobody_is_certain_of_stands_on_top_and_each_row_says_how_it_stands() {
    assert_eq!(
        rows(&story()),
        [
            "OPEN confirm basket DEVIS-003: being sent by another copy",
            "OPEN accept QO_20260423_00000002 / 2173 BPEA 20M/100M: UNKNOWN, read back 2/5: not applied as of 12:59:00 \
             (still ready)",
            "WRITES decline QO_20260423_00000017 / 1681 BPE 1G: applied",
            "WRITES confirm basket DEVIS-002: refused (400): end_customer_name: This field is required.",
            "WRITES confirm basket DEVIS-002: not sent: no connection",
            "WRITES decline QO_20260423_00000009 / 1700 BPE 100M: reached, maybe by someone else: refused",
            "WRITES accept QO_20260423_00000004 / 1679 BPE 100M: not applied, by hand: asked G. Dupont by phone",
            "WRITES export orders: applied",
            "WRITES a write of a newer program: {\"teleport\":1}: applied",
            "ERRORS 429 on GET order/: ",
        ]
    );
}

#[test]
fn the_cursor_stays_on_its_row_whatever_comes_in() {
    let mut story = story();
    go_to(&mut story, 6);
    let mut journal = journal();
    let mut newer = applied_decline();
    newer.id = JournalId(99);
    journal.entries.insert(0, newer);
    story.feed(Event::JournalChanged(journal));
    assert_eq!(under_cursor(&story), Subject::Write(JournalId(6)));
    // Settled, the unknown one moves to another section, and the cursor with it.
    go_to(&mut story, 7);
    let mut settled = unknown_accept();
    settled.stage = Stage::Settled(Settled::GivenUp);
    let entries = vec![applied_decline(), settled];
    story.feed(Event::JournalChanged(Journal { entries, off: None }));
    assert_eq!(under_cursor(&story), Subject::Write(JournalId(7)));
    assert_eq!(rows(&story).len(), 3);
}

#[test]
fn facets_list_one_kind_and_words_filter_any() {
    let mut story = story();
    let count = |story: &Story| rows(story).len();
    assert_eq!(count(&story), 10);
    story.press(Key::Tab);
    assert_eq!(story.state.activity_pane.facet, Facet::Writes);
    assert_eq!(count(&story), 9);
    story.press(Key::Tab);
    assert_eq!(count(&story), 0, "no jobs yet");
    story.press(Key::Tab);
    assert_eq!(rows(&story), ["ERRORS 429 on GET order/: "]);
    story.press(Key::BackTab);
    story.press(Key::BackTab);
    story.press(Key::BackTab);
    story.chars("/decline QO_");
    assert_eq!(count(&story), 2);
    story.chars(" maybe");
    assert_eq!(count(&story), 1);
    story.press(Key::Enter);
    story.chars("\\");
    assert_eq!(count(&story), 10);
    story.chars("\\/zz");
    assert_eq!(count(&story), 0);
    story.press(Key::Tab);
    assert!(story.notice().unwrap().contains("nothing to complete"));
}

#[test]
fn an_error_said_again_stays_one_row_under_the_cursor() {
    let mut story = story();
    story.chars("G");
    let before = under_cursor(&story);
    assert!(matches!(before, Subject::Error(_)));
    story.now += TimeDelta::seconds(30);
    let now = story.now;
    story.state.notices.problem(now, "429 on GET order/");
    story.state.notices.problem(now, "something else");
    story.wake();
    assert_eq!(under_cursor(&story), before);
    let last = rows(&story).pop().unwrap();
    assert_eq!(last, "ERRORS 429 on GET order/: 2 times");
}

#[test]
fn an_unknown_outcome_is_settled_by_hand_with_a_note_and_one_more_key() {
    for (key, was_applied) in [('y', Some(true)), ('n', Some(false)), ('?', None)] {
        let mut story = story();
        go_to(&mut story, 7);
        story.press(Key::Enter);
        story.press(Key::Enter);
        story.press(Key::Enter);
        let Some(Overlay::Settle(open)) = &story.state.overlay else {
            panic!("nothing is asked");
        };
        assert_eq!(open.step, Step::Note, "not without a note");
        story.chars("seen on their portal");
        assert!(story.press(Key::Enter).list.is_empty());
        assert!(
            story.chars("x").list.is_empty(),
            "only the three keys answer"
        );
        let note = Text::new("seen on their portal");
        let settled = Settled::ByHand { was_applied, note };
        let effects = story.chars(&key.to_string());
        assert_eq!(effects.list, [Effect::Settle(JournalId(7), settled)]);
        assert!(story.state.overlay.is_none());
    }
}

#[test]
fn a_paste_is_a_note_and_never_an_answer() {
    let mut story = story();
    go_to(&mut story, 7);
    story.press(Key::Enter);
    story.press(Key::Enter);
    story.feed(Event::Pasted("note\ny\n".to_owned()));
    story.press(Key::Enter);
    let effects = story.feed(Event::Pasted("y".to_owned()));
    assert!(effects.list.is_empty());
    let Some(Overlay::Settle(open)) = &story.state.overlay else {
        panic!("it is closed");
    };
    assert_eq!((open.prompt.text(), open.step), ("note", Step::Verdict));
}

#[test]
fn what_was_settled_meanwhile_is_left_alone() {
    let mut story = story();
    go_to(&mut story, 7);
    story.press(Key::Enter);
    story.press(Key::Enter);
    story.chars("note");
    story.press(Key::Enter);
    let mut settled = unknown_accept();
    settled.stage = Stage::Ended(Outcome::Applied(Receipt::Bare));
    let entries = vec![settled];
    story.feed(Event::JournalChanged(Journal { entries, off: None }));
    assert!(story.chars("n").list.is_empty());
    assert!(story.notice().unwrap().contains("settled meanwhile"));
}

#[test]
fn only_an_unknown_outcome_can_be_settled() {
    let mut story = story();
    go_to(&mut story, 6);
    story.press(Key::Enter);
    story.press(Key::Enter);
    assert!(story.state.overlay.is_none());
    assert!(story.notice().unwrap().contains("nothing to settle"));
}

#[test]
fn an_applied_decline_is_brought_back_and_others_say_why_not() {
    let mut story = story();
    go_to(&mut story, 6);
    story.chars("b");
    assert!(story.notice().unwrap().contains("not read yet"));
    let offer = quotes::refused(quotes::offer("1681", "BPE 1G", 1_000, 24, (0, 0, 440)));
    let line = quotes::ready_line(17, 3, vec![offer]);
    let now = story.now;
    story.state.quotes.take_line(line, false, now);
    story.chars("b");
    let Some(Overlay::Dialog(dialog)) = &story.state.overlay else {
        panic!("no dialog is open");
    };
    let confirm = &dialog.confirm;
    let write = Write::Restore(offer_key(17, "1681"));
    assert_eq!(confirm.intents[0].write, write);
    assert_eq!(confirm.recheck, Some(Recheck::Line(quotes::line_id(17))));
    story.state.overlay = None;
    go_to(&mut story, 5);
    story.chars("b");
    assert_eq!(story.notice(), Some("only a decline can be brought back"));
    assert!(story.state.overlay.is_none());
}

#[test]
fn keys_that_mean_nothing_here_say_so() {
    for keys in [
        "a", "d", "+", "E", "C", "-", "f", "o", "s", " ", "n", "R", "i",
    ] {
        let mut story = story();
        story.chars(keys);
        assert!(story.state.overlay.is_none(), "{keys}");
        assert!(story.notice().is_some(), "{keys}");
    }
    let mut story = story();
    go_to(&mut story, 7);
    story.chars("r");
    let why = "an unknown outcome is read back by itself; nothing is sent again";
    assert_eq!(story.notice(), Some(why));
}

#[test]
fn copying_takes_what_names_the_thing() {
    let mut story = story();
    go_to(&mut story, 7);
    let copied = |story: &mut Story| story.chars("y").list;
    let reference = Effect::Copy("QO_20260423_00000002".to_owned());
    assert_eq!(copied(&mut story), [reference]);
    story.chars("G");
    let message = Effect::Copy("429 on GET order/".to_owned());
    assert_eq!(copied(&mut story), [message]);
}

#[test]
fn nothing_is_listed_while_another_pane_is_on_screen() {
    let mut story = Story::new();
    story.wake();
    story.feed(Event::JournalChanged(journal()));
    assert!(story.state.activity_pane.rows().is_empty());
    let amounts = story.state.activity_amounts();
    assert_eq!((amounts.open, amounts.writes), (2, 9));
    story.chars("5");
    assert_eq!(story.state.activity_pane.rows().len(), 9);
}
