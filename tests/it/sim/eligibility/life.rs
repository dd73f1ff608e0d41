//! How requests and their items go on, by themselves and by hand.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::Outcome;
use covage_tui::sim::world::World;
use covage_tui::sim::world::eligibility::item::{Guarantee, Item};
use covage_tui::sim::world::eligibility::state::State;
use serde_json::{Value, json};

use super::super::client::{Probe, start_of_test};
use super::{ASYNC, PRINTED, SYNC, ask, items, priced_wish, request_now, text, way, wish};

/// A server on which buildings are what the last part of their reference says.
fn scripted() -> Scenario {
    Scenario::default().eligibility(|rules| {
        for (building, outcome) in [
            ("IMB/35238/X/BARE", Outcome::NotEligible),
            ("IMB/35238/X/QUOT", Outcome::Quotation),
            ("IMB/35238/X/BAD0", Outcome::Invalid),
            ("IMB/35238/X/LATE", Outcome::Stuck),
            ("IMB/35238/X/", Outcome::Ready),
        ] {
            rules.outcomes.insert(building.to_owned(), outcome);
        }
    })
}

/// What a request and its items went through until nothing happened any more.
async fn lived(probe: &Probe, wish: &Value) -> (Vec<String>, Vec<Vec<String>>) {
    let id = ask(probe, wish).await;
    tokio::time::advance(Duration::from_secs(60)).await;
    let request = request_now(probe, &id).await;
    (way(&request), items(&request).iter().map(way).collect())
}

const FOUND: [&str; 3] = ["acknowledged", "in_progress.elig", "in_progress.offer"];

#[tokio::test(start_paused = true)]
async fn e8_prices_are_a_state_of_their_own_and_only_where_they_were_asked_for() {
    let probe = Probe::start(scripted()).await;
    let (request, of_items) = lived(&probe, &wish("", &["IMB/35238/X/GOOD"])).await;
    assert_eq!(request[..3], FOUND);
    assert_eq!(request[3..], ["done.ready"]);
    assert_eq!(of_items, std::slice::from_ref(&request));
    let (request, of_items) = lived(&probe, &priced_wish("", &["IMB/35238/X/GOOD"])).await;
    assert_eq!(request[3..], ["in_progress.price", "done.ready"]);
    assert_eq!(of_items, [request]);
}

#[tokio::test(start_paused = true)]
async fn e9_every_site_ends_as_it_is() {
    let probe = Probe::start(scripted()).await;
    for (building, end) in [
        (
            "IMB/35238/X/BARE",
            &["acknowledged", "in_progress.elig", "done.unable_to_provide"][..],
        ),
        (
            "IMB/35238/X/BAD0",
            &["acknowledged", "in_progress.elig", "terminated_with_error"],
        ),
        ("IMB/35238/X/LATE", &["acknowledged", "in_progress.elig"]),
        (
            "IMB/35238/X/QUOT",
            &[FOUND[0], FOUND[1], FOUND[2], "done.unable_to_provide"],
        ),
    ] {
        let (request, of_items) = lived(&probe, &priced_wish("", &[building])).await;
        assert_eq!(request, end, "{building}");
        assert_eq!(of_items, [request], "{building}");
    }
}

#[tokio::test(start_paused = true)]
async fn e24_a_request_waits_for_its_last_item_and_ends_with_items_in_different_finals() {
    let probe = Probe::start(scripted()).await;
    let all = [
        "IMB/35238/X/GOOD",
        "IMB/35238/X/BARE",
        "IMB/35238/X/QUOT",
        "IMB/35238/X/BAD0",
    ];
    let (request, of_items) = lived(&probe, &wish("", &all)).await;
    assert_eq!(request[..3], FOUND);
    assert_eq!(request[3..], ["done.ready"]);
    let ends: Vec<&str> = of_items
        .iter()
        .map(|way| way.last().unwrap().as_str())
        .collect();
    let unable = "done.unable_to_provide";
    assert_eq!(
        ends,
        ["done.ready", unable, unable, "terminated_with_error"]
    );

    let (request, _) = lived(&probe, &wish("", &all[1..])).await;
    assert_eq!(request.last().unwrap(), unable);
    let (request, _) = lived(&probe, &wish("", &["IMB/35238/X/GOOD", "IMB/35238/X/LATE"])).await;
    assert_eq!(request, FOUND[..2], "one item is late, so the request is");
}

