//! Decides what leaves now, what waits, what is asked again and when to look again.
//!
//! Pure: it is told what happened and what time it is, and never sends, sleeps or draws a number it was not seeded
//! for. The worker asks [`Policy::next`] until it is told to sleep, takes the slot from the rate log, and reports with
//! [`Policy::start`] or [`Policy::hold`]; an answer goes to [`Policy::finish`].
//!
//! ```text
//!             next, start                    finish
//!   waiting ---------------> on the wire -------------> answered: one Done for all who wait
//!      ^                          |
//!      '--- wait, attempt < 3 ----'   passing failures only; 5xx and timeouts within the quota
//! ```
//!
//! A login that is refused answers everything that waits and everything that comes with that failure, and nothing is
//! sent until [`Policy::resume`]: a second try could lock the account. A refused token lets a person's request pass.

use std::time::Duration;

use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Lane, RateClass, Read, Reply, RequestId};
use crate::sched::gauges::{ClassGauge, Gauges, Login};
use crate::sched::limits::{Limits, PerClass};
use crate::sched::link::{Link, Passage};
use crate::sched::merge::{FlightId, Flights, Moved, Stage};
use crate::sched::queue::{AGED, Lanes, Turn};
use crate::sched::ratelog::Slot;
use crate::sched::retry::{Jitter, MAX_ATTEMPTS, Quota, backoff, closing};
use crate::sched::window::Usage;

/// A wish for a read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// The caller's name for it; must not be in use.
    pub id: RequestId,
    /// What is asked.
    pub read: Read,
    /// Who waits.
    pub lane: Lane,
}

/// The answer to one flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Everybody who waited for it; never empty.
    pub ids: Vec<RequestId>,
    /// What was asked.
    pub read: Read,
    /// What came of it, after the last attempt.
    pub result: Result<Reply, Failure>,
    /// How long the last exchange took; zero when nothing was sent.
    pub took: Duration,
    /// Attempts that left; zero when nothing was sent.
    pub attempts: u32,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask the rate log for a slot for this one.
    Ask(Candidate),
    /// Nothing, until something happens or this engine time comes.
    Sleep(Option<Duration>),
}

/// A flight that may leave if the rate log agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The flight.
    pub flight: FlightId,
    /// The class to take a slot of.
    pub class: RateClass,
    turn: Turn,
}

impl Candidate {
    /// The lane whose share of the budget it may use.
    pub fn share(&self) -> Lane {
        self.turn.share
    }
}

/// What an ended exchange leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Answers to hand out.
    pub answers: Vec<Done>,
    /// Engine time until which the rate log must close the class of this exchange.
    pub close_until: Option<Duration>,
}

/// The decisions of the engine.
#[derive(Clone, Debug)]
pub struct Policy {
    limits: Limits,
    flights: Flights,
    lanes: PerClass<Lanes>,
    in_flight: PerClass<u32>,
    /// Per class and lane: the rate log said not before this.
    held: PerClass<[Duration; Lane::ALL.len()]>,
    quota: Quota,
    link: Link,
    login: Login,
    /// Engine time of the last [`Self::resume`]: what left before says nothing about the login since.
    resumed: Duration,
    jitter: Jitter,
}

impl Policy {
    /// An idle engine at engine time zero. Equal seeds and equal events give equal decisions.
    pub fn new(limits: Limits, seed: u64) -> Self {
        Self {
            limits,
            flights: Flights::default(),
            lanes: PerClass::default(),
            in_flight: PerClass::default(),
            held: PerClass::default(),
            quota: Quota::default(),
            link: Link::default(),
            login: Login::default(),
            resumed: Duration::ZERO,
            jitter: Jitter::new(seed),
        }
    }

    /// Takes a wish in; the answer at once where the login is known to be refused. A wish under an id that is in use
    /// replaces the older one.
    pub fn submit(&mut self, submit: Submit, class: RateClass, now: Duration) -> Option<Done> {
        let Submit { id, read, lane } = submit;
        self.cancel(id);
        if let Login::Refused(failure) = &self.login
            && !self.may_ask(lane)
        {
            return Some(Done {
                ids: vec![id],
                read,
                result: Err(failure.clone()),
                took: Duration::ZERO,
                attempts: 0,
            });
        }
        let moved = self.flights.join(id, read, class, lane, now);
        self.requeue(moved);
        None
    }

