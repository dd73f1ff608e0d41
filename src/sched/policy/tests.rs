//! Stories and properties of the policy, driven by a small world without a runtime: windows in memory, a clock that
//! jumps to the next thing that happens, and a server that is a function.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::ids::OrderRef;
use crate::sched::link::Offline;
use crate::sched::merge::FlightId;
use crate::sched::retry::BACKOFF_CAP;
use crate::sched::window::{Verdict, Window};

type Answer = Result<Reply, Failure>;
type Script = dyn FnMut(usize, &Read, Duration) -> (Answer, Duration);

/// One request that left: when, on which class, what, and when and how it is answered.
#[derive(Clone, Debug)]
struct Sent {
    at: Duration,
    class: RateClass,
    read: Read,
    flight: FlightId,
    ends: Duration,
    answer: Answer,
}

struct World {
    policy: Policy,
    windows: PerClass<Window>,
    now: Duration,
    wire: Vec<Sent>,
    sent: Vec<Sent>,
    answers: Vec<(Duration, Done)>,
    /// The answer to the nth request that leaves, and how long it takes.
    server: Box<Script>,
}

impl World {
    fn new(
        seed: u64,
        server: impl FnMut(usize, &Read, Duration) -> (Answer, Duration) + 'static,
    ) -> Self {
        let limits = Limits::default();
        Self {
            policy: Policy::new(limits, seed),
            windows: PerClass::from_fn(|class| Window::new(limits.of(class))),
            now: Duration::ZERO,
            wire: Vec::new(),
            sent: Vec::new(),
            answers: Vec::new(),
            server: Box::new(server),
        }
    }

    /// A server that always answers after 100 ms.
    fn answering(answer: &Answer) -> Self {
        let answer = answer.clone();
        Self::new(1, move |_, _, _| (answer.clone(), millis(100)))
    }

    fn submit(&mut self, id: u64, read: Read, lane: Lane) {
        self.submit_in(RateClass::Reads, id, read, lane);
    }

    fn submit_in(&mut self, class: RateClass, id: u64, read: Read, lane: Lane) {
        let id = RequestId(id);
        let done = self
            .policy
            .submit(Submit { id, read, lane }, class, self.now);
        self.answers.extend(done.map(|done| (self.now, done)));
        self.send();
    }

    /// Lets everything leave that may; tells when to look again.
    fn send(&mut self) -> Option<Duration> {
        loop {
            match self.policy.next(self.now) {
                Next::Sleep(wake) => return wake,
                Next::Ask(candidate) => {
                    let class = candidate.class;
                    match self.windows[class].reserve(candidate.share(), self.now) {
                        Verdict::At(at) => self.policy.hold(candidate, at),
                        Verdict::Now => {
                            let slot = Slot {
                                class,
                                at: self.now,
                            };
                            let read = self.policy.start(candidate, slot).unwrap();
                            let (answer, took) = (self.server)(self.sent.len(), &read, self.now);
                            let sent = Sent {
                                at: self.now,
                                class,
                                read,
                                flight: candidate.flight,
                                ends: self.now + took,
                                answer,
                            };
                            self.wire.push(sent.clone());
                            self.sent.push(sent);
                        }
                    }
                }
            }
        }
    }

    /// Lets time pass until `until` or until nothing happens any more; false in the latter case.
    fn run(&mut self, until: Duration) -> bool {
        loop {
            let wake = self.send();
            let ends = self.wire.iter().map(|sent| sent.ends).min();
            let Some(next) = [wake, ends].into_iter().flatten().min() else {
                self.now = self.now.max(until);
                return false;
            };
            if next > until {
                self.now = until;
                return true;
            }
            self.now = self.now.max(next);
            self.land();
        }
    }

    fn land(&mut self) {
        while let Some(index) = self.wire.iter().position(|sent| sent.ends <= self.now) {
            let sent = self.wire.remove(index);
            self.windows[sent.class].settle(sent.at, self.now);
            let finished = self.policy.finish(sent.flight, sent.answer, self.now);
            if let Some(until) = finished.close_until {
                self.windows[sent.class].throttled(sent.at, until, self.now);
            }
            let now = self.now;
            self.answers
                .extend(finished.answers.into_iter().map(|done| (now, done)));
        }
    }

