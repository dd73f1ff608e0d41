//! Declining and bringing back: two keys, a comment, all of a line, and the key that undoes.

use super::*;
use crate::app::keymap::Keymap;
use crate::domain::journal::{Account, Entry, Journal, JournalId, Stage};
use crate::domain::quote::OfferState;
use crate::domain::write::{Outcome, Receipt};

/// A dialog to decline that is seen and whose line is as shown.
fn ready_to_decline() -> Story {
    let mut story = declining();
    answer(&mut story, &line(1));
    see(&mut story);
    story
}

fn declined(product: &str, comment: Option<&str>) -> Write {
    Write::Decline(key(1, product), comment.map(Into::into))
}

/// What was handed in last: its first write.
fn handed_in(story: &Story) -> Option<Write> {
    let intents = handed(story).0;
    intents.last().map(|intent| intent.write.clone())
}

fn titled(story: &Story) -> &str {
    &story
        .state
        .dialog()
        .expect("no dialog is open")
        .confirm
        .title
}

#[test]
fn one_letter_declines_once_the_line_was_read_again() {
    let mut story = declining();
    assert_eq!(
        titled(&story),
        "Decline offer 1 of QO_20260423_00000001 (u or b brings it back)"
    );
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), None);
    assert_eq!(
        remark(&story),
        "reading it again: press y once more once that is in"
    );
    answer(&mut story, &line(1));
    assert_eq!(checks(&story), ["ok still as shown, re-read just now"]);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(declined("2173", None)));
    assert!(story.state.overlay.is_none());
}

#[test]
fn no_other_key_declines() {
    for keys in ["Y", "d", "\n", " ", "o"] {
        let mut story = ready_to_decline();
        typed(&mut story, keys);
        assert_eq!(handed_in(&story), None, "{keys:?}");
        assert_eq!(remark(&story), "y confirms, Esc leaves");
    }
    for leaves in [Chord::char('n'), Chord::plain(Key::Esc)] {
        let mut story = ready_to_decline();
        story.key(leaves);
        assert!(story.state.overlay.is_none());
    }
}

#[test]
fn the_key_that_opened_it_never_confirms_whatever_it_is_bound_to() {
    let mut story = at_lines(&[line(1)]);
    let mut keymap = Keymap::default();
    keymap.rebind(Action::Copy, []);
    keymap.rebind(Action::Decline, [Chord::char('y')]);
    story.state.keymap = keymap;
    story.chars("y");
    answer(&mut story, &line(1));
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), None);
    assert_eq!(remark(&story), "o confirms, Esc leaves");
    typed(&mut story, "o");
    assert_eq!(handed_in(&story), Some(declined("2173", None)));
}

#[test]
fn while_the_comment_is_written_every_key_is_text() {
    let mut story = ready_to_decline();
    typed(&mut story, "c");
    typed(&mut story, "yes, too dear");
    assert_eq!(handed_in(&story), None);
    story.feed(Event::Pasted("!\nrm".to_owned()));
    assert_eq!(burst(&mut story, " y y"), []);
    story.press(Key::Enter);
    story.chars("y");
    assert_eq!(
        handed_in(&story),
        None,
        "what is sent is another matter: not seen yet"
    );
    see(&mut story);
    let sent = declined("2173", Some("yes, too dear! y y"));
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(sent));
}

#[test]
fn esc_leaves_the_comment_and_not_the_dialog_and_an_empty_one_is_not_sent() {
    let mut story = ready_to_decline();
    typed(&mut story, "c  ");
    story.press(Key::Esc);
    assert!(story.state.dialog().is_some());
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(declined("2173", None)));
}

#[test]
fn all_offers_of_the_line_that_can_be_declined_are_one_key_away() {
    let mut story = ready_to_decline();
    typed(&mut story, "*");
    assert_eq!(titled(&story), "Decline 2 offers (u or b brings them back)");
    typed(&mut story, "*");
    assert_eq!(story.state.dialog().unwrap().confirm.intents.len(), 1);
    typed(&mut story, "*");
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(declined("2173", None)));
    assert_eq!(count(&story), 2);
}

#[test]
fn a_change_of_any_offer_is_told_and_keeps_all_from_being_declined() {
    let mut story = ready_to_decline();
    typed(&mut story, "*");
    story.press(Key::Esc);
    story.chars("d");
    typed(&mut story, "*");
    let mut now = line(1);
    now.offers.as_mut().unwrap()[1].state = Some(OfferState::Refused);
    answer(&mut story, &now);
    see(&mut story);
    assert_eq!(
        checks(&story),
        ["!! QO_20260423_00000001 / 2174 BPEA 100M: offer state: ready -> refused"]
    );
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), None);
}

