//! Whatever the server does, the cursor's row, its line on screen and half-typed text stay where they are.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::world::World;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::desk::{Desk, INTERVAL};

const LINES: usize = 12;

async fn newest_first(orders: usize) -> Desk {
    let mut desk = Desk::at_rest(Scenario::default().orders(orders)).await;
    assert_eq!(desk.state().orders_pane.index.sort().to_string(), "order ↓");
    desk.press("g").await;
    desk.press(&"j".repeat(LINES)).await;
    desk
}

#[tokio::test(start_paused = true)]
async fn orders_that_appear_above_push_nothing_down() {
    let mut desk = newest_first(80).await;
    let chosen = desk.under_cursor().unwrap();
    let (line, _) = desk.line(&chosen).unwrap();
    let placed: Vec<String> = desk
        .sim
        .world(|world| (0..5).map(|_| world.place_order()).collect());
    desk.until_within(
        INTERVAL + Duration::from_secs(10),
        "they are listed",
        |desk| placed.iter().all(|one| desk.references().contains(one)),
    )
    .await;
    desk.pass(Duration::from_secs(1)).await;
    assert_eq!(desk.under_cursor().as_ref(), Some(&chosen));
    assert_eq!(desk.line(&chosen).unwrap().0, line);
    assert!(desk.line(&placed[0]).is_none(), "above the window");
    assert!(desk.shows(" 1 Orders 85 +5"), "{}", desk.screen());
    desk.press("g").await;
    for reference in &placed {
        let mark = desk.mark(reference);
        assert_eq!(mark, Some('N'), "{reference}\n{}", desk.screen());
    }
}

/// Something that happens, at the server or at the keyboard.
#[derive(Clone, Debug)]
enum Happening {
    Place,
    Step(usize),
    PushDue(usize, i64),
    Cancel(usize),
    Type(char),
    Wait(u64),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        Just(Happening::Place),
        (0_usize..80).prop_map(Happening::Step),
        (0_usize..80, 1_i64..30).prop_map(|(at, days)| Happening::PushDue(at, days)),
        (0_usize..80).prop_map(Happening::Cancel),
        proptest::sample::select(vec!['c', 'm', 'd', '_', 'x', '0', ' ', ':'])
            .prop_map(Happening::Type),
        (1_u64..90).prop_map(Happening::Wait),
    ]
}

fn fits(desk: &Desk) -> bool {
    let state = desk.state();
    state.orders_pane.index.rows().len() <= state.room.list
}

async fn live_through(happenings: Vec<Happening>) {
    let mut desk = newest_first(80).await;
    desk.press("/").await;
    let mut typed = String::new();
    for happening in happenings {
        let chosen = desk.under_cursor();
        let line = chosen.as_ref().and_then(|chosen| desk.line(chosen));
        // A list that fits is shown whole: what appears above the cursor's row has nowhere else to go.
        let fits = fits(&desk);
        let reference = |at: usize| desk.sim.world(|world| world.references()[at].clone());
        match happening.clone() {
            Happening::Place => drop(desk.sim.world(World::place_order)),
            Happening::Step(at) => {
                let reference = reference(at);
                desk.sim.world(|world| world.advance_step(&reference));
            }
            Happening::PushDue(at, days) => {
                let reference = reference(at);
                desk.sim.world(|world| world.push_due(&reference, days));
            }
            Happening::Cancel(at) => {
                let reference = reference(at);
                let now = desk.sim.world(|world| world.now());
                desk.sim
                    .world(|world| world.orders.cancel(&reference, "Abandon", now));
            }
            Happening::Type(key) => {
                desk.press(&key.to_string()).await;
                typed.push(key);
                assert_eq!(desk.state().orders_pane.filter.text(), typed);
                // A filter chooses rows: where it leaves the cursor is not the server's doing.
                continue;
            }
            Happening::Wait(seconds) => desk.pass(Duration::from_secs(seconds)).await,
        }
        desk.pass(INTERVAL).await;
        let filter = &desk.state().orders_pane.filter;
        assert!(filter.is_editing());
        assert_eq!(
            (filter.text(), filter.caret()),
            (typed.as_str(), typed.len())
        );
        assert_eq!(desk.under_cursor(), chosen, "{happening:?}");
        if fits {
            continue;
        }
        let now_at = chosen.as_ref().and_then(|chosen| desk.line(chosen));
        assert_eq!(
            now_at.map(|(at, _)| at),
            line.map(|(at, _)| at),
            "{happening:?}\n{}",
            desk.screen()
        );
    }
}

#[test]
fn nothing_the_server_does_moves_the_cursor_or_the_half_typed_filter() {
    let mut runner = TestRunner::new(Config {
        cases: 6,
        failure_persistence: None,
        ..Config::default()
    });
    let stories = prop::collection::vec(happening(), 4..12);
    runner
        .run(&stories, |story| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .build()
                .unwrap();
            runtime.block_on(live_through(story));
            Ok(())
        })
        .unwrap();
}
