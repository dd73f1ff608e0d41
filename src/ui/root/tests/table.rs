//! The list as a table: sort menu, columns.

use super::*;
use crate::app::columns::{Chosen, Column};

#[test]
fn the_sort_menu_and_two_keys_in_the_filter_row() {
    let mut story = filled();
    story.chars("osoCo");
    let menu = shown(&mut story, SMALL);
    let small = shown(&mut story, (60, 16));
    let plain = buffer(&mut story, SMALL, ASCII);
    let plain = print(&plain, ASCII.theme, 4..20);
    insta::assert_snapshot!([menu, small, plain].join("\n"));
}

/// The rows of the list with its titles.
fn list(story: &mut Story, size: (u16, u16), look: Look) -> String {
    let buffer = buffer(story, size, look);
    let areas = layout::areas(buffer.area, &story.state);
    let top = areas.header.y;
    print(&buffer, look.theme, top..top + 6)
}

#[test]
fn columns_scrolled_to_the_right() {
    let mut story = filled();
    list(&mut story, SMALL, UNICODE);
    story.chars(">");
    let once = list(&mut story, SMALL, UNICODE);
    story.chars(">>>>>>>>");
    let end = list(&mut story, SMALL, UNICODE);
    let beside = list(&mut story, MIDDLE, UNICODE);
    let wide = list(&mut story, (200, 60), UNICODE);
    let small = list(&mut story, (60, 16), ASCII);
    let mono = list(&mut story, SMALL, MONO);
    insta::assert_snapshot!([once, end, beside, wide, small, mono].join("\n"));
}

#[test]
fn the_column_menu_and_columns_of_ones_own() {
    let mut story = filled();
    story.chars("cjj jK");
    let menu = shown(&mut story, SMALL);
    press(&mut story, Key::Esc);
    let own = list(&mut story, SMALL, UNICODE);
    story.chars("c");
    let plain = list(&mut story, (60, 16), ASCII);
    insta::assert_snapshot!([menu, own, plain].join("\n"));
}

#[test]
fn columns_beyond_the_usual_ones() {
    let mut story = filled();
    let columns = [
        Column::Id,
        Column::Age,
        Column::Bandwidth,
        Column::Commitment,
        Column::Completed,
    ];
    story.state.orders_pane.columns = Chosen::new(&columns);
    insta::assert_snapshot!(list(&mut story, SMALL, UNICODE));
}

#[test]
fn marks_a_range_and_the_line_under_the_list() {
    let mut story = filled();
    story.chars("  jvjj");
    let range = list(&mut story, SMALL, UNICODE);
    let open = shown(&mut story, SMALL);
    let [plain, mono] = [ASCII, MONO].map(|look| list(&mut story, SMALL, look));
    story.chars("v/dupont");
    press(&mut story, Key::Enter);
    let hidden = shown(&mut story, SMALL);
    let tiny = shown(&mut story, (59, 14));
    insta::assert_snapshot!([range, open, plain, mono, hidden, tiny].join("\n"));
}

#[test]
fn the_line_under_the_list_at_every_width() {
    let mut story = filled();
    story.chars("  ");
    let mut next = orders();
    next.extend([78, 79].map(|number| fixtures::order(number).build()));
    next[3] = fixtures::order(4)
        .state("rejected")
        .modified("2026-05-29T13:00:20Z")
        .build();
    story.next_sweep(next);
    let mut lines = String::new();
    for (size, look) in [
        (SMALL, UNICODE),
        (SMALL, ASCII),
        (MIDDLE, UNICODE),
        ((200, 60), UNICODE),
        ((60, 16), UNICODE),
    ] {
        let buffer = buffer(&mut story, size, look);
        let footer = layout::areas(buffer.area, &story.state).footer;
        assert_eq!(footer.height, 1, "{size:?}");
        lines += &print(&buffer, look.theme, footer.y..footer.y + 1);
    }
    insta::assert_snapshot!(lines);
}
