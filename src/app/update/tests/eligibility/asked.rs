//! A check that was asked for here: its answer enters the list at once, under the cursor of whoever waits for it.

use super::*;
use crate::app::dialog::{Confirm, How};
use crate::app::fixtures::journal;
use crate::domain::eligibility::Qualification;
use crate::domain::ids::SiteKey;
use crate::domain::journal::Stage;
use crate::domain::text::Text;
use crate::domain::write::{Intent, Qualify, Receipt, SiteAsked, Way, Write};

fn qualify() -> Qualify {
    Qualify {
        way: Way::Async,
        external_id: Some(Text::new("SITE-0009")),
        project: Some(Text::new("P042")),
        sites: vec![SiteAsked {
            site: SiteKey::new("KHg6MQ=="),
            families: vec![Text::new("BPE")],
            resolve_pricing: true,
            address: None,
        }],
    }
}

/// Confirms a check in the pane on screen.
fn confirm(story: &mut Story) {
    let intent = Intent {
        write: Write::Qualify(qualify()),
        subject: Text::new("a site"),
        seen: Vec::new(),
    };
    let confirm = Confirm {
        title: String::new(),
        rows: Vec::new(),
        intents: vec![intent],
        how: How::Yes,
        recheck: None,
    };
    story.act(|state, effects| state.hand_in(confirm, effects));
}

/// What an asynchronous call answers: a key, and the keys of its sites (E4).
fn key_alone() -> Qualification {
    let mut site = item(9, "acknowledged");
    (site.state, site.address, site.families) = (None, None, None);
    (site.site, site.resolve_pricing) = (crate::domain::eligibility::Site::default(), None);
    let mut told = request(9, "acknowledged");
    (told.state, told.user, told.external_id) = (None, None, None);
    told.items = Some(vec![site]);
    told
}

fn answer(story: &mut Story, told: Qualification) {
    let receipt = Receipt::Qualification(Box::new(told));
    story.act(|state, _| state.eligibility_receipt(&Write::Qualify(qualify()), &receipt));
}

#[test]
fn e4_the_answer_enters_at_once_and_the_cursor_goes_to_it() {
    let mut story = three();
    story.chars("j");
    confirm(&mut story);
    answer(&mut story, key_alone());
    let known = story.state.request_under_cursor().unwrap();
    assert_eq!(known.request.id, request_id(9));
    assert_eq!(known.asked.as_ref().unwrap().qualify, qualify());
    assert_eq!(
        story.state.eligibility.news_count(),
        0,
        "whoever asked knows"
    );
    assert_eq!(story.state.eligibility.sites_of(known), Some((0, 1)));
}

#[test]
fn e5_what_was_sent_stands_in_for_what_the_answer_leaves_out() {
    let mut story = three();
    confirm(&mut story);
    answer(&mut story, key_alone());
    let known = story.state.request_under_cursor().unwrap();
    assert_eq!(known.project().map(Text::wire), Some("P042"));
    let site = story.state.item_under_cursor().unwrap();
    assert_eq!(site.item.site.key, Some(SiteKey::new("KHg6MQ==")));
    assert_eq!(site.families(), [Text::new("BPE")]);
    assert_eq!(site.item.resolve_pricing, Some(true));
    story.chars("/project:p042 is:own");
    assert_eq!(story.eligibility_rows().len(), 1);
}

#[test]
fn it_is_looked_at_until_it_is_final_whatever_pane_is_shown() {
    let mut story = three();
    confirm(&mut story);
    answer(&mut story, key_alone());
    story.chars("1");
    for seconds in [0, 2, 3, 5] {
        story.pass(TimeDelta::seconds(seconds));
        assert!(story.asked_requests().contains(&request_id(9)), "{seconds}");
        let sites = vec![item(9, "in_progress.elig")];
        story.tell_request(request_with(9, "in_progress.elig", sites));
    }
    story.pass(TimeDelta::seconds(8));
    let sites = vec![ready_item(9, 9, offers())];
    story.tell_request(request_with(9, "done.ready", sites));
    assert_eq!(story.state.eligibility.news_count(), 1, "it came to an end");
    story.pass(TimeDelta::seconds(100));
    assert!(!story.asked_requests().contains(&request_id(9)));
}

#[test]
fn the_cursor_stays_with_whoever_did_something_else_meanwhile() {
    type Act = fn(&mut Story);
    let acts: [(Act, &str); 4] = [
        (|story| drop(story.chars("j")), "moved"),
        (
            |story| drop(story.chars("13")),
            "left the pane and came back",
        ),
        (|story| drop(story.chars("/x")), "types a filter"),
        (|story| drop(story.chars("l")), "is inside the preview"),
    ];
    for (act, what) in acts {
        let mut story = three();
        story.chars("g");
        confirm(&mut story);
        act(&mut story);
        let was = story.state.eligibility_pane.cursor.row();
        answer(&mut story, key_alone());
        assert!(story.state.eligibility.request(&request_id(9)).is_some());
        assert_eq!(story.state.eligibility_pane.cursor.row(), was, "{what}");
    }
}

#[test]
fn the_second_answer_of_a_file_of_sites_moves_nothing() {
    let mut story = three();
    story.chars("g");
    answer(&mut story, key_alone());
    assert_eq!(
        story.eligibility_cursor(),
        Some("SITE-0003"),
        "nobody waits for it here"
    );
    assert_eq!(story.eligibility_rows().len(), 4);
}

#[test]
fn a_filter_that_would_hide_it_is_switched_off_and_that_is_said() {
    let mut story = three();
    story.chars("/density:tres");
    story.press(Key::Enter);
    confirm(&mut story);
    answer(&mut story, request(9, "terminated_with_error"));
    let known = story.state.request_under_cursor().unwrap();
    assert_eq!(known.request.id, request_id(9));
    let said = story.notice().unwrap_or_default();
    assert!(said.starts_with("filter off to show SITE-0009"), "{said}");
}

#[test]
fn a_request_in_the_list_is_known_again_by_what_the_journal_says_was_sent() {
    let mut story = three();
    let intent = journal::intent(Write::Qualify(qualify()), "a site", &[]);
    let mut entry = journal::entry(1, 5, intent, Stage::Sending);
    entry.staged_at = made_at(9) - TimeDelta::seconds(3);
    let mut known = story.state.writes.journal.clone();
    known.entries = vec![entry];
    story.feed(Event::JournalChanged(known));
    story.pass(TimeDelta::minutes(2));
    story.sweep_eligibility([request(8, "done.ready"), request(9, "done.ready")], []);
    let own = |number| {
        let known = story
            .state
            .eligibility
            .request(&request_id(number))
            .unwrap();
        known.asked.is_some()
    };
    assert!(own(9) && !own(8));
}

#[test]
fn a_reference_that_was_given_twice_means_the_request_of_that_time() {
    let told = request(9, "done.ready");
    let mut table = crate::app::entities::eligibility::Eligibility::default();
    table.take_request(told, true, fixtures::now());
    let known = table.request(&request_id(9)).unwrap();
    let sent = |minutes| known.may_be(&qualify(), made_at(9) + TimeDelta::minutes(minutes));
    assert!(sent(0) && sent(-20) && sent(5));
    assert!(!sent(60) && !sent(-60));
}
