//! From an accepted line to its order.

use super::*;
use crate::app::writes::Followed;
use crate::domain::order::OrderDetail;
use crate::domain::text::Text;

fn accepted(story: &mut Story) {
    story.state.writes.send_delay = TimeDelta::zero();
    hand_in(story, vec![accept(1)]);
    let look = story.asked(&line_read(1)).unwrap();
    let effects = answer_line(story, look, line(1));
    let receipt = Receipt::Accepted {
        session: Some(Text::new("S-1")),
        item: None,
    };
    ended(story, only_sent(&effects), Outcome::Applied(receipt));
}

/// The detail of a new order, made from a line or not.
fn detail(story: &Story, number: u32, line: Option<&str>) -> Reply {
    let Reply::Order(detail) = story.reply(&detail_of(number)) else {
        panic!("a detail")
    };
    Reply::Order(Box::new(OrderDetail {
        quote_item_id: line.map(Text::new),
        ..*detail
    }))
}

/// New orders 4 and 5, ordered on the day of the story, appear in the list.
fn appear(story: &mut Story) {
    let new = |number| {
        fixtures::order(number)
            .state("confirmed")
            .ordered("2026-05-29")
            .modified("2026-05-29")
            .build()
    };
    let mut all = rows(3);
    all.extend([new(4), new(5)]);
    story.sweep(all);
}

#[test]
fn the_details_of_new_orders_are_read_until_one_names_the_line() {
    let mut story = begun();
    let id = line(1).id;
    accepted(&mut story);
    assert!(
        said(&story).ends_with("order line created; its order is looked for (session S-1)"),
        "{}",
        said(&story)
    );
    assert_eq!(story.state.followed(&id), Some(&Followed::Looking));
    assert!(story.is_page_asked(), "the list is read at once");
    appear(&mut story);
    for (number, of) in [(4, None), (5, Some(id.wire()))] {
        let asked: Vec<_> = story
            .open
            .iter()
            .filter(|(_, read, _)| *read == detail_of(number))
            .map(|(id, ..)| *id)
            .collect();
        assert!(!asked.is_empty(), "order {number} is read");
        let reply = detail(&story, number, of);
        for id in asked {
            story.answer(id, Ok(reply.clone()));
        }
    }
    assert_eq!(story.state.order_of_line(&id), Some(order(5)));
    let found = "QO_..001/2173 became order CMD_X_00000005: e on the line jumps to it";
    assert!(
        story
            .state
            .notices
            .newest_first()
            .any(|it| it.text == found)
    );
}

#[test]
fn an_order_that_does_not_show_up_is_not_seen_yet_and_nothing_is_read_for_ever() {
    let mut story = begun();
    let id = line(1).id;
    accepted(&mut story);
    appear(&mut story);
    for _ in 0..4 {
        story.answer_parts_but_lines();
    }
    story.pass(TimeDelta::minutes(31));
    assert_eq!(story.state.followed(&id), Some(&Followed::NotSeen));
    assert_eq!(story.state.order_of_line(&id), None);
    assert_eq!(said(&story), "QO_..001/2173: its order was not seen yet");
}

#[test]
fn orders_that_were_there_before_and_old_ones_are_not_read() {
    let mut story = begun();
    accepted(&mut story);
    let before = story.open.len();
    let mut all = rows(3);
    all.push(
        fixtures::order(4)
            .state("active")
            .ordered("2026-05-01")
            .build(),
    );
    story.sweep(all);
    let details = story.open[before.saturating_sub(1)..]
        .iter()
        .filter(|(_, read, lane)| matches!(read, Read::Order(_)) && *lane == Lane::Visible);
    assert_eq!(details.count(), 0);
}
