//! The engine as a whole, in paused time: hours of trouble in milliseconds.

use std::sync::Mutex;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::domain::ids::{OrderRef, ProductId};
use crate::domain::request::{Lane, RateClass, RequestId};
use crate::sched::gauges::{Gauges, Login};
use crate::sched::handle::{RESULTS, SchedHandle, wire};
use crate::sched::limits::Limits;
use crate::sched::policy::Submit;
use crate::sched::ratelog::MemoryLog;

type Answer = Result<Reply, Failure>;
type Script = dyn Fn(Duration, &Read) -> Answer + Send + Sync;

/// A server that is a function of the time since the start and of what is asked.
struct Fake {
    started: Instant,
    sent: Mutex<Vec<(Duration, Read)>>,
    answer: Box<Script>,
}

impl Executor for Fake {
    async fn execute(&self, read: Read) -> Result<Reply, Failure> {
        let at = self.started.elapsed();
        self.sent.lock().unwrap().push((at, read.clone()));
        sleep(Duration::from_millis(100)).await;
        (self.answer)(at, &read)
    }
}

struct Rig {
    handle: SchedHandle,
    results: mpsc::Receiver<Done>,
    fake: Arc<Fake>,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Rig {
    fn new(
        answer: impl Fn(Duration, &Read) -> Result<Reply, Failure> + Send + Sync + 'static,
    ) -> Self {
        let (handle, results, wiring) = wire();
        let limits = Limits::default();
        let fake = Arc::new(Fake {
            started: Instant::now(),
            sent: Mutex::default(),
            answer: Box::new(answer),
        });
        let shutdown = CancellationToken::new();
        #[expect(
            clippy::disallowed_methods,
            reason = "the runtime's tasks are not known here"
        )]
        let task = tokio::spawn(run(
            wiring,
            Policy::new(limits, 42),
            Arc::clone(&fake),
            Arc::new(MemoryLog::new(&limits)),
            shutdown.clone(),
        ));
        Self {
            handle,
            results,
            fake,
            shutdown,
            task,
        }
    }

    fn submit(&self, id: u64, lane: Lane) {
        self.handle.submit(Submit {
            id: RequestId(id),
            read: order(id),
            lane,
        });
    }

    async fn done(&mut self) -> Done {
        timeout(Duration::from_secs(100_000), self.results.recv())
            .await
            .expect("an answer comes")
            .expect("the engine runs")
    }

    /// Takes answers until `count` ids have one.
    async fn take(&mut self, count: usize) -> Vec<Done> {
        let mut taken = Vec::new();
        let mut ids = 0;
        while ids < count {
            let done = self.done().await;
            ids += done.ids.len();
            taken.push(done);
        }
        taken
    }

    fn sent(&self) -> Vec<(Duration, Read)> {
        self.fake.sent.lock().unwrap().clone()
    }

    async fn shown(&self, wanted: impl FnMut(&Gauges) -> bool) -> Gauges {
        let mut gauges: watch::Receiver<Gauges> = self.handle.gauges();
        timeout(Duration::from_secs(100_000), gauges.wait_for(wanted))
            .await
            .expect("the gauges get there")
            .expect("the engine runs")
            .clone()
    }
}

