//! What can stand in an order's history, and the course an order is going to take.
//!
//! ```text
//! confirmed | acknowledged [held_adv_validation]  ->  in_progress | production_in_progress  ->  steps 1..11  ->  active
//!                      |                                              |                                          |
//!                      v                                              v                   change_in_progress <-> + -> terminate_in_progress
//!                   rejected                                      cancelled                                                    v
//!                                                                                                                         terminated
//! ```
//!
//! Both openings exist because the documentation disagrees with itself: its tables start with `confirmed`, its printed history
//! with `acknowledged` (row `O3`). A [`Course`] is drawn from the seed and the order's number alone, so the world stores only
//! the part that has already happened.

use chrono::{DateTime, Duration, Utc};

use super::super::dice::Dice;

/// State of an order, as the order list and the detail print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Accepted, production has not begun.
    Confirmed,
    /// In production.
    InProgress,
    /// The service is delivered.
    Active,
    /// A change of the service is under way.
    ChangeInProgress,
    /// The end of the service was asked for.
    TerminateInProgress,
    /// The service has ended.
    Terminated,
    /// Refused before production.
    Rejected,
    /// Stopped before delivery.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Confirmed,
        Self::InProgress,
        Self::Active,
        Self::ChangeInProgress,
        Self::TerminateInProgress,
        Self::Terminated,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// The word the API uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::InProgress => "in_progress",
            Self::Active => "active",
            Self::ChangeInProgress => "change_in_progress",
            Self::TerminateInProgress => "terminate_in_progress",
            Self::Terminated => "terminated",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The eleven production steps in their usual order.
pub const STEPS: [&str; 11] = [
    "production_manager_assigned",
    "optical_route_received",
    "technical_visit_planned",
    "technical_visit_completed",
    "technical_visit_report_published",
    "connexion_planned",
    "connexion_completed",
    "service_configured",
    "service_controlled",
    "delivery_report_published",
    "intervention_report_published",
];

/// One kind of history entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A state of the order itself.
    State(State),
    /// `acknowledged`: an opening that no order table lists.
    Acknowledged,
    /// `held_adv_validation`: waiting for the sales administration.
    Held,
    /// `production_in_progress`: the printed history's word for the start of production.
    Production,
    /// Production step 1 to 11.
    Step(u8),
    /// A value that no page lists; clients must show it raw.
    Unlisted,
}

impl Mark {
    /// The word the API uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::State(state) => state.word(),
            Self::Acknowledged => "acknowledged",
            Self::Held => "held_adv_validation",
            Self::Production => "production_in_progress",
            Self::Step(number) => STEPS
                .get(usize::from(number).wrapping_sub(1))
                .copied()
                .unwrap_or("step_unknown"),
            Self::Unlisted => "awaiting_partner_validation",
        }
    }

    /// The state an order is in once this entry is the newest that matters; none when it leaves the state alone.
    pub const fn state(self) -> Option<State> {
        match self {
            Self::State(state) => Some(state),
            Self::Acknowledged | Self::Held => Some(State::Confirmed),
            Self::Production | Self::Step(_) => Some(State::InProgress),
            Self::Unlisted => None,
        }
    }
}

/// A history entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub mark: Mark,
    /// When, as the server claims.
    pub at: DateTime<Utc>,
}

/// What an order will go through until it is active, with the instants at which it would do so by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Entries in the order in which they happen.
    pub entries: Vec<Entry>,
    /// How many entries happen before the order gets stuck; none for an order that never does.
    pub stuck_after: Option<usize>,
}

/// Days spent before each production step, for an order of average speed.
const DWELL_DAYS: [i64; 11] = [2, 5, 7, 6, 3, 10, 8, 2, 1, 2, 1];

const PURPOSE: u64 = 0xC0_0125;

