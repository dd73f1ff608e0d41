//! What is wrong with a file of sites: where, why, and the way out.

use crate::domain::text::Text;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1, the header included; `None` where it concerns the file.
    line: Option<u32>,
    /// The column by its name in the file.
    column: Option<Text>,
    why: String,
    way_out: String,
}

impl Problem {
    /// Of a file as a whole.
    pub(super) fn of_file(why: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            line: None,
            column: None,
            why: why.into(),
            way_out: way_out.into(),
        }
    }

    /// Of a line.
    pub(super) fn of_line(line: u32, why: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::of_file(why, way_out)
        }
    }

    /// In a column.
    #[must_use]
    pub(super) fn in_column(self, column: &str) -> Self {
        Self {
            column: Some(Text::new(column)),
            ..self
        }
    }

    /// `line 7, latitude: 95 is beyond 90: …`; safe for one line.
    pub fn told(&self) -> String {
        let mut told = String::new();
        if let Some(line) = self.line {
            told = format!("line {line}");
        }
        if let Some(column) = &self.column {
            told = format!("{told}, {}", column.line());
        }
        if !told.is_empty() {
            told.push_str(": ");
        }
        told + &self.why + ": " + &self.way_out
    }
}
