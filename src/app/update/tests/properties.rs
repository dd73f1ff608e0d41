//! Whatever happens, in whatever order: nothing panics, nothing spins, and a refresh moves nothing under the hands.

use proptest::prelude::*;

use super::*;
use crate::app::gauges::Login;
use crate::app::menu::{Choice, Item, Kind};
use crate::app::overlay::Overlay;
use crate::app::story::chaos::{Step, some_rows, step, take};

/// Row, screen line and filter text: what a refresh must leave alone.
fn under_the_hands(story: &Story) -> (Option<String>, usize, String) {
    let pane = &story.state.orders_pane;
    let place = pane
        .cursor
        .row()
        .and_then(|row| pane.index.position(row))
        .unwrap_or(0);
    let top = pane.cursor.top(pane.index.rows().len(), story.room.list);
    (
        story.cursor().map(str::to_owned),
        place.wrapping_sub(top),
        pane.filter.text().to_owned(),
    )
}

/// The open menu and what is typed into it.
fn typed(story: &Story) -> Option<(Kind, String)> {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => Some((menu.kind, menu.search().to_owned())),
        _ => None,
    }
}

/// The action or the order that is selected in the open menu.
fn selected(story: &Story) -> Option<Choice> {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        return None;
    };
    let choice = menu.selected().map(|item| item.choice.clone());
    choice.filter(|choice| matches!(choice, Choice::Act(_) | Choice::Order(_)))
}

/// Whether the open menu lists something.
fn lists(story: &Story, choice: &Choice) -> bool {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu.items().iter().any(|item| item.choice == *choice),
        _ => false,
    }
}

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
            let is_refresh = matches!(step, Step::Answer(..));
            let before = under_the_hands(&story);
            let (typed_before, selected_before) = (typed(&story), selected(&story));
            let was_placed = story.state.orders_pane.index.position(
                story.state.orders_pane.cursor.row().unwrap_or(crate::app::entities::orders::RowId(u32::MAX)),
            ).is_some();
            let row = story.state.orders_pane.cursor.row();
            let top_was = before.1;
            take(&mut story, step);
            check(&story)?;
            if is_refresh {
                prop_assert_eq!(typed(&story), typed_before);
                if let Some(was) = selected_before.filter(|was| lists(&story, was)) {
                    prop_assert_eq!(selected(&story), Some(was));
                }
            }
            let pane = &story.state.orders_pane;
            let is_still_shown = row.is_some_and(|row| pane.index.position(row).is_some());
            if is_refresh && was_placed && is_still_shown && pane.cursor.is_placed() {
                let after = under_the_hands(&story);
                prop_assert_eq!(&after.0, &before.0);
                prop_assert_eq!(&after.2, &before.2);
                // The line moves only where the list is too short, above or below, to leave the row on it.
                let place = pane.index.position(pane.cursor.row().unwrap()).unwrap();
                let len = pane.index.rows().len();
                let is_possible = place >= top_was && place - top_was + story.room.list <= len;
                prop_assert!(!is_possible || story.room.list == 0 || after.1 == top_was, "{:?} {:?}", before, after);
            }
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
