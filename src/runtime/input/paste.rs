//! Pasted text, collected between its brackets.
//!
//! A paste is bounded ([`LIMIT`]), free of controls except newline and tab, and always ends: by
//! its closing bracket or by [`super::decode::PAUSE`] of silence. After a silence the rest may
//! still come; see [`super::decode`].

/// The most that is kept of one paste, in bytes.
pub const LIMIT: usize = 1 << 20;

/// The bytes that end a paste.
pub(super) const END: &[u8] = b"\x1b[201~";

/// Pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// Newlines are `\n`; no control character but `\n` and `\t`.
    pub text: String,
    /// Some of it is missing: longer than [`LIMIT`], or the closing bracket never came.
    pub is_truncated: bool,
}

/// Collects one paste.
#[derive(Clone, Debug, Default)]
pub(super) struct Collector {
    bytes: Vec<u8>,
    /// How many bytes of [`END`] the last bytes match.
    matched: usize,
    is_truncated: bool,
}

impl Collector {
    /// Takes one byte; the paste when this byte completed its end.
    pub(super) fn push(&mut self, byte: u8) -> Option<Paste> {
        if END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return (self.matched == END.len()).then(|| self.finish(self.is_truncated));
        }
        // END has its first byte nowhere else: what matched so far was text.
        self.keep_matched();
        if END.first() == Some(&byte) {
            self.matched = 1;
        } else {
            self.keep(byte);
        }
        None
    }

    /// The paste as far as it came.
    pub(super) fn cut(&mut self) -> Paste {
        self.keep_matched();
        self.finish(true)
    }

    fn keep_matched(&mut self) {
        for &byte in END.iter().take(std::mem::take(&mut self.matched)) {
            self.keep(byte);
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() < LIMIT {
            self.bytes.push(byte);
        } else {
            self.is_truncated = true;
        }
    }

    fn finish(&mut self, is_truncated: bool) -> Paste {
        let mut bytes = std::mem::take(self).bytes;
        if is_truncated {
            cut_partial_char(&mut bytes);
        }
        let text = String::from_utf8_lossy(&bytes)
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace(|c: char| c.is_control() && c != '\n' && c != '\t', "");
        Paste { text, is_truncated }
    }
}

/// Drops a character that the cut went through.
fn cut_partial_char(bytes: &mut Vec<u8>) {
    if let Err(error) = std::str::from_utf8(bytes)
        && error.error_len().is_none()
    {
        bytes.truncate(error.valid_up_to());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paste(bytes: &[u8]) -> Option<Paste> {
        let mut collector = Collector::default();
        bytes.iter().find_map(|&byte| collector.push(byte))
    }

    #[test]
    fn text_is_kept_and_controls_are_not() {
        let got = paste(b"a\r\nb\rc\td\x1b[31m\x00\x7f\xc2\x9be\xff\x1b[201~").unwrap();
        assert_eq!(got.text, "a\nb\nc\td[31me\u{fffd}");
        assert!(!got.is_truncated);
    }

    #[test]
    fn what_only_resembles_the_end_is_text() {
        assert_eq!(paste(b"\x1b[20\x1b[201\x1b[201~").unwrap().text, "[20[201");
    }

    #[test]
    fn too_much_is_cut_between_characters_and_says_so() {
        let mut bytes = vec![b'a'; LIMIT - 1];
        bytes.extend("é and more".as_bytes());
        bytes.extend(END);
        let got = paste(&bytes).unwrap();
        assert!(got.is_truncated);
        assert_eq!(got.text.len(), LIMIT - 1);
    }
}
