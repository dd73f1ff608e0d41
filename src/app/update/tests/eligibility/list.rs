//! Which rows are shown, in which order, what is news, and where the cursor is.

use super::*;

#[test]
fn the_newest_request_comes_first_and_the_sort_is_turned_and_picked() {
    let mut story = three();
    assert_eq!(story.eligibility_rows(), names([3, 2, 1]));
    story.chars("O");
    assert_eq!(story.eligibility_rows(), names([1, 2, 3]));
    story.chars("oo");
    assert_eq!(story.state.list_pane().sort_words(), "offers ↓");
    assert_eq!(
        story.eligibility_rows(),
        names([1, 3, 2]),
        "unread ones last"
    );
    story.chars("os");
    assert_eq!(story.state.list_pane().sort_words(), "sites ↓");
    story.chars("od");
    assert_eq!(
        story.eligibility_rows()[0],
        name(1),
        "the only delay there is"
    );
}

#[test]
fn tab_turns_to_the_sites_and_back_and_the_cursor_goes_along() {
    let mut story = three();
    story.chars("G");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0001"));
    story.press(Key::Tab);
    assert_eq!(story.eligibility_cursor(), Some(building(1).as_str()));
    assert_eq!(story.eligibility_rows(), [3, 2, 1].map(building));
    story.chars("k");
    story.press(Key::BackTab);
    assert_eq!(story.eligibility_cursor(), Some("SITE-0002"));
    story.chars("l");
    story.press(Key::Tab);
    let pane = &story.state.eligibility_pane;
    assert_eq!(
        (pane.facet, pane.focus),
        (Facet::Requests, crate::app::pane::Focus::List),
        "from inside the preview back to the list"
    );
}

#[test]
fn what_came_to_an_end_is_news_until_the_cursor_left_it_and_a_step_on_the_way_is_none() {
    let mut story = three();
    assert_eq!(story.state.eligibility.news_count(), 0);
    story.pass(TimeDelta::minutes(2));
    story.sweep_eligibility(
        [
            request(1, "done.ready"),
            request(2, "in_progress.price"),
            request(3, "done.unable_to_provide"),
            request(4, "acknowledged"),
        ],
        [],
    );
    assert_eq!(story.state.eligibility.news_count(), 1, "the new one");
    let news = |story: &Story, number| {
        let known = story
            .state
            .eligibility
            .request(&request_id(number))
            .unwrap();
        (known.news.is_new, known.news.changed_at.is_some())
    };
    assert_eq!(
        (news(&story, 2), news(&story, 4)),
        ((false, false), (true, false))
    );
    story.pass(REST);
    let sites = vec![ready_item(2, 9, offers())];
    story.tell_request(request_with(2, "done.ready", sites));
    assert_eq!(news(&story, 2), (false, true));
    let known = story.state.eligibility.request(&request_id(2)).unwrap();
    assert_eq!(
        known.news.seen.as_ref().unwrap().word(),
        "in_progress.offer"
    );
    assert!(story.state.is_eligibility_cell_marked(&known.news));
    story.chars("g");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0004"));
    story.chars("n");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0002"));
    story.chars("n");
    assert_eq!(story.notice(), Some("nothing else is new or changed"));
    assert_eq!(story.state.eligibility.news_count(), 0);
    assert_eq!(
        story.state.eligibility.item_news_count(),
        0,
        "whoever saw a request saw its sites"
    );
}

#[test]
fn a_request_is_seen_with_the_last_of_its_sites() {
    let sites = |state: &str| vec![item(1, state), item(2, state)];
    let mut story = Story::of_eligibility([request(1, "acknowledged")], []);
    story.pass(REST);
    story.tell_request(request_with(
        1,
        "in_progress.elig",
        sites("in_progress.elig"),
    ));
    story.chars("r");
    story.tell_request(request_with(1, "done.ready", sites("done.ready")));
    let counts = |story: &Story| {
        let table = &story.state.eligibility;
        (table.news_count(), table.item_news_count())
    };
    assert_eq!(counts(&story), (1, 2));
    story.press(Key::Tab);
    assert_eq!(counts(&story), (0, 0), "the cursor left the request");
    let sites = sites("terminated_with_error");
    let told = request_with(1, "done.unable_to_provide", sites);
    // Whoever asked for it.
    story.answer(RequestId(0), Ok(Reply::Qualification(Box::new(told))));
    story.chars("k");
    assert_eq!(counts(&story), (1, 1));
    story.chars("j");
    assert_eq!(counts(&story), (0, 0));
}

