//! Accepting: five keys, and everything that stands before the fifth.

use super::*;
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::{LineState, OfferState};

#[test]
fn three_characters_and_enter_hand_in_exactly_what_was_shown() {
    let mut story = accepting();
    assert_eq!(
        row_of(&story, "line"),
        "QO_20260423_00000001     KING JOUET, 4bis RUE A. SAKHAROV 76130 MONT ST AIGNAN"
    );
    assert_eq!(row_of(&story, "offer 1"), "2173 BPEA 20M/100M, 24 months");
    assert_eq!(
        row_of(&story, "price"),
        "145.00/mo + FAS 360 + FAR 240 = 4080.00 over the term"
    );
    assert_eq!(
        row_of(&story, "also"),
        "offer 2 (2174, 165.00/mo) becomes refused"
    );
    assert_eq!(story.open.last().unwrap().2, Lane::User);
    see(&mut story);
    typed(&mut story, "00");
    answer(&mut story, &line(1));
    typed(&mut story, "1");
    assert_eq!(count(&story), 0);
    typed(&mut story, "\n");
    let ([intent], 1) = (&handed(&story).0[..], count(&story)) else {
        panic!("{:?}", handed(&story));
    };
    assert_eq!(intent.write, Write::Accept(key(1, "2173")));
    assert_eq!(
        intent.subject.line(),
        "QO_20260423_00000001 / 2173 BPEA 20M/100M"
    );
    assert!(intent.seen.iter().any(|seen| seen.value.line() == "145.00"));
    assert!(story.state.dialog().is_none());
    typed(&mut story, "a");
    assert_eq!(story.notice(), Some("accept QO_..001/2173 is under way"));
}

#[test]
fn nothing_is_confirmed_before_the_line_is_read_again_and_nothing_is_queued() {
    let mut story = accepting();
    see(&mut story);
    assert_eq!(
        checks(&story),
        [
            ".. reading it again",
            ".. price",
            ".. valid 3 more days",
            "ok no earlier accept made",
        ]
    );
    assert_eq!(typed(&mut story, "001\n").list, []);
    assert_eq!(
        remark(&story),
        "reading it again: press Enter once more once that is in"
    );
    answer(&mut story, &line(1));
    assert_eq!(count(&story), 0);
    story.pass(TimeDelta::seconds(1));
    assert_eq!(
        checks(&story),
        [
            "ok still ready, re-read 1s ago",
            "ok price unchanged",
            "ok valid 3 more days",
            "ok no earlier accept made",
        ]
    );
    typed(&mut story, "\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn whatever_differs_is_told_old_to_new_and_cannot_be_confirmed() {
    type Change = (&'static str, fn(&mut Line));
    let changes: [Change; 6] = [
        ("!! line state: ready -> expired", |it| {
            it.state = LineState::Expired;
        }),
        ("!! offer state: ready -> refused", |it| {
            it.offers.as_mut().unwrap()[0].state = Some(OfferState::Refused);
        }),
        ("!! offer: BPEA 20M/100M -> gone", |it| {
            it.offers.as_mut().unwrap().remove(0);
        }),
        ("!! monthly price: 145.00 -> 150.00", |it| {
            it.offers.as_mut().unwrap()[0].monthly = Some(Lenient::Value(Cents(15_000)));
        }),
        ("!! FAR: 240.00 -> not told", |it| {
            it.offers.as_mut().unwrap()[0].far = None;
        }),
        ("!! valid until: 2026-06-01 -> 2026-05-30", |it| {
            it.validity_date = FlexDate::parse("2026-05-30");
        }),
    ];
    for (told, change) in changes {
        let mut story = accepting();
        see(&mut story);
        let mut now = line(1);
        change(&mut now);
        answer(&mut story, &now);
        assert!(
            checks(&story).contains(&told.to_owned()),
            "{:?}",
            checks(&story)
        );
        see(&mut story);
        typed(&mut story, "001\n");
        assert_eq!(count(&story), 0);
        assert_eq!(
            remark(&story),
            "it is not as it was shown: Esc, then look at it anew"
        );
    }
}

#[test]
fn a_line_that_was_accepted_or_is_over_is_not_accepted() {
    let mut over = line(1);
    over.validity_date = FlexDate::parse("2026-05-28");
    let mut other = line(1);
    other.offers.as_mut().unwrap()[2].state = Some(OfferState::Accepted);
    for (line, told) in [
        (over, "valid until 2026-05-28: over"),
        (other, "offer 3 was accepted already"),
    ] {
        let mut story = accepting_of(&line);
        answer(&mut story, &line);
        see(&mut story);
        typed(&mut story, "001\n");
        assert_eq!(count(&story), 0);
        assert_eq!(remark(&story), told);
    }
}

#[test]
fn a_read_that_fails_is_said_and_asked_again_by_the_key_that_confirms() {
    let mut story = accepting();
    see(&mut story);
    let id = look_at(&story, &line(1).id).unwrap();
    let failure = Failure::new(FailureKind::Timeout, "/api/v1/quote_item/{id}/");
    story.answer(id, Err(failure));
    assert_eq!(checks(&story)[0], "!! not read again: no answer in time");
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 0);
    assert_eq!(
        remark(&story),
        "not read (no answer in time): reading it again, press Enter once more"
    );
    answer(&mut story, &line(1));
    typed(&mut story, "\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn what_was_read_a_minute_ago_is_read_once_more_before_it_counts() {
    let mut story = accepting();
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "001");
    story.pass(TimeDelta::seconds(61));
    story.press(Key::Enter);
    assert_eq!(count(&story), 0);
    assert_eq!(
        remark(&story),
        "read more than a minute ago: reading it again, press Enter once more"
    );
    let mut now = line(1);
    now.state = LineState::Accepted;
    answer(&mut story, &now);
    see(&mut story);
    typed(&mut story, "\n");
    assert_eq!(count(&story), 0, "a colleague was faster");
}

#[test]
fn wrong_characters_confirm_nothing_and_a_slip_is_taken_back() {
    let mut story = accepting();
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "\n");
    assert_eq!(count(&story), 0);
    assert_eq!(
        remark(&story),
        "type the last 3 characters of the reference first"
    );
    typed(&mut story, "y01\n");
    assert_eq!(count(&story), 0);
    assert_eq!(remark(&story), "y01 is not the end of QO_20260423_00000001");
    story.key(Chord::ctrl('u'));
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn every_printable_key_goes_to_the_field() {
    let mut story = accepting();
    see(&mut story);
    typed(&mut story, "qjk?");
    assert_eq!(story.state.dialog().unwrap().typed.text(), "qjk?");
    typed(&mut story, "xyzn: Qa");
    assert!(story.state.dialog().is_some());
}

#[test]
fn esc_leaves_and_the_read_is_wanted_no_more() {
    let mut story = accepting();
    let id = look_at(&story, &line(1).id).unwrap();
    let effects = story.press(Key::Esc);
    assert_eq!(effects.list, [Effect::Cancel(id)]);
    assert!(story.state.overlay.is_none());
}

#[test]
fn another_offer_clears_the_field_and_is_what_is_accepted() {
    let mut story = accepting();
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "001");
    story.press(Key::Down);
    let dialog = story.state.dialog().unwrap();
    assert_eq!(dialog.typed.text(), "");
    assert!(!dialog.arming.is_armed(), "it shows another price");
    assert_eq!(
        row_of(&story, "price"),
        "165.00/mo + FAS 360 + FAR 540 = 6840.00 over the term"
    );
    assert_eq!(
        row_of(&story, "also"),
        "offer 1 (2173, 145.00/mo) becomes refused"
    );
    story.press(Key::Down);
    assert_eq!(
        remark(&story),
        "there is no other offer on that side",
        "3 is declined"
    );
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(handed(&story).0[0].write, Write::Accept(key(1, "2174")));
}