fn order(id: u64) -> Read {
    Read::Order(OrderRef::new(format!("CMD_{id}")))
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

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

#[tokio::test(start_paused = true)]
async fn prices_are_a_read_like_any_other_though_they_are_asked_for_with_a_body() {
    let prices = |product| Read::PricedOffers(vec![ProductId::new(product)]);
    let mut rig = Rig::new(|at, _| {
        if at < secs(1) {
            fail(FailureKind::Server)
        } else {
            fine()
        }
    });
    for (id, product) in [(1, "a"), (2, "a"), (3, "b")] {
        rig.handle.submit(Submit {
            id: RequestId(id),
            read: prices(product),
            lane: Lane::User,
        });
    }
    let taken = rig.take(3).await;
    assert!(taken.iter().all(|done| done.result.is_ok()), "tried again");
    let sent = |product| {
        let sent = rig.sent().into_iter();
        sent.filter(|(_, read)| *read == prices(product)).count()
    };
    assert!(sent("a") >= 2 && sent("b") >= 2, "{:?}", rig.sent());
    let shared = taken.iter().find(|done| done.ids.len() == 2);
    assert_eq!(shared.unwrap().ids, [RequestId(1), RequestId(2)]);
}

#[tokio::test(start_paused = true)]
async fn a_read_is_answered_and_the_gauges_go_back_to_rest() {
    let mut rig = Rig::new(|_, _| fine());
    rig.submit(7, Lane::User);
    let done = rig.done().await;
    assert_eq!((done.ids, done.attempts), (vec![RequestId(7)], 1));
    assert_eq!(done.took, Duration::from_millis(100));
    rig.shown(|gauges| gauges.classes[RateClass::Reads].usage.used == 1)
        .await;
    let at = rig.handle.now();
    rig.shown(|gauges| gauges.classes[RateClass::Reads].usage.used == 0)
        .await;
    assert!(rig.handle.now() >= at + secs(59));
    let mut gauges = rig.handle.gauges();
    gauges.mark_unchanged();
    sleep(secs(86_400 * 3)).await;
    assert!(!gauges.has_changed().unwrap(), "rest is silent");
}

#[tokio::test(start_paused = true)]
async fn a_user_goes_next_before_a_thousand_background_requests() {
    let mut rig = Rig::new(|_, _| fine());
    for id in 0..1_000 {
        rig.submit(id, Lane::Background);
    }
    rig.take(16).await;
    sleep(secs(1)).await;
    let asked = rig.handle.now();
    rig.submit(5_000, Lane::User);
    let done = rig.done().await;
    assert_eq!(done.ids, [RequestId(5_000)]);
    assert_eq!(rig.handle.now(), asked + Duration::from_millis(100));
    let rest = rig.take(984).await;
    assert_eq!(rest.len(), 984);
    let minutes = rig.handle.now().as_secs() / 60;
    assert!((9..=11).contains(&minutes), "{minutes} minutes");
}

#[tokio::test(start_paused = true)]
async fn a_429_storm_slows_the_class_loses_nothing_and_passes() {
    let mut rig = Rig::new(|at, _| {
        if at < secs(20) {
            fail(FailureKind::Throttled {
                retry_after: Some(secs(10)),
            })
        } else {
            fine()
        }
    });
    for id in 0..60 {
        rig.submit(id, Lane::Visible);
    }
    let slowed = rig
        .shown(|gauges| gauges.classes[RateClass::Reads].usage.slowed.is_some())
        .await;
    let usage = slowed.classes[RateClass::Reads].usage;
    assert_eq!(usage.cap, 60, "four answers of one burst halve once");
    assert!(usage.closed.is_some_and(|until| until >= secs(11)));
    let done = rig.take(60).await;
    assert!(done.iter().all(|done| done.result == fine()));
    let during = rig.sent().iter().filter(|(at, _)| *at < secs(20)).count();
    assert!(during <= 8, "{during} sent during the storm");
    rig.shown(|gauges| {
        let usage = gauges.classes[RateClass::Reads].usage;
        usage.slowed.is_none() && usage.cap == 120
    })
    .await;
    let minutes = rig.handle.now().as_secs() / 60;
    assert!((18..=35).contains(&minutes), "back after {minutes} minutes");
}

#[tokio::test(start_paused = true)]
async fn the_server_goes_and_comes_back_hours_later() {
    let mut rig = Rig::new(|at, _| {
        if at < secs(3 * 3_600) {
            fail(FailureKind::Offline)
        } else {
            fine()
        }
    });
    for id in 0..1_000 {
        rig.submit(id, Lane::Background);
    }
    let offline = rig.shown(|gauges| gauges.offline.is_some()).await.offline;
    assert_eq!(
        offline.map(|offline| offline.since),
        Some(Duration::from_millis(100))
    );
    sleep(secs(3_600)).await;
    let probes = rig.sent().len();
    assert!((100..=140).contains(&probes), "{probes} in an hour");
    rig.submit(9_000, Lane::User);
    let sent_at = rig.handle.now();
    tokio::task::yield_now().await;
    sleep(Duration::from_millis(1)).await;
    assert_eq!(rig.sent().last(), Some(&(sent_at, order(9_000))));
    let answers = rig.take(1_001).await;
    assert_eq!(answers.iter().filter(|done| done.attempts > 3).count(), 0);
    let told = answers.iter().filter(|done| done.result.is_err()).count();
    assert!(told < 150, "{told} were given up in three hours");
    assert_eq!(
        rig.shown(|gauges| gauges.offline.is_none()).await.offline,
        None
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_stops_everything_until_resumed() {
    let mut rig = Rig::new(|at, _| {
        if at < secs(1) {
            fail(FailureKind::LoginRefused)
        } else {
            fine()
        }
    });
    for id in 0..2_000 {
        rig.submit(id, Lane::Background);
    }
    let done = rig.take(2_000).await;
    assert!(
        done.iter()
            .all(|done| done.result == fail(FailureKind::LoginRefused))
    );
    sleep(secs(3_600)).await;
    assert_eq!(rig.sent().len(), 3);
    assert!(matches!(
        rig.handle.gauges().borrow().login,
        Login::Refused(_)
    ));
    rig.handle.resume();
    rig.submit(3_000, Lane::Visible);
    assert_eq!(rig.done().await.result, fine());
}

#[tokio::test(start_paused = true)]
async fn a_full_results_channel_holds_back_sending_but_not_the_rest() {
    let mut rig = Rig::new(|_, _| fine());
    let all = RESULTS + 100;
    let last = RequestId(611);
    for id in 0..=last.0 {
        rig.submit(id, Lane::Background);
    }
    sleep(secs(3_600)).await;
    let stuck = rig.sent().len();
    assert!(
        (RESULTS + 1..=RESULTS + 4).contains(&stuck),
        "{stuck} sent while nobody takes answers"
    );
    rig.handle.cancel(last);
    rig.shown(|gauges| gauges.classes[RateClass::Reads].queued[3] == all - stuck - 1)
        .await;
    rig.submit(10_000, Lane::User);
    let done = rig.take(all).await;
    assert_eq!(done.len(), all);
    assert!(done.iter().any(|done| done.ids == [RequestId(10_000)]));
    assert!(done.iter().all(|done| done.ids != [last]));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_request_is_never_answered() {
    let mut rig = Rig::new(|_, _| fine());
    rig.submit(1, Lane::User);
    rig.submit(2, Lane::User);
    rig.handle.cancel(RequestId(1));
    assert_eq!(rig.done().await.ids, [RequestId(2)]);
    sleep(secs(60)).await;
    assert!(rig.results.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn an_executor_that_breaks_is_a_failure_of_its_read_alone() {
    let mut rig = Rig::new(|_, read| {
        assert!(*read != order(1), "the executor breaks");
        fine()
    });
    rig.submit(1, Lane::User);
    let done = rig.done().await;
    let failure = done.result.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Internal);
    assert_eq!(failure.path, order(1).path());
    rig.submit(2, Lane::User);
    assert_eq!(rig.done().await.result, fine());
}

#[tokio::test(start_paused = true)]
async fn shutdown_ends_it_at_once_with_reads_on_the_wire() {
    let rig = Rig::new(|_, _| fine());
    for id in 0..10 {
        rig.submit(id, Lane::User);
    }
    sleep(Duration::from_millis(50)).await;
    let at = Instant::now();
    rig.shutdown.cancel();
    rig.task.await.unwrap();
    assert_eq!(at.elapsed(), Duration::ZERO);
    assert_eq!(Arc::strong_count(&rig.fake), 1, "nothing is left behind");
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_every_handle_is_gone_or_nobody_listens() {
    let Rig { handle, task, .. } = Rig::new(|_, _| fine());
    drop(handle);
    task.await.unwrap();
    let Rig {
        handle,
        results,
        task,
        ..
    } = Rig::new(|_, _| fine());
    drop(results);
    task.await.unwrap();
    drop(handle);
}
