//! What completes the filter, under it.

use super::*;

/// A person at a filter who asks what there is.
fn asked(text: &str) -> Story {
    let mut story = filled();
    story.chars("/");
    story.chars(text);
    press(&mut story, Key::Tab);
    story
}

fn head(story: &mut Story, size: (u16, u16), look: Look) -> String {
    print(&buffer(story, size, look), look.theme, 0..size.1.min(16))
}

#[test]
fn the_fields_with_what_they_mean() {
    let mut story = asked("s");
    press(&mut story, Key::Tab);
    let sizes = [SMALL, MIDDLE, (200, 60), (60, 16), (20, 5), (20, 3)];
    let screens = sizes.map(|size| head(&mut story, size, UNICODE));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn the_values_of_a_field_with_how_many_rows_each_finds() {
    let mut story = asked("state:in_progress client:");
    for _ in 0..9 {
        press(&mut story, Key::Down);
    }
    let sizes = [SMALL, MIDDLE, (200, 60), (60, 16)];
    let screens = sizes.map(|size| head(&mut story, size, UNICODE));
    let ascii = head(&mut story, SMALL, ASCII);
    let mono = head(&mut story, (60, 16), MONO);
    insta::assert_snapshot!(format!("{}\n{ascii}\n{mono}", screens.join("\n")));
}

#[test]
fn values_that_are_read_order_by_order() {
    let mut story = asked("late:");
    insta::assert_snapshot!(head(&mut story, SMALL, UNICODE));
}

#[test]
fn hostile_values_stay_in_their_line() {
    let hostile = "\u{1b}[2Jred \u{202e}live\u{200b}d 東京都 ";
    let order = |number: u32, name: &str| fixtures::order(number).customer(name).build();
    let mut story = Story::of([
        order(1, hostile),
        order(2, &hostile.repeat(9)),
        order(3, "plain"),
    ]);
    story.chars("/client:");
    press(&mut story, Key::Tab);
    let ascii = head(&mut story, SMALL, ASCII);
    assert!(ascii.is_ascii());
    insta::assert_snapshot!(head(&mut story, SMALL, UNICODE));
}
