//! What is new: where it stands, that it moves nothing, and `n` and `N` from one to the next.

use super::*;

/// A list of which the rows 18, 10 and 2 changed while the cursor rests on 20, the first one.
fn three_changed() -> Story {
    let mut story = Story::of(rows(20));
    story.answer_parts();
    let changed = |number: u32| {
        let minute = format!("2026-05-28T{:02}:{:02}:00Z", number / 60, number % 60);
        let order = fixtures::order(number).state("active");
        order.modified(&minute).build()
    };
    let all = rows(20).into_iter().zip((1..=20).rev());
    let all: Vec<_> = all
        .map(|(row, number)| {
            if [18, 10, 2].contains(&number) {
                changed(number)
            } else {
                row
            }
        })
        .collect();
    story.next_sweep(all);
    story.answer_parts();
    assert_eq!(story.state.orders.news_count(), 3);
    story
}

#[test]
fn n_walks_through_all_that_is_new_and_leaves_nothing() {
    let mut story = three_changed();
    for reference in ["CMD_X_00000018", "CMD_X_00000010", "CMD_X_00000002"] {
        story.chars("n");
        assert_eq!(story.cursor(), Some(reference));
    }
    assert_eq!(
        story.state.orders.news_count(),
        1,
        "the cursor is still on it"
    );
    story.chars("n");
    assert_eq!(story.notice(), Some("nothing else is new or changed"));
    assert_eq!(
        (story.cursor(), story.state.orders.news_count()),
        (Some("CMD_X_00000002"), 0)
    );
    story.chars("n");
    assert_eq!(story.notice(), Some("nothing is new or changed"));
}

#[test]
fn n_goes_on_at_the_other_end_and_says_so() {
    let mut story = three_changed();
    story.chars("N");
    assert_eq!(
        (story.cursor(), story.notice()),
        (Some("CMD_X_00000002"), Some("from the bottom"))
    );
    story.chars("N");
    assert_eq!(story.cursor(), Some("CMD_X_00000010"));
    story.press(Key::End);
    story.chars("n");
    assert_eq!(
        (story.cursor(), story.notice()),
        (Some("CMD_X_00000018"), Some("from the top"))
    );
}

#[test]
fn n_goes_by_the_order_of_the_list() {
    let mut story = three_changed();
    story.chars("oo");
    assert_eq!(story.state.orders_pane.index.sort().to_string(), "order ↑");
    story.chars("n");
    assert_eq!(
        story.cursor(),
        Some("CMD_X_00000002"),
        "the cursor was at the end by now"
    );
}

#[test]
fn what_the_filter_hides_is_said_and_not_gone_to() {
    let mut story = three_changed();
    story.chars("/ref:00000019");
    story.press(Key::Enter);
    story.chars("n");
    assert_eq!(
        story.notice(),
        Some("nothing shown is new or changed; the filter hides 3 (\\ shows all)")
    );
}

#[test]
fn a_row_that_appears_above_the_very_first_leaves_the_cursor_on_its_line() {
    let mut story = Story::of(rows(20));
    assert_eq!(story.cursor(), Some("CMD_X_00000020"));
    let before: Vec<_> = story.window().iter().map(|row| (*row).to_owned()).collect();
    story.next_sweep(rows(22));
    assert_eq!(story.window(), before, "not a line moved");
    let beyond = |story: &Story| story.state.orders_pane.news_beyond(story.room.list);
    assert_eq!(beyond(&story), (2, 0), "and the two are said to be above");
    story.chars("N");
    assert_eq!(story.cursor(), Some("CMD_X_00000021"));
    assert_eq!(beyond(&story), (1, 0));
    story.press(Key::Home);
    assert_eq!(beyond(&story), (0, 0));
}
