//! What a caret stands in: the word to complete, and what else must hold there.

use std::ops::Range;

use super::lex::{Op, Raw};
use super::scan::{Body, Piece, Written, scan};

/// Where something can be completed.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    /// The characters that a completion replaces.
    pub(super) at: Range<usize>,
    /// What stands there before the caret.
    pub(super) typed: String,
    pub(super) what: What,
    /// The conditions that hold together with this one, as a query of their own.
    pub(super) rest: String,
}

/// What can be completed.
#[derive(Debug, PartialEq)]
pub(super) enum What {
    /// The name of a field.
    Name {
        /// Whether an operator follows already.
        has_op: bool,
    },
    /// A value of a field.
    Value {
        /// The field's name as written.
        field: String,
        op: Op,
    },
}

/// Which piece the caret stands in.
#[derive(Clone, Copy)]
enum Here {
    In(usize),
    /// A term would begin there, before this piece.
    Before(usize),
}

/// Finds what the caret stands in; nothing inside plain words, regular expressions, operators and quoted words.
pub(super) fn find(text: &str, caret: usize) -> Option<Place> {
    let chars: Vec<char> = text.chars().collect();
    let caret = caret.min(chars.len());
    let length = chars.len();
    let (chars, closed_at) = close_quote(chars, caret);
    let slice = |at: Range<usize>| -> String {
        let slice = chars.get(at).unwrap_or_default();
        slice.iter().collect()
    };
    let pieces = scan(&slice(0..chars.len())).pieces;
    let (here, at, what) = pieces
        .iter()
        .enumerate()
        .find_map(|(index, piece)| {
            let (at, what) = in_piece(piece, caret, &chars)?;
            Some((Here::In(index), at, what))
        })
        .or_else(|| {
            let index = pieces.iter().position(|piece| piece.at().start >= caret);
            let here = Here::Before(index.unwrap_or(pieces.len()));
            let is_inside = |piece: &Piece| piece.at().start < caret && caret < piece.at().end;
            let is_free = !pieces.iter().any(is_inside) && is_between_terms(&chars, caret);
            is_free.then_some((here, caret..caret, What::Name { has_op: false }))
        })?;
    let typed = match &what {
        What::Name { .. } => slice(at.start..caret),
        What::Value { .. } => unquoted(&slice(at.start..caret.min(length))),
    };
    let beside = beside(&pieces, here, chars.len()).into_iter().map(slice);
    Some(Place {
        typed,
        what,
        rest: beside.collect::<Vec<_>>().join(" "),
        at: at.start..closed_at.map_or(at.end, |quote| at.end.min(quote)),
    })
}

impl Piece {
    fn at(&self) -> &Range<usize> {
        match self {
            Self::Open(at) | Self::Close(at) | Self::Or(at) => at,
            Self::Term(term) => &term.at,
        }
    }
}

/// Closes a quote that was opened before the caret, at the end of the caret's word, so that what stands behind it means
/// what it meant before. Returns where.
fn close_quote(mut chars: Vec<char>, caret: usize) -> (Vec<char>, Option<usize>) {
    let text: String = chars.iter().collect();
    if scan(&text).open_quote.is_none_or(|quote| quote >= caret) {
        return (chars, None);
    }
    let behind = chars.get(caret..).unwrap_or_default();
    let word = behind.iter().take_while(|c| !c.is_whitespace()).count();
    chars.insert(caret + word, '"');
    (chars, Some(caret + word))
}

fn in_piece(piece: &Piece, caret: usize, chars: &[char]) -> Option<(Range<usize>, What)> {
    match piece {
        Piece::Term(term) => in_term(term, caret, chars),
        // A field's name may begin as the operator does.
        Piece::Or(at) if caret == at.end && at.len() > 1 => {
            Some((at.clone(), What::Name { has_op: false }))
        }
        _ => None,
    }
}

