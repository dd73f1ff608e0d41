//! Sorting lines, by a column and by a second one.

use super::*;

fn sort(story: &Story) -> String {
    story.state.list_pane().sort_words()
}

#[test]
fn lines_are_sorted_by_a_column_and_by_a_second_one_among_equals() {
    let mut story = story();
    assert_eq!(sort(&story), "valid ↑");
    assert_eq!(story.quote_rows(), names(&[1, 2, 4, 3]));
    story.chars("o");
    let listed = lines(&story);
    assert_eq!(
        [&listed[1], &listed[4]],
        [
            "l line        reference",
            "v valid       days the offers are still valid first ↑"
        ]
    );
    story.chars("c");
    assert_eq!(sort(&story), "customer ↑");
    assert_eq!(
        story.quote_rows(),
        names(&[3, 4, 1, 2]),
        "equals stand newest reference first"
    );
    story.chars("oD");
    assert_eq!(sort(&story), "customer ↑ then ready ↓");
    assert_eq!(
        story.quote_rows(),
        names(&[3, 1, 4, 2]),
        "a line that awaits no answer has none ready, and comes last"
    );
    story.chars("oc");
    assert_eq!(sort(&story), "customer ↓ then ready ↓");
    story.chars("O");
    assert_eq!(sort(&story), "customer ↑ then ready ↓");
    story.chars("oD");
    story.chars("oD");
    assert_eq!(sort(&story), "customer ↑");
}

#[test]
fn a_second_column_that_would_change_nothing_is_refused_with_the_reason() {
    let mut story = story();
    story.chars("ol");
    story.chars("oC");
    assert_eq!(sort(&story), "line ↓");
    assert_eq!(
        story.notice(),
        Some("no two references are equal: pick another first column")
    );
}

#[test]
fn each_pane_is_sorted_for_itself_and_a_click_on_a_title_sorts_the_list_it_is_of() {
    use crate::app::columns::Column;
    use crate::app::views::quotes::columns::QuoteColumn;

    use crate::app::pointer::Target;

    let mut story = story();
    story.feed(Event::Clicked(Target::Title(QuoteColumn::From.into())));
    assert_eq!(sort(&story), "from ↑");
    story.state.sort_by_column(Column::Slack.into());
    assert_eq!(sort(&story), "from ↑");
    story.chars("1");
    assert_eq!(sort(&story), "slack ↑");
}

#[test]
fn columns_are_not_chosen_here_and_that_is_said() {
    let mut story = story();
    story.chars("c");
    assert!(story.state.overlay.is_none());
    let why = "the columns of this list follow the width of the screen";
    assert_eq!(story.notice(), Some(why));
}

#[test]
fn a_move_of_the_sort_keeps_the_cursor_on_its_line() {
    let mut story = story();
    story.chars("j");
    let here = line_reference(2);
    assert_eq!(story.quote_cursor(), Some(here.as_str()));
    story.chars("oc");
    assert_eq!(story.quote_cursor(), Some(here.as_str()));
}
