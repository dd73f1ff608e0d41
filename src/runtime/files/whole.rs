//! Reading a file whole: opened first and judged by its handle, so that what was judged is what is read, even if somebody
//! changes the file meanwhile.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::domain::text::Text;
use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::Errno;

/// Reads a regular file of up to so many bytes; why not is safe for one line.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    // NONBLOCK: opening a pipe that nobody writes to must not hang.
    let flags =
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let handle = rustix::fs::open(path, flags, Mode::empty()).map_err(why)?;
    let stat = rustix::fs::fstat(&handle).map_err(why)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let read = File::from(handle).take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| said(&error))?;
    if bytes.len() as u64 > most {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    Ok(bytes)
}

fn why(error: Errno) -> String {
    match error {
        Errno::LOOP => "it is a symbolic link: name the file itself".to_owned(),
        Errno::NOENT => "there is no such file".to_owned(),
        Errno::NOTDIR => "a part of the path is not a directory".to_owned(),
        Errno::ACCESS | Errno::PERM => "you may not read it".to_owned(),
        error => said(&error.into()),
    }
}

fn said(error: &io::Error) -> String {
    Text::new(error.to_string()).line().to_owned()
}
