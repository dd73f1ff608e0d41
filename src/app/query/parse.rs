//! From text to tree. Recursion is bounded, so no text can exhaust the stack.

use super::Now;
use super::ast::{Node, Term, Test};
use super::error::{QueryError, quoted};
use super::field::{FieldSpec, Kind, Schema, nearest};
use super::lex::{Lexer, Op, Raw};
use super::pattern::Pattern;
use super::text::{Needle, TextTest};
use super::value;

/// Groups inside groups; nobody writes more by hand.
const MAX_DEPTH: usize = 32;

/// Reads a whole query.
pub(super) fn parse<F: Copy + PartialEq>(
    text: &str,
    schema: &Schema<F>,
    now: &Now<'_>,
) -> Result<Vec<Node<F>>, QueryError> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        schema,
        now,
    };
    parser.lexer.skip_blanks();
    if parser.lexer.peek().is_none() {
        return Ok(Vec::new());
    }
    let node = parser.either(0)?;
    if parser.lexer.peek().is_some() {
        let at = parser.lexer.at();
        return Err(QueryError::new(at..at + 1, "nothing was opened here"));
    }
    Ok(match node {
        Node::All(nodes) => nodes,
        node => vec![node],
    })
}

struct Parser<'a, F: 'static> {
    lexer: Lexer,
    schema: &'a Schema<F>,
    now: &'a Now<'a>,
}

