//! Completing what is typed: names of fields, and values with how many rows they find.
//!
//! What is counted is what stands in the rows that the *rest* of the query lets through: the conditions that must hold
//! together with the one being typed. A count is exact, and rows that were not read yet are counted apart, once. Nothing
//! is offered that would make an error where the text had none.

use std::ops::Range;

use super::field::{FieldSpec, Kind, Schema};
use super::held::{Count, Source};
use super::lex::{Op, ends_word};
use super::offer::Asked;
use super::place::{self, Place, What};
use super::{Now, Query};

/// Texts of one field listed at most.
const LISTED: usize = 20;

/// What can stand where the caret is.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    text: String,
    is_value: bool,
    /// The characters of the text that a candidate replaces.
    pub at: Range<usize>,
    /// Never empty. Texts that rows hold come first by what they begin with, then by how many rows they find; all else
    /// has an order of its own.
    pub candidates: Vec<Candidate>,
    /// Texts that fit as well but are too many to list.
    pub left_out: usize,
    /// Rows among those the rest lets through whose value is not read yet; any candidate may find them too.
    pub unread: usize,
}

/// Something to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What is written.
    pub insert: String,
    /// As a person reads it. Foreign text, but safe to draw: one line.
    pub label: String,
    /// What it means, where that is not plain.
    pub help: &'static str,
    /// How many rows it finds; `None` for names, for examples, and where the rest cannot be read.
    pub count: Option<Count>,
}

impl Completion {
    /// Whether candidates are values of a field, and not names of fields.
    pub fn is_value(&self) -> bool {
        self.is_value
    }

    /// The text with a candidate in it, and where the caret then stands; candidates go round.
    pub fn apply(&self, candidate: usize) -> (String, usize) {
        let insert = self
            .candidates
            .get(candidate % self.candidates.len().max(1))
            .map_or("", |candidate| &candidate.insert);
        let head = self.text.chars().take(self.at.start);
        let tail = self.text.chars().skip(self.at.end);
        // A value in quotes may have stood right before other text, which must not become a part of this one.
        let is_glued = |next| self.is_value && !ends_word(next) && next != ',';
        let blank = tail.clone().next().filter(|next| is_glued(*next));
        let text = head
            .chain(insert.chars())
            .chain(blank.map(|_| ' '))
            .chain(tail)
            .collect();
        (text, self.at.start + insert.chars().count())
    }
}

/// What can stand where the caret is, counted in characters; `None` where nothing can be completed.
pub fn complete<'a, F: Copy + PartialEq>(
    text: &str,
    caret: usize,
    schema: &Schema<F>,
    now: &Now<'_>,
    source: &mut impl Source<'a, F>,
) -> Option<Completion> {
    let place = place::find(text, caret)?;
    let completion = match &place.what {
        What::Name { has_op } => names(&place, *has_op, schema),
        What::Value { field, op } => {
            let field = schema.find(field).filter(|field| fits(field, *op))?;
            let asked = Asked {
                schema,
                field,
                op: *op,
                typed: &place.typed,
                most: LISTED,
                now,
            };
            values(&asked, &place, source)
        }
    };
    let completion = Completion {
        text: text.to_owned(),
        at: place.at,
        is_value: matches!(place.what, What::Value { .. }),
        ..completion
    };
    (!completion.candidates.is_empty()).then_some(completion)
}

/// Whether values after an operator can be completed at all.
fn fits<F>(field: &FieldSpec<F>, op: Op) -> bool {
    match op {
        Op::Smart => !field.kind.is_later(),
        Op::Whole => !matches!(field.kind, Kind::Flags | Kind::Later),
        Op::Regex => false,
        Op::Less | Op::AtMost | Op::More | Op::AtLeast => field.kind.is_ordered(),
    }
}

/// The fields whose name, in any spelling, begins with what was typed.
fn names<F>(place: &Place, has_op: bool, schema: &Schema<F>) -> Completion {
    let typed = place.typed.to_ascii_lowercase();
    let is_meant = |field: &&FieldSpec<F>| {
        let mut names = std::iter::once(&field.name).chain(field.also);
        names.any(|name| name.starts_with(&typed))
    };
    let candidate = |field: &FieldSpec<F>| Candidate {
        insert: format!("{}{}", field.name, if has_op { "" } else { ":" }),
        label: field.name.to_owned(),
        help: field.help,
        count: None,
    };
    let fields = schema.available().filter(is_meant);
    of_candidates(fields.map(candidate).collect())
}

fn values<'a, F: Copy + PartialEq>(
    asked: &Asked<'_, F>,
    place: &Place,
    source: &mut impl Source<'a, F>,
) -> Completion {
    let field = asked.field;
    let rest = Query::parse(&place.rest, asked.schema, asked.now);
    let is_exact = rest.is_ok();
    // A rest that cannot be read lets everything through, but then nobody knows how many rows there would be.
    let held = field
        .kind
        .is_counted()
        .then(|| source.held(field.id, &rest.unwrap_or_default()));
    let offers = asked.offers(held.as_ref(), source);
    let candidate = |offer: super::offer::Offer| Candidate {
        insert: offer.written,
        label: offer.label,
        help: offer.help,
        count: offer.count.filter(|_| is_exact),
    };
    Completion {
        left_out: offers.left_out,
        unread: held.filter(|_| is_exact).map_or(0, |held| held.unread()),
        ..of_candidates(offers.offers.into_iter().map(candidate).collect())
    }
}

fn of_candidates(candidates: Vec<Candidate>) -> Completion {
    Completion {
        text: String::new(),
        is_value: false,
        at: 0..0,
        candidates,
        left_out: 0,
        unread: 0,
    }
}

#[cfg(test)]
mod tests;