fn in_term(term: &Written, caret: usize, chars: &[char]) -> Option<(Range<usize>, What)> {
    match &term.body {
        Body::Word(word) if !word.is_quoted => {
            let letters = chars.get(word.at.clone()).unwrap_or_default();
            let name = letters.iter().take_while(|c| is_of_name(**c)).count();
            let name = word.at.start..word.at.start + name;
            let is_in_name = name.contains(&caret) && caret > name.start;
            let is_at_end = caret == name.end && (!name.is_empty() || word.text.is_empty());
            (is_in_name || is_at_end).then_some((name, What::Name { has_op: false }))
        }
        Body::Word(_) | Body::Pattern => None,
        Body::Field { name, .. } if caret <= name.at.end => {
            (caret > name.at.start).then_some((name.at.clone(), What::Name { has_op: true }))
        }
        Body::Field { name, op, values } => {
            let is_there = |value: &&Raw| (value.at.start..=value.at.end).contains(&caret);
            let value = values.iter().find(is_there)?;
            let what = What::Value {
                field: name.text.clone(),
                op: *op,
            };
            Some((value.at.clone(), what))
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// Whether a term that is typed at the caret would touch no other.
fn is_between_terms(chars: &[char], caret: usize) -> bool {
    let before = caret.checked_sub(1).and_then(|before| chars.get(before));
    let is_start = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|'));
    let after = chars.get(caret);
    is_start && after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '|'))
}

/// What was typed of a value, without the quote it may begin with.
fn unquoted(typed: &str) -> String {
    let Some(quoted) = typed.strip_prefix('"') else {
        return typed.to_owned();
    };
    let mut text = String::new();
    let mut scalars = quoted.chars().peekable();
    while let Some(c) = scalars.next() {
        match c {
            '"' => break,
            '\\' => text.push(scalars.next_if(|c| matches!(c, '"' | '\\')).unwrap_or(c)),
            c => text.push(c),
        }
    }
    text
}

/// A group of the query, or the query itself, while its pieces are gone through.
#[derive(Default)]
struct Group {
    start: usize,
    /// Terms and groups of the alternative that is being gone through.
    beside: Vec<Range<usize>>,
    has_caret: bool,
    /// The alternative with the caret has ended.
    is_over: bool,
}

impl Group {
    fn add(&mut self, at: Range<usize>) {
        if !self.is_over {
            self.beside.push(at);
        }
    }

    fn end_alternative(&mut self) {
        if self.has_caret {
            self.is_over = true;
        } else {
            self.beside.clear();
        }
    }

    /// Closes the group: what stands beside the caret counts in the group around it, too.
    fn close(self, end: usize, around: &mut Self, found: &mut Vec<Range<usize>>) {
        if self.has_caret {
            found.extend(self.beside);
            around.has_caret = true;
        } else {
            around.add(self.start..end);
        }
    }
}

/// The terms and groups that must hold together with the caret's term.
fn beside(pieces: &[Piece], here: Here, length: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut around = Vec::new();
    let mut group = Group::default();
    for (index, piece) in pieces.iter().enumerate() {
        match here {
            Here::In(place) if place == index => {
                group.has_caret = true;
                continue;
            }
            Here::Before(place) if place == index => group.has_caret = true,
            _ => {}
        }
        match piece {
            Piece::Open(at) => {
                let inner = Group {
                    start: at.start,
                    ..Group::default()
                };
                around.push(std::mem::replace(&mut group, inner));
            }
            Piece::Close(at) => {
                if let Some(outer) = around.pop() {
                    let inner = std::mem::replace(&mut group, outer);
                    inner.close(at.end, &mut group, &mut found);
                }
            }
            Piece::Or(_) => group.end_alternative(),
            Piece::Term(term) => group.add(term.at.clone()),
        }
    }
    if let Here::Before(place) = here {
        group.has_caret |= place == pieces.len();
    }
    while let Some(outer) = around.pop() {
        let inner = std::mem::replace(&mut group, outer);
        inner.close(length, &mut group, &mut found);
    }
    found.extend(group.beside);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of the `^` in a query: what would be replaced, what was typed, and the rest.
    fn place(marked: &str) -> Option<(String, String, String, String)> {
        let caret = marked.chars().position(|c| c == '^').unwrap();
        let text = marked.replacen('^', "", 1);
        let place = find(&text, caret)?;
        let chars: Vec<char> = text.chars().collect();
        let what = match place.what {
            What::Name { has_op: true } => "name:".to_owned(),
            What::Name { has_op: false } => "name".to_owned(),
            What::Value { field, op } => format!("{field}{}", op.sign()),
        };
        Some((
            what,
            chars[place.at].iter().collect(),
            place.typed,
            place.rest,
        ))
    }

    #[track_caller]
    fn assert_place(marked: &str, what: &str, replaced: &str, typed: &str, rest: &str) {
        let wanted = [what, replaced, typed, rest].map(str::to_owned);
        let [what, replaced, typed, rest] = wanted;
        assert_eq!(
            place(marked),
            Some((what, replaced, typed, rest)),
            "{marked}"
        );
    }

    #[test]
    fn names_are_found_where_a_term_begins() {
        assert_place("^", "name", "", "", "");
        assert_place("sta^", "name", "sta", "sta", "");
        assert_place("évry st^at x", "name", "stat", "st", "évry x");
        assert_place("-sta^", "name", "sta", "sta", "");
        assert_place("-^", "name", "", "", "");
        assert_place("(sta^", "name", "sta", "sta", "");
        assert_place("(^) x", "name", "", "", "x");
        assert_place("x ^ y", "name", "", "", "x y");
        assert_place("a | ^", "name", "", "", "");
        assert_place("a or^", "name", "or", "or", "a");
        assert_place("st^ate:x y", "name:", "state", "st", "y");
        assert_place("st^at-x", "name", "stat", "st", "");
    }

    #[test]
    fn values_are_found_after_an_operator_and_a_comma() {
        assert_place("state:^", "state:", "", "", "");
        assert_place("x state:in^ y", "state:", "in", "in", "x y");
        assert_place("state:a,b^c,d", "state:", "bc", "b", "");
        assert_place("state:a,^", "state:", "", "", "");
        assert_place("age>=1^0d", "age>=", "10d", "1", "");
        assert_place("-(state:^", "state:", "", "", "");
    }

    #[test]
    fn quoted_values_are_found_with_their_quotes() {
        assert_place(
            "client:\"king j^ou\" x",
            "client:",
            "\"king jou\"",
            "king j",
            "x",
        );
        assert_place("client:\"king j^", "client:", "\"king j", "king j", "");
        assert_place(
            "client:\"ki^ng late:yes",
            "client:",
            "\"king",
            "ki",
            "late:yes",
        );
        assert_place(r#"client:"a\"b^"#, "client:", r#""a\"b"#, "a\"b", "");
        assert_place("client:^\"a\"", "client:", "\"a\"", "", "");
    }

    #[test]
    fn the_rest_is_what_holds_together_with_the_term() {
        assert_place("a ( b state:^ | c ) d", "state:", "", "", "b a d");
        assert_place("a | b state:^ c | d", "state:", "", "", "b c");
        assert_place("( a | b ) state:^", "state:", "", "", "( a | b )");
        assert_place(
            "( a ( b | c state:^ ) d ) e | f",
            "state:",
            "",
            "",
            "c a d e",
        );
        assert_place("a ( b | state:^", "state:", "", "", "a");
        assert_place("state:^ -( a", "state:", "", "", "-( a");
        assert_place("a ) state:^", "state:", "", "", "a");
    }

    #[test]
    fn elsewhere_there_is_nothing_to_complete() {
        for marked in [
            "944^4",
            "\"sta^te\"",
            "\"sta\"^",
            "client~ab^c",
            "re:ab^c",
            "~\"a ^ b\"",
            "\"a ^",
            "^x",
            "^(a)",
            "age>^=3",
            "-^-x",
            "d'ab^",
            "(a)^",
        ] {
            assert_eq!(place(marked), None, "{marked}");
        }
    }
}
