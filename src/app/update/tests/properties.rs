//! Whatever happens, in whatever order: nothing panics and nothing spins.

use proptest::prelude::*;

use super::*;
use crate::app::gauges::Login;
use crate::app::menu::Item;
use crate::app::overlay::Overlay;
use crate::app::story::chaos::{Step, some_rows, step, take};

fn check(story: &Story) -> Result<(), TestCaseError> {
    let pane = &story.state.orders_pane;
    let rows = pane.index.rows();
    match pane.cursor.row() {
        Some(row) => prop_assert!(
            pane.index.position(row).is_some(),
            "the cursor is on a row that is not shown"
        ),
        None => prop_assert!(rows.is_empty()),
    }
    let window = pane.window(story.room.list);
    prop_assert_eq!(window.len(), rows.len().min(story.room.list));
    if story.room.list > 0 {
        prop_assert!(
            pane.cursor.row().is_none_or(|row| window.contains(&row)),
            "the cursor is off screen"
        );
    }
    let counts = pane.index.counts();
    prop_assert_eq!(counts.yes + counts.maybe, rows.len());
    prop_assert!(next_wake(&story.state).is_none_or(|at| at > story.state.now));
    let filter = &pane.filter;
    prop_assert!(filter.caret() <= filter.text().chars().count());
    if let Some(offered) = filter.offered() {
        prop_assert!(filter.is_editing() && offered.candidate().is_some());
        let (text, caret) = offered.completion.apply(offered.chosen);
        prop_assert!(caret <= text.chars().count());
    }
    if let Some(progress) = story.state.load_progress() {
        prop_assert!(progress.done < progress.total);
        prop_assert!(pane.index.query().is_some());
    }
    if let Some(Overlay::Menu(menu)) = &story.state.overlay {
        let can_be_chosen = menu.items().iter().any(Item::is_selectable);
        prop_assert_eq!(menu.selected().is_some(), can_be_chosen);
        let shown = menu.top(story.room.overlay)..menu.top(story.room.overlay) + story.room.overlay;
        prop_assert!(story.room.overlay == 0 || !can_be_chosen || shown.contains(&menu.cursor()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_panics_and_the_cursor_is_always_on_a_shown_row(steps in prop::collection::vec(step(), 1..80)) {
        let mut story = Story::of(some_rows(5));
        story.chars("jjj");
        for step in steps {
            take(&mut story, step);
            check(&story)?;
        }
    }

    #[test]
    fn waking_as_asked_never_spins(steps in prop::collection::vec(step(), 1..60)) {
        let mut story = Story::new();
        for step in steps {
            take(&mut story, step);
        }
        let end = story.now + TimeDelta::seconds(60);
        let mut wakes = 0;
        while let Some(at) = next_wake(&story.state).filter(|at| *at <= end) {
            prop_assert!(at > story.state.now);
            story.now = at;
            story.wake();
            wakes += 1;
            prop_assert!(wakes <= 60 * 3 + 20, "{} wakes in a minute", wakes);
        }
    }

    #[test]
    fn a_stuck_login_lets_nothing_out_by_itself(steps in prop::collection::vec(step(), 1..60)) {
        let mut story = Story::new();
        for step in steps {
            let is_passive = !matches!(step, Step::Key(_) | Step::Gauges(_));
            let effects = take(&mut story, step);
            let is_stuck = matches!(story.state.gauges.login, Login::Refused | Login::NoPassword);
            if is_passive && is_stuck {
                let submits = effects.list.iter().any(|effect| matches!(effect, Effect::Submit { .. }));
                prop_assert!(!submits, "{:?}", effects.list);
            }
        }
    }
}
