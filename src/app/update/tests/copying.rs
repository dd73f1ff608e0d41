//! Copying: what leaves, how it is called, and what never leaves.

use super::*;
use crate::app::columns::{Chosen, Column};
use crate::app::copy::COPY_LIMIT;
use crate::app::menu::{Choice, Item};
use crate::app::overlay::Overlay;
use crate::domain::order::{BrokenRow, OrderDetail};
use crate::domain::text::Text;

/// The text an effect copies.
#[track_caller]
fn copied(effects: &Effects) -> &str {
    let copies = effects.list.iter().filter_map(|effect| match effect {
        Effect::Copy(text) => Some(text.as_str()),
        _ => None,
    });
    let copies: Vec<_> = copies.collect();
    assert_eq!(copies.len(), 1, "{:?}", effects.list);
    copies[0]
}

/// The item of a key in the open menu.
#[track_caller]
fn item(story: &Story, key: char) -> &Item {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu");
    };
    let is_it = |item: &&Item| item.hot == Some(Chord::char(key));
    menu.items().iter().find(is_it).unwrap()
}

/// A story whose row under the cursor has this detail.
fn with_detail(change: impl FnOnce(&mut OrderDetail)) -> Story {
    let mut story = Story::of(rows(1));
    let summary = story.state.order_under_cursor().unwrap().summary.clone();
    let mut detail = fixtures::detail(&summary.reference, &summary.state);
    change(&mut detail);
    let id = story.asked(&detail_of(1)).unwrap();
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    story.state.session.api_url = "https://api.example.com/prefix".to_owned();
    story
}

#[test]
fn y_copies_the_reference_and_says_how_much_that_is() {
    let mut story = Story::of(rows(3));
    let effects = story.chars("y");
    assert_eq!(copied(&effects), "CMD_X_00000003");
    assert!(effects.is_dirty);
    assert_eq!(
        story.notice(),
        Some("copied CMD_X_00000003 (14 bytes), unless the terminal refuses")
    );
}

#[test]
fn y_copies_every_marked_reference_in_the_order_of_the_list_and_hidden_ones_last() {
    let mut story = Story::of(rows(4));
    story.chars("G g  /-ref:00000004");
    story.press(Key::Enter);
    let effects = story.chars("y");
    assert_eq!(
        copied(&effects),
        "CMD_X_00000003\nCMD_X_00000001\nCMD_X_00000004"
    );
    assert!(
        story
            .notice()
            .unwrap()
            .starts_with("copied 3 references (44 bytes)")
    );
}

#[test]
fn more_than_a_terminal_takes_is_refused_with_the_number() {
    let mut story = Story::of(rows(5_100));
    for row in 0..5_100 {
        story
            .state
            .orders_pane
            .marked
            .insert(crate::app::entities::orders::RowId(row));
    }
    assert_eq!(story.chars("y").list, []);
    let refused =
        format!("not copied: 76499 bytes are more than terminals take ({COPY_LIMIT} at most)");
    assert_eq!(story.notice(), Some(refused.as_str()));
    story.chars("Y");
    assert_eq!(
        item(&story, 'm').off.as_deref(),
        Some("too many rows to copy at once")
    );
}

#[test]
fn a_row_without_a_reference_has_none_to_copy() {
    let mut broken = row(1);
    broken.broken = Some(std::sync::Arc::new(BrokenRow {
        problem: "no order_reference".into(),
        raw: "{}".into(),
    }));
    let mut story = Story::of([broken]);
    assert_eq!(story.chars("y").list, []);
    let why = "this row could not be read: it has no reference to copy";
    assert_eq!(story.notice(), Some(why));
    story.chars("Y");
    assert_eq!(item(&story, 'y').off.as_deref(), Some(why));
    assert_eq!(
        item(&story, 'u').off.as_deref(),
        Some("this row has no address")
    );
    story.press(Key::Esc);
    story.chars("e");
    story.press(Key::Enter);
}

#[test]
fn nothing_of_what_is_copied_is_a_control_or_invisible() {
    let hostile = "a\u{1b}]52;c;AAAA\u{7}b\u{202e}c\u{200b}d\te\nf\u{9b}2J";
    let mut story = Story::of([fixtures::order(1)
        .reference("CMD\u{1b}[2J\u{202e}_1")
        .customer(hostile)
        .site(hostile)
        .by(hostile)
        .state(hostile)
        .build()]);
    for keys in ["y", "Yy", "Yc", "Ys", "Yt", "Yu"] {
        let effects = story.chars(keys);
        let text = copied(&effects);
        let is_safe = |c: char| c == '\t' || crate::domain::text::is_drawable(c);
        assert!(text.chars().all(is_safe), "{keys}: {text:?}");
    }
    let effects = story.chars("Yt");
    let columns = story.state.orders_pane.columns.columns().count();
    let tabs = copied(&effects).matches('\t').count();
    assert_eq!(tabs + 1, columns, "one line");
}

