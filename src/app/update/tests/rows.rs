//! Reading details and historics: which rows, in what order, and what their answers change.

use super::*;
use crate::app::entities::orders::Part;
use crate::domain::failure::FailureKind;
use crate::domain::timeline::ProductionStep;

const JUST_BEFORE_REST: TimeDelta = TimeDelta::milliseconds(299);

/// What an update submitted.
fn reads(effects: &Effects) -> Vec<Read> {
    effects
        .list
        .iter()
        .filter_map(|effect| match effect {
            Effect::Submit { read, .. } => Some(read.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_cursor_at_rest_reads_its_row_first_and_four_at_once() {
    let mut story = Story::new();
    story.wake();
    story.sweep(rows(20));
    assert_eq!(reads(&story.pass(JUST_BEFORE_REST)), []);
    let effects = story.pass(TimeDelta::milliseconds(1));
    assert_eq!(
        reads(&effects),
        [
            historic_of(20),
            detail_of(20),
            historic_of(19),
            detail_of(19)
        ]
    );
    let id = story.asked(&historic_of(20)).unwrap();
    let reply = story.reply(&historic_of(20));
    let effects = story.answer(id, Ok(reply));
    assert_eq!(
        reads(&effects),
        [historic_of(18)],
        "one came, the next one goes"
    );
}

#[test]
fn a_row_on_screen_is_lifted_out_of_the_background_once() {
    let mut story = Story::new();
    story.wake();
    story.gauges(calm());
    // The cursor does not rest yet, so that the rotation is the first to ask.
    story.sweep(rows(20));
    let first = [historic_of(20), detail_of(20)];
    let lane = |story: &Story, read: &Read| -> Vec<Lane> {
        let open = story.open.iter().filter(|(_, open, _)| open == read);
        open.map(|(.., lane)| *lane).collect()
    };
    for read in &first {
        assert_eq!(lane(&story, read), [Lane::Background]);
    }
    let effects = story.pass(REST);
    assert_eq!(reads(&effects)[..2], first);
    for read in &first {
        assert_eq!(lane(&story, read), [Lane::Background, Lane::Visible]);
    }
    assert_eq!(reads(&story.wake()), []);
    story.answer_parts();
    let order = story.state.order_under_cursor().unwrap();
    assert!(order.historic().is_some() && !order.is_part_loading(Part::Historic));
}

#[test]
fn a_held_key_reads_nothing() {
    let mut story = Story::of(rows(100));
    story.answer_parts();
    for _ in 0..80 {
        story.now += TimeDelta::milliseconds(30);
        let effects = story.chars("j");
        assert_eq!(reads(&effects), []);
    }
}

#[test]
fn what_scrolls_away_is_cancelled_and_asked_again_when_it_comes_back() {
    let mut story = Story::of(rows(40));
    let open: Vec<_> = story.open.iter().map(|(id, ..)| *id).collect();
    let effects = story.press(Key::End);
    let mut cancelled: Vec<_> = effects
        .list
        .iter()
        .filter_map(|effect| match effect {
            Effect::Cancel(id) => Some(*id),
            _ => None,
        })
        .collect();
    cancelled.sort_unstable();
    assert_eq!(cancelled, open);
    story.press(Key::Home);
    let effects = story.pass(REST);
    assert_eq!(reads(&effects)[..2], [historic_of(40), detail_of(40)]);
}

#[test]
fn a_late_answer_to_a_cancelled_read_changes_nothing() {
    let mut story = Story::of(rows(40));
    let id = story.asked(&historic_of(40)).unwrap();
    story.press(Key::End);
    let reply = story.reply(&historic_of(40));
    assert_eq!(story.answer(id, Ok(reply)), Effects::default());
    let row = story.state.orders.find(&reference(40)).unwrap();
    assert!(
        story
            .state
            .orders
            .get(row)
            .unwrap()
            .historic()
            .unwrap()
            .value()
            .is_none()
    );
}

#[test]
fn a_row_that_moved_is_read_again_in_the_background_with_budget_to_spare() {
    let touched = || {
        let touched = fixtures::order(2)
            .state("in_progress")
            .modified("2026-05-28T00:01:30Z");
        let mut all = rows(40);
        all[38] = touched.build();
        all
    };
    for (gauges, is_read) in [(calm(), true), (Gauges { used: 90, ..calm() }, false)] {
        let mut story = Story::of(rows(40));
        story.answer_parts();
        // Every row in production is read in rotation; let that finish.
        story.gauges(calm());
        for _ in 0..60 {
            story.answer_parts();
            story.pass(TimeDelta::seconds(1));
            if story.is_page_asked() {
                story.sweep(rows(40));
            }
        }
        story.answer_parts();
        story.gauges(gauges);
        story.pass(INTERVAL);
        story.answer_parts();
        story.sweep(touched());
        story.answer_parts();
        let row = story.state.orders.find(&reference(2)).unwrap();
        let read_at = story
            .state
            .orders
            .get(row)
            .unwrap()
            .historic()
            .unwrap()
            .read_at();
        assert_eq!(read_at == Some(story.now), is_read);
    }
}

#[test]
fn r_reads_the_row_in_the_user_lane() {
    let mut story = Story::of(rows(3));
    story.answer_parts();
    let effects = story.chars("r");
    let last = story.open.iter().map(|(id, ..)| id.0).min().unwrap();
    assert_eq!(
        effects.list,
        [
            Effect::TryNow,
            submit(last, historic_of(3), Lane::User),
            submit(last + 1, detail_of(3), Lane::User)
        ]
    );
    story.answer_parts();
    assert_eq!(story.notice(), Some("read anew"));
}

#[test]
fn a_read_a_person_asked_for_outlives_the_scrolling_away_of_the_row() {
    let mut story = Story::of(rows(40));
    story.chars("r");
    story.press(Key::End);
    let lanes: Vec<_> = story.open.iter().map(|(_, _, lane)| *lane).collect();
    assert_eq!(lanes, [Lane::User, Lane::User]);
    let row = story.state.orders.find(&reference(40)).unwrap();
    assert!(
        story
            .state
            .orders
            .get(row)
            .unwrap()
            .historic()
            .unwrap()
            .is_loading()
    );
}

#[test]
fn a_part_that_failed_rests_thirty_seconds_and_keeps_its_last_good_value() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    story.pass(INTERVAL);
    story.sweep(rows(1));
    let id = story
        .asked(&historic_of(1))
        .expect("the cursor's row is read each interval");
    let failure = Failure::new(
        FailureKind::Server,
        "/api/v1/order/{order_reference}/historic/",
    );
    story.answer(id, Err(failure));
    let row = story.state.orders.find(&reference(1)).unwrap();
    let historic = story.state.orders.get(row).unwrap().historic().unwrap();
    assert!(historic.value().is_some() && historic.failure().is_some());
    story.pass(TimeDelta::seconds(29));
    assert_eq!(story.asked(&historic_of(1)), None);
    story.pass(TimeDelta::seconds(1));
    assert!(story.asked(&historic_of(1)).is_some());
}

#[test]
fn a_changed_cell_is_marked_for_two_seconds_and_the_fading_is_drawn() {
    let mut story = Story::of(rows(2));
    story.answer_parts();
    let changed = fixtures::order(1)
        .state("active")
        .modified("2026-05-28T00:01:00Z")
        .build();
    story.next_sweep([row(2), changed]);
    story.answer_parts();
    let order = |story: &Story| {
        let row = story.state.orders.find(&reference(1)).unwrap();
        story.state.orders.get(row).unwrap().clone()
    };
    assert!(story.state.is_cell_marked(&order(&story)));
    assert!(next_wake(&story.state).unwrap() <= story.now + TimeDelta::seconds(2));
    story.pass(TimeDelta::milliseconds(1_999));
    assert!(story.state.is_cell_marked(&order(&story)));
    assert!(story.pass(TimeDelta::milliseconds(1)).is_dirty);
    assert!(!story.state.is_cell_marked(&order(&story)));
    assert!(
        order(&story).news.is_any(),
        "the C stays until somebody looked"
    );
}

#[test]
fn learning_a_step_is_no_change_but_a_step_further_is() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    assert_eq!(story.state.orders.news_count(), 0);
    story.pass(INTERVAL);
    let id = story.asked(&historic_of(1)).unwrap();
    let further =
        fixtures::historic(&[(ProductionStep::InterventionReportPublished, "2026-05-29")]);
    story.answer(id, Ok(Reply::Historic(further)));
    assert_eq!(story.state.orders.news_count(), 1);
}

#[test]
fn leaving_a_row_makes_it_seen() {
    let mut story = Story::of(rows(2));
    story.next_sweep(rows(3));
    story.press(Key::Home);
    assert_eq!(
        (story.cursor(), story.state.orders.news_count()),
        (Some("CMD_X_00000003"), 1)
    );
    story.chars("j");
    assert_eq!(story.state.orders.news_count(), 0);
}

#[test]
fn a_clock_set_back_stops_neither_the_reads_nor_makes_them_spin() {
    let mut story = Story::of(rows(3));
    story.answer_parts();
    let touched = |n: u32| {
        fixtures::order(n)
            .state("in_progress")
            .modified("2026-05-28T12:00:00Z")
            .build()
    };
    story.next_sweep((1..=3).map(touched));
    story.answer_parts();
    story.now -= TimeDelta::hours(2);
    story.wake();
    story.sweep((1..=3).map(touched));
    story.pass(REST);
    story.answer_parts();
    let effects = story.pass(TimeDelta::seconds(1));
    assert_eq!(reads(&effects), [], "read once is read");
    story.pass(INTERVAL);
    assert!(story.is_page_asked() && story.open.len() > 1);
}

#[test]
fn what_was_known_before_a_change_is_kept_until_somebody_has_looked() {
    let mut story = Story::of(rows(2));
    story.answer_parts();
    let seen = |story: &Story| {
        let row = story.state.orders.find(&reference(2)).unwrap();
        story.state.orders.get(row).unwrap().seen.clone()
    };
    let mut known = Vec::new();
    for (step, day) in [
        (ProductionStep::OpticalRouteReceived, "2026-05-01"),
        (ProductionStep::TechnicalVisitPlanned, "2026-05-08"),
        (ProductionStep::TechnicalVisitCompleted, "2026-05-17"),
    ] {
        if known.len() == 1 {
            story.chars("jk");
            assert_eq!(seen(&story), None, "what was looked at is news no longer");
        }
        known.push((step, day));
        story.chars("r");
        let id = story.asked(&historic_of(2)).unwrap();
        story.answer(id, Ok(Reply::Historic(fixtures::historic(&known))));
        let id = story.asked(&detail_of(2)).unwrap();
        let reply = story.reply(&detail_of(2));
        story.answer(id, Ok(reply));
    }
    let was = seen(&story).unwrap().step;
    assert_eq!(was, Some(Some(ProductionStep::OpticalRouteReceived)));
    story.chars("j");
    assert_eq!(seen(&story), None);
}

#[test]
fn two_answers_about_one_change_mark_both_cells() {
    let mut story = Story::of(rows(1));
    story.answer_parts();
    story.chars("r");
    let id = story.asked(&historic_of(1)).unwrap();
    let last = fixtures::historic(&[(ProductionStep::InterventionReportPublished, "2026-05-29")]);
    story.answer(id, Ok(Reply::Historic(last)));
    let id = story.asked(&detail_of(1)).unwrap();
    let summary = row(1);
    let mut detail = fixtures::plausible_detail(1, &summary);
    detail.estimated_delivery_date = crate::domain::date::FlexDate::parse("2026-08-01");
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
    let order = story.state.order_under_cursor().unwrap();
    assert!(order.news.cells.state && order.news.cells.due);
}