    fn gauges(&self) -> Gauges {
        self.policy.gauges(&PerClass::from_fn(|class| {
            self.windows[class].usage(self.now)
        }))
    }

    fn order_of_service(&self) -> Vec<Read> {
        self.sent.iter().map(|sent| sent.read.clone()).collect()
    }

    fn answered(&self) -> Vec<u64> {
        let ids = self.answers.iter().flat_map(|(_, done)| &done.ids);
        ids.map(|id| id.0).collect()
    }
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn order(number: u64) -> Read {
    Read::Order(OrderRef::new(format!("CMD_{number}")))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "stands beside `fail` as an answer"
)]
fn fine() -> Answer {
    Ok(Reply::ChangeReasons(Vec::new()))
}

fn fail(kind: FailureKind) -> Answer {
    Err(Failure::new(kind, "/"))
}

fn throttled(retry_after: Option<u64>) -> Answer {
    fail(FailureKind::Throttled {
        retry_after: retry_after.map(secs),
    })
}

#[test]
fn the_user_goes_before_a_thousand_background_requests() {
    let mut world = World::answering(&fine());
    for id in 0..1_000 {
        world.submit(id, order(id), Lane::Background);
    }
    world.run(secs(5));
    let before = world.sent.len();
    assert_eq!(before, 16, "the sweep stops short of the whole budget");
    world.submit(5_000, order(5_000), Lane::User);
    assert_eq!(world.order_of_service()[before..], [order(5_000)]);
    assert_eq!(world.sent[before].at, secs(5));
}

#[test]
fn lanes_are_served_in_order_of_urgency() {
    let mut world = World::answering(&fine());
    // Fills the connections, so that the rest has to queue.
    for id in 0..4 {
        world.submit(id, order(id), Lane::User);
    }
    world.submit(10, order(10), Lane::Background);
    world.submit(11, order(11), Lane::Visible);
    world.submit(12, order(12), Lane::ReadBack);
    world.submit(13, order(13), Lane::User);
    world.run(secs(5));
    assert_eq!(world.order_of_service()[4..], [13, 12, 11, 10].map(order));
}

#[test]
fn equal_reads_are_one_flight_and_one_answer_for_all() {
    let mut world = World::answering(&fine());
    for id in 0..4 {
        world.submit(id, order(7), Lane::Background);
    }
    world.run(millis(50));
    world.submit(9, order(7), Lane::User);
    world.run(secs(1));
    assert_eq!(world.sent.len(), 1);
    assert_eq!(world.answers.len(), 1);
    assert_eq!(world.answered(), [0, 1, 2, 3, 9]);
    assert_eq!(world.answers[0].1.took, millis(100));
}

#[test]
fn three_hung_sweeps_leave_a_connection_for_a_key_press() {
    let mut world = World::new(1, |_, _, _| (fine(), secs(60)));
    for id in 0..10 {
        world.submit(id, order(id), Lane::Background);
    }
    assert_eq!(world.sent.len(), 3);
    world.submit(99, order(99), Lane::User);
    assert_eq!(world.sent.len(), 4);
    assert_eq!(world.gauges().classes[RateClass::Reads].in_flight, 4);
}

