//! The windows of every copy together.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use covage_tui::domain::request::{Lane, RateClass};
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::store::{Shared, SharedLog};
use covage_tui::runtime::tasks::Tasks;
use covage_tui::sched::limits::{LONGEST_EXCHANGE, Limits};
use covage_tui::sched::ratelog::{RateLog as _, Reservation, Slot};
use covage_tui::store::Place;
use tokio::time::Instant;

use super::child::Copy;
use super::{account, state_file};
use crate::product::Home;
use crate::pty::rounds;

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn clock() -> Clock {
    let start: DateTime<Utc> = "2026-05-04T09:00:00Z".parse().unwrap();
    Clock::simulated(start, FixedOffset::east_opt(0).unwrap())
}

/// The most that one window of `length` holds.
fn most_in(times: &[Duration], length: Duration) -> usize {
    let in_window = |from: &Duration| {
        let is_in = |at: &&Duration| *at >= from && **at < *from + length;
        times.iter().filter(is_in).count()
    };
    times.iter().map(in_window).max().unwrap_or(0)
}

/// A copy of the program in simulated time.
struct Copied {
    log: SharedLog,
    clock: Clock,
    started: Instant,
    _tasks: Tasks,
}

impl Copied {
    fn start(file: &Path, clock: &Clock) -> Self {
        let (tasks, _failures) = Tasks::new();
        let shared = Shared::start(Place::File(file.to_owned()), clock, &tasks);
        Self {
            log: shared.rates(&account(), &Limits::default()).unwrap(),
            clock: clock.clone(),
            started: Instant::now(),
            _tasks: tasks,
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    async fn ask(&self, class: RateClass) -> Reservation {
        self.log.reserve(class, Lane::User, self.now()).await
    }

    /// The boot time of a slot, if there is one.
    async fn take(&self, class: RateClass) -> Option<Duration> {
        match self.ask(class).await {
            Reservation::Granted(_) => Some(self.clock.boot()),
            Reservation::NotBefore(_) => None,
        }
    }
}

async fn slot(copy: &Copied, class: RateClass) -> Slot {
    match copy.ask(class).await {
        Reservation::Granted(slot) => slot,
        Reservation::NotBefore(at) => panic!("not before {at:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn two_copies_and_their_successors_share_one_window_whatever_the_date_does() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let mut copies = [Copied::start(&file, &clock), Copied::start(&file, &clock)];
    let mut taken: BTreeMap<RateClass, Vec<Duration>> = BTreeMap::new();
    let classes = [
        RateClass::Qualification,
        RateClass::QualificationSync,
        RateClass::Reads,
    ];
    for step in 0..1_600_u64 {
        for class in classes {
            let copy = &copies[usize::try_from(step % 2).unwrap()];
            taken
                .entry(class)
                .or_default()
                .extend(copy.take(class).await);
        }
        match step {
            400 => copies[0] = Copied::start(&file, &clock),
            700 => clock.step(TimeDelta::days(400)),
            900 => clock.step(TimeDelta::days(-900)),
            1_200 => copies[1] = Copied::start(&file, &clock),
            _ => {}
        }
        tokio::time::advance(Duration::from_millis(100)).await;
    }
    for (class, window, limit, least) in [
        (RateClass::Qualification, 60, 10, 30),
        (RateClass::QualificationSync, 1, 1, 120),
        (RateClass::Reads, 60, 120, 300),
    ] {
        let taken = &taken[&class];
        assert!(
            most_in(taken, secs(window)) <= limit,
            "{class:?}: {taken:?}"
        );
        assert!(taken.len() >= least, "{class:?}: only {} left", taken.len());
    }
}

#[tokio::test(start_paused = true)]
async fn an_export_closes_the_class_for_other_copies_until_its_end_is_old_enough() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let (one, two) = (Copied::start(&file, &clock), Copied::start(&file, &clock));
    let class = RateClass::OrderExport;
    let slot = slot(&one, class).await;
    let Reservation::NotBefore(at) = two.ask(class).await else {
        panic!("it is under way")
    };
    assert_eq!(at, LONGEST_EXCHANGE + secs(305), "nobody knows its end yet");
    tokio::time::advance(secs(7)).await;
    one.log.settle(slot, one.now()).await;
    assert_eq!(two.ask(class).await, Reservation::NotBefore(secs(7 + 305)));
    let usage = one.log.usage(one.now())[class];
    assert_eq!((usage.used, usage.next), (1, Some(secs(7 + 305))));
    let later = Copied::start(&file, &clock);
    assert_eq!(
        later.ask(class).await,
        Reservation::NotBefore(secs(305)),
        "in its own time"
    );
    tokio::time::advance(secs(305)).await;
    assert!(two.take(class).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_429_closes_and_slows_the_class_for_everybody() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let (one, two) = (Copied::start(&file, &clock), Copied::start(&file, &clock));
    let slot = slot(&one, RateClass::Reads).await;
    one.log.throttled(slot, secs(31), secs(1)).await;
    assert_eq!(
        two.ask(RateClass::Reads).await,
        Reservation::NotBefore(secs(31))
    );
    let usage = two.log.usage(two.now())[RateClass::Reads];
    assert_eq!((usage.cap, usage.closed), (60, Some(secs(31))));
    assert!(two.take(RateClass::Writes).await.is_some(), "others flow");
    tokio::time::advance(secs(31)).await;
    let later = Copied::start(&file, &clock);
    assert!(later.take(RateClass::Reads).await.is_some());
    assert_eq!(later.log.usage(later.now())[RateClass::Reads].cap, 60);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_machine_grants_nothing_too_early_and_loses_nothing() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let copy = Copied::start(&file, &clock);
    slot(&copy, RateClass::OrderExport).await;
    clock.sleep_machine(secs(100));
    let left = LONGEST_EXCHANGE + secs(305 - 100);
    assert_eq!(
        copy.ask(RateClass::OrderExport).await,
        Reservation::NotBefore(left)
    );
    clock.sleep_machine(secs(3_600));
    assert!(copy.take(RateClass::OrderExport).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_log_that_loses_its_file_goes_on_under_the_same_rules() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let copy = Copied::start(&file, &clock);
    let class = RateClass::Qualification;
    for _ in 0..4 {
        assert!(copy.take(class).await.is_some());
    }
    // A directory in its place cannot be opened.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    for _ in 0..6 {
        assert!(copy.take(class).await.is_some());
    }
    assert_eq!(copy.ask(class).await, Reservation::NotBefore(secs(62)));
    // Back again, and empty: what this copy took is told to the others.
    fs::remove_dir(&file).unwrap();
    for _ in 0..12 {
        tokio::time::sleep(secs(1)).await;
    }
    assert_eq!(copy.ask(class).await, Reservation::NotBefore(secs(62)));
    let other = Copied::start(&file, &clock);
    assert_eq!(
        other.ask(class).await,
        Reservation::NotBefore(secs(62 - 12))
    );
    tokio::time::advance(secs(62 - 12)).await;
    assert!(other.take(class).await.is_some());
}

#[test]
fn processes_at_once_never_exceed_a_limit_in_any_window() {
    let home = Home::new();
    let file = state_file(home.path());
    let what = format!("reserve {}", 3 + rounds(120));
    let mut copies: Vec<_> = (0..3).map(|_| Copy::start(&what, &file)).collect();
    let mut asked: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut granted = asked.clone();
    for copy in &mut copies {
        while let Some(said) = copy.hear() {
            let words: Vec<_> = said.split(' ').collect();
            for (times, word) in [(&mut asked, words[1]), (&mut granted, words[2])] {
                let at = Duration::from_nanos(word.parse().unwrap());
                times.entry(words[0].to_owned()).or_default().push(at);
            }
        }
    }
    for (class, window, limit) in [("sync", 1, 1), ("async", 60, 10)] {
        let granted = &granted[class];
        assert!(granted.len() > 1, "{class}");
        assert!(
            most_in(granted, secs(window)) <= limit,
            "{class}: {granted:?}"
        );
    }
    // A cap of our own has no margin for the time it takes to hear of a slot: one too many is certain only where the
    // last of them was granted too soon after the first was asked for.
    let [mut asked, mut granted] = [asked, granted].map(|mut of| of.remove("reads").unwrap());
    asked.sort();
    granted.sort();
    let too_soon = asked
        .iter()
        .zip(granted.iter().skip(120))
        .find(|(first, last)| **last < **first + secs(60));
    assert_eq!(too_soon, None, "reads: {granted:?}");
}

#[tokio::test]
async fn while_another_copy_keeps_the_file_reads_go_on_and_documented_limits_wait() {
    let home = Home::new();
    let file = state_file(home.path());
    let clock = Clock::system();
    let copy = Copied::start(&file, &clock);
    assert!(copy.take(RateClass::Reads).await.is_some());
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let told = copy.ask(RateClass::Qualification).await;
    assert!(
        matches!(told, Reservation::NotBefore(at) if at > copy.now()),
        "{told:?}"
    );
    assert!(copy.take(RateClass::Reads).await.is_some());
    assert_eq!(copy.log.usage(copy.now())[RateClass::Qualification].used, 0);
    other.execute_batch("ROLLBACK").unwrap();
    let Reservation::NotBefore(at) = told else {
        unreachable!()
    };
    tokio::time::sleep_until(copy.started + at).await;
    assert!(copy.take(RateClass::Qualification).await.is_some());
    assert_eq!(copy.log.usage(copy.now())[RateClass::Reads].used, 2);
}

#[tokio::test(start_paused = true)]
async fn an_export_that_ends_while_the_file_is_away_is_counted_once_from_its_end() {
    let home = Home::new();
    let (file, clock) = (state_file(home.path()), clock());
    let copy = Copied::start(&file, &clock);
    let class = RateClass::OrderExport;
    let slot = slot(&copy, class).await;
    let aside = file.with_extension("aside");
    fs::rename(&file, &aside).unwrap();
    fs::create_dir(&file).unwrap();
    tokio::time::advance(secs(7)).await;
    copy.log.settle(slot, copy.now()).await;
    fs::remove_dir(&file).unwrap();
    fs::rename(&aside, &file).unwrap();
    for _ in 0..12 {
        tokio::time::sleep(secs(1)).await;
    }
    assert_eq!(copy.ask(class).await, Reservation::NotBefore(secs(7 + 305)));
    let other = Copied::start(&file, &clock);
    let left = Reservation::NotBefore(secs(7 + 305 - 19));
    assert_eq!(
        other.ask(class).await,
        left,
        "and so it is told to the others"
    );
    assert_eq!(other.log.usage(other.now())[class].used, 1);
}
