//! Tests of folded text: a part, the beginning, the whole, a regular expression.

use std::ops::Range;

use memchr::memmem::Finder;
use regex_lite::{Regex, RegexBuilder};

use crate::domain::fold::{fold, fold_into};

use super::error::{QueryError, quoted};

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

    fn is_in(&self, folded: &str) -> bool {
        self.find(folded.as_bytes()).is_some()
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

/// A regular expression over folded text.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    source: String,
    regex: Regex,
    /// Text every match holds; looked for first, because a substring search is far cheaper than the expression.
    literal: Option<Needle>,
}

impl Pattern {
    fn new(source: &str, at: Range<usize>) -> Result<Self, QueryError> {
        // The text it meets has no accents, so it must have none either; its case is left alone, since `\D` is not `\d`.
        let mut plain = String::with_capacity(source.len());
        for c in source.chars() {
            if c.is_ascii() {
                plain.push(c);
            } else {
                fold_into(c.encode_utf8(&mut [0; 4]), &mut plain);
            }
        }
        let regex = RegexBuilder::new(&plain)
            .case_insensitive(true)
            // The text words are searched in holds one value per line.
            .multi_line(true)
            .build()
            .map_err(|error| {
                QueryError::new(at, format!("{} is no regular expression", quoted(source)))
                    .hint(error.to_string())
            })?;
        Ok(Self {
            literal: required_literal(&plain).map(|literal| Needle::new(&literal)),
            source: plain,
            regex,
        })
    }

    /// Text every match holds.
    pub(super) fn literal(&self) -> Option<&Needle> {
        self.literal.as_ref()
    }

    fn is_match(&self, folded: &str) -> bool {
        self.literal
            .as_ref()
            .is_none_or(|literal| literal.is_in(folded))
            && self.regex.is_match(folded)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// The longest run of plain letters and digits that no match can do without. It never claims too much: it gives up on
/// alternatives and flags, stops at the first escape or class, and skips groups.
fn required_literal(source: &str) -> Option<String> {
    if source.contains('|') || source.contains("(?") {
        return None;
    }
    let (mut best, mut run) = (String::new(), String::new());
    let mut groups = 0_usize;
    let mut scalars = source.chars();
    while let Some(c) = scalars.next() {
        if groups == 0 && (c.is_ascii_alphanumeric() || c == '_' || c == ' ') {
            run.push(c);
            continue;
        }
        if matches!(c, '?' | '*' | '{') {
            run.pop();
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
        run.clear();
        match c {
            '\\' | '[' => break,
            '(' => groups += 1,
            ')' => groups = groups.saturating_sub(1),
            '{' => {
                // Skip the count.
                scalars.by_ref().find(|c| *c == '}');
            }
            _ => {}
        }
    }
    if run.len() > best.len() {
        best = run;
    }
    (!best.is_empty()).then_some(best)
}

/// A test of one folded text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TextTest {
    Contains(Needle),
    StartsWith(String),
    Whole(String),
    Matches(Pattern),
}

impl TextTest {
    /// A regular expression; one without any special sign is looked for as the text it is.
    pub(super) fn pattern(source: &str, at: Range<usize>) -> Result<Self, QueryError> {
        let pattern = Pattern::new(source, at)?;
        Ok(match pattern.literal {
            Some(literal) if literal.folded.len() == pattern.source.len() => {
                Self::Contains(literal)
            }
            _ => Self::Matches(pattern),
        })
    }

    pub(super) fn holds(&self, folded: &str) -> bool {
        match self {
            Self::Contains(needle) => needle.is_in(folded),
            Self::StartsWith(start) => folded.starts_with(start),
            Self::Whole(whole) => folded == whole,
            Self::Matches(pattern) => pattern.is_match(folded),
        }
    }

    /// Whether every text that passes `self` passes `wider`.
    pub(super) fn implies(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Contains(new), Self::Contains(old)) => old.is_in(&new.folded),
            (Self::StartsWith(new), Self::StartsWith(old)) => new.starts_with(old),
            _ => self == wider,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_match_can_do_without_is_a_required_literal() {
        for (source, literal) in [
            ("dupont", Some("dupont")),
            ("^mairie d.*evry$", Some("mairie d")),
            ("dupont?", Some("dupon")),
            ("dupon{0,3}xyz", Some("dupo")),
            ("(abc)?de", Some("de")),
            ("def[ghijk]lmnop", Some("def")),
            ("a|b", None),
            (r"ab\x41\x42cdef", Some("ab")),
            ("", None),
            ("[]abc]", None),
        ] {
            assert_eq!(required_literal(source).as_deref(), literal, "{source}");
        }
    }
}
