//! A journal, a transport and their owner, who write down what happened in which order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{LineId, ProductId};
use crate::domain::journal::{JournalId, Refusal, WriteId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, OfferKey, Outcome, Qualify, Receipt, Way, Write};
use crate::sched::limits::Limits;
use crate::sched::ratelog::MemoryLog;
use crate::sched::writes::{Journal, Means, Sender, Step, Told, WritesHandle, run, wire};

/// How long an exchange takes unless told otherwise.
pub(super) const EXCHANGE: Duration = Duration::from_millis(200);

/// What a part does instead of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Says no.
    Refuse,
    /// Panics.
    Panic,
}

/// What goes wrong next, and what happened so far.
#[derive(Clone, Default)]
pub(super) struct Faults(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    opens: VecDeque<Option<Fault>>,
    sends: VecDeque<Option<Fault>>,
    ends: VecDeque<Option<Fault>>,
    answer: Option<Outcome>,
    takes: Option<Duration>,
    said: Vec<String>,
    sent: Vec<String>,
    entries: i64,
}

impl Faults {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    pub(super) fn at_open(&self, fault: Fault) {
        self.with(|state| state.opens.push_back(Some(fault)));
    }

    pub(super) fn at_send(&self, fault: Fault) {
        self.with(|state| state.sends.push_back(Some(fault)));
    }

    pub(super) fn at_end(&self, fault: Fault, times: usize) {
        self.with(|state| state.ends.extend(vec![Some(fault); times]));
    }

    /// What happens to each intent in turn.
    pub(super) fn script(
        &self,
        opens: Vec<Option<Fault>>,
        sends: Vec<Option<Fault>>,
        ends: Vec<Option<Fault>>,
    ) {
        self.with(|state| {
            state.opens = opens.into();
            state.sends = sends.into();
            state.ends = ends.into();
        });
    }

    pub(super) fn answer(&self, outcome: Outcome) {
        self.with(|state| state.answer = Some(outcome));
    }

    pub(super) fn exchange_takes(&self, takes: Duration) {
        self.with(|state| state.takes = Some(takes));
    }

    pub(super) fn say(&self, what: String) {
        self.with(|state| state.said.push(what));
    }

    pub(super) fn said(&self) -> Vec<String> {
        self.with(|state| state.said.clone())
    }
}

impl Journal for Faults {
    async fn open(
        &self,
        intent: &Intent,
        supersedes: Option<JournalId>,
    ) -> Result<JournalId, Refusal> {
        tokio::task::yield_now().await;
        match self.with(|state| state.opens.pop_front()).flatten() {
            Some(Fault::Refuse) => return Err(Refusal::NotDurable("the disk is full".to_owned())),
            Some(Fault::Panic) => panic!("a journal that breaks"),
            None => {}
        }
        let instead = supersedes.map(|id| format!(" instead of {}", id.0));
        let label = label(&intent.write);
        self.say(format!("open {label}{}", instead.unwrap_or_default()));
        Ok(self.with(|state| {
            state.entries += 1;
            JournalId(state.entries)
        }))
    }

    async fn end(&self, id: JournalId, outcome: &Outcome) -> Result<(), String> {
        tokio::task::yield_now().await;
        match self.with(|state| state.ends.pop_front()).flatten() {
            Some(Fault::Refuse) => return Err("the disk is full".to_owned()),
            Some(Fault::Panic) => panic!("a journal that breaks"),
            None => {}
        }
        let word = match outcome {
            Outcome::NotSent(_) => "not sent",
            Outcome::Refused(_) => "refused",
            Outcome::Applied(_) => "applied",
            Outcome::Unknown(_) => "unknown",
        };
        self.say(format!("end {} {word}", id.0));
        Ok(())
    }
}

