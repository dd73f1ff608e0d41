//! Which rows are shown, in which order, and where the cursor is.

use super::*;
use crate::app::fixtures::quotes::reference;
use crate::app::views::quotes::preview::Tab;

fn references(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    numbers.into_iter().map(reference).collect()
}

#[test]
fn what_is_ready_comes_first_and_of_it_what_ends_soonest() {
    let story = three();
    assert_eq!(story.quote_rows(), references([3, 2, 1]));
}

#[test]
fn the_tree_shows_the_newest_basket_first_and_lines_under_theirs() {
    let mut story = Story::of_quotes(
        [line(1, "ready"), line(2, "ready"), line(3, "confirmed")],
        [basket(7, "ready"), basket(8, "acknowledged")],
    );
    story.gauges(calm());
    story.pass(REST);
    story.tell_line(ready_line(2, 9, offers()));
    story.tell_line(ready_line(1, 3, offers()));
    for number in [7, 8] {
        let lines = match number {
            7 => vec![line(2, "ready"), line(1, "ready")],
            _ => vec![],
        };
        let id = story.asked_baskets();
        assert_eq!(id, [basket_id(number)]);
        story.tell_basket(basket_with(number, "ready", lines));
    }
    assert_eq!(story.quote_rows(), references([1, 2, 3]));
    story.chars("gL");
    assert_eq!(
        story.notice(),
        Some("lines under their baskets: Enter folds one")
    );
    let tree = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    let [first, second, third] = [1, 2, 3].map(reference);
    assert_eq!(
        story.quote_rows(),
        tree(&["DEVIS-008", "DEVIS-007", &first, &second, &third]),
        "a line whose basket nobody knows comes last"
    );
    assert_eq!(story.quote_cursor(), Some(first.as_str()), "as before");
    story.chars("k");
    story.press(Key::Enter);
    assert_eq!(
        story.quote_rows(),
        tree(&["DEVIS-008", "DEVIS-007", &third])
    );
    assert_eq!(story.state.quotes_pane.list.counts().shown(), 3);
    story.chars("l");
    assert_eq!(story.quote_rows().len(), 5);
    assert_eq!(story.state.quote_tab(), Tab::Basket);
    story.chars("L");
    assert_eq!(story.quote_rows(), references([1, 2, 3]));
    assert_eq!(
        story.quote_cursor(),
        Some(first.as_str()),
        "the first line of the basket"
    );
    story.chars("L/client:nobody");
    assert_eq!(story.quote_rows(), [""; 0]);
    story.press(Key::Esc);
    story.chars("/state:confirmed");
    assert_eq!(story.quote_rows(), [third.as_str()]);
    story.press(Key::Esc);
    // A basket is found by itself, and shown for the sake of its lines.
    story.chars("/devis-007");
    assert_eq!(story.quote_rows(), tree(&["DEVIS-007", &first, &second]));
    story.press(Key::Esc);
    story.chars("/00000002");
    assert_eq!(story.quote_rows(), tree(&["DEVIS-007", &second]));
}

