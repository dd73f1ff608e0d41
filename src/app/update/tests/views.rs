//! Views: opened with two keys, saved under a name, deleted with two keys, and never lost by a file.

use super::*;
use crate::app::columns::Column;
use crate::app::event::ViewsSaved;
use crate::app::index::Sort;
use crate::app::menu::Item;
use crate::app::overlay::{Overlay, Question};
use crate::app::pane::Pane;
use crate::app::saved::{Change, Stored, View};

fn saved(name: &str, filter: &str, column: Column) -> View {
    View::of_orders(name, filter, Sort::by(column))
}

/// What the pane shows by: the filter text, the column of the sort, the current view and whether it is left.
fn shown(story: &Story) -> (String, &'static str, Option<(String, bool)>) {
    let pane = &story.state.orders_pane;
    let current = story.state.current_view();
    (
        pane.filter.text().to_owned(),
        pane.index.sort().by.column.name(),
        current.map(|(entry, is_other)| (entry.view.name.clone(), is_other)),
    )
}

fn opened(name: &str, is_other: bool) -> (String, bool) {
    (name.to_owned(), is_other)
}

fn items(story: &Story) -> &[Item] {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu.items(),
        other => panic!("no menu: {other:?}"),
    }
}

fn prompt(story: &Story) -> (&str, Option<&str>) {
    match &story.state.overlay {
        Some(Overlay::SaveView(prompt)) => (prompt.text(), prompt.problem.as_deref()),
        other => panic!("no prompt: {other:?}"),
    }
}

fn stored(story: &mut Story, change: Change, views: Vec<View>) {
    story.feed(Event::ViewsSaved(ViewsSaved {
        change,
        result: Ok(views),
    }));
}

#[test]
fn two_keys_open_a_view_and_the_same_two_bring_it_back() {
    let mut story = Story::of(rows(9));
    story.chars("s3");
    let late = (
        "late:yes,maybe".to_owned(),
        "slack",
        Some(opened("Late", false)),
    );
    assert_eq!(shown(&story), late);
    assert!(story.state.overlay.is_none());
    story.chars("O");
    assert_eq!(shown(&story).2, Some(opened("Late", true)));
    story.chars("/x");
    story.press(Key::Enter);
    assert_eq!(shown(&story).0, "late:yes,maybex");
    story.chars("s3");
    assert_eq!(
        shown(&story),
        late,
        "a filter that could not be read is gone too"
    );
    story.chars("s7\\");
    story.chars("s7");
    assert!(!story.state.orders_pane.filter.is_off);
}

#[test]
fn whoever_empties_the_filter_has_left_the_view() {
    let mut story = Story::of(rows(9));
    story.chars("s3/");
    story.key(Chord::ctrl('u'));
    assert_eq!(
        shown(&story).2,
        Some(opened("Late", true)),
        "while it is typed"
    );
    story.press(Key::Enter);
    assert_eq!(shown(&story), (String::new(), "slack", None));
}

#[test]
fn a_view_that_cannot_be_opened_says_why_in_the_menu_and_when_it_is_asked_for() {
    let mut story = Story::of(rows(2));
    story.chars("s4");
    assert_eq!(
        story.notice(),
        Some("`pace` is not available yet; it comes later")
    );
    assert_eq!(items(&story)[3].off.as_deref(), story.notice());
    assert_eq!(shown(&story), (String::new(), "order", None));
    story.state.session.me.clear();
    story.state.rebuild_orders();
    story.press(Key::Esc);
    story.chars("s2");
    assert_eq!(story.notice(), Some("nobody is set as `me`"));
}

#[test]
fn the_menu_counts_while_it_is_open_and_only_then() {
    let mut story = Story::of(rows(9));
    story.chars("s");
    assert_eq!(items(&story)[6].text, "Ongoing    state:in_progress");
    assert_eq!(items(&story)[6].note.trim(), "9");
    assert_eq!(
        items(&story)[2].note.trim(),
        "9~",
        "due dates are estimates so far"
    );
    let mut next = rows(8);
    next.push(fixtures::order(9).state("cancelled").build());
    story.next_sweep(next);
    assert_eq!(items(&story)[6].note.trim(), "8");
    assert_eq!(items(&story)[0].note.trim(), "+1  1");
    story.press(Key::Esc);
    assert!(!story.state.views.is_counting());
}

