//! Every menu, with nothing, one and many in it, with what is off, what is long and what is hostile.

use super::*;

/// Several sizes of what a person sees after some keys.
fn at_sizes(story: &mut Story, sizes: &[(u16, u16)]) -> String {
    let shown = sizes.iter().map(|size| shown(story, *size));
    shown.collect::<Vec<_>>().join("\n")
}

const TINY: (u16, u16) = (20, 5);
const LOW: (u16, u16) = (60, 16);

#[test]
fn the_actions_menu_at_every_size() {
    let mut story = filled();
    story.chars("x");
    insta::assert_snapshot!(at_sizes(&mut story, &[SMALL, MIDDLE, LOW, TINY]));
}

#[test]
fn the_actions_menu_in_ascii_and_without_colour() {
    let mut story = filled();
    story.chars("  x");
    press(&mut story, Key::Down);
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    let mono = print(&buffer(&mut story, LOW, MONO), MONO.theme, 0..16);
    insta::assert_snapshot!(format!("{ascii}\n{mono}"));
}

#[test]
fn the_actions_menu_with_nothing_to_act_on() {
    let mut story = Story::new();
    story.wake();
    story.sweep([]);
    story.chars("x");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn the_values_of_the_rows_shown() {
    let mut story = filled();
    story.chars("f");
    press(&mut story, Key::Enter);
    let all = at_sizes(&mut story, &[SMALL, MIDDLE, LOW, TINY]);
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    story.chars("late");
    let searched = shown(&mut story, LOW);
    insta::assert_snapshot!(format!("{all}\n{ascii}\n{searched}"));
}

#[test]
fn help_from_inside_the_preview() {
    let mut story = filled();
    press(&mut story, Key::Enter);
    story.chars("?");
    press(&mut story, Key::PageDown);
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn the_palette_before_anything_is_typed() {
    let mut story = filled();
    story.chars(":9444");
    press(&mut story, Key::Enter);
    story.chars("j:");
    insta::assert_snapshot!(at_sizes(&mut story, &[SMALL, LOW]));
}

#[test]
fn the_palette_with_digits_with_words_and_with_nothing_found() {
    let mut story = filled();
    story.chars("/client:king");
    press(&mut story, Key::Enter);
    story.chars(":go 0005");
    let digits = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    story.chars(":hôpital");
    press(&mut story, Key::Down);
    let words = at_sizes(&mut story, &[SMALL, TINY]);
    story.chars("zzz");
    let nothing = shown(&mut story, SMALL);
    insta::assert_snapshot!(format!("{digits}\n{words}\n{nothing}"));
}

#[test]
fn the_palette_with_more_than_it_lists() {
    let mut story = filled();
    story.chars(":cmd");
    let first = shown(&mut story, SMALL);
    press(&mut story, Key::End);
    for _ in 0..2 {
        story.room = layout::room(Rect::new(0, 0, 80, 24), &story.state);
        press(&mut story, Key::Up);
    }
    insta::assert_snapshot!(format!("{first}\n{}", shown(&mut story, SMALL)));
}

#[test]
fn a_search_longer_than_its_line_keeps_the_caret_in_view() {
    let mut story = filled();
    story.chars(":");
    story.chars(&"un deux trois quatre ".repeat(6));
    story.chars("fin");
    for _ in 0..3 {
        press(&mut story, Key::Left);
    }
    insta::assert_snapshot!(print(
        &buffer(&mut story, SMALL, UNICODE),
        UNICODE.theme,
        1..4
    ));
}

#[test]
fn what_belongs_to_an_order() {
    let mut story = filled();
    story.chars("e");
    let read = at_sizes(&mut story, &[SMALL, TINY]);
    press(&mut story, Key::Esc);
    story.chars("Ge");
    insta::assert_snapshot!(format!("{read}\n{}", shown(&mut story, SMALL)));
}

#[test]
fn what_can_be_copied() {
    let mut story = filled();
    story.state.session.api_url = "https://api.example.com".to_owned();
    story.chars("Y");
    for _ in 0..7 {
        press(&mut story, Key::Down);
    }
    insta::assert_snapshot!(at_sizes(&mut story, &[SMALL, LOW, TINY]));
}

#[test]
fn what_can_be_copied_of_marked_rows_and_the_message_after_it() {
    let mut story = filled();
    story.chars("   Y");
    let menu = shown(&mut story, SMALL);
    story.chars("M");
    let message = print(&buffer(&mut story, SMALL, UNICODE), UNICODE.theme, 22..24);
    insta::assert_snapshot!(format!("{menu}\n{message}"));
}

#[test]
fn hostile_and_very_long_text_in_menus() {
    let hostile =
        "\u{1b}[2Jred \u{202e}live\u{200b}d 東京都 e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} ";
    let mut story = Story::of([fixtures::order(9_001)
        .reference(&format!("CMD_{hostile}"))
        .customer(&hostile.repeat(8))
        .site(&hostile.repeat(8))
        .state(hostile)
        .build()]);
    let mut screens = Vec::new();
    for keys in [":red", "e", "Y"] {
        story.chars(keys);
        screens.push(shown(&mut story, SMALL));
        press(&mut story, Key::Esc);
    }
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..1);
    assert!(ascii.is_ascii());
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_message_is_seen_although_a_menu_covers_its_row() {
    let mut story = filled();
    story.chars("xU");
    insta::assert_snapshot!(at_sizes(&mut story, &[SMALL, LOW, (40, 10), TINY]));
}

#[test]
fn messages_of_several_days() {
    let mut story = filled();
    for (hours, message) in [(0, "gone"), (30, "gone again"), (1, "back"), (1, "back")] {
        story.pass(chrono::TimeDelta::hours(hours));
        story.feed(Event::TaskPanicked(crate::app::event::TaskPanic {
            task: "clock".to_owned(),
            message: message.to_owned(),
            was_restarted: true,
        }));
    }
    story.chars("U!");
    insta::assert_snapshot!(at_sizes(&mut story, &[SMALL, TINY]));
}

#[test]
fn hints_say_what_is_useful_here_with_the_keys_in_force() {
    let hints = |story: &mut Story| {
        let row = print(&buffer(story, SMALL, UNICODE), UNICODE.theme, 23..24);
        row.lines().next().unwrap_or_default().to_owned()
    };
    let mut story = filled();
    let mut said = vec![hints(&mut story)];
    for keys in [
        "  ", "U/zzzzzz", "\n", "\\", "\n", "i", "x", "\u{1b}!", "\u{1b}?", "\u{1b}:",
    ] {
        for c in keys.chars() {
            match c {
                '\n' => press(&mut story, Key::Enter),
                '\u{1b}' => press(&mut story, Key::Esc),
                c => drop(story.chars(&c.to_string())),
            }
        }
        said.push(hints(&mut story));
    }
    assert!(said.iter().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!(said.join("\n"));
}