#[tokio::test(start_paused = true)]
async fn states_come_one_after_the_other_in_simulated_time() {
    let probe = Probe::start(scripted().eligibility(|rules| rules.takes_secs = 100)).await;
    let id = ask(&probe, &priced_wish("", &["IMB/35238/X/GOOD"])).await;
    let mut seen = Vec::new();
    for second in 0..=150 {
        let state = text(&request_now(&probe, &id).await["state"]);
        if seen.last().map(|(_, last)| last) != Some(&state) {
            seen.push((second, state));
        }
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    let states: Vec<&str> = seen.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!(states[..3], FOUND);
    assert_eq!(states[3..], ["in_progress.price", "done.ready"]);
    let end = seen.last().unwrap().0;
    assert!((50..=150).contains(&end), "about as long as said: {end}");
}

#[tokio::test(start_paused = true)]
async fn e10_prices_are_told_only_where_they_were_asked_for_and_only_at_the_end() {
    let probe = Probe::start(Scenario::default()).await;
    let prices = async |wish: &Value, seconds: u64| {
        let id = ask(&probe, wish).await;
        tokio::time::advance(Duration::from_secs(seconds)).await;
        let request = request_now(&probe, &id).await;
        let item = items(&request)[0].clone();
        let offers = item["products_offering"].as_array().unwrap().clone();
        let told = offers
            .iter()
            .filter(|offer| !offer["price"].is_null())
            .count();
        let quoted = offers
            .iter()
            .filter(|offer| offer["on_quotation"] == true)
            .count();
        (offers.len(), told, quoted, item["price"].clone())
    };
    let (offers, told, _, own) = prices(&wish("", &[PRINTED]), 30).await;
    assert!(offers > 4);
    assert_eq!((told, own), (0, Value::Null));
    let (offers, told, quoted, own) = prices(&priced_wish("", &[PRINTED]), 30).await;
    assert_eq!(offers, told + quoted, "what needs a quote has no price");
    assert!(quoted > 0 && own.as_f64().unwrap() > 50.0, "{own}");
    let (offers, told, ..) = prices(&priced_wish("", &[PRINTED]), 0).await;
    assert_eq!((offers, told), (0, 0), "not yet");
}

#[tokio::test(start_paused = true)]
async fn e9_what_needs_a_quote_says_so_offer_by_offer() {
    let probe = Probe::start(scripted()).await;
    let id = ask(&probe, &priced_wish("", &["IMB/35238/X/QUOT"])).await;
    tokio::time::advance(Duration::from_secs(60)).await;
    let request = request_now(&probe, &id).await;
    let offers = items(&request)[0]["products_offering"].as_array().unwrap();
    assert!(!offers.is_empty());
    for offer in offers {
        assert_eq!(
            (&offer["on_quotation"], &offer["price"]),
            (&json!(true), &Value::Null)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_synchronous_call_takes_its_time_and_answers_the_end() {
    let probe = Probe::start(scripted()).await;
    let begun = tokio::time::Instant::now();
    let wish = priced_wish("", &["IMB/35238/X/GOOD", "IMB/35238/X/BARE"]);
    let answer = probe.post(SYNC, &wish).await.json();
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_millis(3_700) && took < Duration::from_secs(4),
        "{took:?}"
    );
    assert_eq!(way(&answer)[3..], ["in_progress.price", "done.ready"]);
    let id = text(&answer["id"]);
    let detail = request_now(&probe, &id).await;
    assert_eq!(detail["state_change"], answer["state_change"]);
    assert_eq!(items(&detail)[1]["state"], "done.unable_to_provide");
}

#[tokio::test(start_paused = true)]
async fn every_further_site_adds_its_time() {
    let probe = Probe::start(scripted().eligibility(|rules| rules.item_ms = 10_000)).await;
    let begun = tokio::time::Instant::now();
    let wish = wish(
        "",
        &["IMB/35238/X/0001", "IMB/35238/X/0002", "IMB/35238/X/0003"],
    );
    let answer = probe.post(SYNC, &wish).await.json();
    assert!(begun.elapsed() >= Duration::from_millis(23_700));
    assert_eq!(answer["state"], "done.ready");
}

#[tokio::test(start_paused = true)]
async fn whoever_looks_while_a_synchronous_call_waits_sees_it_in_progress() {
    let probe = Probe::start(scripted()).await;
    let wish = wish("SEEN", &["IMB/35238/X/GOOD"]);
    let look = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        probe.get(&format!("{ASYNC}?external_id=SEEN")).await.json()
    };
    let (answer, seen) = tokio::join!(probe.post(SYNC, &wish), look);
    assert_eq!(seen["results"][0]["state"], "in_progress.offer");
    assert_eq!(answer.json()["state"], "done.ready");
}

#[tokio::test(start_paused = true)]
async fn a_test_finishes_advances_and_sets_what_it_likes() {
    let probe = Probe::start(scripted()).await;
    let id = ask(
        &probe,
        &priced_wish("", &["IMB/35238/X/LATE", "IMB/35238/X/BARE"]),
    )
    .await;
    let step = || {
        probe
            .sim
            .world(|w| w.eligibility.advance_step(&id, w.now()))
    };
    let state = async || text(&request_now(&probe, &id).await["state"]);
    assert_eq!(state().await, "acknowledged");
    for next in [
        "in_progress.elig",
        "in_progress.offer",
        "in_progress.price",
        "done.ready",
    ] {
        assert!(step());
        assert_eq!(state().await, next);
    }
    assert!(!step(), "nothing follows");

    let id = ask(&probe, &wish("", &["IMB/35238/X/LATE"])).await;
    assert!(probe.sim.world(|w| w.eligibility.finish(&id, w.now())));
    let request = request_now(&probe, &id).await;
    assert_eq!(request["state"], "done.ready", "even what is stuck");
    let item = text(&items(&request)[0]["id"]);
    probe.sim.world(|w| {
        let now = w.now();
        assert!(w.eligibility.set_state(&item, State::Error, now));
        assert!(w.eligibility.set_state(&id, State::Elig, now));
        assert!(w.eligibility.set_guarantee(&item, Some(Guarantee::At(now))));
        assert!(!w.eligibility.set_state("nobody", State::Elig, now));
        assert!(!w.eligibility.finish("nobody", now));
    });
    let request = request_now(&probe, &id).await;
    assert_eq!(request["state"], "in_progress.elig");
    assert_eq!(items(&request)[0]["state"], "terminated_with_error");
    assert_eq!(
        items(&request)[0]["guaranteed_until_date"],
        "2026-05-04T11:00:00.000+02:00"
    );

    probe.sim.world(|w| {
        w.eligibility.force("IMB/35238/X/GO", Outcome::Invalid);
    });
    let (request, _) = lived(&probe, &wish("", &["IMB/35238/X/GOOD"])).await;
    assert_eq!(request.last().unwrap(), "terminated_with_error");
}

#[tokio::test(start_paused = true)]
async fn it_is_counted_who_asked_about_what() {
    let probe = Probe::start(scripted()).await;
    let sites = ["IMB/35238/X/GOOD", "IMB/35238/X/BARE"];
    ask(&probe, &wish("B-1", &sites)).await;
    ask(&probe, &wish("B-2", &sites[..1])).await;
    probe.post(SYNC, &wish("B-2", &sites[..1])).await;
    let refused = probe.post(ASYNC, &json!({ "external_id": "B-3" })).await;
    assert_eq!(refused.status, 400);
    probe.sim.world(|w| {
        let about = |building: &str| w.eligibility.asked_about(&super::key(building));
        assert_eq!(
            (about(sites[0]), about(sites[1]), about(PRINTED)),
            (3, 1, 0)
        );
        let under = |name: &str| w.eligibility.asked_as(name);
        assert_eq!((under("B-1"), under("B-2"), under("B-3")), (1, 2, 0));
        assert_eq!(w.eligibility.asked().sizes, [2, 1, 1]);
    });
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of("qualify B-1"), 1);
    assert_eq!(stats.writes_of("qualify sync B-2"), 1);
    let told = stats.writes_to(&format!("POST {ASYNC}"));
    assert_eq!((told.received, told.applied), (3, 2));
}

#[test]
fn the_demo_shows_everything_there_is_to_see() {
    for seed in 1..12 {
        let world = World::new(&Scenario::demo().seed(seed), start_of_test());
        let eligibility = &world.eligibility;
        let requests = eligibility.requests().count();
        assert!((24..=48).contains(&requests), "a few dozen: {requests}");
        let shown = |state: State| {
            let requests = eligibility.requests().any(|it| it.state() == state);
            (
                requests,
                eligibility.items().any(|(_, it)| it.state() == state),
            )
        };
        for state in State::ALL {
            assert_eq!(shown(state), (true, true), "{state:?} seed {seed}");
        }
        let mixed = eligibility.requests().find(|request| {
            let states: std::collections::HashSet<State> =
                request.items.iter().map(Item::state).collect();
            states.len() > 2 && request.state().is_final()
        });
        assert!(
            mixed.is_some(),
            "several sites in different finals, seed {seed}"
        );
        let now = world.now();
        let days = |until: Guarantee| (until.end() - now).num_hours();
        let left: Vec<i64> = eligibility
            .items()
            .filter_map(|(_, item)| item.guarantee.map(days))
            .collect();
        assert!(
            left.iter().any(|hours| *hours < 0),
            "one ran out, seed {seed}"
        );
        assert!(
            left.iter().any(|hours| (24..72).contains(hours)),
            "one soon will"
        );
        assert!(left.iter().any(|hours| *hours > 24 * 20), "seed {seed}");
        for (request, item) in eligibility.items() {
            assert!(item.created <= now && !item.history.is_empty());
            assert!(
                item.history.is_sorted_by_key(|change| change.at),
                "{item:?}"
            );
            assert!(
                request.history.is_sorted_by_key(|change| change.at),
                "{request:?}"
            );
            assert!(item.history.iter().all(|change| change.at <= now));
            if item.state() == State::Ready {
                assert!(!eligibility.offers(item).is_empty(), "{item:?}");
            }
        }
        let created: Vec<_> = eligibility.requests().map(|it| it.created).collect();
        assert!(
            created.is_sorted_by(|one, next| one >= next),
            "newest first"
        );
    }
}

#[test]
fn keys_are_never_given_twice() {
    let mut world = World::new(&Scenario::demo(), start_of_test());
    world.advance(start_of_test() + chrono::Duration::hours(3));
    let mut keys = std::collections::HashSet::new();
    for request in world.eligibility.requests() {
        assert!(keys.insert(request.id.clone()));
    }
    for (_, item) in world.eligibility.items() {
        assert!(keys.insert(item.id.clone()), "{}", item.id);
    }
    assert!(keys.len() > 400, "colleagues ask: {}", keys.len());
}

#[test]
fn two_minutes_of_the_demo_show_a_request_end_and_another_arrive() {
    for seed in 1..8 {
        let mut world = World::new(&Scenario::demo().seed(seed), start_of_test());
        let open = |world: &World| -> Vec<String> {
            let requests = world.eligibility.requests();
            let open = requests.filter(|request| !request.state().is_final());
            open.map(|request| request.id.clone()).collect()
        };
        let (before, count) = (open(&world), world.eligibility.requests().count());
        world.advance(start_of_test() + chrono::Duration::seconds(120));
        let after = open(&world);
        assert!(before.iter().any(|id| !after.contains(id)), "seed {seed}");
        assert!(world.eligibility.requests().count() > count, "seed {seed}");
    }
}

#[test]
fn a_world_that_is_not_live_stands_still_and_sizes_are_the_scenarios() {
    let still = Scenario::default();
    let mut world = World::new(&still, start_of_test());
    let states = |world: &World| -> Vec<State> {
        world
            .eligibility
            .items()
            .map(|(_, item)| item.state())
            .collect()
    };
    let before = states(&world);
    world.advance(start_of_test() + chrono::Duration::days(2));
    assert_eq!(states(&world), before);
    let count = |requests, baskets| {
        let scenario = Scenario::demo()
            .quotes(|rules| rules.baskets = baskets)
            .eligibility(|rules| rules.requests = requests);
        let mut world = World::new(&scenario, start_of_test());
        world.advance(start_of_test() + chrono::Duration::minutes(10));
        world.eligibility.requests().count()
    };
    assert_eq!(count(0, 0), 0, "and nobody asks");
    assert!(count(500, 0) > 500);
}

#[test]
fn telling_the_time_often_or_once_gives_the_same_world() {
    let play = |step: usize| {
        let mut world = World::new(&Scenario::demo(), start_of_test());
        for second in (0..=600).step_by(step) {
            world.advance(start_of_test() + chrono::Duration::seconds(second));
        }
        let items = world.eligibility.items();
        items
            .map(|(request, item)| (request.id.clone(), item.id.clone(), item.history.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(play(1), play(600));
}
