//! The rate log of every copy: `state.db` asked through the scheduler's windows.
//!
//! The windows' own rules run inside the transaction, on what the file holds; what it comes to is mirrored in memory.
//! Times in the file are boot times, which suspending and setting the date leave alone; the scheduler's are its own, and
//! are translated here.
//!
//! Invariants: what this process took is never forgotten, even if the file is lost or replaced; while the file cannot
//! be used, the mirror goes on under the same rules.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::journal::Account;
use crate::domain::request::{Lane, RateClass};
use crate::runtime::clock::Clock;
use crate::sched::limits::{Documented, Edge, Limit, Limits, PerClass};
use crate::sched::pace::Lowered;
use crate::sched::ratelog::{RateLog, Reservation, Slot};
use crate::sched::window::{Memory, Usage, Verdict, Window};
use crate::store::rates::{Kept, RateKey, Slowed};
use crate::store::{StoreError, StoreHandle};

/// After another copy kept the file for too long, nobody waits for it again so soon.
const BUSY_PAUSE: Duration = Duration::from_secs(10);
/// The clocks of engine and file drift apart by less, unless the machine was suspended.
const DRIFT: Duration = Duration::from_millis(20);
/// A slot of a documented limit that was granted this long ago could leave too near to the next one: it is spent.
const TOO_LATE: Duration = Duration::from_millis(150);
/// Slots whose end is still to come, and some more.
const OUTSTANDING: usize = 64;

/// See the module.
#[derive(Debug)]
pub struct SharedLog {
    store: StoreHandle,
    clock: Clock,
    keys: PerClass<RateKey>,
    limits: PerClass<Limit>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// What the file held when it was asked last, and what was taken since.
    mirror: PerClass<Window>,
    /// What this process took and still counts.
    ours: PerClass<Vec<Duration>>,
    /// Slots in engine time and in boot time.
    outstanding: VecDeque<(Slot, Duration)>,
    /// Boot time before which the file is not asked.
    ask_from: Duration,
    /// Boot time at engine time zero.
    engine_start: Duration,
}

impl SharedLog {
    pub(super) fn new(
        store: StoreHandle,
        clock: Clock,
        account: &Account,
        limits: &Limits,
    ) -> Self {
        let limits = PerClass::from_fn(|class| limits.of(class));
        Self {
            keys: PerClass::from_fn(|class| RateKey {
                origin: account.origin.clone(),
                username: account.username.clone(),
                class: word(class),
            }),
            state: Mutex::new(State {
                mirror: PerClass::from_fn(|class| Window::new(limits[class])),
                ours: PerClass::from_fn(|_| Vec::new()),
                outstanding: VecDeque::new(),
                ask_from: Duration::ZERO,
                engine_start: Duration::ZERO,
            }),
            limits,
            store,
            clock,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `act` at the window of a class: in the file, or where that cannot be used in memory. `act` tells whether
    /// it changed anything, and is told the boot time.
    async fn change<T: Send + 'static>(
        &self,
        class: RateClass,
        act: impl Fn(&mut Window, Duration) -> (T, bool) + Clone + Send + 'static,
    ) -> (T, Duration) {
        let (ours, mirrored, is_asked) = {
            let state = self.state();
            let mirrored = state.mirror[class].memory();
            let is_asked = self.clock.boot() >= state.ask_from;
            (state.ours[class].clone(), mirrored, is_asked)
        };
        if is_asked {
            let (limit, act) = (self.limits[class], act.clone());
            let in_file = move |kept: &mut Kept, now: Duration| {
                let held = memory(kept);
                let known = merged(held.clone(), &ours, &mirrored);
                let is_news = known != held;
                let mut window = Window::recalled(limit, known);
                let (done, is_changed) = act(&mut window, now);
                *kept = self::kept(window.memory());
                ((done, window, now), is_changed || is_news)
            };
            match self.store.rate(self.keys[class].clone(), in_file).await {
                Ok((done, window, now)) => {
                    self.state().mirror[class] = window;
                    return (done, now);
                }
                Err(StoreError::Busy) => {
                    self.state().ask_from = self.clock.boot() + BUSY_PAUSE;
                }
                // Answered without touching the disk, until the file is of use again.
                Err(_) => {}
            }
        }
        let now = self.clock.boot();
        let (done, _) = act(&mut self.state().mirror[class], now);
        (done, now)
    }
}

impl RateLog for SharedLog {
    async fn reserve(&self, class: RateClass, lane: Lane, now: Duration) -> Reservation {
        self.state().synchronise(self.clock.boot(), now);
        let is_exact = matches!(self.limits[class], Limit::Documented(_));
        let mut may_spend = is_exact;
        loop {
            let take = move |window: &mut Window, now| {
                let verdict = window.reserve(lane, now);
                (verdict, verdict == Verdict::Now)
            };
            let (verdict, at) = self.change(class, take).await;
            let mut state = self.state();
            let at = match verdict {
                Verdict::At(at) => return Reservation::NotBefore(state.in_engine(at)),
                Verdict::Now => at,
            };
            let still_counts = state.mirror[class].memory().sends;
            state.ours[class].retain(|at| still_counts.contains(at));
            state.ours[class].push(recorded(&self.limits[class], at));
            let is_late = self.clock.boot().saturating_sub(at) > TOO_LATE;
            if is_late && std::mem::take(&mut may_spend) {
                continue;
            }
            let slot = Slot { class, at: now };
            state.outstanding.push_back((slot, at));
            if state.outstanding.len() > OUTSTANDING {
                state.outstanding.pop_front();
            }
            return Reservation::Granted(slot);
        }
    }

