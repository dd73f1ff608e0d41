//! A query taken apart without being understood, so that half-typed text can be worked on too.
//!
//! Whatever the parser makes of a text it can read, the pieces are the same here; of a text it cannot read, there are
//! pieces all the same. No text makes this fail.

use std::ops::Range;

use super::lex::{Lexer, Op, Raw};

/// The pieces of a query, in order.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) pieces: Vec<Piece>,
    /// A quote that is never closed; the last term then holds all that follows it.
    pub(super) open_quote: Option<usize>,
}

/// A piece of a query.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    /// A bracket that opens a group, with the signs that negate it.
    Open(Range<usize>),
    Close(Range<usize>),
    Or(Range<usize>),
    Term(Written),
}

/// A term as written.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    /// With the signs that negate it.
    pub(super) at: Range<usize>,
    pub(super) is_negated: bool,
    pub(super) body: Body,
}

/// What a term consists of.
#[derive(Debug, PartialEq)]
pub(super) enum Body {
    /// A word; empty where only signs stand.
    Word(Raw),
    /// A regular expression over everything.
    Pattern,
    Field {
        name: Raw,
        op: Op,
        /// None for a regular expression; else at least one, and each may be empty.
        values: Vec<Raw>,
    },
}

/// Takes a text apart.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        lexer: Lexer::new(text),
        open_quote: None,
    };
    let mut pieces = Vec::new();
    while let Some(piece) = scanner.piece() {
        pieces.push(piece);
    }
    Scan {
        pieces,
        open_quote: scanner.open_quote,
    }
}

struct Scanner {
    lexer: Lexer,
    open_quote: Option<usize>,
}

impl Scanner {
    fn piece(&mut self) -> Option<Piece> {
        let lexer = &mut self.lexer;
        lexer.skip_blanks();
        let start = lexer.at();
        lexer.peek()?;
        if lexer.take(')') {
            return Some(Piece::Close(start..lexer.at()));
        }
        if lexer.take_or() {
            return Some(Piece::Or(start..lexer.at()));
        }
        while lexer.take('-') {}
        let is_negated = lexer.at() > start;
        if lexer.take('(') {
            return Some(Piece::Open(start..lexer.at()));
        }
        let body = self.body();
        Some(Piece::Term(Written {
            at: start..self.lexer.at(),
            is_negated,
            body,
        }))
    }

    fn body(&mut self) -> Body {
        if self.lexer.take_re() {
            return self.pattern();
        }
        let Some((name, op)) = self.lexer.take_field() else {
            return Body::Word(self.raw(Lexer::word));
        };
        if name.text.is_empty() {
            return self.pattern();
        }
        let mut values = Vec::new();
        if op == Op::Regex || (op == Op::Smart && self.lexer.take_re()) {
            self.raw(Lexer::pattern);
        } else {
            values.push(self.raw(Lexer::value));
            while self.lexer.take(',') {
                values.push(self.raw(Lexer::value));
            }
        }
        Body::Field { name, op, values }
    }

    fn pattern(&mut self) -> Body {
        self.raw(Lexer::pattern);
        Body::Pattern
    }

    /// Takes a word, a value or an expression; after a quote that is never closed, all that is left.
    fn raw(
        &mut self,
        take: impl FnOnce(&mut Lexer) -> Result<Raw, super::error::QueryError>,
    ) -> Raw {
        let start = self.lexer.at();
        take(&mut self.lexer).unwrap_or_else(|_| {
            self.open_quote = Some(start);
            Raw {
                text: String::new(),
                at: start..self.lexer.at(),
                is_quoted: true,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pieces, each by the text it stands on.
    fn pieces(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let slice = |at: &Range<usize>| chars[at.clone()].iter().collect::<String>();
        let piece = |piece: &Piece| match piece {
            Piece::Open(at) | Piece::Close(at) | Piece::Or(at) => slice(at),
            Piece::Term(term) => match &term.body {
                Body::Word(_) | Body::Pattern => slice(&term.at),
                Body::Field { name, op, values } => {
                    let values: Vec<_> = values.iter().map(|raw| slice(&raw.at)).collect();
                    format!("{}[{}]{}", slice(&name.at), op.sign(), values.join(";"))
                }
            },
        };
        scan(text).pieces.iter().map(piece).collect()
    }

    #[test]
    fn a_query_comes_apart_as_the_parser_reads_it() {
        assert_eq!(
            pieces("évry -( state:a,\"b c\" | x ) or age>=3d --y"),
            [
                "évry",
                "-(",
                "state[:]a;\"b c\"",
                "|",
                "x",
                ")",
                "or",
                "age[>=]3d",
                "--y"
            ]
        );
        assert_eq!(
            pieces("client~a|(b c) re:x,y ~z"),
            ["client[~]", "c", ")", "re:x,y", "~z"]
        );
        assert_eq!(pieces("state:re:a,b"), ["state[:]"]);
    }

    #[test]
    fn half_typed_text_comes_apart_too() {
        assert_eq!(
            pieces("state: by:a, - )"),
            ["state[:]", "by[:]a;", "-", ")"]
        );
        assert_eq!(pieces("client:\"king jou"), ["client[:]\"king jou"]);
        assert_eq!(scan("client:a,\"king jou").open_quote, Some(9));
        assert_eq!(scan("a \"b\"").open_quote, None);
    }

    proptest! {
        #[test]
        fn pieces_cover_all_but_blanks(text in "(?s:.{0,60})|[-a-z0-9:=~<>|(),.\"*\\\\\\[\\] ]{0,60}") {
            let chars: Vec<char> = text.chars().collect();
            let mut end = 0;
            for piece in scan(&text).pieces {
                let at = match piece {
                    Piece::Open(at) | Piece::Close(at) | Piece::Or(at) => at,
                    Piece::Term(term) => term.at,
                };
                prop_assert!(at.start >= end && at.end > at.start);
                prop_assert!(chars[end..at.start].iter().all(|c| c.is_whitespace()));
                end = at.end;
            }
            prop_assert!(chars[end..].iter().all(|c| c.is_whitespace()));
        }
    }
}
