//! What the copies of the program share, put into the terms of the scheduler and of the login.
//!
//! Wires `state.db` to both; where the file cannot be used, the same goes on in memory. Decides nothing: the rules are
//! those of [`crate::sched::window`] and of [`crate::api::Auth`].

mod latch;
mod rates;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::clock::Clock;
use super::tasks::Tasks;
use crate::api::{Latch, MemoryLatch};
use crate::domain::journal;
use crate::sched::limits::Limits;
use crate::store::{self, Clocks, Place, StoreHandle};
use latch::StateLatch;

pub use rates::SharedLog;

/// The name its task panics under.
pub const TASK: &str = "journal";
/// The file's name in the state directory.
pub const FILE: &str = "state.db";

/// The store and what is built upon it; cheap to clone. By default there is no store, and everything is in memory.
#[derive(Clone)]
pub struct Shared {
    store: Option<(StoreHandle, Clock)>,
    latch: Arc<dyn Latch>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            store: None,
            latch: Arc::new(MemoryLatch::default()),
        }
    }
}

impl Shared {
    /// Starts the store as a task of `tasks`. Returns at once; whatever is wrong with the place, the journal says.
    pub fn start(place: Place, clock: &Clock, tasks: &Tasks) -> Self {
        let (handle, wiring) = store::wire();
        let work = store::worker::run(wiring, place, clocks(clock), tasks.token().clone());
        tasks.spawn_graceful(TASK, work);
        Self {
            latch: Arc::new(StateLatch::new(handle.clone())),
            store: Some((handle, clock.clone())),
        }
    }

    /// The store, where there is one.
    pub fn store(&self) -> Option<&StoreHandle> {
        self.store.as_ref().map(|(handle, _)| handle)
    }

    /// The memory of refused passwords.
    pub fn latch(&self) -> Arc<dyn Latch> {
        Arc::clone(&self.latch)
    }

    /// The log of what leaves for this account, shared with every copy; `None` without a store.
    pub fn rates(&self, account: &journal::Account, limits: &Limits) -> Option<SharedLog> {
        let (handle, clock) = self.store.as_ref()?;
        let log = SharedLog::new(handle.clone(), clock.clone(), account, limits);
        Some(log)
    }

    /// Waits until everything that was asked so far is on the disk. For a thread that ends the process: it blocks.
    pub fn wait_until_done(&self) {
        if let Some(store) = self.store() {
            store.wait_until_done();
        }
    }
}

/// The file in the state directory; without one, the reason.
pub fn place<E: fmt::Display>(state_dir: Result<PathBuf, E>) -> Place {
    match state_dir {
        Ok(directory) => Place::File(directory.join(FILE)),
        Err(why) => Place::Nowhere(why.to_string()),
    }
}

/// The clocks of this run, as the store asks them.
pub fn clocks(clock: &Clock) -> Clocks {
    let (wall, boot) = (clock.clone(), clock.clone());
    Clocks {
        wall: Arc::new(move || wall.now()),
        boot: Arc::new(move || boot.boot()),
    }
}
