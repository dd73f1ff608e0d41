//! Sort orders and the keys that make them cheap.
//!
//! A key is a number that orders most rows alone; only rows with equal keys are compared by their text, and rows equal
//! in that by their reference. Rows without a value come last, whichever way the order runs.

use std::cmp::Ordering;

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;

/// Key of a row without a value; no value has it.
const NO_VALUE: u64 = u64::MAX;
/// Bytes of a text that fit into a key.
const PREFIX: usize = 8;

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortColumn {
    /// The order's reference.
    Reference,
    /// The state's place in the lifecycle, then the current step.
    State,
    /// Time in the current step, for orders that await delivery.
    Dwell,
    /// Days left to the delivery day, for orders that await delivery.
    Slack,
    /// The end customer.
    Customer,
    /// The address.
    Site,
    /// The offer family.
    Family,
    /// The project.
    Project,
    /// When the server last touched it.
    Modified,
    /// Time since the order day.
    Age,
}

/// A sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What by.
    pub column: SortColumn,
    /// Largest first; the longest time first for dwell and age.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest reference first.
    fn default() -> Self {
        Self {
            column: SortColumn::Reference,
            descending: true,
        }
    }
}

/// What a row is placed by, small enough to sort by the hundred thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key {
    value: u64,
    /// The beginning of the reference.
    reference: u128,
    /// Whether the value is the whole of what it stands for.
    is_whole: bool,
}

impl Sort {
    pub(super) fn key(self, row: RowId, cards: &Cards) -> Key {
        let (value, is_whole) = self.value(row, cards);
        let reference = cards.reference(row);
        Key {
            value: match value {
                None => NO_VALUE,
                Some(value) if self.descending => !value,
                Some(value) => value,
            },
            reference: u128::from_be_bytes(prefix(reference)),
            is_whole,
        }
    }

    /// The order of two different rows; never equal.
    pub(super) fn compare(
        self,
        (a, a_row): (Key, RowId),
        (b, b_row): (Key, RowId),
        cards: &Cards,
    ) -> Ordering {
        a.value
            .cmp(&b.value)
            .then_with(|| {
                if a.is_whole && b.is_whole {
                    return Ordering::Equal;
                }
                let order = self.tie_text(a_row, cards).cmp(self.tie_text(b_row, cards));
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            })
            .then_with(|| {
                let order = a
                    .reference
                    .cmp(&b.reference)
                    .then_with(|| cards.reference(a_row).cmp(cards.reference(b_row)));
                if self.descending && self.column == SortColumn::Reference {
                    order.reverse()
                } else {
                    order
                }
            })
            .then_with(|| a_row.cmp(&b_row))
    }

    /// The value as a number that orders like it, and whether that is all of it. Never 0 nor the largest number.
    fn value(self, row: RowId, cards: &Cards) -> (Option<u64>, bool) {
        let Some(card) = cards.get(row) else {
            return (None, true);
        };
        let number = |value: Option<i64>| (value.map(ordered), true);
        let seconds_back = |seconds: Option<i64>| number(seconds.map(|seconds| -seconds));
        match self.column {
            // The reference stands in every key already.
            SortColumn::Reference => (Some(1), true),
            SortColumn::State => {
                let is_known = card.rank < 8;
                (
                    Some(u64::from(card.rank) << 8 | u64::from(card.step) + 1),
                    is_known,
                )
            }
            SortColumn::Dwell => seconds_back(card.since.filter(|_| card.is_awaiting)),
            SortColumn::Slack => {
                let due = card.due.filter(|_| card.is_awaiting);
                number(due.map(|(day, _)| day.into()))
            }
            SortColumn::Modified => number(card.modified.map(|at| at.seconds)),
            SortColumn::Age => seconds_back(card.ordered.map(|at| at.seconds)),
            SortColumn::Customer | SortColumn::Site | SortColumn::Family | SortColumn::Project => {
                let text = self.tie_text(row, cards);
                let value = (!text.is_empty()).then(|| u64::from_be_bytes(prefix(text)));
                (value, text.len() <= PREFIX)
            }
        }
    }

    /// The text a row is sorted by, where a number does not say all.
    pub(super) fn tie_text(self, row: RowId, cards: &Cards) -> &str {
        match self.column {
            SortColumn::State => cards.state(row),
            SortColumn::Customer => cards.customer(row),
            SortColumn::Site => cards.site(row),
            SortColumn::Family => cards.family(row),
            SortColumn::Project => cards.project(row),
            _ => "",
        }
    }
}

/// The beginning of a text, in bytes, filled up with zeros. Folded text holds no zero, so shorter sorts first.
fn prefix<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    for (byte, of_text) in bytes.iter_mut().zip(text.bytes()) {
        *byte = of_text;
    }
    bytes
}

/// Orders like the signed number. Moments and days lie far from the ends.
fn ordered(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}
