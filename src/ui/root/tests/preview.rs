//! The preview: odd timelines, finished orders, the focus.

use super::*;
use crate::domain::text::Text;
use crate::domain::timeline::{HistoricEntry, HistoricState};

#[test]
fn steps_skipped_repeated_and_out_of_order_beside_states_no_table_lists() {
    let mut historic = fixtures::historic(&[
        (ProductionStep::ProductionManagerAssigned, "2025-12-20"),
        (
            ProductionStep::TechnicalVisitPlanned,
            "2026-05-08T09:40:56Z",
        ),
        (
            ProductionStep::TechnicalVisitPlanned,
            "2026-05-10T09:40:56Z",
        ),
        (
            ProductionStep::TechnicalVisitCompleted,
            "2026-05-02T10:00:00Z",
        ),
        (ProductionStep::ConnexionPlanned, "bientôt"),
    ]);
    historic
        .entries
        .insert(0, fixtures::lifecycle("held_adv_validation", "2025-12-19"));
    historic.entries.push(HistoricEntry {
        state: HistoricState::parse("suspended_by_customer_pending_authorisation"),
        date: None,
        reason: Some("TRAVAUX VOIRIE".into()),
    });
    let mut story = filled_with(orders(), &historic);
    insta::assert_snapshot!(format!(
        "{}\n{}",
        shown(&mut story, MIDDLE),
        shown(&mut story, SMALL)
    ));
}

#[test]
fn an_order_that_is_delivered() {
    let mut all = orders();
    all[0] = fixtures::order(9_444)
        .state("active")
        .modified("2026-05-29T12:59:00Z")
        .build();
    all[0].completion_date = crate::domain::date::FlexDate::parse("2026-05-20T16:30:00Z");
    let every: Vec<_> = ProductionStep::ALL
        .iter()
        .zip([
            "04-01", "04-03", "04-09", "04-12", "04-13", "04-20", "04-28", "04-28", "04-29",
            "05-19", "05-20",
        ])
        .map(|(step, day)| (*step, format!("2026-{day}")))
        .collect();
    let every: Vec<_> = every
        .iter()
        .map(|(step, day)| (*step, day.as_str()))
        .collect();
    insta::assert_snapshot!(shown(
        &mut filled_with(all, &fixtures::historic(&every)),
        MIDDLE
    ));
}

#[test]
fn between_eighty_and_full_width() {
    let mut story = filled();
    let screens = [(100, 24), (72, 20)].map(|size| shown(&mut story, size));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn scrolled_with_the_focus_inside() {
    let mut story = filled();
    press(&mut story, Key::Enter);
    shown(&mut story, SMALL);
    story.chars("jjjj");
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn the_answers_as_they_came_keep_the_servers_order() {
    let mut historic = fixtures::historic(&[]);
    historic.raw = Text::new(
        "{\"results\":[{\"state\":\"intervention_report_published\",\"change_date\":\"2025-06-03T18:37:10+02:00\"},\
         {\"state\":\"active\",\"change_date\":\"2025-06-03T18:37:08+02:00\",\"change_reason\":\"\u{1b}[2J\"}]}",
    );
    let mut story = filled_with(orders(), &historic);
    story.chars("i");
    let screen = shown(&mut story, MIDDLE);
    let place = |word: &str| {
        screen
            .find(word)
            .unwrap_or_else(|| panic!("no {word}:\n{screen}"))
    };
    assert!(place("intervention_report_publ") < place("\"active\""));
    assert!(!screen.contains('\u{1b}'));
    story.chars("i");
    assert!(shown(&mut story, MIDDLE).contains("[Timeline]"));
}
