//! The terms of a query as written, for those who can only make something of the simplest ones.

use super::lex::Op;
use super::scan::{Body, Piece, scan};

/// A term that has to hold, beside all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainTerm {
    /// As it was written.
    pub written: String,
    /// The name of its field and its one value; `None` for everything else a term can be.
    pub asks: Option<(String, String)>,
    /// Whether it asks for the whole value.
    pub is_whole: bool,
}

/// The terms of a query. One with groups or alternatives is a single term that says nothing.
pub fn plain_terms(text: &str) -> Vec<PlainTerm> {
    let chars: Vec<char> = text.chars().collect();
    let opaque = |written: String| PlainTerm {
        written,
        asks: None,
        is_whole: false,
    };
    let mut terms = Vec::new();
    for piece in scan(text).pieces {
        let Piece::Term(term) = piece else {
            return vec![opaque(text.trim().to_owned())];
        };
        let written: String = chars.get(term.at).unwrap_or_default().iter().collect();
        terms.push(match term.body {
            Body::Field { name, op, values } if !term.is_negated => match (op, values.as_slice()) {
                (Op::Smart | Op::Whole, [value])
                    if value.is_quoted || !matches!(value.text.as_str(), "*" | "-" | "") =>
                {
                    PlainTerm {
                        written,
                        asks: Some((name.text, value.text.clone())),
                        is_whole: op == Op::Whole,
                    }
                }
                _ => opaque(written),
            },
            _ => opaque(written),
        });
    }
    terms
}
