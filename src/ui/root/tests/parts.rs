//! Where the parts stand: `P`, `Z`, and room for the views.

use super::*;
use crate::app::arrangement::Place;

fn place(story: &Story) -> Option<Place> {
    story.room.preview_place
}

#[test]
fn each_press_moves_the_preview_to_where_it_was_not() {
    use Place::{Below, Off, Right};
    for (size, places) in [
        (SMALL, [Below, Off, Right, Below]),
        (MIDDLE, [Right, Below, Off, Right]),
        ((200, 60), [Right, Below, Off, Right]),
        // Too narrow for a preview at the side.
        ((72, 20), [Below, Off, Below, Off]),
    ] {
        let mut story = filled();
        let mut before = shown(&mut story, size);
        for wanted in places {
            assert_eq!(place(&story), Some(wanted), "{size:?}");
            story.chars("P");
            let after = shown(&mut story, size);
            assert_ne!(before, after, "{size:?} after {wanted:?}");
            before = after;
        }
    }
}

#[test]
fn a_preview_that_is_off_is_shown_alone_by_enter() {
    for size in [SMALL, MIDDLE] {
        let mut story = filled();
        shown(&mut story, size);
        while place(&story) != Some(Place::Off) {
            story.chars("P");
            shown(&mut story, size);
        }
        let list = shown(&mut story, size);
        assert!(
            list.contains("CUSTOMER") && !list.contains("[Timeline]"),
            "{list}"
        );
        press(&mut story, Key::Enter);
        let preview = shown(&mut story, size);
        assert!(
            !preview.contains("CUSTOMER") && preview.contains("[Timeline]"),
            "{preview}"
        );
        press(&mut story, Key::Esc);
        assert_eq!(shown(&mut story, size), list);
    }
}

#[test]
fn a_screen_too_small_for_two_parts_says_so() {
    let mut story = filled();
    for size in [(60, 16), (20, 5)] {
        for (keys, why) in [("P", "too small for a preview"), ("Z", "to itself already")] {
            shown(&mut story, size);
            story.chars(keys);
            assert!(
                story.notice().unwrap().contains(why),
                "{:?}",
                story.notice()
            );
        }
    }
}

#[test]
fn zoom_gives_the_part_with_the_focus_all_the_room_and_takes_it_back() {
    for size in [SMALL, MIDDLE, (200, 60)] {
        let mut story = filled();
        let both = shown(&mut story, size);
        story.chars("Z");
        let list = shown(&mut story, size);
        assert!(
            list.contains("CUSTOMER") && !list.contains("[Timeline]"),
            "{list}"
        );
        press(&mut story, Key::Enter);
        let preview = shown(&mut story, size);
        assert!(
            !preview.contains("CUSTOMER") && preview.contains("[Timeline]"),
            "{preview}"
        );
        story.chars("P");
        assert!(story.notice().unwrap().contains("Z brings the others back"));
        story.pass(chrono::TimeDelta::seconds(9));
        press(&mut story, Key::Esc);
        story.chars("Z");
        assert_eq!(shown(&mut story, size), both);
    }
}

#[test]
fn the_views_have_their_room_on_wide_screens_only() {
    let mut story = filled();
    let areas = |story: &mut Story, (columns, rows)| {
        let buffer = buffer(story, (columns, rows), UNICODE);
        layout::areas(buffer.area, &story.state)
    };
    for (size, width) in [
        (SMALL, 0),
        ((200, 15), 0),
        ((159, 40), 0),
        ((160, 40), 18),
        ((200, 60), 18),
    ] {
        let areas = areas(&mut story, size);
        assert_eq!(areas.views.width, width, "{size:?}");
        assert_eq!(areas.list.x, width, "{size:?}");
        let parts = areas.views.width + areas.list.width + areas.divider.width;
        let beside = if areas.divider.width > 0 {
            1 + areas.preview.width
        } else {
            0
        };
        assert_eq!(parts + beside, size.0, "{size:?}");
    }
    story.chars("Z");
    assert_eq!(
        areas(&mut story, (200, 60)).views.width,
        0,
        "a zoomed part has all of it"
    );
}

#[test]
fn the_preview_at_the_side_of_a_small_screen_and_below_on_a_large_one() {
    let mut story = filled();
    shown(&mut story, SMALL);
    story.chars("P");
    let off = shown(&mut story, SMALL);
    story.chars("P");
    let right = shown(&mut story, SMALL);
    let mut story = filled();
    shown(&mut story, MIDDLE);
    story.chars("P");
    let below = shown(&mut story, MIDDLE);
    insta::assert_snapshot!([off, right, below].join("\n"));
}

#[test]
fn a_part_that_is_zoomed() {
    let mut story = filled();
    shown(&mut story, SMALL);
    story.chars("Z");
    let list = shown(&mut story, SMALL);
    press(&mut story, Key::Enter);
    insta::assert_snapshot!([list, shown(&mut story, SMALL)].join("\n"));
}
