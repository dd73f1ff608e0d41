//! Views: the menu, the column beside a wide list, the name that is typed, and the questions.

use super::*;
use crate::app::event::ViewsSaved;
use crate::app::index::Sort;
use crate::app::saved::{Change, View};

const WIDE: (u16, u16) = (200, 60);

/// Some saved views, one of them with a long name and one that cannot be read.
fn with_saved() -> Story {
    let mut story = filled();
    let view = |name: &str, filter: &str| View::of_orders(name, filter, Sort::default());
    let views = vec![
        view(
            "Écoles et lycées de Lyon",
            "client:lycée,école site:lyon -state:active,cancelled,rejected,terminated",
        ),
        view("東京", "site:東京"),
        view("Old", "stat:active"),
    ];
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: Change::Put(views[0].clone()),
        result: Ok(views),
    }));
    story.pass(chrono::TimeDelta::seconds(9));
    story
}

/// With some rows that are new or changed.
fn with_news() -> Story {
    let mut story = with_saved();
    let mut next = orders();
    next.push(fixtures::order(77).customer("APPEARED").build());
    next[2] = fixtures::order(3).state("rejected").build();
    story.next_sweep(next);
    settle(&mut story, &steps());
    story
}

#[test]
fn the_menu_of_views() {
    let mut story = with_news();
    story.chars("s");
    let small = shown(&mut story, SMALL);
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 4..20);
    insta::assert_snapshot!(format!(
        "{small}\n{ascii}\n{}\n{}",
        shown(&mut story, (60, 16)),
        shown(&mut story, (20, 5))
    ));
}

#[test]
fn a_view_that_is_open_stands_in_the_filter_row() {
    let mut story = with_news();
    let mut rows = Vec::new();
    for keys in ["s3", "O", "s7", "sa"] {
        story.chars(keys);
        for size in [SMALL, (60, 16), (100, 24)] {
            let top = if size == (60, 16) { 1..2 } else { 2..3 };
            rows.push(print(
                &buffer(&mut story, size, UNICODE),
                UNICODE.theme,
                top,
            ));
        }
    }
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn the_column_beside_a_wide_list() {
    let mut story = with_news();
    story.chars("s3");
    insta::assert_snapshot!(shown(&mut story, WIDE));
}

#[test]
fn the_column_where_the_screen_is_low_and_before_anything_is_read() {
    let mut story = with_news();
    story.chars("s3");
    let low = shown(&mut story, (160, 20));
    insta::assert_snapshot!(format!("{low}\n{}", shown(&mut Story::new(), (160, 24))));
}

#[test]
fn a_name_is_typed() {
    let mut story = with_saved();
    story.chars("s3OS");
    let late = shown(&mut story, SMALL);
    press(&mut story, Key::End);
    story.chars(" mais pas trop non plus");
    let long = print(&buffer(&mut story, SMALL, UNICODE), UNICODE.theme, 8..17);
    insta::assert_snapshot!(format!("{late}\n{long}\n{}", shown(&mut story, (20, 5))));
}

#[test]
fn the_questions_before_a_view_is_replaced_or_deleted() {
    let mut story = with_saved();
    let box_of = |story: &mut Story| print(&buffer(story, SMALL, UNICODE), UNICODE.theme, 7..18);
    story.chars("s3OS");
    press(&mut story, Key::Enter);
    let built_in = box_of(&mut story);
    press(&mut story, Key::Esc);
    story.chars("old");
    press(&mut story, Key::Enter);
    let own = shown(&mut story, SMALL);
    story.chars("y");
    story.chars("s3S");
    press(&mut story, Key::Enter);
    story.chars("ys");
    press(&mut story, Key::End);
    story.chars("-");
    let delete = box_of(&mut story);
    insta::assert_snapshot!(format!(
        "{built_in}\n{own}\n{delete}\n{}",
        shown(&mut story, (20, 5))
    ));
}