#[test]
fn a_cancelled_request_is_not_sent_and_not_answered() {
    let mut world = World::answering(&fine());
    for id in 0..10 {
        world.submit(id, order(id), Lane::Background);
    }
    world.policy.cancel(RequestId(0));
    world.policy.cancel(RequestId(9));
    world.run(secs(20));
    assert_eq!(world.sent.len(), 9, "0 was on the wire, 9 was not");
    assert_eq!(world.answered(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn a_whole_lane_can_be_cancelled() {
    let mut world = World::answering(&fine());
    for id in 0..20 {
        let lane = if id % 2 == 0 {
            Lane::Visible
        } else {
            Lane::Background
        };
        world.submit(id, order(id), lane);
    }
    world.policy.cancel_all(Lane::Visible);
    world.run(secs(60));
    let odd: Vec<_> = (0..20).filter(|id| id % 2 == 1).collect();
    let mut answered = world.answered();
    answered.sort_unstable();
    assert_eq!(answered, odd);
}

#[test]
fn a_server_error_is_asked_three_times_and_then_told() {
    let mut world = World::answering(&fail(FailureKind::Server));
    world.submit(1, order(1), Lane::Visible);
    assert!(!world.run(secs(600)));
    assert_eq!(world.sent.len(), 3);
    let gaps = [1, 2].map(|n| world.sent[n].at.saturating_sub(world.sent[n - 1].ends));
    assert!(gaps.iter().all(|gap| *gap <= BACKOFF_CAP));
    let (_, done) = &world.answers[0];
    assert_eq!(done.attempts, 3);
    assert_eq!(done.result, fail(FailureKind::Server));
}

#[test]
fn what_will_not_pass_is_told_at_once() {
    for kind in [
        FailureKind::NotFound,
        FailureKind::Forbidden,
        FailureKind::Refused,
        FailureKind::TooLarge,
        FailureKind::Internal,
    ] {
        let mut world = World::answering(&fail(kind));
        world.submit(1, order(1), Lane::Visible);
        world.run(secs(600));
        assert_eq!(world.sent.len(), 1, "{kind:?}");
        assert_eq!(world.answers[0].1.result, fail(kind));
    }
}

#[test]
fn a_server_that_fails_everything_is_hardly_asked_more_often() {
    let mut world = World::answering(&fail(FailureKind::Server));
    for id in 0..60 {
        world.submit(id, order(id), Lane::Visible);
    }
    world.run(secs(600));
    assert_eq!(world.answered().len(), 60);
    let retries = world.sent.len() - 60;
    assert!((1..=9).contains(&retries), "{retries} retries");
}

#[test]
fn a_429_closes_its_class_and_no_other() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (throttled(Some(30)), millis(100)),
        _ => (fine(), millis(100)),
    });
    world.submit(1, order(1), Lane::Visible);
    world.run(secs(1));
    world.submit(2, order(2), Lane::User);
    world.submit_in(RateClass::Qualification, 3, order(3), Lane::Background);
    world.run(secs(20));
    assert_eq!(world.answered(), [3], "another class flows");
    let gauge = world.gauges().classes[RateClass::Reads];
    assert_eq!(gauge.queued, [1, 0, 1, 0]);
    let opens = gauge.usage.next.unwrap();
    assert!(opens >= millis(31_100) && opens <= millis(32_100));
    assert_eq!(gauge.usage.slowed.map(|slowed| slowed.cap), Some(60));
    world.run(secs(60));
    assert_eq!(world.answered(), [3, 2, 1], "and nothing is lost");
}

#[test]
fn a_429_without_a_time_waits_a_full_window() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (throttled(None), millis(100)),
        _ => (fine(), millis(100)),
    });
    world.submit(1, order(1), Lane::User);
    world.run(secs(100));
    let gap = world.sent[1].at.saturating_sub(world.sent[0].ends);
    assert!(gap >= secs(60) && gap <= secs(61), "{gap:?}");
}

#[test]
fn offline_spends_one_request_at_a_time_and_comes_back() {
    let mut world = World::new(1, |_, _, now| {
        if now < secs(600) {
            (fail(FailureKind::Offline), millis(10))
        } else {
            (fine(), millis(100))
        }
    });
    for id in 0..100 {
        world.submit(id, order(id), Lane::Background);
    }
    world.run(secs(600));
    let probes = world.sent.len() - 3;
    assert!(
        (20..=28).contains(&probes),
        "{probes} probes in ten minutes"
    );
    assert!(world.answered().len() <= 10, "the queue is kept");
    assert_eq!(
        world.gauges().offline.map(|offline| offline.since),
        Some(millis(10))
    );
    assert!(!world.run(secs(3_600)));
    assert_eq!(world.gauges().offline, None);
    let kept = world.answers.iter().filter(|(_, done)| done.result.is_ok());
    assert!(kept.count() >= 90);
}

