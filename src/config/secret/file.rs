//! A password kept in a file.
//!
//! The file is opened first, without following a link, and judged by its handle: what was judged is what is read, even
//! if somebody swaps the name meanwhile.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::Errno;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::super::excerpt::escape;
use super::{MAX_BYTES, SecretError, password};

/// The permission bits of group and others.
const OTHERS: u32 = 0o077;

/// Reads the password from a regular file that is ours and closed to everybody else.
///
/// # Errors
/// [`SecretError`] naming the file, and the command to run when its permissions are too wide.
pub fn read(path: &Path) -> Result<SecretString, SecretError> {
    let unreadable = |reason: io::Error| SecretError::Unreadable {
        path: path.to_owned(),
        reason,
    };
    // NONBLOCK: opening a pipe that nobody writes to must not hang.
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let handle = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(handle) => handle,
        Err(Errno::LOOP) => {
            return Err(SecretError::Link {
                path: path.to_owned(),
            });
        }
        Err(error) => return Err(unreadable(error.into())),
    };
    let stat = rustix::fs::fstat(&handle).map_err(|error| unreadable(error.into()))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(SecretError::NotRegular {
            path: path.to_owned(),
        });
    }
    if stat.st_uid != rustix::process::geteuid().as_raw() {
        return Err(SecretError::NotOurs {
            path: path.to_owned(),
            owner: stat.st_uid,
        });
    }
    let mode = stat.st_mode & 0o7777;
    if mode & OTHERS != 0 {
        return Err(SecretError::OpenToOthers {
            path: path.to_owned(),
            mode,
        });
    }
    // Room for all that is read: a buffer that grows would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * MAX_BYTES));
    let limit = MAX_BYTES as u64 + 1;
    File::from(handle)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    password(&bytes, || {
        format!("password_file {}", escape(&path.to_string_lossy()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Unusable, is};
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn secret_file(mode: u32, content: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    #[test]
    fn a_private_file_of_ours_is_read() {
        for mode in [0o600, 0o400] {
            let (_dir, path) = secret_file(mode, "canary\n");
            assert!(is(&read(&path).unwrap(), "canary"));
        }
    }

    #[test]
    fn a_file_open_to_others_is_refused_with_the_command_to_run() {
        for mode in [0o640, 0o604, 0o620, 0o601, 0o644] {
            let (_dir, path) = secret_file(mode, "canary\n");
            let error = read(&path).unwrap_err().to_string();
            assert!(
                error.contains(&format!("\nrun: chmod 600 {}", path.display())),
                "{error}"
            );
            assert!(error.contains(&format!("mode {mode:04o}")), "{error}");
            assert!(!error.contains("canary"));
        }
    }

    #[test]
    fn links_pipes_and_directories_are_refused() {
        let (dir, path) = secret_file(0o600, "canary\n");
        let link = dir.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(matches!(read(&link), Err(SecretError::Link { .. })));
        assert!(matches!(
            read(dir.path()),
            Err(SecretError::NotRegular { .. })
        ));
        let pipe = dir.path().join("pipe");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            FileType::Fifo,
            Mode::RUSR | Mode::WUSR,
            0,
        )
        .unwrap();
        assert!(matches!(read(&pipe), Err(SecretError::NotRegular { .. })));
        assert!(matches!(
            read(&dir.path().join("none")),
            Err(SecretError::Unreadable { .. })
        ));
    }

    #[test]
    fn content_that_is_no_password_is_refused_without_being_shown() {
        for (content, why) in [
            ("", Unusable::Empty),
            ("canary\nuser: me\n", Unusable::SeveralLines),
            (&"canary".repeat(1000), Unusable::TooLong),
        ] {
            let (_dir, path) = secret_file(0o600, content);
            let error = read(&path).unwrap_err();
            assert!(
                matches!(&error, SecretError::Unusable { why: found, .. } if *found == why),
                "{error}"
            );
            assert!(!format!("{error}{error:?}").contains("canary"));
        }
    }
}
