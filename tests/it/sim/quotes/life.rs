//! The quotes of a new world, and what happens to them while one watches.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::OfferShape;
use covage_tui::sim::world::World;
use covage_tui::sim::world::quotes::basket::{Basket, BasketState};
use covage_tui::sim::world::quotes::line::{LineState, Validity};
use covage_tui::sim::world::quotes::offer::OfferState;
use serde_json::{Value, json};

use super::super::client::{Probe, start_of_test};
use super::{a_line, line_now};

fn world(scenario: &Scenario) -> World {
    World::new(scenario, start_of_test())
}

#[test]
fn the_demo_shows_everything_there_is_to_see() {
    for seed in 1..12 {
        let world = world(&Scenario::demo().seed(seed));
        let quotes = &world.quotes;
        let baskets: HashSet<BasketState> = quotes.baskets().map(Basket::state).collect();
        assert_eq!(baskets.len(), BasketState::ALL.len(), "{baskets:?}");
        let lines: HashSet<LineState> = quotes.lines().map(|it| it.state).collect();
        assert_eq!(lines.len(), LineState::ALL.len(), "{lines:?}");
        assert!(quotes.lines().count() >= 36, "{}", quotes.lines().count());
        assert!(quotes.baskets().all(|basket| basket.lines.len() <= 8));
        assert!(quotes.baskets().any(|basket| basket.lines.is_empty()));
        let ready: Vec<_> = quotes
            .lines()
            .filter(|line| line.state == LineState::Ready)
            .collect();
        assert!(ready.iter().all(|line| line.offers.len() <= 5));
        assert!(ready.iter().any(|line| line.offers.is_empty()));
        assert!(ready.iter().any(|line| line.validity.is_none()));
        let days = ready
            .iter()
            .filter(|line| matches!(line.validity, Some(Validity::Day(_))));
        assert_eq!(days.count(), 1, "seed {seed}");
        for shape in [
            OfferShape::Flat,
            OfferShape::Nested,
            OfferShape::Unreadable,
            OfferShape::Keyless,
        ] {
            let mut lines = ready.iter();
            let is_shown = lines.any(|line| line.shape == shape && !line.offers.is_empty());
            assert!(is_shown, "{shape:?} seed {seed}");
        }
        let days: Vec<i64> = ready
            .iter()
            .filter_map(|line| Some((line.validity?.end() - world.now()).num_days()))
            .filter(|days| *days > 0)
            .collect();
        assert!(days.iter().all(|days| (2..=40).contains(days)), "{days:?}");
    }
}

#[test]
fn sizes_are_the_scenarios() {
    let count = |baskets, lines_max| {
        let world = world(&Scenario::demo().quotes(|rules| {
            rules.baskets = baskets;
            rules.lines_max = lines_max;
        }));
        (world.quotes.baskets().count(), world.quotes.lines().count())
    };
    assert_eq!(count(0, 8), (0, 0));
    assert_eq!(count(5, 0), (5, 0));
    let (baskets, lines) = count(3, 1);
    assert_eq!((baskets, lines), (3, 3));
    let (baskets, lines) = count(400, 8);
    assert!(baskets == 400 && lines > 1_000, "{lines}");
    let mut none = world(&Scenario::demo().quotes(|rules| rules.baskets = 0));
    none.advance(start_of_test() + chrono::Duration::hours(2));
    assert_eq!(none.quotes.baskets().count(), 0, "and none arrives");
    let orderless = world(&Scenario::demo().orders(0));
    assert!(orderless.quotes.lines().count() > 20);
}

#[test]
fn keys_are_never_given_twice() {
    let mut world = world(&Scenario::demo().quotes(|rules| rules.baskets = 200));
    world.advance(start_of_test() + chrono::Duration::hours(3));
    let mut keys = HashSet::new();
    for basket in world.quotes.baskets() {
        assert!(keys.insert(basket.id.clone()));
    }
    for line in world.quotes.lines() {
        assert!(keys.insert(line.id.clone()) && keys.insert(line.reference()));
    }
}

