//! The rate log of every copy: `state.db` asked through the scheduler's windows.
//!
//! The windows' own rules run inside the transaction, on what the file holds; what it comes to is mirrored in memory.
//! Times in the file are boot times, which suspending and setting the date leave alone; the scheduler's are its own, and
//! are translated here.
//!
//! Invariants: what this process took is never forgotten, even if the file is lost or replaced; while the file cannot
//! be used, the mirror goes on under the same rules. A file that another copy keeps for too long is another matter: that
//! copy may be counting, so slots of documented limits then wait for it.

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
const BUSY_PAUSE: Duration = Duration::from_secs(3);
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
    ours: PerClass<Ours>,
    /// Slots in engine time and in boot time.
    outstanding: VecDeque<(Slot, Duration)>,
    /// Boot time before which the file is not asked.
    ask_from: Duration,
    /// Boot time at engine time zero.
    engine_start: Duration,
}

/// What this process knows better than the file.
#[derive(Clone, Debug, Default)]
struct Ours {
    /// What it took and still counts.
    taken: Vec<Duration>,
    /// What it noted in the file and settled without it.
    replaced: Vec<Duration>,
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
                ours: PerClass::from_fn(|_| Ours::default()),
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

    /// Lets `act` at the window of a class: in the file, or where that cannot be used in memory. `act` is told the boot
    /// time, and tells whether it changed anything. `None` where another copy keeps the file for itself, may be counting
    /// there just now, and the change must not be made without it.
    async fn change<T: Send + 'static>(
        &self,
        class: RateClass,
        must_be_shared: bool,
        act: impl Fn(&mut Window, Duration) -> (T, bool) + Clone + Send + 'static,
    ) -> Option<Changed<T>> {
        let (ours, mirrored, is_asked) = {
            let state = self.state();
            let (ours, mirrored) = (state.ours[class].clone(), state.mirror[class].memory());
            (ours, mirrored, self.clock.boot() >= state.ask_from)
        };
        let answer = if is_asked {
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
            self.store.rate(self.keys[class].clone(), in_file).await
        } else {
            Err(StoreError::Busy)
        };
        let mut state = self.state();
        let is_busy = match answer {
            Ok((done, window, at)) => {
                state.mirror[class] = window;
                state.ours[class].replaced.clear();
                return Some(Changed {
                    done,
                    at,
                    is_shared: true,
                });
            }
            Err(StoreError::Busy) => true,
            // Answered without touching the disk, until the file is of use again.
            Err(_) => false,
        };
        let at = self.clock.boot();
        if is_asked && is_busy {
            state.ask_from = at + BUSY_PAUSE;
        }
        if is_busy && must_be_shared {
            return None;
        }
        let (done, _) = act(&mut state.mirror[class], at);
        Some(Changed {
            done,
            at,
            is_shared: false,
        })
    }
}

/// What came of a change.
struct Changed<T> {
    done: T,
    /// The boot time of it.
    at: Duration,
    /// Whether it is in the file.
    is_shared: bool,
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
            let changed = self.change(class, is_exact, take).await;
            let mut state = self.state();
            let at = match changed {
                Some(Changed {
                    done: Verdict::Now,
                    at,
                    ..
                }) => at,
                Some(Changed {
                    done: Verdict::At(at),
                    ..
                }) => return Reservation::NotBefore(state.in_engine(at)),
                None => return Reservation::NotBefore(state.in_engine(state.ask_from)),
            };
            let still_counts = state.mirror[class].memory().sends;
            let ours = &mut state.ours[class].taken;
            ours.retain(|at| still_counts.contains(at));
            ours.push(recorded(&self.limits[class], at));
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
        let changed = self.change(slot.class, false, settle).await;
        let noted = recorded(&limit, reserved);
        let ours = &mut self.state().ours[slot.class];
        if let Some(at) = ours.taken.iter_mut().find(|at| **at == noted) {
            *at = end;
        }
        if changed.is_some_and(|changed| !changed.is_shared) {
            ours.replaced.push(noted);
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
        self.change(slot.class, false, close).await;
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
fn merged(mut file: Memory, ours: &Ours, mirrored: &Memory) -> Memory {
    let take_one = |times: &mut Vec<Duration>, at: &Duration| {
        let found = times.iter().position(|it| it == at);
        found.map(|found| times.swap_remove(found)).is_some()
    };
    let (mut replaced, mut missing) = (ours.replaced.clone(), ours.taken.clone());
    file.sends.retain(|at| !take_one(&mut replaced, at));
    for at in &file.sends {
        take_one(&mut missing, at);
    }
    file.sends.extend(missing);
    file.sends.sort_unstable();
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
