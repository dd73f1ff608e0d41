//! Which views are listed, and that their counts are those of the plainest count there is.

use std::collections::HashSet;

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::app::fixtures;
use crate::app::index::{OrderIndex, Scope};
use crate::app::query::tests::queries;
use crate::app::query::{Scratch, Verdict};
use crate::app::story::chaos::{some_rows, step, take};
use crate::app::story::{INTERVAL, Story};
use crate::domain::date::Zone;

fn view(name: &str, filter: &str) -> View {
    View::of_orders(name, filter, Sort::default())
}

fn of_quotes(name: &str, filter: &str) -> View {
    View::of_quotes(name, filter, QuoteSort::default())
}

fn listed_in(views: &Views, pane: Pane) -> Vec<String> {
    let line = |(_, entry): (usize, &Entry)| {
        let key = entry.key.unwrap_or(' ');
        format!("{key} {} {:?}", entry.view.name, entry.origin)
    };
    views.listed(pane).into_iter().map(line).collect()
}

fn listed(views: &Views) -> Vec<String> {
    listed_in(views, Pane::Orders)
}

fn with_now<T>(act: impl FnOnce(&Now<'_>) -> T) -> T {
    let (zone, me) = (Zone::utc(), ["jm@example.com".to_owned()]);
    act(&Now::new(fixtures::now(), &zone, &me))
}

#[test]
fn digits_are_built_in_letters_are_saved_and_a_saved_one_takes_the_place_of_its_name() {
    with_now(|now| {
        let saved = vec![
            view("Lyon", "site:lyon"),
            view("LATE", "late:yes"),
            view("À voir", ""),
        ];
        let mut views = Views::new(saved, now);
        let after = [
            "1 Inbox BuiltIn",
            "2 Mine BuiltIn",
            "3 LATE Replaced",
            "4 Slow step BuiltIn",
            "5 Ready BuiltIn",
            "6 Snoozed BuiltIn",
            "7 Ongoing BuiltIn",
            "8 Due soon BuiltIn",
            "9 Ended BuiltIn",
            "a Lyon Saved",
            "b À voir Saved",
        ];
        assert_eq!(listed(&views), after);
        assert_eq!(
            views.find(" a VOIR").map(|entry| entry.key),
            Some(Some('b'))
        );
        views.remove(Pane::Orders, "late", now);
        assert_eq!(listed(&views)[2], "3 Late BuiltIn");
    });
}

#[test]
fn each_pane_has_views_of_its_own_and_the_same_name_in_both_means_two() {
    with_now(|now| {
        let saved = vec![
            view("Lyon", "site:lyon"),
            of_quotes("lyon", "site:69"),
            of_quotes("Late", "val<0"),
            of_quotes("READY", "state:ready ready>0"),
        ];
        let mut views = Views::new(saved, now);
        assert_eq!(
            listed_in(&views, Pane::Quotes),
            [
                "1 Inbox BuiltIn",
                "2 To confirm BuiltIn",
                "3 Expired BuiltIn",
                "4 At Covage BuiltIn",
                "5 READY Replaced",
                "6 Refused BuiltIn",
                "7 Accepted BuiltIn",
                "8 Expiring BuiltIn",
                "9 Ended BuiltIn",
                "a lyon Saved",
                "b Late Saved",
            ]
        );
        let of_orders = listed(&views);
        assert_eq!(
            [&of_orders[2], &of_orders[4], &of_orders[9]],
            ["3 Late BuiltIn", "5 READY Replaced", "a Lyon Saved"],
            "the quotes that wait are lent to the orders, on their digit"
        );
        assert_eq!(listed_in(&views, Pane::Activity), [""; 0]);
        let filter = |entry: Option<&Entry>| entry.map(|entry| entry.view.filter.clone());
        assert_eq!(filter(views.find("lyon")), Some("site:lyon".to_owned()));
        assert_eq!(
            filter(views.find_in(Pane::Quotes, "LYON")),
            Some("site:69".to_owned())
        );
        views.remove(Pane::Quotes, "Lyon", now);
        assert_eq!(
            listed_in(&views, Pane::Quotes)[9..],
            ["a Late Saved"],
            "that of the orders stays"
        );
        assert!(listed(&views).contains(&"a Lyon Saved".to_owned()));
    });
}

#[test]
fn letters_run_out_and_none_of_them_moves_through_a_menu() {
    with_now(|now| {
        let saved = (0..30).map(|n| view(&format!("view {n}"), "")).collect();
        let views = Views::new(saved, now);
        let listed = views.listed(Pane::Orders).into_iter();
        let keys: Vec<_> = listed.filter_map(|(_, entry)| entry.key).collect();
        assert_eq!(views.listed(Pane::Orders).len(), 39);
        assert_eq!(keys.len(), 9 + 23);
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
        assert!(!keys.iter().any(|key| "jkq-".contains(*key)));
    });
}

#[test]
fn a_built_in_view_opens_or_says_that_it_comes_later() {
    with_now(|now| {
        let views = Views::new(Vec::new(), now);
        let off: Vec<_> = views
            .entries()
            .iter()
            .filter_map(|entry| Some((entry.view.name.as_str(), entry.off()?)))
            .collect();
        assert_eq!(
            off,
            [
                ("Slow step", "`pace` is not available yet; it comes later"),
                (
                    "Snoozed",
                    "`is:snoozed` is not available yet; it comes later"
                ),
            ]
        );
    });
    let zone = Zone::utc();
    let views = Views::new(Vec::new(), &Now::new(fixtures::now(), &zone, &[]));
    let mine = views.find("mine").and_then(Entry::off);
    assert_eq!(mine, Some("nobody is set as `me`"));
}

#[test]
fn what_the_file_could_not_take_stays_beside_what_it_holds() {
    with_now(|now| {
        let mut views = Views::new(vec![view("Lyon", "site:lyon")], now);
        views.put(view("Mine alone", "by:me"), now);
        views.put(view("lyon", "site:69"), now);
        let is_stored = |views: &Views, name| views.is_stored(Pane::Orders, name);
        assert!(!is_stored(&views, "Lyon") && !is_stored(&views, "mine alone"));
        // Another copy of the program saved one meanwhile, and ours came to be stored.
        views.set_stored(vec![view("lyon", "site:69"), view("Other", "x")], now);
        assert_eq!(
            listed(&views)[9..],
            ["a lyon Saved", "b Other Saved", "c Mine alone Saved"]
        );
        assert!(is_stored(&views, "LYON") && !is_stored(&views, "Mine alone"));
        views.set_stored(Vec::new(), now);
        assert_eq!(listed(&views)[9..], ["a Mine alone Saved"]);
    });
}

/// What a view holds, by an index or a list made for it alone.
fn naive(story: &Story, view: &View) -> Seen {
    let state = &story.state;
    let now = Now::new(state.now, &state.zone, &state.session.me);
    if view.pane() == Pane::Quotes {
        return naive_of_quotes(story, view, &now);
    }
    if view.pane() == Pane::Eligibility {
        return naive_of_eligibility(story, view, &now);
    }
    let scope = Scope {
        orders: &state.orders,
        now: &now,
        marked: &state.orders_pane.marked,
    };
    let mut index = OrderIndex::new();
    index.rebuild(&scope);
    index.set_query(Query::parse(&view.filter, &ORDER_SCHEMA, &now).ok(), &scope);
    let is_news = |row: &&_| {
        state
            .orders
            .get(**row)
            .is_some_and(|order| order.news.is_any())
    };
    Seen {
        yes: index.counts().yes,
        maybe: index.counts().maybe,
        news: index.rows().iter().filter(is_news).count(),
    }
}

fn naive_of_quotes(story: &Story, view: &View, now: &Now<'_>) -> Seen {
    let scope = story.state.quote_scope(now);
    let query = Query::parse(&view.filter, &QUOTE_SCHEMA, now).unwrap();
    let mut seen = Seen::default();
    let lines = story.state.quotes.lines();
    for (row, line) in lines.filter(|(_, line)| !line.has_left) {
        let verdict = query.judge(&scope.facts(row).unwrap(), &mut Scratch::default());
        seen.yes += usize::from(verdict == Verdict::Yes);
        seen.maybe += usize::from(verdict == Verdict::Maybe);
        seen.news += usize::from(verdict != Verdict::No && line.news.is_any());
    }
    seen
}

fn naive_of_eligibility(story: &Story, view: &View, now: &Now<'_>) -> Seen {
    let scope = story.state.eligibility_scope(now);
    let query = Query::parse(&view.filter, &ELIGIBILITY_SCHEMA, now).unwrap();
    let mut seen = Seen::default();
    for (row, facts) in scope.rows(story.state.eligibility_pane.facet) {
        let verdict = query.judge(&facts, &mut Scratch::default());
        let is_news = scope.eligibility.news_of(row).unwrap().is_any();
        seen.yes += usize::from(verdict == Verdict::Yes);
        seen.maybe += usize::from(verdict == Verdict::Maybe);
        seen.news += usize::from(verdict != Verdict::No && is_news);
    }
    seen
}

fn check(story: &Story) -> Result<(), TestCaseError> {
    for entry in story.state.views.entries() {
        let wanted = entry.off().is_none().then(|| naive(story, &entry.view));
        prop_assert_eq!(entry.seen(), wanted, "{:?}", entry.view);
    }
    Ok(())
}

/// Wakes until everything is counted.
fn settle(story: &mut Story) {
    story.room.views = 9;
    story.state.overlay = None;
    story.wake();
    for _ in 0..100 {
        if story.state.views_wake().is_none() {
            return;
        }
        story.wake();
    }
    panic!("the counting never ends");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_count_is_the_naive_one_whatever_happened(
        steps in prop::collection::vec(step(), 0..60),
        filters in prop::collection::vec(queries(), 0..6),
    ) {
        let mut story = Story::with_filter("");
        story.room.views = 9;
        for (number, filter) in filters.iter().enumerate() {
            let now = Now::new(story.now, &story.state.zone, &story.state.session.me);
            story.state.views.put(view(&number.to_string(), filter), &now);
        }
        story.wake();
        story.sweep(some_rows(5));
        for step in steps {
            take(&mut story, step);
        }
        settle(&mut story);
        // Lengths of time are counted anew with each minute.
        story.pass(INTERVAL);
        settle(&mut story);
        check(&story)?;
    }
}

#[test]
fn a_long_list_is_counted_slice_by_slice_and_a_refresh_judges_what_it_touched() {
    let rows = |states: &str| -> Vec<_> {
        let order = |number| fixtures::order(number).state(states).build();
        (1..=6_000).map(order).collect()
    };
    let mut story = Story::of(rows("in_progress"));
    story.room.views = 9;
    story.wake();
    let seen = |story: &Story, name| story.state.views.find(name).and_then(Entry::seen);
    assert_eq!(
        seen(&story, "Inbox"),
        Some(Seen::default()),
        "the first slice holds two views"
    );
    assert!(seen(&story, "Mine").is_some());
    assert_eq!(seen(&story, "Ended"), None);
    let mut slices = 1;
    while let Some(at) = story.state.views_wake() {
        assert_eq!(at, story.now + SLICE_EVERY);
        story.pass(SLICE_EVERY);
        slices += 1;
    }
    // Six views of orders that can be opened, 16,384 rows at a time.
    assert_eq!(slices, 3);
    assert_eq!(seen(&story, "Ongoing").map(Seen::rows), Some(6_000));

    let mut next = rows("in_progress");
    next[17] = fixtures::order(18).state("cancelled").build();
    story.next_sweep(next);
    assert_eq!(
        story.state.views_wake(),
        None,
        "nothing is left to be judged"
    );
    assert_eq!(seen(&story, "Ongoing").map(Seen::rows), Some(5_999));
    let one = Seen {
        yes: 1,
        maybe: 0,
        news: 1,
    };
    assert_eq!(seen(&story, "Ended"), Some(one));
    assert_eq!(seen(&story, "Inbox"), Some(one));

    story.room.views = 0;
    story.wake();
    assert_eq!(
        seen(&story, "Inbox"),
        None,
        "what nobody sees is not counted"
    );
}

#[test]
fn a_row_that_is_gone_counts_until_it_leaves_the_list() {
    let order = |number| fixtures::order(number).state("cancelled").build();
    let mut story = Story::of([order(1), order(2)]);
    story.room.views = 9;
    story.next_sweep([order(1)]);
    story.next_sweep([order(1)]);
    let ended = |story: &mut Story| {
        settle(story);
        story.state.views.find("Ended").and_then(Entry::seen)
    };
    assert_eq!(ended(&mut story).map(Seen::rows), Some(2));
    story.pass(TimeDelta::days(8));
    assert_eq!(ended(&mut story).map(Seen::rows), Some(1));
    check(&story).unwrap();
}
