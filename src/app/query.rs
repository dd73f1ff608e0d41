//! The filter language, one for all panes: parse once, then judge each row as yes, maybe or no.
//!
//! ```text
//! query := term { " " term }       AND; ( a | b ) groups, "or" is another way to write "|"; "-" before a term negates
//! term  := word | field op value { "," value }     comma = OR inside a field
//! op    := ":" smart  "=" whole value  "~" regex  "<" "<=" ">" ">="  ".." range;  field:* present, field:- absent
//! value := text | "quoted" | number | 30d 12h 2w | 2026-05-01 2026-05 | today -3d +3d | 1g 100m | yes no maybe
//! ```
//!
//! Readings of the grammar:
//! - Text is compared without case and accents, always. `=` asks for the whole value, not for the same bytes.
//! - A word of digits matches the end of a reference; in quotes it is searched everywhere like any word.
//! - `re:` stands for `~`: `client:re:^mairie`, and alone (`re:^mairie`) over everything words are searched in.
//! - A length of time is compared in its own unit, rounded down, as it is shown: `age:3d` is from three days to just
//!   under four, `age>3d` is four days and more. A week is seven days. A month (`2026-05`) is all its days.
//! - `slack` is whole days; `mod` takes a length (`mod<2d`: touched less than two days ago) or a day (`mod>=2026-05-01`).
//!
//! What a row does not tell yet is *maybe*, by Kleene's three-valued logic ([`Verdict`]): a row judged yes or no stays
//! so whatever a later read brings. A [`Query`] never reads a clock. Days such as `today` and `-3d` are fixed when it
//! is parsed, so whoever holds one parses its [`text`](Query::text) again when the day changes.
//!
//! Around it, for text that may be half typed: `scan` takes it apart without understanding it, `place` says what a caret
//! stands in, [`complete()`] what could stand there, and [`toggle_term`] puts a value in or takes it out. They learn what
//! rows hold from a [`Source`] and count with it by judging, so a number beside a value is what the filter would find.

mod ast;
mod complete;
mod condition;
mod edit;
mod error;
mod eval;
mod field;
mod held;
mod lex;
mod offer;
mod parse;
mod pattern;
mod place;
mod scan;
mod terms;
mod text;
mod value;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::date::Zone;

pub use complete::{Candidate, Completion, complete};
pub use condition::{Condition, Sought};
pub use edit::{chosen, is_same_value, toggle_term, without};
pub use error::QueryError;
pub use eval::{Extent, Fact, Facts, Scratch, Verdict};
pub use field::{FieldSpec, FlagSpec, Kind, Schema};
pub use held::{Count, Group, Held, Source};
pub use offer::{Choice, choices};
pub use terms::{PlainTerm, plain_terms};
pub use text::Needle;

use ast::Node;

/// What a query means by "now", "today" and "me".
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The moment lengths of time are measured to.
    pub now: DateTime<Utc>,
    /// The day of `now` in `zone`.
    pub today: NaiveDate,
    /// The zone days are told in.
    pub zone: &'a Zone,
    /// The `created_by` values that are us (configuration key `me`).
    pub me: &'a [String],
}

impl<'a> Now<'a> {
    /// The day follows from the moment and the zone.
    pub fn new(now: DateTime<Utc>, zone: &'a Zone, me: &'a [String]) -> Self {
        Self {
            now,
            today: zone.local(now).date_naive(),
            zone,
            me,
        }
    }
}

/// A parsed filter over rows whose fields are named by `F`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query<F> {
    text: String,
    /// All of them must hold; none holds for every row.
    all: Vec<Node<F>>,
}

/// The query that asks nothing.
impl<F> Default for Query<F> {
    fn default() -> Self {
        Self {
            text: String::new(),
            all: Vec::new(),
        }
    }
}

impl<F: Copy + PartialEq> Query<F> {
    /// Reads a query. Text of nothing but blanks matches every row.
    ///
    /// # Errors
    /// A [`QueryError`] with the columns at fault: an unknown field, a value the field does not take, an operator that
    /// makes no sense for it, an unclosed quote or group, a bad regular expression, a field that comes later.
    pub fn parse(text: &str, schema: &Schema<F>, now: &Now<'_>) -> Result<Self, QueryError> {
        Ok(Self {
            text: text.to_owned(),
            all: parse::parse(text, schema, now)?,
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks nothing and so matches every row.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Judges a row.
    pub fn judge(&self, facts: &impl Facts<F>, scratch: &mut Scratch) -> Verdict {
        eval::all(&self.all, facts, scratch)
    }

    /// What must all hold, one by one and cheapest first; from the `most`th on, all that are left are one.
    pub fn conditions(&self, most: usize) -> Vec<Condition<F>> {
        Condition::split(&self.all, most)
    }

    /// Whether a row's verdict can change by nothing but time going by (`age>12h`).
    pub fn is_timely(&self) -> bool {
        self.all.iter().any(Node::is_timely)
    }

    /// Whether it asks for a field that `is_meant` picks.
    pub fn asks(&self, is_meant: impl Fn(F) -> bool) -> bool {
        self.all.iter().any(|node| node.asks(&is_meant))
    }

    /// Whether it searches words, wherever they stand.
    pub fn has_words(&self) -> bool {
        self.all.iter().any(|node| node.is_touched_by(None))
    }

    /// Whether words that it searches may be found in a folded text. Where they are not, a row that had this text too
    /// would be judged no other way.
    pub fn is_touched_by(&self, folded: &str) -> bool {
        self.all.iter().any(|node| node.is_touched_by(Some(folded)))
    }
}

#[cfg(test)]
pub(in crate::app) mod tests;
