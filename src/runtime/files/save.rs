//! Writing a download: beside its name first, then under it, and never over anything.
//!
//! ```text
//!   open the directory --> create .covage-tui-N.part in it, new, no link followed
//!                      --> write, flush to the disk
//!                      --> rename to the name unless that is taken, else to `name (2)`, ...
//! ```
//!
//! The directory is opened once and everything happens in what was opened, whoever moves it meanwhile. Whatever goes wrong
//! on the way leaves no file of that name.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use crate::domain::filename::FileName;
use crate::domain::text::Text;

/// Names tried before it is given up.
const NAMES: u32 = 999;
/// Downloads hold names, addresses and prices: for their owner alone.
const MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// Tells apart what one process writes at the same time.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Writes a new file into a directory; where it is then, or why there is none, each safe for one line.
pub(super) fn save(directory: &Path, name: &Text, bytes: &[u8]) -> Result<String, String> {
    let written = place(directory, &FileName::of(name), |file| file.write_all(bytes));
    let shown = |path: &Path| Text::new(path.to_string_lossy().as_ref()).line().to_owned();
    match written {
        Ok(name) => {
            let whole = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
            Ok(shown(&whole.join(name)))
        }
        Err(error) => Err(format!("{}: {}", shown(directory), why(&error))),
    }
}

/// Writes a new file under a name, or the next one that is free; the name it got.
fn place(
    directory: &Path,
    name: &FileName,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<String> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let directory = rustix::fs::open(directory, flags, Mode::empty())?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let beside = format!(".covage-tui-{}-{number}.part", std::process::id());
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut file = File::from(rustix::fs::openat(&directory, &beside, flags, MODE)?);
    let written = write(&mut file)
        .and_then(|()| file.sync_all())
        .and_then(|()| settle(directory.as_fd(), &beside, name));
    match written {
        Ok(_) => rustix::fs::fsync(&directory).unwrap_or_default(),
        Err(_) => drop(rustix::fs::unlinkat(&directory, &beside, AtFlags::empty())),
    }
    written
}

/// Gives a written file the first name that is free.
fn settle(directory: BorrowedFd<'_>, beside: &str, name: &FileName) -> io::Result<String> {
    for number in 1..=NAMES {
        let name = name.numbered(number);
        match rename_new(directory, beside, &name) {
            Ok(()) => return Ok(name),
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Errno::EXIST.into())
}

/// Renames unless the name is taken, in one step either way.
fn rename_new(directory: BorrowedFd<'_>, from: &str, to: &str) -> Result<(), Errno> {
    match rustix::fs::renameat_with(directory, from, directory, to, RenameFlags::NOREPLACE) {
        // A file system that cannot promise it, NFS among them. A second name for a file is never given over another one.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            rustix::fs::linkat(directory, from, directory, to, AtFlags::empty())?;
            rustix::fs::unlinkat(directory, from, AtFlags::empty())
        }
        other => other,
    }
}

/// What went wrong, in words a person can act on.
fn why(error: &io::Error) -> String {
    let said = match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::NOSPC | Errno::DQUOT) => "the disk is full: nothing was saved",
        Some(Errno::ROFS) => "it is read-only: nothing was saved",
        Some(Errno::ACCESS | Errno::PERM) => "you may not write there: nothing was saved",
        Some(Errno::NOENT) => "there is no such directory: make it, then try again",
        Some(Errno::NOTDIR) => "it is not a directory",
        Some(Errno::EXIST) => "every name up to (999) is taken: nothing was saved",
        _ => return format!("{error}: nothing was saved"),
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use proptest::prelude::*;

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(directory).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_taken_name_gets_a_number_and_nothing_is_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        for (bytes, name) in [
            ("one", "a.pdf"),
            ("two", "a (2).pdf"),
            ("three", "a (3).pdf"),
        ] {
            let saved = save(path, &Text::new("a.pdf"), bytes.as_bytes()).unwrap();
            assert_eq!(saved, path.join(name).to_str().unwrap());
            assert_eq!(std::fs::read_to_string(saved).unwrap(), bytes);
        }
        assert_eq!(names(path), ["a (2).pdf", "a (3).pdf", "a.pdf"]);
    }

    #[test]
    fn a_link_where_the_name_would_be_is_neither_followed_nor_replaced() {
        let (directory, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let target = elsewhere.path().join("precious");
        symlink(&target, directory.path().join("a.pdf")).unwrap();
        let saved = save(directory.path(), &Text::new("a.pdf"), b"new").unwrap();
        assert!(saved.ends_with("a (2).pdf"), "{saved}");
        assert!(!target.exists());
        assert!(directory.path().join("a.pdf").is_symlink());
    }

    #[test]
    fn a_body_that_is_cut_or_a_full_disk_leaves_nothing_behind() {
        let directory = tempfile::tempdir().unwrap();
        let name = FileName::of(&Text::new("a.pdf"));
        let failed = place(directory.path(), &name, |file| {
            file.write_all(b"half")?;
            Err(Errno::NOSPC.into())
        });
        let said = why(&failed.unwrap_err());
        assert_eq!(said, "the disk is full: nothing was saved");
        assert!(names(directory.path()).is_empty());
    }

    #[test]
    fn what_cannot_be_written_says_so() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("missing");
        let error = save(&missing, &Text::new("a.pdf"), b"x").unwrap_err();
        assert!(error.ends_with("missing: there is no such directory: make it, then try again"));
        std::fs::write(&missing, "").unwrap();
        let error = save(&missing, &Text::new("a.pdf"), b"x").unwrap_err();
        assert!(error.ends_with("missing: it is not a directory"), "{error}");
        assert_eq!(
            why(&Errno::ROFS.into()),
            "it is read-only: nothing was saved"
        );
    }

    #[test]
    fn only_their_owner_reads_downloads() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let saved = save(directory.path(), &Text::new("a.csv"), b"x").unwrap();
        let mode = std::fs::metadata(saved).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn whatever_it_is_called_it_lands_inside_the_directory(
            name in "(\\.\\./|/|\\\\|\\.\\.|~/|-|\\x00|\\x1b|\u{202E}|[\\x00-\\u{2fff}]){0,20}"
        ) {
            let outer = tempfile::tempdir().unwrap();
            let inner = outer.path().join("downloads");
            std::fs::create_dir(&inner).unwrap();
            let first = save(&inner, &Text::new(name.clone()), b"1");
            prop_assert!(first.is_ok(), "{:?}", first);
            prop_assert!(save(&inner, &Text::new(name), b"2").is_ok());
            prop_assert_eq!(names(outer.path()), ["downloads"]);
            prop_assert_eq!(names(&inner).len(), 2);
        }
    }
}
