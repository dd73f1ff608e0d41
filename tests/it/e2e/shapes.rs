//! Every form of a list that the documentation leaves open (G2 to G4) leads to the same list on screen.

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{EmptyList, ListShape, PageLink, Paging, PastEnd, Shape};

use super::desk::{Desk, LIST};

const ORDERS: usize = 25;
const PAGE: usize = 10;

async fn read(orders: usize, change: impl FnOnce(&mut Shape)) -> Desk {
    let scenario = Scenario::default()
        .orders(orders)
        .page_size(PAGE)
        .shape(change);
    let mut desk = Desk::open(scenario).await;
    desk.until("the sweep is over", Desk::sweep_is_over).await;
    assert_eq!(desk.state().notices.unread(), 0, "{}", desk.screen());
    desk
}

#[tokio::test(start_paused = true)]
async fn every_order_is_listed_once_in_every_form() {
    let links = [
        PageLink::Number,
        PageLink::Text,
        PageLink::RelativeUrl,
        PageLink::AbsoluteUrl,
        PageLink::Null,
    ];
    for list in [ListShape::Likely, ListShape::Array, ListShape::Envelope] {
        for paging in [Paging::Honoured, Paging::Ignored, Paging::Off] {
            for link in links {
                for past_end in [PastEnd::Empty, PastEnd::NotFound] {
                    let desk = read(ORDERS, |shape| {
                        shape.list = list;
                        shape.paging = paging;
                        shape.page_link = link;
                        shape.past_end = past_end;
                    })
                    .await;
                    let what = format!("{list:?} {paging:?} {link:?} {past_end:?}");
                    let is_array = list == ListShape::Array;
                    let (rows, calls) = match paging {
                        // Nothing about a bare array says that this is all: its second page is asked for, once.
                        Paging::Off if is_array => (ORDERS, 2),
                        Paging::Off => (ORDERS, 1),
                        // Only an empty page, or none, tells that the last one was the last.
                        Paging::Honoured if is_array => (ORDERS, 4),
                        Paging::Honoured => (ORDERS, 3),
                        // The second answer repeats the first: this is all there is to be had.
                        Paging::Ignored => (PAGE, 2),
                    };
                    assert_eq!(desk.asked(LIST), calls, "{what}");
                    let known = desk.references();
                    assert_eq!(known.len(), rows, "{what}");
                    if rows == ORDERS {
                        assert_eq!(known, desk.served(), "{what}");
                    } else {
                        let served = desk.sim.world(|world| world.references());
                        let mut first = served[..PAGE].to_vec();
                        first.sort_unstable();
                        assert_eq!(known, first, "{what}");
                    }
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_order_may_come_unwrapped() {
    for list in [ListShape::Likely, ListShape::Array, ListShape::Envelope] {
        for lone_row_as_object in [false, true] {
            let desk = read(1, |shape| {
                shape.list = list;
                shape.lone_row_as_object = lone_row_as_object;
            })
            .await;
            assert_eq!(desk.references(), desk.served());
            // A lone object, like a bare array, says nothing about pages.
            let says_pages = !lone_row_as_object && list != ListShape::Array;
            assert_eq!(desk.asked(LIST), if says_pages { 1 } else { 2 });
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_orders_is_an_answer_too() {
    for empty in [
        EmptyList::Wrapped,
        EmptyList::Null,
        EmptyList::Object,
        EmptyList::NoBody,
    ] {
        let mut desk = read(0, |shape| shape.empty_list = empty).await;
        desk.pass(std::time::Duration::from_millis(34)).await;
        assert!(
            desk.shows("This account has no orders yet."),
            "{empty:?}\n{}",
            desk.screen()
        );
    }
}
