//! The file of saved views: read at the start, changed while the program runs, one change after the other and never on
//! the loop.

pub mod file;

use std::path::PathBuf;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::tasks::Tasks;
use crate::app::event::ViewsSaved;
use crate::app::saved::Change;

/// The name its task panics under.
const TASK: &str = "views";

/// Takes changes of the saved views and tells what became of each.
#[derive(Debug)]
pub struct ViewsKeeper {
    changes: Option<UnboundedSender<Change>>,
    answers: UnboundedSender<ViewsSaved>,
    /// What became of the changes, in their order.
    pub done: UnboundedReceiver<ViewsSaved>,
}

impl ViewsKeeper {
    /// With no file to keep them in.
    pub fn without_file() -> Self {
        let (answers, done) = mpsc::unbounded_channel();
        Self {
            changes: None,
            answers,
            done,
        }
    }

    /// Keeps the views in a file. What was asked for before the tasks are cancelled is still done.
    pub fn start(path: PathBuf, tasks: &Tasks) -> Self {
        let (changes, mut asked) = mpsc::unbounded_channel::<Change>();
        let mut keeper = Self::without_file();
        keeper.changes = Some(changes);
        let (answers, token) = (keeper.answers.clone(), tasks.token().clone());
        tasks.spawn_graceful(TASK, async move {
            loop {
                let change = tokio::select! {
                    biased;
                    next = asked.recv() => next,
                    () = token.cancelled() => None,
                };
                let Some(change) = change else {
                    return;
                };
                let (path, of) = (path.clone(), change.clone());
                let work = tokio::task::spawn_blocking(move || file::change(&path, &of));
                let result = work.await.unwrap_or_else(|error| Err(error.to_string()));
                // Nobody listens any more only while everything ends.
                let _ = answers.send(ViewsSaved { change, result });
            }
        });
        keeper
    }

    /// Asks for a change; never waits.
    pub fn ask(&self, change: Change) {
        let Some(change) = (match &self.changes {
            Some(changes) => changes.send(change).err().map(|unsent| unsent.0),
            None => Some(change),
        }) else {
            return;
        };
        let result = Err("there is no place for your configuration: set HOME".to_owned());
        // The receiving end lives as long as this.
        let _ = self.answers.send(ViewsSaved { change, result });
    }
}