impl<F: Copy + PartialEq> Parser<'_, F> {
    /// Alternatives, up to the end or a closing bracket.
    fn either(&mut self, depth: usize) -> Result<Node<F>, QueryError> {
        let mut nodes = vec![self.both(depth)?];
        while self.lexer.take_or() {
            nodes.push(self.both(depth)?);
        }
        Ok(match nodes.len() {
            1 => nodes.remove(0),
            _ => Node::Any(nodes),
        })
    }

    /// Conditions beside each other; at least one.
    fn both(&mut self, depth: usize) -> Result<Node<F>, QueryError> {
        let mut nodes = Vec::new();
        loop {
            self.lexer.skip_blanks();
            match self.lexer.peek() {
                None | Some(')') => break,
                _ if self.lexer.is_or() => break,
                _ => nodes.push(self.one(depth)?),
            }
        }
        nodes.sort_by_key(Node::cost);
        match nodes.len() {
            0 => {
                let at = self.lexer.at();
                Err(QueryError::new(at..at + 1, "a condition is missing here")
                    .hint("write a | b, ( a | b ), or quote the sign to search for it"))
            }
            1 => Ok(nodes.remove(0)),
            _ => Ok(Node::All(nodes)),
        }
    }

    /// One condition with the signs that negate it.
    fn one(&mut self, depth: usize) -> Result<Node<F>, QueryError> {
        let start = self.lexer.at();
        let mut is_negated = false;
        while self.lexer.take('-') {
            is_negated = !is_negated;
        }
        let node = match self.lexer.peek() {
            Some('(') => self.group(depth)?,
            None | Some(')' | '|') => return Err(nothing_negated(start)),
            Some(c) if c.is_whitespace() => return Err(nothing_negated(start)),
            Some(_) => self.term()?,
        };
        Ok(if is_negated {
            Node::Not(Box::new(node))
        } else {
            node
        })
    }

    fn group(&mut self, depth: usize) -> Result<Node<F>, QueryError> {
        let open = self.lexer.at();
        if depth == MAX_DEPTH {
            return Err(QueryError::new(
                open..open + 1,
                "too many groups inside each other",
            ));
        }
        self.lexer.take('(');
        let node = self.either(depth + 1)?;
        if !self.lexer.take(')') {
            return Err(QueryError::new(
                open..open + 1,
                "this group is never closed",
            ));
        }
        Ok(node)
    }

    fn term(&mut self) -> Result<Node<F>, QueryError> {
        if self.lexer.take_re() {
            return self.bare_pattern();
        }
        if let Some((name, op)) = self.lexer.take_field() {
            if name.text.is_empty() {
                return self.bare_pattern();
            }
            return Ok(Node::Term(self.field(&name, op)?));
        }
        let word = self.lexer.word()?;
        if !word.is_quoted && word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Node::Term(Term::ReferenceEnd(word.text)));
        }
        let needle = Needle::new(one_line(&word.text).trim());
        if needle.as_str().is_empty() {
            return Err(QueryError::new(word.at, "there is nothing to search for"));
        }
        Ok(Node::Term(Term::Word(needle)))
    }

    /// A regular expression over everything words are searched in. Where it is only words, they are words.
    fn bare_pattern(&mut self) -> Result<Node<F>, QueryError> {
        let pattern = self.lexer.pattern()?;
        if pattern.text.is_empty() {
            return Err(QueryError::new(
                pattern.at,
                "a regular expression is missing here",
            ));
        }
        let pattern = Pattern::new(&pattern.text, pattern.at)?;
        let words = pattern.plain().unwrap_or_default().into_iter();
        let words: Option<Vec<_>> = words
            .map(|test| match test {
                TextTest::Contains(needle) => Some(Node::Term(Term::Word(needle))),
                _ => None,
            })
            .collect();
        Ok(match words {
            Some(mut words) if words.len() == 1 => words.remove(0),
            Some(words) if !words.is_empty() => Node::Any(words),
            _ => Node::Term(Term::Pattern(pattern)),
        })
    }

    fn field(&mut self, name: &Raw, op: Op) -> Result<Term<F>, QueryError> {
        let Some(field) = self.schema.find(&name.text) else {
            let error = QueryError::new(
                name.at.clone(),
                format!("there is no field {}", quoted(&name.text)),
            );
            return Err(match self.schema.nearest(&name.text) {
                Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
                None => error.hint(format!(
                    "fields: {}; quote the text to search for it",
                    self.schema
                        .available()
                        .map(|field| field.name)
                        .collect::<Vec<_>>()
                        .join(" ")
                )),
            });
        };
        let sign_at = name.at.end..self.lexer.at();
        if field.kind.is_later() {
            return Err(QueryError::new(
                name.at.clone(),
                format!("`{}` is not available yet; it comes later", field.name),
            ));
        }
        let is_flags = matches!(field.kind, Kind::Flags);
        let fits = match op {
            Op::Smart => true,
            Op::Whole => !is_flags,
            Op::Regex => field.kind.is_text(),
            Op::Less | Op::AtMost | Op::More | Op::AtLeast => field.kind.is_ordered(),
        };
        if !fits {
            return Err(QueryError::new(
                sign_at,
                format!("`{}` makes no sense for `{}`", op.sign(), field.name),
            )
            .hint(format!("{} takes {}", field.name, field.kind.accepts())));
        }
        Ok(Term::Field(field.id, self.tests(field, op)?))
    }

    fn tests(&mut self, field: &FieldSpec<F>, op: Op) -> Result<Vec<Test>, QueryError> {
        let is_pattern =
            op == Op::Regex || (op == Op::Smart && field.kind.is_text() && self.lexer.take_re());
        let is_flags = matches!(field.kind, Kind::Flags);
        let mut tests = Vec::new();
        loop {
            let raw = if is_pattern {
                self.lexer.pattern()?
            } else {
                self.lexer.value()?
            };
            if raw.text.is_empty() {
                return Err(QueryError::new(
                    raw.at,
                    format!("a value for `{}` is missing here", field.name),
                )
                .hint(format!("{} takes {}", field.name, field.kind.accepts())));
            }
            if is_pattern {
                let tests = TextTest::pattern(&raw.text, raw.at)?;
                return Ok(tests.into_iter().map(Test::Text).collect());
            }
            match (raw.is_quoted, raw.text.as_str()) {
                (false, "*" | "-") if is_flags || op != Op::Smart => {
                    return Err(QueryError::new(
                        raw.at,
                        format!("{} makes no sense here", quoted(&raw.text)),
                    )
                    .hint("write field:* for any value, field:- for none"));
                }
                (false, "*") => tests.push(Test::Present),
                (false, "-") => tests.push(Test::Absent),
                _ if is_flags => tests.push(self.flag(&raw)?),
                _ => value::tests(field, op, &raw, self.now, &mut tests)?,
            }
            if !self.lexer.take(',') {
                return Ok(tests);
            }
        }
    }

    /// A value of `is:`.
    fn flag(&self, raw: &Raw) -> Result<Test, QueryError> {
        let flags = self.schema.flags;
        let found = flags
            .iter()
            .find(|flag| flag.name.eq_ignore_ascii_case(&raw.text));
        let Some(found) = found else {
            let error = QueryError::new(
                raw.at.clone(),
                format!("`is` knows no {}", quoted(&raw.text)),
            );
            let known = flags.iter().filter(|flag| flag.bit.is_some());
            return Err(
                match nearest(&raw.text, flags.iter().map(|flag| flag.name)) {
                    Some(nearest) => error.hint(format!("did you mean `is:{nearest}`?")),
                    None => error.hint(format!(
                        "is takes {}",
                        known.map(|flag| flag.name).collect::<Vec<_>>().join(", ")
                    )),
                },
            );
        };
        match found.bit {
            Some(bit) => Ok(Test::OneOf(bit)),
            None => Err(QueryError::new(
                raw.at.clone(),
                format!("`is:{}` is not available yet; it comes later", found.name),
            )),
        }
    }
}

fn nothing_negated(start: usize) -> QueryError {
    QueryError::new(start..start + 1, "there is nothing to negate here")
        .hint("write -word, -field:value or -( a | b ); quote \"-\" to search for it")
}

/// The text words are searched in has a line per value; a word never spans two.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
