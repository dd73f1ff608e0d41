//! What is read, in which lane, and what is not.

use super::*;

fn lanes(story: &Story) -> Vec<(Lane, &'static str)> {
    let open = story.open.iter();
    open.map(|(_, read, lane)| (*lane, read.path())).collect()
}

#[test]
fn orders_come_first_and_quotes_take_what_is_left_of_the_budget() {
    let mut story = Story::before_quotes();
    assert_eq!(lanes(&story), [], "nothing is known of the budget");
    story.gauges(calm());
    assert_eq!(
        lanes(&story),
        [(Lane::Background, "/api/v1/quote_item/")],
        "lines only: nobody opened the pane"
    );
    let busy = Gauges { used: 90, ..calm() };
    story.gauges(busy);
    story.sweep_quotes([line(1, "ready"), line(2, "confirmed")], []);
    assert_eq!(lanes(&story), []);
    story.gauges(calm());
    assert_eq!(
        story.asked_lines(),
        [line_id(1)],
        "of the lines that wait for Covage nobody knows a price"
    );
    assert_eq!(story.asked_baskets(), []);
}

#[test]
fn the_background_reads_one_offer_after_the_other_and_then_rests() {
    let mut story = Story::before_quotes();
    story.gauges(calm());
    story.sweep_quotes((1..=3).map(|number| line(number, "ready")), []);
    for number in 1..=3 {
        assert_eq!(story.asked_lines(), [line_id(number)]);
        assert_eq!(story.open.len(), 1);
        story.tell_line(ready_line(number, 9, offers()));
    }
    assert_eq!(lanes(&story), []);
    story.pass(TimeDelta::minutes(4));
    story.sweep([]);
    assert_eq!(lanes(&story), [], "five minutes have not gone by");
    story.pass(TimeDelta::minutes(1));
    assert!(story.lines_asked().is_some(), "its offers are read later");
    assert_eq!(story.asked_lines(), []);
}

#[test]
fn the_open_pane_reads_both_lists_and_once_the_cursor_rests_the_rows_that_matter() {
    let mut story = Story::before_quotes();
    story.chars("2");
    assert_eq!(
        lanes(&story),
        [
            (Lane::User, "/api/v1/quote_item/"),
            (Lane::User, "/api/v1/quote/")
        ],
        "a person looks at an empty screen"
    );
    story.sweep_quotes(
        [
            line(1, "acknowledged"),
            line(2, "ready"),
            line(3, "confirmed"),
            line(4, "ready"),
        ],
        [basket(7, "ready")],
    );
    assert_eq!(lanes(&story), [], "the cursor has only just come here");
    assert_eq!(
        story.quote_rows(),
        [4, 2, 3, 1].map(crate::app::fixtures::quotes::reference),
        "what is ready, though no validity is known; newest first"
    );
    story.pass(REST);
    assert_eq!(story.asked_lines(), [line_id(4), line_id(2)]);
    story.chars("jj");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000003"));
    story.pass(REST);
    assert!(
        story.asked_lines().contains(&line_id(3)),
        "under the cursor a line is read whatever its state"
    );
    assert!(!story.asked_lines().contains(&line_id(1)));
}

#[test]
fn what_is_on_screen_is_cancelled_when_another_pane_is_shown() {
    let mut story = Story::of_quotes([line(1, "ready")], []);
    story.pass(REST);
    assert_eq!(story.asked_lines(), [line_id(1)]);
    story.chars("1");
    assert_eq!(story.asked_lines(), []);
    let detail = &story.state.quotes.line(&line_id(1)).unwrap().detail;
    assert!(!detail.is_loading());
}

#[test]
fn baskets_are_read_in_the_background_to_learn_which_line_is_in_which() {
    let mut story = Story::of_quotes([line(1, "confirmed")], [basket(7, "confirmed")]);
    story.pass(REST);
    story.tell_line(line(1, "confirmed"));
    assert_eq!(story.asked_baskets(), []);
    story.gauges(calm());
    assert_eq!(story.asked_baskets(), [basket_id(7)]);
    story.tell_basket(basket_with(7, "confirmed", vec![line(1, "confirmed")]));
    let known = story.state.quotes.line(&line_id(1)).unwrap();
    assert_eq!(known.basket, Some(basket_id(7)));
    assert_eq!(story.asked_baskets(), [], "once");
    // A line nobody knew may be in it.
    story.pass(TimeDelta::minutes(5));
    story.sweep([]);
    story.sweep_quotes(
        [line(1, "confirmed"), line(2, "confirmed")],
        [basket(7, "confirmed")],
    );
    story.pass(REST);
    story.gauges(Gauges { used: 2, ..calm() });
    assert!(story.asked_baskets().contains(&basket_id(7)));
}