#[test]
fn a_declined_offer_is_brought_back() {
    let mut story = at_lines(&[line(1)]);
    story.press(Key::Enter);
    story.chars("jjb");
    answer(&mut story, &line(1));
    see(&mut story);
    assert_eq!(titled(&story), "Bring back offer 3 of QO_20260423_00000001");
    let back = Write::Restore(key(1, "1679"));
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(back));
}

#[test]
fn without_anything_to_undo_that_is_said() {
    let mut story = Story::of(rows(3));
    story.chars("u");
    assert_eq!(
        story.notice(),
        Some("nothing waits to be sent, and no decline can be brought back")
    );
    story.state.session.is_read_only = true;
    story.chars("u");
    assert_eq!(
        story.notice(),
        Some("read-only: nothing is changed at Covage")
    );
    burst(&mut story, "u");
    assert_eq!(
        story.notice(),
        Some("several keys came at once, so none counts: press it alone")
    );
}

fn applied(id: i64, write: Write) -> Entry {
    Entry {
        id: JournalId(id),
        account: Account {
            origin: "https://api".to_owned(),
            username: "acme-ops".to_owned(),
        },
        at: fixtures::now(),
        intent: Ok(Intent {
            write,
            subject: "x".into(),
            seen: Vec::new(),
        }),
        stage: Stage::Ended(Outcome::Applied(Receipt::Bare)),
        staged_at: fixtures::now(),
        look: None,
        looks: 0,
        is_ours: true,
    }
}

fn journal(story: &mut Story, mut entries: Vec<Entry>) {
    entries.reverse();
    story.feed(Event::JournalChanged(Journal { entries, off: None }));
}

#[test]
fn undo_finds_the_last_decline_that_stands() {
    let mut story = at_lines(&[]);
    let decline = |id, product| applied(id, declined(product, None));
    journal(
        &mut story,
        vec![
            decline(1, "2173"),
            decline(2, "2174"),
            applied(3, Write::Restore(key(1, "2174"))),
        ],
    );
    story.chars("u");
    assert_eq!(
        story.notice(),
        Some("what was declined last cannot be brought back now: look at its line")
    );
    assert_eq!(story.state.declined_last(), [key(1, "2173")]);
}

#[test]
fn undo_takes_together_what_was_declined_together() {
    let mut story = ready_to_decline();
    typed(&mut story, "*");
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(count(&story), 2);
    assert_eq!(
        story.state.declined_last(),
        [],
        "nothing is known of them yet"
    );
    let decline = |id, product| applied(id, declined(product, None));
    journal(&mut story, vec![decline(1, "2173")]);
    assert_eq!(story.state.declined_last(), [key(1, "2173")]);
    journal(&mut story, vec![decline(1, "2173"), decline(2, "2174")]);
    assert_eq!(
        story.state.declined_last(),
        [key(1, "2173"), key(1, "2174")]
    );
}

#[test]
fn undo_asks_to_bring_back_what_was_declined() {
    let mut now = line(1);
    now.offers.as_mut().unwrap()[0].state = Some(OfferState::Refused);
    let mut story = at_lines(std::slice::from_ref(&now));
    journal(&mut story, vec![applied(1, declined("2173", None))]);
    story.chars("u");
    assert_eq!(titled(&story), "Bring back offer 1 of QO_20260423_00000001");
    answer(&mut story, &now);
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(handed_in(&story), Some(Write::Restore(key(1, "2173"))));
}

#[test]
fn undo_takes_back_what_is_held_before_it_asks_for_anything() {
    let mut story = accepting();
    answer(&mut story, &line(1));
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
    story.chars("u");
    assert_eq!(count(&story), 0);
    assert!(story.state.overlay.is_none());
}

#[test]
fn the_marked_are_declined_together_and_what_cannot_be_is_said() {
    let mut other = line(2);
    other.offers.as_mut().unwrap().truncate(1);
    let mut story = at_lines(&[line(1), other.clone()]);
    story.chars("*d");
    assert_eq!(titled(&story), "Decline 3 offers (u or b brings them back)");
    assert_eq!(
        remark(&story),
        "1 marked offer left out: this offer is declined already"
    );
    let lines: Vec<_> = story
        .state
        .dialog()
        .unwrap()
        .confirm
        .rows
        .iter()
        .map(|row| row.0.clone())
        .collect();
    assert_eq!(lines.len(), 3);
    answer(&mut story, &line(1));
    see(&mut story);
    assert_eq!(checks(&story), [".. reading 2 lines again, 1 done"]);
    answer(&mut story, &other);
    typed(&mut story, "y");
    assert_eq!(count(&story), 3);
}
