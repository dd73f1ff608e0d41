//! The list as a table: what it is sorted by, which columns it shows and how they scroll.

use super::*;
use crate::app::columns::Column;

fn sort(story: &Story) -> String {
    story.state.orders_pane.index.sort().to_string()
}

fn of_customers(customers: [&str; 4]) -> Story {
    let row = |(number, customer): (u32, &str)| {
        fixtures::order(number)
            .state("active")
            .customer(customer)
            .modified(&format!("2026-05-0{number}"))
            .build()
    };
    Story::of((1..).zip(customers).map(row))
}

/// Numbers of the references on screen.
fn shown(story: &Story) -> String {
    let window = story.window();
    window.iter().map(|one| one[13..].to_owned()).collect()
}

#[test]
fn the_sort_menu_takes_a_first_key_by_letter_and_a_second_by_capital() {
    let mut story = of_customers(["Zoé", "Abel", "Zoé", "Abel"]);
    assert_eq!(
        (sort(&story).as_str(), shown(&story).as_str()),
        ("order ↓", "4321")
    );
    story.chars("oc");
    assert_eq!(
        (sort(&story).as_str(), shown(&story).as_str()),
        ("customer ↑", "2413")
    );
    story.chars("oM");
    assert_eq!(sort(&story), "customer ↑ then modified ↓");
    assert_eq!(shown(&story), "4231");
    story.chars("oMO");
    assert_eq!(sort(&story), "customer ↓ then modified ↑");
    assert_eq!(shown(&story), "1324");
    story.chars("oM");
    assert_eq!(sort(&story), "customer ↓");
}

#[test]
fn the_sort_menu_opens_on_the_column_in_force_and_space_picks_the_second_one() {
    let mut story = of_customers(["Zoé", "Abel", "Zoé", "Abel"]);
    story.chars("oc");
    story.chars("o");
    story.press(Key::Enter);
    assert_eq!(
        sort(&story),
        "customer ↓",
        "Enter on the one in force turns it round"
    );
    story.chars("oj ");
    assert_eq!(sort(&story), "customer ↓ then site ↑");
    assert!(story.state.overlay.is_none());
}

#[test]
fn a_second_key_that_would_change_nothing_says_so() {
    let mut story = of_customers(["Zoé", "Abel", "Zoé", "Abel"]);
    story.chars("oC");
    assert!(
        story
            .notice()
            .unwrap()
            .contains("no two references are equal")
    );
    story.chars("ocoC");
    assert!(story.notice().unwrap().contains("first column already"));
    assert_eq!(sort(&story), "customer ↑");
}

#[test]
fn sorting_takes_the_cursor_along_with_its_row() {
    let mut story = of_customers(["Zoé", "Abel", "Martin", "Dupont"]);
    story.chars("j");
    assert_eq!(story.cursor(), Some("CMD_X_00000003"));
    story.chars("oc");
    assert_eq!(
        (shown(&story).as_str(), story.cursor()),
        ("2431", Some("CMD_X_00000003"))
    );
}

/// Names of the columns that are wanted.
fn columns(story: &Story) -> String {
    let columns = story.state.orders_pane.columns.columns();
    columns.map(Column::name).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_column_menu_shows_and_hides_moves_and_goes_back() {
    let mut story = Story::of(rows(3));
    story.chars("cj ");
    assert!(columns(&story).starts_with("order step slack"));
    story.press(Key::Enter);
    assert!(
        columns(&story).starts_with("order step dwell slack"),
        "Enter does the same"
    );
    story.chars("KK<");
    assert!(columns(&story).starts_with("order dwell step slack"));
    story.chars("J>");
    assert!(
        columns(&story).starts_with("order step slack dwell"),
        "the cursor went along"
    );
    story.chars("r");
    assert!(story.state.orders_pane.columns.is_usual());
    assert!(
        story.state.overlay.is_some(),
        "it stays open for the next choice"
    );
}

#[test]
fn the_order_column_neither_leaves_nor_moves() {
    let mut story = Story::of(rows(3));
    story.chars("ck");
    for key in [" ", "J"] {
        story.chars(key);
        assert_eq!(story.notice(), Some("always first"));
    }
    assert!(story.state.orders_pane.columns.is_usual());
}

#[test]
fn columns_scroll_one_by_one_and_say_where_they_end() {
    let mut story = Story::of(rows(3));
    let skipped = |story: &Story| story.state.orders_pane.columns.skipped();
    story.chars("<");
    assert_eq!(story.notice(), Some("the first column is on screen"));
    story.chars(">>>");
    assert_eq!(skipped(&story), 3);
    story.chars(">");
    assert_eq!(story.notice(), Some("the last column is on screen"));
    story.chars("<");
    assert_eq!(skipped(&story), 2);
    story.room.columns_ahead = 0;
    story.chars(">");
    assert_eq!(
        story.notice(),
        Some("there are no more columns to show here")
    );
}

#[test]
fn what_was_scrolled_further_than_a_wider_screen_needs_comes_back_with_one_key() {
    let mut story = Story::of(rows(3));
    story.chars(">>>");
    story.room.columns_ahead = 1;
    story.chars("<");
    assert_eq!(story.state.orders_pane.columns.skipped(), 0);
}
