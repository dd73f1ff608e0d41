//! Marks: one by one, by range, all at once; what keeps them and what counts them.

use super::*;

/// The numbers of the marked orders, lowest first.
fn marked(story: &Story) -> Vec<u32> {
    let orders = &story.state.orders;
    let mut numbers: Vec<u32> = story
        .state
        .orders_pane
        .marked
        .iter()
        .map(|row| {
            orders.get(*row).unwrap().summary.reference.wire()[6..]
                .parse()
                .unwrap()
        })
        .collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn space_marks_and_goes_down_and_takes_the_mark_again() {
    let mut story = Story::of(rows(4));
    story.chars("  ");
    assert_eq!(
        (marked(&story), story.cursor()),
        (vec![3, 4], Some("CMD_X_00000002"))
    );
    story.chars("k ");
    assert_eq!(marked(&story), [4]);
}

#[test]
fn space_under_a_filter_for_marks_takes_the_next_row_and_skips_none() {
    let mut story = Story::of(rows(4));
    story.chars("    /is:marked");
    story.press(Key::Enter);
    story.press(Key::Home);
    story.chars(" ");
    assert_eq!(story.cursor(), Some("CMD_X_00000003"));
    story.chars(" ");
    assert_eq!(story.window(), ["CMD_X_00000002", "CMD_X_00000001"]);
}

#[test]
fn a_range_lies_between_its_beginning_and_the_cursor_whichever_way_it_went() {
    for (keys, numbers) in [("jvjjv", vec![6, 7, 8]), ("jjjvkkv", vec![6, 7, 8])] {
        let mut story = Story::of(rows(9));
        story.chars(&keys[..keys.len() - 1]);
        assert_eq!(story.state.orders_pane.range(), Some(1..=3), "{keys}");
        assert_eq!(marked(&story), [0; 0], "not before it ends");
        story.chars("v");
        assert_eq!(marked(&story), numbers);
        assert_eq!(story.notice(), Some("marked 3 rows"));
        assert_eq!(story.state.orders_pane.range(), None);
    }
}

#[test]
fn escape_leaves_a_range_without_marks_and_the_next_one_asks_to_quit() {
    let mut story = Story::of(rows(9));
    story.chars("vjj");
    story.press(Key::Esc);
    assert_eq!(
        (story.state.orders_pane.range(), marked(&story).len()),
        (None, 0)
    );
    assert!(story.state.overlay.is_none());
    story.press(Key::Esc);
    assert!(story.state.overlay.is_some());
}

#[test]
fn a_range_follows_its_rows_through_a_refresh_and_closes_when_its_beginning_leaves() {
    let mut story = Story::of(rows(9));
    story.chars("jvj");
    story.next_sweep(rows(12));
    assert_eq!(story.state.orders_pane.range(), Some(4..=5));
    story.chars("/ref:00000007");
    assert_eq!(story.state.orders_pane.range(), None);
    assert!(story.notice().unwrap().contains("began at left the list"));
}

#[test]
fn a_star_marks_what_the_filter_shows_and_takes_just_those_marks_again() {
    let mut story = Story::of(rows(12));
    story.chars("jjj /ref:0000001");
    story.press(Key::Enter);
    story.chars("*");
    assert_eq!(marked(&story), [1, 9, 10, 11, 12]);
    assert_eq!(story.notice(), Some("marked 4 rows"));
    story.chars("*");
    assert_eq!(
        (marked(&story), story.notice()),
        (vec![9], Some("unmarked 4 rows"))
    );
}

#[test]
fn marking_rows_that_only_maybe_match_says_so() {
    let mut story = Story::of(rows(12));
    story.chars("/step:4");
    story.press(Key::Enter);
    story.chars("*");
    assert_eq!(
        story.notice(),
        Some("marked 12 rows, 12 of them only maybe match")
    );
}

#[test]
fn marks_outlive_refresh_sort_and_filter_and_hidden_ones_are_counted() {
    let mut story = Story::of(rows(9));
    let hidden = |story: &Story| story.state.orders_pane.hidden_marks();
    story.chars("jj  osO");
    story.next_sweep(rows(12));
    assert_eq!((marked(&story), hidden(&story)), (vec![6, 7], 0));
    story.chars("/ref:00000007");
    assert_eq!((marked(&story), hidden(&story)), (vec![6, 7], 1));
    story.press(Key::Esc);
    assert_eq!(hidden(&story), 0);
    story.chars("U");
    assert_eq!(marked(&story), [0; 0]);
}
