//! The list as a table: sort menu, columns.

use super::*;

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
