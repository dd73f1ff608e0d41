//! What rows hold in a field, counted: a pass over the cards of the rows a query lets through.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::{Cards, line};
use crate::app::facts::orders::OrderField;
use crate::app::facts::view::OrderFacts;
use crate::app::query::{Count, Fact, Group, Held, Verdict};
use crate::domain::ids::OrderId;
use crate::domain::order::OrderSummary;

impl Cards {
    /// What the rows hold in a field that are not ruled out by their verdict; `facts` are a row's.
    pub fn tally<'a>(
        &self,
        field: OrderField,
        verdicts: &[Verdict],
        facts: impl Fn(RowId) -> Option<OrderFacts<'a>>,
    ) -> Held<'a> {
        let passing = verdicts.iter().zip(0..).filter(|it| *it.0 > Verdict::No);
        let passing = passing.map(|(verdict, row)| (*verdict, RowId(row)));
        let mut tally = Tally::default();
        if Self::WORD_FIELDS.contains(&field) {
            // Rows of one word need not be told apart by its text.
            let mut by_number: Vec<Option<usize>> = Vec::new();
            for (verdict, row) in passing {
                let number = self.word_of(field, row).unwrap_or_default() as usize;
                if by_number.len() <= number {
                    by_number.resize(number + 1, None);
                }
                let Some(place) = by_number.get_mut(number) else {
                    continue;
                };
                let known = match *place {
                    Some(known) => known,
                    None => match facts(row) {
                        Some(facts) => *place.insert(tally.group(facts.tell(field), row)),
                        None => continue,
                    },
                };
                tally.count(known, verdict);
            }
        } else {
            let mut places: HashMap<Key<'a>, usize, Quick> = HashMap::default();
            let mut last = None;
            for (verdict, row) in passing {
                let Some(facts) = facts(row) else {
                    continue;
                };
                let fact = facts.tell(field);
                let key = Key::of(fact);
                // Mostly a row was not read, as the one before it.
                let known = match last {
                    Some((same, known)) if same == key => known,
                    _ => *places.entry(key).or_insert_with(|| tally.group(fact, row)),
                };
                last = Some((key, known));
                tally.count(known, verdict);
            }
        }
        tally.0
    }
}

/// What rows of a group have in common: a fact without its empty texts, as comparing no bytes at all is slow on some
/// processors.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    None,
    One(&'a str),
    Two(&'a str, &'a str),
    Other(Fact<'a>),
}

impl<'a> Key<'a> {
    fn of(fact: Fact<'a>) -> Self {
        match fact {
            Fact::Folded([first, second]) | Fact::Raw([first, second]) => {
                match (first.is_empty(), second.is_empty()) {
                    (true, true) => Self::None,
                    (false, true) => Self::One(first),
                    (true, false) => Self::One(second),
                    (false, false) => Self::Two(first, second),
                }
            }
            other => Self::Other(other),
        }
    }
}

type Quick = BuildHasherDefault<QuickHasher>;

/// A hasher for tables that live for one pass: a third of the time of the usual one, which withstands malice.
#[derive(Default)]
struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, word: u64) {
        // As in Firefox and rustc (FxHash); the factor is the golden ratio's.
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (byte, of_rest) in last.iter_mut().zip(rest) {
            *byte = *of_rest;
        }
        self.mix(u64::from_le_bytes(last) ^ rest.len() as u64);
    }

    fn write_u8(&mut self, number: u8) {
        self.mix(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.mix(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its places from the low bits, which the factor mixes least.
        self.0.rotate_left(26)
    }
}

/// The groups so far.
#[derive(Default)]
struct Tally<'a>(Held<'a>);

impl<'a> Tally<'a> {
    /// Makes a group that has no rows yet; returns its place.
    fn group(&mut self, fact: Fact<'a>, row: RowId) -> usize {
        self.0.groups.push(Group {
            fact,
            row: row.0,
            rows: Count::default(),
        });
        self.0.groups.len() - 1
    }

    fn count(&mut self, group: usize, verdict: Verdict) {
        if let Some(group) = self.0.groups.get_mut(group) {
            group.rows.add(verdict);
        }
    }
}

/// The values of a field as the list row spells them, where cards hold them folded.
pub fn spelled(field: OrderField, summary: &OrderSummary) -> [&str; 2] {
    match field {
        OrderField::State => [summary.state.word(), ""],
        OrderField::Family => [line(summary.offer_family.as_ref()), ""],
        OrderField::Tech => [line(summary.offer_technology.as_ref()), ""],
        OrderField::By => [line(summary.created_by.as_ref()), ""],
        OrderField::Client => [
            line(summary.customer.as_ref()),
            line(summary.customer_2.as_ref()),
        ],
        OrderField::Site => [line(summary.site.as_ref()), line(summary.site_2.as_ref())],
        OrderField::Project => [line(summary.project.as_ref()), ""],
        OrderField::Ref => [
            summary.reference.text().line(),
            line(summary.id.as_ref().map(OrderId::text)),
        ],
        _ => ["", ""],
    }
}