#[test]
fn a_refresh_moves_neither_the_cursor_nor_what_is_marked() {
    let rows = |numbers: std::ops::RangeInclusive<u32>| {
        numbers.map(|number| request(number, "done.ready"))
    };
    let mut story = Story::of_eligibility(rows(21..=40), []);
    story.chars("jjjjj jj");
    assert_eq!(story.eligibility_cursor(), Some("SITE-0032"));
    let line = |story: &Story| {
        let pane = &story.state.eligibility_pane;
        pane.list.place(pane.cursor.row().unwrap()).unwrap() - pane.top(5)
    };
    assert_eq!(line(&story), 4);
    story.pass(TimeDelta::minutes(2));
    story.sweep_eligibility(rows(1..=60), []);
    assert_eq!(story.eligibility_cursor(), Some("SITE-0032"));
    assert_eq!(line(&story), 4, "it stands on the line it stood on");
    assert_eq!(story.state.eligibility_pane.marks.rows.len(), 1);
}

#[test]
fn rows_are_marked_one_by_one_in_a_range_and_all_of_them() {
    let mut story = three();
    story.chars("g vj");
    assert_eq!(story.state.eligibility_pane.range(), Some(1..=2));
    story.chars("v");
    assert_eq!(story.notice(), Some("marked 2 requests"));
    assert_eq!(story.state.eligibility_pane.marks.rows.len(), 3);
    story.chars("*");
    assert_eq!(story.notice(), Some("unmarked 3 requests"));
    story.chars("*");
    story.press(Key::Tab);
    assert_eq!(
        story.state.eligibility_pane.hidden_marks(),
        3,
        "requests are not shown among sites"
    );
    story.chars("/is:marked");
    assert_eq!(story.eligibility_rows(), [""; 0]);
    story.press(Key::Enter);
    story.chars("U\\");
    assert_eq!(story.state.eligibility_pane.hidden_marks(), 0);
}

#[test]
fn what_cannot_be_done_here_says_so() {
    let story = three();
    let why = |action| story.state.why_not(action).unwrap_or_default();
    assert_eq!(
        why(Action::Accept),
        "offers are accepted and declined in 2, once they are in a quote"
    );
    assert_eq!(
        why(Action::Flat),
        "requests and sites are two lists here: Tab turns to the other"
    );
    assert_eq!(
        why(Action::Delete),
        "Covage changes and deletes no check of eligibility"
    );
    assert_eq!(why(Action::NextNews), "nothing is new or changed");
    let empty = Story::of_eligibility([], []);
    let why = empty.state.why_not(Action::Mark);
    assert_eq!(why.as_deref(), Some("there is no row here"));
}

#[test]
fn the_palette_finds_requests_and_sites_and_leads_there() {
    let mut story = three();
    story.chars("1:imb 0003");
    let Some(crate::app::overlay::Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no palette");
    };
    let items = menu.items().iter();
    let leads: Vec<_> = items
        .map(|item| (item.lead.as_str(), item.note.as_str()))
        .collect();
    assert_eq!(
        leads,
        [
            ("site", "done.unable_to_provide"),
            ("check", "done.unable_to_provide"),
        ],
        "its building, and the request that holds it"
    );
    story.press(Key::Enter);
    assert_eq!(story.state.pane, crate::app::pane::Pane::Eligibility);
    assert_eq!(story.state.eligibility_pane.facet, Facet::Items);
    assert_eq!(story.eligibility_cursor(), Some(building(3).as_str()));
    story.chars(":0001");
    story.press(Key::Enter);
    assert_eq!(story.eligibility_cursor(), Some("SITE-0001"));
}

#[test]
fn a_view_is_opened_by_its_keys_counted_and_saved() {
    let mut story = three();
    story.chars("s4");
    let shown = |story: &Story| {
        let (entry, is_other) = story.state.current_view().unwrap();
        (entry.view.name.clone(), is_other)
    };
    assert_eq!(shown(&story), ("Elig open".to_owned(), false));
    assert_eq!(story.eligibility_rows(), names([2]));
    assert_eq!(story.state.eligibility_pane.list.counts().maybe, 0);
    story.chars("O");
    assert_eq!(shown(&story), ("Elig open".to_owned(), true));
    let view = story.state.view_as_shown("Mine too").unwrap();
    assert_eq!(view.pane(), crate::app::pane::Pane::Eligibility);
    assert_eq!(view.sort_words(), ["-new"]);
}

#[test]
fn the_values_of_the_rows_shown_narrow_them() {
    let mut story = three();
    story.chars("f");
    let lines = |story: &Story| -> Vec<String> {
        let Some(crate::app::overlay::Overlay::Menu(menu)) = &story.state.overlay else {
            panic!("no menu");
        };
        let items = menu.items().iter();
        items
            .map(|it| format!("{} {} {}", it.lead, it.text, it.note))
            .collect()
    };
    let listed = lines(&story);
    assert!(
        listed.contains(&"[ ] done.ready 1".to_owned()),
        "{listed:#?}"
    );
    assert!(listed.contains(&"[ ] in_progress.offer 1".to_owned()));
    assert!(listed.contains(&"[ ] 10G 1".to_owned()), "{listed:#?}");
    story.chars("tresdense");
    story.press(Key::Enter);
    assert!(
        story
            .state
            .eligibility_pane
            .filter
            .text()
            .contains("TRESDENSE"),
        "{}",
        story.state.eligibility_pane.filter.text()
    );
}