#[test]
fn the_exact_request_is_shown_and_confirms_nothing() {
    let mut story = accepting();
    see(&mut story);
    answer(&mut story, &line(1));
    typed(&mut story, "001");
    story.press(Key::Tab);
    see(&mut story);
    typed(&mut story, "\n");
    assert_eq!(count(&story), 0);
    assert_eq!(remark(&story), "Tab goes back to what is confirmed");
    story.press(Key::Tab);
    story.press(Key::Enter);
    assert_eq!(count(&story), 0, "not seen yet");
    see(&mut story);
    typed(&mut story, "\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn a_price_that_cannot_be_read_is_shown_as_it_came() {
    let mut unknown = line(1);
    let offer = &mut unknown.offers.as_mut().unwrap()[0];
    offer.monthly = Some(Lenient::Raw("sur devis".into()));
    let story = accepting_of(&unknown);
    assert_eq!(
        row_of(&story, "price"),
        "price unknown [?]  as it came: sur devis"
    );
}

#[test]
fn an_offer_or_a_line_without_a_key_is_not_asked_about() {
    let mut keyless = line(1);
    keyless.offers.as_mut().unwrap()[0].product = None;
    let mut broken = line(1);
    broken.broken = Some("no id".into());
    for (line, why) in [
        (
            keyless,
            "this offer came without a key: Covage could not be told which one is meant",
        ),
        (
            broken,
            "this row could not be read: there is nothing to answer",
        ),
    ] {
        let mut story = accepting();
        story.press(Key::Esc);
        story.act(|state, effects| state.ask_accept_of(known(line), 0, effects));
        assert!(story.state.overlay.is_none());
        assert_eq!(story.notice(), Some(why));
    }
}

#[test]
fn why_nothing_can_be_accepted_is_said() {
    let mut story = Story::of(rows(3));
    story.chars("a");
    assert_eq!(
        story.notice(),
        Some("offers are answered in the Quotes pane: 2")
    );
    let mut story = at_lines(&[line(1)]);
    burst(&mut story, "a");
    assert!(story.state.overlay.is_none());
    assert_eq!(
        story.notice(),
        Some("several keys came at once, so none counts: press it alone")
    );
    story.state.session.is_read_only = true;
    story.chars("a");
    assert!(story.state.overlay.is_none());
    assert_eq!(
        story.notice(),
        Some("read-only: nothing is changed at Covage")
    );
}

#[test]
fn what_was_read_for_the_dialog_is_what_the_next_one_shows() {
    let mut story = accepting();
    let mut now = line(1);
    now.offers.as_mut().unwrap()[0].monthly = Some(Lenient::Value(Cents(15_000)));
    answer(&mut story, &now);
    story.press(Key::Esc);
    story.chars("a");
    assert_eq!(
        row_of(&story, "price"),
        "150.00/mo + FAS 360 + FAR 240 = 4200.00 over the term"
    );
    answer(&mut story, &now);
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}