    /// Takes a wish back: it is not answered any more. What is on the wire ends by itself.
    pub fn cancel(&mut self, id: RequestId) {
        let moved = self.flights.leave(id);
        self.requeue(moved);
    }

    /// Takes back every wish of a lane.
    pub fn cancel_all(&mut self, lane: Lane) {
        for id in self.flights.ids_in(lane) {
            self.cancel(id);
        }
    }

    /// A person acted on a refused login: requests may go again.
    pub fn resume(&mut self, now: Duration) {
        self.login = Login::Accepted;
        self.resumed = now;
    }

    /// What to do at `now`. Ask again after every [`Self::start`] and [`Self::hold`].
    pub fn next(&self, now: Duration) -> Next {
        let mut wake: Option<Duration> = None;
        for class in RateClass::ALL {
            for turn in self.lanes[class].turns(|lane| self.is_aged(class, lane, now)) {
                match self.candidate(class, turn, now) {
                    Ok(flight) => {
                        return Next::Ask(Candidate {
                            flight,
                            class,
                            turn,
                        });
                    }
                    Err(Some(at)) => wake = Some(wake.map_or(at, |wake| wake.min(at))),
                    Err(None) => {}
                }
            }
        }
        Next::Sleep(wake)
    }

    /// The rate log refused a slot until `until`.
    pub fn hold(&mut self, candidate: Candidate, until: Duration) {
        self.held[candidate.class][candidate.share() as usize] = until;
    }

    /// The rate log granted `slot`: the read leaves now.
    pub fn start(&mut self, candidate: Candidate, slot: Slot) -> Option<Read> {
        let Candidate {
            flight,
            class,
            turn,
        } = candidate;
        let owed = Lane::ALL.map(|lane| self.is_aged(class, lane, slot.at));
        let moved = self.flights.start(flight, slot)?;
        self.lanes[class].took(turn, |lane| owed[lane as usize]);
        self.requeue(Some(moved));
        self.link.started(flight, turn.lane);
        self.in_flight[class] += 1;
        let flight = self.flights.get(flight)?;
        if flight.attempts == 1 {
            self.quota.first(slot.at);
        }
        Some(flight.read.clone())
    }

    /// The exchange of `flight` ended at `now`.
    pub fn finish(
        &mut self,
        flight: FlightId,
        result: Result<Reply, Failure>,
        now: Duration,
    ) -> Finished {
        let mut finished = Finished::default();
        let Some(found) = self.flights.get(flight) else {
            return finished;
        };
        let Stage::OnWire(slot) = found.stage else {
            return finished;
        };
        let (class, lane, attempts) = (found.class, found.lane(), found.attempts);
        self.in_flight[class] = self.in_flight[class].saturating_sub(1);

        let failure = result.as_ref().err();
        let unreachable = self.link.ended(flight, failure, now, &mut self.jitter);
        if let Some(FailureKind::Throttled { retry_after }) = failure.map(|failure| failure.kind) {
            let full_window = self.limits.of(class).full_window();
            let until = now + closing(retry_after, full_window, &mut self.jitter);
            self.held[class] = self.held[class].map(|held| held.max(until));
            finished.close_until = Some(until);
        }
        let again = failure
            .zip(lane)
            .filter(|(_, lane)| attempts < MAX_ATTEMPTS && self.may_ask(*lane))
            .and_then(|(failure, lane)| {
                self.retry_at(failure, lane, attempts, unreachable, slot, now)
            });
        if let Some(not_before) = again {
            let moved = self.flights.wait_again(flight, not_before);
            self.requeue(moved);
            return finished;
        }

        let refused = failure
            .filter(|failure| failure.needs_login() && slot.at >= self.resumed)
            .cloned();
        if result.is_ok() && self.may_ask(Lane::User) {
            self.login = Login::Accepted;
        }
        finished
            .answers
            .extend(self.answer(flight, result, now.saturating_sub(slot.at)));
        if let Some(failure) = refused {
            for waiting in self.flights.all_waiting() {
                finished
                    .answers
                    .extend(self.answer(waiting, Err(failure.clone()), Duration::ZERO));
            }
            // A refused password outlives what a token that is still good has to say.
            if self.may_ask(Lane::User) {
                self.login = Login::Refused(failure);
            }
        }
        finished
    }