#[test]
fn two_minutes_of_the_demo_show_a_line_become_ready_and_one_expire() {
    for seed in 1..8 {
        let mut world = world(&Scenario::demo().seed(seed));
        let states = |world: &World| -> BTreeMap<String, LineState> {
            let lines = world.quotes.lines();
            lines.map(|line| (line.id.clone(), line.state)).collect()
        };
        let before = states(&world);
        world.advance(start_of_test() + chrono::Duration::seconds(120));
        let after = states(&world);
        let went = |from, to| {
            let mut ids = before.iter();
            ids.any(|(id, state)| *state == from && after[id] == to)
        };
        assert!(went(LineState::Confirmed, LineState::Ready), "seed {seed}");
        assert!(went(LineState::Ready, LineState::Expired), "seed {seed}");
    }
}

#[test]
fn the_demo_never_runs_dry() {
    let mut world = world(&Scenario::demo());
    let mut told = HashSet::new();
    for minutes in 0..180 {
        world.advance(start_of_test() + chrono::Duration::minutes(minutes));
        let answered = world.quotes.lines().filter(|line| line.answered.is_some());
        told.insert(answered.count());
    }
    assert!(told.len() > 120, "{} answers in three hours", told.len());
    let lines = world.quotes.lines().count();
    assert!(lines < 600, "{lines}: nor does it drown");
}

#[test]
fn a_staged_demo_leaves_quotes_alone() {
    let mut world = world(&Scenario::demo().staged());
    let picture = |world: &World| -> Vec<(String, LineState)> {
        let lines = world.quotes.lines();
        lines.map(|line| (line.id.clone(), line.state)).collect()
    };
    let before = picture(&world);
    world.advance(start_of_test() + chrono::Duration::minutes(10));
    assert_eq!(picture(&world), before);
}

#[test]
fn telling_the_time_often_or_once_gives_the_same_world() {
    let play = |step: usize| {
        let mut world = world(&Scenario::demo().quotes(|rules| rules.baskets = 6));
        let ready: Vec<(String, String)> = world
            .quotes
            .lines()
            .filter(|line| line.state == LineState::Ready)
            .filter_map(|line| Some((line.id.clone(), line.offers.first()?.product_id.clone()?)))
            .take(4)
            .collect();
        for (line, product) in &ready {
            let at = start_of_test();
            world.quotes.accept(line, product, at).unwrap();
        }
        for second in (0..=1_200).step_by(step) {
            world.advance(start_of_test() + chrono::Duration::seconds(second));
        }
        let lines: Vec<_> = world
            .quotes
            .lines()
            .map(|line| (line.id.clone(), line.state, line.answered, line.validity))
            .collect();
        let orders: Vec<_> = world
            .orders
            .listed()
            .map(|order| (order.reference(), order.created, order.history.clone()))
            .collect();
        (lines, orders)
    };
    let (often, once) = (play(1), play(1_200));
    assert_eq!(often.0, once.0);
    assert_eq!(often.1, once.1);
    let created: Vec<_> = once.1.iter().map(|(_, created, _)| *created).collect();
    assert!(created.is_sorted_by(|newer, older| newer >= older));
}

