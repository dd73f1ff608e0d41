//! Files the core asks for: read a trace or sites, list a path, write what was downloaded or gathered.
//!
//! Nothing is overwritten, no link is followed, and nothing lands outside the chosen directory, whatever a server calls it
//! (safety rules, section 5). A disk may be slow or far away: all of it happens beside the loop.

mod kmz;
mod paths;
mod save;
mod trace;
mod whole;

use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::tasks::Tasks;
use crate::app::batch::{self, file::Loaded};
use crate::app::event::Event;
use crate::app::jobs::{FileEvent, SaveFile, SaveId};
use crate::domain::text::Text;

/// The name its tasks panic under.
const TASK: &str = "files";

/// Where files are asked for.
#[derive(Debug)]
pub struct Files {
    /// What became of it, as events of the core.
    pub events: mpsc::UnboundedReceiver<Event>,
    told: mpsc::UnboundedSender<Event>,
    desk: Option<Desk>,
}

/// What is needed to touch files at all.
#[derive(Clone, Debug)]
struct Desk {
    tasks: Tasks,
    /// Where downloads go.
    downloads: PathBuf,
    /// What `~/` stands for.
    home: Option<PathBuf>,
}

impl Default for Files {
    /// Files that cannot be touched.
    fn default() -> Self {
        let (told, events) = mpsc::unbounded_channel();
        Self {
            events,
            told,
            desk: None,
        }
    }
}

impl Files {
    /// Files of this user. Downloads go into a directory, which has to be there by then.
    pub fn of(downloads: PathBuf, home: Option<PathBuf>, tasks: &Tasks) -> Self {
        let desk = Desk {
            tasks: tasks.clone(),
            downloads,
            home,
        };
        Self {
            desk: Some(desk),
            ..Self::default()
        }
    }

    /// Reads a trace file whole.
    pub fn load_trace(&self, id: SaveId, path: String) {
        self.work(
            move |desk| FileEvent::TraceLoaded(id, trace::load(&expanded(desk, &path))),
            move |why| FileEvent::TraceLoaded(id, Err(why)),
        );
    }

    /// Reads a file of sites whole and checks every line of it.
    pub fn load_sites(&self, id: SaveId, path: String) {
        self.work(
            move |desk| FileEvent::SitesLoaded(id, sites(&expanded(desk, &path))),
            move |why| FileEvent::SitesLoaded(id, Err(why)),
        );
    }

    /// Lists what a path may go on with; files with one of these endings first.
    pub fn list(&self, id: SaveId, path: String, endings: &'static [&'static str]) {
        self.work(
            move |desk| {
                let is_home = |typed: &str| expanded(desk, typed);
                FileEvent::PathsListed(id, paths::list(&path, endings, is_home))
            },
            move |_| FileEvent::PathsListed(id, Vec::new()),
        );
    }

    /// Writes a new file.
    pub fn save(&self, id: SaveId, file: SaveFile) {
        self.work(
            move |desk| FileEvent::Saved(id, save::save(&desk.downloads, &file.name, &file.bytes)),
            move |why| FileEvent::Saved(id, Err(why)),
        );
    }

    /// Does something that may wait for a disk. Once begun it is finished, even while the program ends.
    fn work(
        &self,
        work: impl FnOnce(&Desk) -> FileEvent + Send + 'static,
        failed: impl FnOnce(String) -> FileEvent + Send + 'static,
    ) {
        let Some(desk) = self.desk.clone() else {
            return tell(
                &self.told,
                failed("files cannot be touched here".to_owned()),
            );
        };
        let (tasks, told) = (desk.tasks.clone(), self.told.clone());
        tasks.spawn_graceful(TASK, async move {
            let done = tokio::task::spawn_blocking(move || work(&desk)).await;
            tell(
                &told,
                done.unwrap_or_else(|error| failed(error.to_string())),
            );
        });
    }
}

/// The sites of a file, or its mistakes, with its name.
fn sites(path: &Path) -> Result<Loaded, String> {
    let bytes = whole::read(path, batch::file::MAX_BYTES)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok((Text::new(name.as_ref()), batch::Sites::read(&bytes)))
}

fn tell(told: &mpsc::UnboundedSender<Event>, event: FileEvent) {
    // Nobody listens any more only while everything ends.
    drop(told.send(Event::File(event)));
}

/// A path as a person typed it: `~/` is the home directory.
fn expanded(desk: &Desk, typed: &str) -> PathBuf {
    match (typed.strip_prefix('~'), &desk.home) {
        (Some(""), Some(home)) => home.clone(),
        (Some(rest), Some(home)) if rest.starts_with('/') => {
            home.join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests;
