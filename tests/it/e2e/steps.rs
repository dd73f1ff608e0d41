//! A production step that happens at the server is seen without a key.

use std::time::Duration;

use covage_tui::app::entities::orders::Part;
use covage_tui::domain::order::OrderState;
use covage_tui::sim::Scenario;
use covage_tui::sim::world::course::Mark;

use super::desk::{Desk, INTERVAL, Setup};

/// References of orders whose next move is a production step that is not their last.
fn about_to_step(desk: &Desk) -> Vec<String> {
    desk.sim.world(|world| {
        let seed = world.orders.seed();
        let steps = |mark| matches!(mark, Some(Mark::Step(2..=8)));
        world
            .orders
            .listed()
            .filter(|order| steps(order.next_mark(seed)))
            .map(covage_tui::sim::world::order::Order::reference)
            .collect()
    })
}

/// Moves an order on at the server; the step's number and word.
fn step(desk: &Desk, reference: &str) -> (u8, &'static str) {
    let mark = desk.sim.world(|world| world.advance_step(reference));
    let Some(Mark::Step(number)) = mark else {
        panic!("{reference} made no step: {mark:?}")
    };
    (number, Mark::Step(number).word())
}

fn knows_step(desk: &Desk, reference: &str, number: u8) -> bool {
    desk.order(reference)
        .step
        .is_some_and(|(step, _)| step.number() == number)
}

/// Puts the cursor on a visible order that is about to step.
async fn choose(desk: &mut Desk) -> String {
    desk.press("g").await;
    let wanted = about_to_step(desk);
    for _ in 0..desk.visible().len() {
        let reference = desk.under_cursor().unwrap();
        if wanted.contains(&reference) {
            desk.pass(Duration::from_secs(5)).await;
            return reference;
        }
        desk.press("j").await;
    }
    panic!("no visible order is about to step\n{}", desk.screen())
}

#[tokio::test(start_paused = true)]
async fn a_step_marks_its_row_and_moves_the_open_timeline() {
    for scenario in [
        Scenario::default().orders(60),
        // Nothing promises that a step moves modification_date.
        Scenario::default().orders(60).silent_steps(),
    ] {
        let mut desk = Desk::at_rest(scenario).await;
        let reference = choose(&mut desk).await;
        assert_eq!(desk.mark(&reference), Some(' '));
        let (number, word) = step(&desk, &reference);
        let wait = INTERVAL + Duration::from_secs(5);
        desk.until_within(wait, "the step is known", |desk| {
            knows_step(desk, &reference, number)
        })
        .await;
        desk.pass(Duration::from_millis(34)).await;
        let (_, line) = desk.line(&reference).unwrap();
        assert_eq!(desk.mark(&reference), Some('C'), "{line}");
        assert!(line.contains(&format!("{number:>2}/11 ")), "{line}");
        let screen = desk.screen();
        let current = screen.lines().find(|row| row.contains('◉')).unwrap();
        assert!(current.contains(word), "{current}");
        assert!(desk.shows(" 1 Orders 60 +1"), "{screen}");
        assert_eq!(desk.state().notices.unread(), 0);
        desk.press("j").await;
        assert_eq!(desk.mark(&reference), Some(' '), "it has been looked at");
    }
}

#[tokio::test(start_paused = true)]
async fn a_visible_row_is_read_again_where_nothing_hints_at_its_step() {
    let mut desk = Desk::at_rest(Scenario::default().orders(60).silent_steps()).await;
    let reference = choose(&mut desk).await;
    desk.press("j").await;
    let (number, _) = step(&desk, &reference);
    desk.until_within(INTERVAL * 5, "the step is known", |desk| {
        knows_step(desk, &reference, number)
    })
    .await;
    desk.pass(Duration::from_millis(34)).await;
    assert_eq!(desk.mark(&reference), Some('C'), "{}", desk.screen());
}

#[tokio::test(start_paused = true)]
async fn the_rotation_finds_a_step_off_screen() {
    let scenario = Scenario::default().orders(150).silent_steps();
    let mut desk = Setup::new(scenario).size(80, 24).open().await;
    desk.until_at_rest().await;
    let hidden: Vec<String> = about_to_step(&desk)
        .into_iter()
        .filter(|reference| {
            let row = desk.row(reference);
            desk.order(reference).summary.state == OrderState::InProgress
                && !desk.visible().contains(&row)
        })
        .collect();
    let reference = hidden.first().unwrap();
    let (number, _) = step(&desk, reference);
    let was = desk.order(reference).part_read_at(Part::Historic);
    desk.until_within(INTERVAL * 20, "the step is known", |desk| {
        knows_step(desk, reference, number)
    })
    .await;
    assert!(desk.order(reference).part_read_at(Part::Historic) > was);
    assert_eq!(desk.state().orders.news_count(), 1);
    desk.pass(Duration::from_millis(34)).await;
    assert!(desk.shows(" 1 Orders 150 +1"), "{}", desk.screen());
}
