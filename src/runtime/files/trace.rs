//! Reading a trace file: whole, and only one that is what it says. What was shown and confirmed is what is sent.

use std::path::Path;

use super::{kmz, whole};
use crate::domain::text::Text;
use crate::domain::write::TraceFile;

/// The largest file that is sent (safety rules, section 5).
const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// Reads a trace file; why not is safe for one line.
pub(super) fn load(path: &Path) -> Result<TraceFile, String> {
    let bytes = whole::read(path, MAX_BYTES)?;
    kmz::check(&bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(TraceFile {
        name: Text::new(name.as_ref()),
        sha256: Text::new(TraceFile::hash(&bytes)),
        size: bytes.len() as u64,
        bytes: bytes.into(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::symlink;

    use rustix::fs::{FileType, Mode};

    use super::*;

    fn refused(path: &Path) -> String {
        load(path).unwrap_err()
    }

    #[test]
    fn a_trace_is_read_with_its_size_and_hash() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tracé.kmz");
        let bytes = kmz::tests::zip(&["doc.kml"]);
        std::fs::write(&path, &bytes).unwrap();
        let trace = load(&path).unwrap();
        assert_eq!(trace.name.wire(), "tracé.kmz");
        assert_eq!((&*trace.bytes, trace.size), (&*bytes, bytes.len() as u64));
        assert_eq!(trace.sha256.wire().len(), 64);
        // The test vector of FIPS 180-2.
        assert!(TraceFile::hash(b"abc").starts_with("ba7816bf8f01cfea"));
    }

    #[test]
    fn what_is_no_regular_file_is_refused_before_it_is_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        assert_eq!(refused(&path("missing")), "there is no such file");
        assert_eq!(refused(directory.path()), "it is not a regular file");
        std::fs::write(path("real.kmz"), kmz::tests::zip(&["doc.kml"])).unwrap();
        symlink(path("real.kmz"), path("link.kmz")).unwrap();
        assert_eq!(
            refused(&path("link.kmz")),
            "it is a symbolic link: name the file itself"
        );
        let pipe = path("pipe.kmz");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, Mode::RUSR, 0).unwrap();
        assert_eq!(refused(&pipe), "it is not a regular file");
        assert_eq!(refused(Path::new("/dev/zero")), "it is not a regular file");
        assert_eq!(
            refused(&path("real.kmz/doc.kml")),
            "a part of the path is not a directory"
        );
    }

    #[test]
    fn twenty_mebibytes_and_no_more() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("large.kmz");
        let file = File::create(&path).unwrap();
        file.set_len(MAX_BYTES).unwrap();
        assert_eq!(
            refused(&path),
            "it is no KMZ: it does not begin as a ZIP file does"
        );
        file.set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(refused(&path), "it is larger than 20 MiB");
    }
}
