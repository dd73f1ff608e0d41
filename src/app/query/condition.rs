//! One of the conditions of a query that must all hold.
//!
//! A query is a list of these, cheapest first. Whoever judges many rows may take them one by one and keep what each
//! said: a condition that stays while the text beside it is typed on need not be asked again.

use super::ast::{Node, Term, Test};
use super::eval::{self, Facts, Scratch, Verdict};
use super::field::Schema;
use super::text::Needle;

/// A condition, alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<F>(Node<F>);

/// Texts that help to judge a condition in a pass over all text for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought<'a> {
    /// What to look for.
    pub needles: Vec<&'a Needle>,
    /// The verdict of rows that hold one of them; `None` where they have to be judged one by one.
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

    /// Names the fields that keep a row's verdict a maybe; only where it is one. Reading all of them settles the row,
    /// and reading none of them does not.
    pub fn doubts(
        &self,
        facts: &impl Facts<F>,
        scratch: &mut Scratch,
        doubted: &mut impl FnMut(F),
    ) {
        eval::doubts(&self.0, facts, scratch, doubted);
    }

    /// Names every field it asks for.
    pub fn fields(&self, asked: &mut impl FnMut(F)) {
        fields(&self.0, asked);
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

    /// What to look for in all text before rows are judged one by one, if there are such texts.
    pub fn sought(&self, schema: &Schema<F>) -> Option<Sought<'_>> {
        sought(&self.0, schema)
    }
}

fn fields<F: Copy>(node: &Node<F>, asked: &mut impl FnMut(F)) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                fields(node, asked);
            }
        }
        Node::Not(node) => fields(node, asked),
        Node::Term(Term::Field(field, _)) => asked(*field),
        Node::Term(_) => {}
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
    let (needles, there) = match node {
        Node::Not(node) => {
            let sought = sought(node, schema)?;
            return Some(Sought {
                there: sought.there.map(|verdict| !verdict),
                elsewhere: !sought.elsewhere,
                ..sought
            });
        }
        Node::Any(nodes) => return either(nodes, schema),
        Node::Term(Term::Word(needle)) => (vec![needle], Some(Verdict::Yes)),
        Node::Term(Term::Pattern(pattern)) => (vec![pattern.literal()?], None),
        Node::Term(Term::Field(field, tests)) if schema.is_searched(field) => {
            let needles = tests.iter().map(|test| match test {
                Test::Text(test) => test.required(),
                _ => None,
            });
            (needles.collect::<Option<Vec<_>>>()?, None)
        }
        Node::All(_) | Node::Term(_) => return None,
    };
    Some(Sought {
        needles,
        there,
        elsewhere: Verdict::No,
    })
}

/// Where none of the texts of several alternatives stands, none of them holds.
fn either<'a, F: Copy + PartialEq>(nodes: &'a [Node<F>], schema: &Schema<F>) -> Option<Sought<'a>> {
    let mut all = Sought {
        needles: Vec::new(),
        there: Some(Verdict::Yes),
        elsewhere: Verdict::No,
    };
    for node in nodes {
        let sought = sought(node, schema).filter(|sought| sought.elsewhere == Verdict::No)?;
        all.needles.extend(sought.needles);
        if sought.there != all.there {
            all.there = None;
        }
    }
    Some(all)
}
