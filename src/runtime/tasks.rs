//! The one place that spawns: tasks are named, cancellable, and their panics become events.
//!
//! A background task that panics must not take the dashboard down and must not die unseen: the
//! screen names it ([`TaskFailed`]), and a task that can be made anew is restarted at most
//! [`RESTARTS`] times. Its future is polled inside [`current`], by which the panic hook knows
//! that the panic is not the user interface's.
//!
//! Never: a detached task, a task that outlives [`Tasks::finish`] unnoticed.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::panic::describe;

/// How often a task that can be made anew is.
pub const RESTARTS: u8 = 3;
/// How long the tasks of a command that has ended may take to end too.
pub const WIND_DOWN: Duration = Duration::from_millis(200);

/// A background task panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFailed {
    /// The name it was spawned under.
    pub name: &'static str,
    /// What the panic said: one line, without what it quoted.
    pub message: String,
    /// Whether it runs again already. Its data is stale either way.
    pub is_restarted: bool,
}

/// Spawns tasks; cheap to clone, clones share the token and the count.
#[derive(Clone, Debug)]
pub struct Tasks {
    token: CancellationToken,
    failed: mpsc::UnboundedSender<TaskFailed>,
    running: Arc<watch::Sender<usize>>,
}

thread_local! {
    static CURRENT: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Name of the task that this thread is polling just now.
pub fn current() -> Option<&'static str> {
    CURRENT.get()
}

impl Tasks {
    /// A root, and where the failures of all its tasks arrive.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<TaskFailed>) {
        let (failed, failures) = mpsc::unbounded_channel();
        let tasks = Self {
            token: CancellationToken::new(),
            failed,
            running: Arc::new(watch::Sender::new(0)),
        };
        (tasks, failures)
    }

    /// The same, with a token that can be cancelled alone and is cancelled with its parent.
    #[must_use]
    pub fn child(&self) -> Self {
        Self {
            token: self.token.child_token(),
            ..self.clone()
        }
    }

    /// The token that [`Tasks::cancel`] cancels.
    pub fn token(&self) -> &CancellationToken {
        &self.token
    }

    /// Asks every task to end: those of [`Tasks::spawn`] are dropped at their next await.
    pub fn cancel(&self) {
        self.token.cancel();
    }

    /// Runs a future that may be dropped at any await.
    pub fn spawn(&self, name: &'static str, future: impl Future<Output = ()> + Send + 'static) {
        let token = self.token.clone();
        self.spawn_graceful(name, async move {
            token.run_until_cancelled_owned(future).await;
        });
    }

    /// Runs a future that watches [`Tasks::token`] itself and ends in its own time.
    pub fn spawn_graceful(
        &self,
        name: &'static str,
        future: impl Future<Output = ()> + Send + 'static,
    ) {
        let failed = self.failed.clone();
        self.start(async move {
            if let Err(message) = caught(name, future).await {
                report(&failed, name, message, false);
            }
        });
    }

    /// Runs what `make` makes; after a panic it is made again, at most [`RESTARTS`] times. A
    /// future that returns is done and is not made again.
    pub fn spawn_restartable<F>(
        &self,
        name: &'static str,
        mut make: impl FnMut() -> F + Send + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let (failed, token) = (self.failed.clone(), self.token.clone());
        self.start(async move {
            let mut restarts = 0;
            loop {
                let run = caught(name, make());
                let Some(Err(message)) = token.run_until_cancelled(run).await else {
                    return;
                };
                let is_restarted = restarts < RESTARTS;
                report(&failed, name, message, is_restarted);
                if !is_restarted {
                    return;
                }
                restarts += 1;
            }
        });
    }

    /// Cancels and waits until every task has ended; false if some still run after `within`.
    pub async fn finish(&self, within: Duration) -> bool {
        self.cancel();
        let mut running = self.running.subscribe();
        tokio::time::timeout(within, running.wait_for(|count| *count == 0))
            .await
            .is_ok()
    }

    fn start(&self, future: impl Future<Output = ()> + Send + 'static) {
        let counted = Counted::new(&self.running);
        #[expect(clippy::disallowed_methods, reason = "the place that others must use")]
        let _detached = tokio::spawn(async move {
            let _counted = counted;
            future.await;
        });
    }
}

/// Counts a task from its spawn to its drop, so that an aborted one counts as ended too.
struct Counted(Arc<watch::Sender<usize>>);

impl Counted {
    fn new(running: &Arc<watch::Sender<usize>>) -> Self {
        running.send_modify(|count| *count += 1);
        Self(Arc::clone(running))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

fn report(
    failed: &mpsc::UnboundedSender<TaskFailed>,
    name: &'static str,
    message: String,
    is_restarted: bool,
) {
    // Nobody listens any more only while everything ends.
    let _ = failed.send(TaskFailed {
        name,
        message,
        is_restarted,
    });
}

/// Polls the future to its end or its panic.
async fn caught(name: &'static str, future: impl Future<Output = ()>) -> Result<(), String> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let outer = CURRENT.replace(Some(name));
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        CURRENT.set(outer);
        match polled {
            Ok(poll) => poll.map(Ok),
            Err(payload) => std::task::Poll::Ready(Err(describe(payload.as_ref()))),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_panic_is_an_event_with_the_name_of_its_task() {
        let (tasks, mut failures) = Tasks::new();
        tasks.spawn("prices", async { panic!("no price {}", 7) });
        assert_eq!(
            failures.recv().await,
            Some(TaskFailed {
                name: "prices",
                message: "no price 7".into(),
                is_restarted: false
            })
        );
        assert!(tasks.finish(Duration::from_secs(1)).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_restartable_task_gets_three_more_chances() {
        let (tasks, mut failures) = Tasks::new();
        let runs = Arc::new(AtomicU8::new(0));
        let counted = Arc::clone(&runs);
        tasks.spawn_restartable("sweep", move || {
            counted.fetch_add(1, Ordering::Relaxed);
            async {
                tokio::task::yield_now().await;
                panic!("again")
            }
        });
        let mut restarted = Vec::new();
        for _ in 0..=RESTARTS {
            restarted.push(failures.recv().await.unwrap().is_restarted);
        }
        assert_eq!(restarted, [true, true, true, false]);
        assert!(tasks.finish(Duration::from_secs(1)).await);
        assert_eq!(runs.load(Ordering::Relaxed), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn cancelling_ends_what_may_be_dropped_and_asks_the_rest() {
        let (tasks, _failures) = Tasks::new();
        let (child, slow) = (tasks.child(), tasks.child());
        child.spawn("forever", std::future::pending());
        let token = slow.token().clone();
        slow.spawn_graceful("writes", async move {
            token.cancelled().await;
            tokio::time::sleep(Duration::from_millis(1500)).await;
        });
        assert!(
            !tasks.finish(Duration::from_secs(1)).await,
            "one still drains"
        );
        assert!(tasks.finish(Duration::from_secs(1)).await);
    }

    #[tokio::test]
    async fn the_task_being_polled_has_a_name() {
        let (tasks, _failures) = Tasks::new();
        let (say, mut said) = mpsc::unbounded_channel();
        tasks.spawn("named", async move {
            say.send(current()).unwrap();
        });
        assert_eq!(said.recv().await, Some(Some("named")));
        assert_eq!(current(), None);
    }
}
