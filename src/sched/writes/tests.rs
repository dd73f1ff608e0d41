//! Writes in paused time, with a journal and a transport that fail in every way they can.

mod any_fault;
mod fakes;

use std::time::Duration;

use tokio::time::sleep;

use super::*;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::write::{Receipt, Way};
use fakes::{Fault, Rig, accept, applied, entry, export, qualify, refused};

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

#[tokio::test(start_paused = true)]
async fn a_write_is_remembered_then_sent_then_its_outcome_is_remembered_then_told() {
    let mut rig = Rig::new();
    rig.send(1, accept("L1"));
    assert_eq!(rig.next().await, (1, Step::Sending(entry(1))));
    assert_eq!(rig.next().await, (1, Step::Ended(entry(1), applied())));
    assert_eq!(
        rig.said(),
        [
            "open quote_item/L1",
            "send quote_item/L1",
            "end 1 applied",
            "told 1"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_cannot_remember_means_that_nothing_is_sent() {
    for fault in [Fault::Refuse, Fault::Panic] {
        let mut rig = Rig::new();
        rig.faults.at_open(fault);
        rig.send(1, accept("L1"));
        let (id, step) = rig.next().await;
        assert!(
            matches!(step, Step::Refused(Refusal::NotDurable(_))),
            "{step:?}"
        );
        assert_eq!(id, 1);
        assert_eq!(rig.sends(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn an_outcome_the_journal_does_not_take_is_told_only_once_it_does() {
    let mut rig = Rig::new();
    rig.faults.at_end(Fault::Refuse, 3);
    rig.send(1, accept("L1"));
    assert_eq!(rig.next().await, (1, Step::Sending(entry(1))));
    let full = Step::Unrecorded(entry(1), "the disk is full".to_owned());
    assert_eq!(rig.next().await, (1, full), "said once, not every second");
    assert_eq!(rig.next().await, (1, Step::Ended(entry(1), applied())));
    assert_eq!(rig.now(), secs(3) + fakes::EXCHANGE);
    assert_eq!(rig.sends(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_panics_leaves_the_outcome_unknown() {
    let mut rig = Rig::new();
    rig.faults.at_send(Fault::Panic);
    rig.send(1, accept("L1"));
    rig.next().await;
    let broken = Failure::new(FailureKind::Internal, "/api/v1/quote_item/{id}/accept/");
    let unknown = Outcome::Unknown(broken);
    assert_eq!(rig.next().await, (1, Step::Ended(entry(1), unknown)));
    sleep(secs(1)).await;
    rig.send(2, accept("L2"));
    assert_eq!(rig.next().await, (2, Step::Sending(entry(2))));
    assert_eq!(rig.next().await, (2, Step::Ended(entry(2), applied())));
}

#[tokio::test(start_paused = true)]
async fn writes_are_a_second_apart_and_the_one_that_waits_says_until_when() {
    let mut rig = Rig::new();
    rig.send(1, accept("L1"));
    rig.send(2, accept("L2"));
    assert_eq!(rig.next().await, (2, Step::Waiting(secs(1))));
    assert_eq!(rig.next().await, (1, Step::Sending(entry(1))));
    assert_eq!(rig.next().await, (1, Step::Ended(entry(1), applied())));
    assert_eq!(rig.next().await, (2, Step::Sending(entry(2))));
    assert_eq!(rig.now(), secs(1));
}

#[tokio::test(start_paused = true)]
async fn what_waits_can_be_taken_back_and_what_is_remembered_cannot() {
    let mut rig = Rig::new();
    rig.send(1, accept("L1"));
    rig.send(2, accept("L2"));
    rig.next().await;
    rig.next().await;
    rig.handle.cancel(WriteId(1));
    rig.handle.cancel(WriteId(2));
    rig.handle.cancel(WriteId(9));
    assert_eq!(rig.next().await, (2, Step::Cancelled));
    assert_eq!(rig.next().await, (1, Step::Ended(entry(1), applied())));
    sleep(secs(60)).await;
    assert_eq!(rig.sends(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_next_write_on_a_target_waits_for_the_end_of_the_one_before_and_others_do_not() {
    let rig = Rig::new();
    rig.faults.exchange_takes(secs(30));
    for (id, line) in [(1, "L1"), (2, "L1"), (3, "L2")] {
        rig.send(id, accept(line));
    }
    sleep(secs(29)).await;
    assert_eq!(rig.sent(), ["quote_item/L1", "quote_item/L2"]);
    sleep(secs(2)).await;
    assert_eq!(
        rig.sent(),
        ["quote_item/L1", "quote_item/L2", "quote_item/L1"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_export_that_waits_five_minutes_holds_up_nothing_else() {
    let rig = Rig::new();
    rig.send(1, export());
    sleep(secs(1)).await;
    rig.send(2, export());
    rig.send(3, accept("L1"));
    sleep(secs(1)).await;
    assert_eq!(rig.sent(), ["order/export", "quote_item/L1"]);
    sleep(secs(305)).await;
    assert_eq!(rig.sends(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_waits_a_minute_for_its_slot_holds_up_no_accept_and_no_other_check() {
    let mut rig = Rig::new();
    for number in 1..=12 {
        rig.send(number, qualify(Way::Async, number));
    }
    sleep(secs(5)).await;
    assert_eq!(rig.sends(), 10, "the minute is spent");
    rig.send(13, accept("L1"));
    rig.send(14, qualify(Way::Sync, 14));
    rig.send(15, export());
    sleep(Duration::from_millis(1)).await;
    let mut left = rig.sent().split_off(10);
    left.sort();
    assert_eq!(left, ["Sync 14", "order/export", "quote_item/L1"]);
    while let Ok(Told { id, step }) = rig.told.try_recv() {
        let Step::Waiting(until) = step else { continue };
        assert_eq!(
            (id.0, until),
            (11, secs(62)),
            "told once, to the next alone"
        );
    }
    sleep(secs(58)).await;
    let mut left = rig.sent().split_off(13);
    left.sort();
    assert_eq!(left, ["Async 11", "Async 12"], "none is forgotten");
    assert!(rig.now() < secs(64));
}

#[tokio::test(start_paused = true)]
async fn accepts_that_wait_for_their_second_or_for_an_answer_hold_up_no_check() {
    for takes in [fakes::EXCHANGE, secs(60)] {
        let rig = Rig::new();
        rig.faults.exchange_takes(takes);
        for number in 1..=20 {
            rig.send(number, accept(&format!("L{number}")));
        }
        sleep(Duration::from_millis(9_500)).await;
        let before = rig.sends();
        assert!(before < 20, "the rest waits: {before}");
        rig.send(21, qualify(Way::Async, 21));
        rig.send(22, qualify(Way::Sync, 22));
        sleep(Duration::from_millis(1)).await;
        let mut left = rig.sent().split_off(before);
        left.sort();
        assert_eq!(left, ["Async 21", "Sync 22"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_is_refused_and_closes_the_class_but_not_the_other_one() {
    let mut rig = Rig::new();
    rig.faults.answer(refused(FailureKind::Throttled {
        retry_after: Some(secs(30)),
    }));
    rig.send(1, accept("L1"));
    rig.next().await;
    assert!(matches!(
        rig.next().await,
        (1, Step::Ended(_, Outcome::Refused(_)))
    ));
    rig.faults.answer(applied());
    rig.send(2, accept("L1"));
    rig.send(3, export());
    let (id, Step::Waiting(until)) = rig.next().await else {
        panic!("it waits")
    };
    assert_eq!(id, 2);
    assert!(until >= secs(31) && until < secs(33), "{until:?}");
    assert_eq!(rig.next().await.0, 3);
    assert_eq!(rig.next().await.0, 3);
    assert_eq!(rig.next().await.0, 2);
    assert!(rig.now() >= until);
}

#[tokio::test(start_paused = true)]
async fn the_end_waits_for_what_is_on_its_way_and_begins_nothing() {
    let mut rig = Rig::new();
    rig.faults.exchange_takes(secs(20));
    rig.send(1, accept("L1"));
    rig.send(2, accept("L2"));
    rig.next().await;
    rig.next().await;
    rig.shutdown.cancel();
    rig.send(3, accept("L3"));
    let mut seen = Vec::new();
    while let Some(Told { id, step }) = rig.told.recv().await {
        seen.push((id.0, step));
    }
    assert_eq!(
        seen,
        [
            (2, Step::Cancelled),
            (3, Step::Cancelled),
            (1, Step::Ended(entry(1), applied()))
        ]
    );
    assert_eq!(rig.now(), secs(20));
    assert_eq!(rig.sends(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_is_dropped_leaves_the_entry_open() {
    let mut rig = Rig::new();
    rig.faults.exchange_takes(secs(20));
    rig.send(1, accept("L1"));
    rig.next().await;
    rig.task.abort();
    assert_eq!(rig.told.recv().await, None);
    sleep(secs(60)).await;
    assert_eq!(rig.said(), ["open quote_item/L1", "send quote_item/L1"]);
}

#[tokio::test(start_paused = true)]
async fn an_entry_of_unknown_outcome_that_is_given_up_is_named_to_the_journal() {
    let mut rig = Rig::new();
    rig.handle
        .send(WriteId(1), accept("L1"), Some(JournalId(77)));
    rig.next().await;
    assert_eq!(rig.said()[0], "open quote_item/L1 instead of 77");
    assert_eq!(applied(), Outcome::Applied(Receipt::Bare));
}