#[test]
fn what_the_offers_would_tell_is_a_maybe_until_they_are_read() {
    let mut story = Story::of_quotes(
        [line(1, "ready"), line(2, "ready"), line(3, "confirmed")],
        [],
    );
    let counts = |story: &Story| {
        let counts = story.state.quotes_pane.list.counts();
        (counts.yes, counts.maybe)
    };
    for (filter, expected) in [
        ("state:ready", (2, 0)),
        ("ready>0", (0, 2)),
        ("ready:0", (1, 2)),
        ("offers>0", (0, 3)),
        ("price<150", (0, 2)),
        ("total<5000", (0, 2)),
        ("val<10d", (0, 3)),
        ("basket:*", (3, 0)),
        ("basket:devis", (0, 3)),
    ] {
        story.chars("/");
        story.key(Chord::ctrl('u'));
        story.chars(filter);
        assert_eq!(counts(&story), expected, "{filter}");
        story.press(Key::Enter);
    }
    story.chars("\\");
    story.pass(REST);
    story.tell_line(ready_line(1, 3, offers()));
    story.tell_line(ready_line(2, 30, vec![refused(offers()[0].clone())]));
    for (filter, expected) in [
        ("ready>0", (1, 0)),
        ("ready:2", (1, 0)),
        ("offers:1..3", (2, 1)),
        ("price:145", (1, 0)),
        ("price:-", (2, 0)),
        ("total:4080", (1, 0)),
        ("state:ready val<10d", (1, 0)),
        ("val:30", (1, 1)),
        ("sector:commerce", (3, 0)),
        ("ref:0002", (1, 0)),
        ("is:stale", (0, 0)),
    ] {
        story.chars("/");
        story.key(Chord::ctrl('u'));
        story.chars(filter);
        assert_eq!(counts(&story), expected, "{filter}");
        story.press(Key::Enter);
    }
}

#[test]
fn a_refresh_moves_neither_the_cursor_nor_what_is_marked() {
    let mut story = three();
    story.chars("j ");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000001"));
    story.chars("k");
    story.pass(TimeDelta::minutes(5));
    let lines = (1..=40).map(|number| line(number, "ready"));
    story.sweep_quotes(lines, []);
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000002"));
    assert_eq!(story.offer(), Some("2173"));
    let row = story.state.quotes.line_number(&line_id(2)).unwrap();
    assert!(story.state.quotes_pane.marks.lines.contains(&row));
    assert_eq!(story.state.quotes.news_count(), 38);
}

#[test]
fn n_goes_from_news_to_news_and_a_line_that_was_left_is_seen() {
    let mut story = three();
    story.chars("n");
    assert_eq!(story.notice(), Some("nothing is new or changed"));
    story.pass(TimeDelta::minutes(5));
    let now_ready = [1, 2, 3].map(|number| line(number, "ready"));
    story.sweep_quotes(now_ready.into_iter().chain([line(4, "confirmed")]), []);
    assert_eq!(story.state.quotes.news_count(), 2);
    story.chars("n");
    let first = story.quote_cursor().unwrap().to_owned();
    story.chars("n");
    assert_ne!(story.quote_cursor(), Some(first.as_str()));
    assert_eq!(story.state.quotes.news_count(), 1);
    story.chars("n");
    assert_eq!(story.notice(), Some("nothing else is new or changed"));
    assert_eq!(story.state.quotes.news_count(), 0);
}

#[test]
fn the_sort_is_turned_round_and_lines_without_a_value_stay_last() {
    let mut story = three();
    story.chars("O");
    assert_eq!(story.quote_rows(), references([2, 3, 1]));
    story.chars("O");
    assert_eq!(story.quote_rows(), references([3, 2, 1]));
}

#[test]
fn the_day_after_one_day_less_is_left() {
    let mut story = three();
    let left = |story: &Story| {
        let line = story.state.quotes.line(&line_id(3)).unwrap();
        line.days_left(story.state.today(), &story.state.zone)
    };
    story.chars("/val<3d");
    assert_eq!(story.quote_rows().len(), 1, "one is not read");
    story.press(Key::Enter);
    assert_eq!(left(&story), Some(3));
    story.pass(TimeDelta::days(1));
    assert_eq!(left(&story), Some(2));
    assert_eq!(story.quote_rows()[0], reference(3));
}

#[test]
fn tabs_are_walked_and_raw_leads_back() {
    let mut story = three();
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(story.state.quote_tab());
        story.chars("]");
    }
    assert_eq!(seen, Tab::ALL);
    story.chars("i");
    assert_eq!(story.state.quote_tab(), Tab::Raw);
    story.chars("i[");
    assert_eq!(
        story.state.quote_tab(),
        Tab::Raw,
        "the one before the first"
    );
}
