//! How sure the result of a filter is, what makes it sure, and the question before many calls.

use super::*;
use crate::app::gauges::Offline;

/// Orders whose zone nobody has read.
fn unsure(count: u32) -> Story {
    let mut story = Story::with_filter("zone:6");
    story.gauges(Gauges {
        used: 100,
        cap: 120,
        ..Gauges::default()
    });
    story.sweep((1..=count).map(|number| fixtures::order(number).build()));
    story
}

fn filter_row(story: &mut Story, columns: u16) -> String {
    let buffer = buffer(story, (columns, 24), UNICODE);
    let head = print(&buffer, UNICODE.theme, 0..3);
    let mut lines = head.lines();
    let row = lines.find(|line| line.starts_with(" / "));
    row.unwrap_or_default().to_owned()
}

#[test]
fn the_price_of_certainty_in_full_and_in_steps() {
    let mut story = unsure(13);
    let mut rows: Vec<_> = [120, 80, 70, 60, 40, 20]
        .map(|columns| filter_row(&mut story, columns))
        .into();
    story.chars("R");
    rows.extend([80, 60, 40, 20].map(|columns| filter_row(&mut story, columns)));
    let offline = Offline {
        since: story.now,
        next_try: None,
    };
    story.gauges(Gauges {
        offline: Some(offline),
        ..Gauges::default()
    });
    rows.push(filter_row(&mut story, 80));
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn the_question_before_many_calls() {
    let mut story = unsure(63);
    story.chars("R");
    let sizes = [SMALL, MIDDLE, (60, 16), (20, 5)];
    let screens = sizes.map(|size| shown(&mut story, size));
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    insta::assert_snapshot!(format!("{}\n{ascii}", screens.join("\n")));
}

#[test]
fn a_load_under_way() {
    let mut story = unsure(13);
    story.chars("R");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}
