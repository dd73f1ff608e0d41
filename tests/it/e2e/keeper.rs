//! Keeps paused time from running ahead of bytes on the wire.
//!
//! A paused runtime jumps to the next timer whenever no task can run, and it does not know that an answer is under way
//! through the kernel: a timeout of thirty seconds could end a request that takes thirty microseconds. So while a
//! request of the engine is neither answered nor held by the simulator on purpose, the keeper stays runnable, and time
//! stands still. A request that the simulator holds (latency, a hang) is waiting for time, which then has to pass.

use std::convert::Infallible;

use covage_tui::domain::request::RateClass;
use covage_tui::sched::gauges::Gauges;
use tokio::sync::watch;
use tokio::task::yield_now;

/// Rounds without any change after which requests are taken to wait for time all the same: reads that wait for a login
/// which the simulator holds look like bytes on the wire. A round asks the kernel once, so these are some ten
/// milliseconds of real time in which nothing arrived.
const ROUNDS: u32 = 5_000;

/// Watches both ends of the wire.
pub(super) struct Keeper {
    engine: watch::Receiver<Gauges>,
    server: watch::Receiver<u64>,
    last: (u64, u64),
    rounds: u32,
}

impl Keeper {
    /// Between an engine's gauges and a simulator's requests.
    pub(super) fn new(engine: watch::Receiver<Gauges>, server: watch::Receiver<u64>) -> Self {
        Self {
            engine,
            server,
            last: (0, 0),
            rounds: 0,
        }
    }

    /// Requests of the engine that are under way.
    pub(super) fn in_flight(&self) -> u64 {
        let gauges = self.engine.borrow();
        u64::from(gauges.classes[RateClass::Reads].in_flight)
    }

    /// Holds time whenever bytes are on the wire. Poll it beside whatever waits; it never ends.
    /// `writes` says how many writes are on their way beside what the engine asks.
    pub(super) async fn keep(&mut self, writes: u64) -> Infallible {
        loop {
            if self.is_wire_busy(writes) {
                yield_now().await;
                continue;
            }
            // An error means that one end is gone for good; whoever waits will notice.
            tokio::select! {
                Ok(()) = self.engine.changed() => {}
                Ok(()) = self.server.changed() => {}
                else => std::future::pending().await,
            }
        }
    }

    fn is_wire_busy(&mut self, writes: u64) -> bool {
        let held = *self.server.borrow_and_update();
        self.engine.mark_unchanged();
        let now = (self.in_flight() + writes, held);
        if now != self.last {
            self.last = now;
            self.rounds = 0;
        }
        self.rounds = self.rounds.saturating_add(1);
        now.0 > held && self.rounds < ROUNDS
    }
}