    async fn settle(&self, slot: Slot, end: Duration) {
        let limit = self.limits[slot.class];
        if !is_from_end(&limit) {
            return;
        }
        let (reserved, end) = {
            let state = self.state();
            (state.in_boot_time(slot), state.engine_start + end)
        };
        let settle = move |window: &mut Window, _| {
            window.settle(reserved, end);
            ((), true)
        };
        self.change(slot.class, settle).await;
        for at in &mut self.state().ours[slot.class] {
            if *at == recorded(&limit, reserved) {
                *at = end;
            }
        }
    }

    async fn throttled(&self, slot: Slot, until: Duration, now: Duration) {
        let (reserved, until, now) = {
            let state = self.state();
            let start = state.engine_start;
            (state.in_boot_time(slot), start + until, start + now)
        };
        let close = move |window: &mut Window, _| {
            window.throttled(reserved, until, now);
            ((), true)
        };
        self.change(slot.class, close).await;
    }

    fn usage(&self, now: Duration) -> PerClass<Usage> {
        let mut state = self.state();
        state.synchronise(self.clock.boot(), now);
        let now = state.engine_start + now;
        PerClass::from_fn(|class| {
            let usage = state.mirror[class].usage(now);
            let time = |at: Option<Duration>| at.map(|at| state.in_engine(at));
            Usage {
                next: time(usage.next),
                closed: time(usage.closed),
                changes: time(usage.changes),
                slowed: usage.slowed.map(|mut slowed| {
                    slowed.until = state.in_engine(slowed.until);
                    slowed
                }),
                ..usage
            }
        })
    }
}

impl State {
    /// Ties the two clocks together. Small differences are left alone: they are how long it took to ask, and every
    /// change of a shown time would be drawn.
    fn synchronise(&mut self, boot: Duration, engine: Duration) {
        let start = boot.saturating_sub(engine);
        if self.engine_start.abs_diff(start) > DRIFT {
            self.engine_start = start;
        }
    }

    fn in_engine(&self, boot: Duration) -> Duration {
        boot.saturating_sub(self.engine_start)
    }

    fn in_boot_time(&self, slot: Slot) -> Duration {
        let known = self.outstanding.iter().find(|(known, _)| *known == slot);
        known.map_or(self.engine_start + slot.at, |(_, at)| *at)
    }
}

/// What the file holds and what this process knows better: what it took itself, and how long a class is closed.
fn merged(mut file: Memory, ours: &[Duration], mirrored: &Memory) -> Memory {
    let mut missing = ours.to_vec();
    for at in &file.sends {
        if let Some(found) = missing.iter().position(|ours| ours == at) {
            missing.swap_remove(found);
        }
    }
    file.sends.extend(missing);
    file.closed_until = file.closed_until.max(mirrored.closed_until);
    let later = |it: &Option<Lowered>| it.map(|it| it.at);
    if later(&mirrored.lowered) > later(&file.lowered) {
        file.lowered = mirrored.lowered;
    }
    file
}

fn is_from_end(limit: &Limit) -> bool {
    matches!(
        limit,
        Limit::Documented(Documented {
            from: Edge::End,
            ..
        })
    )
}

/// What a window notes for a slot that was taken at `at`, until it is settled.
fn recorded(limit: &Limit, at: Duration) -> Duration {
    if is_from_end(limit) {
        at + crate::sched::limits::LONGEST_EXCHANGE
    } else {
        at
    }
}

fn memory(kept: &Kept) -> Memory {
    Memory {
        sends: kept.sends.clone(),
        closed_until: kept.closed_until,
        lowered: kept.slowed.map(|slowed| Lowered {
            cap: slowed.cap,
            held_until: slowed.held_until,
            at: slowed.halved_at,
        }),
    }
}

fn kept(memory: Memory) -> Kept {
    Kept {
        sends: memory.sends,
        closed_until: memory.closed_until,
        slowed: memory.lowered.map(|lowered| Slowed {
            cap: lowered.cap,
            held_until: lowered.held_until,
            halved_at: lowered.at,
        }),
    }
}

/// The name of a class in the file; never changed.
fn word(class: RateClass) -> &'static str {
    match class {
        RateClass::Reads => "reads",
        RateClass::Writes => "writes",
        RateClass::OrderExport => "order_export",
        RateClass::QuoteExport => "quote_export",
        RateClass::QualificationSync => "qualification_sync",
        RateClass::Qualification => "qualification",
    }
}
