//! Completing the filter with Tab, and the values of the rows shown.

use super::*;

fn offered(story: &Story) -> Vec<String> {
    let Some(offered) = story.state.quotes_pane.filter.offered() else {
        return Vec::new();
    };
    let candidates = offered.completion.candidates.iter();
    candidates
        .map(|candidate| {
            let count = candidate.count.map(|count| format!(" {count}"));
            format!("{}{}", candidate.label, count.unwrap_or_default())
        })
        .collect()
}

#[test]
fn tab_offers_the_fields_of_quotes_and_the_values_that_lines_hold() {
    let mut story = story();
    story.chars("/st");
    story.press(Key::Tab);
    assert_eq!(filter(&story), "state:");
    assert_eq!(
        offered(&story),
        ["ready 2", "confirmed 1", "refused 1", "* 4", "- 0"],
        "baskets are not counted"
    );
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:ready");
    assert_eq!(story.quote_rows(), names(&[1, 2]), "the list follows");
    story.chars(" client:");
    story.press(Key::Tab);
    assert_eq!(
        offered(&story),
        ["KING JOUET 1", "MAIRIE D'EVRY 1", "* 2", "- 0"],
        "among what the rest lets through, as it is spelled"
    );
    story.press(Key::Esc);
    story.key(Chord::ctrl('u'));
    story.chars("ready:");
    story.press(Key::Tab);
    assert_eq!(offered(&story), ["0", "1", "2.."]);
    story.key(Chord::ctrl('u'));
    story.chars("late:y");
    story.press(Key::Tab);
    assert_eq!(
        story.notice(),
        Some("nothing here completes what is typed"),
        "a field of orders is none here"
    );
}

#[test]
fn what_no_detail_told_yet_is_counted_apart() {
    let mut story = story();
    and_lines(&mut story, [line(5, "ready"), line(6, "ready")]);
    story.chars("/is:");
    story.press(Key::Tab);
    let offered_of = |story: &Story, field: &str| {
        let of = story.state.quotes_pane.filter.offered().unwrap();
        (field.to_owned(), of.completion.unread)
    };
    assert_eq!(offered_of(&story, "is"), ("is".to_owned(), 0));
    story.press(Key::Esc);
    story.key(Chord::ctrl('u'));
    story.chars("basket:");
    story.press(Key::Tab);
    assert_eq!(offered_of(&story, "basket"), ("basket".to_owned(), 2));
}

#[test]
fn values_of_the_lines_shown_go_into_the_filter_and_out_again() {
    let mut story = story();
    and_lines(&mut story, [line(5, "ready")]);
    story.chars("f");
    assert_eq!(
        lines(&story),
        [
            "? is not read: choose a value, Esc, then R reads it.",
            "state",
            "[ ] ready 3",
            "[ ] confirmed 1",
            "[ ] refused 1",
            "ready 1? not read",
            "[ ] 0 2",
            "[ ] 1 1",
            "[ ] 2..  two and more 1",
            "project",
            "[ ] P1 2",
            "[ ] P2 2",
            "[ ] P003 1",
            "sector",
            "[ ] Commerce 5",
            "is",
            "[ ] new  appeared and not looked at yet 1",
        ]
    );
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:ready");
    assert_eq!(lines(&story)[2], "[x] ready 3");
    story.chars("p1");
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:ready project:P1");
    assert_eq!(story.quote_rows(), names(&[1, 2]));
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:ready");
    assert_eq!(
        story.state.orders_pane.filter.text(),
        "",
        "the filter of the other pane is another one"
    );
}

#[test]
fn a_filter_that_is_off_is_switched_on_by_a_value_and_an_unreadable_one_is_refused() {
    let mut story = story();
    story.chars("/state:ready");
    story.press(Key::Enter);
    story.chars("\\");
    assert_eq!(story.quote_rows().len(), 4);
    story.chars("f");
    assert_eq!(
        lines(&story)[0],
        "The filter is off: choosing a value switches it on."
    );
    story.chars("p1");
    story.press(Key::Enter);
    assert_eq!(filter(&story), "state:ready project:P1");
    assert_eq!(story.quote_rows(), names(&[1, 2]));
    story.press(Key::Esc);
    story.chars("/state:ready(");
    story.press(Key::Enter);
    for key in ["f", "S"] {
        story.chars(key);
        assert!(story.state.overlay.is_none());
        let why = "the filter cannot be read: mend it with / first";
        assert_eq!(story.notice(), Some(why));
    }
}

#[test]
fn nothing_to_choose_from_says_why() {
    let mut story = Story::before_quotes();
    story.chars("2f");
    assert_eq!(
        lines(&story),
        ["No quote line is read yet: R in the list reads it."]
    );
    story.press(Key::Esc);
    story.sweep_quotes([], []);
    story.chars("f");
    assert_eq!(
        lines(&story),
        ["Covage lists no quote line: R in the list reads it."]
    );
}

#[test]
fn a_click_takes_a_candidate() {
    use crate::app::pointer::Target;

    let mut story = story();
    story.chars("/state:");
    story.press(Key::Tab);
    story.feed(Event::Clicked(Target::Candidate(1)));
    assert_eq!(filter(&story), "state:confirmed");
    assert_eq!(story.quote_rows(), names(&[3]));
}
