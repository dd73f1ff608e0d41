//! The directory and the file: ours alone, local, not a link.
//!
//! The file is created here and never opened otherwise: closing a descriptor of a file drops every lock that this
//! process has on it, SQLite's too.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{Access, Mode, OFlags};

use crate::domain::text::Text;

/// How the file may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Usable {
    /// In every way.
    Wholly,
    /// It is there and can be read; why not more.
    ToRead(String),
}

/// Makes the directory (0700) and the file (0600) where they are missing, and closes them to others.
///
/// # Errors
/// Why there is no file to use, and what to do about it.
pub(super) fn prepare(file: &Path) -> Result<Usable, String> {
    let directory = file.parent().unwrap_or(Path::new("."));
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory);
    made.map_err(|error| cannot("make", directory, &error))?;
    if let Some(kind) = network(directory) {
        return Err(format!(
            "{} is on a network file system ({kind}), which loses locks and writes: set XDG_STATE_HOME to a local directory",
            shown(directory)
        ));
    }
    keep_to_ourselves(directory, 0o700)?;
    match fs::symlink_metadata(file) {
        Ok(meta) if meta.is_file() => keep_to_ourselves(file, 0o600)?,
        Ok(_) => return Err(format!("{} is not a file: move it away", shown(file))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(file)?,
        Err(error) => return Err(cannot("look at", file, &error)),
    }
    for (path, access) in [(file, Access::WRITE_OK), (directory, Access::WRITE_OK)] {
        if let Err(error) = rustix::fs::access(path, access) {
            return Ok(Usable::ToRead(cannot("write", path, &error.into())));
        }
    }
    Ok(Usable::Wholly)
}

/// Tells a file from another one under the same name.
pub(super) fn identity(file: &Path) -> Option<(u64, u64)> {
    fs::symlink_metadata(file)
        .ok()
        .map(|meta| (meta.dev(), meta.ino()))
}

/// A path, safe for one line.
pub(super) fn shown(path: &Path) -> String {
    Text::new(path.to_string_lossy().into_owned())
        .line()
        .to_owned()
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!(
        "cannot {what} {}: {error}; make it writable, or set XDG_STATE_HOME",
        shown(path)
    )
}

fn create(file: &Path) -> Result<(), String> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match rustix::fs::open(file, flags, Mode::RUSR | Mode::WUSR) {
        // Another copy was quicker.
        Ok(_) | Err(rustix::io::Errno::EXIST) => Ok(()),
        Err(error) => Err(cannot("make", file, &error.into())),
    }
}

/// Takes the permissions of others away, where there are any.
fn keep_to_ourselves(path: &Path, mode: u32) -> Result<(), String> {
    let meta = fs::metadata(path).map_err(|error| cannot("look at", path, &error))?;
    let me = rustix::process::geteuid().as_raw();
    if meta.uid() != me {
        return Err(format!(
            "{} belongs to another user: set XDG_STATE_HOME to a directory of yours",
            shown(path)
        ));
    }
    let for_others = meta.mode() & 0o077;
    if for_others == 0 {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|error| {
        let path = shown(path);
        format!("others can read {path} ({error}): run `chmod {mode:o} {path}`")
    })
}

/// The name of the network file system that a directory is on. Where the system does not tell, it counts as local.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn network(directory: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(directory).ok()?.f_type;
    // The field's type differs between architectures; the numbers have 32 bits.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "32 bits are what there is"
    )]
    network_of(kind as u32)
}

#[cfg(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly"
))]
fn network(directory: &Path) -> Option<&'static str> {
    const NAMES: [&str; 8] = [
        "nfs", "smbfs", "afpfs", "webdav", "fusefs", "macfuse", "osxfuse", "9p",
    ];
    let kind = rustix::fs::statfs(directory).ok()?.f_fstypename;
    let kind: Vec<u8> = kind.iter().map(|c| c.to_ne_bytes()[0]).collect();
    let is = |name: &&&str| kind.starts_with(name.as_bytes());
    NAMES.iter().find(is).copied()
}

#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "dragonfly"
)))]
fn network(_: &Path) -> Option<&'static str> {
    None
}

/// By the numbers of Linux (`statfs(2)`, `linux/magic.h`). What runs in a process of a user counts as network: nobody
/// knows what stands behind it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn network_of(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0x0000_6969 => "NFS",
        0x0000_517B | 0xFF53_4D42 | 0xFE53_4D42 => "SMB",
        0x6573_5546 => "FUSE, such as sshfs",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x0102_1997 => "9P",
        0x00C3_6400 => "Ceph",
        0x0116_1970 => "GFS2",
        0x7461_636F => "OCFS2",
        0x7375_7245 => "Coda",
        0x0000_564C => "NCP",
        0x0BD0_0BD0 => "Lustre",
        0x4750_4653 => "GPFS",
        0x2003_0528 => "OrangeFS",
        0x1983_0326 => "BeeGFS",
        0xAAD7_AAEA => "PanFS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn directory_and_file_are_ours_alone_whoever_made_them() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state/covage-tui/state.db");
        assert_eq!(prepare(&file), Ok(Usable::Wholly));
        let directory = file.parent().unwrap();
        assert_eq!((mode(directory), mode(&file)), (0o700, 0o600));

        fs::set_permissions(directory, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        assert_eq!(prepare(&file), Ok(Usable::Wholly));
        assert_eq!((mode(directory), mode(&file)), (0o700, 0o600));
    }

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state.db");
        symlink(dir.path().join("elsewhere"), &file).unwrap();
        let refusal = prepare(&file).unwrap_err();
        assert!(refusal.contains("not a file: move it away"), "{refusal}");
        assert!(!dir.path().join("elsewhere").exists());
    }

    #[test]
    fn a_directory_that_cannot_be_made_is_named_with_the_way_out() {
        let dir = tempfile::tempdir().unwrap();
        let blocker = dir.path().join("a\u{1b}[2Jb");
        fs::write(&blocker, "").unwrap();
        let refusal = prepare(&blocker.join("covage-tui/state.db")).unwrap_err();
        assert!(refusal.starts_with("cannot make "), "{refusal}");
        assert!(refusal.contains("set XDG_STATE_HOME"), "{refusal}");
        assert!(!refusal.contains('\u{1b}'), "{refusal:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn network_file_systems_are_known_by_their_numbers() {
        for (number, name) in [
            (0x6969, "NFS"),
            (0xFE53_4D42, "SMB"),
            (0x6573_5546, "FUSE, such as sshfs"),
            (0x0102_1997, "9P"),
        ] {
            assert_eq!(network_of(number), Some(name));
        }
        // ext4, btrfs, xfs, tmpfs, overlayfs, zfs.
        for local in [
            0xEF53,
            0x9123_683E,
            0x5846_5342,
            0x0102_1994,
            0x794C_7630,
            0x2FC1_2FC1,
        ] {
            assert_eq!(network_of(local), None);
        }
    }
}
