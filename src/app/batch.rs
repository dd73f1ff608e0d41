//! Batches: the sites of a file, checked as a whole, confirmed once, then looked up and asked for beside everything else.
//!
//! ```text
//!   path --> file read, every bad line named --> dialog: families, prices, how long --y--> remembered
//!                                                                                            |
//!   result <-- every site stands <-- answers gathered <-- one request after the other <-- sites looked up
//! ```
//!
//! A request is made up once and remembered with its sites before it is sent, and goes the way of every write: journal,
//! slot, one attempt. So whatever happens, a restart knows what was asked; nothing is asked twice and nothing is lost. A
//! batch that an earlier run left is offered and goes on only when a person says so.

mod acts;
mod answer;
mod asking;
mod desk;
mod draft;
mod estimate;
pub mod file;
mod keep;
mod lookup;
mod poll;
mod problem;
mod result;
pub mod run;
mod sheet;
mod sites;
mod words;

use crate::domain::batch::{BatchId, Change, Kept, Plan};

pub use draft::{Asked, Draft};
pub use problem::Problem;
pub use run::{BatchNumber, Run};
pub use sites::Sites;

/// Sites of a request unless configured; why so many stands in `docs/eligibility.md`.
pub const SITES_PER_REQUEST: usize = 20;
/// Batches that have ended are kept up to this many.
const KEPT: usize = 50;

/// What is asked of the memory of batches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchAsk {
    /// To remember a batch that a person confirmed.
    Open {
        /// What the references of its requests begin with.
        mark: String,
        /// What was confirmed.
        plan: Box<Plan>,
    },
    /// To remember how it came on.
    Note(BatchId, Change),
    /// To take over one that no living process runs.
    Claim(BatchId),
}

/// What the memory of batches says; why not is safe for one line.
#[derive(Clone, Debug, PartialEq)]
pub enum BatchTold {
    /// At the start: what earlier runs left, and what other copies run.
    Found(Vec<Kept>),
    /// A batch is remembered.
    Opened(BatchNumber, Result<BatchId, String>),
    /// What was new is remembered.
    Noted(BatchNumber, Result<(), String>),
    /// A batch was taken over.
    Claimed(BatchNumber, Result<Box<Kept>, String>),
}

/// The batches of this run of the program.
#[derive(Clone, Debug)]
pub struct Batches {
    list: Vec<Run>,
    numbers: u64,
    /// Sites of a request at most.
    pub(crate) per_request: usize,
}

impl Batches {
    /// None yet.
    pub fn new(per_request: usize) -> Self {
        Self {
            list: Vec::new(),
            numbers: 0,
            per_request: per_request.max(1),
        }
    }

    /// All of them, the newest last.
    pub fn list(&self) -> &[Run] {
        &self.list
    }

    /// One of them.
    pub fn find(&self, number: BatchNumber) -> Option<&Run> {
        self.list.iter().find(|run| run.number == number)
    }

    /// How many have something to come by themselves.
    pub fn running(&self) -> usize {
        self.list.iter().filter(|run| run.is_running()).count()
    }

    /// How many of their requests are on the wire.
    pub fn sending(&self) -> usize {
        let runs = self.list.iter();
        runs.filter(|run| run.on_the_wire().is_some()).count()
    }

    fn find_mut(&mut self, number: BatchNumber) -> Option<&mut Run> {
        self.list.iter_mut().find(|run| run.number == number)
    }

    fn next_number(&mut self) -> BatchNumber {
        self.numbers += 1;
        BatchNumber(self.numbers)
    }

    fn add(&mut self, run: Run) {
        if self.list.len() >= KEPT
            && let Some(oldest) = self.list.iter().position(|run| !run.is_open())
        {
            self.list.remove(oldest);
        }
        self.list.push(run);
    }
}

#[cfg(test)]
mod tests;
