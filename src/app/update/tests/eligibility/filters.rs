//! What each field finds, and what it is unsure of.

use super::*;
use crate::domain::eligibility::Item;

fn counts(story: &Story) -> (usize, usize) {
    let counts = story.state.eligibility_pane.list.counts();
    (counts.yes, counts.maybe)
}

fn filter(story: &mut Story, text: &str) {
    story.chars("/");
    story.key(Chord::ctrl('u'));
    story.chars(text);
}

#[test]
fn a_request_is_found_by_its_own_state_and_by_any_of_its_sites() {
    let sites = vec![ready_item(11, 9, offers()), unable_item(12, vec![])];
    let mut story = Story::of_eligibility(
        [
            request(1, "done.ready"),
            request(2, "in_progress.offer"),
            request(3, "done.ready"),
        ],
        [],
    );
    story.pass(REST);
    story.tell_request(request_with(1, "done.ready", sites));
    for (text, expected) in [
        ("state:done", (2, 1)),
        ("state:done.unable", (1, 2)),
        // A request that is final has no site that is not.
        ("state:in_progress", (1, 0)),
        ("state:acknowledged,in_progress", (1, 0)),
        ("state:terminated", (0, 2)),
        ("-state:done", (0, 1)),
        ("density:tres", (1, 2)),
        ("density=tresdense", (1, 2)),
        ("density:*", (1, 2)),
        ("zone:1", (1, 2)),
        ("zone:-", (0, 2)),
        ("offers>0", (1, 2)),
        ("offers:0", (1, 2)),
        ("offers:4", (1, 2)),
        ("offers>4", (0, 2)),
        ("bw>=1g", (1, 2)),
        ("bw:10g", (1, 2)),
        ("val<10d", (1, 2)),
        ("val:9", (1, 2)),
        ("tech:fibde", (1, 2)),
        ("family=bpe", (1, 2)),
        ("building:0012", (1, 2)),
        ("age<5d", (3, 0)),
        ("ref:site-0002", (1, 0)),
        ("project:-", (3, 0)),
        ("is:own", (0, 0)),
        ("0003", (1, 0)),
        ("x/0012", (1, 0)),
    ] {
        filter(&mut story, text);
        assert_eq!(counts(&story), expected, "{text}");
        story.press(Key::Enter);
    }
}

#[test]
fn a_site_is_asked_in_the_same_words() {
    let sites = vec![ready_item(11, 9, offers()), unable_item(12, vec![])];
    // A row that tells no date; nor does anything tell its request.
    let alone = Item {
        creation_date: None,
        ..item(13, "done.ready")
    };
    let mut story =
        Story::of_eligibility([request(1, "done.ready")], [item(11, "done.ready"), alone]);
    story.pass(REST);
    story.tell_request(request_with(1, "done.ready", sites));
    story.press(Key::Tab);
    for (text, expected) in [
        ("state:done.ready", (2, 0)),
        ("-state:done.ready", (1, 0)),
        ("offers>0", (1, 1)),
        ("zone:1 offers>3", (1, 1)),
        ("bw:-", (1, 1)),
        ("project:-", (2, 1)),
        // When it was asked for, and under which reference, stands in the request.
        ("age>1h", (2, 1)),
        ("age:-", (0, 0)),
        ("ref:site-0001", (2, 1)),
        ("ref:nobodys", (0, 1)),
        ("building:0013", (1, 0)),
        ("0013", (1, 0)),
    ] {
        filter(&mut story, text);
        assert_eq!(counts(&story), expected, "{text}");
        story.press(Key::Enter);
    }
}

#[test]
fn what_cannot_be_read_is_a_value_all_the_same() {
    let odd = crate::app::fixtures::eligibility::hostile_item(1);
    let mut story = Story::of_eligibility([request(1, "done.ready")], []);
    story.pass(REST);
    story.tell_request(request_with(1, "done.ready", vec![odd]));
    for (text, expected) in [
        ("bw:*", (1, 0)),
        ("bw>100m", (0, 0)),
        ("val:*", (1, 0)),
        ("zone:deux", (1, 0)),
        ("state:done", (1, 0)),
    ] {
        filter(&mut story, text);
        assert_eq!(counts(&story), expected, "{text}");
        story.press(Key::Enter);
    }
}

#[test]
fn a_day_later_a_day_less_is_guaranteed_and_everything_is_older() {
    let mut story = three();
    filter(&mut story, "val:9");
    story.press(Key::Enter);
    assert_eq!(counts(&story), (1, 0));
    story.pass(TimeDelta::days(1));
    assert_eq!(counts(&story), (0, 0));
    filter(&mut story, "age>120h");
    story.press(Key::Enter);
    assert_eq!(counts(&story), (3, 0));
    assert!(made_at(3) < story.now);
}

#[test]
fn e3_within_a_request_the_offers_of_a_site_tell_its_technologies() {
    let nested = Item {
        technologies: None,
        ..ready_item(11, 9, offers())
    };
    let mut story = Story::of_eligibility([request(1, "done.ready")], []);
    story.pass(REST);
    story.tell_request(request_with(1, "done.ready", vec![nested]));
    for (text, expected) in [("tech:fibde", (1, 0)), ("tech:copper", (0, 0))] {
        filter(&mut story, text);
        assert_eq!(counts(&story), expected, "{text}");
        story.press(Key::Enter);
    }
}
