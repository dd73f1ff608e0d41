//! Tests of folded text: a part, the beginning, the whole, a regular expression.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::domain::fold::fold;

use super::error::QueryError;
use super::pattern::Pattern;

/// A folded piece of text to look for.
#[derive(Clone, Debug)]
pub struct Needle {
    folded: String,
    /// Boxed: it is far larger than anything beside it in a query.
    finder: Box<Finder<'static>>,
}

impl Needle {
    /// Of any text; it is folded here.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        Self {
            finder: Box::new(Finder::new(&folded).into_owned()),
            folded,
        }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// Where it first stands in a folded text.
    pub fn find(&self, folded: &[u8]) -> Option<usize> {
        self.finder.find(folded)
    }

    pub(super) fn is_in(&self, folded: &str) -> bool {
        self.find(folded.as_bytes()).is_some()
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

/// A test of one folded text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TextTest {
    Contains(Needle),
    StartsWith(Needle),
    EndsWith(Needle),
    Whole(Needle),
    Matches(Pattern),
}

impl TextTest {
    /// A regular expression, as tests one of which has to hold.
    pub(super) fn pattern(source: &str, at: Range<usize>) -> Result<Vec<Self>, QueryError> {
        let pattern = Pattern::new(source, at)?;
        Ok(pattern
            .plain()
            .unwrap_or_else(|| vec![Self::Matches(pattern)]))
    }

    pub(super) fn holds(&self, folded: &str) -> bool {
        match self {
            Self::Contains(needle) => needle.is_in(folded),
            Self::StartsWith(start) => folded.starts_with(start.as_str()),
            Self::EndsWith(end) => folded.ends_with(end.as_str()),
            Self::Whole(whole) => folded == whole.as_str(),
            Self::Matches(pattern) => pattern.is_match(folded),
        }
    }

    /// Whether every text that passes `self` passes `wider`.
    pub(super) fn implies(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Whole(new), wider) => self == wider || wider.holds(new.as_str()),
            (Self::StartsWith(new), Self::StartsWith(old)) => {
                new.as_str().starts_with(old.as_str())
            }
            (Self::EndsWith(new), Self::EndsWith(old)) => new.as_str().ends_with(old.as_str()),
            (
                Self::Contains(new) | Self::StartsWith(new) | Self::EndsWith(new),
                Self::Contains(old),
            ) => old.is_in(new.as_str()),
            _ => self == wider,
        }
    }

    /// A text without which it cannot hold.
    pub(super) fn required(&self) -> Option<&Needle> {
        let needle = match self {
            Self::Contains(needle)
            | Self::StartsWith(needle)
            | Self::EndsWith(needle)
            | Self::Whole(needle) => needle,
            Self::Matches(pattern) => pattern.literal()?,
        };
        (!needle.as_str().is_empty()).then_some(needle)
    }
}
