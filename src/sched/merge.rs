//! Equal reads share one flight.
//!
//! A flight is one question to the server and everybody who waits for its answer. A second wish for the same read
//! joins the flight that waits or is on the wire; a more urgent one lifts it; the last one to leave takes it out of
//! the queue. A flight that is on the wire is never recalled: its slot is spent, and an equal read that comes a moment
//! later still finds it.
//!
//! One exception: a read-back proves something only if it was asked after it was wished for, so it never joins a
//! flight that is already on the wire.
//!
//! Invariants: at most one waiting flight per read; every request id waits in at most one flight; a waiting flight has
//! at least one waiter.

use std::collections::HashMap;
use std::time::Duration;

use crate::domain::request::{Lane, RateClass, Read, RequestId};
use crate::sched::ratelog::Slot;

/// Names a flight; ascending in the order of first submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlightId(pub u64);

/// Where a flight is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In the queue, and not to be sent before this engine time.
    Waiting(Duration),
    /// Sent, on this slot.
    OnWire(Slot),
}

/// One question and everybody who waits for its answer.
#[derive(Clone, Debug)]
pub struct Flight {
    /// The question.
    pub read: Read,
    /// The class it counts against.
    pub class: RateClass,
    /// Engine time of its first submission.
    pub since: Duration,
    /// Attempts that left.
    pub attempts: u32,
    /// Where it is.
    pub stage: Stage,
    waiters: Vec<(RequestId, Lane)>,
}

impl Flight {
    /// The most urgent lane among those who wait; `None` when nobody does any more.
    pub fn lane(&self) -> Option<Lane> {
        self.waiters.iter().map(|(_, lane)| *lane).min()
    }

    /// Everybody who waits, in the order they came.
    pub fn ids(&self) -> Vec<RequestId> {
        self.waiters.iter().map(|(id, _)| *id).collect()
    }
}

/// A change of a flight's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The flight.
    pub flight: FlightId,
    /// Its class.
    pub class: RateClass,
    /// The lane it waited in; `None` when it was not waiting.
    pub from: Option<Lane>,
    /// The lane it waits in now; `None` when it does not wait any more.
    pub to: Option<Lane>,
}

/// All flights, waiting and on the wire.
#[derive(Clone, Debug, Default)]
pub struct Flights {
    all: HashMap<FlightId, Flight>,
    by_id: HashMap<RequestId, FlightId>,
    waiting: HashMap<Read, FlightId>,
    on_wire: HashMap<Read, FlightId>,
    next: u64,
}

impl Flights {
    /// A flight.
    pub fn get(&self, flight: FlightId) -> Option<&Flight> {
        self.all.get(&flight)
    }

    /// The flight an id waits in.
    pub fn of(&self, id: RequestId) -> Option<FlightId> {
        self.by_id.get(&id).copied()
    }

    /// Adds a wish, to an equal flight where there is one. The id must not wait already.
    pub fn join(
        &mut self,
        id: RequestId,
        read: Read,
        class: RateClass,
        lane: Lane,
        now: Duration,
    ) -> Option<Moved> {
        let on_wire = self.on_wire.get(&read).filter(|_| lane != Lane::ReadBack);
        if let Some(flight) = on_wire.or_else(|| self.waiting.get(&read)).copied() {
            self.by_id.insert(id, flight);
            return self.change(flight, |found| found.waiters.push((id, lane)));
        }
        let flight = FlightId(self.next);
        self.next += 1;
        self.by_id.insert(id, flight);
        self.waiting.insert(read.clone(), flight);
        self.all.insert(
            flight,
            Flight {
                read,
                class,
                since: now,
                attempts: 0,
                stage: Stage::Waiting(now),
                waiters: vec![(id, lane)],
            },
        );
        Some(Moved {
            flight,
            class,
            from: None,
            to: Some(lane),
        })
    }

    /// Takes one id out; a flight that waits for nobody else is gone.
    pub fn leave(&mut self, id: RequestId) -> Option<Moved> {
        let flight = self.by_id.remove(&id)?;
        self.change(flight, |found| {
            found.waiters.retain(|(waiter, _)| *waiter != id);
        })
    }

    /// Every id that waits in `lane`.
    pub fn ids_in(&self, lane: Lane) -> Vec<RequestId> {
        let waiters = self.all.values().flat_map(|flight| &flight.waiters);
        waiters
            .filter(|(_, at)| *at == lane)
            .map(|(id, _)| *id)
            .collect()
    }

    /// A waiting flight leaves on `slot`.
    pub fn start(&mut self, flight: FlightId, slot: Slot) -> Option<Moved> {
        let found = self.all.get_mut(&flight)?;
        let from = match found.stage {
            Stage::Waiting(_) => found.lane(),
            Stage::OnWire(_) => return None,
        };
        found.stage = Stage::OnWire(slot);
        found.attempts += 1;
        let (read, class) = (found.read.clone(), found.class);
        self.forget_waiting(&read, flight);
        self.on_wire.insert(read, flight);
        Some(Moved {
            flight,
            class,
            from,
            to: None,
        })
    }

    /// A flight on the wire goes back to the queue until `not_before`. Where an equal one waits already, its waiters
    /// move there.
    pub fn wait_again(&mut self, flight: FlightId, not_before: Duration) -> Option<Moved> {
        let mut found = self.all.remove(&flight)?;
        self.forget_on_wire(&found.read, flight);
        if let Some(equal) = self.waiting.get(&found.read).copied() {
            for (id, _) in &found.waiters {
                self.by_id.insert(*id, equal);
            }
            return self.change(equal, |equal| {
                equal.waiters.append(&mut found.waiters);
                equal.attempts = equal.attempts.max(found.attempts);
            });
        }
        let moved = Moved {
            flight,
            class: found.class,
            from: None,
            to: found.lane(),
        };
        found.stage = Stage::Waiting(not_before);
        self.waiting.insert(found.read.clone(), flight);
        self.all.insert(flight, found);
        Some(moved)
    }

