//! Regular expressions over folded text, and those among them that need no engine.
//!
//! Most that people type are a few texts side by side, with an anchor or two: `^king`, `(evry|lyon)$`. Those become
//! plain comparisons, which are a hundred times as fast. Of the others, text that every match holds is looked for first.

use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};

use crate::domain::fold::fold_into;

use super::error::{QueryError, quoted};
use super::text::{Needle, TextTest};

/// A regular expression over folded text.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    source: String,
    regex: Regex,
    /// Text every match holds; looked for first, because a substring search is far cheaper than the expression.
    literal: Option<Needle>,
}

impl Pattern {
    pub(super) fn new(source: &str, at: Range<usize>) -> Result<Self, QueryError> {
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

    /// The same as plain tests, one of which has to hold, if it is that simple. Only for a single value: an anchor of
    /// theirs is an end of the text.
    pub(super) fn plain(&self) -> Option<Vec<TextTest>> {
        let rest = self.source.strip_prefix('^');
        let is_at_start = rest.is_some();
        if let Some(group) = rest.unwrap_or(&self.source).strip_prefix('(') {
            let group = group.strip_prefix("?:").unwrap_or(group);
            if let Some(group) = group.strip_suffix(")$") {
                return alternatives(group, is_at_start, true);
            }
            if let Some(group) = group.strip_suffix(')') {
                return alternatives(group, is_at_start, false);
            }
        }
        alternatives(&self.source, false, false)
    }

    /// Text every match holds.
    pub(super) fn literal(&self) -> Option<&Needle> {
        self.literal.as_ref()
    }

    pub(super) fn is_match(&self, folded: &str) -> bool {
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

/// Plain texts between bars, each with its anchors.
fn alternatives(source: &str, is_at_start: bool, is_at_end: bool) -> Option<Vec<TextTest>> {
    let mut tests = Vec::new();
    let (mut text, mut starts, mut ends) = (String::new(), is_at_start, is_at_end);
    let mut is_over = false;
    let mut scalars = source.chars();
    loop {
        let c = scalars.next();
        if matches!(c, None | Some('|')) {
            let needle = Needle::new(&text);
            tests.push(match (starts, ends) {
                // Comparing no bytes at all is slow on some processors.
                _ if text.is_empty() && !(starts && ends) => TextTest::Contains(needle),
                (false, false) => TextTest::Contains(needle),
                (true, false) => TextTest::StartsWith(needle),
                (false, true) => TextTest::EndsWith(needle),
                (true, true) => TextTest::Whole(needle),
            });
            text.clear();
            (starts, ends, is_over) = (is_at_start, is_at_end, false);
        }
        match c {
            None => return Some(tests),
            Some('|') => {}
            Some('^') if text.is_empty() && !is_over => starts = true,
            Some('$') => (ends, is_over) = (true, true),
            Some(_) if is_over => return None,
            Some('\\') => text.extend(
                scalars
                    .next()
                    .filter(char::is_ascii_punctuation)?
                    .to_lowercase(),
            ),
            Some('.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '\n') => {
                return None;
            }
            Some(c) => text.push(c),
        }
    }
}

/// The longest run of plain letters and digits that no match can do without. It never claims too much: it gives up on
/// alternatives outside groups and on flags, stops at the first escape or class, and skips groups.
fn required_literal(source: &str) -> Option<String> {
    // Brackets may stand behind a backslash or in a class: then nobody knows what a bar divides.
    let is_unclear = source.contains('|') && source.contains(['[', '\\']);
    if is_unclear || source.contains("(?") {
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
            '|' if groups == 0 => return None,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_tests_find_what_the_expression_finds(
            source in "[(]?[?]?:?[ab.|^$é\\\\]{0,8}[)]?[$]?|\\^?\\([abé|^$]{0,6}\\)\\$?",
            values in prop::collection::vec("[abe.|]{1,5}", 1..8),
        ) {
            if let Ok(pattern) = Pattern::new(&source, 0..1)
                && let Some(plain) = pattern.plain()
            {
                for value in values {
                    let holds = plain.iter().any(|test| test.holds(&value));
                    prop_assert_eq!(holds, pattern.is_match(&value), "{} {}", source, value);
                }
            }
        }
    }

    #[test]
    fn a_few_texts_with_anchors_need_no_engine() {
        let plain = |source| Pattern::new(source, 0..1).unwrap().plain();
        let needle = Needle::new;
        assert_eq!(
            plain("King"),
            Some(vec![TextTest::Contains(needle("king"))])
        );
        assert_eq!(
            plain("^king"),
            Some(vec![TextTest::StartsWith(needle("king"))])
        );
        assert_eq!(
            plain(r"^(a|b\.c)$"),
            Some(vec![
                TextTest::Whole(needle("a")),
                TextTest::Whole(needle("b.c"))
            ])
        );
        assert_eq!(
            plain("^a|(b)"),
            None,
            "a group among others is left to the engine"
        );
        assert_eq!(plain("^"), Some(vec![TextTest::Contains(needle(""))]));
        assert_eq!(plain("^a|b$").map(|tests| tests.len()), Some(2));
        for source in [
            "a.b", "a+", "[ab]", r"\d", "a{2}", "(a)(b)", "a^b", "a$b", "(?i)a",
        ] {
            assert_eq!(plain(source), None, "{source}");
        }
    }

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
            ("ab|[c]d", None),
            (r"ab[(]c|d", None),
            ("(a|b)cd", Some("cd")),
            ("(a|b)?cd(e|f)", Some("cd")),
            ("ab(c)|d", None),
            (r"ab\x41\x42cdef", Some("ab")),
            ("", None),
            ("[]abc]", None),
        ] {
            assert_eq!(required_literal(source).as_deref(), literal, "{source}");
        }
    }
}
