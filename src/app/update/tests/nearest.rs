//! A filter that matches nothing proposes one that does.

use super::*;
use crate::app::views::orders::nearest::Nearest;

fn story() -> Story {
    let customers = ["DUPONT", "DUPONT", "MARTIN", "MARTIN", "MARTIN"];
    let row = |(number, customer): (u32, &str)| {
        let family = if number == 3 { "DIA" } else { "BPE" };
        let order = fixtures::order(number).state("active").family(family);
        order.customer(customer).modified("2026-05-28").build()
    };
    Story::of((1..).zip(customers).map(row))
}

fn nearest(story: &Story) -> Option<(&str, usize, usize)> {
    let Nearest { filter, counts } = story.state.orders_pane.nearest()?;
    Some((filter, counts.yes, counts.maybe))
}

#[test]
fn the_rest_that_matches_least_is_nearest() {
    let mut story = story();
    story.chars("/family:DIA client:dupont state:active");
    assert_eq!(nearest(&story), Some(("family:DIA state:active", 1, 0)));
    story.press(Key::Enter);
    story.press(Key::Enter);
    assert_eq!(
        story.state.orders_pane.filter.text(),
        "family:DIA state:active"
    );
    assert_eq!(story.window(), ["CMD_X_00000003"]);
    assert_eq!(
        story.notice(),
        Some("the filter was family:DIA client:dupont state:active")
    );
    assert_eq!(nearest(&story), None);
}

#[test]
fn a_term_that_kills_everything_is_the_one_to_leave_out() {
    let mut story = story();
    story.chars("/client:martin bw>=1g nobody");
    assert_eq!(nearest(&story), Some(("client:martin bw>=1g", 0, 3)));
}

#[test]
fn nothing_is_proposed_where_there_is_nothing_to_propose() {
    let mut story = story();
    for filter in [
        "nobody",
        "nobody nowhere",
        "client:martin",
        "client:martin | client:nobody",
    ] {
        story.chars("/");
        story.key(Chord::ctrl('u'));
        story.chars(filter);
        assert_eq!(nearest(&story), None, "{filter}");
        story.press(Key::Esc);
    }
    story.chars("/nobody");
    story.press(Key::Enter);
    story.press(Key::Enter);
    assert_eq!(story.notice(), Some("there is no row here"));
}

#[test]
fn the_proposal_follows_the_next_sweep_and_leaves_when_something_matches() {
    let mut story = story();
    story.chars("/client:martin family:FTTH");
    story.press(Key::Enter);
    assert_eq!(nearest(&story), Some(("client:martin", 3, 0)));
    let martin = |number, family| {
        let order = fixtures::order(number).state("active").family(family);
        order.customer("MARTIN").modified("2026-05-28").build()
    };
    story.next_sweep([martin(3, "DIA"), martin(6, "DIA")]);
    assert_eq!(nearest(&story), Some(("client:martin", 4, 0)));
    story.next_sweep([martin(3, "DIA"), martin(6, "FTTH")]);
    assert_eq!(
        (nearest(&story), story.window()),
        (None, vec!["CMD_X_00000006"])
    );
}