#[test]
fn offline_a_key_press_tries_at_once_and_is_told_soon() {
    let mut world = World::answering(&fail(FailureKind::Offline));
    world.submit(1, order(1), Lane::Visible);
    world.run(secs(20));
    let now = world.now;
    world.submit(2, order(2), Lane::User);
    assert_eq!(world.sent.last().map(|sent| sent.at), Some(now));
    world.run(now + secs(10));
    let (told, done) = world
        .answers
        .iter()
        .find(|(_, done)| done.ids == [RequestId(2)])
        .unwrap();
    assert_eq!(done.result, fail(FailureKind::Offline));
    assert!(*told <= now + secs(7));
}

#[test]
fn offline_a_key_press_that_gets_through_brings_everything_back() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (fail(FailureKind::Offline), millis(10)),
        _ => (fine(), millis(10)),
    });
    world.submit(1, order(1), Lane::Visible);
    world.run(millis(20));
    let Some(Offline { since, next_try }) = world.gauges().offline else {
        panic!("offline")
    };
    assert_eq!(since, millis(10));
    assert!(next_try.is_some_and(|at| at > secs(1)));
    world.submit(2, order(2), Lane::User);
    world.run(millis(100));
    assert_eq!(world.answered(), [2, 1]);
    assert_eq!(world.gauges().offline, None);
}

#[test]
fn one_read_that_always_resets_the_connection_does_not_keep_the_engine_offline() {
    let mut world = World::new(1, |_, read, _| {
        if *read == order(0) {
            (fail(FailureKind::Offline), millis(10))
        } else {
            (fine(), millis(10))
        }
    });
    for id in 0..5 {
        world.submit(id, order(id), Lane::Visible);
    }
    world.run(secs(60));
    assert_eq!(world.gauges().offline, None);
    assert_eq!(world.answered().len(), 5);
}

#[test]
fn a_refused_login_answers_everything_and_nothing_is_sent_until_a_person_acts() {
    for kind in [FailureKind::LoginRefused, FailureKind::NoCredentials] {
        let mut world = World::new(1, move |nth, _, _| match nth {
            0..4 => (fail(kind), millis(100)),
            _ => (fine(), millis(100)),
        });
        for id in 0..50 {
            world.submit(id, order(id), Lane::Visible);
        }
        world.run(secs(1));
        assert_eq!(world.sent.len(), 4);
        assert_eq!(world.answered().len(), 50);
        assert!(
            world
                .answers
                .iter()
                .all(|(_, done)| done.result == fail(kind))
        );
        world.submit(90, order(90), Lane::User);
        assert_eq!(world.answered().last(), Some(&90));
        assert!(!world.run(secs(3_600)));
        assert_eq!(world.sent.len(), 4);
        assert!(matches!(world.gauges().login, Login::Refused(_)));

        world.policy.resume(world.now);
        world.submit(91, order(91), Lane::Visible);
        world.run(world.now + secs(1));
        assert_eq!(world.answered().last(), Some(&91));
        assert_eq!(world.gauges().login, Login::Accepted);
    }
}

#[test]
fn a_late_good_answer_does_not_lift_a_refused_password() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (fine(), secs(2)),
        1 => (fail(FailureKind::Server), secs(2)),
        _ => (fail(FailureKind::LoginRefused), secs(1)),
    });
    for id in 0..3 {
        world.submit(id, order(id), Lane::Visible);
    }
    world.run(secs(600));
    assert_eq!(world.answered().len(), 3);
    assert_eq!(world.sent.len(), 3, "the 5xx is not asked again either");
    assert!(matches!(world.gauges().login, Login::Refused(_)));
}

