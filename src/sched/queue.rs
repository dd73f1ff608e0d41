//! Who is next in one rate class: lanes in the order of urgency, with ageing.
//!
//! Within a lane the oldest goes first. Between lanes the more urgent goes first, but after three requests in a row
//! that passed one which has waited a minute, the fourth is its turn; such turns go round the lanes that are owed one.
//! A person thus waits for at most one request that is not theirs, and a flood of key presses cannot starve the rest.
//!
//! The bound that follows, for a class that is open at `cap` requests a minute: a request that has fewer than
//! `cap / 12` others of its lane in front of it leaves within two minutes, whatever the other lanes do. (One minute
//! until it counts as waiting long; then a quarter of the slots, shared by three lanes, is `cap / 12` a minute for its
//! own.) What lies deeper in a lane is drained in order and never dropped: dropping would break the promise that
//! every request is answered, and a waiting read is some hundred bytes.
//!
//! Pure; knows ids, lanes and times only.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::domain::request::Lane;
use crate::sched::limits::MINUTE;
use crate::sched::merge::FlightId;

/// How long a request waits before it counts as waiting long.
pub const AGED: Duration = MINUTE;
/// Requests that may pass one that has waited long before it is its turn.
const MAY_PASS: u32 = 3;
/// Lanes that can be passed.
const PASSED: [Lane; 3] = [Lane::ReadBack, Lane::Visible, Lane::Background];

/// A flight that may be next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The lane it waits in.
    pub lane: Lane,
    /// The lane whose share of the budget it may use: [`Lane::User`]'s when it has waited long enough.
    pub share: Lane,
}

/// The lanes of one rate class.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    queues: [BTreeSet<FlightId>; Lane::ALL.len()],
    passed: u32,
    /// Index into [`PASSED`] of the lane whose turn comes first.
    owed: usize,
}

impl Lanes {
    /// Puts a flight into a lane, at its place by age.
    pub fn insert(&mut self, lane: Lane, flight: FlightId) {
        self.queues[lane as usize].insert(flight);
    }

    /// Takes a flight out of a lane.
    pub fn remove(&mut self, lane: Lane, flight: FlightId) {
        self.queues[lane as usize].remove(&flight);
    }

    /// The flights of a lane, oldest first.
    pub fn flights(&self, lane: Lane) -> impl Iterator<Item = FlightId> {
        self.queues[lane as usize].iter().copied()
    }

    /// Flights that wait, per lane in the order of [`Lane::ALL`].
    pub fn queued(&self) -> [usize; Lane::ALL.len()] {
        self.queues.each_ref().map(BTreeSet::len)
    }

    /// The lanes in the order they are to be tried. `aged` says whether the next flight of a lane has waited long.
    pub fn turns(&self, aged: impl Fn(Lane) -> bool) -> impl Iterator<Item = Turn> {
        let owed = (self.passed >= MAY_PASS)
            .then(|| self.rotation().find(|lane| aged(*lane)))
            .flatten()
            .map(|lane| Turn {
                lane,
                share: Lane::User,
            });
        let plain = Lane::ALL.map(|lane| Turn { lane, share: lane });
        owed.into_iter().chain(plain)
    }

    /// The flight of `turn` left. `aged` as for [`Self::turns`], before it left.
    pub fn took(&mut self, turn: Turn, aged: impl Fn(Lane) -> bool) {
        if turn.share != turn.lane {
            self.passed = 0;
            let lane = PASSED.iter().position(|lane| *lane == turn.lane);
            self.owed = lane.map_or(0, |lane| (lane + 1) % PASSED.len());
        } else if PASSED
            .into_iter()
            .any(|lane| lane > turn.lane && aged(lane))
        {
            self.passed = self.passed.saturating_add(1);
        }
    }

    fn rotation(&self) -> impl Iterator<Item = Lane> {
        (0..PASSED.len()).map(|step| PASSED[(self.owed + step) % PASSED.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(counts: [u64; 4]) -> Lanes {
        let mut lanes = Lanes::default();
        let mut next = 0;
        for (lane, count) in Lane::ALL.into_iter().zip(counts) {
            for _ in 0..count {
                lanes.insert(lane, FlightId(next));
                next += 1;
            }
        }
        lanes
    }

    /// Lets `count` leave while every lane below the user's has waited long.
    fn drain(lanes: &mut Lanes, count: usize) -> String {
        let mut order = String::new();
        for _ in 0..count {
            let filled = lanes.queued().map(|count| count > 0);
            let aged = |lane: Lane| lane != Lane::User && filled[lane as usize];
            let turn = lanes
                .turns(aged)
                .find(|turn| filled[turn.lane as usize])
                .unwrap();
            let flight = lanes.flights(turn.lane).next().unwrap();
            lanes.took(turn, aged);
            lanes.remove(turn.lane, flight);
            order.push(match turn.lane {
                Lane::User => 'u',
                Lane::ReadBack => 'r',
                Lane::Visible => 'v',
                Lane::Background => 'b',
            });
        }
        order
    }

    #[test]
    fn the_urgent_goes_first_as_long_as_nobody_waits_long() {
        let lanes = lanes([0, 0, 3, 3]);
        let turns: Vec<_> = lanes.turns(|_| false).collect();
        assert_eq!(
            turns.iter().map(|turn| turn.lane).collect::<Vec<_>>(),
            Lane::ALL
        );
        assert!(turns.iter().all(|turn| turn.lane == turn.share));
    }

    #[test]
    fn every_fourth_goes_to_those_who_waited_long_in_rotation() {
        let mut lanes = lanes([40, 2, 2, 2]);
        assert_eq!(drain(&mut lanes, 16), "uuuruuuvuuubuuur");
        assert_eq!(drain(&mut lanes, 12), "uuuvuuubuuuu");
    }

    #[test]
    fn the_oldest_of_a_lane_goes_first_even_when_it_was_lifted_later() {
        let mut lanes = lanes([0, 0, 0, 2]);
        lanes.insert(Lane::User, FlightId(50));
        lanes.remove(Lane::Background, FlightId(1));
        lanes.insert(Lane::User, FlightId(1));
        assert_eq!(
            lanes.flights(Lane::User).collect::<Vec<_>>(),
            [FlightId(1), FlightId(50)]
        );
        assert_eq!(lanes.queued(), [2, 0, 0, 1]);
    }
}
