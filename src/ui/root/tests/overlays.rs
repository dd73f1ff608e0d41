//! What lies over the panes.

use super::*;
use crate::app::event::TaskPanic;

#[test]
fn help() {
    let mut story = filled();
    story.chars("?");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn help_that_is_searched() {
    let mut story = filled();
    story.chars("?filter");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn help_at_its_end_and_on_a_hopeless_screen() {
    let mut story = filled();
    story.chars("?");
    for _ in 0..300 {
        shown(&mut story, SMALL);
        press(&mut story, Key::Down);
    }
    let end = shown(&mut story, SMALL);
    press(&mut story, Key::Up);
    assert_ne!(end, shown(&mut story, SMALL), "one key up is one line up");
    press(&mut story, Key::Down);
    insta::assert_snapshot!(format!("{end}\n{}", shown(&mut story, (20, 5))));
}

#[test]
fn messages() {
    let mut story = filled();
    for (task, message) in [
        ("clock", "gone"),
        (
            "sched",
            "index out of bounds: the len is 3 but the index is 7, in a place with a long name",
        ),
        (
            "sched",
            "index out of bounds: the len is 3 but the index is 7, in a place with a long name",
        ),
    ] {
        story.feed(Event::TaskPanicked(TaskPanic {
            task: task.to_owned(),
            message: message.to_owned(),
            was_restarted: true,
        }));
    }
    let row = print(&buffer(&mut story, SMALL, UNICODE), UNICODE.theme, 22..23);
    story.chars("!");
    insta::assert_snapshot!(format!("{row}\n{}", shown(&mut story, SMALL)));
}

#[test]
fn the_question_before_quitting() {
    let mut story = filled();
    story.chars("q");
    let small = shown(&mut story, SMALL);
    insta::assert_snapshot!(format!("{small}\n{}", shown(&mut story, (20, 5))));
}
