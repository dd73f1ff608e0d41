//! What is wrong with a query, and where.

use std::ops::Range;

use crate::domain::text::Text;

/// Characters of a person's own words that an error repeats.
const QUOTED: usize = 40;

/// A query that could not be read. Safe to draw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The characters at fault, counted from 0; never empty, and one past the end of the text where something is
    /// missing there.
    pub at: Range<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead, in one line.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            at: at.start..at.end.max(at.start + 1),
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A person's own words inside an error: one safe line, cut short. A query may be pasted or come from a file.
pub(super) fn quoted(words: &str) -> String {
    let safe = Text::new(words);
    let line = safe.line();
    match line.char_indices().nth(QUOTED) {
        Some((cut, _)) => format!("`{}…`", &line[..cut]),
        None => format!("`{line}`"),
    }
}