#[test]
fn a_refusal_from_before_the_person_acted_is_asked_again() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (fail(FailureKind::LoginRefused), secs(5)),
        _ => (fine(), millis(100)),
    });
    world.submit(1, order(1), Lane::Visible);
    world.run(secs(3));
    world.policy.resume(world.now);
    world.run(secs(10));
    assert_eq!(world.answers[0].1.result, fine());
    assert_eq!(world.gauges().login, Login::Accepted);
}

#[test]
fn a_refused_token_lets_a_key_press_try_a_new_login() {
    let mut world = World::new(1, |nth, _, _| match nth {
        0 => (fail(FailureKind::TokenRefused), millis(100)),
        _ => (fine(), millis(100)),
    });
    world.submit(1, order(1), Lane::Visible);
    world.run(secs(1));
    world.submit(2, order(2), Lane::Visible);
    assert_eq!(world.answered(), [1, 2]);
    world.submit(3, order(3), Lane::User);
    world.run(secs(2));
    assert_eq!(world.gauges().login, Login::Accepted);
    assert_eq!(world.answers[2].1.result, fine());
}

/// What can happen in a random run.
#[derive(Clone, Debug)]
enum Step {
    Submit(u64, Lane, RateClass),
    Cancel(u64),
    Wait(u64),
    Resume,
}

fn step() -> impl Strategy<Value = Step> {
    let lane = prop::sample::select(Lane::ALL.to_vec());
    let class = prop::sample::select(vec![
        RateClass::Reads,
        RateClass::Reads,
        RateClass::Reads,
        RateClass::Qualification,
    ]);
    prop_oneof![
        8 => (0_u64..25, lane, class).prop_map(|(read, lane, class)| Step::Submit(read, lane, class)),
        1 => (0_u64..200).prop_map(Step::Cancel),
        4 => (1_u64..3_000).prop_map(Step::Wait),
        1 => Just(Step::Resume),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        10 => Just(fine()),
        2 => Just(fail(FailureKind::Server)),
        2 => Just(fail(FailureKind::Timeout)),
        2 => Just(fail(FailureKind::Offline)),
        1 => prop::option::of(0_u64..20).prop_map(throttled),
        1 => Just(fail(FailureKind::NotFound)),
        1 => prop::sample::select(vec![FailureKind::LoginRefused, FailureKind::TokenRefused]).prop_map(fail),
    ]
}

/// An eighth of the usual cases: each is two minutes of a full budget.
fn fewer() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: (usual.cases / 8).max(8),
        ..usual
    }
}

proptest! {
    #![proptest_config(fewer())]

    /// The bound of `sched::queue` at 120 a minute: whatever lane is flooded, at whatever latency, the first ten of
    /// every other lane leave within two minutes, and a flood of key presses has the whole budget until then.
    #[test]
    fn a_flood_in_one_lane_starves_no_other(
        flooded in prop::sample::select(vec![Lane::User, Lane::ReadBack, Lane::Visible]),
        took in 1_u64..1_500,
        counts in [0_u64..=10, 0_u64..=10, 0_u64..=10, 0_u64..=10],
    ) {
        let mut world = World::new(1, move |_, _, _| (fine(), millis(took)));
        let others = || Lane::ALL.into_iter().zip(0_u64..).filter(|(lane, _)| *lane != flooded);
        let mut next = 1_000;
        for (lane, nth) in others() {
            for id in nth * 100..nth * 100 + counts[lane as usize] {
                let (id, read) = (RequestId(id), order(id));
                world.policy.submit(Submit { id, read, lane }, RateClass::Reads, world.now);
            }
        }
        while world.now < secs(130) {
            while world.gauges().classes[RateClass::Reads].queued[flooded as usize] < 30 {
                world.submit(next, order(next), flooded);
                next += 1;
            }
            world.run(world.now + millis(500));
        }
        for (lane, nth) in others() {
            for id in nth * 100..nth * 100 + counts[lane as usize] {
                let left = world.sent.iter().find(|sent| sent.read == order(id));
                let left = left.map(|sent| sent.at);
                prop_assert!(left.is_some_and(|at| at <= secs(120)), "{lane:?} {id}: {left:?}");
            }
        }
        if flooded == Lane::User {
            let used = world.sent.iter().filter(|sent| sent.at < secs(60)).count();
            prop_assert_eq!(used, 120);
        }
    }
}