    /// What to show, with what the rate log says of itself.
    pub fn gauges(&self, usage: &PerClass<Usage>) -> Gauges {
        Gauges {
            classes: PerClass::from_fn(|class| ClassGauge {
                usage: usage[class],
                in_flight: self.in_flight[class],
                queued: self.lanes[class].queued(),
            }),
            offline: self.link.offline(),
            login: self.login.clone(),
        }
    }

    /// The next flight of a lane if it may leave; else when to look again, where time alone can change that.
    fn candidate(
        &self,
        class: RateClass,
        turn: Turn,
        now: Duration,
    ) -> Result<FlightId, Option<Duration>> {
        let (first, ready_at) = self.head(class, turn.lane, now).ok_or(None)?;
        let most = self.limits.of(class).in_flight();
        // The last connection is kept for requests that somebody waits for: four hung ones must not block a key press.
        let mine = match turn.share {
            Lane::Background => (most - 1).max(1),
            _ => most,
        };
        if self.in_flight[class] >= mine {
            return Err(None);
        }
        let link_at = match self.link.passage(turn.lane, now) {
            Passage::Open => now,
            Passage::At(at) => at,
            Passage::AfterProbe => return Err(None),
        };
        let at = ready_at
            .max(link_at)
            .max(self.held[class][turn.share as usize]);
        if at > now { Err(Some(at)) } else { Ok(first) }
    }

    /// The oldest flight of a lane that may be sent, or else the one that may be sent first; and since or from when.
    fn head(&self, class: RateClass, lane: Lane, now: Duration) -> Option<(FlightId, Duration)> {
        let mut soonest: Option<(FlightId, Duration)> = None;
        for flight in self.lanes[class].flights(lane) {
            if let Some(Stage::Waiting(at)) = self.flights.get(flight).map(|found| found.stage) {
                if at <= now {
                    return Some((flight, at));
                }
                if soonest.is_none_or(|(_, best)| at < best) {
                    soonest = Some((flight, at));
                }
            }
        }
        soonest
    }

    fn is_aged(&self, class: RateClass, lane: Lane, now: Duration) -> bool {
        self.head(class, lane, now)
            .filter(|(_, ready_at)| *ready_at <= now)
            .and_then(|(flight, _)| self.flights.get(flight))
            .is_some_and(|flight| flight.since + AGED <= now)
    }

    /// When to ask again after a failure; `None` when not at all.
    fn retry_at(
        &mut self,
        failure: &Failure,
        lane: Lane,
        attempts: u32,
        unreachable: bool,
        slot: Slot,
        now: Duration,
    ) -> Option<Duration> {
        if failure.needs_login() {
            // Refused before the person acted: that login is history.
            return (slot.at < self.resumed).then_some(now);
        }
        if !failure.is_passing() {
            return None;
        }
        match failure.kind {
            // The closed class is the wait.
            FailureKind::Throttled { .. } => Some(now),
            // The probes are the wait.
            _ if unreachable && lane != Lane::User => Some(now),
            _ => self
                .quota
                .retry(now)
                .then(|| now + backoff(attempts, &mut self.jitter)),
        }
    }

    fn answer(
        &mut self,
        flight: FlightId,
        result: Result<Reply, Failure>,
        took: Duration,
    ) -> Option<Done> {
        let found = self.flights.remove(flight)?;
        if let (Stage::Waiting(_), Some(lane)) = (found.stage, found.lane()) {
            self.lanes[found.class].remove(lane, flight);
        }
        let ids = found.ids();
        (!ids.is_empty()).then_some(Done {
            ids,
            read: found.read,
            result,
            took,
            attempts: found.attempts,
        })
    }

    /// Whether the login lets a request of `lane` go. Where only the token was refused, a person may ask again.
    fn may_ask(&self, lane: Lane) -> bool {
        match &self.login {
            Login::Accepted => true,
            Login::Refused(failure) => {
                failure.kind == FailureKind::TokenRefused && lane == Lane::User
            }
        }
    }

    fn requeue(&mut self, moved: Option<Moved>) {
        let Some(moved) = moved else { return };
        let lanes = &mut self.lanes[moved.class];
        if let Some(lane) = moved.from {
            lanes.remove(lane, moved.flight);
        }
        if let Some(lane) = moved.to {
            lanes.insert(lane, moved.flight);
        }
    }
}

#[cfg(test)]
mod tests;
