//! The engine's front door: submit and cancel without waiting, gauges to look at.
//!
//! A handle never blocks and never fails: what it says goes into an unbounded channel. Answers leave by a bounded one
//! whose sender waits, so of each pair exactly one leg is bounded and a full channel cannot lock both sides. After the
//! engine has ended a handle speaks into the void.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::domain::request::{Lane, RequestId};
use crate::sched::gauges::Gauges;
use crate::sched::policy::{Done, Submit};

/// Answers that may lie in the channel before the engine stops sending more.
pub const RESULTS: usize = 512;

/// What a handle tells the engine.
#[derive(Debug)]
pub(in crate::sched) enum Command {
    Submit(Submit),
    Cancel(RequestId),
    CancelAll(Lane),
    Resume,
}

/// The way to the engine; cheap to clone.
#[derive(Clone, Debug)]
pub struct SchedHandle {
    commands: mpsc::UnboundedSender<Command>,
    gauges: watch::Receiver<Gauges>,
    started: Instant,
}

/// The engine's ends of the channels, for [`crate::sched::worker::run`].
#[derive(Debug)]
pub struct Wiring {
    pub(in crate::sched) commands: mpsc::UnboundedReceiver<Command>,
    pub(in crate::sched) results: mpsc::Sender<Done>,
    pub(in crate::sched) gauges: watch::Sender<Gauges>,
    pub(in crate::sched) started: Instant,
}

/// Makes the channels; engine time starts now.
pub fn wire() -> (SchedHandle, mpsc::Receiver<Done>, Wiring) {
    let started = Instant::now();
    let (commands, inbox) = mpsc::unbounded_channel();
    let (results, answers) = mpsc::channel(RESULTS);
    let (gauges, shown) = watch::channel(Gauges::default());
    let handle = SchedHandle {
        commands,
        gauges: shown,
        started,
    };
    let wiring = Wiring {
        commands: inbox,
        results,
        gauges,
        started,
    };
    (handle, answers, wiring)
}

impl SchedHandle {
    /// Asks for a read. It is answered exactly once, unless it is cancelled or the engine ends first.
    pub fn submit(&self, submit: Submit) {
        self.tell(Command::Submit(submit));
    }

    /// Takes a wish back. Its answer may be on its way already.
    pub fn cancel(&self, id: RequestId) {
        self.tell(Command::Cancel(id));
    }

    /// Takes back every wish of a lane.
    pub fn cancel_all(&self, lane: Lane) {
        self.tell(Command::CancelAll(lane));
    }

    /// A person acted on a refused login: requests may go again.
    pub fn resume(&self) {
        self.tell(Command::Resume);
    }

    /// The gauges: latest value only, changed only when something did.
    pub fn gauges(&self) -> watch::Receiver<Gauges> {
        self.gauges.clone()
    }

    /// The engine time of this moment: what every time in [`Gauges`] is measured in.
    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn tell(&self, command: Command) {
        // Refused only when the engine has ended, and then nobody waits for an answer.
        drop(self.commands.send(command));
    }
}
