//! The body of an upload: `multipart/form-data` with one part (Q12).
//!
//! Built whole before anything is sent, so that its length is known and announced; a trace file has at most 20 MiB. The
//! name is a leaf and holds nothing that could end the header it stands in.

/// Name of the part that holds the file.
const PART: &str = "file";
const KMZ: &str = "application/vnd.google-earth.kmz";
/// What a file is called whose own name cannot be said.
const NAMELESS: &str = "trace.kmz";

/// A body and the header that says how to read it.
pub(crate) struct Form {
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

/// A form with one KMZ file.
pub(crate) fn form(name: &str, bytes: &[u8]) -> Form {
    let boundary = boundary(bytes);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{PART}\"; filename=\"{}\"\r\nContent-Type: {KMZ}\r\n\r\n",
        quoted(name)
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    Form {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body: [head.as_bytes(), bytes, tail.as_bytes()].concat(),
    }
}

/// A line that the file does not hold.
fn boundary(bytes: &[u8]) -> String {
    let mut number = bytes.len();
    loop {
        let boundary = format!("covage-tui-{number:016x}");
        if memchr::memmem::find(bytes, boundary.as_bytes()).is_none() {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}

/// The leaf of a file name as browsers write it: quotes encoded, controls left out, everything else as it is.
fn quoted(name: &str) -> String {
    let leaf = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let leaf: String = leaf.chars().filter(|c| !c.is_control()).collect();
    match leaf.trim() {
        "" | "." | ".." => NAMELESS.to_owned(),
        leaf => leaf.replace('"', "%22"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_form_is_one_file_between_two_boundaries() {
        let form = form("trace é.kmz", b"PK\x03\x04\xff");
        let said = form.body.escape_ascii().to_string();
        let boundary = form
            .content_type
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap();
        assert_eq!(
            said,
            format!(
                "--{boundary}\\r\\nContent-Disposition: form-data; name=\\\"file\\\"; filename=\\\"trace \\xc3\\xa9.kmz\\\"\\r\\n\
                 Content-Type: application/vnd.google-earth.kmz\\r\\n\\r\\n\
                 PK\\x03\\x04\\xff\\r\\n--{boundary}--\\r\\n"
            )
        );
    }

    #[test]
    fn a_name_cannot_leave_its_header_or_its_directory() {
        for (name, sent) in [
            ("plan.kmz", "plan.kmz"),
            ("/etc/../plan.kmz", "plan.kmz"),
            ("C:\\plans\\plan.kmz", "plan.kmz"),
            ("a\"; name=\"b\r\nX: y.kmz", "a%22; name=%22bX: y.kmz"),
            ("..", NAMELESS),
            ("dir/", NAMELESS),
            ("", NAMELESS),
        ] {
            assert_eq!(quoted(name), sent, "{name:?}");
        }
    }

    #[test]
    fn a_file_that_holds_the_boundary_gets_another_one() {
        let inside = format!("covage-tui-{:016x}", 27);
        assert_eq!(inside.len(), 27);
        assert_ne!(boundary(inside.as_bytes()), inside);
    }

    proptest! {
        #[test]
        fn the_boundary_stands_exactly_twice(name in "(?s:.{0,20})", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let form = form(&name, &bytes);
            let boundary = form.content_type.split_once('=').unwrap().1;
            prop_assert_eq!(memchr::memmem::find_iter(&form.body, boundary).count(), 2);
            let lines = form.body.split(|byte| *byte == b'\n').take(4);
            prop_assert!(lines.skip(3).all(|line| line == b"\r"), "three header lines, then the file");
        }
    }
}