#[test]
fn a_line_that_cannot_be_read_says_so_and_is_tried_again() {
    let mut story = three();
    story.chars("r");
    let read = Read::Line(line_id(3));
    let id = story.asked(&read).unwrap();
    let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/{id}/");
    story.answer(id, Err(failure.clone()));
    assert_eq!(story.notice(), Some(failure.line().as_str()));
    let line = story.state.quotes.line(&line_id(3)).unwrap();
    assert_eq!(line.ready(), Some((2, 3)), "what was read before stays");
    assert_eq!(line.detail.failure(), Some(&failure));
    story.chars("r");
    story.tell_line(ready_line(3, 3, offers()));
    assert_eq!(story.notice(), Some("read anew"));
}

#[test]
fn a_list_that_cannot_be_read_says_so_once() {
    let mut story = Story::before_quotes();
    story.chars("2");
    let failure = Failure::new(FailureKind::Server, "/api/v1/quote_item/");
    let page = story.lines_asked().unwrap();
    story.answer(page, Err(failure.clone()));
    let said = format!("quote lines: {}", failure.line());
    assert_eq!(story.notice(), Some(said.as_str()));
    story.pass(TimeDelta::seconds(2));
    assert!(story.lines_asked().is_some(), "it tries again");
}

#[test]
fn the_whole_view_is_read_anew_and_what_the_filter_is_unsure_of_first() {
    let mut story = Story::of_quotes((1..=30).map(|number| line(number, "ready")), []);
    story.chars("/price<200");
    story.press(Key::Enter);
    assert_eq!(story.state.quotes_pane.list.counts().maybe, 30);
    story.chars("R");
    assert_eq!(
        story.notice(),
        Some("reading the first 20 of 30 lines; R again reads more")
    );
    let asked: Vec<_> = story.open.iter().map(|(.., lane)| *lane).collect();
    assert_eq!(asked, [Lane::User; 4]);
    story.chars("R");
    assert_eq!(story.notice(), Some("reading already: 20 calls to go"));
    story.press(Key::Esc);
    assert_eq!(story.notice(), Some("stopped reading"));
    while let [first, ..] = story.asked_lines().as_slice() {
        let number = first.wire()[first.wire().len() - 4..].parse().unwrap();
        story.tell_line(ready_line(number, 9, offers()));
    }
    let counts = story.state.quotes_pane.list.counts();
    assert_eq!((counts.yes, counts.maybe), (4, 26), "those on their way");
}

#[test]
fn with_nothing_in_doubt_both_lists_are_read() {
    let mut story = three();
    story.chars("R");
    assert_eq!(story.notice(), Some("reading both lists anew"));
    assert!(story.lines_asked().is_some() && story.baskets_asked().is_some());
}

#[test]
fn a_line_that_two_sweeps_did_not_hold_is_gone() {
    let mut story = three();
    for _ in 0..2 {
        story.pass(TimeDelta::minutes(5));
        story.sweep_quotes([line(2, "ready"), line(3, "ready")], []);
    }
    let gone = |story: &Story, number| {
        let line = story.state.quotes.line(&line_id(number)).unwrap();
        line.gone_since.is_some()
    };
    assert!(gone(&story, 1) && !gone(&story, 2));
    assert_eq!(story.quote_rows().len(), 3, "it stays to be seen");
    story.pass(TimeDelta::days(8));
    assert_eq!(story.quote_rows().len(), 2);
}

#[test]
fn an_engine_that_was_started_anew_leaves_nothing_waiting() {
    let mut story = Story::of_quotes([line(1, "ready")], []);
    story.pass(REST);
    story.open.clear();
    story.feed(Event::EngineRestarted);
    assert_eq!(story.asked_lines(), [line_id(1)]);
}
