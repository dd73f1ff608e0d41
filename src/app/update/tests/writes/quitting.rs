//! Quitting while something is being changed.

use super::*;
use crate::app::overlay::Overlay;

#[test]
fn quitting_takes_back_what_is_held_and_ends_at_once() {
    let mut story = begun();
    hand_in(&mut story, vec![accept(1)]);
    let effects = story.chars("Q");
    assert_eq!(effects.list, [Effect::Quit]);
    assert_eq!(story.state.writes.under_way().count(), 0);
}

#[test]
fn quitting_waits_for_what_is_on_its_way_and_the_second_time_does_not() {
    for is_patient in [true, false] {
        let mut story = begun();
        let first = hand_in(&mut story, vec![decline(1, 0), decline(2, 0)]);
        let id = only_sent(&first);
        moved(&mut story, id, WriteMove::Sending(JournalId(1)));
        assert_eq!(story.chars("Q").list, [], "it waits");
        assert_eq!(story.state.leaving_until(), Some(story.now + seconds(60)));
        assert_eq!(story.pass(seconds(3)).list, []);
        let end = if is_patient {
            moved(&mut story, id, WriteMove::Ended(JournalId(1), applied()))
        } else {
            story.chars("Q")
        };
        assert!(end.list.contains(&Effect::Quit), "{end:?}");
        assert_eq!(sent(&end), [], "the rest of the list never leaves");
    }
}

#[test]
fn quitting_waits_no_longer_than_any_exchange_takes() {
    let mut story = begun();
    let first = hand_in(&mut story, vec![decline(1, 0)]);
    moved(
        &mut story,
        only_sent(&first),
        WriteMove::Sending(JournalId(1)),
    );
    story.chars("Q");
    assert!(!story.pass(seconds(59)).list.contains(&Effect::Quit));
    assert!(story.pass(seconds(1)).list.contains(&Effect::Quit));
}

#[test]
fn what_waits_for_its_slot_is_taken_back_before_the_program_ends() {
    let mut story = begun();
    let first = hand_in(&mut story, vec![decline(1, 0)]);
    let id = only_sent(&first);
    assert_eq!(story.chars("Q").list, [Effect::CancelWrite(id)]);
    assert_eq!(
        moved(&mut story, id, WriteMove::Cancelled).list,
        [Effect::Quit]
    );
}

#[test]
fn nothing_is_handed_in_any_more_while_the_program_ends_and_one_may_stay() {
    let mut story = begun();
    let first = hand_in(&mut story, vec![decline(1, 0)]);
    let id = only_sent(&first);
    moved(&mut story, id, WriteMove::Sending(JournalId(1)));
    story.chars("Q");
    assert_eq!(sent(&hand_in(&mut story, vec![decline(2, 0)])), []);
    assert!(
        said(&story).contains("the program ends"),
        "{}",
        said(&story)
    );
    story.press(Key::Esc);
    assert_eq!(story.state.leaving_until(), None);
    assert!(story.state.overlay.is_none(), "Esc only stays");
    let end = moved(&mut story, id, WriteMove::Ended(JournalId(1), applied()));
    assert!(!end.list.contains(&Effect::Quit));
    only_sent(&hand_in(&mut story, vec![decline(2, 0)]));
}

#[test]
fn the_question_before_quitting_leads_the_same_way() {
    let mut story = begun();
    let first = hand_in(&mut story, vec![decline(1, 0)]);
    moved(
        &mut story,
        only_sent(&first),
        WriteMove::Sending(JournalId(1)),
    );
    story.chars("q");
    assert!(matches!(story.state.overlay, Some(Overlay::ConfirmQuit)));
    assert_eq!(story.chars("y").list, []);
    assert!(story.state.leaving_until().is_some());
}