proptest! {
    /// Whatever is asked, cancelled and answered in whatever order: every id is answered exactly once unless it was
    /// cancelled, nothing is sent more than three times for one flight, equal reads are one flight, and no window is
    /// exceeded.
    #[test]
    fn every_request_is_answered_exactly_once(
        seed: u64,
        steps in prop::collection::vec(step(), 1..200),
        answers in prop::collection::vec((answer(), 1_u64..4_000), 1..60),
    ) {
        let mut world = World::new(seed, move |nth, _, _| {
            let (answer, took) = &answers[nth % answers.len()];
            (answer.clone(), millis(*took))
        });
        let mut asked = BTreeSet::new();
        let mut cancelled = BTreeSet::new();
        let mut next = 0;
        for step in steps {
            match step {
                Step::Submit(read, lane, class) => {
                    // A read belongs to one class.
                    let read = order(read * 10 + class as u64);
                    asked.insert(next);
                    world.submit_in(class, next, read, lane);
                    next += 1;
                }
                Step::Cancel(id) => {
                    if asked.contains(&id) {
                        cancelled.insert(id);
                    }
                    world.policy.cancel(RequestId(id));
                }
                Step::Wait(time) => {
                    world.run(world.now + millis(time));
                }
                Step::Resume => world.policy.resume(world.now),
            }
        }
        prop_assert!(!world.run(world.now + secs(1_000_000)), "it comes to rest");

        let mut answered = BTreeMap::new();
        for id in world.answered() {
            *answered.entry(id).or_insert(0) += 1;
        }
        for id in asked {
            let times = answered.get(&id).copied().unwrap_or(0);
            prop_assert!(times == 1 || times == 0 && cancelled.contains(&id), "{id}: {times}");
        }
        let mut attempts = BTreeMap::new();
        for sent in &world.sent {
            *attempts.entry(sent.flight).or_insert(0) += 1;
            let count = |class, length: Duration| {
                let others = world.sent.iter().filter(|other| other.class == class);
                others
                    .filter(|other| other.at <= sent.at && other.at + length > sent.at)
                    .count()
            };
            prop_assert!(count(RateClass::Reads, secs(10)) <= 20);
            prop_assert!(count(RateClass::Reads, secs(1)) <= 5);
            prop_assert!(count(RateClass::Qualification, secs(60)) <= 10);
        }
        prop_assert!(attempts.values().all(|attempts| *attempts <= MAX_ATTEMPTS));
        prop_assert!(world.answers.iter().all(|(_, done)| !done.ids.is_empty()));
        let gauges = world.gauges();
        for (_, class) in gauges.classes.iter() {
            prop_assert_eq!((class.in_flight, class.queued), (0, [0; 4]));
        }
    }

    /// Without read-backs, no two equal reads are ever on the wire at once.
    #[test]
    fn equal_reads_are_never_on_the_wire_twice(
        seed: u64,
        wishes in prop::collection::vec((0_u64..6, 0_u64..400, 1_u64..2_000), 1..150),
    ) {
        let times: Vec<_> = wishes.iter().map(|(_, _, took)| *took).collect();
        let mut world = World::new(seed, move |nth, _, _| (fine(), millis(times[nth % times.len()])));
        for (id, (read, gap, _)) in (0_u64..).zip(wishes) {
            let lane = [Lane::User, Lane::Visible, Lane::Background][usize::try_from(id % 3).unwrap()];
            world.submit(id, order(read), lane);
            world.run(world.now + millis(gap));
        }
        world.run(world.now + secs(10_000));
        for (index, sent) in world.sent.iter().enumerate() {
            let overlaps = world.sent[index + 1..]
                .iter()
                .any(|later| later.read == sent.read && later.at < sent.ends);
            prop_assert!(!overlaps);
        }
    }
}