impl Course {
    /// The course of order `number`, created at `created`.
    pub fn draw(seed: u64, number: u64, created: DateTime<Utc>) -> Self {
        let mut dice = Dice::of(seed, number, PURPOSE);
        let printed_opening = dice.percent(66);
        let in_one_go = dice.percent(7);
        let slowness = dice.between(45, 210);
        let mut at = created;
        let mut entries = Vec::with_capacity(15);
        let mut add = |entries: &mut Vec<Entry>, mark, hours: i64| {
            let wait = if in_one_go { 0 } else { hours * 36 * slowness };
            at += Duration::seconds(wait);
            entries.push(Entry { mark, at });
        };
        if printed_opening {
            add(&mut entries, Mark::Acknowledged, 0);
            if dice.percent(40) {
                add(&mut entries, Mark::Held, 3);
            }
            add(&mut entries, Mark::Production, dice.between(4, 60));
        } else {
            add(&mut entries, Mark::State(State::Confirmed), 0);
            add(
                &mut entries,
                Mark::State(State::InProgress),
                dice.between(6, 60),
            );
        }
        for step in steps(&mut dice) {
            let usual = DWELL_DAYS.get(usize::from(step) - 1).copied().unwrap_or(1) * 24;
            let hours = if dice.percent(10) {
                0
            } else {
                dice.between(usual / 2, usual * 3 / 2)
            };
            add(&mut entries, Mark::Step(step), hours);
        }
        add(
            &mut entries,
            Mark::State(State::Active),
            dice.between(0, 30),
        );
        if in_one_go {
            date_as_printed(&mut entries, &mut dice);
        }
        let stuck_after = (!in_one_go && dice.percent(9)).then(|| {
            usize::try_from(dice.between(2, 10))
                .unwrap_or(2)
                .min(entries.len() - 1)
        });
        Self {
            entries,
            stuck_after,
        }
    }

    /// The entries that have happened by `now` for an order left to itself; empty when its first one has a later date.
    pub fn past(&self, now: DateTime<Utc>) -> &[Entry] {
        let due = self
            .entries
            .iter()
            .take_while(|entry| entry.at <= now)
            .count();
        let reached = self.stuck_after.map_or(due, |limit| due.min(limit));
        self.entries.get(..reached).unwrap_or(&self.entries)
    }
}

/// Which steps an order takes, and in which order: most take all, some skip the visit, some see neighbours swapped.
fn steps(dice: &mut Dice) -> Vec<u8> {
    let mut steps: Vec<u8> = (1..=11).collect();
    if dice.percent(9) {
        steps.retain(|step| !(3..=5).contains(step));
    } else if dice.percent(8) {
        let missing = dice.pick(&[2_u8, 5, 8, 9, 11]);
        steps.retain(|step| *step != missing);
    }
    if dice.percent(11) {
        let last = i64::try_from(steps.len()).unwrap_or(2) - 2;
        let at = usize::try_from(dice.between(1, last)).unwrap_or(1);
        steps.swap(at, at + 1);
    }
    steps
}

/// Gives every entry one time, months after the order, except the last step two seconds later: the printed example (`O13`).
fn date_as_printed(entries: &mut [Entry], dice: &mut Dice) {
    let Some(first) = entries.first().copied() else {
        return;
    };
    let at = first.at + Duration::seconds(dice.between(20, 60) * 86_400);
    for entry in entries.iter_mut() {
        entry.at = at;
        if entry.mark == Mark::Step(11) {
            entry.at += Duration::seconds(2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courses() -> impl Iterator<Item = Course> {
        let created = "2025-04-23T08:00:00Z".parse().unwrap();
        (0..400).map(move |number| Course::draw(5, number, created))
    }

    fn step_numbers(course: &Course) -> Vec<u8> {
        course
            .entries
            .iter()
            .filter_map(|entry| {
                if let Mark::Step(n) = entry.mark {
                    Some(n)
                } else {
                    None
                }
            })
            .collect()
    }

    #[test]
    fn every_kind_of_trouble_occurs() {
        let skipped = courses().filter(|c| step_numbers(c).len() < 11).count();
        let swapped = courses().filter(|c| !step_numbers(c).is_sorted()).count();
        let stuck = courses().filter(|c| c.stuck_after.is_some()).count();
        let at_once = courses()
            .filter(|c| c.entries[0].at == c.entries[3].at)
            .count();
        for (what, count) in [
            ("skipped", skipped),
            ("swapped", swapped),
            ("stuck", stuck),
            ("at once", at_once),
        ] {
            assert!((10..200).contains(&count), "{what}: {count} of 400");
        }
    }

    #[test]
    fn a_course_ends_active_and_its_past_grows_with_time() {
        for course in courses() {
            assert_eq!(
                course.entries.last().unwrap().mark,
                Mark::State(State::Active)
            );
            let early = course.past(course.entries[0].at).len();
            let late = course
                .past(course.entries[0].at + Duration::days(900))
                .len();
            assert!(early <= late);
            assert_eq!(late, course.stuck_after.unwrap_or(course.entries.len()));
        }
    }
}
