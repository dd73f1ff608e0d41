//! Files the core asks for: read a trace, list a path, write what was downloaded.
//!
//! Nothing is overwritten, no link is followed, and nothing lands outside the chosen directory, whatever a server calls it
//! (safety rules, section 5).

use tokio::sync::mpsc;

use crate::app::event::Event;
use crate::app::jobs::{FileEvent, SaveFile, SaveId};

/// Where files are asked for.
#[derive(Debug)]
pub struct Files {
    /// What became of it, as events of the core.
    pub events: mpsc::UnboundedReceiver<Event>,
    told: mpsc::UnboundedSender<Event>,
}

impl Default for Files {
    fn default() -> Self {
        let (told, events) = mpsc::unbounded_channel();
        Self { events, told }
    }
}

impl Files {
    /// Reads a trace file whole.
    pub fn load_trace(&self, id: SaveId, _path: String) {
        self.tell(FileEvent::TraceLoaded(id, Err("not possible".to_owned())));
    }

    /// Lists what a path may go on with.
    pub fn list(&self, id: SaveId, _path: String) {
        self.tell(FileEvent::PathsListed(id, Vec::new()));
    }

    /// Writes a new file.
    pub fn save(&self, id: SaveId, _file: SaveFile) {
        self.tell(FileEvent::Saved(id, Err("not possible".to_owned())));
    }

    fn tell(&self, event: FileEvent) {
        // Nobody listens any more only while everything ends.
        drop(self.told.send(Event::File(event)));
    }
}
