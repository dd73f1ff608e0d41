//! Reads one file out of a `multipart/form-data` body (RFC 7578), as far as an upload of one file needs it.

/// A file of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its file name; empty when the part names none.
    pub filename: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The part called `field`; none when the body is no form or has no such part, or when the form does not end.
pub(super) fn part(content_type: &str, body: &[u8], field: &str) -> Option<Part> {
    let (kind, _) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameter(content_type, "boundary").filter(|text| !text.is_empty())?;
    let open = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(open.as_bytes())?;
    loop {
        // Two dashes after a boundary end the form; a line break begins a part.
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, between.as_bytes())?;
        let (part, after) = (rest.get(..end)?, rest.get(end + between.len()..)?);
        let head_end = find(part, b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(part.get(..head_end)?);
        let disposition = head.lines().find(|line| {
            line.to_ascii_lowercase()
                .starts_with("content-disposition:")
        })?;
        if parameter(disposition, "name").as_deref() == Some(field) {
            return Some(Part {
                filename: parameter(disposition, "filename").unwrap_or_default(),
                bytes: part.get(head_end + 4..)?.to_vec(),
            });
        }
        rest = after;
    }
}

/// The value of `name` in `…; name="value"; …`, quoted or not.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header;
    while let Some(at) = rest.find(';') {
        rest = rest.get(at + 1..)?.trim_start();
        let Some((key, value)) = rest.split_once('=') else {
            continue;
        };
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().replace("%22", "\""));
        }
        rest = after;
    }
    None
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|bytes| bytes == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=X-Y";

    fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (head, bytes) in parts {
            body.extend_from_slice(format!("--X-Y\r\n{head}\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--X-Y--\r\n");
        body
    }

    #[test]
    fn the_named_file_is_found_whole() {
        let bytes = b"PK\x03\x04\r\n--X-\r\n\r\n\0";
        let body = form(&[
            ("Content-Disposition: form-data; name=\"note\"", b"a"),
            (
                "content-disposition: form-data; name=\"file\"; filename=\"tracé;1.kmz\"\r\nContent-Type: x/y",
                bytes,
            ),
        ]);
        let found = part(TYPE, &body, "file").unwrap();
        assert_eq!(found.bytes, bytes);
        assert_eq!(found.filename, "tracé;1.kmz");
        assert_eq!(part(TYPE, &body, "note").unwrap().filename, "");
        assert_eq!(
            part(
                "multipart/form-data; charset=x; boundary=\"X-Y\"",
                &body,
                "note"
            )
            .unwrap()
            .bytes,
            b"a"
        );
    }

    #[test]
    fn anything_else_is_no_file() {
        let body = form(&[("Content-Disposition: form-data; name=\"a\"", b"1")]);
        assert_eq!(part(TYPE, &body, "file"), None);
        assert_eq!(part("application/json", &body, "a"), None);
        assert_eq!(part("multipart/form-data", &body, "a"), None);
        assert_eq!(
            part("multipart/form-data; boundary=other", &body, "a"),
            None
        );
        for cut in 0..body.len() - 4 {
            let cut = body.get(..cut).unwrap();
            let whole = cut.len() > body.len() - 10;
            assert!(whole || part(TYPE, cut, "a").is_none(), "{}", cut.len());
        }
        assert_eq!(part(TYPE, b"", "a"), None);
    }
}