#[test]
fn saving_asks_for_a_name_and_tells_the_keys_that_open_it() {
    let mut story = Story::of(rows(9));
    story.chars("/ref:00000002");
    story.press(Key::Enter);
    story.chars("S");
    assert_eq!(prompt(&story), ("", None));
    story.press(Key::Enter);
    assert_eq!(prompt(&story), ("", Some("a view needs a name")));
    story.feed(Event::Pasted(
        "Number two, which is a long name\n".to_owned(),
    ));
    assert_eq!(prompt(&story).1, Some("a name has 24 letters at most"));
    story.press(Key::Enter);
    assert_eq!(prompt(&story).1, Some("a name has 24 letters at most"));
    story.key(Chord::ctrl('u'));
    assert_eq!(prompt(&story), ("", None));
    story.chars(" Number 2");
    let view = View::of_orders("Number 2", "ref:00000002", Sort::default());
    let change = Change::Put(view.clone());
    assert_eq!(
        story.press(Key::Enter).list,
        [Effect::ChangeViews(change.clone())]
    );
    assert_eq!(
        shown(&story).2,
        Some(opened("Number 2", false)),
        "before any file holds it"
    );
    stored(&mut story, change, vec![view]);
    assert_eq!(story.notice(), Some("view Number 2 is saved: s a opens it"));
    story.chars("s7");
    story.chars("sa");
    assert_eq!(story.window(), ["CMD_X_00000002"]);
}

#[test]
fn a_name_that_is_taken_asks_for_a_yes() {
    let mut story = Story::of(rows(9));
    story.chars("s3OS");
    assert_eq!(prompt(&story), ("Late", None), "the view that is open");
    assert_eq!(story.press(Key::Enter).list, []);
    assert!(matches!(
        &story.state.overlay,
        Some(Overlay::Question(Question::ReplaceView(view))) if view.name == "Late"
    ));
    assert_eq!(story.press(Key::Enter).list, [], "Enter is not a yes");
    assert_eq!(prompt(&story), ("Late", None));
    story.press(Key::Enter);
    let turned = Sort::by(Column::Slack).reversed();
    let view = View::of_orders("Late", "late:yes,maybe", turned);
    let put = Effect::ChangeViews(Change::Put(view));
    assert_eq!(story.chars("y").list, [put]);
    story.chars("s7");
    story.chars("s3");
    assert_eq!(story.state.orders_pane.index.sort(), turned, "on its digit");
    story.chars("S");
    assert_eq!(story.press(Key::Enter).list, []);
    assert_eq!(story.notice(), Some("view Late is just so already"));
}

#[test]
fn what_cannot_be_read_or_is_switched_off_is_not_saved() {
    let mut story = Story::of(rows(2));
    story.chars("/age>");
    story.press(Key::Enter);
    story.chars("S");
    assert_eq!(
        story.notice(),
        Some("the filter cannot be read: mend it with / first")
    );
    story.chars("s3\\S");
    assert_eq!(
        story.notice(),
        Some("the filter is off: \\ switches it on first")
    );
}

#[test]
fn a_file_that_cannot_be_written_takes_no_view_away() {
    let mut story = Story::of(rows(2));
    story.chars("STwo");
    let list = story.press(Key::Enter).list;
    let [Effect::ChangeViews(change)] = list.as_slice() else {
        panic!("{list:?}");
    };
    let change = change.clone();
    story.feed(Event::ViewsSaved(ViewsSaved {
        change,
        result: Err("cannot write /etc/views.toml: Permission denied".to_owned()),
    }));
    assert_eq!(
        story.notice(),
        Some("view Two is kept until you quit: cannot write /etc/views.toml: Permission denied")
    );
    assert_eq!(story.state.notices.unread(), 1);
    story.chars("s");
    let added = items(&story).last().unwrap();
    assert_eq!(added.lead, "a");
    assert!(
        added.more.ends_with("kept until you quit, in no file"),
        "{added:?}"
    );
    // Deleting it needs no file either.
    story.press(Key::End);
    story.chars("-");
    let list = story.chars("y").list;
    assert_eq!(
        list,
        [Effect::ChangeViews(Change::Remove(
            Pane::Orders,
            "Two".to_owned()
        ))]
    );
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: Change::Remove(Pane::Orders, "Two".to_owned()),
        result: Err("cannot write".to_owned()),
    }));
    assert_eq!(items(&story).len(), 9);
}