    /// Takes a flight out for good, to be answered.
    pub fn remove(&mut self, flight: FlightId) -> Option<Flight> {
        let found = self.all.remove(&flight)?;
        for (id, _) in &found.waiters {
            self.by_id.remove(id);
        }
        self.forget_waiting(&found.read, flight);
        self.forget_on_wire(&found.read, flight);
        Some(found)
    }

    /// Every waiting flight, oldest first.
    pub fn all_waiting(&self) -> Vec<FlightId> {
        let mut all: Vec<_> = self.waiting.values().copied().collect();
        all.sort_unstable();
        all
    }

    fn change(&mut self, flight: FlightId, change: impl FnOnce(&mut Flight)) -> Option<Moved> {
        let found = self.all.get_mut(&flight)?;
        let from = found.lane();
        change(found);
        let to = found.lane();
        if matches!(found.stage, Stage::OnWire(_)) {
            return None;
        }
        let class = found.class;
        if to.is_none() {
            self.remove(flight);
        }
        (from != to).then_some(Moved {
            flight,
            class,
            from,
            to,
        })
    }

    fn forget_waiting(&mut self, read: &Read, flight: FlightId) {
        if self.waiting.get(read) == Some(&flight) {
            self.waiting.remove(read);
        }
    }

    fn forget_on_wire(&mut self, read: &Read, flight: FlightId) {
        if self.on_wire.get(read) == Some(&flight) {
            self.on_wire.remove(read);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::OrderRef;

    const NOW: Duration = Duration::from_secs(7);

    fn order(reference: &str) -> Read {
        Read::Order(OrderRef::new(reference))
    }

    fn slot() -> Slot {
        Slot {
            class: RateClass::Reads,
            at: NOW,
        }
    }

    fn join(flights: &mut Flights, id: u64, read: &str, lane: Lane) -> Option<Moved> {
        flights.join(RequestId(id), order(read), RateClass::Reads, lane, NOW)
    }

    #[test]
    fn equal_reads_share_a_flight_and_the_most_urgent_one_lifts_it() {
        let mut flights = Flights::default();
        let first = join(&mut flights, 1, "A", Lane::Background).unwrap();
        assert_eq!(join(&mut flights, 2, "A", Lane::Background), None);
        let lifted = join(&mut flights, 3, "A", Lane::User).unwrap();
        assert_eq!(lifted.flight, first.flight);
        assert_eq!(
            (lifted.from, lifted.to),
            (Some(Lane::Background), Some(Lane::User))
        );
        assert_ne!(
            join(&mut flights, 4, "B", Lane::User).unwrap().flight,
            first.flight
        );
        let ids = flights.remove(first.flight).unwrap().ids();
        assert_eq!(ids, [1, 2, 3].map(RequestId));
    }

    #[test]
    fn a_cancel_lets_the_flight_sink_and_the_last_one_takes_it_along() {
        let mut flights = Flights::default();
        join(&mut flights, 1, "A", Lane::Background);
        let flight = join(&mut flights, 2, "A", Lane::User).unwrap().flight;
        let sunk = flights.leave(RequestId(2)).unwrap();
        assert_eq!(sunk.to, Some(Lane::Background));
        assert_eq!(flights.leave(RequestId(2)), None);
        assert_eq!(flights.leave(RequestId(1)).unwrap().to, None);
        assert!(flights.get(flight).is_none());
        assert!(flights.all_waiting().is_empty());
    }

    #[test]
    fn a_flight_on_the_wire_is_joined_and_outlives_those_who_waited() {
        let mut flights = Flights::default();
        let flight = join(&mut flights, 1, "A", Lane::Visible).unwrap().flight;
        flights.start(flight, slot());
        assert_eq!(flights.leave(RequestId(1)), None);
        assert_eq!(join(&mut flights, 2, "A", Lane::User), None);
        assert_eq!(flights.of(RequestId(2)), Some(flight));
        assert_eq!(flights.remove(flight).unwrap().ids(), [RequestId(2)]);
        assert_eq!(flights.of(RequestId(2)), None);
    }

    #[test]
    fn a_read_back_is_asked_anew_and_the_older_one_does_not_answer_it() {
        let mut flights = Flights::default();
        let old = join(&mut flights, 1, "A", Lane::Visible).unwrap().flight;
        flights.start(old, slot());
        let new = join(&mut flights, 2, "A", Lane::ReadBack).unwrap().flight;
        assert_ne!(old, new);
        flights.start(new, slot());
        assert_eq!(flights.remove(old).unwrap().ids(), [RequestId(1)]);
        assert_eq!(join(&mut flights, 3, "A", Lane::User), None);
        assert_eq!(
            flights.remove(new).unwrap().ids(),
            [RequestId(2), RequestId(3)]
        );
    }

    #[test]
    fn a_retry_that_meets_an_equal_waiting_flight_becomes_one_with_it() {
        let mut flights = Flights::default();
        let old = join(&mut flights, 1, "A", Lane::User).unwrap().flight;
        flights.start(old, slot());
        let new = join(&mut flights, 2, "A", Lane::ReadBack).unwrap().flight;
        let moved = flights.wait_again(old, NOW).unwrap();
        assert_eq!((moved.flight, moved.to), (new, Some(Lane::User)));
        let merged = flights.remove(new).unwrap();
        assert_eq!(merged.ids(), [RequestId(2), RequestId(1)]);
        assert_eq!(merged.attempts, 1);
    }
}