impl Sender for Faults {
    async fn send(&self, write: &Write) -> Outcome {
        let label = label(write);
        self.say(format!("send {label}"));
        let (fault, takes, answer) = self.with(|state| {
            state.sent.push(label);
            let fault = state.sends.pop_front().flatten();
            (fault, state.takes, state.answer.clone())
        });
        sleep(takes.unwrap_or(EXCHANGE)).await;
        match fault {
            Some(Fault::Panic) => panic!("a transport that breaks"),
            Some(Fault::Refuse) => refused(FailureKind::Refused),
            None => answer.unwrap_or_else(applied),
        }
    }
}

/// A worker with its fakes.
pub(super) struct Rig {
    pub(super) handle: WritesHandle,
    pub(super) told: mpsc::UnboundedReceiver<Told>,
    pub(super) faults: Faults,
    pub(super) shutdown: CancellationToken,
    pub(super) task: JoinHandle<()>,
}

impl Rig {
    pub(super) fn new() -> Self {
        let (handle, told, wiring) = wire();
        let (faults, shutdown) = (Faults::default(), CancellationToken::new());
        let limits = Limits::default();
        let means = Means {
            journal: Arc::new(faults.clone()),
            sender: Arc::new(faults.clone()),
            log: Arc::new(MemoryLog::new(&limits)),
            limits,
            seed: 42,
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "the runtime's tasks are not known here"
        )]
        let task = tokio::spawn(run(wiring, means, shutdown.clone()));
        Self {
            handle,
            told,
            faults,
            shutdown,
            task,
        }
    }

    pub(super) fn send(&self, id: u64, intent: Intent) {
        self.handle.send(WriteId(id), intent, None);
    }

    pub(super) async fn next(&mut self) -> (u64, Step) {
        let told = self.told.recv().await.expect("the worker goes on");
        if let Step::Ended(entry, _) = told.step {
            self.faults.say(format!("told {}", entry.0));
        }
        (told.id.0, told.step)
    }

    pub(super) fn now(&self) -> Duration {
        self.handle.now()
    }

    pub(super) fn said(&self) -> Vec<String> {
        self.faults.said()
    }

    pub(super) fn sent(&self) -> Vec<String> {
        self.faults.with(|state| state.sent.clone())
    }

    pub(super) fn sends(&self) -> usize {
        self.sent().len()
    }
}

pub(super) fn entry(id: i64) -> JournalId {
    JournalId(id)
}

pub(super) fn accept(line: &str) -> Intent {
    intent(Write::Accept(OfferKey {
        line: LineId::new(line),
        product: ProductId::new("2173"),
    }))
}

/// One of many on a target, told apart by its comment.
pub(super) fn numbered(line: &str, number: u64) -> Intent {
    let offer = OfferKey {
        line: LineId::new(line),
        product: ProductId::new("2173"),
    };
    intent(Write::Decline(offer, Some(Text::new(number.to_string()))))
}

fn label(write: &Write) -> String {
    match write {
        Write::Decline(_, Some(number)) => format!("{} {}", write.target(), number.wire()),
        Write::Qualify(Qualify {
            way,
            external_id: Some(number),
            ..
        }) => format!("{way:?} {}", number.wire()),
        write => write.target(),
    }
}

/// An eligibility request, told apart by its reference.
pub(super) fn qualify(way: Way, number: u64) -> Intent {
    intent(Write::Qualify(Qualify {
        way,
        external_id: Some(Text::new(number.to_string())),
        project: None,
        sites: Vec::new(),
    }))
}

pub(super) fn export() -> Intent {
    intent(Write::StartOrderExport)
}

fn intent(write: Write) -> Intent {
    Intent {
        subject: Text::new(write.target()),
        write,
        seen: Vec::new(),
    }
}

pub(super) fn applied() -> Outcome {
    Outcome::Applied(Receipt::Bare)
}

pub(super) fn refused(kind: FailureKind) -> Outcome {
    Outcome::Refused(Failure::new(kind, "/api/v1/quote_item/{id}/accept/"))
}