#[test]
fn deleting_takes_two_keys_and_what_is_built_in_stays() {
    let mut story = Story::of(rows(2));
    let own = saved("Lyon", "site:lyon", Column::Site);
    stored(&mut story, Change::Put(own.clone()), vec![own.clone()]);
    story.chars("sa");
    story.chars("s");
    story.press(Key::Home);
    story.chars("-");
    assert_eq!(
        story.notice(),
        Some("Inbox is built in: save another under its name to change it")
    );
    story.press(Key::End);
    story.press(Key::Delete);
    assert!(matches!(story.state.overlay, Some(Overlay::Question(_))));
    assert_eq!(story.press(Key::Enter).list, []);
    assert_eq!(
        items(&story).len(),
        10,
        "any other key goes back to the menu"
    );
    story.press(Key::End);
    story.chars("-");
    let list = story.chars("y").list;
    assert_eq!(
        list,
        [Effect::ChangeViews(Change::Remove(
            Pane::Orders,
            "Lyon".to_owned()
        ))]
    );
    stored(
        &mut story,
        Change::Remove(Pane::Orders, "Lyon".to_owned()),
        Vec::new(),
    );
    assert_eq!(items(&story).len(), 9, "the open menu follows");
    assert_eq!(story.notice(), Some("view Lyon is deleted"));
    assert_eq!(shown(&story), ("site:lyon".to_owned(), "site", None));
}

#[test]
fn a_view_of_the_command_line_is_open_from_the_start_and_trouble_with_the_file_is_told() {
    let views = Stored {
        views: vec![saved("Lyon", "site:lyon", Column::Site)],
        trouble: vec!["views.toml:3:1: unknown key".to_owned()],
    };
    let mut story = Story::beginning("site:lyon", Some("lyon"), views.clone());
    assert_eq!(
        shown(&story),
        ("site:lyon".to_owned(), "site", Some(opened("Lyon", false)))
    );
    assert_eq!(story.notice(), Some("views.toml:3:1: unknown key"));
    assert_eq!(story.state.notices.unread(), 1);
    story.wake();
    let story = Story::beginning("late:yes", Some("Lyon"), views);
    assert_eq!(
        shown(&story),
        ("late:yes".to_owned(), "site", Some(opened("Lyon", true))),
        "--filter wins, the sort stays"
    );
}

#[test]
fn columns_of_ones_own_are_saved_along_and_leave_with_their_view() {
    let mut story = Story::of(rows(2));
    let columns = |story: &Story| {
        story
            .state
            .orders_pane
            .columns
            .columns()
            .collect::<Vec<_>>()
    };
    let first = columns(&story);
    story.state.toggle_column(Column::Dwell);
    let own = columns(&story);
    story.chars("SNarrow");
    let list = story.press(Key::Enter).list;
    assert!(
        matches!(&list[..], [Effect::ChangeViews(Change::Put(view))] if view.columns() == Some(&own[..])),
        "{list:?}"
    );
    story.chars("s3");
    assert_eq!(
        columns(&story),
        first,
        "they came with the view that is left"
    );
    story.chars("sa");
    assert_eq!(columns(&story), own);
    story.state.toggle_column(Column::Site);
    assert_eq!(shown(&story).2, Some(opened("Narrow", true)));
    let chosen = columns(&story);
    story.chars("s3");
    assert_eq!(columns(&story), chosen, "what was chosen by hand stays");
}