#[tokio::test(start_paused = true)]
async fn a_line_expires_at_the_instant_its_validity_ends() {
    let probe = Probe::start(Scenario::default().token_life(86_400, 86_400)).await;
    let line = a_line(
        &probe,
        |line| line.state == LineState::Ready && line.offers.len() > 1,
        |line| line.id.clone(),
    );
    let at = start_of_test() + chrono::Duration::seconds(100);
    probe
        .sim
        .world(|world| world.quotes.set_validity(&line, Some(Validity::At(at))));
    tokio::time::advance(Duration::from_secs(99)).await;
    assert_eq!(line_now(&probe, &line).await["state"], "ready");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(line_now(&probe, &line).await["state"], "expired");
    let offers = a_line(
        &probe,
        |it| it.id == line,
        |it| it.offers.iter().map(|it| it.state).collect::<HashSet<_>>(),
    );
    assert!(!offers.contains(&OfferState::Ready));
    let day = "2026-05-04".parse().unwrap();
    let other = a_line(
        &probe,
        |it| it.state == LineState::Ready && it.id != line,
        |it| it.id.clone(),
    );
    probe
        .sim
        .world(|world| world.quotes.set_validity(&other, Some(Validity::Day(day))));
    assert_eq!(line_now(&probe, &other).await["state"], "ready");
    // 22:00 UTC is midnight in France.
    tokio::time::advance(Duration::from_secs(13 * 3_600 - 101)).await;
    assert_eq!(line_now(&probe, &other).await["state"], "ready");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(line_now(&probe, &other).await["state"], "expired");
}

#[tokio::test(start_paused = true)]
async fn only_a_live_world_answers_what_waits_from_the_start() {
    let probe = Probe::start(Scenario::default()).await;
    let list = async || probe.get("/api/v1/quote_item/").await.text();
    let before = list().await;
    tokio::time::advance(Duration::from_secs(3_000)).await;
    assert!(list().await == before);
}

#[tokio::test(start_paused = true)]
async fn offers_come_in_every_form_a_scenario_names() {
    let first = async |shape| {
        let scenario = Scenario::default().quotes(|rules| rules.offers = Some(shape));
        let probe = Probe::start(scenario).await;
        let line = a_line(
            &probe,
            |line| line.state == LineState::Ready && line.offers.len() > 1,
            |line| line.id.clone(),
        );
        line_now(&probe, &line).await["prices"].clone()
    };
    let flat = first(OfferShape::Flat).await;
    assert!(flat[0]["product_id"].is_string() && flat[0]["price"].is_f64());
    assert!(flat[0]["bandwidth"].is_i64() && flat[0]["commitment"].is_i64());
    assert_eq!(flat[0]["state"], "ready");
    let text = first(OfferShape::FlatText).await;
    assert!(text[0]["price"].as_str().unwrap().contains('.'));
    assert!(text[0]["commitment"].as_str().unwrap().ends_with("MOIS"));
    let nested = first(OfferShape::Nested).await;
    assert!(nested[0]["product"]["product_id"].is_string());
    assert_eq!(nested[0]["status"], "ready");
    assert!(nested[0]["monthly_price"].is_string());
    let words = first(OfferShape::Unreadable).await;
    assert!(words[0]["price"].as_str().unwrap().contains("euros"));
    assert_eq!((words[1].get("price"), words[1].get("state")), (None, None));
    assert!(words[1]["product_id"].is_string());
    let keyless = first(OfferShape::Keyless).await;
    assert!(keyless[0].get("product_id").is_none() && keyless[0]["price"].is_f64());
}

#[tokio::test(start_paused = true)]
async fn odd_shapes_reach_quotes_too() {
    let probe = Probe::start(Scenario::default().shape(|shape| {
        shape.missing_percent = 100;
    }))
    .await;
    let basket = probe.post("/api/v1/quote/", &json!({})).await.json();
    assert!(basket["id"].is_string() && basket.get("creation_date").is_none());
    let line = a_line(
        &probe,
        |line| line.shape == OfferShape::Flat && line.offers.len() > 1,
        |line| line.id.clone(),
    );
    let line = line_now(&probe, &line).await;
    assert_eq!(line.get("end_customer_name"), None);
    assert!(line["prices"][0]["product_id"].is_string());
    assert_eq!(line["prices"][0].get("price"), None);
    let hostile = Probe::start(Scenario::default().shape(|shape| shape.hostile_text = true)).await;
    let list = hostile.get("/api/v1/quote_item/?state=ready").await.json();
    let name: &Value = &list["results"][0]["end_customer_name"];
    assert!(name.as_str().unwrap().contains('\u{1b}'));
}
