//! A query as a tree, ready to judge rows.

use super::pattern::Pattern;
use super::text::{Needle, TextTest};

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node<F> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Term(Term<F>),
}

/// A condition on one thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term<F> {
    /// A word over everything words are searched in.
    Word(Needle),
    /// A regular expression over the same.
    Pattern(Pattern),
    /// The end of the reference.
    ReferenceEnd(String),
    /// One of the tests holds for the field.
    Field(F, Vec<Test>),
}

/// A condition on the value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Present,
    Absent,
    Text(TextTest),
    /// The number or day lies between both, ends included.
    Between(i64, i64),
    /// The seconds until now lie between both, ends included.
    AgeBetween(i64, i64),
    /// The value is one of these bits.
    OneOf(u16),
}

impl<F: Copy + PartialEq> Node<F> {
    /// Whether every row fares at most as well under `self` as under `wider`.
    pub(super) fn implies(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Term(new), Self::Term(old)) => new.implies(old),
            (Self::Not(new), Self::Not(old)) => old.implies(new),
            (Self::Any(new), _) if !new.is_empty() => new.iter().all(|new| new.implies(wider)),
            (_, Self::Any(old)) => old.iter().any(|old| self.implies(old)),
            (_, Self::All(old)) => old.iter().all(|old| self.implies(old)),
            (Self::All(new), _) => new.iter().any(|new| new.implies(wider)),
            _ => false,
        }
    }

    /// Whether time alone can change the verdict.
    pub(super) fn is_timely(&self) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(Self::is_timely),
            Self::Not(node) => node.is_timely(),
            Self::Term(Term::Field(_, tests)) => tests
                .iter()
                .any(|test| matches!(test, Test::AgeBetween(..))),
            Self::Term(_) => false,
        }
    }

    /// Whether it asks for a field that `is_meant` picks.
    pub(super) fn asks(&self, is_meant: &impl Fn(F) -> bool) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(|node| node.asks(is_meant)),
            Self::Not(node) => node.asks(is_meant),
            Self::Term(Term::Field(field, _)) => is_meant(*field),
            Self::Term(_) => false,
        }
    }

    /// Whether words that it searches may be found in a folded text; in any text, where none is given.
    pub(super) fn is_touched_by(&self, folded: Option<&str>) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().any(|node| node.is_touched_by(folded))
            }
            Self::Not(node) => node.is_touched_by(folded),
            Self::Term(Term::Word(needle)) => folded.is_none_or(|folded| needle.is_in(folded)),
            Self::Term(Term::Pattern(_)) => true,
            Self::Term(Term::ReferenceEnd(_) | Term::Field(..)) => false,
        }
    }

    /// How dear it is to judge; cheap conditions are asked first.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::cost).max().unwrap_or(0),
            Self::Not(node) => node.cost(),
            Self::Term(Term::Pattern(_)) => 3,
            Self::Term(Term::Word(_)) => 2,
            Self::Term(Term::ReferenceEnd(_)) => 1,
            Self::Term(Term::Field(_, tests)) => tests.iter().map(Test::cost).max().unwrap_or(0),
        }
    }
}

impl<F: Copy + PartialEq> Term<F> {
    fn implies(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Word(new), Self::Word(old)) => old.find(new.as_str().as_bytes()).is_some(),
            (Self::ReferenceEnd(new), Self::ReferenceEnd(old)) => new.ends_with(old.as_str()),
            (Self::Field(field, new), Self::Field(wider, old)) => {
                field == wider && new.iter().all(|new| old.iter().any(|old| new.implies(old)))
            }
            _ => self == wider,
        }
    }
}

impl Test {
    fn implies(&self, wider: &Self) -> bool {
        match (self, wider) {
            (Self::Text(new), Self::Text(old)) => new.implies(old),
            _ => self == wider,
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Self::Text(TextTest::Matches(_)) => 3,
            Self::Text(_) => 1,
            _ => 0,
        }
    }
}