#[test]
fn a_row_is_copied_in_the_columns_that_are_shown_and_holds_no_formula() {
    let mut story = Story::of([fixtures::order(1)
        .customer("=HYPERLINK(\"http://x\")")
        .site("-12.5")
        .project("@SUM(1)")
        .ordered("2026-05-19")
        .lead_weeks(Some(1))
        .modified("2026-05-29T10:00:00+02:00")
        .state("in_progress")
        .by("")
        .build()]);
    story.state.orders_pane.columns = Chosen::new(&[
        Column::Customer,
        Column::Site,
        Column::Slack,
        Column::Project,
        Column::Step,
        Column::By,
        Column::Age,
        Column::Commitment,
        Column::Modified,
    ]);
    let effects = story.chars("Yt");
    let row = [
        "CMD_X_00000001",
        "'=HYPERLINK(\"http://x\")",
        "-12.5",
        "-3",
        "'@SUM(1)",
        "in_progress",
        "",
        "10",
        "12",
        "2026-05-29T10:00:00+02:00",
    ];
    assert_eq!(copied(&effects).split('\t').collect::<Vec<_>>(), row);
    story.chars(" Y");
    let effects = story.chars("M");
    let names = "order\tcustomer\tsite\tslack\tproject\tstep\tby\tage\tcommitment\tmodified";
    let table = format!("{names}\n{}", row.join("\t"));
    assert_eq!(copied(&effects), table);
    let said = story.notice().unwrap();
    assert!(said.starts_with("copied 1 row, tab separated"), "{said}");
}

#[test]
fn the_detail_is_copied_a_member_a_line_and_escaped() {
    let mut story = with_detail(|detail| {
        detail.raw = Text::new("{\"a\":\"Évry \u{1b}[2J\u{202e}\u{e0041}\",\"b\":[1.50]}");
    });
    story.chars("Y");
    assert_eq!(item(&story, 'd').note, "6 lines, 69 bytes");
    let effects = story.chars("d");
    assert_eq!(
        copied(&effects),
        "{\n  \"a\": \"Évry \\u001b[2J\\u202e\\udb40\\udc41\",\n  \"b\": [\n    1.50\n  ]\n}"
    );
    assert!(
        story
            .notice()
            .unwrap()
            .starts_with("copied detail, JSON (69 bytes)")
    );
}

#[test]
fn the_command_names_a_variable_and_no_token() {
    let mut story = with_detail(|_| {});
    let effects = story.chars("Yu");
    assert_eq!(
        copied(&effects),
        "curl -sS -H \"Authorization: Bearer $COVAGE_TOKEN\" \
         'https://api.example.com/prefix/api/v1/order/CMD_X_00000001/'"
    );
    let mut story = Story::of([fixtures::order(1).reference("a'; rm -rf ~/../é").build()]);
    let effects = story.chars("Yu");
    assert!(copied(&effects).ends_with("'/api/v1/order/a%27%3B%20rm%20-rf%20~%2F..%2F%C3%A9/'"));
}

#[test]
fn what_is_not_read_or_not_there_says_so() {
    let mut story = with_detail(|detail| detail.service_reference = Some("FR048380".into()));
    story.chars("Y");
    assert_eq!(
        item(&story, 'v').choice,
        Choice::Copy("FR048380".to_owned())
    );
    assert_eq!(
        item(&story, 'o').off.as_deref(),
        Some("the historic is not read yet")
    );
    let mut story = Story::of([fixtures::order(1).project("").build()]);
    story.chars("Y");
    assert_eq!(item(&story, 'p').off.as_deref(), Some("the order has none"));
    assert_eq!(
        item(&story, 'd').off.as_deref(),
        Some("the detail is being read")
    );
    assert_eq!(story.chars("d").list, []);
    assert_eq!(story.notice(), Some("the detail is being read"));
}

#[test]
fn every_message_is_copied_with_its_day_and_how_often_it_was_said() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    story.chars("!");
    assert_eq!(story.chars("y").list, []);
    assert_eq!(story.notice(), Some("no message to copy"));
    story.press(Key::Esc);
    story.pass(TimeDelta::hours(20));
    story.chars("UU!");
    let effects = story.chars("y");
    assert_eq!(
        copied(&effects),
        "2026-05-30 09:00 nothing is marked (2 times)\n2026-05-29 13:00 no message to copy"
    );
    assert!(
        matches!(story.state.overlay, Some(Overlay::Messages { .. })),
        "it stays open"
    );
}

#[test]
fn a_copy_that_tmux_did_not_take_is_a_problem_to_read() {
    let mut story = Story::of(rows(1));
    story.chars("y");
    let effects = story.feed(Event::CopyFailed("no server running".to_owned()));
    assert!(effects.is_dirty);
    assert_eq!(story.notice(), Some("tmux took no copy: no server running"));
    assert_eq!(story.state.notices.unread(), 1);
}

#[test]
fn inside_the_preview_y_copies_what_is_selected_there() {
    let mut story = with_detail(|detail| {
        *detail = OrderDetail {
            reference: detail.reference.clone(),
            raw: Text::new("{\"id\": 1}"),
            ..fixtures::whole_detail()
        };
    });
    story.chars("]]");
    let effects = story.chars("y");
    assert_eq!(copied(&effects), "CMD_X_00000001", "not from the list");
    story.press(Key::Enter);
    let effects = story.chars("jy");
    assert_eq!(
        copied(&effects),
        story.state.selected_text().unwrap().as_str()
    );
    assert!(story.notice().unwrap().starts_with("copied the person"));
    let effects = story.chars("iy");
    assert_eq!(
        copied(&effects),
        "{\n  \"detail\": {\n    \"id\": 1\n  }\n}"
    );
}
