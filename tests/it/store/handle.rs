//! The handle and its worker.

use std::pin::Pin;
use std::task::{Context, Waker};
use std::time::Duration;

use covage_tui::domain::journal::{Refusal, Stage};
use covage_tui::domain::write::Outcome;
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::store::Shared;
use covage_tui::runtime::tasks::Tasks;
use covage_tui::store::{Place, StoreError, StoreHandle};
use rusqlite::Connection;

use super::{accept, account, doubt, keeper, state_file};
use crate::product::Home;

fn start(home: &Home) -> (StoreHandle, Tasks) {
    let (tasks, _failures) = Tasks::new();
    let place = Place::File(state_file(home.path()));
    let shared = Shared::start(place, &Clock::system(), &tasks);
    (shared.store().unwrap().clone(), tasks)
}

/// Polls a future once, so that what it asks for is in the queue. Nothing else runs meanwhile.
fn asked<T>(future: Pin<&mut impl Future<Output = T>>) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.poll(&mut context).is_pending());
}

#[tokio::test]
async fn an_open_intent_is_in_the_file_before_anybody_is_told() {
    let home = Home::new();
    let (store, _tasks) = start(&home);
    let entry = store.open(accept("l1"), account(), None).await.unwrap();
    let other = Connection::open(state_file(home.path())).unwrap();
    let stage: String = other
        .query_row(
            "SELECT stage FROM intents WHERE id = ?1",
            [entry.id.0],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(stage, "sending");
    assert!(
        !state_file(home.path())
            .with_extension("db-journal")
            .exists(),
        "committed"
    );
    assert_eq!(
        store.journal().borrow().entries,
        std::slice::from_ref(&entry)
    );

    let ended = store.end(entry.id, &doubt()).await.unwrap();
    assert_eq!(ended.stage, Stage::Ended(doubt()));
    assert_eq!(store.list().await.entries, [ended]);
}

#[tokio::test]
async fn what_another_copy_writes_is_told_within_a_second_or_so() {
    let home = Home::new();
    let (store, _tasks) = start(&home);
    let mut journal = store.journal();
    assert!(store.list().await.entries.is_empty());
    journal.borrow_and_update();
    let mut other = keeper(&state_file(home.path()));
    other.open_intent(&accept("l1"), &account(), None).unwrap();
    tokio::time::timeout(Duration::from_secs(10), journal.changed())
        .await
        .expect("it is told")
        .unwrap();
    assert_eq!(journal.borrow().entries.len(), 1);
}

#[tokio::test]
async fn an_intent_that_nobody_waits_for_any_more_is_not_sent() {
    let home = Home::new();
    let (store, _tasks) = start(&home);
    // Dropped before the worker had a chance.
    let mut open = Box::pin(store.open(accept("l1"), account(), None));
    asked(open.as_mut());
    drop(open);
    let entry = store.list().await.entries.remove(0);
    assert!(
        matches!(entry.stage, Stage::Ended(Outcome::NotSent(_))),
        "{entry:?}"
    );
    assert!(store.open(accept("l1"), account(), None).await.is_ok());
}

#[tokio::test]
async fn what_was_asked_before_the_end_is_done_and_the_rest_is_refused() {
    let home = Home::new();
    let (store, tasks) = start(&home);
    let entry = store.open(accept("l1"), account(), None).await.unwrap();
    let late = store.open(accept("l2"), account(), None);
    let outcome = doubt();
    let end = store.end(entry.id, &outcome);
    let mut end = std::pin::pin!(end);
    // Polled once: it is in the queue now, or done already.
    let early = tokio::time::timeout(Duration::ZERO, &mut end).await;
    assert!(tasks.finish(Duration::from_secs(10)).await);
    let ended = match early {
        Ok(ended) => ended,
        Err(_) => end.await,
    };
    assert_eq!(ended.unwrap().stage, Stage::Ended(doubt()));
    let ended = Refusal::NotDurable(StoreError::Ended.to_string());
    assert_eq!(late.await, Err(ended));
    assert_eq!(store.end(entry.id, &doubt()).await, Err(StoreError::Ended));
}

#[tokio::test]
async fn without_a_place_everything_says_so() {
    let (tasks, _failures) = Tasks::new();
    let place = Place::Nowhere("set HOME".to_owned());
    let shared = Shared::start(place, &Clock::system(), &tasks);
    let store = shared.store().unwrap();
    let refused = store.open(accept("l1"), account(), None).await;
    assert_eq!(refused, Err(Refusal::NotDurable("set HOME".to_owned())));
    assert_eq!(store.list().await.off.as_deref(), Some("set HOME"));
}

#[tokio::test]
async fn a_store_in_memory_is_as_good_while_it_lasts() {
    let (tasks, _failures) = Tasks::new();
    let shared = Shared::start(Place::Memory, &Clock::system(), &tasks);
    let store = shared.store().unwrap();
    let entry = store.open(accept("l1"), account(), None).await.unwrap();
    assert!(store.open(accept("l1"), account(), None).await.is_err());
    assert_eq!(store.list().await.entries, [entry]);
    assert_eq!(store.list().await.off, None);
}
