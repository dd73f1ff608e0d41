//! Reading and changing `views.toml`.
//!
//! A change reads the file anew, changes one view and puts the new text in place in one step, so that two copies of the
//! program lose nothing of each other: of one view the last writer wins. A link is followed to the file it names, whose
//! permissions stay; a new file is its owner's alone.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::app::saved::{Change, Stored, View};
use crate::config::excerpt::escape;
use crate::config::views::{EditProblem, edited, parse};

/// No sane file is larger; keeps a wrong path from filling the memory.
const MAX_FILE: u64 = 256 * 1024;

/// What the file holds, and what is wrong with it. A file that is not there holds nothing.
pub fn read(path: &Path) -> Stored {
    let text = match load(path) {
        Ok(text) => text.unwrap_or_default(),
        Err(reason) => {
            return Stored {
                views: Vec::new(),
                trouble: vec![format!("cannot read {}: {reason}", shown(path))],
            };
        }
    };
    let file = parse(&text, &path.to_string_lossy());
    let more = match file.problems.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let first = file.problems.first();
    Stored {
        trouble: first
            .map(|problem| format!("{}{more}", problem.line()))
            .into_iter()
            .collect(),
        views: file.views,
    }
}

/// Changes the file; returns what it holds then.
///
/// # Errors
/// What stands in the way, with the path, in one line that is safe to draw. The file is as before.
pub fn change(path: &Path, change: &Change) -> Result<Vec<View>, String> {
    let cannot = |reason: io::Error| format!("cannot write {}: {reason}", shown(path));
    let directory = path.parent().unwrap_or_else(|| Path::new("."));
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(cannot)?;
    // Held until the end. Where a file system knows no locks, the step between reading and renaming is short.
    let lock = File::open(directory).map_err(cannot)?;
    let _ = flock(&lock, FlockOperation::LockExclusive);

    let text = load(path)
        .map_err(|reason| format!("cannot read {}: {reason}", shown(path)))?
        .unwrap_or_default();
    let name = path.to_string_lossy();
    let new = edited(&text, &name, change).map_err(|problem| match problem {
        EditProblem::Broken(_) => problem.to_string(),
        EditProblem::Unusual => format!("{}: {problem}", shown(path)),
    })?;
    if new.len() as u64 > MAX_FILE {
        return Err(cannot(io::Error::other("it would be larger than 256 KiB")));
    }
    if new != text {
        let target = target(path).map_err(cannot)?;
        replace(&target, &new).map_err(cannot)?;
    }
    Ok(parse(&new, &name).views)
}

fn shown(path: &Path) -> String {
    escape(&path.to_string_lossy())
}

/// The text; nothing when there is no file.
fn load(path: &Path) -> io::Result<Option<String>> {
    // A link that leads nowhere is not the same as no file: something was meant by it.
    let is_missing = path
        .symlink_metadata()
        .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if is_missing {
        return Ok(None);
    }
    // Asked before it is opened: a pipe would keep whoever opens it waiting.
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut text = String::new();
    let read = File::open(path)?
        .take(MAX_FILE + 1)
        .read_to_string(&mut text)?;
    if read as u64 > MAX_FILE {
        return Err(io::Error::other("it is larger than 256 KiB"));
    }
    Ok(Some(text))
}

/// The file a path means, through links.
fn target(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        other => other,
    }
}

/// Puts a text in the place of a file in one step: whoever reads it meanwhile sees the old one or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let permissions = path.metadata().map(|it| it.permissions()).ok();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    // Left by a run that ended in the middle, and whose number came round again.
    let _ = std::fs::remove_file(&beside);
    let done = write_new(&beside, text, permissions).and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}

fn write_new(path: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
