//! One of the conditions of a query that must all hold.
//!
//! A query is a list of these, cheapest first. Whoever judges many rows may take them one by one and keep what each
//! said: a condition that stays while the text beside it is typed on need not be asked again.

use super::ast::{Node, Term, Test};
use super::eval::{self, Facts, Scratch, Verdict};
use super::field::Schema;
use super::text::{Needle, TextTest};

/// A condition, alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<F>(Node<F>);

/// A text that helps to judge a condition in one pass over all text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sought<'a> {
    /// What to look for.
    pub needle: &'a Needle,
    /// The verdict of rows that hold it; `None` where they have to be judged one by one.
    pub there: Option<Verdict>,
    /// The verdict of all other rows.
    pub elsewhere: Verdict,
}

impl<F: Copy + PartialEq> Condition<F> {
    /// The conditions of `all`; from the `most`th on, all that are left are one.
    pub(super) fn split(all: &[Node<F>], most: usize) -> Vec<Self> {
        if all.len() <= most {
            return all.iter().cloned().map(Self).collect();
        }
        let (alone, rest) = all.split_at(most.saturating_sub(1));
        let rest = Node::All(rest.to_vec());
        alone
            .iter()
            .cloned()
            .chain(std::iter::once(rest))
            .map(Self)
            .collect()
    }

    /// Judges a row.
    pub fn judge(&self, facts: &impl Facts<F>, scratch: &mut Scratch) -> Verdict {
        eval::judge(&self.0, facts, scratch)
    }

    /// Whether no row can fare better under `self` than under `wider`. May say no where the answer is yes; never the
    /// other way round.
    pub fn implies(&self, wider: &Self) -> bool {
        self.0.implies(&wider.0)
    }

    /// Whether a row's verdict can change by nothing but time going by.
    pub fn is_timely(&self) -> bool {
        self.0.is_timely()
    }

    /// Whether the verdict follows from the value of `field` alone.
    pub fn is_about(&self, field: F) -> bool {
        is_about(&self.0, field)
    }

    /// What to look for in all text before rows are judged one by one, if there is such a text.
    pub fn sought(&self, schema: &Schema<F>) -> Option<Sought<'_>> {
        sought(&self.0, schema)
    }
}

fn is_about<F: Copy + PartialEq>(node: &Node<F>, field: F) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().all(|node| is_about(node, field)),
        Node::Not(node) => is_about(node, field),
        Node::Term(Term::Field(asked, _)) => *asked == field,
        Node::Term(_) => false,
    }
}

fn sought<'a, F: Copy + PartialEq>(node: &'a Node<F>, schema: &Schema<F>) -> Option<Sought<'a>> {
    let (needle, there) = match node {
        Node::Not(node) => {
            let sought = sought(node, schema)?;
            return Some(Sought {
                there: sought.there.map(|verdict| !verdict),
                elsewhere: !sought.elsewhere,
                ..sought
            });
        }
        Node::Term(Term::Word(needle)) => (needle, Some(Verdict::Yes)),
        Node::Term(Term::Pattern(test)) => (test.required()?, None),
        Node::Term(Term::Field(field, tests)) => {
            let is_searched = schema
                .fields
                .iter()
                .any(|spec| spec.id == *field && spec.is_searched);
            match tests.as_slice() {
                [Test::Text(test)] if is_searched => (test.required()?, None),
                _ => return None,
            }
        }
        Node::All(_) | Node::Any(_) | Node::Term(Term::ReferenceEnd(_)) => return None,
    };
    Some(Sought {
        needle,
        there,
        elsewhere: Verdict::No,
    })
}

impl TextTest {
    /// A text without which it cannot hold.
    fn required(&self) -> Option<&Needle> {
        match self {
            Self::Contains(needle) => Some(needle),
            Self::Matches(pattern) => pattern.literal(),
            Self::StartsWith(_) | Self::Whole(_) => None,
        }
    }
}
