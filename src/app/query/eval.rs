//! Judging one row: three-valued, and nothing is allocated on the way.

use std::ops::Not;

use crate::domain::fold::fold_into;

use super::ast::{Node, Term, Test};

/// Whether a row matches, as far as it is known. Kleene's logic: "and" takes the lower, "or" the higher, "not" turns
/// the order round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It does not, whatever is still unread.
    No,
    /// That depends on what is still unread.
    Maybe,
    /// It does, whatever is still unread.
    Yes,
}

impl Not for Verdict {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What a row tells of a field. Each is either the final value or says that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact<'a> {
    /// Not read yet: any value, or none.
    Unread,
    /// Not read yet, but there will be some value.
    UnreadValue,
    /// There is none.
    Absent,
    /// Folded texts, one or two; an empty one is none.
    Folded([&'a str; 2]),
    /// Texts as they came, one or two; an empty one is none.
    Raw([&'a str; 2]),
    /// A number in the field's own unit; seconds for [`super::Kind::Span`], days from the common era for
    /// [`super::Kind::Day`], hundredths for [`super::Kind::Money`].
    Number(i64),
    /// A moment by its distance to now in seconds and by its day, counted from the common era.
    Moment {
        /// Seconds until now; negative when it lies ahead.
        age: i64,
        /// The day in the zone days are told in.
        day: i64,
    },
    /// One of the values whose bits are set; a single bit is certain.
    Among(u16),
    /// All of these flags and no other.
    Flags(u16),
    /// Texts as they came, any number of them, one per line. A row is found by any of them, whole or in part.
    Lines(&'a str, Extent),
    /// Numbers in the field's own unit, any number of them. A row is found by any of them.
    Numbers(&'a [i64], Extent),
}

/// Whether the values a row tells are all it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// They are.
    Whole,
    /// There may be others that nobody read yet.
    Part,
    /// The same, but they can only be some of these, one per line.
    PartOf(&'static str),
}

impl Extent {
    /// The verdict about a row of whose values some, or none, are what was asked for.
    fn judge(self, is_any: bool, mut is_one: impl FnMut(&str) -> bool) -> Verdict {
        match self {
            _ if is_any => Verdict::Yes,
            Self::PartOf(possible) if !possible.lines().any(&mut is_one) => Verdict::No,
            Self::Whole => Verdict::No,
            Self::Part | Self::PartOf(_) => Verdict::Maybe,
        }
    }
}

impl Fact<'_> {
    /// No, as a bit of [`Fact::Among`] for [`super::Kind::Truth`].
    pub const NO: u16 = 1;
    /// Maybe, likewise.
    pub const MAYBE: u16 = 2;
    /// Yes, likewise.
    pub const YES: u16 = 4;
}

/// A row that can be asked.
pub trait Facts<F> {
    /// What is known of a field.
    fn fact(&self, field: F) -> Fact<'_>;

    /// What words are searched in: folded, one value per line.
    fn searched(&self) -> &str;

    /// The folded reference, which words of digits are held against.
    fn reference(&self) -> &str;
}

/// Room to fold a value in, kept from row to row.
#[derive(Clone, Debug, Default)]
pub struct Scratch(String);

/// Whether all conditions hold.
pub(super) fn all<F: Copy>(
    nodes: &[Node<F>],
    facts: &impl Facts<F>,
    scratch: &mut Scratch,
) -> Verdict {
    let mut verdict = Verdict::Yes;
    for node in nodes {
        verdict = verdict.min(judge(node, facts, scratch));
        if verdict == Verdict::No {
            break;
        }
    }
    verdict
}

/// Whether a condition holds.
pub(super) fn judge<F: Copy>(
    node: &Node<F>,
    facts: &impl Facts<F>,
    scratch: &mut Scratch,
) -> Verdict {
    match node {
        Node::All(nodes) => all(nodes, facts, scratch),
        Node::Any(nodes) => {
            let mut verdict = Verdict::No;
            for node in nodes {
                verdict = verdict.max(judge(node, facts, scratch));
                if verdict == Verdict::Yes {
                    break;
                }
            }
            verdict
        }
        Node::Not(node) => !judge(node, facts, scratch),
        Node::Term(Term::Word(needle)) => needle.find(facts.searched().as_bytes()).is_some().into(),
        Node::Term(Term::Pattern(pattern)) => pattern.is_match(facts.searched()).into(),
        Node::Term(Term::ReferenceEnd(digits)) => {
            facts.reference().ends_with(digits.as_str()).into()
        }
        Node::Term(Term::Field(field, tests)) => any_test(tests, facts.fact(*field), scratch),
    }
}

/// Names the fields that keep the verdict of a condition a maybe. Where it is one, reading all of them settles it, and
/// reading none of them does not.
pub(super) fn doubts<F: Copy>(
    node: &Node<F>,
    facts: &impl Facts<F>,
    scratch: &mut Scratch,
    doubted: &mut impl FnMut(F),
) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            // The certain ones among them decide nothing: else there were no doubt.
            for node in nodes {
                if judge(node, facts, scratch) == Verdict::Maybe {
                    doubts(node, facts, scratch, doubted);
                }
            }
        }
        Node::Not(node) => doubts(node, facts, scratch, doubted),
        Node::Term(Term::Field(field, _)) => doubted(*field),
        Node::Term(_) => {}
    }
}

fn any_test(tests: &[Test], fact: Fact<'_>, scratch: &mut Scratch) -> Verdict {
    // Values of one field are judged together: `late:yes,no,maybe` is certain even where each alone is a maybe.
    if let Fact::Among(possible) = fact {
        let asked = tests.iter().fold(0, |bits, test| match test {
            Test::OneOf(mask) => bits | mask,
            Test::Present => u16::MAX,
            _ => bits,
        });
        return match possible & asked {
            0 => Verdict::No,
            common if common == possible => Verdict::Yes,
            _ => Verdict::Maybe,
        };
    }
    let mut verdict = Verdict::No;
    for test in tests {
        verdict = verdict.max(one_test(test, fact, scratch));
        if verdict == Verdict::Yes {
            break;
        }
    }
    verdict
}

fn one_test(test: &Test, fact: Fact<'_>, scratch: &mut Scratch) -> Verdict {
    match (test, fact) {
        (Test::Present, Fact::UnreadValue) => Verdict::Yes,
        (Test::Absent, Fact::UnreadValue) => Verdict::No,
        (_, Fact::Unread | Fact::UnreadValue) => Verdict::Maybe,
        (Test::Present, fact) => has_value(fact),
        (Test::Absent, fact) => !has_value(fact),
        (Test::Text(asked), Fact::Folded(values)) => values
            .iter()
            .any(|value| !value.is_empty() && asked.holds(value))
            .into(),
        (Test::Text(asked), Fact::Raw(values)) => values
            .iter()
            .any(|value| {
                scratch.0.clear();
                fold_into(value, &mut scratch.0);
                !value.is_empty() && asked.holds(&scratch.0)
            })
            .into(),
        (Test::Text(asked), Fact::Lines(values, extent)) => {
            let mut holds = |value: &str| {
                scratch.0.clear();
                fold_into(value, &mut scratch.0);
                asked.holds(&scratch.0)
            };
            extent.judge(values.lines().any(&mut holds), holds)
        }
        (Test::Between(low, high) | Test::AgeBetween(low, high), Fact::Numbers(values, extent)) => {
            let is_any = values.iter().any(|value| (*low..=*high).contains(value));
            extent.judge(is_any, |_| true)
        }
        (Test::AgeBetween(low, high), Fact::Number(value) | Fact::Moment { age: value, .. })
        | (Test::Between(low, high), Fact::Number(value) | Fact::Moment { day: value, .. }) => {
            (*low..=*high).contains(&value).into()
        }
        (Test::OneOf(mask), Fact::Flags(flags)) => (mask & flags != 0).into(),
        // No value, or one of a kind the test does not speak of: the parser makes no such test for a field.
        _ => Verdict::No,
    }
}

fn has_value(fact: Fact<'_>) -> Verdict {
    match fact {
        Fact::Absent => Verdict::No,
        Fact::Folded(values) | Fact::Raw(values) => {
            values.iter().any(|value| !value.is_empty()).into()
        }
        Fact::Lines(values, extent) => extent.judge(!values.is_empty(), |_| true),
        Fact::Numbers(values, extent) => extent.judge(!values.is_empty(), |_| true),
        _ => Verdict::Yes,
    }
}
