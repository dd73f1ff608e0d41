//! The tabs of the preview: what each of them asks of the server, and when.

use std::time::Duration;

use covage_tui::sim::Scenario;

use super::desk::{DOCUMENTS, Desk, REQUESTS};

/// At an order that is to be terminated, its tab still the timeline.
async fn at_a_termination() -> Desk {
    let mut desk = Desk::at_rest(Scenario::default().orders(240)).await;
    desk.press("/state:terminate_in_progress,terminated<Enter>g")
        .await;
    desk.pass(Duration::from_secs(2)).await;
    desk
}

#[tokio::test(start_paused = true)]
async fn documents_and_requests_cost_a_call_each_when_their_tab_is_looked_at() {
    let mut desk = at_a_termination().await;
    let asked = |desk: &Desk| (desk.asked(DOCUMENTS), desk.asked(REQUESTS));
    desk.press("]]").await;
    desk.pass(Duration::from_secs(120)).await;
    assert_eq!(asked(&desk), (0, 0));
    desk.press("]").await;
    desk.until("the documents are there", |desk| {
        desk.shows("BDC  purchase order")
    })
    .await;
    desk.press("]").await;
    desk.until("the request is there", |desk| desk.shows("Résiliation"))
        .await;
    desk.pass(Duration::from_secs(600)).await;
    assert_eq!(asked(&desk), (1, 1), "neither grows old by itself");
    desk.press("[").await;
    desk.pass(Duration::from_secs(5)).await;
    assert_eq!(asked(&desk), (1, 1), "what is known is shown");
    desk.press("r").await;
    desk.pass(Duration::from_secs(5)).await;
    assert_eq!(asked(&desk), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn the_answers_are_searched_from_the_keyboard() {
    let mut desk = at_a_termination().await;
    desk.press("i<Enter>/POSTCODE<Enter>").await;
    assert!(desk.shows("\"postcode\": \""), "{}", desk.screen());
    assert!(desk.shows("1/"), "{}", desk.screen());
    desk.press("<Esc><Esc>i").await;
    assert!(desk.shows("[Timeline]"), "{}", desk.screen());
}
