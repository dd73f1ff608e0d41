//! Termination and change requests filed on orders, and what becomes of them after a while.
//!
//! A request moves its order at once (`terminate_in_progress`, `change_in_progress`) and settles after the scenario's delay
//! (`terminated`, `active` again). The contract shows no failure path (row `O19`).

use chrono::{DateTime, Duration, Utc};

use super::super::dice::Dice;
use super::course::{Mark, State};
use super::order::Order;
use super::orders::Orders;

/// What is asked for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// End the service.
    Terminate,
    /// Change the service.
    Change,
}

impl Action {
    /// The last path segment.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Terminate => "terminate",
            Self::Change => "change",
        }
    }

    /// The French label of `order_request` rows (row `O15`).
    pub const fn label(self) -> &'static str {
        match self {
            Self::Terminate => "Résiliation",
            Self::Change => "Modification",
        }
    }

    const fn states(self) -> (State, State) {
        match self {
            Self::Terminate => (State::TerminateInProgress, State::Terminated),
            Self::Change => (State::ChangeInProgress, State::Active),
        }
    }
}

/// A filed request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Key, a UUID.
    pub id: String,
    /// When it was filed.
    pub created: DateTime<Utc>,
    /// When it last changed.
    pub modified: DateTime<Utc>,
    /// The order concerned.
    pub reference: String,
    /// What is asked.
    pub action: Action,
    /// Phrase of the matching list.
    pub reason: String,
    /// Free comment; may be empty.
    pub message: String,
    is_settled: bool,
}

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such order.
    UnknownOrder,
    /// The order is in this state, which allows no request.
    WrongState(State),
}

/// The requests, oldest first.
#[derive(Debug)]
pub struct Requests {
    dice: Dice,
    settle_after: Duration,
    rows: Vec<Request>,
}

const REASONS: &[&str] = &[
    "Cessation d'activité",
    "Déménagement sans reprise de lien COVAGE",
];
const CHANGES: &[&str] = &[
    "Upgrade (Changement de débit)",
    "Autres demandes de modifications",
];

impl Requests {
    /// The requests behind every order whose history shows one.
    pub fn new(seed: u64, settle_after: Duration, orders: &Orders) -> Self {
        let mut dice = Dice::of(seed, 0, 0x4E0);
        let mut rows: Vec<Request> = orders
            .listed()
            .filter_map(|order| past(&mut dice, order))
            .collect();
        rows.sort_by_key(|row| row.created);
        Self {
            dice,
            settle_after,
            rows,
        }
    }

    /// Every request, newest first.
    pub fn listed(&self) -> impl Iterator<Item = &Request> {
        self.rows.iter().rev()
    }

    /// Files a request and moves its order.
    ///
    /// # Errors
    /// [`Refusal`] when there is no such order, or when it is not `active`.
    pub fn file(
        &mut self,
        orders: &mut Orders,
        wish: (Action, &str),
        because: (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<Request, Refusal> {
        let (action, reference) = wish;
        let order = orders.get(reference).ok_or(Refusal::UnknownOrder)?;
        if order.state != State::Active {
            return Err(Refusal::WrongState(order.state));
        }
        orders.record(reference, Mark::State(action.states().0), now);
        let request = Request {
            id: self.dice.uuid(),
            created: now,
            modified: now,
            reference: reference.to_owned(),
            action,
            reason: because.0.to_owned(),
            message: because.1.to_owned(),
            is_settled: false,
        };
        self.rows.push(request.clone());
        Ok(request)
    }

    /// Settles every request filed long enough before `now`.
    pub fn settle(&mut self, orders: &mut Orders, now: DateTime<Utc>) {
        for request in self.rows.iter_mut().filter(|request| !request.is_settled) {
            let at = request.created + self.settle_after;
            if at > now {
                continue;
            }
            request.is_settled = true;
            request.modified = at;
            let (under_way, done) = request.action.states();
            if orders
                .get(&request.reference)
                .is_some_and(|order| order.state == under_way)
            {
                orders.record(&request.reference, Mark::State(done), at);
            }
        }
    }
}

/// The request behind a history; those of a new world are left as they are and never settle by themselves.
fn past(dice: &mut Dice, order: &Order) -> Option<Request> {
    let terminated = order
        .entered(State::TerminateInProgress)
        .map(|at| (Action::Terminate, at, dice.pick(REASONS)));
    let (action, created, reason) = terminated.or_else(|| {
        order
            .entered(State::ChangeInProgress)
            .map(|at| (Action::Change, at, dice.pick(CHANGES)))
    })?;
    Some(Request {
        id: dice.uuid(),
        created,
        modified: order.modified,
        reference: order.reference(),
        action,
        reason: reason.to_owned(),
        // Most people give a reason and leave it at that.
        message: if order.number.is_multiple_of(3) {
            "Merci de prévenir le client avant toute intervention sur site.".to_owned()
        } else {
            String::new()
        },
        is_settled: true,
    })
}
